"""Lists whose numbers will differ from the file: a list here counts from 1 or a, and begins again after a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from drafting.imports.rows import ITEM_ROLES, Role, Row, plain_row
from drafting.text.document import counters

Labelled = tuple[Row, str]


def note_counts(rows: Sequence[Labelled]) -> list[Row]:
    """Return the rows, with a note behind each list that showed other numbers in the file than it will here.

    Somebody may have written "siehe Buchstabe d"; such a reference must not go wrong in silence.
    """
    noted: list[Row] = []
    group: list[Labelled] = []
    for row, label in (*rows, (Row(Role.PARAGRAPH), "")):
        if row.role in ITEM_ROLES or (group and row.role is Role.ASIDE):
            group.append((row, label))
            continue
        noted += [item for item, _ in group]
        if note := _note(group):
            noted.append(plain_row(Role.ASIDE, note, aside="numbering"))
        noted.append(row)
        group = []
    return noted[:-1]


def _note(group: Sequence[Labelled]) -> str:
    items = [item for item in group if item[0].role in ITEM_ROLES]
    shown = counters([row.block() for row, _ in items])
    pairs = [
        (label, now) for (_, label), now in zip(items, shown, strict=True) if label and _count(label) != _count(now)
    ]
    if not pairs:
        return ""
    before, after = (", ".join(labels[:3]) + (" …" if len(labels) > 3 else "") for labels in zip(*pairs, strict=True))
    return f"Diese Liste zählte im Dokument „{before}“, hier zählt sie „{after}“."


def _count(label: str) -> str:
    """What a label counts, without its signs and without the levels above: "2.1." and "1)" both count 1."""
    parts = regex.findall(r"[\p{L}\p{N}]+", label.casefold())
    return parts[-1] if parts else ""
