"""A demand's page: text, amendments, history, and the redline between any two versions."""

from __future__ import annotations

from drafting import queries, services
from tests.hall import Hall
from tests.web.test_papers import propose


def demand_id(hall: Hall, position: int = 0) -> str:
    return str(hall.look_up(queries.papers.get_outline, hall.conference_id).sections[0].demands[position].id)


def adopt(hall: Hall, amendment_id: str) -> None:
    hall.do(services.amendments.take_over, amendment_id, actor=hall.people["moderator"])


def test_a_demand_shows_its_amendments_as_redlines(hall: Hall) -> None:
    hall.import_paper()
    propose(hall, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    response = hall.browser("moderator").get(f"/forderungen/{demand_id(hall)}")
    assert response.template.name == "demands/show.html"
    assert "1 Änderungsantrag" in response.text
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert "Ä1 unterstützen, bisher 0" in response.text


def test_overlapping_amendments_name_each_other(hall: Hall) -> None:
    hall.import_paper()
    propose(hall, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    propose(hall, "alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse")
    response = hall.browser("observer").get(f"/forderungen/{demand_id(hall)}")
    assert response.context["demand"].overlap_count == 1
    assert "Überschneidung mit" in response.text


def test_what_was_adopted_is_the_text_and_stands_in_the_history(hall: Hall) -> None:
    hall.import_paper()
    adopt(hall, propose(hall, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"))
    response = hall.browser("observer").get(f"/forderungen/{demand_id(hall)}")
    assert response.context["demand"].version_number == 2
    assert "Fassung 2" in response.text
    assert "sämtliche Schriftformerfordernisse" in response.text


def test_any_two_versions_can_be_compared(hall: Hall) -> None:
    hall.import_paper()
    adopt(hall, propose(hall, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"))
    browser, demand = hall.browser("observer"), demand_id(hall)
    versions = browser.get(f"/forderungen/{demand}").context["demand"].versions
    response = browser.get(f"/forderungen/{demand}/vergleich?von={versions[0].id}&bis={versions[1].id}")
    assert response.template.name == "demands/compare.html"
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert browser.get(f"/forderungen/{demand}/vergleich").context["comparison"].after.number == 2


def test_versions_of_another_demand_are_not_shown_under_this_one(hall: Hall) -> None:
    hall.import_paper()
    browser, first, second = hall.browser("observer"), demand_id(hall), demand_id(hall, 1)
    version = browser.get(f"/forderungen/{first}").context["demand"].version_id
    response = browser.get(f"/forderungen/{second}/vergleich?von={version}&bis={version}")
    assert response.status_code == 404


def test_after_the_intake_the_page_says_why_nobody_can_amend(hall: Hall) -> None:
    hall.import_paper()
    hall.do(services.conferences.set_phase, hall.conference_id, "decision", actor=hall.people["organizer"])
    response = hall.browser("participant").get(f"/forderungen/{demand_id(hall)}")
    assert "Absatz 1 ändern" not in response.text
    assert response.context["demand"].why_not in response.text
    assert response.context["demand"].why_not


def test_an_unknown_demand_is_not_found(hall: Hall) -> None:
    hall.import_paper()
    assert hall.browser("participant").get("/forderungen/nichts").status_code == 404
