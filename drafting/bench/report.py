"""What every benchmark reports, how it is measured fairly, and how it is printed and saved."""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured goal: ``value`` against ``limit`` in ``unit``; ``met`` is the verdict."""

    goal: str
    what: str
    value: float
    unit: str
    limit: float
    met: bool


def at_most(goal: str, what: str, value: float, limit: float, *, unit: str) -> Row:
    """Return the row of a goal where less is better."""
    return Row(goal, what, round(value, 4), unit, limit, value <= limit)


def at_least(goal: str, what: str, value: float, limit: float, *, unit: str) -> Row:
    """Return the row of a goal where more is better."""
    return Row(goal, what, round(value, 4), unit, limit, value >= limit)


def measure(run: Callable[[], object]) -> float:
    """Return how long one run takes, in seconds."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def median_time(run: Callable[[], object], *, rounds: int = 5) -> float:
    """Return the median time of several rounds in seconds, after one that warms up."""
    run()
    return statistics.median(measure(run) for _ in range(rounds))


def paired_ratio(
    run: Callable[[], object], floor: Callable[[], object], *, rounds: int = 7, attempts: int = 5
) -> float:
    """Return how many times longer ``run`` takes than ``floor``.

    Both run in turn and the median of the rounds' ratios counts, so that a machine that is busy for a moment slows
    both sides of a round alike. Where the floor itself varied more than twofold, nothing was measured: tried again,
    and after the last attempt the steadiest one counts.
    """
    run(), floor()
    steadiest, ratio = float("inf"), float("inf")
    for _ in range(attempts):
        pairs = [(measure(run), measure(floor)) for _ in range(rounds)]
        floors = [reference for _, reference in pairs]
        spread = max(floors) / min(floors)
        if spread < steadiest:
            steadiest, ratio = spread, statistics.median(time / reference for time, reference in pairs)
        if steadiest <= 2:
            break
    return ratio


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which ``share`` (0 to 1) of the values lie, by nearest rank."""
    ranked = sorted(values)
    # Rounded first, because 0.07 * 100 is a little more than 7.
    return ranked[max(0, math.ceil(round(share * len(ranked), 9)) - 1)]


def to_json(rows: Sequence[Row]) -> str:
    """Return the rows as the list of objects programs read."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2)


def to_table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown, readable in a terminal and in a page."""
    cells = [("Goal", "What", "Value", "Limit", "Met")]
    cells += [
        (row.goal, row.what, f"{row.value:g} {row.unit}", f"{row.limit:g} {row.unit}", "yes" if row.met else "NO")
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
