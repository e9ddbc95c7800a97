"""The letter: the finished paper as values, ready to be written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drafting.text.document import Document


@dataclass(frozen=True, slots=True)
class LetterDemand:
    """A demand as it leaves the house; one without a number introduces its section."""

    number: str
    document: Document


@dataclass(frozen=True, slots=True)
class LetterSection:
    """A heading with its demands, in the order in which they are printed."""

    heading: str
    demands: tuple[LetterDemand, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole letter. The titles of ``preamble`` and ``closing`` are their headings.

    ``sender`` stands as author in the file's properties, and ``moment`` as its date: the same letter gives the same
    file, so the clock is never asked.
    """

    title: str
    subtitle: str
    date: str
    preamble: Document
    sections: tuple[LetterSection, ...]
    closing: Document
    place: str
    signatories: tuple[str, ...]
    language: str = "de"
    sender: str = ""
    moment: datetime | None = None
