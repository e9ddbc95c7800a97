"""Two states of the paper compared: what changed, is new, struck, moved or has another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.models import Demand, DemandVersion, now
from drafting.queries.editions import PaperComparison, find_moved
from tests.make import Hall
from tests.states import SQLITE


def compare(hall: Hall, before: str, after: str, **more: object) -> PaperComparison:
    with hall.database.read() as session:
        return queries.editions.compare_paper(session, hall.id, before, after, **more)  # type: ignore[arg-type]


def freeze(hall: Hall, name: str) -> str:
    with hall.database.write() as work:
        return services.papers.freeze_edition(work, hall.paper, name=name, actor=hall.organizer)


def told(comparison: PaperComparison) -> dict[str, str]:
    return {change.label: change.change for change in comparison.changes}


def test_changed_new_and_struck_demands_are_told_apart(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose_strike(hall.second))
    hall.take_over(hall.propose_new("# Neu\n\nEtwas Neues.", after=hall.first))

    comparison = compare(hall, "import", "jetzt")

    assert told(comparison) == {"Forderung 1": "changed", "Forderung 1a": "new", "Forderung 2": "struck"}
    assert comparison.unchanged == 3
    backwards = compare(hall, "jetzt", "import")
    assert sorted(told(backwards).values()) == ["changed", "new", "struck"]
    assert all(change.synopsis and change.redline for change in comparison.changes)


@SQLITE
def test_a_new_demand_taken_back_is_in_no_comparison(hall: Hall) -> None:
    version_id = hall.take_over(hall.propose_new("# Neu\n\nEtwas Neues.", after=hall.first))
    with hall.database.write() as work:
        services.undoing.undo(work, version_id, reason="Doch nicht.", actor=hall.moderator)

    assert told(compare(hall, "import", "jetzt")) == {}


@SQLITE
def test_any_two_editions_are_compared(hall: Hall) -> None:
    first = freeze(hall, "Mittwoch")
    hall.take_over(hall.propose("alle", "viele"))
    second = freeze(hall, "Donnerstag")
    hall.take_over(hall.propose("Zeit", "Geld"))

    assert told(compare(hall, first, second)) == {"Forderung 1": "changed"}
    assert told(compare(hall, "import", first)) == {}
    [change] = compare(hall, second, "jetzt").changes
    assert [row.change for row in change.synopsis if row.change != "same"] == ["changed"]
    with hall.database.read() as session:
        editions = queries.editions.list_editions(session, hall.paper)
    assert [(row.name, row.previous) for row in editions] == [
        ("Eingelesen: 2. Oktober 2024", ""),
        ("Mittwoch", "import"),
        ("Donnerstag", first),
    ]


def test_the_last_visit_is_a_moment_between_versions(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    moment = now()
    hall.take_over(hall.propose("Zeit", "Geld"))

    [change] = compare(hall, "besuch", "jetzt", last_visit=moment).changes

    text = "".join(piece.text for block in change.redline for piece in block.pieces if piece.change == "ins")
    assert text.strip() == "Geld"
    with hall.database.read() as session:
        assert queries.editions.count_changed_since(session, hall.id, moment) == 1
    with pytest.raises(NotFoundError):
        compare(hall, "besuch", "jetzt")


def test_a_moved_and_a_renumbered_demand_say_so(hall: Hall) -> None:
    with hall.database.write() as work:
        one, other = (work.session.get_one(Demand, each) for each in (hall.first, hall.second))
        one.position, other.position = other.position, one.position
        other.number = "1"

    changes = {change.demand_id: change for change in compare(hall, "import", "jetzt").changes}

    assert [change.was_moved for change in changes.values()].count(True) == 1
    assert changes[hall.second].was_renumbered
    assert (changes[hall.second].number_before, changes[hall.second].number_after) == ("2", "1")


@SQLITE
def test_of_another_conference_nothing_is_compared(hall: Hall) -> None:
    with pytest.raises(NotFoundError):
        compare(hall, "import", "nichts")
    with hall.database.read() as session, pytest.raises(NotFoundError):
        queries.editions.compare_paper(session, "fremd", "import", "jetzt")


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_those_that_did_not_move_stand_in_their_old_order(order: list[int], gone: set[int]) -> None:
    old = {str(key): key for key in range(7)}
    new = {str(key): place for place, key in enumerate(order) if key not in gone}
    stayed = [key for key in old if key in new and key not in find_moved(old, new)]
    assert [new[key] for key in stayed] == sorted(new[key] for key in stayed)
    assert not stayed or len(stayed) >= 1


@given(st.integers(0, 6), st.integers(0, 6))
def test_one_that_was_moved_is_the_only_one_said_to_be(start: int, end: int) -> None:
    keys = [str(key) for key in range(7)]
    moved = [key for key in keys if key != str(start)]
    moved.insert(end, str(start))
    found = find_moved({key: place for place, key in enumerate(keys)}, {key: place for place, key in enumerate(moved)})
    assert len(found) == (0 if start == end else 1)


def test_nothing_is_said_to_have_moved_where_places_are_not_known() -> None:
    assert find_moved({"a": 1, "b": 2}, {"a": None, "b": None}) == frozenset()


@SQLITE
def test_versions_compared_next_to_each_other_show_what_was_decided(hall: Hall) -> None:
    before = hall.version(hall.first)
    after = hall.take_over(hall.propose("alle", "viele"))
    with hall.database.read() as session:
        stored = queries.versions.compare_texts(before, session.get_one(DemandVersion, after))
    assert stored.edits == hall.version(hall.first).edits
