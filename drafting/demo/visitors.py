"""A visitor: a small web client with its own session, which knows of the product only what a browser is sent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

# Longer than the server's heartbeat: a stream that stays silent this long has gone.
SILENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the address of a redirection, the page."""

    status: int
    location: str
    page: str


@dataclass(slots=True)
class Visitor:
    """One person's browser at one address; ``cookie`` is its session once it has signed in."""

    base_url: str
    cookie: str = ""

    async def get(self, path: str) -> Answer:
        """Open a page."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        return await self._ask("POST", path, urlencode(fields).encode())

    async def listen(self, path: str) -> AsyncIterator[str]:
        """Yield the lines of a page's stream until it ends or falls silent."""
        async with self._request("GET", path, b"") as reader:
            while line := await asyncio.wait_for(reader.readline(), SILENCE_SECONDS):
                yield line.decode("utf-8", "replace").rstrip("\r\n")

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        async with self._request(method, path, body) as reader:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            page = await reader.read()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        if cookie := headers.get("set-cookie", "").partition(";")[0]:
            self.cookie = cookie
        return Answer(int(head[0].split()[1]), headers.get("location", ""), page.decode("utf-8", "replace"))

    @contextlib.asynccontextmanager
    async def _request(self, method: str, path: str, body: bytes) -> AsyncIterator[asyncio.StreamReader]:
        address = urlsplit(self.base_url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port or 80)
        try:
            lines = [f"{method} {path} HTTP/1.0", f"Host: {address.netloc}", "Accept-Language: de"]
            lines += [f"Cookie: {self.cookie}"] if self.cookie else []
            if body:
                lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
            yield reader
        finally:
            writer.close()


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, and its fields as they are filled in."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and tag == "input" and given.get("type", "text") in ("text", "hidden"):
            self.forms[-1].fields[given.get("name", "")] = given.get("value", "")
        elif self.forms and tag == "textarea":
            self.area = given.get("name", "")
            self.forms[-1].fields[self.area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            # A browser leaves out the line break after the opening tag.
            self.forms[-1].fields[self.area] = self.forms[-1].fields[self.area].removeprefix("\n")
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].fields[self.area] += data


def read_forms(page: str) -> tuple[Form, ...]:
    """Find the forms of a page."""
    reader = _FormReader()
    reader.feed(page)
    return tuple(reader.forms)
