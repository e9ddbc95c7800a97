"""Compromises: who is asked, what an answer does, taking over and voting, withdrawn and decided parts."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import Amendment, CompromisePart, JournalEntry, VersionAmendment, now
from drafting.rules.lifecycle import Phase
from tests.make import Hall
from tests.states import SQLITE


def soon() -> datetime:
    return now() + timedelta(hours=1)


def get(hall: Hall, amendment_id: str) -> Amendment:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id)


def part(hall: Hall, compromise_id: str, amendment_id: str) -> CompromisePart:
    with hall.database.read() as session:
        return session.get_one(CompromisePart, (compromise_id, amendment_id))


def draft(
    hall: Hall,
    *parts: str,
    words: str = "die meisten",
    by: str = "",
    until: datetime | None = None,
    base: str = "",
) -> str:
    """A compromise that replaces „alle“ in the first demand."""
    version = hall.version(hall.first)
    with hall.database.write() as work:
        return services.compromises.draft(
            work,
            hall.first,
            parts,
            text=version.text.replace("alle", words),
            reason="",
            base_version_id=base or version.id,
            answers_until=until or soon(),
            actor=by or hall.moderator,
        )


def answer(hall: Hall, compromise_id: str, amendment_id: str, *, by: str, agrees: bool = True) -> None:
    with hall.database.write() as work:
        act = services.compromises.agree if agrees else services.compromises.decline
        act(work, compromise_id, amendment_id, actor=by)


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def pass_deadline(hall: Hall, compromise_id: str) -> None:
    with hall.database.write() as work:
        work.session.execute(
            update(Amendment).where(Amendment.id == compromise_id).values(answers_until=now() - timedelta(seconds=1))
        )


@SQLITE
def test_a_compromise_is_an_amendment_with_a_number_and_asks_its_parts(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)

    compromise_id = draft(hall, first, second)

    compromise = get(hall, compromise_id)
    assert (compromise.label, compromise.is_compromise, compromise.proposer_id) == ("Ä3", True, hall.moderator)
    assert (compromise.state, compromise.reason) == ("open", "")
    assert [part(hall, compromise_id, each).agreed for each in (first, second)] == [None, None]
    with hall.database.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "compromise.proposed")).one()
    assert entry.data["parts"] == [first, second]
    assert verify(hall) == ()


def test_only_the_proposer_of_a_part_answers(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    other = hall.propose("Zeit", "Geld", by=hall.ben)
    compromise_id = draft(hall, first)

    with pytest.raises(NotAllowedError):
        answer(hall, compromise_id, first, by=hall.ben)
    with pytest.raises(NotFoundError):
        answer(hall, compromise_id, other, by=hall.ben)
    assert part(hall, compromise_id, first).agreed is None


def test_an_answer_may_be_changed_and_a_double_click_is_one_entry(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    compromise_id = draft(hall, first)
    for agrees in (False, True, True):
        answer(hall, compromise_id, first, by=hall.ada, agrees=agrees)

    assert part(hall, compromise_id, first).agreed is True
    with hall.database.read() as session:
        actions = session.scalars(
            select(JournalEntry.action).where(JournalEntry.actor == hall.ada).order_by(JournalEntry.number)
        ).all()
    assert actions[-2:] == ["compromise.declined", "compromise.agreed"]


def test_what_all_agree_to_is_taken_over_and_the_parts_are_adopted_changed(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    stranger = hall.propose("Zeit", "Geld", by=hall.cem)
    compromise_id = draft(hall, first, second)
    answer(hall, compromise_id, first, by=hall.ada)
    answer(hall, compromise_id, second, by=hall.ben)

    version_id = hall.take_over(compromise_id)

    assert "die meisten" in hall.text(hall.first)
    assert get(hall, compromise_id).state == "taken_over"
    states = [(get(hall, each).state, get(hall, each).settled_by_amendment_id) for each in (first, second, stranger)]
    assert states == [("adopted_changed", compromise_id), ("adopted_changed", compromise_id), ("open", None)]
    with hall.database.read() as session:
        links = {
            link.amendment_id: link.is_partial
            for link in session.scalars(select(VersionAmendment).where(VersionAmendment.version_id == version_id))
        }
    assert links == {compromise_id: False, first: True, second: True}
    assert verify(hall) == ()


@SQLITE
def test_without_everybodys_agreement_there_is_no_taking_over(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    compromise_id = draft(hall, first, second)
    answer(hall, compromise_id, first, by=hall.ada)

    with pytest.raises(ClosedError, match="einverstanden"):
        hall.take_over(compromise_id)
    answer(hall, compromise_id, second, by=hall.ben, agrees=False)
    with pytest.raises(ClosedError, match="einverstanden"):
        hall.take_over(compromise_id)
    assert hall.version(hall.first).number == 1


def test_a_vote_waits_for_answers_until_the_deadline(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    compromise_id = draft(hall, first)

    with pytest.raises(ClosedError, match="Antworten"):
        hall.open_poll(compromise_id)
    pass_deadline(hall, compromise_id)
    assert hall.decide(compromise_id, "yes").verdict == "adopted"


@SQLITE
def test_adopted_by_vote_it_takes_those_along_who_agreed_and_carries_over_those_who_declined(hall: Hall) -> None:
    agreed, declined = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    compromise_id = draft(hall, agreed, declined)
    answer(hall, compromise_id, agreed, by=hall.ada)
    answer(hall, compromise_id, declined, by=hall.ben, agrees=False)

    hall.decide(compromise_id, "yes", "yes", "no")

    assert (get(hall, compromise_id).state, get(hall, agreed).state) == ("adopted", "adopted_changed")
    assert (get(hall, declined).state, get(hall, declined).fit, get(hall, declined).needs_answer) == (
        "open",
        "conflict",
        True,
    )
    assert verify(hall) == ()


@SQLITE
def test_a_declined_part_that_says_the_same_is_settled(hall: Hall) -> None:
    same = hall.propose("alle", "die meisten")
    compromise_id = draft(hall, same)
    answer(hall, compromise_id, same, by=hall.ada, agrees=False)

    hall.decide(compromise_id, "yes")

    assert (get(hall, same).state, get(hall, same).fit) == ("adopted", "settled")


@SQLITE
def test_a_rejected_compromise_leaves_its_parts_as_they_were(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    compromise_id = draft(hall, first, second)
    answer(hall, compromise_id, first, by=hall.ada)
    answer(hall, compromise_id, second, by=hall.ben, agrees=False)

    hall.decide(compromise_id, "no")

    assert [get(hall, each).state for each in (compromise_id, first, second)] == ["rejected", "open", "open"]
    assert hall.version(hall.first).number == 1


@SQLITE
def test_withdrawing_leaves_the_parts_and_nobody_is_asked_any_more(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    compromise_id = draft(hall, first)

    with hall.database.write() as work:
        services.amendments.withdraw(work, compromise_id, actor=hall.moderator)

    assert get(hall, first).state == "open"
    with pytest.raises(ClosedError):
        answer(hall, compromise_id, first, by=hall.ada)


@SQLITE
def test_a_part_withdrawn_meanwhile_is_no_longer_asked(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    compromise_id = draft(hall, first, second)
    answer(hall, compromise_id, first, by=hall.ada)
    with hall.database.write() as work:
        services.amendments.withdraw(work, second, actor=hall.ben)

    hall.take_over(compromise_id)

    assert (get(hall, first).state, get(hall, second).state) == ("adopted_changed", "withdrawn")


def test_without_any_part_left_only_a_vote_decides(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    compromise_id = draft(hall, first)
    with hall.database.write() as work:
        services.amendments.withdraw(work, first, actor=hall.ada)

    with pytest.raises(ClosedError):
        hall.take_over(compromise_id)
    assert hall.decide(compromise_id, "yes").verdict == "adopted"


def test_a_moderator_agrees_to_their_own_part_by_drafting(hall: Hall) -> None:
    own = hall.propose("alle", "viele", by=hall.moderator)

    compromise_id = draft(hall, own)

    assert part(hall, compromise_id, own).agreed is True
    hall.take_over(compromise_id)
    assert get(hall, own).state == "adopted_changed"


def test_another_wording_asks_everybody_again(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    compromise_id = draft(hall, first)
    answer(hall, compromise_id, first, by=hall.ada)
    version = hall.version(hall.first)

    with hall.database.write() as work:
        services.amendments.revise(
            work,
            compromise_id,
            text=version.text.replace("alle", "fast alle"),
            base_version_id=version.id,
            actor=hall.moderator,
        )

    assert part(hall, compromise_id, first).agreed is None
    with pytest.raises(ClosedError):
        hall.take_over(compromise_id)


@SQLITE
def test_compromises_are_drafted_while_decisions_are_taken_and_by_moderators_only(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    with pytest.raises(NotAllowedError):
        draft(hall, first, by=hall.ada)
    for phase in (Phase.DECISION, Phase.CLOSING):
        with hall.database.write() as work:
            services.conferences.set_phase(work, hall.id, phase, actor=hall.organizer)
        if phase is Phase.DECISION:
            draft(hall, first)
        else:
            with pytest.raises(ClosedError):
                draft(hall, first, words="fast alle")


def test_nonsense_is_refused(hall: Hall) -> None:
    first, elsewhere = hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)
    compromise_id = draft(hall, first)

    for parts in ((), (elsewhere,), (first, "nobody"), (compromise_id,)):
        with pytest.raises(InvalidInputError) as refused:
            draft(hall, *parts, words="fast alle")
        assert refused.value.field == "antrag"
    with pytest.raises(InvalidInputError, match="Zukunft"):
        draft(hall, first, until=now() - timedelta(minutes=1))
    with pytest.raises(InvalidInputError, match="nichts geändert"):
        draft(hall, first, words="alle")
    with pytest.raises(InvalidInputError, match="schon beantragt: Ä3"):
        draft(hall, first)
    hall.take_over(first)
    with pytest.raises(ClosedError, match="Ä1"):
        draft(hall, first, words="fast alle")


def test_an_outdated_base_is_carried_over_where_nothing_collides(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    base = hall.version(hall.first)
    hall.take_over(hall.propose("Zeit", "Geld"))

    with hall.database.write() as work:
        compromise_id = services.compromises.draft(
            work,
            hall.first,
            [first],
            text=base.text.replace("alle", "die meisten"),
            reason="",
            base_version_id=base.id,
            answers_until=soon(),
            actor=hall.moderator,
        )

    answer(hall, compromise_id, first, by=hall.ada)
    hall.take_over(compromise_id)
    assert "Geld" in hall.text(hall.first)
    assert "die meisten" in hall.text(hall.first)
    assert verify(hall) == ()


def test_a_decline_and_a_taking_over_at_once_have_one_outcome(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    compromise_id = draft(hall, first)
    answer(hall, compromise_id, first, by=hall.ada)
    start = threading.Barrier(2)
    refused: list[DraftingError] = []

    def run(act: object) -> None:
        start.wait()
        try:
            act()  # type: ignore[operator]
        except DraftingError as error:
            refused.append(error)

    acts = (
        lambda: answer(hall, compromise_id, first, by=hall.ada, agrees=False),
        lambda: hall.take_over(compromise_id),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    taken = get(hall, compromise_id).state == "taken_over"
    assert part(hall, compromise_id, first).agreed is taken
    assert get(hall, first).state == ("adopted_changed" if taken else "open")


@SQLITE
def test_a_merge_does_not_get_round_the_agreement_and_takes_agreed_parts_along(hall: Hall) -> None:
    first, beside = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld", by=hall.cem)
    compromise_id = draft(hall, first)

    def merge() -> None:
        with hall.database.write() as work:
            services.merges.merge(
                work,
                hall.first,
                [compromise_id, beside],
                {},
                base_version_id=hall.version(hall.first).id,
                actor=hall.moderator,
            )

    with pytest.raises(ClosedError, match="einverstanden"):
        merge()
    answer(hall, compromise_id, first, by=hall.ada)
    merge()

    assert [get(hall, each).state for each in (compromise_id, beside, first)] == [
        "taken_over",
        "taken_over",
        "adopted_changed",
    ]
    assert verify(hall) == ()


def test_taking_a_compromise_back_opens_it_and_its_parts_and_doing_so_again_adopts_them(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    compromise_id = draft(hall, first, second)
    answer(hall, compromise_id, first, by=hall.ada)
    answer(hall, compromise_id, second, by=hall.ben)
    version_id = hall.take_over(compromise_id)

    with hall.database.write() as work:
        back = services.undoing.undo(work, version_id, reason="Zu früh.", actor=hall.moderator)
    assert [get(hall, each).state for each in (compromise_id, first, second)] == ["open"] * 3
    assert verify(hall) == ()
    with hall.database.write() as work:
        services.undoing.undo(work, back, reason="Doch nicht.", actor=hall.moderator)

    assert [get(hall, each).state for each in (compromise_id, first, second)] == [
        "taken_over",
        "adopted_changed",
        "adopted_changed",
    ]
    assert get(hall, first).settled_by_amendment_id == compromise_id
    assert "die meisten" in hall.text(hall.first)
    assert verify(hall) == ()
