"""A conference with a server of its own and everybody's browser: what the journeys are played in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from pydantic import SecretStr
from starlette.applications import Starlette

from drafting import services
from drafting.cli.serve import Server
from drafting.database import Database
from drafting.settings import Settings, load_settings
from drafting.web.app import create_app
from tests.browser.devices import Device, Devices, Kind
from tests.states import SECRET, CopiedDatabase


@dataclass(slots=True)
class Visitor:
    """One person with a browser of their own."""

    name: str
    device: Device
    person_id: str = ""

    @property
    def context(self) -> BrowserContext:
        return self.device.context

    @property
    def page(self) -> Page:
        return self.device.page

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
    devices: Devices
    visitors: list[Visitor] = field(default_factory=list)

    def organizer_with_link(self, name: str) -> Visitor:
        """Let an organizer in by the one-time link that the command line prints."""
        with self.database.write() as work:
            link = services.people.add_organizer(work, self.conference_id, name=name)
        visitor = self._open(name, "desk")
        visitor.goes_to(f"{self.address}/anmelden/link/{link.token}")
        visitor.page.get_by_role("button", name="Ja, anmelden").click()
        visitor.page.get_by_role("heading", level=1).wait_for()
        return visitor

    def person_with_code(
        self, name: str, municipality: str, *, role: str = "participant", phone: bool = True
    ) -> Visitor:
        """Let somebody in who types the code from their card."""
        person_id = self.enroll(name, municipality, role=role)
        with self.database.write() as work:
            code = services.people.issue_code(work, person_id, actor="system").code
        visitor = self._open(name, "phone" if phone else "desk")
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

    def person(
        self, name: str, municipality: str, *, role: str = "participant", phone: bool = True, reads: bool = True
    ) -> Visitor:
        """Let somebody in who is present and signed in on an earlier day; who reads has the overview on the phone."""
        return self._welcome(name, self.enroll(name, municipality, role=role), phone=phone, reads=phone and reads)

    def known(self, name: str, municipality: str, *, role: str = "participant", phone: bool = True) -> Visitor:
        """Let somebody in who signed in on an earlier day; those with a phone are present and read the overview."""
        person_id = self.enroll(name, municipality, role=role, is_present=phone)
        return self._welcome(name, person_id, phone=phone, reads=phone)

    def enroll(self, name: str, municipality: str, *, role: str = "participant", is_present: bool = True) -> str:
        """Somebody without a browser; returns their id."""
        with self.database.write() as work:
            person_id = services.people.add_person(
                work, self.conference_id, name=name, municipality=municipality, role=role, actor="system"
            )
            if is_present:
                services.people.check_in(work, person_id, actor="system")
        return person_id

    def stranger(self, *, scripts: bool = True) -> Page:
        """A phone nobody is signed in with."""
        return self._open("stranger", "stranger" if scripts else "plain").page

    def screen(self) -> Page:
        """A large screen nobody is signed in with."""
        return self._open("screen", "desk").page

    def second_device(self, visitor: Visitor, *, scripts: bool = True) -> Page:
        """Another browser in which somebody is signed in, not yet anywhere."""
        second = self._open(f"{visitor.name}, second device", "desk" if scripts else "plain")
        second.context.add_cookies(
            [{"name": each["name"], "value": each["value"], "url": self.address} for each in visitor.context.cookies()]
        )
        return second.page

    def complaints(self) -> list[str]:
        """Everything any page has complained about: script errors, refused content."""
        return [f"{visitor.name}: {line}" for visitor in self.visitors for line in visitor.device.complaints]

    def _welcome(self, name: str, person_id: str, *, phone: bool, reads: bool) -> Visitor:
        with self.database.write() as work:
            code = services.people.issue_code(work, person_id, actor="system").code
            token = services.people.sign_in_with_code(work, code).token
        visitor = self._let_in(name, token, phone=phone)
        visitor.person_id = person_id
        if reads:
            visitor.goes_to("/")
        return visitor

    def _let_in(self, name: str, token: str, *, phone: bool) -> Visitor:
        visitor = self._open(name, "phone" if phone else "desk")
        visitor.context.add_cookies([{"name": "drafting", "value": token, "url": self.address}])
        return visitor

    def _open(self, name: str, kind: Kind) -> Visitor:
        visitor = Visitor(name, self.devices.take(kind))
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


class TellingServer(Server):
    """The product's server, which tells when it has begun."""

    def __init__(self, app: Starlette, settings: Settings) -> None:
        super().__init__(app, settings)
        self.begun = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, then tell."""
        await super().startup(sockets)
        self.begun.set()


@contextmanager
def serve(app: Starlette, settings: Settings, listener: socket.socket | None = None) -> Iterator[None]:
    """Serve an application as the product does, by a socket that is there already or by its own."""
    server = TellingServer(app, settings)
    # The server closes what it is given.
    thread = threading.Thread(target=server.run, args=([listener.dup()] if listener else None,), daemon=True)
    thread.start()
    try:
        assert server.begun.wait(20), "the server did not start"
        yield
    finally:
        server.should_exit = True
        thread.join(20)


class Halls:
    """Where the conferences of a run are held one after the other: one address, one database, the same browsers."""

    def __init__(self, browser: Browser, copies: CopiedDatabase) -> None:
        self._copies = copies
        # Kept for the whole run, so that nobody else gets the port in between.
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "http://127.0.0.1:{1}".format(*self.listener.getsockname())
        self.devices = Devices(browser, self.address)

    @contextmanager
    def install(self, directory: Path) -> Iterator[tuple[Settings, Database]]:
        """A new installation in a directory: every table, and nothing in it."""
        directory.mkdir(parents=True, exist_ok=True)
        given = {"secret_key": SecretStr(SECRET.decode()), "keys_dir": directory / "keys", "log_level": "WARNING"}
        settings = load_settings(directory).model_copy(update=given)
        with self._copies.use(directory / "drafting.sqlite") as database:
            yield settings, database

    @contextmanager
    def open(self, directory: Path) -> Iterator[Hall]:
        """Begin a conference, serve it, and take the browsers back afterwards."""
        with self.install(directory) as (settings, database):
            with database.write() as work:
                conference_id = services.conferences.create(work, name="Fachkonferenz Kommunale Digitalisierung")
            with serve(create_app(settings, database=database), settings, self.listener):
                hall = Hall(self.address, database, conference_id, self.devices)
                try:
                    yield hall
                finally:
                    for visitor in hall.visitors:
                        self.devices.give_back(visitor.device)
