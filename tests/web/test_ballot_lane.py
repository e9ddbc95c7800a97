"""The hall's lane: answers as the application does, checks what it checks, and leaves to it whatever is not plain."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from drafting import queries
from tests.site import Site

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def poll_id(site: Site) -> str:
    """An open vote on an amendment."""
    site.import_paper()
    moderator = site.browser("moderator")
    opened = moderator.post(f"/leitung/antraege/{site.propose('participant')}/abstimmen")
    return opened.headers["location"].rsplit("/", 1)[1]


def stored(site: Site, poll_id: str) -> int:
    number: int = site.look_up(queries.polls.get_participation, poll_id).cast
    return number


def test_a_script_gets_the_answer_and_the_headers_of_every_page(site: Site, poll_id: str) -> None:
    answer = site.browser("participant").post(f"/abstimmungen/{poll_id}/stimme", data={"choice": "yes"}, headers=SCRIPT)
    assert (answer.status_code, answer.json()) == (200, {"outcome": "saved", "say": "Gespeichert."})
    page = site.browser("participant").get("/")
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert answer.headers[name] == page.headers[name]
    assert stored(site, poll_id) == 1


def test_it_speaks_the_language_chosen(site: Site, poll_id: str) -> None:
    browser = site.browser("participant")
    browser.cookies.set("sprache", "en")
    answer = browser.post(f"/abstimmungen/{poll_id}/stimme", data={"choice": "yes"}, headers=SCRIPT)
    assert answer.json()["say"] == "Saved."


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        ({"choice": "vielleicht"}, SCRIPT, 422),
        ({"choice": "yes" + " " * 3_000}, SCRIPT, 422),
        ({"choice": "yes"}, {**SCRIPT, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"choice": "yes"}, {**SCRIPT, "Origin": "https://fremd.example"}, 403),
    ],
)
def test_what_is_no_ballot_or_comes_from_elsewhere_is_refused(
    site: Site, poll_id: str, data: dict[str, str], headers: dict[str, str], status: int
) -> None:
    answer = site.browser("participant").post(f"/abstimmungen/{poll_id}/stimme", data=data, headers=headers)
    assert answer.status_code == status
    assert stored(site, poll_id) == 0


def test_strangers_are_told_to_sign_in(site: Site, poll_id: str) -> None:
    stranger: TestClient = site.stranger()
    answer = stranger.post(f"/abstimmungen/{poll_id}/stimme", data={"choice": "yes"}, headers=SCRIPT)
    assert (answer.status_code, answer.json()["outcome"]) == (401, "signed_out")


def test_a_form_without_script_still_goes_to_its_page(site: Site, poll_id: str) -> None:
    answer = site.browser("participant").post(f"/abstimmungen/{poll_id}/stimme", data={"choice": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/abstimmungen/{poll_id}")
