"""Reading tables of municipalities with their inhabitants; what is doubtful is named by its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafting.errors import InvalidInputError
from drafting.imports.columns import Line, find_lines
from drafting.imports.tables import read_tables
from drafting.rules.sizes import MOST_PEOPLE, name_key, plain_name

_COLUMNS = {
    "name": (
        *("kommune", "gemeinde", "stadt", "name", "gemeindename", "gemeindestadt", "stadtgemeinde", "ort"),
        *("gebiet", "municipality", "city"),
    ),
    "population": (
        *("einwohner", "einwohnerzahl", "einwohnerinnen", "einwohnerinnenundeinwohner", "bevölkerung", "ew"),
        *("bevölkerunginsgesamt", "bevölkerungszahl", "einwohnerinsgesamt", "insgesamt", "population"),
    ),
}
# „12.345“, „12 345“, „12345“; what a spreadsheet writes as 12345,0 is the same number.
_NUMBER = re.compile(r"([0-9]{1,3}(?:[.\s'’][0-9]{3})+|[0-9]+)(?:,0+)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a line a person should look at; ``reason`` is a German sentence. The line was left out."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class MunicipalityTable:
    """A table as read: the inhabitants by plain name, and what was left out."""

    populations: dict[str, int]
    problems: tuple[Problem, ...]


def read_municipalities(name: str, data: bytes) -> MunicipalityTable:
    """Read a CSV or Excel table; raises InvalidInputError with what to do about a file that cannot be read."""
    lines = find_lines(read_tables(name, data), _COLUMNS, ("name", "population"))
    if lines is None:
        raise InvalidInputError("In der Tabelle fehlen die Spalten „Name“ und „Einwohner“.")
    found: dict[str, tuple[str, int]] = {}
    doubtful: set[str] = set()
    problems: list[Problem] = []
    for line in lines:
        read = _read(line, problems)
        if read is None:
            continue
        key = name_key(read[0])
        if key in found and found[key][1] != read[1]:
            # Several places share some names; which one is meant only a person knows.
            problems.append(Problem(line.row, f"„{read[0]}“ steht mit verschiedenen Einwohnerzahlen da."))
            doubtful.add(key)
        found.setdefault(key, read)
    kept = {read[0]: read[1] for key, read in found.items() if key not in doubtful}
    if not kept:
        raise InvalidInputError("In der Tabelle steht keine Kommune mit einer Einwohnerzahl.")
    return MunicipalityTable(kept, tuple(problems))


def _read(line: Line, problems: list[Problem]) -> tuple[str, int] | None:
    name, number = plain_name(line.cell("name")), line.cell("population")
    if not name:
        return None
    population = read_population(number)
    if population is None:
        said = f"„{number[:40]}“ ist keine Einwohnerzahl" if number else "Die Einwohnerzahl fehlt"
        problems.append(Problem(line.row, f"{said} ({name[:80]})."))
        return None
    return name[:150], population


def read_population(text: str) -> int | None:
    """Return a number of inhabitants as people write it; None where it is none."""
    found = _NUMBER.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    digits = re.sub(r"\D", "", found[1])
    number = int(digits) if len(digits) <= 9 else MOST_PEOPLE + 1
    return number if number <= MOST_PEOPLE else None
