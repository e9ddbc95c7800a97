"""The press version as values: text modules in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Press:
    """A press release; ``embargo`` is when it may be published, "" where it is free, ``address`` where the text is.

    Each of ``demands`` is a heading and, after the first line break, what is asked for.
    """

    conference: str
    place_date: str
    embargo: str
    headline: str
    lead: str
    demands: tuple[str, ...]
    quote: str
    speaker: str
    about: str
    contact: str
    address: str
    moment: datetime | None


def split_demand(demand: str) -> tuple[str, str]:
    """A key demand's heading, and the sentence below it."""
    heading, _, rest = demand.partition("\n")
    return heading.strip(), " ".join(rest.split())
