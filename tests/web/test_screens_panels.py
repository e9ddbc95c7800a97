"""Several walls: each panel's shows its polls alone, the plenary's keeps its own and lists the panels' otherwise."""

from __future__ import annotations

import re

from drafting import queries, services
from drafting.rules.lifecycle import Choice
from drafting.services.asking import Terms
from tests.site import Site
from tests.web.test_screens import cast, make_link, see, words


def in_panel(site: Site, name: str) -> str:
    """A panel in which the participant votes; returns its id."""
    person = {"municipality": "Stadt Ulm", "panel": name, "actor": "system"}
    member = site.do(services.people.add_person, site.conference_id, name=f"Mitglied {name}", **person)
    site.do(services.people.check_in, member, actor=member)
    site.people[name] = member
    panels = site.look_up(queries.people.list_people, site.conference_id).panels
    return next(str(panel.id) for panel in panels if panel.name == name)


def ask_test(site: Site, title: str, panel_id: str | None = None) -> str:
    leader = site.people["organizer" if panel_id else "moderator"]
    given = {"actor": leader, "title": title, "terms": Terms(panel_id=panel_id)}
    poll = site.do(services.hall_questions.ask_test, site.conference_id, **given)
    site.do(services.polls.open_poll, poll, actor=leader)
    return str(poll)


def close(site: Site, poll: str) -> None:
    site.do(services.polls.close_poll, poll, actor=site.people["organizer"])


def make_panel_link(site: Site, panel_id: str) -> str:
    moderator = site.people["moderator"]
    return str(site.do(services.screens.renew_link, site.conference_id, actor=moderator, panel_id=panel_id))


def test_the_wall_of_a_panel_shows_its_polls_and_no_others(site: Site) -> None:
    law, staff = in_panel(site, "AG Recht"), in_panel(site, "AG Personal")
    token = make_panel_link(site, law)
    assert "AG Recht" in see(site, token)
    ask_test(site, "Frage der anderen", staff)
    ask_test(site, "Frage an alle")
    assert "Frage" not in see(site, token)
    poll = ask_test(site, "Frage an uns", law)
    ask_test_again = see(site, token)
    assert "Frage an uns" in ask_test_again
    cast(site, poll, **{"AG Recht": Choice.YES})
    assert "1 von 1 haben abgestimmt" in words(see(site, token, "foot"))


def test_the_wall_of_the_plenary_keeps_its_question_whatever_panels_do(site: Site) -> None:
    token, law = make_link(site), in_panel(site, "AG Recht")
    ask_test(site, "Frage an alle")
    other = ask_test(site, "Frage der AG", law)
    assert "Frage an alle" in see(site, token)
    close(site, other)
    assert "Frage an alle" in see(site, token)


def test_several_panels_that_vote_at_once_stand_in_a_list_each_with_its_count_and_clock(site: Site) -> None:
    token = make_link(site)
    law, staff = in_panel(site, "AG Recht"), in_panel(site, "AG Personal")
    ask_test(site, "Erste Frage", law)
    second = ask_test(site, "Zweite Frage", staff)
    assert "Abstimmungen der Arbeitsgruppen" in see(site, token)
    foot = see(site, token, "foot")
    assert re.findall("AG [A-Z][a-z]+|[A-Z][a-z]+ Frage", words(foot)) == [
        "AG Recht",
        "Erste Frage",
        "AG Personal",
        "Zweite Frage",
    ]
    assert foot.count("data-until") == 2
    cast(site, second, **{"AG Personal": Choice.YES})
    assert words(see(site, token, "foot")).count("0 von 1 haben abgestimmt") == 1
    assert "1 Ja" not in words(see(site, token, "foot"))
    close(site, second)
    closed = words(see(site, token, "foot"))
    assert closed.index("AG Recht") < closed.index("AG Personal") < closed.index("1 Ja")


def test_the_link_of_a_panel_is_made_renewed_and_ended_by_itself(site: Site) -> None:
    moderator, law = site.browser("moderator"), in_panel(site, "AG Recht")
    plenary = make_link(site)
    moderator.post("/saal", data={"ag": law})
    links = moderator.get("/saal").context["links"]
    assert [(link.name, bool(link.token)) for link in links] == [("", True), ("AG Recht", True)]
    assert links[0].token == plenary
    moderator.post("/saal/beenden", data={"ag": law})
    assert site.stranger().get(f"/saal/{links[1].token}").status_code == 404
    assert site.stranger().get(f"/saal/{plenary}").status_code == 200
    assert moderator.post("/saal", data={"ag": "egal"}).status_code == 404
