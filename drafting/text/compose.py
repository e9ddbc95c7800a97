"""Compose edits of several owners into one text, so that no block is left without words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from drafting.text.document import Document, Start, Token
from drafting.text.edits import Edit


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of the base and whose it is."""

    edit: Edit
    owners: tuple[str, ...]


Origin = int | tuple[int, int]  # a place in the base, or in the words an edit brings


def compose(base: Sequence[Token], changes: Iterable[Change]) -> tuple[Document, tuple[Change, ...]]:
    """Carry out disjoint changes; returns the text and the changes in order, ``apply(base, edits) == document``.

    A block that loses all its words goes too, and those who struck them own that; the title may stay wordless.
    """
    ordered = _in_order(changes)
    while True:
        row = _carry_out(base, ordered)
        emptied = [origin for number, (token, origin) in enumerate(row) if number and _is_empty(row, number, token)]
        if not emptied:
            return Document.from_tokens([token for token, _ in row]), tuple(ordered)
        ordered = _in_order(_without_starts(base, ordered, emptied))


def _in_order(changes: Iterable[Change]) -> list[Change]:
    """In order of place; one made by several stands there once with all of them."""
    owners: dict[Edit, tuple[str, ...]] = {}
    for change in changes:
        owners[change.edit] = tuple(dict.fromkeys((*owners.get(change.edit, ()), *change.owners)))
    united = [Change(edit, by) for edit, by in owners.items()]
    return sorted(united, key=lambda change: (change.edit.start, change.edit.end, change.edit.opens_block))


def _carry_out(base: Sequence[Token], changes: Sequence[Change]) -> list[tuple[Token, Origin]]:
    row: list[tuple[Token, Origin]] = []
    at = 0
    for number, change in enumerate(changes):
        row += [(base[place], place) for place in range(at, change.edit.start)]
        row += [(token, (number, place)) for place, token in enumerate(change.edit.inserted)]
        at = change.edit.end
    row += [(base[place], place) for place in range(at, len(base))]
    return row


def _is_empty(row: Sequence[tuple[Token, Origin]], number: int, token: Token) -> bool:
    return isinstance(token, Start) and (number + 1 == len(row) or isinstance(row[number + 1][0], Start))


def _without_starts(base: Sequence[Token], changes: Sequence[Change], emptied: Sequence[Origin]) -> list[Change]:
    """The changes with these block starts gone: struck where they are the base's, else never brought."""
    struck = [place for place in emptied if isinstance(place, int)]
    kept = [*changes, *(Change(Edit(place, place + 1), _who_emptied(base, changes, place)) for place in struck)]
    for number, change in enumerate(changes):
        lost = {origin[1] for origin in emptied if isinstance(origin, tuple) and origin[0] == number}
        if lost:
            inserted = tuple(token for place, token in enumerate(change.edit.inserted) if place not in lost)
            kept[number] = replace(change, edit=replace(change.edit, inserted=inserted, moved=None))
    return [change for change in kept if change.edit.inserted or change.edit.start < change.edit.end]


def _who_emptied(base: Sequence[Token], changes: Iterable[Change], start: int) -> tuple[str, ...]:
    end = next((place for place in range(start + 1, len(base)) if isinstance(base[place], Start)), len(base))
    near = [change for change in changes if change.edit.start < end and change.edit.end > start]
    return tuple(sorted({owner for change in near for owner in change.owners}))
