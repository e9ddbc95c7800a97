"""The page of the letter before and after there is a paper, and what it says of those who have signed."""

from __future__ import annotations

from drafting import queries, services
from tests.site import Site
from tests.web.signatures import ask, begin, change_text, link, replace, sign


def test_before_there_is_a_paper_there_is_no_letter(site: Site) -> None:
    assert site.browser("organizer").get("/brief").context["outline"] is None


def test_a_slip_put_right_later_is_listed_and_the_signers_stay_once_they_are_told(site: Site) -> None:
    begin(site)
    sign(site.stranger(), link(site, ask(site)), antwort="signed")
    browser = site.browser("organizer")
    edition = browser.get("/brief/angaben").context["editions"][0].id
    assert browser.post("/brief/angaben", data=make_settings(edition)).status_code == 303
    assert browser.get("/brief").context["page"].unsigned == 0

    change_text(site, "verzichtbar", "verzichtbarr")
    page = browser.get("/brief")
    assert "1 redaktionelle Änderung ist jünger als dieser Stand." in page.text
    assert "Forderung 1</a>: Berichtigt." in page.text
    # The letter of the text put right names nobody before they have been told.
    assert browser.post("/brief/angaben", data=make_settings("")).status_code == 303
    page = browser.get("/brief")
    assert page.context["page"].unsigned == 1
    assert "1 Kommune steht nicht im Brief" in page.text
    assert replace(site, is_slip=True).status_code == 303
    page = browser.get("/brief")
    assert page.context["page"].unsigned == 0
    assert "steht nicht im Brief" not in page.text


def test_what_is_decided_after_the_letters_edition_is_listed_and_the_signers_stay_in_the_letter(site: Site) -> None:
    begin(site)
    sign(site.stranger(), link(site, ask(site)), antwort="signed")
    browser = site.browser("organizer")
    edition = browser.get("/brief/angaben").context["editions"][0].id
    assert browser.post("/brief/angaben", data=make_settings(edition)).status_code == 303
    slip = site.propose("participant", "drey Kommunen", editorial=True)
    change = site.propose("moderator", title="Prüfen")
    for amendment in (slip, change):
        site.do(services.amendments.take_over, amendment, actor=site.people["organizer"])
    browser.post("/papier/angaben", data={"title": "Papier 2026"})

    page = browser.get("/brief")
    assert "1 redaktionelle Änderung ist jünger als dieser Stand." in page.text
    assert f'Forderung 2</a>: <a href="/antraege/{slip}">Ä1</a>' in page.text
    assert "Wer gezeichnet hat, erfährt davon" in page.text
    listed = page.text.partition("Seit diesem Stand ist beschlossen:")[2]
    assert f'Forderung 2</a>: <a href="/antraege/{change}">Ä2</a>' in listed
    assert "<del>Forderungspapier 2025</del> <ins>Papier 2026</ins>" in listed
    assert 'href="/brief/angaben#edition"' in listed
    signing = browser.get("/mitzeichnungen")
    assert "Das Papier steht jetzt anders als gezeichnet." in signing.text
    assert "Der Brief ist vom gezeichneten Stand „Beschlussfassung“: Dort stehen alle, die mitzeichnen." in signing.text
    assert "keine Mitzeichnenden" not in signing.text
    # What is taken back is as if it had never been.
    demand = site.look_up(queries.demands.get_demand, page.context["page"].later.slips[0].demand_id)
    site.do(services.undoing.undo, demand.versions[0].id, reason="Irrtum", actor=site.people["organizer"])
    later = browser.get("/brief").context["page"].later
    assert [row.amendments[0].label for row in later.slips] == ["Ä1"]
    assert later.decisions == ()

    assert browser.post("/brief/angaben", data=make_settings("")).status_code == 303
    assert not browser.get("/brief").context["page"].later.slips
    assert "Im Brief stehen deshalb keine Mitzeichnenden" in browser.get("/mitzeichnungen").text
    assert replace(site, is_slip=False).status_code == 303
    assert browser.post("/brief/angaben", data=make_settings(edition)).status_code == 303
    signing = browser.get("/mitzeichnungen")
    assert "Das Papier steht jetzt anders als gezeichnet." not in signing.text
    assert "Der Brief ist von einem anderen Stand, „Beschlussfassung“: Dort stehen keine" in signing.text


def make_settings(edition: str) -> dict[str, str]:
    return {"edition": edition, "layout": "din", "extent": "full", "subject": "Forderungen", "greeting": "Herzlich"}
