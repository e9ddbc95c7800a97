"""What is taken back: a later act takes an earlier one back, and may be taken back itself."""

from __future__ import annotations

from collections.abc import Sequence


def find_undone(acts: Sequence[tuple[str, str | None]]) -> frozenset[str]:
    """The acts no longer in force; each comes with the one it takes back, in the order in which they were done."""
    undone: set[str] = set()
    for act, takes_back in reversed(acts):
        if takes_back is not None and act not in undone:
            undone.add(takes_back)
    return frozenset(undone)
