"""Files of public pages, kept while they are asked for: written once, however many download them.

A PDF is set by a process of its own, as everything that takes long is: it holds up no vote. It is begun once the page
is released, and again once it has changed, so that it is there for the first who asks; who asks before it is done is
told to come again.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.applications import Starlette

from drafting import queries
from drafting.errors import NotFoundError
from drafting.exports.pdf import can_write_pdf
from drafting.rules.publishing import Format
from drafting.web.jobs import Jobs
from drafting.web.jobs_folder import Order
from drafting.web.work import Workers

MEDIA_TYPES = {
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
}
_MOST, _LATEST = 24, 3
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
        self._ahead: dict[FileKey, asyncio.Task[None]] = {}
        self._is_live = False

    def begin(self) -> None:
        """Write ahead from now on: only a server that goes on running can."""
        self._is_live = True

    def close(self) -> None:
        """Write nothing ahead any more."""
        self._is_live = False
        for task in self._ahead.values():
            task.cancel()

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

    def write_ahead(self, key: FileKey, conference_id: str, title: str) -> None:
        """Have a PDF set before anybody asks for it; nobody waits for that."""
        if not self._is_live or key in self._kept or key in self._ahead:
            return
        task = asyncio.create_task(self._set_ahead(key, conference_id, title))
        self._ahead[key] = task
        task.add_done_callback(lambda _: self._ahead.pop(key, None))

    async def _set_ahead(self, key: FileKey, conference_id: str, title: str) -> None:
        while await self.set_pdf(key, conference_id, title) is None and key in self._orders:
            continue

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


async def write_ahead(app: Starlette, publication_id: str) -> None:
    """Have the PDF of a released page set, where it offers one."""
    workers: Workers = app.state.workers
    files: PublicFiles = app.state.public_files
    if not await workers.compute(can_write_pdf):
        return
    place = await workers.read(queries.public_pages.find_place, publication_id, Format.PDF)
    if place is not None:
        stamp = await workers.read(queries.publication_files.stamp, publication_id)
        files.write_ahead(FileKey(publication_id, Format.PDF, stamp), *place)


async def write_latest_ahead(app: Starlette) -> None:
    """Have the PDFs of the pages released last set, once the server has begun: what was kept ended with the one before.

    Of several servers each would do so; there the first who sees a page has it set.
    """
    workers: Workers = app.state.workers
    for publication_id in await workers.read(queries.public_pages.list_released, most=_LATEST):
        await write_ahead(app, publication_id)
