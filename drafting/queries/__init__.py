"""Looking things up: each function takes a ``Session`` first and returns frozen values shaped for one page."""

from drafting.queries import (
    amendments,
    compromises,
    conferences,
    demands,
    editors,
    follows,
    journal,
    leaves,
    letters,
    notices,
    papers,
    people,
    polls,
    settings,
    versions,
)

__all__ = [
    "amendments",
    "compromises",
    "conferences",
    "demands",
    "editors",
    "follows",
    "journal",
    "leaves",
    "letters",
    "notices",
    "papers",
    "people",
    "polls",
    "settings",
    "versions",
]
