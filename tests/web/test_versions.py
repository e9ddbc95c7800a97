"""Versions on pages: compared in both ways, taken back, restored, and asked where they come from."""

from __future__ import annotations

import re

import pytest

from drafting import queries, services
from tests.site import Site
from tests.web.test_demands import adopt, demand_id
from tests.web.test_papers import propose

WHY = {"reason": "Die Zählung war falsch."}


def version_id(site: Site, position: int = 0) -> str:
    return str(site.look_up(queries.demands.get_demand, demand_id(site, position)).version_id)


@pytest.fixture
def decided(site: Site) -> str:
    """A site in which an amendment to the first demand has been taken over; the amendment's id."""
    site.import_paper()
    amendment_id = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    adopt(site, amendment_id)
    return amendment_id


def test_two_versions_stand_side_by_side(site: Site, decided: str) -> None:
    page = site.browser("observer").get(f"/forderungen/{demand_id(site)}/vergleich?art=synopse")
    assert page.template.name == "versions/compare.html"
    assert page.context["way"] == "synopse"
    assert "<del>alle</del>" in page.text
    assert "<ins>sämtliche</ins>" in page.text
    assert "unverändert" in page.text
    assert [row.change for row in page.context["comparison"].synopsis] == ["same", "changed", "same", "same"]


def test_the_moderator_sees_what_taking_back_would_do_and_does_it(site: Site, decided: str) -> None:
    browser, version = site.browser("moderator"), version_id(site)
    demand = browser.get(f"/forderungen/{demand_id(site)}")
    assert f"/fassungen/{version}/zuruecknehmen" in demand.text
    page = browser.get(f"/fassungen/{version}/zuruecknehmen")
    assert page.template.name == "versions/undo.html"
    assert "<del>sämtliche</del> <ins>alle</ins>" in page.text
    assert [each.label for each in page.context["page"].opened] == ["Ä1"]

    answer = browser.post(f"/fassungen/{version}/zuruecknehmen", data=WHY)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/forderungen/{demand_id(site)}")
    after = browser.get(f"/forderungen/{demand_id(site)}")
    assert [card.label for card in after.context["demand"].open_amendments] == ["Ä1"]
    assert "Fassung 2 zurückgenommen" in after.text
    assert "Die Zählung war falsch." in after.text


def test_without_a_reason_the_page_comes_back_and_says_so_by_the_field(site: Site, decided: str) -> None:
    answer = site.browser("moderator").post(f"/fassungen/{version_id(site)}/zuruecknehmen", data={"reason": ""})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text


def test_a_double_click_takes_back_once(site: Site, decided: str) -> None:
    browser, version = site.browser("moderator"), version_id(site)
    answers = [browser.post(f"/fassungen/{version}/zuruecknehmen", data=WHY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert site.look_up(queries.demands.get_demand, demand_id(site)).version_number == 3


def test_what_stands_in_the_way_is_named_instead_of_a_form(site: Site, decided: str) -> None:
    version = version_id(site)
    adopt(site, propose(site, "sämtliche Schriftformerfordernisse", "die meisten Schriftformerfordernisse"))
    page = site.browser("moderator").get(f"/fassungen/{version}/zuruecknehmen")
    assert page.status_code == 409
    assert "Fassung 3 (Ä2)" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize("role", ["participant", "observer"])
def test_nobody_else_takes_back(site: Site, decided: str, role: str) -> None:
    browser, version = site.browser(role), version_id(site)
    assert "zuruecknehmen" not in browser.get(f"/forderungen/{demand_id(site)}").text
    assert browser.get(f"/fassungen/{version}/zuruecknehmen").status_code == 403
    assert browser.post(f"/fassungen/{version}/zuruecknehmen", data=WHY).status_code == 403


def test_an_earlier_text_is_restored(site: Site, decided: str) -> None:
    browser = site.browser("organizer")
    first = browser.get(f"/forderungen/{demand_id(site)}").context["demand"].versions[-1].id
    page = browser.get(f"/fassungen/{first}/wiederherstellen")
    assert "<del>sämtliche</del> <ins>alle</ins>" in page.text
    form = {"reason": "Versehen.", "fassung": version_id(site)}
    answers = [browser.post(f"/fassungen/{first}/wiederherstellen", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert site.look_up(queries.demands.get_demand, demand_id(site)).version_number == 3
    assert browser.post(f"/fassungen/{first}/wiederherstellen", data={"reason": ""}).status_code == 422
    assert site.browser("moderator").get(f"/fassungen/{first}/wiederherstellen").status_code == 403


def test_a_sentence_says_where_it_comes_from(site: Site, decided: str) -> None:
    browser, address = site.browser("participant"), f"/forderungen/{demand_id(site)}/herkunft"
    assert address in browser.get(f"/forderungen/{demand_id(site)}").text
    page = browser.get(address)
    assert page.template.name == "versions/origins.html"
    assert page.text.count('class="sentence"') == 4

    answer = browser.get(f"{address}?satz=2")

    assert 'aria-current="true"' in answer.text
    runs = {run.words: run.origins[0] for run in answer.context["page"].runs}
    assert runs["sämtliche"].amendments[0].label == "Ä1"
    assert runs["Wir fordern das Land auf,"].source == "import"
    assert "Eingelesen, unverändert übernommen" in answer.text
    assert [(run.words, run.struck_by[0].amendments[0].label) for run in answer.context["page"].struck] == [
        ("alle", "Ä1")
    ]
    part = browser.get(f"{address}?satz=2", headers={"hx-request": "true"})
    assert part.template.name == "versions/_origins.html"


@pytest.mark.parametrize("wanted", ["0", "x", "-1", "²", "1" * 30])
def test_nonsense_chooses_no_sentence(site: Site, decided: str, wanted: str) -> None:
    page = site.browser("participant").get(f"/forderungen/{demand_id(site)}/herkunft", params={"satz": wanted})
    assert (page.status_code, page.context["page"].chosen) == (200, 0)


def test_a_sentence_there_is_not_is_not_found(site: Site, decided: str) -> None:
    assert site.browser("participant").get(f"/forderungen/{demand_id(site)}/herkunft?satz=99").status_code == 404


def test_a_vote_is_named_with_its_numbers_and_rule(site: Site) -> None:
    site.import_paper()
    amendment_id = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    poll_id = site.do(services.polls.open_now, amendment_id, actor=site.people["moderator"])
    site.do(services.polls.cast, poll_id, "yes", actor=site.people["participant"])
    site.do(services.polls.close_poll, poll_id, actor=site.people["moderator"])
    page = site.browser("observer").get(f"/forderungen/{demand_id(site)}/herkunft?satz=2").text
    assert "1 Ja, 0 Nein" in page
    assert "Mehr Ja als Nein: 1 gegen 0." in page
    assert f"/abstimmungen/{poll_id}" in page


def test_a_rejected_amendment_is_opened_again(site: Site) -> None:
    site.import_paper()
    amendment_id = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    poll_id = site.do(services.polls.open_now, amendment_id, actor=site.people["moderator"])
    site.do(services.polls.cast, poll_id, "no", actor=site.people["participant"])
    site.do(services.polls.close_poll, poll_id, actor=site.people["moderator"])
    browser, address = site.browser("moderator"), f"/antraege/{amendment_id}/wieder-oeffnen"
    assert address in browser.get(f"/antraege/{amendment_id}").text
    assert address not in site.browser("participant").get(f"/antraege/{amendment_id}").text
    assert browser.post(address, data={"reason": " "}).status_code == 422
    assert site.browser("participant").post(address, data=WHY).status_code == 403

    assert browser.post(address, data=WHY).status_code == 303

    assert site.look_up(queries.amendments.get_card, amendment_id).state == "open"
    again = browser.post(address, data={"reason": "Noch einmal."})
    assert again.status_code == 409
    assert "noch offen" in again.text


def test_one_that_stands_in_the_text_leads_to_its_version(site: Site, decided: str) -> None:
    page = site.browser("moderator").get(f"/antraege/{decided}/wieder-oeffnen").text
    assert re.search(rf'href="/fassungen/{version_id(site)}/zuruecknehmen"', page)
