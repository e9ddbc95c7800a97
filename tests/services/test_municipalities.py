"""How many people live where, and support counted by it."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from drafting import queries, services
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.models import JournalEntry, Municipality
from tests.make import Hall
from tests.states import SQLITE


def keep(hall: Hall, populations: dict[str, int | None], *, by: str = "") -> int:
    with hall.database.write() as work:
        return services.municipalities.set_populations(work, hall.id, populations, actor=by or hall.organizer)


def support(hall: Hall, amendment: str, *people: str) -> None:
    for person in people:
        with hall.database.write() as work:
            services.amendments.support(work, amendment, actor=person)


def test_spellings_of_one_municipality_are_one(hall: Hall) -> None:
    assert keep(hall, {"Stadt Calw": 24_281, "Malsch": None}) == 1
    assert keep(hall, {"CALW, Stadt": 24_500}) == 1
    assert keep(hall, {"Calw": 24_500}) == 0

    with hall.database.read() as session:
        rows = session.scalars(select(Municipality)).all()
        actions = session.scalars(
            select(JournalEntry.data).where(JournalEntry.action == "municipalities.changed")
        ).all()
        page = queries.municipalities.list_municipalities(session, hall.id)
    assert [(row.name, row.population) for row in rows] == [("Calw", 24_500)]
    assert actions == [{"municipalities": 1}] * 2
    assert [row.name for row in page.missing] == ["Lahr", "Malsch", "Ulm"]
    assert [(row.name, row.population, row.size_label) for row in page.complete] == [
        ("Calw", 24_500, "20.000 bis 50.000")
    ]


@SQLITE
@pytest.mark.parametrize("population", [0, -1, 10_000_001])
def test_an_impossible_number_is_refused(hall: Hall, population: int) -> None:
    with pytest.raises(InvalidInputError, match="Calw"):
        keep(hall, {"Calw": population})


@SQLITE
def test_only_organizers_keep_them(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        keep(hall, {"Calw": 24_281}, by=hall.moderator)


def test_support_is_counted_by_people_municipalities_and_their_size(hall: Hall) -> None:
    keep(hall, {"Malsch": 3_400, "Ulm": 128_000})
    with hall.database.write() as work:
        add = services.people.add_person
        more = [
            add(work, hall.id, name=name, municipality=town, actor="system")
            for name, town in (
                ("Doro", "Malsch"),
                ("Emil", ""),
                ("Fee", "Landratsamt Calw"),
                ("Gert", "gemeinde malsch"),
            )
        ]
    amendment = hall.propose("alle", "viele")
    support(hall, amendment, hall.ben, hall.cem, hall.moderator, *more)

    with hall.database.read() as session:
        totals = queries.supports.get_totals(session, amendment)
    assert (totals.people, totals.municipalities, totals.without) == (7, 4, 1)
    assert [(size.label, size.municipalities, size.people, size.names) for size in totals.sizes] == [
        ("unter 5.000", 1, 3, ("Malsch",)),
        ("über 100.000", 1, 1, ("Ulm",)),
        ("Landkreise", 1, 1, ("Landratsamt Calw",)),
        ("ohne Angabe", 1, 1, ("Lahr",)),
    ]
    assert sum(size.people for size in totals.sizes) + totals.without == totals.people


def test_many_amendments_are_counted_with_as_many_statements_as_one(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("Vorrang", "Vorzug")
    alone = hall.propose("hohen", "großen")
    support(hall, first, hall.ben)
    support(hall, second, hall.ben, hall.cem)
    statements: list[str] = []
    event.listen(hall.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    with hall.database.read() as session:
        found = queries.supports.list_totals(session, [first, second, alone])

    assert {key: totals.people for key, totals in found.items()} == {first: 1, second: 2}
    assert len([one for one in statements if one.startswith("SELECT")]) == 2
    with hall.database.read() as session:
        assert queries.supports.get_totals(session, alone).people == 0
