"""The page of the lines the paper bears besides its text, what points to it, and the comparison that shows them."""

from __future__ import annotations

from drafting import queries
from tests.site import Site
from tests.web.signatures import change_text

LINES = {"title": "Forderungspapier 2026", "subtitle": "", "date": "Stand: <2026>", "place": "Ulm"}


def test_whoever_edits_changes_title_and_date_and_sees_what_they_were(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    assert browser.get("/papier/angaben").template.name == "papers/details.html"
    for address in ("/papier", "/papier/staende", "/ausgaben"):
        assert 'href="/papier/angaben"' in browser.get(address).text

    refused = browser.post("/papier/angaben", data={**LINES, "title": " "})
    assert refused.status_code == 422
    assert 'id="title-error"' in refused.text
    assert "Stand: &lt;2026&gt;</textarea>" in refused.text
    assert browser.post("/papier/angaben", data=LINES).headers["location"] == "/papier/angaben"

    page = browser.get("/papier/angaben")
    assert "Eingelesen: „Forderungspapier 2025“" in page.text
    assert "<del>Forderungspapier 2025</del> <ins>Forderungspapier 2026</ins>" in page.text
    compared = site.browser("observer").get("/papier/vergleich")
    assert "Im Wortlaut kein Unterschied." in compared.text
    assert "<ins>Stand: &lt;2026&gt;</ins>" in compared.text
    assert "Zeile mit dem Datum: jetzt „Stand: &lt;2026&gt;“" in site.browser("observer").get("/protokoll").text
    assert site.browser("participant").get("/papier/angaben").status_code == 403
    assert site.browser("moderator").post("/papier/angaben", data=LINES).status_code == 403
    assert "/papier/angaben" not in site.browser("participant").get("/papier").text


def test_a_date_of_the_paper_read_in_is_pointed_out_where_it_would_go_out(site: Site) -> None:
    site.import_paper(date="Stand: 2025")
    browser = site.browser("organizer")
    hint = "Auf dem Papier steht noch „Stand: 2025“ von der eingelesenen Fassung."
    assert hint not in browser.get("/brief").text
    change_text(site, "verzichtbar", "entbehrlich")
    for page in ("/brief", "/ausgaben", "/papier/angaben"):
        assert hint in browser.get(page).text
    browser.post("/papier/angaben", data={"date": "Stand: 2026"})
    for page in ("/brief", "/ausgaben"):
        assert "Auf dem Papier steht noch" not in browser.get(page).text


def test_two_who_edit_at_once_do_not_undo_each_other_unasked(site: Site) -> None:
    site.import_paper(date="Stand: 2025")
    browser = site.browser("organizer")
    seen = {"was-title": "Forderungspapier 2025", "was-subtitle": "", "was-date": "Stand: 2025", "was-place": ""}
    typed = {"title": "Forderungspapier 2025", "subtitle": "", "date": "Stand: 2025", "place": ""}
    assert browser.post("/papier/angaben", data={**seen, **typed, "date": "Stand: 2026"}).status_code == 303
    # Another line leaves the date as it is now; the same line is asked about, with what was typed still there.
    assert browser.post("/papier/angaben", data={**seen, **typed, "place": "Ulm"}).status_code == 303
    refused = browser.post("/papier/angaben", data={**seen, **typed, "date": "Stand: 2027"})
    assert refused.status_code == 422
    assert "hat jemand anderes hier „Stand: 2026“ geschrieben" in refused.text
    assert "Stand: 2027</textarea>" in refused.text
    assert 'name="was-date" value="Stand: 2026"' in refused.text
    again = {**seen, "was-date": "Stand: 2026", "was-place": "Ulm", **typed, "place": "Ulm", "date": "Stand: 2027"}
    assert browser.post("/papier/angaben", data=again).status_code == 303
    details = site.look_up(queries.paper_details.get_page, site.conference_id).details
    assert (details.date, details.place) == ("Stand: 2027", "Ulm")
    emptied = {**seen, "was-date": "Stand: 2027", "was-place": "Ulm", **typed, "date": "Stand: 2027", "place": ""}
    assert browser.post("/papier/angaben", data=emptied).status_code == 303
    late = browser.post("/papier/angaben", data={**emptied, "place": "Calw"})
    assert "hat jemand anderes diese Zeile gestrichen" in late.text
