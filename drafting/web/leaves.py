"""Leaves of the paper, rendered once for everybody and kept until they change; pages are bound of them.

Each leaf is also kept compressed. Parts that were compressed apart and end on a whole byte are one stream when put one
after the other (RFC 1951, a full flush), so a page is neither rendered nor compressed anew for each of its readers.
"""

from __future__ import annotations

import asyncio
import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

MOST = 2_000
_TURNS = 16
_LEVEL = 5
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_END = b"\x03\x00"  # an empty last block
SHEET = "sheet"
_SLOT = re.compile("<!--slot ([A-Za-z0-9_-]+)-->")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page, plain and as a part of a compressed stream."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> Part:
        """Compress a piece so that others may stand before and after it."""
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))

    @classmethod
    def join(cls, parts: Sequence[Part]) -> Part:
        """Make one piece of several."""
        return cls(b"".join(part.plain for part in parts), b"".join(part.packed for part in parts))


def pack(parts: Iterable[Part]) -> bytes:
    """Bind parts to one gzip stream."""
    packed, check, size = [_HEAD], 0, 0
    for part in parts:
        packed.append(part.packed)
        check = zlib.crc32(part.plain, check)
        size += len(part.plain)
    return b"".join((*packed, _END, check.to_bytes(4, "little"), (size % 2**32).to_bytes(4, "little")))


# What a copy depends on besides its state: the language, and whether its readers may amend.
Look = tuple[str, bool]
Copy = TypeVar("Copy")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a page bound from leaves: the section's heading, "" for the whole paper, its title, the text."""

    heading: str
    title: str
    text: Part


class Shelf:
    """Keeps one rendered copy of each thing, those used last; shared by the threads that read.

    A copy shows its thing in a ``state``; one of an earlier state is as good as none and makes room for the next.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._copies: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = tuple(asyncio.Lock() for _ in range(_TURNS))

    def turn(self, key: Hashable) -> asyncio.Lock:
        """Whose turn it is to make what all want; the others wait in the event loop, where waiting costs no thread."""
        return self._turns[hash(key) % _TURNS]

    def find(self, kind: type[Copy], key: Hashable, state: Hashable) -> Copy | None:
        """The copy of a thing as it is, if there is one."""
        with self._lock:
            kept, copy = self._copies.get((kind, key), (None, None))
            if copy is None or kept != state:
                return None
            self._copies.move_to_end((kind, key))
            found: Copy = copy
            return found

    def put(self, key: Hashable, state: Hashable, copy: Copy) -> Copy:
        """Keep a copy in place of the one before; what was not used for longest goes."""
        with self._lock:
            self._copies[type(copy), key] = (state, copy)
            while len(self._copies) > self._most:
                self._copies.popitem(last=False)
        return copy


def slot(name: str) -> Markup:
    """Mark where something rendered already is to stand."""
    return Markup("<!--slot {}-->").format(name)


def cut(html: str, fillings: Mapping[str, Sequence[Part]]) -> tuple[Part, ...]:
    """Cut what was rendered at its slots, and fill them."""
    parts: list[Part] = []
    for number, piece in enumerate(_SLOT.split(html)):
        parts += fillings[piece] if number % 2 else [Part.of(piece.encode())]
    return tuple(parts)


def bind(request: Request, page: Response, sheet: Sheet) -> Response:
    """Put a sheet into the slot of its frame, and send the page compressed to those who can read it so."""
    parts = cut(bytes(page.body).decode(), {SHEET: [sheet.text]})
    if _takes_gzip(request):
        page.body = pack(parts)
        page.headers["Content-Encoding"] = "gzip"
    else:
        page.body = b"".join(part.plain for part in parts)
    page.headers["Content-Length"] = str(len(page.body))
    page.headers.add_vary_header("Accept-Encoding")
    return page


def _takes_gzip(request: Request) -> bool:
    # The test client reads the template's notes from an answer that is not compressed.
    return "gzip" in request.headers.get("accept-encoding", "") and "http.response.debug" not in request.scope.get(
        "extensions", {}
    )
