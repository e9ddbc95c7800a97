"""The numbers of demands: read from what stands in a file, and kept running while a preview is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from drafting.imports.rows import Role, Row

_LABEL = regex.compile(
    r"^\W*(?:(?:Forderung|Forderungspunkt|These|Punkt|Nummer|Nr|Ziffer|Artikel|Demand)\b\W*)?"
    r"(?P<number>[A-Z]{0,3}[-. ]?\d+(?:\.\d+)*[a-z]?|[IVXLC]+|[A-Za-z])\W*$"
)


def read_number(label: str) -> str:
    """Take the number from what stands before a title: "Forderung 3:" gives "3", "2.1." gives "2.1"."""
    match = _LABEL.match(label.strip())
    return match["number"].replace(" ", "") if match else ""


def renumber(before: Sequence[Row], after: Sequence[Row]) -> tuple[Row, ...]:
    """Number the demands after an edit: running numbers go on; others stay, and a new demand after 7 becomes 7a."""
    if is_running(before):
        return number_through(after)
    taken = {row.number for row in after if row.role is Role.DEMAND}
    last = ""
    rows = []
    for row in after:
        if row.role is Role.DEMAND:
            if not row.number:
                row = replace(row, number=_next_free(last, taken))
                taken.add(row.number)
            last = row.number
        rows.append(row)
    return tuple(rows)


def is_running(rows: Sequence[Row]) -> bool:
    """Whether the demands are numbered 1, 2, 3 … through the whole paper."""
    numbers = [row.number for row in rows if row.role is Role.DEMAND]
    return numbers == [str(count) for count in range(1, len(numbers) + 1)]


def number_through(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Number the demands 1, 2, 3 … through the whole paper; what is no demand has no number."""
    count = 0
    numbered = []
    for row in rows:
        if row.role is Role.DEMAND:
            count += 1
            row = replace(row, number=str(count))
        elif row.number:
            row = replace(row, number="")
        numbered.append(row)
    return tuple(numbered)


def _next_free(last: str, taken: set[str]) -> str:
    base = last.rstrip("abcdefghijklmnopqrstuvwxyz") if last[:1].isdigit() else last
    for letter in "abcdefghijklmnopqrstuvwxyz":
        if base and base + letter not in taken:
            return base + letter
    count = 1
    while str(count) in taken:
        count += 1
    return str(count)


def settle_numbers(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Number the demands of a file that numbers none, or that gives one number twice (and say so)."""
    numbers = [row.number for row in rows if row.role is Role.DEMAND and row.number]
    if not numbers:
        return number_through(rows)
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if not twice:
        return tuple(rows)
    sentence = f"Mehrere Forderungen trugen dieselbe Nummer ({', '.join(twice)}); sie sind jetzt durchgezählt."
    aside = Row(Role.ASIDE, sentence, aside="numbering", place="in der ganzen Datei")
    return (*number_through(rows), aside)
