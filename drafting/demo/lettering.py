"""The letter of the demonstration: to whom it goes, and what stands around the paper in it; all people are invented."""

from __future__ import annotations

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.hall import Hall, Places
from drafting.demo.people import DATA
from drafting.demo.sending import find_posting
from drafting.imports.recipients import read_recipients
from drafting.rules.signing import say_day
from drafting.services.letters import LetterEntry
from drafting.services.recipients import RecipientEntry

# The demands of the one-page version, and which addressee's come first for whom (by surname).
_PRIORITIES = ("2", "5", "8", "11", "13")
_FIRST = {"Mispelhag": "Land Baden-Württemberg", "Schlehenstolz": "Land Baden-Württemberg", "Quittenhof": "Bund"}
_TEXTS = {
    "sender": "Jahreskonferenz Digitale Kommunen\nMarktplatz 1\n73525 Schwäbisch Gmünd",
    "information": "Ottilie Nelkenhain\nGeschäftsstelle der Konferenz\nTelefon 07171 000-123\npost@konferenz.example",
    "subject": "Gemeinsam digital: Was Kommunen jetzt brauchen",
    "opening": "auf der Jahreskonferenz Digitale Kommunen 2026 haben rund 250 Digitalisierungsverantwortliche aus "
    "Städten, Gemeinden und Landkreisen gemeinsam Forderungen beschlossen. Wir bitten Sie, sich bis zum 31. Januar "
    "2027 zu ihnen zu äußern.",
    "ending": "Für ein Gespräch stehen wir gern zur Verfügung.",
    "greeting": "Mit freundlichen Grüßen",
    "signature": "Ottilie Nelkenhain\nfür die Jahreskonferenz Digitale Kommunen",
    "annexes": "",
}


def write(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Read the recipients as an organizer would, say whose demands come first, and keep what stands in the letter."""
    table = read_recipients("recipients.csv", (DATA / "recipients.csv").read_bytes())
    services.recipients.read_in(work, hall.conference_id, table.recipients, actor=hall.organizer)
    for row in queries.recipients.list_recipients(work.session, hall.conference_id):
        if row.to.name in _FIRST:
            entry = RecipientEntry(row.to, row.email, leads=(f"to:{_FIRST[row.to.name]}",))
            services.recipients.save(work, hall.conference_id, row.id, entry, actor=hall.organizer)
    editions = queries.letter_pages.list_editions(work.session, hall.conference_id)
    settings = LetterEntry(
        edition_id=editions[0].id,
        layout="din",
        is_short=False,
        has_reasons=False,
        texts={**_TEXTS, "place_date": f"Schwäbisch Gmünd, {say_day(find_posting())}"},
        priorities=tuple(places.demands[number] for number in _PRIORITIES if number in places.demands),
    )
    services.letters.change_settings(work, hall.conference_id, settings, actor=hall.organizer)
