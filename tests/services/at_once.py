"""Several people who act at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drafting.errors import DraftingError


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things at the same moment in threads; returns what each gave, or the refusal."""
    start = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = acts[place]()
        except DraftingError as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
