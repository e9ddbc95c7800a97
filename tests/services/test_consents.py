"""Joint decisions: who lists what, pulling out, the end of the period, the joint vote, and what changes meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import ConsentChanged, Event
from drafting.models import (
    Amendment,
    ConsentItem,
    ConsentList,
    JournalEntry,
    Notice,
    Panel,
    Poll,
    Recommendation,
    Section,
    now,
)
from drafting.rules.lifecycle import Phase
from tests.make import Hall
from tests.states import SQLITE


def get(hall: Hall, list_id: str) -> ConsentList:
    with hall.database.read() as session:
        return session.get_one(ConsentList, list_id)


def states(hall: Hall, *amendment_ids: str) -> list[str]:
    with hall.database.read() as session:
        return [session.get_one(Amendment, each).state for each in amendment_ids]


def is_out(hall: Hall, list_id: str, amendment_id: str) -> bool:
    with hall.database.read() as session:
        return session.get_one(ConsentItem, (list_id, amendment_id)).pulled_at is not None


def actions(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.number)))


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def draw_up(hall: Hall, *amendment_ids: str, by: str = "", panel: str | None = None, hours: float | None = None) -> str:
    with hall.database.write() as work:
        return services.consents.draw_up(
            work,
            hall.id,
            amendment_ids,
            actor=by or hall.moderator,
            panel_id=panel,
            closes_at=now() + timedelta(hours=hours) if hours else None,
        )


def pull(hall: Hall, list_id: str, amendment_id: str, *, by: str, back: bool = False) -> None:
    with hall.database.write() as work:
        act = services.pulls.put_back if back else services.pulls.pull
        act(work, list_id, amendment_id, actor=by)


def pass_deadline(hall: Hall, list_id: str) -> None:
    with hall.database.write() as work:
        work.session.execute(
            update(ConsentList).where(ConsentList.id == list_id).values(closes_at=now() - timedelta(seconds=1))
        )


def adopt_due(hall: Hall, list_id: str) -> bool:
    with hall.database.write() as work:
        return services.consents.adopt_due(work, list_id)


def open_vote(hall: Hall, list_id: str) -> str:
    with hall.database.write() as work:
        return services.polls.open_list(work, list_id, actor=hall.moderator)


def give_panel_the_first_section(hall: Hall, *, decides: bool) -> None:
    with hall.database.write() as work:
        section = work.session.scalars(select(Section).where(Section.heading == "Recht")).one()
        section.panel_id = hall.panel
        work.session.get_one(Panel, hall.panel).decides = decides


def at_once(*acts: Callable[[], object]) -> list[object]:
    start = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = acts[place]()
        except DraftingError as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def three(hall: Hall) -> tuple[str, str, str]:
    """Three amendments that nobody disputes, two of them to one demand."""
    return (
        hall.propose("alle", "viele"),
        hall.propose("Zeit", "Geld", by=hall.ben),
        hall.propose("drei", "vier", by=hall.cem, demand=hall.second),
    )


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
