"""A conference with a server of its own and everybody's browser: what the journeys are played in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from drafting import services
from drafting.database import Database
from drafting.settings import load_settings
from drafting.web.app import create_app
from tests.browser.conftest import PATIENCE
from tests.tables import open_new

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


@dataclass(slots=True)
class Visitor:
    """One person with a browser of their own; whatever their pages complain about is kept."""

    name: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    person_id: str = ""

    def goes_to(self, address: str) -> Page:
        """Open an address of the product."""
        self.page.goto(address)
        return self.page


@dataclass(slots=True)
class Hall:
    """The running conference: its address, its state, and how people get in."""

    address: str
    database: Database
    conference_id: str
    browser: Browser
    visitors: list[Visitor] = field(default_factory=list)

    def organizer_with_link(self, name: str) -> Visitor:
        """Let an organizer in by the one-time link that the command line prints."""
        with self.database.write() as work:
            link = services.people.add_organizer(work, self.conference_id, name=name)
        visitor = self._open(name, phone=False)
        visitor.goes_to(f"{self.address}/anmelden/link/{link.token}")
        visitor.page.get_by_role("button", name="Ja, anmelden").click()
        visitor.page.get_by_role("heading", level=1).wait_for()
        return visitor

    def person_with_code(
        self, name: str, municipality: str, *, role: str = "participant", phone: bool = True
    ) -> Visitor:
        """Let somebody in who types the code from their card."""
        with self.database.write() as work:
            person_id = services.people.add_person(
                work, self.conference_id, name=name, municipality=municipality, role=role, actor="system"
            )
            code = services.people.issue_code(work, person_id, actor="system").code
            services.people.check_in(work, person_id, actor="system")
        visitor = self._open(name, phone=phone)
        page = visitor.goes_to(f"{self.address}/anmelden")
        page.get_by_label("Zugangscode").fill(code.lower())
        page.get_by_role("button", name="Weiter").click()
        page.wait_for_url(f"{self.address}/")
        return visitor

    def organizer(self, name: str) -> Visitor:
        """Let an organizer in who signed in before."""
        with self.database.write() as work:
            link = services.people.add_organizer(work, self.conference_id, name=name)
            token = services.people.sign_in_with_link(work, link.token).token
        return self._let_in(name, token, phone=False)

    def person(self, name: str, municipality: str, *, role: str = "participant", phone: bool = True) -> Visitor:
        """Let somebody in who is present and signed in on an earlier day."""
        return self._sign_up(name, municipality, role=role, phone=phone, is_present=True)

    def known(self, name: str, municipality: str, *, role: str = "participant", phone: bool = True) -> Visitor:
        """Let somebody in who signed in on an earlier day; those with a phone are present."""
        return self._sign_up(name, municipality, role=role, phone=phone, is_present=phone)

    def stranger(self, *, scripts: bool = True) -> Page:
        """A phone nobody is signed in with."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=PHONE,
            locale="de-DE",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        page = context.new_page()
        self.visitors.append(Visitor("stranger", context, page))
        return page

    def complaints(self) -> list[str]:
        """Everything any page has complained about: script errors, refused content."""
        return [f"{visitor.name}: {line}" for visitor in self.visitors for line in visitor.complaints]

    def _sign_up(self, name: str, municipality: str, *, role: str, phone: bool, is_present: bool) -> Visitor:
        with self.database.write() as work:
            person_id = services.people.add_person(
                work, self.conference_id, name=name, municipality=municipality, role=role, actor="system"
            )
            code = services.people.issue_code(work, person_id, actor="system").code
            token = services.people.sign_in_with_code(work, code).token
            if is_present:
                services.people.check_in(work, person_id, actor="system")
        visitor = self._let_in(name, token, phone=phone)
        visitor.person_id = person_id
        return visitor

    def _let_in(self, name: str, token: str, *, phone: bool) -> Visitor:
        visitor = self._open(name, phone=phone)
        visitor.context.add_cookies([{"name": "drafting", "value": token, "url": self.address}])
        visitor.goes_to("/")
        return visitor

    def _open(self, name: str, *, phone: bool) -> Visitor:
        context = self.browser.new_context(
            base_url=self.address, viewport=PHONE if phone else DESK, locale="de-DE", is_mobile=phone, has_touch=phone
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        visitor = Visitor(name, context, page)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        page.on("console", lambda line: visitor.complaints.append(line.text) if line.type == "error" else None)
        self.visitors.append(visitor)
        return visitor


def wait_until(page: Page, condition: str) -> None:
    """Wait for what only the page's scripts know. ``wait_for_function`` evaluates it anew, which the policy forbids."""
    page.evaluate(
        f"new Promise((done) => {{ const look = () => ({condition}) ? done() : setTimeout(look, 20); look(); }})"
    )


def listens(page: Page) -> None:
    """Wait until a page has its stream."""
    wait_until(page, "document.getElementById('live')._htmx?.sse?.reader")


@contextmanager
def open_hall(browser: Browser, directory: Path) -> Iterator[Hall]:
    """Begin a conference, serve it on a free port, and close everything afterwards."""
    settings = load_settings(directory)
    database = open_new(directory)
    with database.write() as work:
        conference_id = services.conferences.create(work, name="Fachkonferenz Kommunale Digitalisierung")
    app = create_app(settings, database=database)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    started = threading.Event()
    startup = server.startup

    async def startup_and_tell(sockets: list[object] | None = None) -> None:
        await startup(sockets)  # type: ignore[arg-type]
        started.set()

    server.startup = startup_and_tell  # type: ignore[method-assign, assignment]
    thread.start()
    assert started.wait(20), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    hall = Hall(f"http://127.0.0.1:{port}", database, conference_id, browser)
    try:
        yield hall
    finally:
        for visitor in hall.visitors:
            visitor.context.close()
        server.should_exit = True
        thread.join(20)
