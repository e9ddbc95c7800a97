"""All polls to download: for everybody in the conference, in three forms, and nothing of a poll that runs."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from drafting import services
from drafting.rules.lifecycle import Choice
from drafting.rules.questions import VoteKind
from drafting.services.asking import Terms
from tests.site import Site


def open_poll(site: Site, terms: Terms | None = None) -> str:
    site.import_paper()
    amendment = site.propose("participant")
    poll_id = site.do(
        services.polls.open_now, amendment, actor=site.people["moderator"], terms=terms or Terms(kind=VoteKind.NAMED)
    )
    site.do(services.polls.cast, poll_id, Choice.NO, actor=site.people["participant"])
    return str(poll_id)


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_nothing_of_a_poll_that_runs_is_in_the_file(site: Site, form: str) -> None:
    open_poll(site)
    for role in ("organizer", "moderator", "observer"):
        response = site.browser(role).get(f"/abstimmungen.{form}")
        assert response.status_code == 200
        if form == "xlsx":
            assert len(list(load_workbook(io.BytesIO(response.content))["Abstimmungen"].values)) == 1
        else:
            assert "Person participant" not in response.text
            assert "Digitalcheck" not in response.text
            assert "Soll der Text" not in response.text


def test_the_file_names_the_votes_by_name_once_the_poll_has_ended(site: Site) -> None:
    site.do(services.polls.close_poll, open_poll(site), actor=site.people["moderator"])
    response = site.browser("participant").get("/abstimmungen.json")
    (poll,) = response.json()["polls"]
    assert (poll["yes"], poll["no"], poll["names"][0]["choice"]) == (0, 1, "Nein")
    assert response.headers["content-disposition"] == 'attachment; filename="abstimmungen.json"'
    book = load_workbook(io.BytesIO(site.browser("participant").get("/abstimmungen.xlsx").content))
    assert list(book["Namentlich"].values)[1][1:4] == ("Person participant", "Stadt Calw", "Nein")


def test_strangers_get_no_file_and_there_are_no_other_forms(site: Site) -> None:
    assert site.stranger().get("/abstimmungen.json").status_code == 303
    assert site.browser("organizer").get("/abstimmungen.pdf").status_code == 404


def test_the_list_of_decisions_offers_the_files(site: Site) -> None:
    assert "/abstimmungen.xlsx" not in site.browser("participant").get("/abstimmungen").text
    site.do(services.polls.close_poll, open_poll(site), actor=site.people["moderator"])
    page = site.browser("participant").get("/abstimmungen").text
    assert 'href="/abstimmungen.xlsx"' in page
    assert "1 von 3 haben abgestimmt" in page or "1 von 2 haben abgestimmt" in page
