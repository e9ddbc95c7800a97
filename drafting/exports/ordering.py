"""What keeps its place between two orders, and what is shown as moved."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
_HEAVY = 1000


def keep_order(old: Sequence[Key], new: Sequence[Key], *, light: Collection[Key] = ()) -> frozenset[Key]:
    """The heaviest row of keys that stands in both orders in the same order; those in ``light`` weigh least."""
    places = {key: place for place, key in enumerate(new)}
    common = [key for key in old if key in places]
    best: list[tuple[int, int]] = []  # the weight of the heaviest row that ends here, and what stands before in it
    for index, key in enumerate(common):
        before = max(
            ((best[other][0], other) for other in range(index) if places[common[other]] < places[key]),
            default=(0, -1),
        )
        best.append((before[0] + (1 if key in light else _HEAVY), before[1]))
    at = max(range(len(common)), key=lambda index: best[index][0], default=-1)
    row = set()
    while at >= 0:
        row.add(common[at])
        at = best[at][1]
    return frozenset(row)
