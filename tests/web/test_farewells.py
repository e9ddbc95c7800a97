"""Farewells: a stream does not outlive its session, and nobody else's ends with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import update
from starlette.types import Message

from drafting import queries, services
from drafting.models import LoginSession, now
from drafting.web.farewells import Farewells
from tests.running import run_async
from tests.site import Site


class Phone:
    """A signed-in phone that listens to a page's stream."""

    def __init__(self, site: Site, role: str) -> None:
        self.token = site.do(services.people.sign_in_with_code, site.code(role)).token
        self.begun = asyncio.Event()
        self._over = asyncio.Event()
        self.ended = asyncio.create_task(site.app(self._scope(), self._receive, self._send))

    @property
    def session_id(self) -> str:
        return queries.people.name_session(self.token)

    def _scope(self) -> dict[str, object]:
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/live",
            "raw_path": b"/live",
            "query_string": b"t=now",
            "root_path": "",
            "headers": [(b"host", b"testserver"), (b"cookie", f"drafting={self.token}".encode())],
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }

    async def _receive(self) -> Message:
        if not self.begun.is_set():
            return {"type": "http.request", "body": b"", "more_body": False}
        # As servers do: who has the whole answer has gone.
        await self._over.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            return
        if message.get("body"):
            self.begun.set()
        if not message.get("more_body", False):
            self._over.set()


def test_signing_out_ends_the_streams_of_this_session_alone(site: Site) -> None:
    async def scene() -> None:
        async with site.app.router.lifespan_context(site.app):
            leaving, staying = Phone(site, "participant"), Phone(site, "participant")
            await leaving.begun.wait()
            await staying.begun.wait()
            await asyncio.to_thread(site.do, services.people.sign_out, leaving.token)
            await leaving.ended
            assert not staying.ended.done()

    run_async(scene())


def test_taking_away_access_ends_all_streams_of_a_person(site: Site) -> None:
    async def scene() -> None:
        async with site.app.router.lifespan_context(site.app):
            phones = [Phone(site, "participant"), Phone(site, "participant")]
            for phone in phones:
                await phone.begun.wait()
            person, organizer = site.people["participant"], site.people["organizer"]
            await asyncio.to_thread(site.do, services.people.revoke_access, person, actor=organizer)
            for phone in phones:
                await phone.ended

    run_async(scene())


def test_a_session_that_has_expired_loses_its_streams_with_the_next_round(site: Site) -> None:
    async def scene() -> None:
        async with site.app.router.lifespan_context(site.app):
            phone, other = Phone(site, "participant"), Phone(site, "moderator")
            await phone.begun.wait()
            await other.begun.wait()
            with site.database.write() as work:
                work.session.execute(
                    update(LoginSession)
                    .where(LoginSession.id == phone.session_id)
                    .values(expires_at=now() - timedelta(seconds=1))
                )
            await Farewells(site.app.state.workers, site.app.state.seats).say()
            await phone.ended
            assert not other.ended.done()

    run_async(scene())
