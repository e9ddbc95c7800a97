"""The letter's annexes: nobody is named in them without an authorised yes, and what was left out is counted."""

from __future__ import annotations

from datetime import timedelta

from drafting import queries, services
from drafting.exports.annexes import Annexes, PrintedExample
from drafting.models import now
from drafting.rules.signing import local_day, name_body
from drafting.rules.sizes import name_key
from drafting.services.declarations import Declaration
from drafting.services.examples import ExampleText
from drafting.services.signatures import Asked
from drafting.services.signings import PRESENT
from tests.make import Hall


def enclosed(hall: Hall) -> Annexes:
    with hall.database.read() as session:
        return queries.annexes.get_annexes(session, hall.id, "")


def tell(hall: Hall, title: str, text: str) -> None:
    """Add an example of a municipality that nobody here comes from."""
    with hall.database.write() as work:
        said = ExampleText(municipality="Stadt Rosenau", title=title, text=text, link="https://rosenau.example/papier")
        services.examples.add(work, hall.first, said, actor=hall.ada)


def ask(hall: Hall) -> tuple[str, str]:
    """Put the paper forward to be signed, and ask one municipality; returns its link's token and the edition."""
    last = local_day(now()) + timedelta(days=30)
    with hall.database.write() as work:
        services.signings.open_signing(work, hall.id, edition_id=PRESENT, last=last, actor=hall.organizer)
        asked = Asked("Stadt Rosenau", "town", "Ria Rosen", "ria@rosenau.example")
        signature = services.signatures.ask(work, hall.id, asked, actor=hall.organizer)
        token = services.signatures.show_link(work, signature, actor=hall.organizer)
    with hall.database.read() as session:
        return token, queries.signatures.get_page(session, hall.id).edition_id


def test_an_example_names_its_municipality_only_while_that_signs(hall: Hall) -> None:
    tell(hall, "Ohne Papier", "Es geht.")
    tell(hall, "Mit Papier", "In rosenau geht es nicht.")
    token, edition = ask(hall)
    before = enclosed(hall)
    assert [(each.municipality, each.title, each.link) for each in before.examples] == [("", "Ohne Papier", "")]
    assert (before.unnamed, before.withheld) == (1, 1)
    with hall.database.write() as work:
        yes = Declaration("signed", "Berta Berg", "Bürgermeisterin")
        services.declarations.declare(work, token, yes, edition_id=edition, revision=0)
    named = enclosed(hall)
    assert [(each.municipality, each.title) for each in named.examples] == [
        ("Stadt Rosenau", "Ohne Papier"),
        ("Stadt Rosenau", "Mit Papier"),
    ]
    assert (named.unnamed, named.withheld, named.examples[0].link) == (0, 0, "https://rosenau.example/papier")
    # Who signs meanwhile holds no letter: but for what depends on that, the annexes are the same.
    assert named.unsigned() == before.unsigned()
    with hall.database.write() as work:
        services.declarations.withdraw_by_link(work, token, signer="Berta Berg", revision=1)
    assert enclosed(hall).examples == before.examples


def test_the_page_of_the_letter_counts_what_is_not_named(hall: Hall) -> None:
    tell(hall, "Ohne Papier", "Es geht.")
    tell(hall, "Mit Papier", "In Rosenau geht es nicht.")
    with hall.database.read() as session:
        page = queries.letter_pages.get_page(session, hall.id)
    assert (page.annexes, page.unnamed, page.withheld) == (("Praxisbeispiele",), 1, 1)


def test_an_office_is_named_and_found_in_words_as_the_body_it_is_of() -> None:
    example = PrintedExample("Forderung 1", "Landratsamt Ostalbkreis", "Termine", "Im Ostalbkreis geht es.")
    assert example.unnamed() is None
    assert name_key(name_body("Landratsamt Ostalbkreis")) == name_key("Ostalbkreis")
