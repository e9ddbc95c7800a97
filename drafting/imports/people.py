"""Reading tables of people: CSV and Excel to registrations."""

from __future__ import annotations

from drafting.imports.registrations import Duplicate, Problem, Registration, RegistrationList

__all__ = ["Duplicate", "Problem", "Registration", "RegistrationList", "read_registrations"]


def read_registrations(name: str, data: bytes) -> RegistrationList:
    """Read a CSV or Excel table; raises InvalidInputError with what to do about a file that cannot be read."""
    raise NotImplementedError
