"""The ballot: casting, changing, coming too late, not being entitled; the result with its rule; all decisions."""

from __future__ import annotations

import pytest

from drafting import services
from tests.hall import Hall
from tests.web.test_papers import propose


def open_poll(hall: Hall) -> str:
    hall.import_paper()
    amendment = propose(hall, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    return str(hall.do(services.polls.open_now, amendment, actor=hall.people["moderator"]))


def close(hall: Hall, poll: str) -> None:
    hall.do(services.polls.close_poll, poll, actor=hall.people["moderator"])


def test_the_ballot_shows_the_question_as_a_redline_and_the_rule_above_neutral_buttons(hall: Hall) -> None:
    response = hall.browser("participant").get(f"/abstimmungen/{open_poll(hall)}")
    assert response.template.name == "polls/show.html"
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert response.text.index("mehr Ja als Nein") < response.text.index('name="choice"')
    assert response.text.count('class="vote"') == 3
    assert 'aria-pressed="true"' not in response.text


def test_a_stored_vote_is_shown_as_stored_and_may_be_changed(hall: Hall) -> None:
    poll, participant = open_poll(hall), hall.browser("participant")
    assert participant.post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}).status_code == 303
    assert participant.get(f"/abstimmungen/{poll}").context["ballot"].choice == "yes"
    assert participant.post(f"/abstimmungen/{poll}/stimme", data={"choice": "no"}).status_code == 303
    page = participant.get(f"/abstimmungen/{poll}")
    assert page.context["ballot"].choice == "no"
    assert "Bis zum Schluss änderbar." in page.text


def test_a_script_gets_the_ballot_alone(hall: Hall) -> None:
    poll = open_poll(hall)
    headers = {"hx-request": "true"}
    response = hall.browser("participant").post(
        f"/abstimmungen/{poll}/stimme", data={"choice": "abstain"}, headers=headers
    )
    assert response.template.name == "polls/_ballot.html"
    assert "Gespeichert." in response.text
    assert 'value="abstain" aria-pressed="true"' in response.text


@pytest.mark.parametrize("choice", ["", "vielleicht"])
def test_anything_but_the_three_answers_is_refused(hall: Hall, choice: str) -> None:
    poll = open_poll(hall)
    response = hall.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": choice})
    assert response.status_code == 422
    assert response.context["ballot"].choice == ""


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_vote_after_closing_is_told_that_it_was_not_counted(hall: Hall, headers: dict[str, str]) -> None:
    poll = open_poll(hall)
    close(hall, poll)
    response = hall.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}, headers=headers)
    assert response.status_code == 409
    assert "Ihre Stimme wurde nicht gezählt." in response.text


def test_who_is_not_entitled_has_no_buttons_and_cannot_vote(hall: Hall) -> None:
    poll, observer = open_poll(hall), hall.browser("observer")
    page = observer.get(f"/abstimmungen/{poll}")
    assert "Sie stimmen hier nicht mit ab." in page.text
    assert 'name="choice"' not in page.text
    assert observer.post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}).status_code == 403


def test_the_result_says_the_numbers_the_rule_and_the_text(hall: Hall) -> None:
    poll = open_poll(hall)
    for role, choice in (("participant", "yes"), ("moderator", "yes")):
        hall.browser(role).post(f"/abstimmungen/{poll}/stimme", data={"choice": choice})
    close(hall, poll)
    response = hall.browser("observer").get(f"/abstimmungen/{poll}")
    assert response.context["result"].is_adopted
    assert "<b>Mehr Ja als Nein:</b> 2 gegen 0." in response.text
    assert "So steht es jetzt im Papier" in response.text
    assert "<ins>sämtliche</ins>" in response.text


def test_nobody_learns_numbers_before_the_end(hall: Hall) -> None:
    poll = open_poll(hall)
    hall.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"})
    response = hall.browser("observer").get(f"/abstimmungen/{poll}")
    assert response.context["result"] is None
    assert "bars" not in response.text


def test_an_annulled_poll_says_why(hall: Hall) -> None:
    poll = open_poll(hall)
    hall.do(services.polls.annul, poll, reason="Falsche Frage.", actor=hall.people["moderator"])
    response = hall.browser("participant").get(f"/abstimmungen/{poll}")
    assert "Aufgehoben" in response.text
    assert "Falsche Frage." in response.text


def test_all_decisions_are_listed(hall: Hall) -> None:
    assert "Noch nichts entschieden." in hall.browser("participant").get("/abstimmungen").text
    poll = open_poll(hall)
    close(hall, poll)
    response = hall.browser("participant").get("/abstimmungen")
    assert f'href="/abstimmungen/{poll}"' in response.text


def test_an_unknown_poll_is_not_found(hall: Hall) -> None:
    assert hall.browser("participant").get("/abstimmungen/nichts").status_code == 404
