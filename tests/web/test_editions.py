"""Editions on pages: frozen with a name, and any two states of the paper compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from drafting import queries, services
from drafting.models import DemandVersion, Visit, now
from drafting.web.dates import name_edition
from tests.site import Site
from tests.web.test_demands import adopt, demand_id
from tests.web.test_papers import propose


def test_an_organizer_freezes_the_paper_with_a_proposed_name(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    page = browser.get("/papier/staende")
    assert page.context["proposed"] in page.text
    assert browser.post("/papier/staende", data={"name": " "}).status_code == 422

    answers = [browser.post("/papier/staende", data={"name": "Mittwoch, 18 Uhr"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    after = browser.get("/papier/staende")
    assert [edition.name for edition in after.context["editions"]] == ["Eingelesen", "Mittwoch, 18 Uhr"]
    adopt(site, propose(site, "alle Schriftform", "sämtliche Schriftform"))
    taken = browser.post("/papier/staende", data={"name": "Mittwoch, 18 Uhr"})
    assert taken.status_code == 422
    assert "So heißt schon" in taken.text


def test_others_see_the_editions_and_freeze_none(site: Site) -> None:
    site.import_paper()
    browser = site.browser("participant")
    assert "<form" not in browser.get("/papier/staende").text.split("<main")[1]
    assert browser.post("/papier/staende", data={"name": "Meiner"}).status_code == 403


def test_without_a_paper_there_is_nothing_to_compare(site: Site) -> None:
    assert site.browser("participant").get("/papier/staende").status_code == 404
    assert site.browser("participant").get("/papier/vergleich").status_code == 404


def test_the_name_says_day_and_hour() -> None:
    assert name_edition(datetime(2025, 11, 5, 17, 0, tzinfo=UTC)) == "Mittwoch, 18 Uhr"
    assert name_edition(datetime(2025, 11, 5, 17, 5, tzinfo=UTC)) == "Mittwoch, 18.05 Uhr"


def test_the_paper_is_compared_with_what_was_read_in(site: Site) -> None:
    site.import_paper()
    adopt(site, propose(site, "alle Schriftform", "sämtliche Schriftform"))
    browser = site.browser("observer")

    page = browser.get("/papier/vergleich")

    comparison = page.context["comparison"]
    assert (comparison.before.key, comparison.after.key) == ("import", "jetzt")
    assert [(change.label, change.change) for change in comparison.changes] == [("Forderung 1", "changed")]
    assert comparison.unchanged == 1
    assert "<del>alle</del> <ins>sämtliche</ins>" in page.text
    side = browser.get("/papier/vergleich?von=import&bis=jetzt&art=synopse").text
    assert 'class="syn text"' in side
    assert browser.get("/papier/vergleich?von=nichts&bis=jetzt").status_code == 404
    assert browser.get("/papier/vergleich?von=besuch&bis=jetzt").status_code == 404


def test_the_paper_says_what_has_changed_since_the_last_visit(site: Site) -> None:
    site.import_paper()
    browser, person = site.browser("participant"), site.people["participant"]
    assert "letzten Besuch" not in browser.get("/papier").text
    with site.database.write() as work:
        earlier = now() - timedelta(hours=2)
        work.session.execute(update(Visit).where(Visit.person_id == person).values(seen_at=earlier))
        work.session.execute(update(DemandVersion).values(created_at=earlier - timedelta(hours=1)))
    adopt(site, propose(site, "alle Schriftform", "sämtliche Schriftform"))

    page = browser.get("/papier")

    assert "1 Forderung geändert" in page.text
    again = browser.get(f"/forderungen/{demand_id(site)}")  # reading on is the same visit
    assert again.status_code == 200
    assert "1 Forderung geändert" in browser.get("/papier").text
    comparison = browser.get("/papier/vergleich?von=besuch&bis=jetzt").context["comparison"]
    assert [change.change for change in comparison.changes] == ["changed"]
    with site.database.read() as session:
        visit = session.get_one(Visit, person)
        assert visit.previous_at == earlier
        assert visit.seen_at > now() - timedelta(minutes=1)


def test_a_reader_is_noted_at_most_once_a_minute(site: Site) -> None:
    site.import_paper()
    person = site.people["participant"]
    site.do(services.visits.note, person)
    first = site.look_up(lambda session: session.get_one(Visit, person).seen_at)
    site.browser("participant").get("/papier")
    assert site.look_up(lambda session: session.get_one(Visit, person).seen_at) == first
    assert not site.look_up(queries.visits.get_visit, person).is_due
