"""The clock: polls end when their time is over, once, whatever happens to the machine's time of day."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import anyio
import anyio.lowlevel
import pytest

from drafting import queries, services
from drafting.events import PollOpened
from drafting.models import now
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from drafting.web.clock import SECONDS, Clock
from tests.running import run_async
from tests.site import Site


class Hours:
    """What a machine's two clocks say: the time of day, which may be put right, and the seconds, which go on."""

    def __init__(self) -> None:
        self.day = now()
        self.seconds = 100.0

    def pass_by(self, seconds: float) -> None:
        self.day += timedelta(seconds=seconds)
        self.seconds += seconds

    def moment(self) -> datetime:
        return self.day

    def steady(self) -> float:
        return self.seconds


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def clock(site: Site, hours: Hours) -> Clock:
    return Clock(site.app.state.workers, moment=hours.moment, steady=hours.steady)


@pytest.fixture
def poll_id(site: Site, hours: Hours) -> str:
    """A running poll of 45 seconds."""
    site.import_paper()
    moderator = site.people["moderator"]
    opened = site.do(services.polls.open_now, site.propose("participant"), actor=moderator, terms=Terms(time_limit=45))
    hours.day = site.look_up(queries.polls.get_poll, opened).closes_at - timedelta(seconds=45)
    return str(opened)


def state(site: Site, poll_id: str) -> str:
    return str(site.look_up(queries.polls.get_poll, poll_id).state)


def test_a_poll_ends_when_its_time_is_over_and_not_before(site: Site, clock: Clock, hours: Hours, poll_id: str) -> None:
    assert run_async(clock.tick()) == SECONDS
    hours.pass_by(43)
    assert run_async(clock.tick()) == pytest.approx(2)
    assert state(site, poll_id) == "open"
    hours.pass_by(2)
    run_async(clock.tick())
    assert state(site, poll_id) == "closed"


@pytest.mark.parametrize("jump", [timedelta(hours=3), timedelta(hours=-3)], ids=["forward", "back"])
def test_a_jump_of_the_time_of_day_neither_ends_a_poll_nor_keeps_it(
    site: Site, clock: Clock, hours: Hours, poll_id: str, jump: timedelta
) -> None:
    run_async(clock.tick())
    hours.day += jump
    hours.pass_by(44)
    run_async(clock.tick())
    assert state(site, poll_id) == "open"
    hours.pass_by(1)
    run_async(clock.tick())
    assert state(site, poll_id) == "closed"


def test_more_time_holds(site: Site, clock: Clock, hours: Hours, poll_id: str) -> None:
    run_async(clock.tick())
    site.do(services.polls.extend, poll_id, seconds=30, actor=site.people["moderator"])
    hours.pass_by(60)
    run_async(clock.tick())
    assert state(site, poll_id) == "open"
    hours.pass_by(15)
    run_async(clock.tick())
    assert state(site, poll_id) == "closed"


def test_several_servers_end_a_poll_once(site: Site, hours: Hours, poll_id: str) -> None:
    clocks = [Clock(site.app.state.workers, moment=hours.moment, steady=hours.steady) for _server in range(2)]

    async def tick_all() -> None:
        async with anyio.create_task_group() as tasks:
            for clock in clocks:
                tasks.start_soon(clock.tick)

    run_async(tick_all())
    hours.pass_by(45)
    run_async(tick_all())
    assert state(site, poll_id) == "closed"
    entries = site.look_up(queries.journal.list_entries, site.conference_id)
    assert sum(entry.action == "poll.closed" for entry in entries) == 1


def test_a_count_that_waits_for_a_second_person_is_waited_for(
    site: Site, clock: Clock, hours: Hours, poll_id: str
) -> None:
    moderator, organizer = site.people["moderator"], site.people["organizer"]
    site.do(services.hand_counts.mark, poll_id, site.people["participant"], actor=moderator)
    count_id = site.do(services.hand_counts.enter, poll_id, Numbers(yes=1), actor=moderator)
    run_async(clock.tick())
    hours.pass_by(45)
    assert run_async(clock.tick()) == SECONDS
    assert state(site, poll_id) == "open"
    site.do(services.hand_counts.confirm, count_id, Numbers(yes=1), actor=organizer)
    run_async(clock.tick())
    assert state(site, poll_id) == "closed"


def test_a_poll_that_opens_wakes_the_clock(site: Site, hours: Hours, poll_id: str) -> None:
    async def sleep_and_wake() -> None:
        clock = Clock(site.app.state.workers, seconds=3_600, moment=hours.moment, steady=hours.steady)
        task = asyncio.create_task(clock.tick_forever())
        try:
            while state(site, poll_id) == "open":
                hours.pass_by(15)
                clock.hear(PollOpened(conference_id=site.conference_id, poll_id=poll_id))
                await anyio.lowlevel.checkpoint()
        finally:
            task.cancel()

    run_async(sleep_and_wake())
    assert state(site, poll_id) == "closed"
