"""The overview each role sees first, and the phases."""

from __future__ import annotations

import pytest

from tests.site import ROLES, Site


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("with_paper", [False, True])
def test_everybody_has_an_overview(site: Site, role: str, with_paper: bool) -> None:
    if with_paper:
        site.import_paper()
        site.propose("participant")
    response = site.browser(role).get("/")
    assert response.status_code == 200
    desk = role in {"organizer", "moderator"}
    assert response.template.name == ("conferences/desk.html" if desk else "conferences/show.html")


def test_an_organizer_enters_another_phase(site: Site) -> None:
    browser = site.browser("organizer")
    assert browser.post("/phase", data={"phase": "decision"}).status_code == 303
    assert browser.get("/").context["overview"].phase == "decision"


def test_a_phase_nobody_knows_changes_nothing(site: Site) -> None:
    browser = site.browser("organizer")
    assert browser.post("/phase", data={"phase": "party"}).status_code == 303
    assert browser.get("/").context["overview"].phase == "preparation"


def test_participants_see_no_tasks(site: Site) -> None:
    assert site.browser("organizer").get("/").context["overview"].tasks
    assert not site.browser("participant").get("/").context["overview"].tasks


def test_the_task_of_an_organizer_leads_to_a_page(site: Site) -> None:
    context = site.browser("organizer").get("/").context
    for task in context["overview"].tasks:
        address = context["task_addresses"].get(task.key, "/")
        assert site.browser("organizer").get(address).status_code == 200, task.key
