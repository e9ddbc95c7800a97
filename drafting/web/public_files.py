"""Files of public pages, kept while they are asked for: written once, however many download them.

A PDF is set by a process of its own, as everything that takes long is: it holds up no vote. Who asks before it is done
is told to come again.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from drafting.errors import NotFoundError
from drafting.rules.publishing import Format
from drafting.web.jobs import Jobs
from drafting.web.jobs_folder import Order

MEDIA_TYPES = {
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
}
_MOST = 24
# Names of panels and municipalities can be put right without the page being touched.
PAGE_SECONDS = 30.0
FAILED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class FileKey:
    """What a file's bytes depend on."""

    publication_id: str
    format: Format
    stamp: str


class PublicFiles:
    """The files last asked for, by what they depend on, and the orders for those being written."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._kept: OrderedDict[FileKey, bytes] = OrderedDict()
        self._orders: dict[FileKey, str] = {}
        self._turn = asyncio.Lock()
        self._failed: dict[FileKey, float] = {}
        self._pages: dict[str, tuple[str, float, bytes]] = {}

    def find_page(self, publication_id: str, stamp: str) -> bytes | None:
        """The page as it was last shown, if nothing it depends on has changed and it is not too old."""
        kept, until, page = self._pages.get(publication_id, ("", 0.0, b""))
        return page if kept == stamp and time.monotonic() < until else None

    def keep_page(self, publication_id: str, stamp: str, page: bytes) -> None:
        """Keep the page for the next who asks: on the day it opens many do, and votes may run meanwhile."""
        self._pages[publication_id] = (stamp, time.monotonic() + PAGE_SECONDS, page)

    def find(self, key: FileKey) -> bytes | None:
        """A file that is kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: FileKey, data: bytes) -> bytes:
        """Keep a file, and let go of the one nobody has asked for the longest."""
        self._kept[key] = data
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return data

    async def set_pdf(self, key: FileKey, conference_id: str, title: str) -> bytes | None:
        """Have a PDF set, once for all who ask; None while it is being set, or where that has failed."""
        if time.monotonic() < self._failed.get(key, 0.0):
            return None
        async with self._turn:
            if key not in self._orders:
                command = (
                    "publications", "export", key.publication_id, "--format", "pdf", "--conference", conference_id
                )  # fmt: skip
                order = Order(title, "papier.pdf", MEDIA_TYPES[Format.PDF], command, conference_id)
                self._orders[key] = self._jobs.begin(order).id
        try:
            job = await self._jobs.wait(self._jobs.get(self._orders[key], conference_id))
        except NotFoundError:
            # It was left lying for too long; the next who asks orders it anew.
            self._orders.pop(key, None)
            return None
        if not job.is_over:
            return None
        self._orders.pop(key, None)
        if job.state != "done":
            # Whoever asks again and again must not have it tried again and again.
            self._failed[key] = time.monotonic() + FAILED_SECONDS
            return None
        return self.keep(key, self._jobs.read(job))
