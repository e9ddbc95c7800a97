"""Moving demands and sections: what is refused, where they stand afterwards, what the journal knows, taking it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import AmendmentProposed, Event, PaperChanged
from drafting.models import Amendment, Demand, JournalEntry, Overlap, Section
from drafting.rules.lifecycle import Phase
from drafting.services.access import lock_conference
from tests.make import Hall
from tests.states import SQLITE


def order(hall: Hall) -> list[list[str]]:
    """The numbers of the demands, section by section, as the contents show them."""
    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)
    return [[section.heading, *(demand.number for demand in section.demands)] for section in outline.sections]


def sections(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return list(session.scalars(select(Section.id).order_by(Section.position)))


def get(hall: Hall, amendment_id: str) -> Amendment:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id)


def move(hall: Hall, demand: str, *, after: str | None = None, first_in: str = "", by: str = "") -> str:
    """Ask for a demand to stand after another, or first in a section."""
    with hall.database.read() as session:
        section = first_in or session.get_one(Demand, after).section_id or ""
    with hall.database.write() as work:
        return services.moves.propose_move(
            work, demand, section_id=section, after_demand_id=after, reason="Gehört dahin.", actor=by or hall.ada
        )


def move_section(hall: Hall, section: str, *, after: str | None = None, by: str = "") -> str:
    with hall.database.write() as work:
        return services.moves.propose_section_move(
            work, section, after_section_id=after, reason="Gehört dahin.", actor=by or hall.ada
        )


def undo(hall: Hall, amendment_id: str) -> None:
    with hall.database.write() as work:
        lock_conference(work, hall.id)
        services.moves.undo_move(work, work.session.get_one(Amendment, amendment_id), actor=hall.moderator)


def problems(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


@SQLITE
def test_a_move_is_an_amendment_like_others(hall: Hall, events: list[Event]) -> None:
    amendment_id = move(hall, hall.third, after=hall.first)

    amendment = get(hall, amendment_id)
    assert (amendment.label, amendment.kind, amendment.state, amendment.demand_id) == ("Ä1", "move", "open", hall.third)
    assert (amendment.after_demand_id, amendment.is_first) == (hall.first, False)
    assert AmendmentProposed(conference_id=hall.id, amendment_id=amendment_id, demand_id=hall.third) in events
    assert order(hall) == [["Recht", "1", "2"], ["Personal", "3"]]


@SQLITE
def test_taken_over_it_changes_the_order_and_no_number(hall: Hall, events: list[Event]) -> None:
    amendment_id = move(hall, hall.third, after=hall.first)
    version = hall.version(hall.third).id

    assert hall.take_over(amendment_id) == ""

    assert order(hall) == [["Recht", "1", "3", "2"], ["Personal"]]
    assert get(hall, amendment_id).state == "taken_over"
    assert hall.version(hall.third).id == version
    assert PaperChanged(conference_id=hall.id, paper_id=hall.paper) in events
    assert problems(hall) == ()


@SQLITE
def test_a_vote_carries_it_out(hall: Hall) -> None:
    result = hall.decide(move(hall, hall.second, first_in=sections(hall)[1]), "yes", "yes", "no")

    assert (result.verdict, result.version_id) == ("adopted", "")
    assert order(hall) == [["Recht", "1"], ["Personal", "2", "3"]]
    assert problems(hall) == ()


@SQLITE
def test_a_rejected_move_moves_nothing(hall: Hall) -> None:
    amendment_id = move(hall, hall.third, after=hall.first)

    hall.decide(amendment_id, "no", "no", "yes")

    assert order(hall) == [["Recht", "1", "2"], ["Personal", "3"]]
    assert get(hall, amendment_id).state == "rejected"


def test_a_section_moves_with_all_its_demands(hall: Hall) -> None:
    hall.take_over(move_section(hall, sections(hall)[1]))

    assert order(hall) == [["Personal", "3"], ["Recht", "1", "2"]]
    with hall.database.read() as session:
        letter = queries.letters.get_letter(session, hall.id)
        units = session.scalars(select(Demand.kind).order_by(Demand.position)).all()
    assert [[demand.number for demand in section.demands] for section in letter.sections] == [["3"], ["1", "2"]]
    assert units == ["preamble", "demand", "demand", "demand", "closing"]
    assert problems(hall) == ()


def test_a_demand_goes_into_a_section_that_has_lost_all_its_own(hall: Hall) -> None:
    hall.take_over(move(hall, hall.third, after=hall.second))
    hall.take_over(move(hall, hall.first, first_in=sections(hall)[1]))

    assert order(hall) == [["Recht", "2", "3"], ["Personal", "1"]]
    with hall.database.read() as session:
        assert session.scalars(select(Demand.number).order_by(Demand.position)).all() == ["", "2", "3", "1", ""]


@SQLITE
def test_a_new_demand_finds_its_place_after_others_have_moved(hall: Hall) -> None:
    first = hall.propose_new("# Neu\n\nDas Land hilft.\n", after=hall.second)
    second = hall.propose_new("# Auch neu\n\nDer Bund hilft.\n", after=hall.second)
    hall.take_over(first)
    hall.take_over(move(hall, hall.second, after=hall.third))

    hall.take_over(second)

    assert order(hall) == [["Recht", "1", "2a", "2b"], ["Personal", "3", "2"]]
    assert problems(hall) == ()


@pytest.mark.parametrize("by", ["ada", "cem"])
def test_the_same_move_twice_by_one_person_is_refused_and_by_another_taken(hall: Hall, by: str) -> None:
    move(hall, hall.third, after=hall.first)

    if by == "cem":
        second = move(hall, hall.third, after=hall.first, by=hall.cem)
        with hall.database.read() as session:
            assert session.scalars(select(Overlap.relation)).all() == ["identical"]
        assert get(hall, second).number == 2
    else:
        with pytest.raises(InvalidInputError, match="Ä1"):
            move(hall, hall.third, after=hall.first)


@SQLITE
def test_where_nothing_changes_it_is_refused(hall: Hall) -> None:
    one, two = sections(hall)
    attempts: tuple[Callable[[], str], ...] = (
        lambda: move(hall, hall.second, after=hall.first),
        lambda: move(hall, hall.first, first_in=one),
        lambda: move(hall, hall.first, after=hall.first),
        lambda: move_section(hall, two, after=one),
        lambda: move_section(hall, one),
    )
    for attempt in attempts:
        with pytest.raises(InvalidInputError) as refusal:
            attempt()
        assert refusal.value.field == "place"


def test_a_struck_demand_between_two_is_no_place_of_its_own(hall: Hall) -> None:
    hall.take_over(move(hall, hall.third, after=hall.second))
    hall.take_over(hall.propose_strike(hall.second))

    with pytest.raises(InvalidInputError):
        move(hall, hall.third, after=hall.first)


def test_what_has_its_place_or_none_is_not_moved(hall: Hall) -> None:
    with hall.database.read() as session:
        preamble = queries.papers.get_outline(session, hall.id).preamble
    assert preamble is not None
    with pytest.raises(InvalidInputError, match="festen Platz"):
        move(hall, preamble.id, after=hall.first)
    with pytest.raises(NotFoundError):
        move(hall, hall.first, first_in="nirgends")
    with pytest.raises(NotFoundError), hall.database.write() as work:
        services.moves.propose_move(
            work,
            hall.first,
            section_id=sections(hall)[1],
            after_demand_id=hall.second,
            reason="Darum.",
            actor=hall.ada,
        )
    hall.take_over(hall.propose_strike(hall.second))
    with pytest.raises(ClosedError, match="gestrichen"):
        move(hall, hall.second, after=hall.third)


@SQLITE
def test_who_may_not_propose_may_not_move(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        move(hall, hall.third, after=hall.first, by=hall.observer)
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.DECISION, actor=hall.organizer)
    with pytest.raises(ClosedError):
        move(hall, hall.third, after=hall.first)
    with pytest.raises(ClosedError):
        move_section(hall, sections(hall)[1])


@SQLITE
def test_moves_of_one_demand_exclude_each_other(hall: Hall) -> None:
    one, other = move(hall, hall.third, after=hall.first), move(hall, hall.third, after=hall.second, by=hall.ben)
    hall.propose("Stellen", "viele Stellen", demand=hall.third)

    with hall.database.read() as session:
        rows = session.scalars(select(Overlap)).all()
    assert [(row.first_id, row.second_id, row.relation) for row in rows] == [(one, other, "conflict")]


def test_what_is_so_already_is_settled_and_the_same_counts_as_adopted(hall: Hall) -> None:
    one, two = sections(hall)
    decided = move(hall, hall.third, after=hall.second)
    same = move(hall, hall.third, after=hall.second, by=hall.ben)
    other = move(hall, hall.third, after=hall.first, by=hall.cem)

    hall.take_over(decided)

    assert (get(hall, same).state, get(hall, same).settled_by_amendment_id) == ("adopted", decided)
    assert (get(hall, other).state, get(hall, other).fit) == ("open", "applies")
    swapped = move_section(hall, one, after=two)
    settled = move_section(hall, two, by=hall.ben)
    hall.take_over(swapped)
    assert (get(hall, settled).state, get(hall, settled).settled_by_amendment_id) == ("settled", swapped)
    assert problems(hall) == ()


@SQLITE
def test_a_place_that_is_gone_leaves_a_move_open_and_undecidable(hall: Hall) -> None:
    stranded = move(hall, hall.third, after=hall.second)
    hall.take_over(move(hall, hall.second, after=hall.third))

    assert (get(hall, stranded).state, get(hall, stranded).fit) == ("open", "conflict")
    with pytest.raises(ClosedError, match="gibt es so nicht mehr"):
        hall.take_over(stranded)
    with pytest.raises(ClosedError, match="gibt es so nicht mehr"):
        hall.open_poll(stranded)
    assert get(hall, stranded).state == "open"


@SQLITE
def test_striking_a_demand_settles_its_moves(hall: Hall) -> None:
    amendment_id = move(hall, hall.third, after=hall.first)

    version_id = hall.take_over(hall.propose_strike(hall.third, by=hall.ben))

    assert (get(hall, amendment_id).state, get(hall, amendment_id).settled_by_version_id) == ("settled", version_id)
    assert problems(hall) == ()


@SQLITE
def test_changing_the_words_leaves_moves_as_they_are(hall: Hall) -> None:
    amendment_id = move(hall, hall.third, after=hall.first)

    hall.take_over(hall.propose("Stellen", "viele Stellen", demand=hall.third))

    assert (get(hall, amendment_id).state, get(hall, amendment_id).revision_number) == ("open", 1)


def test_one_decision_about_the_order_at_a_time(hall: Hall) -> None:
    asked, other = move(hall, hall.third, after=hall.first), move(hall, hall.first, after=hall.second, by=hall.ben)
    poll = hall.open_poll(asked)

    with pytest.raises(ClosedError, match="Reihenfolge"):
        hall.take_over(other)
    with pytest.raises(ClosedError, match="Reihenfolge"):
        hall.open_poll(other, panel_id=hall.panel)
    hall.vote(poll, "yes", "yes")
    hall.close(poll)

    assert order(hall) == [["Recht", "1", "3", "2"], ["Personal"]]


def test_deciding_twice_moves_once(hall: Hall) -> None:
    amendment_id = move(hall, hall.third, after=hall.first)
    hall.take_over(amendment_id)

    with pytest.raises(ClosedError):
        hall.take_over(amendment_id)

    assert order(hall) == [["Recht", "1", "3", "2"], ["Personal"]]


def test_a_move_is_taken_back_with_what_it_settled(hall: Hall) -> None:
    decided = move(hall, hall.second, after=hall.third)
    same = move(hall, hall.second, after=hall.third, by=hall.ben)
    hall.take_over(decided)

    undo(hall, decided)

    assert order(hall) == [["Recht", "1", "2"], ["Personal", "3"]]
    assert [get(hall, one).state for one in (decided, same)] == ["open", "open"]
    assert get(hall, same).settled_by_amendment_id is None
    assert problems(hall) == ()
    hall.take_over(decided)
    assert order(hall) == [["Recht", "1"], ["Personal", "3", "2"]]


@SQLITE
def test_taken_back_late_it_goes_behind_the_nearest_that_is_left(hall: Hall) -> None:
    third = move(hall, hall.third, after=hall.second)
    hall.take_over(third)
    back = move(hall, hall.third, first_in=sections(hall)[1])
    hall.take_over(back)
    hall.take_over(move(hall, hall.second, first_in=sections(hall)[1]))

    undo(hall, back)

    assert order(hall) == [["Recht", "1", "3"], ["Personal", "2"]]
    assert problems(hall) == ()


@SQLITE
def test_a_section_move_is_taken_back(hall: Hall) -> None:
    amendment_id = move_section(hall, sections(hall)[1])
    hall.take_over(amendment_id)

    undo(hall, amendment_id)

    assert order(hall) == [["Recht", "1", "2"], ["Personal", "3"]]
    assert problems(hall) == ()


def test_an_order_changed_behind_the_journal_is_found(hall: Hall) -> None:
    hall.take_over(move(hall, hall.third, after=hall.first))
    with hall.database.write() as work:
        work.session.execute(text("UPDATE demands SET position = position + 7 WHERE number = '1'"))

    assert any("Reihenfolge" in problem for problem in problems(hall))


@SQLITE
def test_the_journal_names_the_old_and_the_new_place_by_ids(hall: Hall) -> None:
    one, two = sections(hall)
    hall.take_over(move(hall, hall.third, after=hall.first))

    with hall.database.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "amendment.taken_over")).one()
    assert (entry.data["old"], entry.data["new"]) == ([two, []], [one, hall.first])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8))
def test_whatever_is_moved_and_taken_back_nothing_is_lost(hall: Hall, steps: list[tuple[int, int, bool]]) -> None:
    """Law: every move keeps all demands, the positions of sections and demands agree, and the journal knows the order;
    taking the last move back gives the order before it."""
    demands = [hall.first, hall.second, hall.third]
    for what, where, takes_back in steps:
        before = order(hall)
        try:
            if what < 3:
                target = demands[where] if where < 3 else None
                first_in = "" if target else sections(hall)[where - 3]
                amendment_id = move(hall, demands[what], after=target, first_in=first_in)
            else:
                others = sections(hall)
                amendment_id = move_section(hall, others[what - 3], after=others[where % 2] if where < 3 else None)
            hall.take_over(amendment_id)
        except DraftingError:
            assert order(hall) == before
            continue
        if takes_back:
            undo(hall, amendment_id)
            assert order(hall) == before
            with hall.database.write() as work:
                services.amendments.withdraw(work, amendment_id, actor=hall.ada)
    assert sorted(number for section in order(hall) for number in section[1:]) == ["1", "2", "3"]
    with hall.database.read() as session:
        rows = session.execute(
            select(Section.position, Demand.kind)
            .select_from(Demand)
            .outerjoin(Section, Section.id == Demand.section_id)
            .order_by(Demand.position)
        ).all()
    assert [kind for _, kind in rows] == ["preamble", "demand", "demand", "demand", "closing"]
    assert [place for place, _ in rows[1:-1]] == sorted(place for place, _ in rows[1:-1])
    assert problems(hall) == ()
