"""The public page of the demonstration: the evening's state with its press version; whoever is quoted is invented."""

from __future__ import annotations

from dataclasses import replace

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.hall import Hall
from drafting.services.press_releases import PressEntry
from drafting.services.publications import PublicationEntry

SLUG = "digitale-kommunen-2026"


def publish(work: UnitOfWork, hall: Hall) -> None:
    """Prepare the page, tell every author what became of their amendments, and let it go public."""
    edition = queries.publications.list_publications(work.session, hall.conference_id).editions[0]
    page_id = services.publications.prepare(work, hall.conference_id, edition_id=edition.id, actor=hall.organizer)
    entry = PublicationEntry(
        edition_id=edition.id,
        slug=SLUG,
        title="Gemeinsam digital: Was Kommunen jetzt brauchen",
        introduction="Rund 250 Digitalisierungsverantwortliche aus Städten, Gemeinden und Landkreisen haben diese "
        "Forderungen gemeinsam geschrieben und beschlossen. Zu jedem Satz steht hier, woher er kommt.",
        contact="Geschäftsstelle der Jahreskonferenz\nTelefon 07171 000-123\npost@konferenz.example",
        shows_proposers=True,
    )
    services.publications.change(work, page_id, entry, actor=hall.organizer)
    services.press_releases.keep(work, page_id, _write_press(work, hall, page_id), actor=hall.organizer)
    services.publications.tell_authors(work, hall.conference_id, base_url="http://127.0.0.1:8000", actor=hall.organizer)
    services.publications.publish(work, page_id, told_otherwise=True, leaves_open=True, actor=hall.organizer)


def _write_press(work: UnitOfWork, hall: Hall, page_id: str) -> PressEntry:
    """What is proposed, with a quotation."""
    proposed = queries.press_releases.get_page(work.session, page_id, hall.conference_id)
    entry = PressEntry(
        headline="Kommunen fordern: Digitalisierung braucht verlässliche Grundlagen",
        lead=proposed.lead,
        demands=proposed.demands,
        about=proposed.about,
        contact=proposed.contact,
        is_public=True,
    )
    return replace(
        entry,
        quote="Wir wissen, was vor Ort geht und was nicht. Jetzt muss es einfacher werden, und zwar für alle.",
        speaker="Ottilie Nelkenhain, Geschäftsstelle der Konferenz",
        releaser="Ottilie Nelkenhain",
    )
