"""Questions of every kind: what each asks, what is fixed when it opens, and what its verdict does."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError
from drafting.models import Amendment, Demand, EditionEntry, Poll
from drafting.rules.lifecycle import Advice, AmendmentState, Phase
from drafting.rules.questions import ProceduralAct, Question
from drafting.rules.voting import Rule, Verdict
from drafting.services.asking import Terms
from drafting.services.polls import PollResult
from tests.make import Hall
from tests.states import SQLITE


def states(hall: Hall, *ids: str) -> list[str]:
    with hall.database.read() as session:
        return [session.get_one(Amendment, amendment_id).state for amendment_id in ids]


def run(hall: Hall, poll_id: str, *choices: str) -> PollResult:
    """Open a prepared poll, have the members vote in turn, and close it."""
    with hall.database.write() as work:
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    for person, choice in zip(hall.members, choices, strict=False):
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, choice, actor=person)
    return hall.close(poll_id)


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def counts(hall: Hall, poll_id: str) -> Mapping[str, int]:
    with hall.database.read() as session:
        return {each.label: each.count for each in queries.polls.get_result(session, poll_id).answers}


# Several together


def ask_several(hall: Hall, *ids: str, terms: Terms | None = None) -> str:
    with hall.database.write() as work:
        return services.questions.ask_several(work, ids, actor=hall.moderator, terms=terms or Terms())


def test_several_that_do_not_collide_are_adopted_by_one_answer(hall: Hall) -> None:
    other = hall.propose("drei", "vier", demand=hall.second)
    ids = [hall.propose("alle", "viele"), hall.propose("hohen", "großen"), other]

    result = run(hall, ask_several(hall, *ids), "yes", "yes", "no")

    assert result.verdict == "adopted"
    assert states(hall, *ids) == ["adopted"] * 3
    assert "viele" in hall.text(hall.first)
    assert "großen" in hall.text(hall.first)
    assert "vier" in hall.text(hall.second)
    assert verify(hall) == ()


@SQLITE
def test_several_are_rejected_by_one_answer(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)]
    assert run(hall, ask_several(hall, *ids), "yes", "no").verdict == "tie"
    assert states(hall, *ids) == ["rejected"] * 2
    assert verify(hall) == ()


def test_several_that_collide_are_not_put_together(hall: Hall) -> None:
    with pytest.raises(InvalidInputError, match="überschneiden"):
        ask_several(hall, hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben))


def test_what_is_decided_meanwhile_is_left_out_of_several(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)
    poll_id = ask_several(hall, first, second)
    hall.take_over(first)

    run(hall, poll_id, "yes")

    assert states(hall, first, second) == ["taken_over", "adopted"]
    with hall.database.read() as session:
        ballot = queries.polls.get_result(session, poll_id)
    assert [item.amendment_id for item in ballot.items] == [second]


@SQLITE
def test_the_same_ones_asked_twice_are_one_question(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)]
    assert ask_several(hall, *ids) == ask_several(hall, *reversed(ids))


@SQLITE
def test_while_several_are_voted_on_none_of_them_changes(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)]
    poll_id = ask_several(hall, *ids)
    with hall.database.write() as work:
        services.polls.open_poll(work, poll_id, actor=hall.moderator)

    with pytest.raises(ClosedError, match="abgestimmt"):
        hall.take_over(ids[1])
    with hall.database.read() as session:
        assert queries.questions.find_running_polls(session, [hall.second]) == {hall.second: poll_id}


# One after the other


def test_overlapping_ones_in_turn_are_each_voted_on_against_the_text_as_it_then_stands(hall: Hall) -> None:
    far, near = hall.propose("alle", "keine"), hall.propose("alle", "manche", by=hall.ben)
    same = hall.propose("alle", "keine", by=hall.cem)
    with hall.database.write() as work:
        assert services.questions.prepare_all(work, [far, same, near], actor=hall.moderator) == 2
    with hall.database.read() as session:
        polls = [row.id for row in queries.polls.list_polls(session, hall.id)]

    run(hall, polls[0], "yes")
    assert states(hall, far, same, near) == ["adopted", "adopted", "open"]
    run(hall, polls[1], "yes")

    assert states(hall, near) == ["adopted"]
    assert "manche Schriftformerfordernisse" in hall.text(hall.first)
    assert verify(hall) == ()


# A choice


def ask_choice(hall: Hall, *ids: str, terms: Terms | None = None) -> str:
    with hall.database.write() as work:
        return services.questions.ask_choice(work, ids, actor=hall.moderator, terms=terms or Terms())


@SQLITE
@pytest.mark.parametrize(
    ("choices", "verdict", "after", "formula"),
    [
        (
            ("1", "1", "2", "3"),
            "adopted",
            ["adopted", "settled"],
            "Mehr Stimmen als jede andere Antwort: 2 für Ä1, danach 1 für Ä2.",
        ),
        (
            ("3", "3", "2", "1"),
            "rejected",
            ["rejected", "rejected"],
            "Mehr Stimmen als jede andere Antwort: 2 für Text so lassen, danach 1 für Ä1.",
        ),
        (
            ("1", "2", "abstain"),
            "undecided",
            ["open", "open"],
            "Mehr Stimmen als jede andere Antwort: Stimmengleichheit, je 1 für Ä1 und Ä2.",
        ),
        ((), "undecided", ["open", "open"], "Mehr Stimmen als jede andere Antwort: keine Stimme für eine Antwort."),
    ],
)
def test_a_choice(hall: Hall, choices: tuple[str, ...], verdict: str, after: list[str], formula: str) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)]

    result = run(hall, ask_choice(hall, *ids), *choices)

    assert (result.verdict, result.formula) == (verdict, formula)
    assert states(hall, *ids) == after
    assert result.tally.cast == len(choices)
    assert verify(hall) == ()


@SQLITE
def test_a_choice_needs_what_its_rule_asks_for(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)]
    terms = Terms(rule=Rule.ABSOLUTE_OF_CAST, rule_reason="Es geht um viel.")
    assert run(hall, ask_choice(hall, *ids, terms=terms), "1", "1", "2", "3").verdict is Verdict.UNDECIDED
    assert states(hall, *ids) == ["open", "open"]


@SQLITE
def test_a_choice_takes_one_answer_that_is_there(hall: Hall) -> None:
    poll_id = ask_choice(hall, hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben))
    with hall.database.write() as work:
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    for nonsense in ("1,2", "4", "yes", "0"):
        with pytest.raises(InvalidInputError), hall.database.write() as work:
            services.polls.cast(work, poll_id, nonsense, actor=hall.ada)


def test_a_choice_with_one_left_is_no_choice(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    poll_id = ask_choice(hall, first, second)
    with hall.database.write() as work:
        services.amendments.withdraw(work, first, actor=hall.ada)
    with pytest.raises(ClosedError, match="nur noch ein"):
        run(hall, poll_id)


# A panel


def recommend(hall: Hall, amendment_id: str) -> None:
    poll_id = hall.open_poll(amendment_id, panel_id=hall.panel)
    hall.vote(poll_id, "yes")
    hall.close(poll_id)


def test_the_plenary_puts_a_panels_text_against_the_text_before(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with pytest.raises(InvalidInputError, match="empfohlen"), hall.database.write() as work:
        services.questions.ask_panel_text(work, amendment_id, actor=hall.moderator)
    recommend(hall, amendment_id)
    with hall.database.write() as work:
        poll_id = services.questions.ask_panel_text(work, amendment_id, actor=hall.moderator)
    with hall.database.read() as session:
        ballot = queries.polls.get_ballot(session, poll_id, viewer=queries.people.view_as(session, hall.ada))
    assert str(ballot.question) == "Forderung 1: Text der Arbeitsgruppe oder bisheriger Text?"
    assert (ballot.yes_label, ballot.no_label) == ("Text der Arbeitsgruppe", "Bisheriger Text")

    assert run(hall, poll_id, "yes").verdict == "adopted"
    assert states(hall, amendment_id) == ["adopted"]


@SQLITE
def test_a_panel_that_recommends_only_recommends_what_it_chose(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)]
    poll_id = ask_choice(hall, *ids, terms=Terms(panel_id=hall.panel))
    run(hall, poll_id, "2", "2", "1")
    assert states(hall, *ids) == ["open", "open"]
    with hall.database.read() as session:
        notes = queries.recommendations.find_notes(session, ids, viewer=None)
    assert [notes[each].verdict for each in ids] == [Advice.REJECT, Advice.ADOPT]


# A demand and the whole paper


def ask_demand(hall: Hall, demand_id: str) -> str:
    with hall.database.write() as work:
        return services.hall_questions.ask_demand(work, demand_id, actor=hall.moderator)


def test_a_demand_that_is_voted_down_is_struck_and_can_be_taken_back(hall: Hall) -> None:
    amendment_id = hall.propose("drei", "vier", demand=hall.second)

    result = run(hall, ask_demand(hall, hall.second), "no", "no", "yes")

    version = hall.version(hall.second)
    assert (result.verdict, result.version_id, version.is_struck) == ("rejected", version.id, True)
    assert states(hall, amendment_id) == ["settled"]
    assert verify(hall) == ()
    with hall.database.write() as work:
        services.undoing.undo(work, version.id, reason="Verzählt.", actor=hall.moderator)
    assert not hall.version(hall.second).is_struck
    assert "drei" in hall.text(hall.second)
    assert states(hall, amendment_id) == ["open"]
    assert verify(hall) == ()


@SQLITE
def test_a_demand_that_is_confirmed_stays_as_it_is(hall: Hall) -> None:
    before = hall.version(hall.second)
    result = run(hall, ask_demand(hall, hall.second), "yes")
    assert (result.verdict, result.version_id) == ("adopted", before.id)
    assert hall.version(hall.second).id == before.id


@SQLITE
def test_the_paper_is_frozen_as_it_is_put_to_the_vote(hall: Hall) -> None:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_paper(work, hall.id, actor=hall.moderator)
        assert services.hall_questions.ask_paper(work, hall.id, actor=hall.moderator) == poll_id
    hall.take_over(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.CLOSING, actor=hall.organizer)

    assert run(hall, poll_id, "yes", "yes", "no").verdict == "adopted"

    with hall.database.read() as session:
        edition_id = session.get_one(Poll, poll_id).edition_id
        frozen = session.scalars(select(EditionEntry.version_id).where(EditionEntry.edition_id == edition_id)).all()
    assert hall.version(hall.first).id in frozen
    assert verify(hall) == ()


# Procedure


@SQLITE
@pytest.mark.parametrize(
    ("act", "after"),
    [(ProceduralAct.ADJOURN, AmendmentState.ADJOURNED), (ProceduralAct.REFER, AmendmentState.REFERRED)],
)
@pytest.mark.parametrize("choices", [("yes",), ("no",)])
def test_procedure(hall: Hall, act: ProceduralAct, after: str, choices: tuple[str, ...]) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        poll_id = services.questions.ask_procedure(work, act, [amendment_id], actor=hall.moderator)
    run(hall, poll_id, *choices)
    assert states(hall, amendment_id) == [after if choices == ("yes",) else "open"]
    assert verify(hall) == ()


def test_at_the_end_of_a_debate_its_amendments_are_voted_on_next(hall: Hall) -> None:
    queued, debated = hall.propose("drei", "vier", demand=hall.second), hall.propose("alle", "viele")
    with hall.database.write() as work:
        services.questions.prepare(work, queued, actor=hall.moderator)
        poll_id = services.questions.ask_procedure(work, ProceduralAct.END_DEBATE, [debated], actor=hall.moderator)
    run(hall, poll_id, "yes")
    with hall.database.read() as session:
        desk = queries.polls.get_desk(session, hall.id, viewer=queries.people.view_as(session, hall.moderator))
    assert [row.amendment_id for row in desk.queue] == [debated, queued]


# What decides nothing


@SQLITE
def test_priorities_rank_demands(hall: Hall) -> None:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_priorities(work, hall.id, most=2, actor=hall.moderator)
    result = run(hall, poll_id, "1,3", "3", "3,2", "abstain")
    assert (result.verdict, result.formula, result.tally.cast) == (None, "", 4)
    with hall.database.read() as session:
        ranked = queries.polls.rank_demands(session, hall.id)
    assert [(each.demand_id, each.count, each.place) for each in ranked] == [
        (hall.third, 3, 1),
        (hall.first, 1, 2),
        (hall.second, 1, 2),
    ]
    assert verify(hall) == ()


def test_nobody_names_more_priorities_than_allowed(hall: Hall) -> None:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_priorities(work, hall.id, most=2, actor=hall.moderator)
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    with pytest.raises(InvalidInputError), hall.database.write() as work:
        services.polls.cast(work, poll_id, "1,2,3", actor=hall.ada)


@SQLITE
@pytest.mark.parametrize(
    ("question", "choices", "expected"),
    [
        (Question.SINGLE, ("1", "1", "3"), {"gut": 2, "mittel": 0, "schlecht": 1}),
        (Question.MULTIPLE, ("1,2", "1,3", "1"), {"gut": 3, "mittel": 1, "schlecht": 1}),
        (Question.SCALE, ("1", "2", "3"), {"gut": 1, "mittel": 1, "schlecht": 1}),
    ],
)
def test_an_opinion_is_counted_and_decides_nothing(
    hall: Hall, question: Question, choices: tuple[str, ...], expected: Mapping[str, int]
) -> None:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_opinion(
            work,
            hall.id,
            question,
            title="Wie läuft es?",
            answers=["gut", "mittel", "schlecht"],
            actor=hall.moderator,
        )
    result = run(hall, poll_id, *choices)
    assert result.verdict is None
    assert counts(hall, poll_id) == expected
    with hall.database.read() as session:
        median = str(queries.polls.get_result(session, poll_id).median)
    assert median == ("mittel" if question is Question.SCALE else "")


@SQLITE
def test_a_test_vote_is_possible_before_anything_is_decided_and_is_no_decision(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.PREPARATION, actor=hall.organizer)
        poll_id = services.hall_questions.ask_test(work, hall.id, actor=hall.moderator)
    assert run(hall, poll_id, "yes", "no").verdict is None
    with hall.database.read() as session:
        assert queries.polls.list_decisions(session, hall.id) == ()


@SQLITE
def test_a_struck_demand_is_not_voted_on(hall: Hall) -> None:
    poll_id = ask_demand(hall, hall.second)
    hall.take_over(hall.propose_strike(hall.second))
    with pytest.raises(ClosedError, match="gestrichen"):
        run(hall, poll_id)
    with hall.database.read() as session:
        assert session.get_one(Demand, hall.second).is_struck
