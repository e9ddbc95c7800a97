"""What became of a vote, in one sentence: as was decided, as it waits, and where nothing was decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drafting import queries, services
from drafting.rules.voting import Quorum
from tests.make import Hall
from tests.states import SQLITE


def effect_of(hall: Hall, poll_id: str) -> str:
    with hall.database.read() as session:
        return str(queries.polls.get_result(session, poll_id).effect)


def change(hall: Hall) -> str:
    return hall.propose("alle", "viele")


def strike_words(hall: Hall) -> str:
    return hall.propose("alle ", "")


def strike(hall: Hall) -> str:
    return hall.propose_strike(hall.second)


def add(hall: Hall) -> str:
    return hall.propose_new("# Neu\n\nDas Land hilft.\n")


@pytest.mark.parametrize(
    ("propose", "yes", "no"),
    [
        (change, "Der Text ist geändert.", "Es bleibt beim bisherigen Text."),
        (strike_words, "Die Worte sind gestrichen.", "Es bleibt beim bisherigen Text."),
        (strike, "Die Forderung ist gestrichen.", "Die Forderung bleibt im Papier."),
        (add, "Die Forderung ist aufgenommen.", "Die Forderung ist nicht aufgenommen."),
    ],
)
def test_one_amendment_is_told_by_what_it_wanted(hall: Hall, propose: Callable[[Hall], str], yes: str, no: str) -> None:
    assert effect_of(hall, hall.decide(propose(hall), "no").poll_id) == no
    assert effect_of(hall, hall.decide(propose(hall), "yes").poll_id) == yes


def ask_several(hall: Hall, *choices: str) -> str:
    amendments = [change(hall), hall.propose("drei", "vier", demand=hall.second)]
    with hall.database.write() as work:
        poll_id = services.questions.ask_several(work, amendments, actor=hall.moderator)
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    hall.vote(poll_id, *choices)
    hall.close(poll_id)
    return poll_id


@SQLITE
def test_several_together_are_all_adopted_or_all_rejected(hall: Hall) -> None:
    assert effect_of(hall, ask_several(hall, "no")) == "Die Änderungen sind abgelehnt."
    assert effect_of(hall, ask_several(hall, "yes")) == "Die Änderungen sind angenommen."


def test_a_vote_with_too_few_leaves_what_it_was_about_open(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, sets_quorum=True, quorum=Quorum(3, 4), actor=hall.organizer)
    assert effect_of(hall, hall.decide(strike(hall), "yes").poll_id) == "Der Antrag bleibt offen."
    assert effect_of(hall, ask_several(hall, "yes")) == "Alle Anträge bleiben offen."


@SQLITE
def test_what_waits_to_be_confirmed_is_not_said_to_be_done(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, confirms_effects=True, actor=hall.organizer)
    changed = hall.decide(change(hall), "yes").poll_id
    struck = hall.decide(strike(hall), "yes").poll_id
    assert effect_of(hall, changed) == "Der Text ändert sich, sobald die Leitung es bestätigt."
    assert effect_of(hall, struck) == "Die Forderung wird gestrichen, sobald die Leitung es bestätigt."
    with hall.database.write() as work:
        services.polls.confirm(work, changed, actor=hall.organizer)
    assert effect_of(hall, changed) == "Der Text ist geändert."


@SQLITE
def test_a_panel_that_recommends_and_an_annulled_poll_have_no_effect(hall: Hall) -> None:
    recommended = hall.open_poll(change(hall), panel_id=hall.panel)
    hall.vote(recommended, "yes")
    hall.close(recommended)
    annulled = hall.open_poll(strike(hall))
    with hall.database.write() as work:
        services.polls.annul(work, annulled, reason="Falsch gefragt.", actor=hall.moderator)
    assert [effect_of(hall, poll_id) for poll_id in (recommended, annulled)] == ["", ""]
