"""Asking again what is asked already: the terms now given hold, or somebody says why not."""

from __future__ import annotations

import pytest

from drafting import services
from drafting.errors import ClosedError
from drafting.rules.questions import CountedBy, VoteKind
from drafting.services.asking import Terms
from tests.make import Hall
from tests.states import SQLITE
from tests.votes import entries, get, prepare

NAMED = Terms(kind=VoteKind.NAMED, counts_by=CountedBy.MUNICIPALITY, time_limit=0)


@SQLITE
def test_the_terms_asked_for_hold_where_the_question_stands_in_the_queue_already(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    first = prepare(hall, amendment_id)

    assert prepare(hall, amendment_id, NAMED) == first

    poll = get(hall, first)
    assert (poll.kind, poll.counts_by, poll.time_limit) == ("named", "municipality", None)
    assert [entry["kind"] for entry in entries(hall, "poll.terms_changed")] == ["named"]


def test_the_journal_has_every_term_that_was_changed_and_nothing_where_none_was(hall: Hall) -> None:
    poll_id = prepare(hall, hall.propose("alle", "viele"))
    everybody = Terms(present_only=False, counts_by=CountedBy.MUNICIPALITY, time_limit=90)
    for terms in (everybody, everybody):
        with hall.database.write() as work:
            services.polls.change_terms(work, poll_id, terms, actor=hall.moderator)
    (entry,) = entries(hall, "poll.terms_changed")
    told = (entry["panel"], entry["present_only"], entry["counts_by"], entry["time_limit"])
    assert told == (None, False, "municipality", 90)


def test_what_says_nothing_of_terms_leaves_those_of_the_queue(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = prepare(hall, amendment_id, NAMED)
    prepare(hall, amendment_id)
    prepare(hall, amendment_id, NAMED)
    assert get(hall, poll_id).kind == "named"
    assert entries(hall, "poll.terms_changed") == []


@pytest.mark.parametrize("kind", ["demand", "paper", "several", "choice"])
def test_every_question_asked_again_has_the_new_terms(hall: Hall, kind: str) -> None:
    one, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    apart = hall.propose("drei", "vier", demand=hall.second)
    questions, hall_questions = services.questions, services.hall_questions
    found = []
    for terms in (Terms(), NAMED):
        with hall.database.write() as work:
            actor = hall.moderator
            match kind:
                case "demand":
                    found.append(hall_questions.ask_demand(work, hall.third, actor=actor, terms=terms))
                case "paper":
                    found.append(hall_questions.ask_paper(work, hall.id, actor=actor, terms=terms))
                case "several":
                    found.append(questions.ask_several(work, [one, apart], title="Beides?", actor=actor, terms=terms))
                case _:
                    found.append(questions.ask_choice(work, [one, other], title="Welche?", actor=actor, terms=terms))
    assert len(set(found)) == 1
    assert get(hall, found[0]).kind == "named"


@SQLITE
def test_a_vote_that_runs_is_not_asked_again_under_other_terms(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = hall.open_poll(amendment_id)
    with pytest.raises(ClosedError, match="läuft schon Abstimmung 1"):
        prepare(hall, amendment_id, Terms(kind=VoteKind.NAMED))
    assert get(hall, poll_id).kind == "open"


def test_opening_at_once_does_not_take_up_what_is_queued_for_others(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = prepare(hall, amendment_id, Terms(panel_id=hall.panel))
    with pytest.raises(ClosedError, match="anderen Bedingungen") as refused:
        hall.open_poll(amendment_id)
    assert refused.value.poll_id == poll_id


def test_a_panels_text_that_was_queued_as_an_amendment_is_asked_as_a_panels_text(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = hall.open_poll(amendment_id, panel_id=hall.panel)
    hall.vote(poll_id, "yes")
    hall.close(poll_id)
    prepared = prepare(hall, amendment_id)
    with hall.database.write() as work:
        assert services.questions.ask_panel_text(work, amendment_id, actor=hall.moderator) == prepared
    assert get(hall, prepared).question == "panel_text"
