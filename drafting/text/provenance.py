"""Provenance: for each word of a text what brought it in, and for each word gone who wrote and who struck it.

A version's provenance follows from the one before and the edits between them, over any number of versions. Sources are
names the caller chooses: versions, amendments, an import.

Law: the runs cover the token row of the text exactly, ``sum(run.length) == len(document.tokens())``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from drafting.text.document import Document, Token, Word
from drafting.text.edits import Edit

Sources = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the token row that came in together; several sources where several asked for the same."""

    length: int
    sources: Sources


@dataclass(frozen=True, slots=True)
class Removal:
    """Words that stood before token ``position`` of the present text; a block's start is a line break in ``text``."""

    position: int
    text: str
    brought_by: Sources
    removed_by: Sources


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text comes from: its runs in the order of the text, and its removals by position."""

    runs: tuple[Run, ...] = ()
    removals: tuple[Removal, ...] = ()

    def per_token(self) -> tuple[Sources, ...]:
        """The sources of each token of the text."""
        return tuple(run.sources for run in self.runs for _ in range(run.length))


def begin(document: Document, source: str) -> Provenance:
    """The provenance of a first version: everything came in at once."""
    return Provenance((Run(len(document.tokens()), (source,)),))


def trace(provenance: Provenance, base: Document, edits: Iterable[Edit], source: str | Sequence[Sources]) -> Provenance:
    """The provenance of ``apply(base, edits)``; ``source`` names who made all edits, or for each edit its owners.

    A moved block keeps what brought it in; its removal from the old place is named all the same.
    """
    tokens = base.tokens()
    before = _fit(provenance.per_token(), len(tokens))
    edits = tuple(edits)
    owners = [(source,)] * len(edits) if isinstance(source, str) else [tuple(each) for each in source]
    row: list[Sources] = []
    removals = [replace(removal, position=_shift(removal.position, edits)) for removal in provenance.removals]
    at = 0
    for edit, by in zip(edits, owners, strict=True):
        row += before[at : edit.start]
        removals += _removed(tokens, before, edit, by, len(row))
        row += _brought(tokens, before, edit, by)
        at = edit.end
    row += before[at:]
    runs = tuple(Run(len(list(group)), sources) for sources, group in groupby(row))
    return Provenance(runs, tuple(sorted(removals, key=lambda removal: removal.position)))


def _fit(row: tuple[Sources, ...], length: int) -> list[Sources]:
    """What no run covers has no known source; a decision must not fail because of it."""
    return [*row[:length], *([()] * (length - len(row)))]


def _shift(position: int, edits: Iterable[Edit]) -> int:
    """Where a removal stands after the edits; inside another removal it stands where that one does."""
    by = 0
    for edit in edits:
        if position <= edit.start:
            break
        by += len(edit.inserted) - (edit.end - edit.start)
        if position < edit.end:
            return edit.start + by - len(edit.inserted) + edit.end - edit.start
    return position + by


def _removed(
    tokens: Sequence[Token], before: Sequence[Sources], edit: Edit, by: Sources, position: int
) -> Iterator[Removal]:
    for sources, group in groupby(range(edit.start, edit.end), key=lambda place: before[place]):
        yield Removal(position, "".join(_show(tokens[place]) for place in group), sources, by)


def _brought(tokens: Sequence[Token], before: Sequence[Sources], edit: Edit, by: Sources) -> list[Sources]:
    if edit.moved is not None and edit.inserted:
        start, end = edit.moved
        if tokens[start:end] == edit.inserted:
            return list(before[start:end])
    return [by] * len(edit.inserted)


def _show(token: Token) -> str:
    return token.text + token.blank if isinstance(token, Word) else "\n"


def dump(provenance: Provenance) -> list[Any]:
    """Provenance as plain JSON, for storage with a version."""
    runs = [[run.length, list(run.sources)] for run in provenance.runs]
    return [runs, [[r.position, r.text, list(r.brought_by), list(r.removed_by)] for r in provenance.removals]]


def load(data: Sequence[Any]) -> Provenance:
    """Read provenance back: ``load(dump(provenance)) == provenance``; nothing stored is nothing known."""
    if not data:
        return Provenance()
    runs, removals = data
    return Provenance(
        tuple(Run(length, tuple(sources)) for length, sources in runs),
        tuple(Removal(at, text, tuple(brought), tuple(removed)) for at, text, brought, removed in removals),
    )
