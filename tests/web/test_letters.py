"""The page of the letter before and after there is a paper, and what it says of those who have signed."""

from __future__ import annotations

from tests.site import Site
from tests.web.test_signatures import ask, begin, change_text, link, replace, sign


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


def make_settings(edition: str) -> dict[str, str]:
    return {"edition": edition, "layout": "din", "extent": "full", "subject": "Forderungen", "greeting": "Herzlich"}
