"""The crowd of ``--live``: starts and ends the process in which the participants act."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence


@contextlib.contextmanager
def start_crowd(base_url: str, codes: Sequence[str]) -> Iterator[None]:
    """Let the people of these codes act at the address until the block ends.

    They get a process of their own, so that the server keeps its computing time. The codes go in by standard input,
    because arguments can be read by everybody on the computer; its end is the sign to leave, also when the server is
    killed.
    """
    command = [sys.executable, "-m", "drafting.demo.participants", base_url]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)  # noqa: S603 — our own module
    assert process.stdin
    try:
        process.stdin.write(json.dumps(list(codes)) + "\n")
        process.stdin.flush()
        yield
    finally:
        process.stdin.close()
        process.wait()
