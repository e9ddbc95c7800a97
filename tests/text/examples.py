"""Named examples of amendments to one German demand, and what must become of them.

``text`` is the merged text; where amendments conflict it keeps the base. ``conflicts``, ``neighbours`` and
``identical`` name the amendments by letters: "AB CD" is two groups. ``None`` says that the rules leave it open.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.text.demand import DEMAND

Change = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Amendments to a base, as (old words, new words), and the expected outcome, written the same way."""

    name: str
    amendments: dict[str, list[Change]]
    merged: list[Change] = field(default_factory=list)
    conflicts: str = ""
    neighbours: str | None = ""
    identical: str | None = ""
    proposals: dict[str, str] | None = None
    base: str = DEMAND

    @property
    def proposed(self) -> dict[str, str]:
        """The text each amendment proposes."""
        return {key: changed(self.base, changes) for key, changes in self.amendments.items()}

    @property
    def text(self) -> str:
        """The text expected after merging."""
        return changed(self.base, self.merged)


def changed(text: str, changes: list[Change]) -> str:
    """Carry out changes; each old wording must stand exactly once in the base."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def alone(name: str, *changes: Change, base: str = DEMAND) -> Example:
    """An amendment with no other beside it: its text is the result."""
    return Example(name=name, amendments={"A": list(changes)}, merged=list(changes), base=base)


def two(
    name: str, a: Change, b: Change, *, both: Change | None = None, neighbours: str | None = "", base: str = DEMAND
) -> Example:
    """Two amendments that both enter; ``both`` is the joint result where they stand at one place."""
    merged = [both] if both else [a, b]
    return Example(name=name, amendments={"A": [a], "B": [b]}, merged=merged, neighbours=neighbours, base=base)


def clash(name: str, a: Change, b: Change, *, base: str = DEMAND, proposals: dict[str, str] | None = None) -> Example:
    """Two amendments in conflict: the base stays."""
    return Example(
        name=name, amendments={"A": [a], "B": [b]}, conflicts="AB", neighbours=None, base=base, proposals=proposals
    )


def equal(name: str, *changes: Change, base: str = DEMAND) -> Example:
    """Two amendments that make the same change."""
    return Example(
        name=name,
        amendments={"A": list(changes), "B": list(changes)},
        merged=list(changes),
        identical="AB",
        base=base,
    )
