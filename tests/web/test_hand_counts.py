"""Counting by hand at the desk: marked first, entered by one, entered again by a second, shown with both numbers."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.rules.lifecycle import Choice
from drafting.rules.questions import Question, VoteKind
from drafting.services.asking import Terms
from tests.site import Site, timeless


@pytest.fixture
def poll_id(site: Site) -> str:
    site.import_paper()
    return str(site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"]))


def mark(site: Site, poll_id: str, role: str) -> None:
    address = f"/leitung/abstimmungen/{poll_id}/verzeichnis/{site.people[role]}"
    assert site.browser("moderator").post(address, data={"so": "hand"}).status_code == 303


def enter(site: Site, poll_id: str, **numbers: str) -> str:
    """Enter a count; returns its id."""
    response = site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/zaehlung", data=numbers)
    assert response.status_code == 303, response.context["form"].errors
    return str(site.look_up(queries.polls.list_hand_counts, poll_id)[-1].id)


def test_a_search_finds_who_is_to_be_counted_and_who_is_not_on_the_roll(site: Site, poll_id: str) -> None:
    late = site.do(services.people.add_person, site.conference_id, name="Lea Spät", municipality="Ulm", actor="system")
    moderator = site.browser("moderator")
    address = f"/leitung/abstimmungen/{poll_id}/verzeichnis"
    assert moderator.get(address).context["page"].found == ()
    assert [row.name for row in moderator.get(f"{address}?suche=particip").context["page"].found] == [
        "Person participant"
    ]
    assert [row.person_id for row in moderator.get(f"{address}?suche=ulm").context["page"].absent] == [late]
    entitled = site.look_up(queries.polls.get_participation, poll_id).entitled
    added = moderator.post(f"{address}/{late}", data={"so": "aufnehmen", "suche": "Bad Ulm"})
    assert (added.status_code, added.headers["location"]) == (303, f"{address}?suche=Bad+Ulm")
    assert 'name="suche" value="ulm"' in moderator.get(f"{address}?suche=ulm").text.replace('type="hidden" ', "")
    assert site.look_up(queries.polls.get_participation, poll_id).entitled == entitled + 1


def test_both_numbers_and_the_sum_are_shown(site: Site, poll_id: str) -> None:
    mark(site, poll_id, "participant")
    count_id = enter(site, poll_id, ja="1", ort="Saal links")
    address = f"/leitung/abstimmungen/{poll_id}/zaehlung/{count_id}"
    own = site.browser("moderator").post(address, data={"ja": "1"})
    assert own.status_code == 403
    wrong = site.browser("organizer").post(address, data={"nein": "1"})
    assert wrong.status_code == 422
    assert wrong.context["form"].error("zahlen")
    early = site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    assert early.status_code == 409
    roll = f'href="/leitung/abstimmungen/{poll_id}/verzeichnis"'
    assert roll in early.text
    assert site.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}").text.count(roll) == 2
    assert site.browser("organizer").post(address, data={"ja": "1"}).status_code == 303
    site.do(services.polls.cast, poll_id, Choice.NO, actor=site.people["moderator"])
    site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    page = site.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}")
    assert "Auf Geräten 1, von Hand 1, zusammen 2." in page.text


def test_the_page_of_the_second_person_does_not_show_the_numbers(site: Site, poll_id: str) -> None:
    mark(site, poll_id, "participant")
    yes = enter(site, poll_id, ja="1")
    page = site.browser("organizer").get(f"/leitung/abstimmungen/{poll_id}/zaehlung/{yes}").text
    site.browser("organizer").post(f"/leitung/abstimmungen/{poll_id}/zaehlung/{yes}/verwerfen")
    no = enter(site, poll_id, nein="1")
    site.browser("organizer").get("/")  # takes the notice away
    other = site.browser("organizer").get(f"/leitung/abstimmungen/{poll_id}/zaehlung/{no}").text
    assert timeless(other.replace(no, yes)) == timeless(page)


@pytest.mark.parametrize("numbers", [{"ja": "2"}, {}, {"ja": "viele"}], ids=["too many", "none", "words"])
def test_numbers_that_cannot_be_are_refused(site: Site, poll_id: str, numbers: dict[str, str]) -> None:
    mark(site, poll_id, "participant")
    response = site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/zaehlung", data=numbers)
    assert response.status_code == 422
    assert response.context["form"].error("zahlen")


def test_whoever_has_voted_is_not_counted_by_hand(site: Site, poll_id: str) -> None:
    site.do(services.polls.cast, poll_id, Choice.NO, actor=site.people["participant"])
    address = f"/leitung/abstimmungen/{poll_id}/verzeichnis"
    response = site.browser("moderator").post(f"{address}/{site.people['participant']}", data={"so": "hand"})
    assert response.status_code == 409
    assert "hat auf dem Gerät abgestimmt" in site.browser("moderator").get(f"{address}?suche=participant").text


def test_a_mark_is_taken_back(site: Site, poll_id: str) -> None:
    mark(site, poll_id, "participant")
    address = f"/leitung/abstimmungen/{poll_id}/verzeichnis/{site.people['participant']}"
    assert site.browser("moderator").post(address, data={"so": "geraet"}).status_code == 303
    assert site.look_up(queries.polls.get_participation, poll_id).by_hand == 0


def test_answers_are_counted_by_hand_too(site: Site, poll_id: str) -> None:
    site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    moderator = site.people["moderator"]
    question = site.do(
        services.hall_questions.ask_opinion,
        site.conference_id,
        Question.SINGLE,
        title="Wie weiter?",
        answers=["So", "Anders"],
        actor=moderator,
    )
    site.do(services.polls.open_poll, question, actor=moderator)
    mark(site, question, "participant")
    count_id = enter(site, question, **{"antwort-2": "1"})
    confirmed = site.browser("organizer").post(
        f"/leitung/abstimmungen/{question}/zaehlung/{count_id}", data={"antwort-2": "1"}
    )
    assert confirmed.status_code == 303
    site.do(services.polls.close_poll, question, actor=moderator)
    result = site.look_up(queries.polls.get_result, question)
    assert [(answer.label, answer.count) for answer in result.answers] == [("Anders", 1), ("So", 0)]


def test_a_vote_by_name_says_that_nobody_is_counted_by_hand(site: Site) -> None:
    site.import_paper()
    terms = Terms(kind=VoteKind.NAMED)
    moderator = site.people["moderator"]
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=moderator, terms=terms)
    page = site.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}/verzeichnis")
    assert "Namentliche Stimmen lassen sich nicht von Hand zählen." in page.text
