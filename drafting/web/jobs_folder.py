"""The folder of jobs: what is noted of each file being written, for any process on the same data directory.

Each process that writes holds a lock while it lives, however it ends: whoever finds a job unfinished whose process
holds it no longer knows that nothing more will come of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from drafting.errors import NotFoundError

KEPT_SECONDS = 3_600
JOB_SENTENCES = {
    "broken": "Die Datei ließ sich nicht schreiben. Bitte versuchen Sie es noch einmal.",
    "interrupted": "Die Datei wurde nicht fertig: Der Server ist währenddessen neu gestartet.",
    "unsigned": (
        "Seit diese Datei bestellt wurde, ist eine Mitzeichnung entfallen. Sie nennt die Kommune vielleicht noch und "
        "wird deshalb nicht mehr herausgegeben."
    ),
    "gone": "Diese Datei gibt es nicht mehr: Sie wird eine Stunde lang aufgehoben.",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: the command's words, the name and kind of the file it writes, and the page it is wanted on.

    ``person_id`` is who wants it; "" for what is written for everybody.
    """

    title: str
    filename: str
    media_type: str
    command: tuple[str, ...]
    conference_id: str
    page: str = "/ausgaben"
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """How far an order is; ``state`` is "waiting", "running", "done", "failed", "interrupted" or "unsigned".

    ``message`` is why it failed. ``done`` of ``total`` letters are written where their number is known, else ``pages``
    are set. ``writer`` names the process that has taken the order, at ``begun`` seconds since 1970.
    """

    id: str
    order: Order
    state: str = "waiting"
    pages: int = 0
    message: str = ""
    done: int = 0
    total: int = 0
    writer: str = ""
    begun: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in {"waiting", "running"}

    @property
    def may_be_ordered_again(self) -> bool:
        """Whether it may well be written next time."""
        return self.state in {"interrupted", "unsigned"} or self.message == JOB_SENTENCES["broken"]

    @property
    def begun_at(self) -> datetime:
        """When it was ordered."""
        return datetime.fromtimestamp(self.begun, UTC)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the list of somebody's own: ``size`` in bytes once there is a file, which is kept ``until``."""

    job: Job
    at: datetime
    until: datetime
    size: int


class JobFolder:
    """The folder as one process sees it; it takes part as a writer from its first order on."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.writer = secrets.token_urlsafe(18)
        self._held: int | None = None

    def begin(self) -> None:
        """Take part as a writer: hold the lock until ``end``, or until the process ends however it does."""
        if self._held is None:
            # Children do not inherit it.
            self._held = os.open(self.path(self.writer, ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_EX)

    def end(self) -> None:
        """Write no more: what is unfinished shows as interrupted from now on."""
        if self._held is not None:
            os.close(self._held)
            self.path(self.writer, ".lock").unlink(missing_ok=True)
            self._held = None

    def get(self, job_id: str, conference_id: str) -> Job:
        """How far a job is; raises NotFoundError for one of another conference, or one that is gone."""
        job, noted_at = self._read(self.path(job_id, ".json"))
        if job.order.conference_id != conference_id or time.time() - noted_at > KEPT_SECONDS:
            raise refuse()
        return job

    def list_own(self, conference_id: str, person_id: str) -> tuple[JobRow, ...]:
        """What somebody has ordered and can still have, the latest first."""
        rows = []
        for path in self.directory.glob("*.json"):
            # Another process may be removing it.
            with contextlib.suppress(NotFoundError, OSError):
                job, noted_at = self._read(path)
                is_own = job.order.conference_id == conference_id and job.order.person_id == person_id
                if is_own and time.time() - noted_at <= KEPT_SECONDS:
                    size = self.path(job.id, ".file").stat().st_size if job.state == "done" else 0
                    until = datetime.fromtimestamp(noted_at + KEPT_SECONDS, UTC)
                    rows.append(JobRow(job, job.begun_at, until, size))
        return tuple(sorted(rows, key=lambda row: (row.job.begun, row.job.id), reverse=True))

    def keep(self, job: Job) -> None:
        """Note how far a job is; whoever reads sees the note before or after, never half of it."""
        note = self.path(job.id, ".note")
        note.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        note.replace(self.path(job.id, ".json"))

    def forget(self, job: Job) -> None:
        """Let nobody find a job any more."""
        self.path(job.id, ".json").unlink(missing_ok=True)

    def tidy(self) -> None:
        """Make the folder, and remove what is older than an hour, but no lock that is held."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self.directory.iterdir():
            with contextlib.suppress(OSError):
                is_old = time.time() - path.stat().st_mtime > KEPT_SECONDS
                if is_old and not (path.suffix == ".lock" and self._is_alive(path.stem)):
                    path.unlink()

    def path(self, job_id: str, suffix: str) -> Path:
        """Where something of a job lies; raises NotFoundError for what is no id."""
        if not job_id.replace("-", "").replace("_", "").isalnum():
            raise refuse()
        return self.directory / f"{job_id}{suffix}"

    def _read(self, path: Path) -> tuple[Job, float]:
        """A job as it stands, and when that was noted; raises NotFoundError."""
        job, noted_at = _load(path)
        if not job.is_over and not self._is_alive(job.writer):
            # It may have noted the end just before its own came.
            job, noted_at = _load(path)
            job = job if job.is_over else interrupt(job)
        return job, noted_at

    def _is_alive(self, writer: str) -> bool:
        """Whether the process of this name, here or elsewhere, can still write what it has noted."""
        if writer == self.writer:
            return self._held is not None
        try:
            lock = os.open(self.path(writer, ".lock"), os.O_RDONLY)
        except (OSError, NotFoundError):
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False


def interrupt(job: Job) -> Job:
    """The job as one that came to nothing because its process ended."""
    return replace(job, state="interrupted", message=JOB_SENTENCES["interrupted"])


def withdraw(job: Job) -> Job:
    """The job as one whose file is handed out no more, because somebody in it signs no longer."""
    return replace(job, state="unsigned", message=JOB_SENTENCES["unsigned"])


def refuse() -> NotFoundError:
    """Say that a file is gone."""
    sentence = JOB_SENTENCES["gone"]
    return NotFoundError(sentence)


def _load(path: Path) -> tuple[Job, float]:
    """A job as somebody noted it, and when; raises NotFoundError."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        noted_at = path.stat().st_mtime
    except (OSError, ValueError):
        raise refuse() from None
    order = Order(**{**kept["order"], "command": tuple(kept["order"]["command"])})
    return Job(**{**kept, "order": order}), noted_at
