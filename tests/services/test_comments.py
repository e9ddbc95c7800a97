"""Comments: who writes them, one level of answers, double clicks, and moderation with a reason."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import CommentChanged, Event
from drafting.models import Comment, Demand, JournalEntry, Notice, Paper, now
from drafting.queries.comments import CommentList
from drafting.rules.lifecycle import Phase
from tests.make import Hall
from tests.states import SQLITE


def do(hall: Hall, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with hall.database.write() as work:
        return service(work, *args, **kwargs)


def write(hall: Hall, text: str = "Gut so.", *, by: str = "") -> str:
    return str(do(hall, services.comments.comment_on_demand, hall.first, text=text, actor=by or hall.ada))


def answer(hall: Hall, comment: str, text: str = "Finde ich auch.", *, by: str = "") -> str:
    return str(do(hall, services.comments.answer, comment, text=text, actor=by or hall.ben))


def look(hall: Hall, viewer: str = "", *, demand: str = "") -> CommentList:
    with hall.database.read() as session:
        return queries.comments.get_comments(
            session, demand_id=demand or hall.first, viewer=queries.people.view_as(session, viewer or hall.cem)
        )


def count(hall: Hall) -> int | None:
    with hall.database.read() as session:
        return session.scalar(select(func.count()).select_from(Comment))


def set_phase(hall: Hall, phase: Phase) -> None:
    do(hall, services.conferences.set_phase, hall.id, phase, actor=hall.organizer)


def test_threads_stand_with_the_latest_first_and_answers_in_their_order(hall: Hall, events: list[Event]) -> None:
    first = write(hall, "Eins")
    second = write(hall, "Zwei", by=hall.ben)
    reply = answer(hall, first, "Antwort", by=hall.ben)
    answer(hall, reply, "Antwort auf die Antwort", by=hall.cem)

    page = look(hall)

    assert [thread.first.id for thread in page.threads] == [second, first]
    assert [card.text for card in page.threads[1].answers] == ["Antwort", "Antwort auf die Antwort"]
    assert page.state.count == 4
    assert [(card.author, card.office) for card in page.threads[1].answers] == [
        ("Gemeinde Malsch", ""),
        ("Stadt Lahr", ""),
    ]
    assert events.count(CommentChanged(conference_id=hall.id, demand_id=hall.first)) == 4
    assert look(hall, demand=hall.second).threads == ()


def test_comments_on_an_amendment_stand_with_it(hall: Hall) -> None:
    amendment = hall.propose("alle", "viele")
    do(hall, services.comments.comment_on_amendment, amendment, text="Warum?", actor=hall.ben)

    with hall.database.read() as session:
        viewer = queries.people.view_as(session, hall.cem)
        page = queries.comments.get_comments(session, amendment_id=amendment, viewer=viewer)
    assert (page.place.label, page.place.address) == ("Ä1", f"/antraege/{amendment}")
    assert [thread.first.text for thread in page.threads] == ["Warum?"]
    assert look(hall).threads == ()


def test_a_double_click_writes_once(hall: Hall) -> None:
    assert write(hall) == write(hall, " Gut so.\r\n")
    assert answer(hall, write(hall)) == answer(hall, write(hall))
    assert count(hall) == 2


def test_the_same_words_elsewhere_or_later_or_by_somebody_else_are_another_comment(hall: Hall) -> None:
    first = write(hall)
    write(hall, by=hall.ben)
    answer(hall, first, "Gut so.", by=hall.ada)
    do(hall, services.comments.comment_on_demand, hall.second, text="Gut so.", actor=hall.ada)
    assert count(hall) == 4
    with hall.database.write() as work:
        work.session.execute(update(Comment).values(created_at=now() - timedelta(minutes=2)))
    write(hall)
    assert count(hall) == 5


def test_two_at_once_are_one_comment(hall: Hall) -> None:
    start = threading.Barrier(2)

    def click() -> None:
        start.wait()
        write(hall, "Zugleich")

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(hall) == 1


@SQLITE
@pytest.mark.parametrize("text", ["", "  \n ", "x" * 3_001, "\u200b"])
def test_nothing_and_too_much_are_refused(hall: Hall, text: str) -> None:
    with pytest.raises(InvalidInputError):
        write(hall, text)
    assert count(hall) == 0


@SQLITE
@pytest.mark.parametrize(
    ("phase", "may"),
    [
        (Phase.PREPARATION, True),
        (Phase.OPEN, True),
        (Phase.DECISION, True),
        (Phase.CLOSING, False),
        (Phase.ARCHIVED, False),
    ],
)
def test_members_write_until_the_decisions_are_over(hall: Hall, phase: Phase, may: bool) -> None:
    set_phase(hall, phase)
    assert look(hall).may_write is may
    if may:
        write(hall)
    else:
        with pytest.raises(NotAllowedError):
            write(hall)


@SQLITE
def test_observers_and_strangers_do_not_write(hall: Hall) -> None:
    other = do(hall, services.conferences.create, name="Andere")
    stranger = do(hall, services.people.add_person, other, name="Fremd", actor="system")
    for person in (hall.observer, stranger, "system"):
        with pytest.raises(NotAllowedError):
            write(hall, by=person)
    assert not look(hall, hall.observer).may_write
    with pytest.raises(NotFoundError):
        look(hall, stranger)


def test_one_changes_only_ones_own_and_it_is_marked(hall: Hall) -> None:
    comment = write(hall)
    before = look(hall).state
    with pytest.raises(NotAllowedError):
        do(hall, services.comments.edit, comment, text="Schlecht.", actor=hall.ben)
    do(hall, services.comments.edit, comment, text="Gut so.", actor=hall.ada)
    assert look(hall).state == before
    do(hall, services.comments.edit, comment, text="Besser so.", actor=hall.ada)

    (thread,) = look(hall, hall.ada).threads
    assert (thread.first.text, thread.first.is_edited, thread.first.may_edit) == ("Besser so.", True, True)
    assert look(hall).state.stamp != before.stamp


def test_a_hidden_comment_keeps_its_place_and_shows_the_reason(hall: Hall) -> None:
    comment = write(hall, "Unfug!", by=hall.ben)
    answer(hall, comment, by=hall.cem)
    do(hall, services.comments.hide, comment, reason="Beleidigt  andere.", actor=hall.moderator)
    do(hall, services.comments.hide, comment, reason="Noch einmal.", actor=hall.organizer)

    card = look(hall).threads[0].first
    assert (card.is_hidden, card.text, card.hidden_reason) == (True, "", "Beleidigt andere.")
    assert look(hall).threads[0].answers[0].text == "Finde ich auch."
    assert look(hall, hall.moderator).threads[0].first.text == "Unfug!"
    assert look(hall, hall.ben).threads[0].first.text == "Unfug!"
    with pytest.raises(ClosedError):
        answer(hall, comment, "Doch!", by=hall.ada)
    with pytest.raises(ClosedError):
        do(hall, services.comments.edit, comment, text="Anders", actor=hall.ben)
    with hall.database.read() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.action == "comment.hidden")).all()
        notices = session.scalars(select(Notice).where(Notice.kind == "comment_hidden")).all()
        assert queries.journal.verify(session, hall.id).is_whole
    assert [entry.data for entry in entries] == [{"comment": comment, "demand": hall.first}]
    assert [notice.person_id for notice in notices] == [hall.ben]


def test_what_was_hidden_can_be_shown_again(hall: Hall) -> None:
    comment = write(hall)
    do(hall, services.comments.hide, comment, reason="Irrtum", actor=hall.moderator)
    hidden = look(hall).state.stamp
    for _click in range(2):
        do(hall, services.comments.unhide, comment, actor=hall.moderator)

    assert look(hall).threads[0].first.text == "Gut so."
    assert look(hall).state.stamp != hidden
    with hall.database.read() as session:
        shown = session.scalars(select(JournalEntry).where(JournalEntry.action == "comment.shown")).all()
    assert len(shown) == 1


def test_only_moderators_hide_and_never_without_a_reason(hall: Hall) -> None:
    comment = write(hall)
    for person in (hall.ada, hall.ben, hall.observer):
        with pytest.raises(NotAllowedError):
            do(hall, services.comments.hide, comment, reason="Weg damit", actor=person)
        with pytest.raises(NotAllowedError):
            do(hall, services.comments.unhide, comment, actor=person)
    with pytest.raises(InvalidInputError) as refusal:
        do(hall, services.comments.hide, comment, reason="  ", actor=hall.moderator)
    assert refusal.value.field == "reason"
    assert not look(hall).threads[0].first.is_hidden


def test_who_is_answered_and_who_proposes_hears_of_it(hall: Hall) -> None:
    amendment = hall.propose("alle", "viele", by=hall.ada)
    comment = do(hall, services.comments.comment_on_amendment, amendment, text="Warum?", actor=hall.ben)
    do(hall, services.comments.answer, comment, text="Darum.", actor=hall.cem)

    with hall.database.read() as session:
        told = {(notice.person_id, notice.kind) for notice in session.scalars(select(Notice))}
    assert {(hall.ada, "commented"), (hall.ben, "answered")} <= told
    assert (hall.ben, "commented") not in told


@SQLITE
def test_talk_lets_nobody_render_the_paper_anew(hall: Hall) -> None:
    def stamps() -> list[int]:
        with hall.database.read() as session:
            return [session.get_one(Demand, hall.first).stamp, session.get_one(Paper, hall.paper).stamp]

    before = stamps()
    write(hall)
    assert stamps() == before


def test_a_paper_somebody_talks_about_is_not_replaced(hall: Hall) -> None:
    from tests import make

    write(hall)
    with pytest.raises(ClosedError, match="Kommentare"):
        do(hall, services.papers.import_paper, hall.id, make.draft(make.SECOND, make.THIRD), actor=hall.organizer)


def test_what_does_not_exist_is_not_commented_on(hall: Hall) -> None:
    for service in (services.comments.comment_on_demand, services.comments.comment_on_amendment):
        with pytest.raises(NotFoundError):
            do(hall, service, "nichts", text="Hallo", actor=hall.ada)
    with pytest.raises(NotFoundError):
        answer(hall, "nichts")
