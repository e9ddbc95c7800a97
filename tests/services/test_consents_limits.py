"""Joint decisions: what may be listed and when, panels that recommend, and acts at the same time."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import (
    JournalEntry,
    Poll,
    Recommendation,
)
from drafting.rules.lifecycle import Phase
from tests.make import Hall
from tests.services.at_once import at_once
from tests.services.consents import (
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


@SQLITE
def test_what_its_author_rewords_is_no_longer_what_all_have_read(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)
    version = hall.version(hall.second)
    with hall.database.write() as work:
        services.amendments.revise(
            work,
            three[2],
            text=version.text.replace("drei", "zwölf"),
            base_version_id=version.id,
            actor=hall.cem,
        )
    pass_deadline(hall, list_id)

    adopt_due(hall, list_id)

    assert states(hall, *three) == ["taken_over", "taken_over", "open"]


@SQLITE
def test_two_that_collide_are_not_listed_together(hall: Hall) -> None:
    first, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)

    with pytest.raises(InvalidInputError, match="Ä1 und Ä2 überschneiden sich") as refused:
        draw_up(hall, first, other, hours=1)
    assert refused.value.field == "antrag"


@SQLITE
def test_nothing_stands_on_two_open_lists(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three)

    with pytest.raises(InvalidInputError, match="steht schon"):
        draw_up(hall, three[0])
    pull(hall, list_id, three[0], by=hall.ada)
    draw_up(hall, three[0])


def test_nonsense_is_refused(hall: Hall, three: tuple[str, str, str]) -> None:
    hall.take_over(three[0])
    for ids in ((), ("nobody",), (three[1], "nobody")):
        with pytest.raises(InvalidInputError):
            draw_up(hall, *ids)
    with pytest.raises(ClosedError, match="Ä1"):
        draw_up(hall, three[0])
    with pytest.raises(InvalidInputError, match="Zukunft"):
        draw_up(hall, three[1], hours=-1)
    with pytest.raises(NotFoundError):
        draw_up(hall, three[1], panel="nobody", by=hall.organizer)


@SQLITE
def test_lists_are_drawn_up_by_those_who_moderate_and_while_decisions_are_taken(
    hall: Hall, three: tuple[str, str, str]
) -> None:
    with pytest.raises(NotAllowedError):
        draw_up(hall, *three, by=hall.ada)
    with hall.database.write() as work:
        other = services.conferences.add_panel(work, hall.id, name="Personal", actor="system")
    with pytest.raises(NotAllowedError, match="Arbeitsgruppe"):
        draw_up(hall, *three, panel=other)
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.CLOSING, actor=hall.organizer)
    with pytest.raises(ClosedError):
        draw_up(hall, *three)


def test_a_panel_that_only_recommends_recommends_instead_of_adopting(hall: Hall, three: tuple[str, str, str]) -> None:
    give_panel_the_first_section(hall, decides=False)
    list_id = draw_up(hall, *three, panel=hall.panel, hours=1)
    pull(hall, list_id, three[1], by=hall.ada)
    pass_deadline(hall, list_id)

    assert adopt_due(hall, list_id)

    assert states(hall, *three) == ["open"] * 3
    with hall.database.read() as session:
        advice = {row.amendment_id: row.verdict for row in session.scalars(select(Recommendation))}
    assert advice == {three[0]: "adopt", three[2]: "adopt"}
    assert hall.version(hall.first).number == 1
    assert verify(hall) == ()


def test_a_recommending_panels_vote_recommends_all(hall: Hall, three: tuple[str, str, str]) -> None:
    give_panel_the_first_section(hall, decides=False)
    poll_id = open_vote(hall, draw_up(hall, *three, panel=hall.panel))
    hall.vote(poll_id, "yes", "yes")

    hall.close(poll_id)

    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Recommendation).where(Recommendation.poll_id == poll_id))
    assert states(hall, *three) == ["open"] * 3


@SQLITE
def test_a_list_waits_while_one_of_its_demands_is_voted_on(hall: Hall, three: tuple[str, str, str]) -> None:
    other = hall.propose("Vorrang", "Vorfahrt", by=hall.cem)
    list_id = draw_up(hall, *three, hours=1)
    poll_id = hall.open_poll(other)
    pass_deadline(hall, list_id)

    assert not adopt_due(hall, list_id)
    assert get(hall, list_id).state == "open"
    hall.close(poll_id)
    assert adopt_due(hall, list_id)
    assert states(hall, *three) == ["taken_over"] * 3


@SQLITE
def test_a_period_that_ends_after_decisions_do_gives_the_list_up(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.CLOSING, actor=hall.organizer)
    pass_deadline(hall, list_id)

    assert not adopt_due(hall, list_id)

    assert get(hall, list_id).state == "dropped"
    assert hall.version(hall.first).number == 1


@SQLITE
def test_a_list_given_up_decides_nothing(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)
    with hall.database.write() as work:
        services.consents.drop(work, list_id, actor=hall.moderator)
    pass_deadline(hall, list_id)

    assert not adopt_due(hall, list_id)
    assert states(hall, *three) == ["open"] * 3
    with pytest.raises(ClosedError):
        open_vote(hall, list_id)


def test_a_list_from_which_all_was_pulled_out_is_not_voted_on(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    list_id = draw_up(hall, amendment_id)
    pull(hall, list_id, amendment_id, by=hall.ben)

    with pytest.raises(ClosedError, match="nichts mehr"):
        open_vote(hall, list_id)


def test_two_moderators_opening_the_vote_at_once_open_one(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three)

    found = at_once(lambda: open_vote(hall, list_id), lambda: open_vote(hall, list_id))

    assert found[0] == found[1]
    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Poll)) == 1


def test_a_pull_and_the_vote_at_once_are_in_one_order(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three)

    at_once(lambda: pull(hall, list_id, three[0], by=hall.ben), lambda: open_vote(hall, list_id))

    with hall.database.read() as session:
        opened = session.scalars(select(JournalEntry).where(JournalEntry.action == "poll.opened")).one()
    listed = [amendment_id for amendment_id, _ in opened.data["listed"]]
    assert (three[0] in listed) is not is_out(hall, list_id, three[0])


def test_an_adoption_that_fails_half_way_leaves_the_list_due(hall: Hall, three: tuple[str, str, str]) -> None:
    list_id = draw_up(hall, *three, hours=1)
    pass_deadline(hall, list_id)

    def fail_half_way() -> None:
        with hall.database.write() as work:
            services.consents.adopt_due(work, list_id)
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert states(hall, *three) == ["open"] * 3
    with hall.database.read() as session:
        assert queries.consents.list_due(session) == [list_id]

    assert adopt_due(hall, list_id)
    with hall.database.read() as session:
        assert queries.consents.list_due(session) == []


@SQLITE
def test_a_joint_decision_taken_back_opens_what_one_demand_got_by_it(hall: Hall, three: tuple[str, str, str]) -> None:
    poll_id = open_vote(hall, draw_up(hall, *three))
    hall.vote(poll_id, "yes", "yes")
    hall.close(poll_id)

    with hall.database.write() as work:
        services.undoing.undo(work, hall.version(hall.first).id, reason="Zu früh.", actor=hall.moderator)

    assert states(hall, *three) == ["open", "open", "adopted"]
    assert verify(hall) == ()
    again = draw_up(hall, three[0], three[1], hours=1)
    pass_deadline(hall, again)
    assert adopt_due(hall, again)
    assert states(hall, *three) == ["taken_over", "taken_over", "adopted"]
