"""Editorial changes on pages: made with a reason, listed, and objected to with one tap."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from drafting import queries, services
from drafting.models import DemandVersion, now
from drafting.web.dates import ZONE
from drafting.web.editorials import read_since
from tests.site import Site
from tests.web.test_demands import adopt, demand_id
from tests.web.test_papers import propose
from tests.web.test_versions import version_id

TEXT = "Wir fordern das Land auf, alle Formvorschriften zu streichen."


def send(site: Site, *, text: str = TEXT, reason: str = "Kürzer.", base: str = "", role: str = "organizer") -> Any:
    form = {
        "title": "Schriftform abbauen",
        "text": text,
        "reasons": "Papier kostet Zeit.",
        "reason": reason,
        "fassung": base or version_id(site),
        "tun": "einreichen",
    }
    return site.browser(role).post(f"/forderungen/{demand_id(site)}/bearbeiten", data=form)


@pytest.fixture
def edited(site: Site) -> str:
    """A site in which the first demand was changed by an editor; the new version's id."""
    site.import_paper()
    send(site)
    return version_id(site)


def test_an_editor_changes_the_text_with_a_reason(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    address = f"/forderungen/{demand_id(site)}/bearbeiten"
    assert address in browser.get(f"/forderungen/{demand_id(site)}").text
    assert browser.get(address).template.name == "editorials/edit.html"
    missing = send(site, reason="")
    assert missing.status_code == 422
    assert TEXT in missing.text

    base = version_id(site)
    answers = [send(site, base=base) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    demand = site.look_up(queries.demands.get_demand, demand_id(site))
    assert (demand.version_number, demand.versions[0].reason) == (2, "Kürzer.")


@pytest.mark.parametrize("role", ["participant", "moderator", "observer"])
def test_nobody_else_edits(site: Site, role: str) -> None:
    site.import_paper()
    browser = site.browser(role)
    assert "/bearbeiten" not in browser.get(f"/forderungen/{demand_id(site)}").text
    assert browser.get(f"/forderungen/{demand_id(site)}/bearbeiten").status_code == 403
    assert send(site, role=role).status_code == 403


def test_what_was_decided_meanwhile_is_shown_beside_what_was_typed(site: Site) -> None:
    site.import_paper()
    base = version_id(site)
    adopt(site, propose(site, "Papier kostet Zeit.", "Papier kostet Geld."))

    answer = send(site, base=base)

    assert answer.status_code == 409
    text = answer.text
    assert TEXT in text
    assert "<del>Zeit</del><ins>Geld</ins>" in text
    assert site.look_up(queries.demands.get_demand, demand_id(site)).version_number == 2


def test_the_list_has_each_change_with_its_reason(site: Site, edited: str) -> None:
    page = site.browser("observer").get("/redaktion")
    assert page.template.name == "editorials/index.html"
    assert [row.version_id for row in page.context["rows"]] == [edited]
    assert "Kürzer." in page.text
    assert "Formvorschriften</ins>" in page.text
    assert "Person organizer" not in page.text
    assert "einspruch" not in page.text
    assert "/redaktion" in site.browser("observer").get("/papier").text


def test_the_list_can_begin_yesterday_evening_or_at_any_time(site: Site, edited: str) -> None:
    browser = site.browser("participant")
    with site.database.write() as work:
        moment = now() - timedelta(days=3)
        work.session.execute(update(DemandVersion).where(DemandVersion.id == edited).values(created_at=moment))
    day = (moment - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert browser.get("/redaktion?seit=gestern").context["rows"] == ()
    assert len(browser.get("/redaktion", params={"seit": day}).context["rows"]) == 1
    for nonsense in ("morgen", "2025-13-99", "", "0001-01-01T00:00"):
        assert len(browser.get("/redaktion", params={"seit": nonsense}).context["rows"]) == 1


def test_a_moment_of_an_address_is_one_its_field_can_show(site: Site) -> None:
    for since in ("2025-11-06T18:00:00.123456+00:00", "2025-11-06T19:00", "2025-11-06T19:00:30.5"):
        page = site.browser("participant").get("/redaktion", params={"seit": since})
        assert page.context["begins"] == "2025-11-06T19:00"
        assert 'type="datetime-local" name="seit" value="2025-11-06T19:00"' in page.text


def test_yesterday_evening_is_six_in_the_place_of_the_conference() -> None:
    moment = datetime(2025, 11, 7, 8, 30, tzinfo=ZONE)
    assert read_since("gestern", moment) == datetime(2025, 11, 6, 18, tzinfo=ZONE)


def test_one_tap_objects_and_another_takes_it_back(site: Site, edited: str) -> None:
    browser, address = site.browser("participant"), f"/redaktion/{edited}/einspruch"
    assert "Einspruch erheben" in browser.get("/redaktion").text

    answers = [browser.post(address, data={"einspruch": "ja"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    page = browser.get("/redaktion").text
    assert "1 Einspruch" in page
    assert "Einspruch erhoben" in page
    assert "Person participant" not in page.split("editorials-row")[1]
    assert "Person participant, Stadt Calw" in site.browser("organizer").get("/redaktion").text
    part = browser.post(address, data={"einspruch": "nein"}, headers={"hx-request": "true"})
    assert part.template.name == "editorials/_objection.html"
    assert "1 Einspruch" not in part.text


def test_who_does_not_vote_does_not_object_nor_anybody_after_the_time(site: Site, edited: str) -> None:
    address = f"/redaktion/{edited}/einspruch"
    assert site.browser("observer").post(address, data={"einspruch": "ja"}).status_code == 403
    adopted = site.do(services.amendments.take_over, site.propose("participant"), actor=site.people["moderator"])
    assert site.browser("participant").post(f"/redaktion/{adopted}/einspruch").status_code == 404
    with site.database.write() as work:
        old = now() - timedelta(hours=25)
        work.session.execute(update(DemandVersion).where(DemandVersion.id == edited).values(created_at=old))
    late = site.browser("participant").post(address, data={"einspruch": "ja"})
    assert late.status_code == 409
    assert "Frist" in late.text


def test_an_editor_takes_the_change_back_from_the_list(site: Site, edited: str) -> None:
    browser = site.browser("organizer")
    assert f"/fassungen/{edited}/zuruecknehmen" in browser.get("/redaktion").text
    browser.post(f"/fassungen/{edited}/zuruecknehmen", data={"reason": "Einspruch."})
    page = browser.get("/redaktion")
    assert "Zurückgenommen mit Fassung 3" in page.text
    late = site.browser("participant").post(f"/redaktion/{edited}/einspruch", data={"einspruch": "ja"})
    assert late.status_code == 409


def test_a_sentence_the_editors_changed_offers_the_objection_too(site: Site, edited: str) -> None:
    page = site.browser("participant").get(f"/forderungen/{demand_id(site)}/herkunft?satz=2")
    assert "Redaktion" in page.text
    assert f"/redaktion/{edited}/einspruch" in page.text
