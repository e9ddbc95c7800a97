"""The list of amendments: filters in the address, in place for scripts, and one's own with what became of them."""

from __future__ import annotations

from starlette.testclient import TestClient

from drafting import queries
from tests.site import Site
from tests.web.test_demands import adopt, demand_id
from tests.web.test_papers import propose


def labels(browser: TestClient, address: str) -> list[str]:
    response = browser.get(address)
    assert response.status_code == 200
    return [card.label for card in response.context["page"].cards]


def test_everybody_is_in_the_list_and_ones_own_is_marked(site: Site) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    mine = site.browser("participant").get("/antraege")
    assert "(Ihr Antrag)" in mine.text
    assert "(Ihr Antrag)" not in site.browser("observer").get("/antraege").text
    assert [card.label for card in mine.context["page"].cards] == ["Ä1"]


def test_what_is_still_open_is_shown_first_and_each_state_has_its_address(site: Site) -> None:
    site.import_paper()
    adopt(site, propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"))
    site.propose("moderator")
    observer = site.browser("observer")
    assert labels(observer, "/antraege") == ["Ä2"]
    assert labels(observer, "/antraege?stand=alle") == ["Ä1", "Ä2"]
    assert labels(observer, "/antraege?stand=angenommen") == ["Ä1"]
    assert labels(observer, f"/antraege?forderung={demand_id(site)}") == []
    assert labels(observer, "/antraege?suche=FÜNF") == ["Ä2"]
    assert labels(observer, "/antraege?ort=calw&art=aenderung") == ["Ä2"]
    assert labels(observer, "/antraege?lage=ohne&folge=neueste&stand=alle") == ["Ä2", "Ä1"]


def test_what_an_address_says_that_nobody_understands_is_ignored(site: Site) -> None:
    site.import_paper()
    site.propose("moderator")
    address = "/antraege?stand=x&ag=x&forderung=x&art=x&lage=x&folge=x&ab=x&ab=-3&unfug=1"
    assert labels(site.browser("observer"), address) == ["Ä1"]
    assert labels(site.browser("observer"), f"/antraege?ab={'9' * 40}") == ["Ä1"]
    assert labels(site.browser("observer"), "/antraege?suche=" + "ä" * 500) == []


def test_the_address_of_a_state_is_short_and_leads_to_it_again(site: Site) -> None:
    site.import_paper()
    site.propose("moderator")
    observer = site.browser("observer")
    chosen = observer.get("/antraege?stand=offen&ort=Calw&suche=&art=&lage=ohne&ag=&forderung=").context["chosen"]
    assert chosen.address() == "/antraege?ort=Calw&lage=ohne"
    assert chosen.is_narrowed
    assert observer.get(chosen.address()).context["chosen"] == chosen
    assert observer.get("/antraege").context["chosen"].address() == "/antraege"


def test_what_is_set_is_said_beside_the_count_and_can_be_reset(site: Site) -> None:
    site.import_paper()
    site.propose("moderator")
    text = site.browser("observer").get("/antraege?ort=Calw&lage=ueberschneidung").text
    assert '<p class="results__count" role="status"><b>0 Anträge</b>' in text
    assert "noch offen, Calw, mit Überschneidung" in text
    assert "Zurücksetzen" in text
    assert "Zurücksetzen" not in site.browser("observer").get("/antraege").text


def test_a_script_gets_the_results_alone(site: Site) -> None:
    site.import_paper()
    site.propose("moderator")
    response = site.browser("observer").get("/antraege?ort=Calw", headers={"hx-request": "true"})
    assert response.template.name == "amendments/_results.html"
    assert 'data-address="/antraege?ort=Calw"' in response.text


def test_a_search_word_cannot_break_out_of_the_page(site: Site) -> None:
    site.import_paper()
    response = site.browser("observer").get('/antraege?suche="><script>alert(1)</script>')
    assert "<script>alert" not in response.text


def test_ones_own_are_sorted_by_what_they_need(site: Site) -> None:
    site.import_paper()
    asked = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    decided = propose(site, "alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse")
    open_one = site.propose("participant")
    adopt(site, decided)
    page = site.browser("participant").get("/antraege/meine")
    shown = [[card.id for card in page.context[name]] for name in ("asked", "open", "decided")]
    assert shown == [[asked], [open_one], [decided]]
    assert "Ihre Antwort wird gebraucht" in page.text
    assert "Sie haben noch keinen Antrag gestellt." in site.browser("observer").get("/antraege/meine").text


def test_the_way_back_from_ones_own_leads_to_all_of_ones_own(site: Site) -> None:
    site.import_paper()
    amendment = site.propose("participant")
    assert 'class="top__back" href="/antraege/meine"' in site.browser("participant").get(f"/antraege/{amendment}").text
    assert 'class="top__back" href="/forderungen/' in site.browser("observer").get(f"/antraege/{amendment}").text


def test_the_page_tells_what_became_of_it(site: Site) -> None:
    site.import_paper()
    amendment = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    adopt(site, amendment)
    text = site.browser("participant").get(f"/antraege/{amendment}").text
    assert "Was wurde aus Ä1?" in text
    assert "Übernommen: Forderung\u00a01, Satz\u00a01" in text
    assert "Ihr Wortlaut, so steht er im Papier" in text
    assert site.look_up(queries.amendments.get_card, amendment).state == "taken_over"
