"""The journal for people, and its check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import JournalEntry
from drafting.queries import checks
from drafting.queries.checks import Verification
from drafting.queries.journal_details import describe, find_names
from drafting.queries.sayings import Saying

__all__ = ["JournalRow", "Verification", "list_entries", "verify"]
ACTION_LABELS = {
    "conference.created": "Konferenz angelegt",
    "conference.settings_changed": "Einstellungen geändert",
    "phase.changed": "Phase gewechselt",
    "panel.added": "Arbeitsgruppe angelegt",
    "panel.changed": "Arbeitsgruppe geändert",
    "panel.recommended": "Arbeitsgruppe empfiehlt",
    "recommendations.given": "Empfehlungen gegeben",
    "recommendations.published": "Empfehlungen veröffentlicht",
    "organisation.added": "Organisation aufgenommen",
    "organisation.removed": "Organisation entfernt",
    "organisation.appointed": "Vertretung berufen",
    "organisation.dismissed": "Vertretung abberufen",
    "person.registered": "Person angemeldet",
    "codes.issued": "Zugangscodes ausgegeben",
    "link.issued": "Anmeldelink ausgegeben",
    "access.revoked": "Zugang entzogen",
    "badge.replaced": "Namensschild gesperrt und ersetzt",
    "paper.imported": "Papier eingelesen",
    "paper.removed": "Papier verworfen",
    "paper.details_changed": "Angaben zum Papier geändert",
    "section.assigned": "Abschnitt zugeordnet",
    "edition.frozen": "Stand festgehalten",
    "amendment.proposed": "Antrag eingereicht",
    "amendment.revised": "Antrag geändert",
    "amendment.adapted": "Antrag angepasst",
    "amendments.read_from_word": "Anträge aus einer Word-Datei eingereicht",
    "amendment.carried_by_hand": "Antrag von Hand übertragen",
    "amendment.kept": "Antrag so gelassen",
    "amendment.imposed": "Antrag auf die heutige Fassung gestellt",
    "amendment.opened": "Antrag hat genug Unterstützung",
    "amendment.joined": "Antrag mit gestellt",
    "amendment.not_joined": "Antrag nicht mit gestellt",
    "amendment.withdrawn": "Antrag zurückgezogen",
    "amendment.taken_over": "Antrag übernommen",
    "amendment.adopted": "Antrag angenommen",
    "amendment.rejected": "Antrag abgelehnt",
    "amendment.reopened": "Antrag wieder geöffnet",
    "decision.undone": "Entscheidung zurückgenommen",
    "amendment.move_undone": "Verschiebung zurückgenommen",
    "moves.carried": "Offene Verschiebungen abgeglichen",
    "amendment.referred": "Antrag an die Redaktion verwiesen",
    "amendment.adjourned": "Antrag vertagt",
    "amendment.resumed": "Antrag wieder aufgenommen",
    "amendment.settled": "Antrag erledigt",
    "amendments.not_dealt_with": "Offene Anträge nicht mehr behandelt",
    "order.changed": "Reihenfolge geändert",
    "amendments.carried": "Offene Anträge übertragen",
    "amendments.merged": "Anträge zusammengeführt",
    "compromise.proposed": "Kompromiss vorgeschlagen",
    "compromise.agreed": "Mit dem Kompromiss einverstanden",
    "compromise.declined": "Mit dem Kompromiss nicht einverstanden",
    "compromise.parts_adopted": "Anträge als Kompromiss angenommen",
    "objection.raised": "Einspruch gegen eine redaktionelle Änderung",
    "objection.withdrawn": "Einspruch zurückgenommen",
    "demand.struck": "Forderung durch Abstimmung gestrichen",
    "demand.restored": "Frühere Fassung wiederhergestellt",
    "consent.listed": "Liste für eine gemeinsame Entscheidung",
    "consent.pulled": "Zur Einzelabstimmung herausgenommen",
    "consent.put_back": "Wieder auf die gemeinsame Liste genommen",
    "consent.adopted": "Liste gemeinsam angenommen",
    "consent.rejected": "Liste nicht gemeinsam angenommen",
    "consent.dropped": "Liste aufgelöst",
    "demand.edited": "Redaktionell geändert",
    "comment.hidden": "Kommentar ausgeblendet",
    "comment.shown": "Kommentar wieder gezeigt",
    "example.hidden": "Praxisbeispiel ausgeblendet",
    "example.shown": "Praxisbeispiel wieder gezeigt",
    "review.set": "Bilanz gezogen",
    "minority_note.written": "Sondervotum geschrieben",
    "minority_note.joined": "Kommune hinter ein Sondervotum gestellt",
    "minority_note.left": "Kommune hinter einem Sondervotum zurückgenommen",
    "minority_note.withdrawn": "Sondervotum zurückgezogen",
    "minority_note.minimum_set": "Mindestzahl für Sondervoten festgelegt",
    "reviews.read": "Bilanz eingelesen",
    "municipalities.changed": "Einwohnerzahlen eingetragen",
    "municipality.delegate_named": "Stimme einer Kommune vergeben",
    "municipality.weighted": "Gewicht einer Kommune geändert",
    "recipients.read": "Empfänger des Briefs eingelesen",
    "recipient.added": "Empfänger des Briefs aufgenommen",
    "recipient.changed": "Empfänger des Briefs geändert",
    "recipient.removed": "Empfänger des Briefs entfernt",
    "letter.settings_changed": "Angaben zum Brief geändert",
    "letterhead.uploaded": "Briefkopf hochgeladen",
    "letterhead.removed": "Briefkopf entfernt",
    "sending.text_changed": "Mail zum Brief geändert",
    "sending.tested": "Brief zur Probe gesendet",
    "sending.confirmed": "Versand des Briefs bestätigt",
    "sending.sent": "Brief gesendet",
    "sending.filed": "Brief als Datei abgelegt",
    "sending.refused": "Brief vom Mailserver abgewiesen",
    "sending.uncertain": "Ungewiss, ob der Brief hinausging",
    "sending.held": "Brief angehalten",
    "sending.bounced": "Brief zurückgekommen",
    "sending.arrived": "Brief angekommen, von Hand vermerkt",
    "sending.again": "Brief noch einmal in den Versand gegeben",
    "sending.skipped": "Brief wird nicht gesendet",
    "signing.opened": "Mitzeichnung begonnen",
    "signing.deadline_changed": "Frist der Mitzeichnung geändert",
    "signing.edition_replaced": "Anderer Stand zur Mitzeichnung",
    "signature.asked": "Kommune um Mitzeichnung gebeten",
    "signature.corrected": "Angaben zu einer Mitzeichnung berichtigt",
    "signature.removed": "Aus der Liste der Mitzeichnung genommen",
    "signature.link_renewed": "Link zur Mitzeichnung erneuert",
    "signature.link_revoked": "Link zur Mitzeichnung beendet",
    "signature.signed": "Mitgezeichnet",
    "signature.reserved": "Mitgezeichnet, vorbehaltlich Gremienbeschluss",
    "signature.declined": "Mitzeichnung abgelehnt",
    "signature.withdrawn": "Mitzeichnung zurückgezogen",
    "personal_support.given": "Fachliche Unterstützung erklärt",
    "personal_support.taken_back": "Fachliche Unterstützung zurückgenommen",
    "publication.prepared": "Öffentliche Seite vorbereitet",
    "publication.changed": "Öffentliche Seite geändert",
    "publication.authors_told": "Antragstellende vor der Veröffentlichung unterrichtet",
    "publication.published": "Öffentliche Seite veröffentlicht",
    "publication.withdrawn": "Öffentliche Seite zurückgezogen",
    "publication.discarded": "Vorbereitete Seite verworfen",
    "press_release.changed": "Pressefassung geändert",
    "letter.posted": "Tag des Versands angegeben",
    "answer.recorded": "Antwort eines Empfängers festgehalten",
    "answer.changed": "Antwort eines Empfängers geändert",
    "answer.removed": "Antwort eines Empfängers gelöscht",
    "answer.released": "Antwort eines Empfängers freigegeben",
    "answer.unreleased": "Freigabe einer Antwort zurückgenommen",
    "answer.file_kept": "Antwortschreiben abgelegt",
    "answer.file_removed": "Antwortschreiben gelöscht",
    "poll.prepared": "Abstimmung vorbereitet",
    "poll.opened": "Abstimmung eröffnet",
    "poll.terms_changed": "Bedingungen einer Abstimmung geändert",
    "poll.extended": "Abstimmung verlängert",
    "poll.limited": "Zeitgrenze gesetzt",
    "poll.time_over": "Zeit um, es wird noch von Hand gezählt",
    "poll.marked_by_hand": "Zur Zählung von Hand vorgemerkt",
    "poll.unmarked_by_hand": "Stimmt doch auf dem eigenen Gerät ab",
    "poll.hand_count_entered": "Zählung von Hand eingegeben",
    "poll.hand_count_confirmed": "Zählung von Hand bestätigt",
    "poll.hand_count_discarded": "Zählung von Hand verworfen",
    "poll.closed": "Abstimmung beendet",
    "poll.confirmed": "Ergebnis bestätigt",
    "poll.annulled": "Abstimmung aufgehoben",
    "poll.voter_added": "Stimmberechtigte Person ergänzt",
    "screen.link_renewed": "Link des Saalbildschirms erneuert",
    "screen.link_ended": "Link des Saalbildschirms beendet",
}


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry in words; ``who`` is a name as long as the person is known."""

    number: int
    at: datetime
    action: str
    label: str
    who: str
    details: tuple[Saying, ...]
    hash: str
    amendment_id: str
    demand_id: str
    poll_id: str


def list_entries(
    session: Session, conference_id: str, *, before: int | None = None, limit: int = 100
) -> tuple[JournalRow, ...]:
    """The latest entries, or those before a number, newest first."""
    statement = select(JournalEntry).where(JournalEntry.conference_id == conference_id)
    if before is not None:
        statement = statement.where(JournalEntry.number < before)
    entries = session.scalars(statement.order_by(JournalEntry.number.desc()).limit(limit)).all()
    names = find_names(session, entries)
    return tuple(
        JournalRow(
            number=entry.number,
            at=entry.at,
            action=entry.action,
            label=ACTION_LABELS.get(entry.action, entry.action),
            who=names.people.get(entry.actor, "" if entry.actor != "system" else "System"),
            details=describe(entry, names),
            hash=entry.hash,
            amendment_id=_known(entry.data.get("amendment"), names.amendments),
            demand_id=_known(entry.data.get("demand"), names.demands),
            poll_id=_known(entry.data.get("poll"), names.polls),
        )
        for entry in entries
    )


def _known(id_: Any, names: Mapping[str, Any]) -> str:
    return id_ if isinstance(id_, str) and id_ in names else ""


def verify(session: Session, conference_id: str) -> Verification:
    """Recompute the chain, each poll's outcome, each version from the one before, and each amendment's revisions."""
    return checks.verify(session, conference_id)
