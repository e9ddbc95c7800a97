"""Writing: one function for each thing a person can do, taking a ``UnitOfWork`` first."""

from drafting.services import (
    amendments,
    conferences,
    demands,
    follows,
    journal,
    merges,
    notices,
    papers,
    people,
    polls,
)

__all__ = [
    "amendments",
    "conferences",
    "demands",
    "follows",
    "journal",
    "merges",
    "notices",
    "papers",
    "people",
    "polls",
]
