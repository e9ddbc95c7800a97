"""The ballot: casting, changing, coming too late, not being entitled; the result with its rule; all decisions."""

from __future__ import annotations

import pytest

from drafting import services
from tests.site import Site
from tests.web.test_papers import propose


def open_poll(site: Site) -> str:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    return str(site.do(services.polls.open_now, amendment, actor=site.people["moderator"]))


def close(site: Site, poll: str) -> None:
    site.do(services.polls.close_poll, poll, actor=site.people["moderator"])


def test_the_ballot_shows_the_question_as_a_redline_and_the_rule_above_neutral_buttons(site: Site) -> None:
    response = site.browser("participant").get(f"/abstimmungen/{open_poll(site)}")
    assert response.template.name == "polls/show.html"
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert response.text.index("mehr Ja als Nein") < response.text.index('name="choice"')
    assert response.text.count('class="vote"') == 3
    assert 'aria-pressed="true"' not in response.text


def test_a_stored_vote_is_shown_as_stored_and_may_be_changed(site: Site) -> None:
    poll, participant = open_poll(site), site.browser("participant")
    assert participant.post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}).status_code == 303
    assert participant.get(f"/abstimmungen/{poll}").context["ballot"].choice == "yes"
    assert participant.post(f"/abstimmungen/{poll}/stimme", data={"choice": "no"}).status_code == 303
    page = participant.get(f"/abstimmungen/{poll}")
    assert page.context["ballot"].choice == "no"
    assert "Bis zum Schluss änderbar." in page.text


def test_a_script_gets_what_became_of_the_ballot(site: Site) -> None:
    poll = open_poll(site)
    headers = {"hx-request": "true"}
    response = site.browser("participant").post(
        f"/abstimmungen/{poll}/stimme", data={"choice": "abstain"}, headers=headers
    )
    assert (response.status_code, response.json()) == (200, {"outcome": "saved", "say": "Gespeichert."})
    assert site.browser("participant").get(f"/abstimmungen/{poll}").context["ballot"].choice == "abstain"


@pytest.mark.parametrize("choice", ["", "vielleicht"])
def test_anything_but_the_three_answers_is_refused(site: Site, choice: str) -> None:
    poll = open_poll(site)
    response = site.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": choice})
    assert response.status_code == 422
    assert response.context["ballot"].choice == ""


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_vote_after_closing_is_told_that_it_was_not_counted(site: Site, headers: dict[str, str]) -> None:
    poll = open_poll(site)
    close(site, poll)
    response = site.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}, headers=headers)
    assert response.status_code == 409
    assert "Ihre Stimme wurde nicht gezählt." in response.text


def test_who_is_not_entitled_has_no_buttons_and_cannot_vote(site: Site) -> None:
    poll, observer = open_poll(site), site.browser("observer")
    page = observer.get(f"/abstimmungen/{poll}")
    assert "Sie stimmen hier nicht mit ab." in page.text
    assert 'name="choice"' not in page.text
    assert observer.post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}).status_code == 403


def test_the_result_says_the_numbers_the_rule_and_the_text(site: Site) -> None:
    poll = open_poll(site)
    for role, choice in (("participant", "yes"), ("moderator", "yes")):
        site.browser(role).post(f"/abstimmungen/{poll}/stimme", data={"choice": choice})
    close(site, poll)
    response = site.browser("observer").get(f"/abstimmungen/{poll}")
    assert response.context["result"].is_adopted
    assert "<b>Mehr Ja als Nein:</b> 2 gegen 0." in response.text
    assert "So steht es jetzt im Papier" in response.text
    assert "<ins>sämtliche</ins>" in response.text


def test_nobody_learns_numbers_before_the_end(site: Site) -> None:
    poll = open_poll(site)
    site.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"})
    response = site.browser("observer").get(f"/abstimmungen/{poll}")
    assert response.context["result"] is None
    assert "bars" not in response.text


def test_an_annulled_poll_says_why(site: Site) -> None:
    poll = open_poll(site)
    site.do(services.polls.annul, poll, reason="Falsche Frage.", actor=site.people["moderator"])
    response = site.browser("participant").get(f"/abstimmungen/{poll}")
    assert "Aufgehoben" in response.text
    assert "Falsche Frage." in response.text


def test_all_decisions_are_listed(site: Site) -> None:
    assert "Noch nichts entschieden." in site.browser("participant").get("/abstimmungen").text
    poll = open_poll(site)
    close(site, poll)
    response = site.browser("participant").get("/abstimmungen")
    assert f'href="/abstimmungen/{poll}"' in response.text


def test_an_unknown_poll_is_not_found(site: Site) -> None:
    assert site.browser("participant").get("/abstimmungen/nichts").status_code == 404
