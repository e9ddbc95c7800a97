"""Jobs: files that take longer than a page may are written by a process of their own, behind everything else.

A job is the command line called in the background, at the lowest priority: what it computes can hold up no vote. One
runs at a time, the others wait. What it wrote is kept in the data directory for an hour, with what is known of it, so
that any process on the same directory can hand it out.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from drafting.errors import NotFoundError
from drafting.settings import Settings

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3_600
# So long a request waits before it shows how far things are.
PATIENCE = 2.0
LONGEST = 300
_NICE = 15
_REFUSED = 2
JOB_SENTENCES = {
    "broken": "Die Datei ließ sich nicht schreiben. Bitte versuchen Sie es noch einmal.",
    "gone": "Diese Datei gibt es nicht mehr: Sie wird eine Stunde lang aufgehoben.",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: the command's words, the name and kind of the file it writes, and the page it is wanted on."""

    title: str
    filename: str
    media_type: str
    command: tuple[str, ...]
    conference_id: str
    page: str = "/ausgaben"


@dataclass(frozen=True, slots=True)
class Job:
    """How far an order is; ``state`` is "waiting", "running", "done" or "failed", and ``message`` why it failed."""

    id: str
    order: Order
    state: str = "waiting"
    pages: int = 0
    message: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {"done", "failed"}


class Jobs:
    """The jobs of one process; its directory holds those of all processes on the same data."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._directory = settings.data_dir / "exports"
        self._runner = ThreadPoolExecutor(1, thread_name_prefix="job")
        self._futures: dict[str, Future[None]] = {}
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def begin(self, order: Order) -> Job:
        """Take an order; it begins as soon as those before it are over."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        job = Job(secrets.token_urlsafe(18), order)
        self._keep(job)
        with self._lock:
            self._futures = {key: future for key, future in self._futures.items() if not future.done()}
            self._futures[job.id] = self._runner.submit(self._run, job)
        return job

    async def wait(self, job: Job) -> Job:
        """Wait a moment for a job to be over; returns how far it is then."""
        future = self._futures.get(job.id)
        if future is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), PATIENCE)
        return self.get(job.id, job.order.conference_id)

    def get(self, job_id: str, conference_id: str) -> Job:
        """How far a job is; raises NotFoundError for one of another conference, or one that is gone."""
        path = self._path(job_id, ".json")
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            age = time.time() - path.stat().st_mtime
        except (OSError, ValueError):
            raise _refuse() from None
        job = Job(**{**kept, "order": Order(**{**kept["order"], "command": tuple(kept["order"]["command"])})})
        if job.order.conference_id != conference_id or age > KEPT_SECONDS:
            raise _refuse()
        # The process that wrote it ended before it did.
        if not job.is_over and job.id not in self._futures and age > LONGEST:
            return replace(job, state="failed", message=JOB_SENTENCES["broken"])
        return job

    def count_before(self, job: Job) -> int:
        """How many orders of this process are done before this one begins."""
        waiting = [key for key, future in self._futures.items() if not future.done()]
        return waiting.index(job.id) if job.id in waiting else 0

    def read(self, job: Job) -> bytes:
        """What a job that is done has written; raises NotFoundError."""
        try:
            return self._path(job.id, ".file").read_bytes()
        except OSError:
            raise _refuse() from None

    def close(self) -> None:
        """End what runs, and begin nothing more."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.terminate()
        self._runner.shutdown(cancel_futures=True)

    def _run(self, job: Job) -> None:
        try:
            self._keep(self._write(replace(job, state="running")))
        except Exception:  # the next order is carried out all the same
            logger.exception("could not carry out an order")
            self._keep(replace(job, state="failed", message=JOB_SENTENCES["broken"]))

    def _write(self, job: Job) -> Job:
        # The extension says which format is wanted.
        target = self._path(job.id, Path(job.order.filename).suffix)
        process = self._start([*job.order.command, "--output", str(target)])
        if process is None:
            return replace(job, state="failed", message=JOB_SENTENCES["broken"])
        self._keep(job)
        guard = threading.Timer(LONGEST, process.kill)
        guard.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                job = replace(job, pages=int(line)) if line.strip().isdecimal() else job
                self._keep(job)
            # Whatever the program says beside its one sentence is short: it cannot fill the pipe.
            said = process.stderr.read() if process.stderr else ""
            status = process.wait()
        finally:
            guard.cancel()
            with self._lock:
                self._process = None
        if status == 0:
            target.replace(self._path(job.id, ".file"))
            return replace(job, state="done")
        target.unlink(missing_ok=True)
        if status != _REFUSED:
            logger.error("an order failed with status %s: %s", status, said)
        sentence = said.strip().splitlines()[-1] if status == _REFUSED and said.strip() else JOB_SENTENCES["broken"]
        return replace(job, state="failed", message=sentence)

    def _start(self, command: Sequence[str]) -> subprocess.Popen[str] | None:
        words = [sys.executable, "-m", "drafting.cli.main", *command, "--data-dir", str(self._settings.data_dir)]
        environment = {**os.environ, "DRAFTING_DATABASE_URL": self._settings.url, "PYTHONUTF8": "1"}
        with self._lock:
            if self._is_closed:
                return None
            process = subprocess.Popen(  # noqa: S603  # our own command, with values that were checked
                words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
            )
            self._process = process
        # It may have ended already.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
        return process

    def _keep(self, job: Job) -> None:
        """Note how far a job is; whoever reads sees the note before or after, never half of it."""
        note = self._path(job.id, ".note")
        note.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        note.replace(self._path(job.id, ".json"))

    def _sweep(self) -> None:
        """Remove what is older than an hour."""
        for path in self._directory.iterdir():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()

    def _path(self, job_id: str, suffix: str) -> Path:
        if not job_id.replace("-", "").replace("_", "").isalnum():
            raise _refuse()
        return self._directory / f"{job_id}{suffix}"


def _refuse() -> NotFoundError:
    sentence = JOB_SENTENCES["gone"]
    return NotFoundError(sentence)
