"""The composition root: everything the web application is made of, put together once."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from drafting.database import Database, open_database
from drafting.events import Event
from drafting.services import counting
from drafting.settings import Settings
from drafting.web import errors
from drafting.web.ballot_box import BallotBox
from drafting.web.ballot_lane import BallotLane
from drafting.web.clock import Clock
from drafting.web.connected import Connected
from drafting.web.devices import Devices
from drafting.web.farewells import Farewells
from drafting.web.fragments import Painter
from drafting.web.jobs import Jobs
from drafting.web.languages import SOURCE, find_language, use_language
from drafting.web.leaves import Shelf
from drafting.web.live import Hub, beat_forever
from drafting.web.neighbours import Neighbours
from drafting.web.postman import Postman
from drafting.web.public_files import PublicFiles, write_latest_ahead
from drafting.web.routes import ROUTES
from drafting.web.seats import Seats
from drafting.web.security import ForgeryCheck, SecurityHeaders, find_viewer
from drafting.web.stream_lane import answer_short
from drafting.web.wiping import wipe_forever
from drafting.web.work import Workers


class Application(Starlette):
    """The application, and before it the two lanes for what needs nothing of all that stands around a page."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
        elif scope["method"] == "POST":
            await BallotLane(super().__call__, self.state.ballot_box)(scope, receive, send)
        # No frame of the application is left when the long answer begins.
        elif (answer := await answer_short(super().__call__, scope, receive, send)) is not None:
            await answer(scope, receive, send)


def create_app(settings: Settings, *, database: Database | None = None) -> Application:
    """Make the application for one installation; its tables must exist."""
    database = database or open_database(settings)
    app = Application(
        routes=ROUTES,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Compression, minimum_size=1_000, compresslevel=5),
            Middleware(ForgeryCheck),
            Middleware(RequestLanguage),
            Middleware(BodyLimit, largest=settings.max_upload_bytes + 1_000_000),
        ],
        exception_handlers=dict(errors.HANDLERS),
        lifespan=_live,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.hub = Hub()
    app.state.connected = Connected()
    app.state.devices = Devices()
    app.state.seats = Seats()
    app.state.ballot_box = BallotBox(database, hear=app.state.devices.tell_voted)
    app.state.shelf = Shelf()
    app.state.jobs = Jobs(settings)
    app.state.public_files = PublicFiles(app.state.jobs)
    app.state.workers = Workers(
        database, readers=settings.worker_threads, writers=1 if settings.is_sqlite else settings.worker_threads
    )
    app.state.painter = Painter(app.state.hub, app.state.workers)
    return app


def settle() -> None:
    """Take all that is loaded for good out of the search for garbage, which else holds up everybody for a moment."""
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def _live(app: Starlette) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    painter: Painter = app.state.painter
    clock = Clock(app.state.workers)
    farewells = Farewells(app.state.workers, app.state.seats)

    def show(event: Event) -> None:
        painter.mark(event)
        clock.hear(event)
        farewells.hear(event)

    database: Database = app.state.database
    neighbours = (
        None
        if database.is_sqlite
        else Neighbours(database.engine.url, app.state.connected, hear=show, catch_up=painter.mark_all)
    )

    def hear(event: Event) -> None:
        # Called in the thread that wrote; the hub, the clock and the neighbours belong to the loop.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(show, event)
            if neighbours is not None:
                loop.call_soon_threadsafe(neighbours.tell, event)

    await asyncio.to_thread(counting.destroy_ended_keys, app.state.database)
    await asyncio.to_thread(counting.forget_ended_rolls, app.state.database)
    app.state.database.subscribe(hear)
    app.state.public_files.begin()
    postman = Postman(app.state.database, app.state.settings)
    tasks = [
        asyncio.create_task(painter.paint_forever()),
        asyncio.create_task(beat_forever(app.state.hub)),
        asyncio.create_task(wipe_forever(app.state.database)),
        asyncio.create_task(postman.deliver_forever()),
        asyncio.create_task(clock.tick_forever()),
        asyncio.create_task(farewells.say_forever()),
        asyncio.create_task(neighbours.run_forever() if neighbours else write_latest_ahead(app)),
    ]
    try:
        yield
    finally:
        app.state.hub.close()
        await asyncio.to_thread(app.state.ballot_box.close)
        app.state.public_files.close()
        await asyncio.to_thread(app.state.jobs.close)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        app.state.database.dispose()


class RequestLanguage:
    """Say everything about a request in the language its reader has chosen."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            use_language(find_language(HTTPConnection(scope), SOURCE))
        await self.app(scope, receive, send)


class BodyLimit:
    """Refuse what is too large with a page; what does not say its size is cut off where it becomes so."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = RequestBodyLimitMiddleware(app, max_body_size=largest)
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if size.isdecimal() and int(size) > self.largest:
            request = Request(scope, receive)
            await find_viewer(request)
            refusal = await errors.show_http_error(request, HTTPException(413))
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Compression(GZipMiddleware):
    """Compress answers; the test client's notes on the template used would be lost in it, so its answers stay plain."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "http.response.debug" in scope.get("extensions", {}):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
