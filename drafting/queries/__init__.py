"""Looking things up: each function takes a ``Session`` first and returns frozen values shaped for one page."""

from drafting.queries import (
    amendments,
    compromises,
    conferences,
    demands,
    editors,
    journal,
    leaves,
    letters,
    papers,
    people,
    polls,
    versions,
)

__all__ = [
    "amendments",
    "compromises",
    "conferences",
    "demands",
    "editors",
    "journal",
    "leaves",
    "letters",
    "papers",
    "people",
    "polls",
    "versions",
]
