"""The journal for people, and its check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Demand, JournalEntry, Person, Poll
from drafting.queries import checks
from drafting.queries.checks import Verification

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
    "section.assigned": "Abschnitt zugeordnet",
    "edition.frozen": "Stand festgehalten",
    "amendment.proposed": "Antrag eingereicht",
    "amendment.revised": "Antrag geändert",
    "amendment.adapted": "Antrag angepasst",
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
    "reviews.read": "Bilanz eingelesen",
    "municipalities.changed": "Einwohnerzahlen eingetragen",
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
    "poll.prepared": "Abstimmung vorbereitet",
    "poll.opened": "Abstimmung eröffnet",
    "poll.closed": "Abstimmung beendet",
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
    detail: str
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
    people = _names(session, {entry.actor for entry in entries})
    named = _ids(entries, "amendment") | set(_list_merged(entries))
    amendments = {
        amendment.id: amendment.label for amendment in session.scalars(select(Amendment).where(Amendment.id.in_(named)))
    }
    demands = {
        demand.id: demand.label
        for demand in session.scalars(select(Demand).where(Demand.id.in_(_ids(entries, "demand"))))
    }
    polls = {
        poll.id: f"Abstimmung {poll.number}"
        for poll in session.scalars(select(Poll).where(Poll.id.in_(_ids(entries, "poll"))))
    }
    return tuple(
        JournalRow(
            number=entry.number,
            at=entry.at,
            action=entry.action,
            label=ACTION_LABELS.get(entry.action, entry.action),
            who=people.get(entry.actor, "" if entry.actor != "system" else "System"),
            detail=", ".join([*_name_merged(entry, amendments), *_describe(entry.data, amendments, demands, polls)]),
            hash=entry.hash,
            amendment_id=_known(entry.data.get("amendment"), amendments),
            demand_id=_known(entry.data.get("demand"), demands),
            poll_id=_known(entry.data.get("poll"), polls),
        )
        for entry in entries
    )


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    return {person.id: person.name for person in session.scalars(select(Person).where(Person.id.in_(ids)))}


def _ids(entries: Any, key: str) -> set[str]:
    return {entry.data[key] for entry in entries if isinstance(entry.data.get(key), str)}


def _list_merged(entries: Iterable[JournalEntry]) -> Iterator[str]:
    """The amendments of an act on several of them: merged into one version, or listed together."""
    for entry in entries:
        if entry.action == "amendments.merged" or entry.action.startswith(("consent.", "compromise.")):
            for named in entry.data.get("amendments", ()):
                yield named if isinstance(named, str) else named[0]


def _known(id_: Any, names: dict[str, str]) -> str:
    return id_ if isinstance(id_, str) and id_ in names else ""


def _name_merged(entry: JournalEntry, amendments: dict[str, str]) -> Iterator[str]:
    if entry.data.get("amendment") is None:
        yield from (amendments[amendment_id] for amendment_id in _list_merged([entry]) if amendment_id in amendments)


def _describe(data: dict[str, Any], *names: dict[str, str]) -> Iterator[str]:
    """What the entry is about, in words: labels of what it names, and the numbers of a poll."""
    for key, known in zip(("amendment", "demand", "poll"), names, strict=True):
        if _known(data.get(key), known):
            yield known[data[key]]
    if "yes" in data:
        abstentions = "Enthaltung" if data["abstain"] == 1 else "Enthaltungen"
        yield f"{data['yes']} Ja, {data['no']} Nein, {data['abstain']} {abstentions} von {data['entitled']}"


def verify(session: Session, conference_id: str) -> Verification:
    """Recompute the chain, each poll's outcome, each version from the one before, and each amendment's revisions."""
    return checks.verify(session, conference_id)
