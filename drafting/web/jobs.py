"""Jobs: files that take longer than a page may are written by a process of their own, behind everything else.

A job is the command line called in the background, at the lowest priority: what it computes can hold up no vote. One
runs at a time, the others wait. What it wrote is kept in the data directory for an hour, with what is known of it, so
that any process on the same directory can hand it out (``jobs_folder``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from drafting.settings import Settings
from drafting.web.jobs_folder import JOB_SENTENCES, Job, JobFolder, JobRow, Order, interrupt, refuse

logger = logging.getLogger(__name__)

# So long a request waits before it shows how far things are.
PATIENCE = 2.0
LONGEST = 900
_NICE = 15
_REFUSED = 2


class Jobs:
    """The jobs of one process; its directory holds those of all processes on the same data."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = JobFolder(settings.data_dir / "exports")
        self._runner = ThreadPoolExecutor(1, thread_name_prefix="job")
        self._futures: dict[str, Future[None]] = {}
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def begin(self, order: Order) -> Job:
        """Take an order; it begins as soon as those before it are over."""
        self._folder.tidy()
        with self._lock:
            if not self._is_closed:
                self._folder.begin()
        job = Job(secrets.token_urlsafe(18), order, writer=self._folder.writer, begun=time.time())
        self._folder.keep(job)
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
        return self._folder.get(job_id, conference_id)

    def list_own(self, conference_id: str, person_id: str) -> tuple[JobRow, ...]:
        """What somebody has ordered and can still have, the latest first."""
        return self._folder.list_own(conference_id, person_id)

    def begin_again(self, job: Job, person_id: str) -> Job:
        """Take an order once more that came to nothing, for whoever asks; what was noted of it before goes."""
        again = self.begin(replace(job.order, person_id=person_id))
        self._folder.forget(job)
        return again

    def count_before(self, job: Job) -> int:
        """How many orders of this process are done before this one begins."""
        waiting = [key for key, future in self._futures.items() if not future.done()]
        return waiting.index(job.id) if job.id in waiting else 0

    def read(self, job: Job) -> bytes:
        """What a job that is done has written; raises NotFoundError."""
        try:
            return self._folder.path(job.id, ".file").read_bytes()
        except OSError:
            raise refuse() from None

    def close(self) -> None:
        """End what runs, and begin nothing more."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.terminate()
        self._runner.shutdown(cancel_futures=True)
        self._folder.end()

    def _run(self, job: Job) -> None:
        try:
            self._folder.keep(self._write(replace(job, state="running")))
        except Exception:  # the next order is carried out all the same
            logger.exception("could not carry out an order")
            self._folder.keep(replace(job, state="failed", message=JOB_SENTENCES["broken"]))

    def _write(self, job: Job) -> Job:
        # The extension says which format is wanted.
        target = self._folder.path(job.id, Path(job.order.filename).suffix)
        process = self._start([*job.order.command, "--output", str(target)])
        if process is None:
            return interrupt(job)
        self._folder.keep(job)
        guard = threading.Timer(LONGEST, process.kill)
        guard.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                job = note_progress(job, line.strip())
                self._folder.keep(job)
            # Whatever the program says beside its one sentence is short: it cannot fill the pipe.
            said = process.stderr.read() if process.stderr else ""
            status = process.wait()
        finally:
            guard.cancel()
            with self._lock:
                self._process = None
        if status == 0:
            target.replace(self._folder.path(job.id, ".file"))
            return replace(job, state="done")
        target.unlink(missing_ok=True)
        if self._is_closed:
            return interrupt(job)
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


def note_progress(job: Job, line: str) -> Job:
    """What the command says on its way: „12/43“ letters, or the number of the page that is set."""
    done, slash, total = line.partition("/")
    if not (done.isdecimal() and (total.isdecimal() or not slash)):
        return job
    return replace(job, done=int(done), total=int(total)) if slash else replace(job, pages=int(done))
