"""Coming and going: by oneself, by list, and by the badge at the door."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.models import Person
from drafting.web.cards import draw_qr
from tests.site import Site


def is_present(site: Site, role: str) -> bool:
    return bool(site.look_up(queries.people.view_as, site.people[role]).is_present)


@pytest.fixture
def gone(site: Site) -> Site:
    """A conference whose participant is not there."""
    site.do(services.people.check_out, site.people["participant"], actor="system")
    return site


def read_badge(site: Site, role: str) -> str:
    with site.database.read() as session:
        return session.get_one(Person, site.people[role]).badge


def test_one_comes_and_goes_by_oneself(gone: Site) -> None:
    browser = gone.browser("participant")
    browser.post("/anwesenheit")
    assert is_present(gone, "participant")
    assert "Ich gehe" in browser.get("/").text
    browser.post("/anwesenheit", data={"da": "nein"})
    assert not is_present(gone, "participant")


def test_who_goes_during_a_vote_is_told_that_it_still_counts_them(site: Site) -> None:
    site.import_paper()
    poll = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    browser = site.browser("participant")
    browser.post("/anwesenheit", data={"da": "nein"})
    page = browser.get("/")
    assert "In der laufenden Abstimmung zählt Ihre Stimme noch" in page.text
    # Though they are gone, the page knows that this vote is theirs.
    assert f'data-rolls="{poll}"' in page.text
    assert f'data-rolls="{poll}"' not in site.browser("observer").get("/").text
    site.do(services.polls.close_poll, poll, actor=site.people["moderator"])
    browser.post("/anwesenheit")
    browser.post("/anwesenheit", data={"da": "nein"})
    assert "stimmen nicht mehr mit ab" in browser.get("/").text


@pytest.mark.parametrize("prefix", ["", "https://konferenz.example/schild/"])
def test_a_scanned_badge_checks_in_and_the_field_is_ready_for_the_next(gone: Site, prefix: str) -> None:
    badge = prefix + read_badge(gone, "participant")
    response = gone.browser("moderator").post("/anwesenheit/schild", data={"schild": badge})
    assert response.status_code == 303
    assert is_present(gone, "participant")
    page = gone.browser("moderator").get(response.headers["location"])
    assert "Person participant, Stadt Calw ist da." in page.text
    assert "autofocus" in page.text


@pytest.mark.parametrize("badge", ["", "gibt-es-nicht"])
def test_an_unknown_badge_is_said(gone: Site, badge: str) -> None:
    response = gone.browser("moderator").post("/anwesenheit/schild", data={"schild": badge})
    assert response.status_code == 422
    assert response.context["form"].error("schild")


def test_a_moderator_checks_people_in_by_list(gone: Site) -> None:
    moderator = gone.browser("moderator")
    page = moderator.get("/anwesenheit/liste?suche=participant")
    assert [row.name for row in page.context["page"].rows] == ["Person participant"]
    address = f"/anwesenheit/{gone.people['participant']}"
    moderator.post(address, data={"da": "ja", "weiter": "/anwesenheit/liste?suche=participant"})
    assert is_present(gone, "participant")
    moderator.post(address, data={"da": "nein"})
    assert not is_present(gone, "participant")


@pytest.mark.parametrize("address", ["/anwesenheit/schild", "/anwesenheit/egal"])
def test_nobody_else_checks_others_in(site: Site, address: str) -> None:
    assert site.browser("participant").post(address, data={"schild": "x"}).status_code == 403
    assert site.browser("participant").get("/anwesenheit/liste").status_code == 403


@pytest.mark.parametrize("typed", ["{}", "https://konferenz.example/schild/{}", "httpsÖ--konferenz.example-schild-{}"])
def test_a_scanner_set_to_american_keys_is_understood(gone: Site, typed: str) -> None:
    badge = typed.format(read_badge(gone, "participant").translate(str.maketrans("yzYZ-_", "zyZYß?")))
    assert gone.browser("moderator").post("/anwesenheit/schild", data={"schild": badge}).status_code == 303
    assert is_present(gone, "participant")


def test_somebody_who_is_there_already_is_said_to_be(site: Site) -> None:
    response = site.browser("moderator").post("/anwesenheit/schild", data={"schild": read_badge(site, "participant")})
    page = site.browser("moderator").get(response.headers["location"])
    assert "Person participant, Stadt Calw ist schon da, seit" in page.text


def test_a_blocked_badge_is_said_to_be(gone: Site) -> None:
    lost = read_badge(gone, "participant")
    response = gone.browser("organizer").post(
        "/personen/schilder/ersetzen", data={"person": gone.people["participant"]}
    )
    assert response.headers["location"].startswith("/personen/schilder/druck?person=")
    for address in ("/anwesenheit/schild", f"/schild/{lost}"):
        refused = gone.browser("moderator").post(address, data={"schild": lost})
        assert refused.status_code == 422
        assert "ist gesperrt: Person participant hat ein neues." in refused.text
    assert not is_present(gone, "participant")


def test_a_camera_shows_whose_badge_it_is_and_one_tap_checks_in(gone: Site) -> None:
    address = "/schild/" + read_badge(gone, "participant")
    moderator = gone.browser("moderator")
    page = moderator.get(address)
    assert page.template.name == "badges/scanned.html"
    assert page.context["badge"].name == "Person participant"
    assert not is_present(gone, "participant")
    assert "Person participant, Stadt Calw ist da." in moderator.post(address).text
    assert is_present(gone, "participant")
    assert "schon da" in moderator.get(address).text


def test_whoever_finds_a_badge_does_not_learn_whose_it_is(gone: Site) -> None:
    address = "/schild/" + read_badge(gone, "participant")
    assert gone.stranger().get(address).headers["location"].startswith("/anmelden")
    assert "Person participant" not in gone.browser("observer").get(address).text
    assert gone.browser("observer").post(address).status_code == 403
    assert gone.browser("participant").get(address).context["is_own"]


def test_badges_are_printed_for_all_for_a_panel_or_for_some(site: Site) -> None:
    organizer = site.browser("organizer")
    site.do(
        services.people.add_person,
        site.conference_id,
        name="Ada Anders",
        municipality="Stadt Ulm",
        panel="AG 1",
        actor="system",
    )
    (panel,) = organizer.get("/personen/schilder").context["page"].panels

    def names(query: str) -> list[str]:
        page = organizer.get(f"/personen/schilder/druck{query}")
        assert page.template.name == "badges/sheets.html"
        return [printed.badge.name for printed in page.context["badges"]]

    assert names("") == ["Ada Anders", "Person moderator", "Person observer", "Person organizer", "Person participant"]
    assert names(f"?ag={panel.id}") == ["Ada Anders"]
    assert names(f"?person={site.people['observer']}") == ["Person observer"]
    assert site.browser("moderator").get("/personen/schilder/druck").status_code == 403


def test_a_printed_badge_checks_in_and_never_signs_in(site: Site) -> None:
    badge = read_badge(site, "participant")
    page = site.browser("organizer").get("/personen/schilder/druck")
    assert draw_qr(f"{site.app.state.settings.base_url.rstrip('/')}/schild/{badge}") in page.text
    assert site.stranger().post(f"/anmelden/{badge}").status_code == 403
