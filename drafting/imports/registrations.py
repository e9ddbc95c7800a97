"""Registrations for a conference: what a table of people gives, with its duplicates and problems named by row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Registration:
    """One person of a table; ``role`` is one of ROLES, ``row`` counts the data rows that hold anything, from 1."""

    name: str
    given_name: str = ""
    title: str = ""
    municipality: str = ""
    function: str = ""
    email: str = ""
    role: str = "participant"
    panel: str = ""
    row: int = 0


# What the word in a table's role column means; everybody else takes part.
ROLES = ("participant", "organizer", "editor", "moderator", "speaker", "guest", "observer", "screen")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row left out because ``kept_row`` is the same person; ``reason`` is a German sentence."""

    kept_row: int
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row a person should look at; ``reason`` is a German sentence. The row was kept if possible."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class RegistrationList:
    """A table of people as read."""

    registrations: tuple[Registration, ...]
    duplicates: tuple[Duplicate, ...] = ()
    problems: tuple[Problem, ...] = ()
