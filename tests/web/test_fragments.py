"""From event to partial: what changes with what, who may watch it, and that it holds nothing personal."""

from __future__ import annotations

import asyncio
import dataclasses

from drafting import events, queries, services
from drafting.rules.lifecycle import Choice
from drafting.web.fragments import FRAGMENTS, Painter, find_fragment, list_changed, may_watch, paint
from drafting.web.live import Topic
from tests.phone import Phone
from tests.running import run_async
from tests.site import Site


def test_every_fragment_follows_events_that_have_its_key() -> None:
    for fragment in FRAGMENTS:
        assert fragment.after
        for event in fragment.after:
            names = {field.name for field in dataclasses.fields(event)}
            assert not fragment.key or fragment.key in names, (fragment.name, event)


def test_a_name_stands_for_one_fragment_and_its_key() -> None:
    found = find_fragment("participation-a-b_c")
    assert found is not None
    assert (found[0].name, found[1]) == ("participation", "a-b_c")
    assert find_fragment("now-abc") is None
    assert find_fragment("unbekannt") is None


def test_an_event_names_the_elements_it_changes() -> None:
    changed = list_changed(events.BallotCast(conference_id="c", poll_id="p"))
    assert "participation-p" in changed
    assert "now" not in changed


def test_only_moderators_watch_the_desk(site: Site) -> None:
    for role, allowed in (("moderator", True), ("organizer", True), ("participant", False)):
        viewer = site.browser(role).get("/").context["viewer"]
        assert may_watch(viewer, "desk") is allowed
        assert may_watch(viewer, "now")


def test_a_partial_shows_how_many_have_voted_and_nothing_else(site: Site) -> None:
    site.import_paper()
    amendment_id = site.propose("participant")
    poll_id = site.do(services.polls.open_now, amendment_id, actor=site.people["moderator"])
    site.do(services.polls.cast, poll_id, Choice.NO, actor=site.people["participant"])
    topic = Topic(site.conference_id, "de", f"participation-{poll_id}")
    html = site.look_up(paint, [topic])[topic].decode()
    assert ">1</b>" in html
    assert "Nein" not in html
    assert "Person" not in html


def test_a_partial_is_said_in_the_language_of_its_readers(site: Site) -> None:
    site.import_paper()
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    topics = [Topic(site.conference_id, language, "now") for language in ("de", "en")]
    states = site.look_up(paint, topics)
    assert "Jetzt abstimmen" in states[topics[0]].decode()
    assert "Vote now" in states[topics[1]].decode()
    assert site.look_up(queries.polls.get_poll, poll_id).state == "open"


def test_what_does_not_exist_is_left_out(site: Site) -> None:
    assert site.look_up(paint, [Topic(site.conference_id, "de", "participation-egal")]) == {}


def test_another_conference_learns_nothing_of_a_poll(site: Site) -> None:
    site.import_paper()
    site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    other = site.do(services.conferences.create, name="Andere")
    topic = Topic(other, "de", "now")
    assert "Jetzt abstimmen" not in site.look_up(paint, [topic])[topic].decode()


def test_a_vote_reaches_everyone_who_is_reading(site: Site) -> None:
    site.import_paper()
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    topic = Topic(site.conference_id, "de", f"participation-{poll_id}")

    async def scene() -> None:
        hub = site.app.state.hub
        painter = Painter(hub, site.app.state.workers, tick=0)
        await painter.prepare([topic])
        phone = Phone(hub, topic)
        await phone.wait_for(">0</b>")
        task = asyncio.create_task(painter.paint_forever())
        site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
        painter.mark(events.BallotCast(conference_id=site.conference_id, poll_id=poll_id))
        await phone.wait_for(">1</b>")
        await phone.hang_up()
        task.cancel()

    run_async(scene())


def test_many_changes_within_a_tick_are_painted_once(site: Site) -> None:
    site.import_paper()
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    topic = Topic(site.conference_id, "de", f"participation-{poll_id}")

    async def scene() -> None:
        hub = site.app.state.hub
        painter = Painter(hub, site.app.state.workers, tick=3600, gathering=0)
        await painter.prepare([topic])
        phone = Phone(hub, topic)
        await phone.wait_for(">0</b>")
        task = asyncio.create_task(painter.paint_forever())
        site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
        for _ballot in range(1_000):
            painter.mark(events.BallotCast(conference_id=site.conference_id, poll_id=poll_id))
        await phone.wait_for(">1</b>")
        generation = hub.generation
        painter.mark(events.BallotCast(conference_id=site.conference_id, poll_id=poll_id))
        await asyncio.sleep(0)
        assert hub.generation == generation
        await phone.hang_up()
        task.cancel()

    run_async(scene())
