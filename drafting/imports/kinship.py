"""Whether a file is about the paper at all, by what both have in common."""

from __future__ import annotations

from dataclasses import dataclass

# One in so many paragraphs of the file, or of the paper where that is shorter, has to be the paper's. Whoever writes a
# paper anew keeps titles, which are one paragraph in four; another paper on the same matter shares one in sixty.
LEAST_SHARE = 10


@dataclass(frozen=True, slots=True)
class Kinship:
    """How many paragraphs a paper and a file have, and how many of them are the same or alike.

    A file with our anchors ``is_ours`` whatever stands in it.
    """

    known: int = 0
    lines: int = 0
    passages: int = 0
    is_ours: bool = False

    @property
    def is_other(self) -> bool:
        """Whether the file is another document."""
        least = min(self.lines, self.passages)
        return not self.is_ours and (not self.known or self.known * LEAST_SHARE < least)
