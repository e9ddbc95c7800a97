"""The Bilanz on pages: beside its demand, in the margin, as a list and as a table."""

from __future__ import annotations

import csv
import io

from drafting import services
from tests.site import Site
from tests.web.test_demands import demand_id
from tests.web.test_papers import first_section


def review(site: Site, status: str = "partly", *, position: int = 0, **more: str) -> None:
    actor = site.people["moderator"]
    site.do(services.reviews.review, demand_id(site, position), status=status, actor=actor, **more)


def test_it_is_drawn_beside_the_demand_and_seen_in_the_margin(site: Site) -> None:
    site.import_paper()
    browser, demand = site.browser("moderator"), demand_id(site)
    before = browser.get(f"/papier/abschnitte/{first_section(site)}").text
    data = {"status": "partly", "evidence": "96 von 412", "link": "https://land.example/d"}
    assert browser.post(f"/forderungen/{demand}/bilanz", data=data).headers["location"] == f"/forderungen/{demand}"
    page = site.browser("observer").get(f"/forderungen/{demand}").text
    assert "Teilweise erfüllt" in page
    assert "96 von 412" in page
    assert 'href="https://land.example/d"' in page
    assert "Bilanz ändern" not in page
    margin = site.browser("observer").get(f"/papier/abschnitte/{first_section(site)}").text
    assert "Teilweise erfüllt" not in before
    assert "Teilweise erfüllt" in margin.partition('class="notes"')[2]


def test_what_is_wrong_comes_back_with_everything_typed(site: Site) -> None:
    site.import_paper()
    data = {"status": "open", "evidence": "Nichts geschah", "link": "javascript:alert(1)", "weiter": "/bilanz"}
    response = site.browser("moderator").post(f"/forderungen/{demand_id(site)}/bilanz", data=data)
    assert response.status_code == 422
    assert response.context["form"].error("link")
    assert "Nichts geschah" in response.text
    assert 'name="weiter" value="/bilanz"' in response.text


def test_others_look_on(site: Site) -> None:
    site.import_paper()
    for role in ("participant", "observer"):
        browser = site.browser(role)
        response = browser.post(f"/forderungen/{demand_id(site)}/bilanz", data={"status": "open"})
        assert response.status_code == 403
        assert 'name="status"' not in browser.get(f"/forderungen/{demand_id(site)}/bilanz").text
        assert browser.get("/bilanz").status_code == 200


def test_who_comes_from_the_list_goes_back_to_it_and_nowhere_else(site: Site) -> None:
    site.import_paper()
    for there, expected in (("/bilanz", "/bilanz"), ("https://x.example", f"/forderungen/{demand_id(site)}")):
        response = site.browser("organizer").post(
            f"/forderungen/{demand_id(site)}/bilanz", data={"status": "open", "weiter": there}
        )
        assert response.headers["location"] == expected


def test_the_list_is_filtered_by_its_address(site: Site) -> None:
    site.import_paper()
    review(site)
    browser = site.browser("observer")
    assert [row.number for row in browser.get("/bilanz").context["page"].rows] == ["1", "2"]
    for state, numbers in (("teilweise", ["1"]), ("ohne", ["2"]), ("erfuellt", []), ("unsinn", ["1", "2"])):
        assert [row.number for row in browser.get(f"/bilanz?stand={state}").context["page"].rows] == numbers
    assert 'role="status">1 von 2 Forderungen' in browser.get("/bilanz?stand=ohne").text


def test_the_list_is_a_table_that_spreadsheets_take_for_words(site: Site) -> None:
    site.import_paper()
    review(site, evidence='=HYPERLINK("http://x.example")')
    response = site.browser("observer").get("/bilanz.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][3:5] == ["Teilweise erfüllt", '\'=HYPERLINK("http://x.example")']
    assert len(rows) == 3
    assert len(site.browser("observer").get("/bilanz.csv?stand=ohne").content.splitlines()) == 2


def test_evidence_is_never_markup(site: Site) -> None:
    site.import_paper()
    review(site, evidence="<script>alert(1)</script>")
    for address in ("/bilanz", f"/forderungen/{demand_id(site)}", f"/forderungen/{demand_id(site)}/bilanz"):
        assert "<script>alert" not in site.browser("moderator").get(address).text


def test_strangers_see_nothing(site: Site) -> None:
    for address in ("/bilanz", "/bilanz.csv", "/beispiele", "/kommunen"):
        assert site.stranger().get(address).headers["location"].startswith("/anmelden")
