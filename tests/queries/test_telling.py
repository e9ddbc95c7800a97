"""What results, lists and the journal tell of votes: all of it, in words, and nothing that was not so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from drafting import queries, services
from drafting.database import Database
from drafting.models import Amendment
from drafting.queries.journal import ACTION_LABELS, JournalRow
from drafting.rules.questions import CountedBy, ProceduralAct, Question, VoteKind
from drafting.rules.voting import Quorum, Rule
from drafting.services import sealing
from drafting.services.asking import Terms
from tests import make
from tests.make import Hall
from tests.states import SQLITE
from tests.votes import prepare

SERVICES = Path(services.__file__).parent


@pytest.fixture
def hall(database: Database) -> Hall:
    return make.hall(database)


def open_it(hall: Hall, poll_id: str, *choices: str) -> str:
    with hall.database.write() as work:
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    for person, choice in zip(hall.members, choices, strict=False):
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, choice, actor=person)
    return poll_id


def run(hall: Hall, poll_id: str, *choices: str) -> str:
    hall.close(open_it(hall, poll_id, *choices))
    return poll_id


def settled(hall: Hall, poll_id: str) -> list[str]:
    with hall.database.read() as session:
        return [note.amendment_id for note in queries.polls.get_result(session, poll_id).settled]


def told(hall: Hall, action: str) -> JournalRow:
    with hall.database.read() as session:
        rows = queries.journal.list_entries(session, hall.id, limit=500)
    return next(row for row in rows if row.action == action)


def details(hall: Hall, action: str) -> list[str]:
    return [str(detail) for detail in told(hall, action).details]


def ask_choice(hall: Hall, *ids: str) -> str:
    with hall.database.write() as work:
        return services.questions.ask_choice(work, ids, actor=hall.moderator)


def ask_opinion(hall: Hall, question: Question = Question.SINGLE, answers: tuple[str, ...] = ("So", "Anders")) -> str:
    with hall.database.write() as work:
        return services.hall_questions.ask_opinion(
            work, hall.id, question, title="Wie?", answers=answers, actor=hall.moderator
        )


# Results


@pytest.fixture
def moved(hall: Hall) -> Hall:
    """A hall in which a vote settled something long ago, by a demand's move, and by a change."""
    with hall.database.write() as work:
        for person in (hall.ada, hall.ben):
            version = hall.version(hall.third)
            services.amendments.propose(
                work,
                hall.third,
                text=version.text.replace("bezahlt", "finanziert"),
                reason="Klarer.",
                base_version_id=version.id,
                actor=person,
            )
    with hall.database.read() as session:
        first, _ = queries.amendments.list_amendments(session, hall.id)
    hall.take_over(first.id)
    with hall.database.write() as work:
        for row in work.session.query(Amendment).where(Amendment.id != first.id):
            row.state, row.fit = "settled", "settled"
    return hall


@pytest.mark.parametrize("kind", ["tie", "single", "several", "adjourn", "demand", "paper", "priorities"])
def test_a_result_claims_nothing_settled_that_it_did_not_settle(moved: Hall, kind: str) -> None:
    hall = moved
    one, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    apart = hall.propose("drei", "vier", demand=hall.second)
    actor, questions = hall.moderator, services.questions
    with hall.database.write() as work:
        match kind:
            case "tie":
                poll = questions.ask_choice(work, [one, other], actor=actor)
            case "several":
                poll = questions.ask_several(work, [one, apart], actor=actor)
            case "adjourn":
                poll = questions.ask_procedure(work, ProceduralAct.ADJOURN, [one], actor=actor)
            case "demand":
                poll = services.hall_questions.ask_demand(work, hall.third, actor=actor)
            case "paper":
                poll = services.hall_questions.ask_paper(work, hall.id, actor=actor)
            case "priorities":
                poll = services.hall_questions.ask_priorities(work, hall.id, most=1, actor=actor)
            case _:
                poll = services.hall_questions.ask_test(work, hall.id, actor=actor)
    choices = {"tie": ("1", "2"), "priorities": ("1", "2")}.get(kind, ("yes", "no", "yes"))
    assert settled(hall, run(hall, poll, *choices)) == []


@SQLITE
def test_the_text_a_vote_struck_stands_on_its_result(hall: Hall) -> None:
    with hall.database.write() as work:
        poll = services.hall_questions.ask_demand(work, hall.third, actor=hall.moderator)
    run(hall, poll, "no", "no")
    with hall.database.read() as session:
        result = queries.polls.get_result(session, poll)
    shown = "".join(piece.text for block in result.now for piece in block.pieces)
    assert "Das Land bezahlt Stellen" in shown


@SQLITE
@pytest.mark.parametrize(
    ("choices", "median"),
    [(("1", "1", "2", "3"), "zwischen „wenig“ und „mittel“"), (("1", "2", "3"), "mittel"), ((), "")],
)
def test_a_middle_between_two_steps_names_both(hall: Hall, choices: tuple[str, ...], median: str) -> None:
    poll = run(hall, ask_opinion(hall, Question.SCALE, ("wenig", "mittel", "viel")), *choices)
    with hall.database.read() as session:
        assert str(queries.polls.get_result(session, poll).median) == median


def test_a_panels_text_is_called_so_in_rule_and_result(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll = hall.open_poll(amendment_id, panel_id=hall.panel)
    hall.vote(poll, "yes")
    hall.close(poll)
    with hall.database.write() as work:
        poll = services.questions.ask_panel_text(work, amendment_id, actor=hall.moderator)
    run(hall, poll, "yes", "yes", "no")
    with hall.database.read() as session:
        result = queries.polls.get_result(session, poll)
    assert (result.yes_label, result.no_label) == ("Text der Arbeitsgruppe", "Bisheriger Text")
    assert str(result.formula) == "Mehr Stimmen für den Text der Arbeitsgruppe als dagegen: 2 gegen 1."
    assert result.rule_label == "Mehr Stimmen für den Text der Arbeitsgruppe als dagegen"
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == ()


@SQLITE
@pytest.mark.parametrize(
    ("old", "new", "labels"),
    [
        ("\n\nVorrang haben Verfahren mit hohen Fallzahlen.", "", ("Ja, streichen", "Nein, behalten")),
        (" Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies sagen.", "", ("Ja, streichen", "Nein, behalten")),
        (" hohen", "", ("Ja, streichen", "Nein, behalten")),
        ("hohen", "großen", ("Ja, ändern", "Nein, so lassen")),
        ("hohen", "sehr hohen", ("Ja, ändern", "Nein, so lassen")),
    ],
)
def test_striking_words_asks_whether_to_strike(hall: Hall, old: str, new: str, labels: tuple[str, str]) -> None:
    poll = hall.open_poll(hall.propose(old, new))
    with hall.database.read() as session:
        ballot = queries.polls.get_ballot(session, poll, viewer=queries.people.view_as(session, hall.ada))
    assert (ballot.yes_label, ballot.no_label) == labels
    assert ("gestrichen" in str(ballot.question)) == (labels[0] == "Ja, streichen")


def test_a_new_demand_is_called_by_its_title(hall: Hall) -> None:
    new = hall.propose_new("# Notbetrieb üben\n\nJedes Jahr einmal.\n")
    with hall.database.read() as session:
        page = queries.askable.get_page(session, hall.id, viewer=queries.people.view_as(session, hall.moderator))
    assert [str(each.place) for each in page.amendments if each.id == new] == ["Neue Forderung"]


# Who may vote


@SQLITE
def test_who_came_after_the_opening_is_told_the_same_before_and_after_checking_in(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.cem, actor=hall.cem)
    poll = hall.open_poll(hall.propose("alle", "viele"))

    def ask_why() -> str:
        with hall.database.read() as session:
            viewer = queries.people.view_as(session, hall.cem)
            return queries.polls.get_ballot(session, poll, viewer=viewer).why_not

    before = ask_why()
    with hall.database.write() as work:
        services.people.check_in(work, hall.cem, actor=hall.cem)
    assert before == ask_why() == queries.ballots.WHY_NOT_SENTENCES["absent"]


@SQLITE
def test_who_is_not_of_the_panel_is_not_sent_to_the_desk(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.cem, actor=hall.cem)
    poll = hall.open_poll(hall.propose("alle", "viele"), panel_id=hall.panel)
    with hall.database.read() as session:
        ballot = queries.polls.get_ballot(session, poll, viewer=queries.people.view_as(session, hall.cem))
    assert ballot.why_not == queries.ballots.WHY_NOT_SENTENCES["other"]


# Lists


def test_what_ended_last_stands_first(hall: Hall) -> None:
    first = ask_opinion(hall)
    second = ask_opinion(hall)
    run(hall, second, "1")
    run(hall, first, "1")
    with hall.database.read() as session:
        assert [row.id for row in queries.polls.list_decisions(session, hall.id)] == [first, second]


def test_the_ranking_is_that_of_the_vote_on_priorities_that_ended_last(hall: Hall) -> None:
    polls = []
    for _ in range(2):
        with hall.database.write() as work:
            polls.append(services.hall_questions.ask_priorities(work, hall.id, most=1, actor=hall.moderator))
    run(hall, polls[1], "1")
    run(hall, polls[0], "2", "2")
    with hall.database.read() as session:
        assert queries.polls.rank_demands(session, hall.id)[0].key == 2


@SQLITE
def test_the_course_of_an_amendment_has_the_numbers_of_a_choice(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)]
    run(hall, ask_choice(hall, *ids), "1", "2", "abstain")
    with hall.database.read() as session:
        page = queries.amendments.get_amendment(session, ids[0], viewer=queries.people.view_as(session, hall.ada))
    steps = [str(row.label) for row in page.history]
    assert "Abstimmung 1: Ä1: 1, Ä2: 1, Text so lassen: 0, enthalten: 1" in steps


@SQLITE
def test_what_decides_nothing_carries_no_rule_in_the_record_and_what_went_together_is_listed(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)]
    with hall.database.write() as work:
        several = services.questions.ask_several(work, ids, actor=hall.moderator)
    run(hall, ask_opinion(hall), "1")
    run(hall, several, "yes")
    with hall.database.read() as session:
        together, opinion = queries.poll_records.get_polls(session, hall.id).polls
    assert (opinion.rule, opinion.rule_label, together.rule) == ("", "", "simple")
    assert [(item.label, item.place) for item in together.items] == [("Ä1", "Forderung 1"), ("Ä2", "Forderung 2")]


# The journal


def list_actions() -> set[str]:
    """Every action a service writes, as far as it stands there in full."""
    found = set()
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^[a-z]+\.[a-z_]+$", node.value))
    return found


def test_every_action_of_the_services_has_its_words() -> None:
    actions = list_actions()
    assert "poll.hand_count_discarded" in actions
    assert actions - ACTION_LABELS.keys() == set()


@SQLITE
def test_the_journal_has_the_numbers_of_every_answer(hall: Hall) -> None:
    run(hall, ask_opinion(hall), "1", "1", "2", "abstain")
    assert details(hall, "poll.closed") == ["Abstimmung 1", "So: 2", "Anders: 1", "1 Enthaltung von 4"]


def test_the_journal_has_the_terms_under_which_a_question_is_put_and_the_changed_ones(hall: Hall) -> None:
    poll = prepare(hall, hall.propose("alle", "viele"))
    terms = Terms(
        panel_id=None,
        present_only=False,
        kind=VoteKind.NAMED,
        counts_by=CountedBy.MUNICIPALITY,
        rule=Rule.TWO_THIRDS,
        rule_reason="Ordnung, § 3.",
        sets_quorum=True,
        quorum=Quorum(1, 2),
        time_limit=0,
    )
    with hall.database.write() as work:
        services.polls.change_terms(work, poll, terms, actor=hall.moderator)
    assert details(hall, "poll.prepared")[-4:] == [
        "offene Abstimmung",
        "Alle Anwesenden, Plenum",
        "Mehr Ja als Nein",
        "45 Sekunden",
    ]
    assert details(hall, "poll.terms_changed") == [
        "Abstimmung 1",
        "namentlich",
        "Alle Stimmberechtigten, Plenum, je Kommune",
        "Mindestens zwei Drittel von Ja und Nein",
        "Mindestbeteiligung die Hälfte der Stimmberechtigten",
        "Grund der anderen Regel: Ordnung, § 3.",
        "ohne Zeitbegrenzung",
    ]


@SQLITE
def test_the_journal_has_the_reason_of_an_annulment(hall: Hall) -> None:
    poll = open_it(hall, ask_opinion(hall), "1", "1")
    with hall.database.write() as work:
        services.polls.annul(work, poll, reason="Falsche Frage.", actor=hall.moderator)
    first, *numbers, reason = details(hall, "poll.annulled")
    assert (first, reason) == ("Abstimmung 1", "Grund: Falsche Frage.")
    assert numbers[-1] == "0 Enthaltungen von 4"


@SQLITE
def test_the_journal_has_no_numbers_of_what_was_never_opened(hall: Hall) -> None:
    poll = ask_choice(hall, hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben))
    with hall.database.write() as work:
        services.polls.unqueue(work, poll, actor=hall.moderator)
    assert details(hall, "poll.annulled") == ["Abstimmung 1", "Grund: Vor der Eröffnung zurückgenommen."]


@SQLITE
def test_the_journal_has_the_digest_of_a_secret_vote(hall: Hall) -> None:
    with hall.database.write() as work:
        person = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
        services.people.check_in(work, person, actor=person)
    poll = hall.ask(hall.propose("alle", "viele"), Terms(kind=VoteKind.SECRET, has_receipts=True))
    with hall.database.write() as work:
        services.polls.cast(work, poll, "yes", actor=hall.ada, receipt=sealing.new_receipt())
    hall.close(poll)
    with hall.database.read() as session:
        digest = queries.polls.get_result(session, poll).digest
    assert digest
    assert f"Prüfsumme der Stimmen: {digest}" in details(hall, "poll.closed")


def test_the_journal_says_who_was_added_and_for_whom_a_delegate_votes(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.cem, actor=hall.cem)
        services.municipalities.name_delegate(work, hall.id, "Calw", hall.ada, actor=hall.organizer)
        services.municipalities.set_weight(work, hall.id, "Calw", 3, actor=hall.organizer)
    poll = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.polls.add_voter(work, poll, hall.cem, actor=hall.moderator)
        services.polls.extend(work, poll, seconds=30, actor=hall.moderator)
    assert details(hall, "poll.voter_added") == ["Abstimmung 1", "Cem Celik"]
    assert details(hall, "poll.extended") == ["Abstimmung 1", "30 Sekunden"]
    assert details(hall, "municipality.delegate_named") == ["Calw", "Ada Amsel"]
    assert details(hall, "municipality.weighted") == ["Calw", "Gewicht 3"]
