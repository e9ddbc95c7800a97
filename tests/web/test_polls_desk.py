"""The moderators' desk: from an open amendment to a result, and what everybody sees of it meanwhile."""

from __future__ import annotations

from drafting import queries, services
from drafting.rules.lifecycle import Choice
from tests.site import Site


def open_poll(site: Site) -> str:
    """Let the moderator put a participant's amendment to the vote; returns the poll's id."""
    amendment_id = site.propose("participant")
    response = site.browser("moderator").post(f"/leitung/antraege/{amendment_id}/abstimmen")
    assert response.status_code == 303
    return response.headers["location"].rsplit("/", 1)[1]


def test_a_demand_that_is_not_there_is_not_found(site: Site) -> None:
    site.import_paper()
    assert site.browser("moderator").get("/leitung/forderungen/egal").status_code == 404


def test_opening_a_poll_leads_to_it_and_shows_only_how_many_have_voted(site: Site) -> None:
    site.import_paper()
    poll_id = open_poll(site)
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    response = site.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}")
    assert response.template.name == "polls/running.html"
    assert response.context["participation"].cast == 1
    assert (response.context["poll"].yes, response.context["poll"].no) == (0, 0)


def test_a_running_poll_stands_at_the_foot_of_every_page(site: Site) -> None:
    site.import_paper()
    poll_id = open_poll(site)
    response = site.browser("participant").get("/")
    assert [poll.id for poll in response.context["running"]] == [poll_id]
    assert f'href="/abstimmungen/{poll_id}"' in response.text


def test_opening_twice_finds_the_same_poll(site: Site) -> None:
    site.import_paper()
    amendment_id = site.propose("participant")
    addresses = {
        site.browser("moderator").post(f"/leitung/antraege/{amendment_id}/abstimmen").headers["location"]
        for _click in range(2)
    }
    assert len(addresses) == 1


def test_closing_shows_the_result_and_changes_the_text(site: Site) -> None:
    site.import_paper()
    poll_id = open_poll(site)
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    response = site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    assert response.headers["location"] == f"/leitung/abstimmungen/{poll_id}"
    assert site.look_up(queries.polls.get_result, poll_id).is_adopted
    page = site.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}")
    assert page.context["result"].is_adopted
    assert f'href="/abstimmungen/{poll_id}"' in page.text


def test_annulling_needs_a_reason(site: Site) -> None:
    site.import_paper()
    poll_id = open_poll(site)
    browser = site.browser("moderator")
    response = browser.post(f"/leitung/abstimmungen/{poll_id}/aufheben", data={"grund": " "})
    assert response.status_code == 422
    assert response.context["form"].error("grund")
    assert site.look_up(queries.polls.get_poll, poll_id).state == "open"


def test_an_annulled_poll_leaves_the_amendment_open(site: Site) -> None:
    site.import_paper()
    poll_id = open_poll(site)
    data = {"grund": "Der Strom war weg."}
    response = site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/aufheben", data=data)
    assert response.headers["location"] == "/leitung"
    assert site.look_up(queries.polls.get_poll, poll_id).state == "annulled"
    assert site.browser("moderator").get("/leitung").context["page"].open_count == 1


def test_an_amendment_nobody_disputes_is_taken_over(site: Site) -> None:
    site.import_paper()
    amendment_id = site.propose("participant", "fünf Kommunen")
    response = site.browser("moderator").post(f"/leitung/antraege/{amendment_id}/uebernehmen")
    assert response.status_code == 303
    assert site.look_up(queries.amendments.get_card, amendment_id).state == "taken_over"


def test_where_nobody_is_present_the_desk_says_so_and_offers_no_vote(site: Site) -> None:
    site.import_paper()
    site.propose("participant")
    for person in site.people.values():
        site.do(services.people.check_out, person, actor=person)
    page = site.browser("organizer").get("/leitung")
    assert "Noch ist niemand als anwesend eingetragen." in page.text
    assert 'href="/anwesenheit/liste">Anwesende eintragen' in page.text
    assert '/abstimmen"' not in page.text


def test_a_test_vote_is_proposed_until_anybody_has_voted_and_opens_with_one_click(site: Site) -> None:
    site.import_paper()
    moderator = site.browser("moderator")
    assert moderator.get("/leitung").context["page"].suggests_test
    addresses = {moderator.post("/leitung/probe").headers["location"] for _ in range(2)}
    assert len(addresses) == 1
    page = moderator.get(addresses.pop())
    assert page.template.name == "polls/running.html"
    assert page.context["poll"].question_label == "Probeabstimmung"
    assert not moderator.get("/leitung").context["page"].suggests_test


def test_no_test_vote_is_proposed_after_a_real_one(site: Site) -> None:
    site.import_paper()
    open_poll(site)
    page = site.browser("moderator").get("/leitung")
    assert not page.context["page"].suggests_test
    assert "/leitung/probe" not in page.text


def test_in_english_headings_and_formulas_of_polls_are_english_everywhere(site: Site) -> None:
    site.import_paper()
    moderator, participant = site.browser("moderator"), site.browser("participant")
    for client in (moderator, participant):
        client.cookies.set("sprache", "en")
    token = site.do(services.screens.renew_link, site.conference_id, actor=site.people["moderator"])
    poll_id = open_poll(site)
    wall = f"/saal/{token}?sprache=en"
    question = "Demand 2: Shall the text be changed like this?"
    assert question in participant.get(f"/abstimmungen/{poll_id}").text
    assert "Ä1 on Demand 2" in participant.get("/").text
    assert "Ä1 on Demand 2" in moderator.get("/leitung").text
    running = moderator.get(f"/leitung/abstimmungen/{poll_id}").text
    assert question in running
    assert "Everybody present, Plenary" in running
    asked = participant.get(wall).text
    assert "Demand 2" in asked
    assert '<h1 class="wall__h wall__h--l">Shall the text be changed like this?</h1>' in asked

    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    site.do(services.polls.close_poll, poll_id, actor=site.people["moderator"])
    for page in (f"/abstimmungen/{poll_id}", wall):
        text = participant.get(page).text
        assert "<b>More yes than no:</b> 1 to 0." in text
        assert "gegen" not in text
    assert "More yes than no: 1 to 0." in moderator.get(f"/leitung/abstimmungen/{poll_id}").text
    assert "Ä1 on Demand 2" in participant.get("/abstimmungen").text


def test_a_question_whose_amendments_were_all_decided_says_so_and_is_taken_out_with_one_click(site: Site) -> None:
    site.import_paper()
    ids = [site.propose("participant", words) for words in ("fünf Kommunen", "sechs Kommunen")]
    actor = site.people["moderator"]
    several = site.do(services.questions.ask_choice, ids, actor=actor)
    following = site.do(services.hall_questions.ask_paper, site.conference_id, actor=actor)
    site.do(services.amendments.withdraw, ids[0], actor=site.people["participant"])
    moderator = site.browser("moderator")

    page = moderator.get("/leitung")
    desk = page.context["page"]
    assert [(row.id, row.is_void) for row in desk.queue] == [(several, True), (following, False)]
    assert (desk.queue_count, desk.next_poll.id) == (1, following)
    assert f"/leitung/abstimmungen/{several}/oeffnen" not in page.text
    assert "Nichts mehr zu entscheiden." in moderator.get(f"/leitung/abstimmungen/{several}").text
    assert moderator.post(f"/leitung/abstimmungen/{several}/oeffnen").status_code == 409
    assert site.look_up(queries.polls.get_poll, several).state == "prepared"
    moderator.post(f"/leitung/abstimmungen/{several}/herausnehmen")
    assert [row.id for row in moderator.get("/leitung").context["page"].queue] == [following]
