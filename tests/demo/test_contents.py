"""The demonstration's texts: enough of everything, and each amendment fits the paper it amends."""

import pytest

from drafting.demo.contents import (
    DemoAmendment,
    Fate,
    load_amendments,
    load_editorial_changes,
    load_late_changes,
    load_moves,
    load_paper,
    load_table,
)
from drafting.demo.hall import ORGANISATIONS
from drafting.demo.people import PANELS, PARTICIPANTS, invent_people
from drafting.rules.sizes import SizeClass, find_size, plain_name
from drafting.text.markdown import parse, to_markdown

PAPER = load_paper()
FRAMING = {document.title: to_markdown(document) for document in (PAPER.preamble, PAPER.closing)}
TEXTS = FRAMING | {demand.number: to_markdown(demand.document) for demand in PAPER.demands}
AMENDMENTS = load_amendments()


def test_paper_has_sections_demands_reasons_and_addressees() -> None:
    assert [len(section.demands) for section in PAPER.sections] == [4, 4, 4, 4, 2]
    assert [demand.number for demand in PAPER.demands] == [str(number) for number in range(1, 19)]
    assert all(demand.document.reasons for demand in PAPER.demands)
    assert all("Adressat" in TEXTS[demand.number] for demand in PAPER.demands)
    assert list(FRAMING) == ["Präambel", "Ausblick"]
    assert PAPER.place == "Schwäbisch Gmünd, den 27. November 2025"
    assert not PAPER.not_represented


def test_there_are_amendments_of_every_kind() -> None:
    assert len(AMENDMENTS) >= 120
    assert len([amendment for amendment in AMENDMENTS if amendment.strike]) >= 3
    assert len([amendment for amendment in AMENDMENTS if amendment.text]) >= 6
    assert {amendment.fate for amendment in AMENDMENTS} == set(Fate)
    assert {amendment.organisation for amendment in AMENDMENTS} == {"", *ORGANISATIONS}
    assert {move.fate for move in load_moves()} == {Fate.ADOPTED, Fate.OPEN}
    assert len([amendment for amendment in AMENDMENTS if amendment.mine]) >= 3
    assert all(amendment.reason for amendment in AMENDMENTS)


@pytest.mark.parametrize(
    "amendment",
    [*AMENDMENTS, *load_late_changes(), *load_editorial_changes()],
    ids=lambda amendment: amendment.reason[:40],
)
def test_every_amendment_fits_the_paper(amendment: DemoAmendment) -> None:
    if amendment.text:
        assert amendment.section in {section.heading for section in PAPER.sections}
        assert amendment.after in TEXTS
        assert parse(amendment.text).title
    elif amendment.strike:
        assert amendment.demand in TEXTS
    else:
        changed = amendment.apply(TEXTS[amendment.demand])
        assert parse(changed) != parse(TEXTS[amendment.demand])
        assert parse(changed).title


def test_several_people_want_the_same_and_others_the_opposite() -> None:
    wishes = [(amendment.demand, tuple(amendment.replace.items())) for amendment in AMENDMENTS if amendment.replace]
    equal = [wish for wish in wishes if wishes.count(wish) > 1]
    assert len(set(equal)) >= 4
    places = [(demand, old) for demand, replaced in set(wishes) for old, _ in replaced]
    assert len({place for place in places if places.count(place) > 1}) >= 15


def test_people_are_the_same_every_time_and_differ_from_each_other() -> None:
    people = invent_people()
    invent_people.cache_clear()
    assert invent_people() == people
    participants = [person for person in people if person.role == "participant"]
    assert len(participants) == PARTICIPANTS
    assert {person.panel for person in participants} == set(PANELS)
    assert len({person.name for person in people}) == len({person.email for person in people}) == len(people)
    assert all(person.email.endswith(".example") for person in people if person.email)
    assert {person.role for person in people} == {"participant", "moderator", "editor", "observer", "screen"}


def test_size_of_every_municipality_that_sends_somebody_is_known() -> None:
    populations = load_table("populations")
    towns = {plain_name(person.municipality) for person in invent_people() if person.municipality}
    assert {town for town in towns if not town.startswith("Landratsamt")} <= set(populations)
    assert {find_size(town, populations.get(town)) for town in towns} == set(SizeClass) - {SizeClass.UNKNOWN}
