"""Writing: one function for each thing a person can do, taking a ``UnitOfWork`` first."""

from drafting.services import (
    amendments,
    compromises,
    conferences,
    demands,
    follows,
    journal,
    merges,
    moves,
    notices,
    panels,
    papers,
    people,
    polls,
    recommendations,
)

__all__ = [
    "amendments",
    "compromises",
    "conferences",
    "demands",
    "follows",
    "journal",
    "merges",
    "moves",
    "notices",
    "panels",
    "papers",
    "people",
    "polls",
    "recommendations",
]
