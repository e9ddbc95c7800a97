"""Amendments: the list, what became of one, supporting, answering after a change, withdrawing, striking."""

from __future__ import annotations

from drafting import queries, services
from tests.site import Site
from tests.web.test_demands import adopt, demand_id
from tests.web.test_papers import propose


def collide(site: Site) -> str:
    """Adopt something that takes the participant's words away; returns the amendment whose author is asked."""
    mine = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    adopt(site, propose(site, "alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse"))
    return mine


def test_supporting_and_taking_it_back(site: Site) -> None:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    address, moderator = f"/antraege/{amendment}/unterstuetzen", site.browser("moderator")
    response = moderator.post(address, data={"unterstuetzen": "ja", "weiter": "/papier"})
    assert (response.status_code, response.headers["location"]) == (303, "/papier")
    partial = moderator.post(address, data={"unterstuetzen": "nein"}, headers={"hx-request": "true"})
    assert partial.template.name == "amendments/_card.html"
    assert partial.context["card"].supporters == 0


def test_nobody_is_sent_to_another_site_after_supporting(site: Site) -> None:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    response = site.browser("moderator").post(
        f"/antraege/{amendment}/unterstuetzen", data={"unterstuetzen": "ja", "weiter": "https://evil.example"}
    )
    assert response.headers["location"] == f"/antraege/{amendment}"


def test_observers_cannot_support(site: Site) -> None:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    assert site.browser("observer").post(f"/antraege/{amendment}/unterstuetzen").status_code == 403


def test_the_author_of_a_collision_is_asked_in_plain_words(site: Site) -> None:
    site.import_paper()
    response = site.browser("participant").get(f"/antraege/{collide(site)}")
    assert "<b>Der Text wurde geändert.</b> Ihr Wortlaut bleibt erhalten." in response.text
    for answer in ("Anpassen", "So lassen", "Zurückziehen"):
        assert answer in response.text


def test_nobody_else_is_asked(site: Site) -> None:
    site.import_paper()
    response = site.browser("moderator").get(f"/antraege/{collide(site)}")
    assert "So lassen" not in response.text
    assert site.browser("moderator").get(f"{response.url.path}/anpassen").status_code == 403


def test_leaving_it_as_it_is_keeps_the_wording(site: Site) -> None:
    site.import_paper()
    amendment = collide(site)
    assert site.browser("participant").post(f"/antraege/{amendment}/lassen").status_code == 303
    card = site.look_up(queries.amendments.get_card, amendment)
    assert (card.is_kept, card.base_version_number) == (True, 1)


def test_adapting_begins_with_the_decided_text(site: Site) -> None:
    site.import_paper()
    amendment = collide(site)
    address, participant = f"/antraege/{amendment}/anpassen", site.browser("participant")
    page = participant.get(address)
    editor = page.context["editor"]
    assert "die meisten Schriftformerfordernisse" in editor.fields.text
    assert "<ins>sämtliche</ins>" in page.text
    data = {
        "fassung": editor.base_version_id,
        "title": editor.fields.title,
        "text": editor.fields.text.replace("die meisten", "wirklich alle"),
        "reasons": editor.fields.reasons,
    }
    assert participant.post(address, data=data).status_code == 303
    card = site.look_up(queries.amendments.get_card, amendment)
    assert (card.awaits_author, card.base_version_number) == (False, 2)


def test_withdrawing_is_asked_once_and_keeps_the_amendment_readable(site: Site) -> None:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    participant = site.browser("participant")
    assert participant.get(f"/antraege/{amendment}/zurueckziehen").template.name == "amendments/withdraw.html"
    assert participant.post(f"/antraege/{amendment}/zurueckziehen").status_code == 303
    assert "Zurückgezogen" in site.browser("observer").get(f"/antraege/{amendment}").text


def test_only_the_author_withdraws(site: Site) -> None:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    assert site.browser("observer").get(f"/antraege/{amendment}/zurueckziehen").status_code == 403
    assert site.browser("observer").post(f"/antraege/{amendment}/zurueckziehen").status_code == 403


def test_a_demand_can_be_asked_to_be_struck(site: Site) -> None:
    site.import_paper()
    address, participant = f"/forderungen/{demand_id(site)}/streichen", site.browser("participant")
    page = participant.get(address)
    version = page.context["demand"].version_id
    missing = participant.post(address, data={"fassung": version, "reason": ""})
    assert missing.status_code == 422
    assert missing.context["form"].error("reason")
    response = participant.post(address, data={"fassung": version, "reason": "Ist erledigt."})
    assert response.status_code == 303
    assert "Die ganze Forderung wird gestrichen." in participant.get(response.headers["location"]).text
    again = participant.post(address, data={"fassung": version, "reason": "Wirklich."})
    assert (again.status_code, "Das haben Sie schon beantragt: Ä1." in again.text) == (422, True)
    assert "Wirklich." in again.text
    refused = participant.get(f"{response.headers['location']}/aendern")
    assert (refused.status_code, "hat keinen eigenen Wortlaut" in refused.text) == (403, True)


def test_after_the_intake_nothing_is_struck(site: Site) -> None:
    site.import_paper()
    address = f"/forderungen/{demand_id(site)}/streichen"
    site.do(services.conferences.set_phase, site.conference_id, "decision", actor=site.people["organizer"])
    assert site.browser("participant").get(address).status_code == 403
    assert site.browser("participant").post(address, data={"reason": "Darum"}).status_code in (403, 409)
