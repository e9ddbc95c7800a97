"""Two processes on one PostgreSQL: each shows what the other has done, and knows whose devices the other holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from drafting import queries, services
from drafting.database import Database
from drafting.settings import Settings
from drafting.web.app import create_app
from drafting.web.connected import SILENCE, Connected
from drafting.web.live import Topic
from drafting.web.neighbours import _cut
from tests.running import run_async
from tests.site import Site
from tests.states import EmptiedDatabase
from tests.web.test_live import Phone


@pytest.fixture
def apps(postgres_database: EmptiedDatabase, tmp_path: Path) -> Iterator[tuple[Starlette, Starlette]]:
    """Two applications, each with its own connections to the same tables."""
    postgres_database.empty()
    url = postgres_database.engine.url
    settings = Settings(data_dir=tmp_path, database_url=url.render_as_string(hide_password=False))
    databases = [Database(settings.url, secret=b"a key for tests", keys=tmp_path / "keys") for _ in range(2)]
    found = [create_app(settings, database=database) for database in databases]
    for app in found:
        app.state.connected = Watched()
    yield found[0], found[1]
    for database in databases:
        database.dispose()


class Watched(Connected):
    """Says when another process has told something."""

    def __init__(self) -> None:
        super().__init__()
        self._told = asyncio.Event()

    def hear(self, process: str, part: int, people: Iterable[str]) -> None:
        super().hear(process, part, people)
        self._told.set()

    async def until(self, people: set[str]) -> None:
        """Wait until these are the people connected; who never are fails by the bound of ``run_async``."""
        while self.people != people:
            await self._told.wait()
            self._told.clear()


def test_what_one_process_does_is_on_the_pages_of_the_other(apps: tuple[Starlette, Starlette]) -> None:
    one, other = apps
    site = Site(one, one.state.database)
    site.import_paper()
    amendment_id = site.propose("participant")

    async def scene() -> None:
        async with one.router.lifespan_context(one), other.router.lifespan_context(other):
            await until_heard(one, other, site)
            topic = Topic(site.conference_id, "de", "now")
            phone = Phone(other.state.hub, topic)
            await other.state.painter.prepare([topic])
            await phone.wait_for('id="now"')
            await asyncio.to_thread(site.do, services.polls.open_now, amendment_id, actor=site.people["moderator"])
            await phone.wait_for("Jetzt abstimmen")
            await phone.hang_up()

    run_async(scene())


async def until_heard(one: Starlette, other: Starlette, site: Site) -> None:
    """Wait until both hear each other."""
    for here, there in ((one, other), (other, one)):
        here.state.connected.join(site.people["observer"])
        await there.state.connected.until({site.people["observer"]})
    for app in (one, other):
        app.state.connected.leave(site.people["observer"])
    await one.state.connected.until(set())
    await other.state.connected.until(set())


def test_who_is_connected_to_another_process_is_not_without_connection(apps: tuple[Starlette, Starlette]) -> None:
    one, other = apps
    site = Site(one, one.state.database)
    site.import_paper()
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])

    def offline(app: Starlette) -> int:
        people = app.state.connected.people
        return int(site.look_up(queries.turnouts.get_turnout, poll_id, connected=people).offline)

    async def scene() -> None:
        async with one.router.lifespan_context(one), other.router.lifespan_context(other):
            assert await asyncio.to_thread(offline, one) == 2
            other.state.connected.join(site.people["participant"])
            await one.state.connected.until({site.people["participant"]})
            assert await asyncio.to_thread(offline, one) == 1
            other.state.connected.leave(site.people["participant"])
            await one.state.connected.until(set())
            assert await asyncio.to_thread(offline, one) == 2

    run_async(scene())


def test_a_process_that_fell_silent_is_forgotten() -> None:
    moment = 0.0
    connected = Connected(steady=lambda: moment)
    connected.join("ada")
    connected.hear("other", 0, ["ben"])
    connected.hear("other", 1, ["cem"])
    assert connected.people == {"ada", "ben", "cem"}
    moment = SILENCE / 2
    connected.hear("other", 0, ["ben"])
    moment = SILENCE + 1
    assert connected.people == {"ada", "ben"}


@pytest.mark.parametrize("number", [0, 1, 1_000])
def test_however_many_are_connected_each_message_fits(number: int) -> None:
    people = [f"{each:026d}" for each in range(number)]
    parts = list(_cut(people))
    assert [person for part in parts for person in part] == people
    assert all(len(str(part)) < 7_900 for part in parts)
