"""What stays on one page: no line that leads to a list or ends a text stands apart from what it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

# A paragraph of so many characters is one line on every sheet.
_SHORT = 80


class Line(NamedTuple):
    """A paragraph: its words, and whether it is an item. What stands well alone is ``is_free``."""

    text: str
    is_item: bool = False
    is_free: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it is one line that must not head a page alone: „Adressat: Land“, „In Zahlen: 30 Tage“."""
        return not self.is_item and not self.is_free and 0 < len(self.text) <= _SHORT


def find_kept(lines: Sequence[Line]) -> list[bool]:
    """Which of these must stay on the page on which the next begins; not short ones in a row."""
    kept = [
        (line.text.endswith(":") and after.is_item) or (after.is_short and not line.is_short)
        for line, after in pairwise(lines)
    ]
    return [*kept, False][: len(lines)]
