"""A demand's page: text, amendments, history, and the redline between any two versions."""

from __future__ import annotations

from drafting import queries, services
from tests.site import Site
from tests.web.test_papers import propose


def demand_id(site: Site, position: int = 0) -> str:
    return str(site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands[position].id)


def adopt(site: Site, amendment_id: str) -> None:
    site.do(services.amendments.take_over, amendment_id, actor=site.people["moderator"])


def test_a_demand_shows_its_amendments_as_redlines(site: Site) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    response = site.browser("moderator").get(f"/forderungen/{demand_id(site)}")
    assert response.template.name == "demands/show.html"
    assert "1 Änderungsantrag" in response.text
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert "Ä1 unterstützen, bisher 0" in response.text


def test_overlapping_amendments_name_each_other(site: Site) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    propose(site, "alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse")
    response = site.browser("observer").get(f"/forderungen/{demand_id(site)}")
    assert response.context["demand"].overlap_count == 2
    assert "Überschneidung mit" in response.text


def test_what_was_adopted_is_the_text_and_stands_in_the_history(site: Site) -> None:
    site.import_paper()
    adopt(site, propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"))
    response = site.browser("observer").get(f"/forderungen/{demand_id(site)}")
    assert response.context["demand"].version_number == 2
    assert "Fassung 2" in response.text
    assert "sämtliche Schriftformerfordernisse" in response.text


def test_any_two_versions_can_be_compared(site: Site) -> None:
    site.import_paper()
    adopt(site, propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"))
    browser, demand = site.browser("observer"), demand_id(site)
    versions = browser.get(f"/forderungen/{demand}").context["demand"].versions
    response = browser.get(f"/forderungen/{demand}/vergleich?von={versions[1].id}&bis={versions[0].id}")
    assert response.template.name == "versions/compare.html"
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert browser.get(f"/forderungen/{demand}/vergleich").context["comparison"].after.number == 2


def test_both_ends_of_a_comparison_can_be_chosen_among_all_versions(site: Site) -> None:
    site.import_paper()
    adopt(site, propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"))
    adopt(site, propose(site, "sämtliche Schriftformerfordernisse", "die meisten Schriftformerfordernisse"))
    page = site.browser("observer").get(f"/forderungen/{demand_id(site)}").text
    assert page.count("<option") == 6
    assert page.count(" selected>") == 2


def test_versions_of_another_demand_are_not_shown_under_this_one(site: Site) -> None:
    site.import_paper()
    browser, first, second = site.browser("observer"), demand_id(site), demand_id(site, 1)
    version = browser.get(f"/forderungen/{first}").context["demand"].version_id
    response = browser.get(f"/forderungen/{second}/vergleich?von={version}&bis={version}")
    assert response.status_code == 404


def test_after_the_intake_the_page_says_why_nobody_can_amend(site: Site) -> None:
    site.import_paper()
    site.do(services.conferences.set_phase, site.conference_id, "decision", actor=site.people["organizer"])
    response = site.browser("participant").get(f"/forderungen/{demand_id(site)}")
    assert "Absatz 1 ändern" not in response.text
    assert response.context["demand"].why_not in response.text
    assert response.context["demand"].why_not


def test_an_unknown_demand_is_not_found(site: Site) -> None:
    site.import_paper()
    assert site.browser("participant").get("/forderungen/nichts").status_code == 404
