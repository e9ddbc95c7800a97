"""Panels recommend or decide, the report of one, and what is left when time runs out."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.models import Membership
from drafting.rules.lifecycle import Choice, Phase
from tests.site import Site
from tests.web.test_boards import find_demand


@pytest.fixture
def panel(site: Site) -> str:
    """A panel with the only section, moderated by the moderator, everybody being in it."""
    site.import_paper()
    panel_id: str = site.do(services.conferences.add_panel, site.conference_id, name="AG Recht", actor="system")
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    site.do(
        services.panels.change,
        panel_id,
        name="AG Recht",
        decides=False,
        section_ids=[section],
        actor=site.people["organizer"],
    )
    with site.database.write() as work:
        for role in ("moderator", "participant"):
            work.session.add(Membership(person_id=site.people[role], panel_id=panel_id, moderates=role == "moderator"))
    return panel_id


def vote_in(site: Site, panel_id: str, amendment_id: str, *choices: Choice) -> str:
    """Let the panel vote, opened and closed at the desk; returns the poll's id."""
    browser = site.browser("moderator")
    opened = browser.post(f"/leitung/antraege/{amendment_id}/abstimmen", data={"ag": panel_id})
    poll_id = opened.headers["location"].rsplit("/", 1)[1]
    for role, choice in zip(("moderator", "participant"), choices, strict=False):
        site.do(services.polls.cast, poll_id, choice, actor=site.people[role])
    browser.post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    return str(poll_id)


def test_a_panels_vote_recommends_in_words_everywhere(site: Site, panel: str) -> None:
    amendment_id = site.propose("participant", "fünf Kommunen")
    opened = site.browser("moderator").post(f"/leitung/antraege/{amendment_id}/abstimmen", data={"ag": panel})
    poll_id = opened.headers["location"].rsplit("/", 1)[1]
    assert "das Plenum entscheidet" in site.browser("participant").get(f"/abstimmungen/{poll_id}").text
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    site.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/schliessen")

    result = site.browser("participant").get(f"/abstimmungen/{poll_id}").text
    assert "Empfohlen: annehmen" in result
    assert "So würde es im Papier stehen" in result
    assert (
        "AG Recht empfiehlt: annehmen (1 Ja, 0 Nein)"
        in site.browser("participant").get(f"/forderungen/{find_demand(site)}").text
    )
    left = site.browser("organizer").get("/leitung").context["left"]
    assert [line.labels for line in left.demands[0].together] == ["Ä1"]


def test_somebody_against_makes_the_plenary_vote(site: Site, panel: str) -> None:
    vote_in(site, panel, site.propose("participant", "fünf Kommunen"), Choice.YES, Choice.NO)
    left = site.browser("organizer").get("/leitung?ag=").context["left"]
    assert (left.together_count, left.single_count) == (0, 1)


def test_taking_over_in_a_recommending_panel_says_that_the_plenary_decides(site: Site, panel: str) -> None:
    amendment_id = site.propose("participant", "fünf Kommunen")
    response = site.browser("moderator").post(f"/leitung/antraege/{amendment_id}/uebernehmen")
    assert "Das%20Plenum%20entscheidet" in response.headers["set-cookie"]
    assert site.look_up(queries.amendments.get_card, amendment_id).state == "open"


def test_the_moderators_desk_is_that_of_their_panel(site: Site, panel: str) -> None:
    assert site.browser("moderator").get("/leitung").context["page"].panel_id == panel
    assert site.browser("moderator").get("/leitung?ag=").context["page"].panel_id == ""
    assert site.browser("organizer").get("/leitung").context["page"].panel_id == ""
    assert site.browser("moderator").get("/leitung?ag=egal").status_code == 404


def test_organizers_say_whether_a_panel_decides(site: Site, panel: str) -> None:
    browser = site.browser("organizer")
    section = site.look_up(queries.panels.get_panels, site.conference_id).sections[0].id
    data = {"name": "AG 1", "wort": "entscheidet", "abschnitt": [section]}
    assert browser.post(f"/arbeitsgruppen/{panel}", data=data).status_code == 303
    page = browser.get("/arbeitsgruppen").context["page"]
    assert [(row.name, row.decides, row.members, row.moderators) for row in page.panels] == [("AG 1", True, 2, 1)]
    assert page.sections[0].panel_id == panel
    assert browser.post(f"/arbeitsgruppen/{panel}", data={"name": "AG 1", "wort": "empfiehlt"}).status_code == 303
    assert browser.get("/arbeitsgruppen").context["page"].sections[0].panel_id == ""


def test_a_panel_without_a_name_or_with_anothers_comes_back_as_it_was_typed(site: Site, panel: str) -> None:
    browser = site.browser("organizer")
    assert browser.post("/arbeitsgruppen", data={"neu": "AG Personal"}).status_code == 303
    for data, words in (
        ({"name": " ", "wort": "entscheidet"}, "Bitte geben Sie der Arbeitsgruppe einen Namen."),
        ({"name": "AG Personal", "wort": "entscheidet"}, "So heißt schon eine andere Arbeitsgruppe."),
        ({"name": "AG 1", "wort": "egal"}, "AG 1"),
    ):
        response = browser.post(f"/arbeitsgruppen/{panel}", data=data)
        assert response.status_code == 422
        assert words in response.text
    assert browser.post("/arbeitsgruppen", data={"neu": " "}).status_code == 422
    assert browser.post("/arbeitsgruppen/egal", data={"name": "X", "wort": "empfiehlt"}).status_code == 404
    assert site.browser("moderator").get("/arbeitsgruppen").status_code == 403
    data = {"name": "X", "wort": "empfiehlt"}
    assert site.browser("moderator").post(f"/arbeitsgruppen/{panel}", data=data).status_code == 403


def test_the_report_says_what_changed_what_is_disputed_and_what_is_left(site: Site, panel: str) -> None:
    changed = site.propose("participant", title="Digitalcheck vorschreiben")
    site.do(services.amendments.take_over, changed, actor=site.people["organizer"])
    vote_in(site, panel, site.propose("participant", "fünf Kommunen"), Choice.YES, Choice.YES)
    site.propose("moderator", "vier Kommunen")

    report = site.browser("moderator").get(f"/leitung/bericht?ag={panel}").context["report"]

    assert (report.adopted, report.open, report.polls) == (1, 2, 1)
    assert [(each.number, each.brought_by) for each in report.changed] == [("2", ("Ä1",))]
    assert [each.line.labels for each in report.disputed] == ["Ä2", "Ä3"]
    assert report.close == ()
    assert [line.labels for each in report.singly for line in each.lines] == ["Ä2", "Ä3"]
    assert site.browser("participant").get("/leitung/bericht").status_code == 403


def test_when_time_runs_out_a_page_says_how_many_and_ends_them(site: Site, panel: str) -> None:
    waiting, left = site.propose("participant", "fünf Kommunen"), site.propose("moderator", "vier Kommunen")
    vote_in(site, panel, waiting, Choice.YES)
    browser, address = site.browser("moderator"), f"/leitung/schluss?ag={panel}"
    page = browser.get(address).context["page"]
    assert (page.total, page.waiting, page.may_close) == (1, 1, True)
    refused = browser.post("/leitung/schluss", data={"ag": panel, "wo": ""})
    assert refused.status_code == 422
    assert refused.context["form"].error("wo")
    assert browser.post("/leitung/schluss", data={"ag": "", "wo": "Freitag"}).status_code == 403
    assert browser.post("/leitung/schluss", data={"ag": panel, "wo": "Freitagsrunde"}).status_code == 303
    card = site.look_up(queries.amendments.get_card, left)
    assert card.state == "not_dealt_with"
    assert "Freitagsrunde" in site.browser("participant").get(f"/antraege/{left}").text
    assert site.look_up(queries.amendments.get_card, waiting).is_open


def test_closing_is_refused_while_a_vote_runs_and_keeps_what_was_typed(site: Site, panel: str) -> None:
    site.browser("moderator").post(
        f"/leitung/antraege/{site.propose('participant', 'fünf Kommunen')}/abstimmen", data={"ag": panel}
    )
    response = site.browser("organizer").post("/leitung/schluss", data={"ag": "", "wo": "Freitagsrunde"})
    assert response.status_code == 409
    assert 'value="Freitagsrunde"' in response.text


def test_entering_the_closing_phase_tells_how_many_are_left(site: Site) -> None:
    site.import_paper()
    site.propose("participant", "fünf Kommunen")
    browser = site.browser("organizer")
    response = browser.post("/phase", data={"phase": Phase.CLOSING.value})
    assert "1%20Antrag%20ist%20noch%20nicht%20entschieden" in response.headers["set-cookie"]
    assert "/leitung/schluss" in browser.get("/").text
