"""The texts of the demonstration, read from the files in ``data``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from drafting.demo.people import DATA
from drafting.imports.drafts import DraftPaper
from drafting.imports.papers import read_paper


class Fate(StrEnum):
    """What becomes of an amendment while the demonstration is filled."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    TAKEN_OVER = "taken_over"
    SETTLED = "settled"
    REFERRED = "referred"
    ADJOURNED = "adjourned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DemoAmendment:
    """An amendment as written down: a change to a demand, a strike of it, or (``text``) a new demand after another.

    ``demand`` is a number, or the title of the preamble or closing; ``mine`` marks those of the participant whom the
    demonstration signs in. ``together`` names where co-proposers come from: the first agrees, the others have yet to
    answer, and so has "mine". ``settled_by`` has words of the amendment that settles it.
    """

    reason: str
    demand: str = ""
    replace: dict[str, str] = field(default_factory=dict)
    strike: bool = False
    section: str = ""
    after: str = ""
    text: str = ""
    fate: Fate = Fate.OPEN
    note: str = ""
    settled_by: str = ""
    headline: str = ""
    editorial: bool = False
    organisation: str = ""
    together: tuple[str, ...] = ()
    objections: int = 0
    mine: bool = False

    def apply(self, base: str) -> str:
        """Return a demand's text with the words replaced; raises ValueError where they are not found exactly once."""
        return replace_words(base, self.replace)


@dataclass(frozen=True, slots=True)
class DemoMove:
    """A demand to stand ``after`` another, or first in its section; without a demand a section after another."""

    reason: str
    section: str
    demand: str = ""
    after: str = ""
    fate: Fate = Fate.OPEN


def replace_words(base: str, replaced: Mapping[str, str]) -> str:
    """Replace words in a text; raises ValueError where they are not found exactly once."""
    for old, new in replaced.items():
        if base.count(old) != 1:
            raise ValueError(f"{old!r} is not found once in {base!r}")
        base = base.replace(old, new)
    return base


def load_paper() -> DraftPaper:
    """Read the paper as an organizer would import it."""
    return read_paper("paper.md", (DATA / "paper.md").read_bytes())


def load_amendments() -> tuple[DemoAmendment, ...]:
    """Read all amendments, those of different sections mixed as they would arrive."""
    files = [list(_read(path.read_text("utf-8"))) for path in sorted((DATA / "amendments").glob("*.toml"))]
    mixed = []
    while any(files):
        mixed += [file.pop(0) for file in files if file]
    return tuple(mixed)


def load_moves() -> tuple[DemoMove, ...]:
    """Read who wants something to stand elsewhere."""
    moves = load_table("moves")["move"]
    return tuple(DemoMove(fate=Fate(entry.pop("decision", Fate.OPEN)), **entry) for entry in moves)


def load_late_changes() -> tuple[DemoAmendment, ...]:
    """Read what participants propose while somebody watches (``--live``)."""
    return tuple(_read((DATA / "late.toml").read_text("utf-8")))


def load_editorial_changes() -> tuple[DemoAmendment, ...]:
    """Read what the editors change by themselves."""
    return tuple(_read((DATA / "editorial.toml").read_text("utf-8")))


def load_table(name: str) -> dict[str, Any]:
    """Read one of the files whose entries are used where they are read."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def _read(text: str) -> Iterator[DemoAmendment]:
    for entry in tomllib.loads(text)["amendment"]:
        fate = Fate(entry.pop("decision", Fate.OPEN))
        yield DemoAmendment(**{**entry, "together": tuple(entry.get("together", ()))}, fate=fate)
