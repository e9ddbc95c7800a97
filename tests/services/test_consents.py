"""Joint decisions: who lists what, pulling out, the end of the period, the joint vote, and what changes meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import services
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import ConsentChanged, Event
from drafting.models import (
    Notice,
)
from tests.make import Hall
from tests.services.at_once import at_once
from tests.services.consents import (
    actions,
    adopt_due,
    draw_up,
    get,
    give_panel_the_first_section,
    is_out,
    open_vote,
    pass_deadline,
    pull,
    states,
    verify,
)
from tests.states import SQLITE


def test_after_the_period_all_that_nobody_pulled_out_is_taken_over(
    hall: Hall, three: tuple[str, str, str], events: list[Event]
) -> None:
    list_id = draw_up(hall, *three, hours=1)
    pass_deadline(hall, list_id)
    events.clear()

    assert adopt_due(hall, list_id)

    assert states(hall, *three) == ["taken_over"] * 3
    assert (hall.version(hall.first).number, hall.version(hall.second).number) == (2, 2)
    assert "viele" in hall.text(hall.first)
    assert "Geld" in hall.text(hall.first)
    assert get(hall, list_id).state == "adopted"
    assert ConsentChanged(conference_id=hall.id, list_id=list_id) in events
    assert verify(hall) == ()


def test_before_the_period_is_over_nothing_happens_and_afterwards_it_happens_once(
    hall: Hall, three: tuple[str, str, str]
) -> None:
    list_id = draw_up(hall, *three, hours=1)

    assert not adopt_due(hall, list_id)
    pass_deadline(hall, list_id)
    found = at_once(*[lambda: adopt_due(hall, list_id)] * 3)

    assert sorted(map(bool, found)) == [False, False, True]
    assert hall.version(hall.first).number == 2
    assert actions(hall).count("consent.adopted") == 1


def test_one_who_may_vote_pulls_an_item_out_and_puts_it_back(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)

    pull(hall, list_id, three[0], by=hall.ben)
    pull(hall, list_id, three[0], by=hall.ben)
    assert is_out(hall, list_id, three[0])
    pull(hall, list_id, three[0], by=hall.ben, back=True)
    assert not is_out(hall, list_id, three[0])
    pull(hall, list_id, three[1], by=hall.cem)
    pass_deadline(hall, list_id)
    adopt_due(hall, list_id)

    assert states(hall, *three) == ["taken_over", "open", "taken_over"]
    assert [action for action in actions(hall) if action.startswith("consent.")] == [
        "consent.listed",
        "consent.pulled",
        "consent.put_back",
        "consent.pulled",
        "consent.adopted",
    ]


def test_with_a_threshold_of_two_one_alone_does_not_pull_out(hall: Hall, three: tuple[str, str, str]) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, actor=hall.organizer, pull_out_threshold=2)
    list_id = draw_up(hall, *three, hours=1)

    pull(hall, list_id, three[0], by=hall.ada)
    assert not is_out(hall, list_id, three[0])
    pull(hall, list_id, three[0], by=hall.ben)

    assert is_out(hall, list_id, three[0])
    assert actions(hall).count("consent.pulled") == 1
    pull(hall, list_id, three[0], by=hall.ada, back=True)
    assert not is_out(hall, list_id, three[0])


def test_the_proposer_is_told_when_their_amendment_is_pulled_out(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)

    pull(hall, list_id, three[1], by=hall.cem)

    with hall.database.read() as session:
        told = session.execute(select(Notice.person_id, Notice.amendment_id).where(Notice.kind == "pulled_out")).all()
    assert [tuple(row) for row in told] == [(hall.ben, three[1])]


def test_observers_and_those_outside_the_panel_cannot_pull_out(hall: Hall) -> None:
    give_panel_the_first_section(hall, decides=True)
    amendment_id = hall.propose("alle", "viele")
    list_id = draw_up(hall, amendment_id, panel=hall.panel, hours=1)

    for stranger in (hall.observer, hall.organizer, hall.cem):
        with pytest.raises(NotAllowedError):
            pull(hall, list_id, amendment_id, by=stranger)
    pull(hall, list_id, amendment_id, by=hall.ben)
    assert is_out(hall, list_id, amendment_id)


def test_nothing_is_pulled_out_after_the_end_or_during_the_vote(hall: Hall, three: tuple[str, str, str]) -> None:
    over, voting = draw_up(hall, three[0], hours=1), draw_up(hall, three[2])
    pass_deadline(hall, over)
    open_vote(hall, voting)

    with pytest.raises(ClosedError, match="abgeschlossen"):
        pull(hall, over, three[0], by=hall.ada)
    with pytest.raises(ClosedError, match="abgestimmt"):
        pull(hall, voting, three[2], by=hall.ada)
    with pytest.raises(NotFoundError):
        pull(hall, draw_up(hall, three[1]), three[0], by=hall.ada)


@SQLITE
def test_equal_amendments_are_pulled_out_together(hall: Hall) -> None:
    first, same = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    list_id = draw_up(hall, first, same, hours=1)

    pull(hall, list_id, same, by=hall.cem)

    assert is_out(hall, list_id, first)
    assert is_out(hall, list_id, same)


@SQLITE
def test_one_vote_adopts_all_that_is_on_the_list(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three)
    pull(hall, list_id, three[1], by=hall.cem)
    poll_id = open_vote(hall, list_id)
    hall.vote(poll_id, "yes", "yes", "no")

    result = hall.close(poll_id)

    assert (result.verdict, result.version_id) == ("adopted", "")
    assert states(hall, *three) == ["adopted", "open", "adopted"]
    assert hall.version(hall.first).poll_id == poll_id
    assert get(hall, list_id).state == "adopted"
    assert verify(hall) == ()


@SQLITE
def test_a_no_leaves_all_of_it_open(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three)
    poll_id = open_vote(hall, list_id)
    hall.vote(poll_id, "no", "no", "yes")

    hall.close(poll_id)

    assert states(hall, *three) == ["open"] * 3
    assert get(hall, list_id).state == "rejected"
    assert hall.version(hall.first).number == 1
    assert verify(hall) == ()


def test_an_annulled_vote_opens_the_list_again_and_no_deadline_decides_it(
    hall: Hall, three: tuple[str, str, str]
) -> None:
    list_id = draw_up(hall, *three, hours=1)
    poll_id = open_vote(hall, list_id)
    with hall.database.write() as work:
        services.polls.annul(work, poll_id, reason="Die Anlage war ausgefallen.", actor=hall.moderator)

    assert (get(hall, list_id).state, get(hall, list_id).closes_at) == ("open", None)
    pull(hall, list_id, three[0], by=hall.ada)
    again = open_vote(hall, list_id)
    hall.vote(again, "yes")
    hall.close(again)
    assert states(hall, *three) == ["open", "adopted", "adopted"]


@SQLITE
def test_while_it_is_voted_on_no_item_changes(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three)
    open_vote(hall, list_id)

    with pytest.raises(ClosedError), hall.database.write() as work:
        services.amendments.withdraw(work, three[0], actor=hall.ada)
    with pytest.raises(ClosedError):
        hall.take_over(three[2])
    version = hall.version(hall.first)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text=version.text.replace("Zeit", "Zeit und Geld"),
            reason="Schöner.",
            base_version_id=version.id,
            actor=hall.organizer,
        )


@SQLITE
def test_items_withdrawn_or_decided_meanwhile_do_not_go_along(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)
    with hall.database.write() as work:
        services.amendments.withdraw(work, three[0], actor=hall.ada)
    hall.decide(three[1], "no")
    pass_deadline(hall, list_id)

    assert adopt_due(hall, list_id)

    assert states(hall, *three) == ["withdrawn", "rejected", "taken_over"]
    assert verify(hall) == ()


def test_what_collides_after_another_decision_stays_open(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)
    hall.take_over(hall.propose("alle Schriftformerfordernisse", "jede Schriftform", by=hall.cem))
    pass_deadline(hall, list_id)

    assert adopt_due(hall, list_id)

    assert states(hall, *three) == ["open", "taken_over", "taken_over"]
    assert "jede Schriftform" in hall.text(hall.first)
