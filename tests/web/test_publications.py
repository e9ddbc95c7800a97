"""Preparing the public page: what is missing is said, wrong input is kept, one button tells the authors."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from drafting import queries, services
from drafting.models import Notice, Publication
from drafting.rules.publishing import PublicationState
from tests.site import Site

FIELDS = {
    "slug": "papier-2025",
    "title": "Gemeinsame Forderungen",
    "introduction": "Worum es geht.",
    "shows_votes": "ja",
    "formats": "docx",
    "tag": "2099-01-01",
    "uhrzeit": "10:00",
}


def begin(site: Site) -> str:
    paper = site.import_paper()
    edition = site.do(services.papers.freeze_edition, paper, name="Beschluss", actor=site.people["organizer"])
    answer = site.browser("organizer").post("/veroeffentlichung", data={"edition": edition})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def fields(site: Site, **typed: str) -> dict[str, str]:
    edition = site.look_up(queries.publications.list_publications, site.conference_id).editions[0].id
    return {"edition": edition, **FIELDS, "tag": "", "uhrzeit": "", **typed}


def state(site: Site) -> PublicationState:
    found: PublicationState = site.look_up(queries.publications.list_publications, site.conference_id).rows[0].state
    return found


def test_without_a_paper_or_a_state_the_page_says_what_to_do(site: Site) -> None:
    organizer = site.browser("organizer")
    assert "/einlesen" in organizer.get("/veroeffentlichung").text
    site.import_paper()
    assert "/papier/staende" in organizer.get("/veroeffentlichung").text
    refused = organizer.post("/veroeffentlichung", data={"edition": "keiner"})
    assert (refused.status_code, refused.context["form"].error("edition") != "") == (422, True)


def test_a_page_is_prepared_and_published(site: Site) -> None:
    address = begin(site)
    organizer = site.browser("organizer")
    assert organizer.post(address, data=fields(site)).status_code == 303
    page = organizer.get(address)
    assert page.template.name == "publications/show.html"
    assert 'value="papier-2025"' in page.text
    assert organizer.post(f"{address}/freigeben").status_code == 303
    assert state(site) is PublicationState.OPEN
    assert "/oeffentlich/papier-2025" in organizer.get(address).text
    assert "/oeffentlich/papier-2025" in organizer.get("/veroeffentlichung").text
    assert "Öffentliche Seite veröffentlicht" in organizer.get("/protokoll").text


def test_what_is_typed_and_not_kept_yet_is_published_as_well(site: Site) -> None:
    address = begin(site)
    organizer = site.browser("organizer")
    strange = organizer.post(f"{address}/freigeben", data=fields(site, tag="übermorgen"))
    assert (strange.status_code, strange.context["form"].error("tag") != "") == (422, True)
    assert state(site) is PublicationState.DRAFT
    assert organizer.post(f"{address}/freigeben", data=fields(site, tag="2027-07-01")).status_code == 303
    assert state(site) is PublicationState.WAITING
    assert "Gemeinsame Forderungen" in organizer.get(address).text


def test_a_moment_is_shown_where_the_conference_is(site: Site) -> None:
    address = begin(site)
    organizer = site.browser("organizer")
    assert organizer.post(address, data=fields(site, tag="2027-07-01", uhrzeit="10:30")).status_code == 303
    page = organizer.get(address)
    assert 'value="2027-07-01"' in page.text
    assert 'value="10:30"' in page.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"slug": "Über uns"}, "slug"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"introduction": "x" * 3001}, "introduction"),
        ({"contact": "x" * 601}, "contact"),
        ({"tag": "morgen"}, "tag"),
        ({"uhrzeit": "10:00"}, "tag"),
        ({"edition": "keiner"}, "edition"),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_nothing_is_lost(
    site: Site, typed: dict[str, str], field: str
) -> None:
    address = begin(site)
    answer = site.browser("organizer").post(address, data=fields(site, **{"introduction": "Worum es geht.", **typed}))
    assert answer.status_code == 422
    assert answer.context["form"].error(field)
    assert "Worum es geht." in answer.text or field == "introduction"


def test_whoever_does_not_know_is_listed_and_told_by_one_button(site: Site) -> None:
    address = begin(site)
    amendment = site.propose("participant")
    site.do(services.amendments.take_over, amendment, actor=site.people["moderator"])
    with site.database.write() as work:
        work.session.execute(delete(Notice))
    organizer = site.browser("organizer")
    page = organizer.get(address)
    assert "Person participant" in page.text
    assert f"{address}/benachrichtigen" in page.text
    assert f"{address}/freigeben" not in page.text
    refused = organizer.post(f"{address}/freigeben", data={"told_otherwise": "ja"})
    assert (refused.status_code, "Ä1" in refused.text) == (409, True)

    assert organizer.post(f"{address}/benachrichtigen").status_code == 303

    asked = organizer.post(f"{address}/freigeben")
    assert (asked.status_code, asked.context["checked"].error("told_otherwise") != "") == (422, True)
    assert "Übernommen ohne Abstimmung" in site.browser("participant").get("/mitteilungen").text
    site.do(services.notices.mark_read, actor=site.people["participant"])
    assert organizer.post(f"{address}/freigeben").status_code == 303
    assert state(site) is PublicationState.OPEN


def test_everything_is_for_organizers(site: Site) -> None:
    address = begin(site)
    for role in ("moderator", "participant", "observer"):
        browser = site.browser(role)
        for path in ("/veroeffentlichung", address, f"{address}/presse"):
            assert browser.get(path).status_code == 403
        for act in ("", "/benachrichtigen", "/freigeben", "/zurueckziehen", "/verwerfen", "/presse"):
            assert browser.post(f"{address}{act}", data={}).status_code == 403
    assert state(site) is PublicationState.DRAFT


def test_a_page_is_withdrawn_and_a_prepared_one_discarded(site: Site) -> None:
    address = begin(site)
    organizer = site.browser("organizer")
    refused = organizer.post(f"{address}/zurueckziehen", data={"note": "Zu früh."})
    assert refused.status_code == 409
    organizer.post(f"{address}/freigeben")
    assert organizer.post(f"{address}/verwerfen").status_code == 409
    assert organizer.post(f"{address}/zurueckziehen", data={"note": "x" * 501}).status_code == 422
    assert organizer.post(f"{address}/zurueckziehen", data={"note": "Zu früh."}).status_code == 303
    assert "Zu früh." in organizer.get(address).text
    edition = site.look_up(queries.publications.list_publications, site.conference_id).editions[0].id
    other = organizer.post("/veroeffentlichung", data={"edition": edition}).headers["location"]
    assert organizer.post(f"{other}/verwerfen").status_code == 303
    assert organizer.get(other).status_code == 404


def test_the_press_version_is_proposed_kept_and_refused_by_the_field(site: Site) -> None:
    address = f"{begin(site)}/presse"
    organizer = site.browser("organizer")
    proposed = organizer.get(address)
    assert "2 Forderungen" in proposed.text
    assert organizer.get(address.replace("/presse", "/vorschau/presse")).status_code == 404
    typed = {"headline": "Weniger Papier", "quote": "Endlich.", "demand1": "Schriftform\nWeg damit."}
    refused = organizer.post(address, data=typed)
    assert (refused.status_code, refused.context["form"].error("speaker") != "") == (422, True)
    assert "Weg damit." in refused.text
    typed |= {"speaker": "Berta Berg, OB", "releaser": "Lars Leise"}
    assert organizer.post(address, data=typed).status_code == 303
    assert "Lars Leise" in organizer.get(address).text
    preview = organizer.get(address.replace("/presse", "/vorschau/presse")).text
    assert "Weniger Papier" in preview
    assert "Lars Leise" not in preview
    # A number that was typed and is not true any more is pointed out, once signatories are shown at all.
    typed |= {"lead": "Drei Kommunen haben ihn mitgezeichnet."}
    assert organizer.post(address, data=typed).status_code == 303
    assert "Jetzt gilt: „Niemand hat ihn mitgezeichnet.“" in organizer.get(address).text
    with site.database.write() as work:
        work.session.scalars(select(Publication)).one().shows_signatories = False
    assert "eine andere Zahl der Mitzeichnenden" not in organizer.get(address).text


def test_the_letter_leads_there(site: Site) -> None:
    site.import_paper()
    assert "/veroeffentlichung" in site.browser("organizer").get("/brief").text
