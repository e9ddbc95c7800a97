"""Who signs, as values: by level, with the condition, ready for lists in any format; and the list as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from drafting.exports.tables import write_csv


@dataclass(frozen=True, slots=True)
class Signatory:
    """A municipality on whose authorised yes it may be named; ``until`` is when its council will have decided."""

    name: str
    until: date | None

    @property
    def line(self) -> str:
        """The name as it stands under the paper, with its condition."""
        return f"{self.name} (vorbehaltlich Gremienbeschluss)" if self.until else self.name


@dataclass(frozen=True, slots=True)
class SignatoryGroup:
    """The signatories of a level, by name."""

    label: str
    signatories: tuple[Signatory, ...]


@dataclass(frozen=True, slots=True)
class Supporter:
    """Somebody who stands behind the paper as an expert, not for a municipality."""

    name: str
    function: str

    @property
    def label(self) -> str:
        """Name and function."""
        return ", ".join(part for part in (self.name, self.function) if part)


@dataclass(frozen=True, slots=True)
class SignatoryList:
    """The whole list of a paper's edition; ``moment`` is that of the latest declaration in it."""

    title: str
    conference: str
    edition: str
    groups: tuple[SignatoryGroup, ...]
    supporters: tuple[Supporter, ...]
    moment: datetime | None

    @property
    def count(self) -> int:
        """How many municipalities sign."""
        return sum(len(group.signatories) for group in self.groups)

    @property
    def reserved(self) -> int:
        """How many of them sign with a reservation."""
        return sum(signatory.until is not None for group in self.groups for signatory in group.signatories)


def write_table(found: SignatoryList) -> bytes:
    """Write the list as CSV, one line for each municipality and supporter."""
    rows = [
        (group.label, each.name, f"vorbehaltlich bis {each.until:%d.%m.%Y}" if each.until else "")
        for group in found.groups
        for each in group.signatories
    ]
    rows += [("Fachliche Unterstützung", each.label, "nicht für eine Kommune") for each in found.supporters]
    return write_csv(("Ebene", "Wer", "Bedingung"), rows)
