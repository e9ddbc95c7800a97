"""The draft council paper as values: what a municipality's council or committee is asked to resolve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drafting.exports.letters import Letter


@dataclass(frozen=True, slots=True)
class CouncilPaper:
    """A draft (Beschlussvorlage) for one municipality; ``paper`` is the annex, in the edition to be signed.

    ``body`` is the one that resolves („Gemeinderat“); ``sections`` are the paper's headings with their demands counted.
    """

    municipality: str
    body: str
    conference: str
    place: str
    held_on: date | None
    closes_on: date
    edition: str
    digest: str
    demands: int
    sections: tuple[tuple[str, int], ...]
    paper: Letter
