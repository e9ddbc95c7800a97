"""Closes a poll in processes that end themselves with SIGKILL on the way; run by ``test_killed``.

Arguments: database URL, poll, moderator. Each line of the input says when to die: before the statement of that number,
at "commit" when all is written but not committed, or "never". For each a fork decides, and a line says how it ended:
the exit code as ``subprocess`` gives it, and for one that lived the number of its statements.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from drafting import services
from drafting.database import Database
from tests.states import SECRET


def decide(url: str, poll_id: str, moderator: str, when: str) -> int:
    """Close the poll, or die on the way; returns how many statements it took."""
    # An open vote has no key to destroy.
    database = Database(url, secret=SECRET, keys=Path(os.devnull))
    executed = 0

    def count(*_arguments: Any) -> None:
        nonlocal executed
        executed += 1
        if str(executed) == when:
            os.kill(os.getpid(), signal.SIGKILL)

    def die(_connection: Any) -> None:
        if when == "commit":
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", die)
    with database.write() as work:
        services.polls.close_poll(work, poll_id, actor=moderator)
    return executed


def main(url: str, poll_id: str, moderator: str) -> None:
    """Decide once for each line of the input."""
    for line in sys.stdin:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writer, str(decide(url, poll_id, moderator, line.strip())).encode())
            os._exit(0)
        os.close(writer)
        _child, status = os.waitpid(child, 0)
        executed = os.read(reader, 20).decode()
        os.close(reader)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {executed}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
