"""Editing a paper before it is saved: split, join, retitle, retype and reorder its rows.

Every operation takes rows and gives new ones; none loses a word: what has no place any more becomes an aside, which is
listed as left out. Demands numbered 1, 2, 3 … stay so; other numbers stay as they were in the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from drafting.errors import InvalidInputError
from drafting.imports.numbers import renumber
from drafting.imports.rows import ITEM_ROLES, Role, Row, plain_row, write_line
from drafting.text.document import MAX_LEVEL, clean_text
from drafting.text.inline import read_words

Rows = tuple[Row, ...]

# A section holds demands, the other headings hold paragraphs only; lines outside the text end all of them.
_ENDS_SECTION = frozenset({Role.SECTION, Role.PREAMBLE, Role.CLOSING, Role.SIGNATORIES, Role.PLACE, Role.TITLE})
_ENDS_TEXT = _ENDS_SECTION | {Role.DEMAND}


def retype(rows: Rows, index: int, role: Role) -> Rows:
    """Give a row another part: "this is a demand"; an aside of several lines becomes as many rows."""
    row = rows[index]
    if role is row.role:
        return rows
    if row.role is Role.ASIDE:
        new = [plain_row(role, line) for line in row.text.splitlines() if line.strip()]
    elif role is Role.ASIDE:
        new = [Row(role, row.plain, aside="aside")] if row.words else []
    elif not row.words and role is not Role.DEMAND:
        new = []
    else:
        new = [Row(role, row.text, row.level if role in ITEM_ROLES else 0)]
    return renumber(rows, (*rows[:index], *new, *rows[index + 1 :]))


def retitle(rows: Rows, index: int, text: str) -> Rows:
    """Give a row other words, in canonical form; an empty line makes two rows of it, no words leave nothing of it."""
    row = rows[index]
    if row.role is Role.ASIDE:
        return (*rows[:index], replace(row, text=text.strip()), *rows[index + 1 :])
    lines = [_line(part) for part in regex.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    kept = [line for line in lines if line]
    new = [replace(row, text=line) for line in kept] or ([replace(row, text="")] if row.role is Role.DEMAND else [])
    if row.is_heading:
        new[1:] = [Row(Role.PARAGRAPH, extra.text) for extra in new[1:]]
    return renumber(rows, (*rows[:index], *new, *rows[index + 1 :]))


def _line(text: str) -> str:
    """Bring what a person typed to one line of canonical form."""
    words = read_words(clean_text(regex.sub(r"\s*\n\s*", " ", text.strip())))
    return write_line(words)


def set_level(rows: Rows, index: int, level: int) -> Rows:
    """Indent an item or move it out."""
    row = rows[index]
    if row.role not in ITEM_ROLES:
        return rows
    return (*rows[:index], replace(row, level=max(0, min(level, MAX_LEVEL))), *rows[index + 1 :])


def set_number(rows: Rows, index: int, number: str) -> Rows:
    """Give a demand the number it had in the paper."""
    row = rows[index]
    if row.role is not Role.DEMAND:
        return rows
    return (*rows[:index], replace(row, number=number.strip()[:12]), *rows[index + 1 :])


def split(rows: Rows, index: int, *, word: int = 0) -> Rows:
    """Begin a new demand, without a title yet, at this row; with ``word``, cut the row in two before that word."""
    row = rows[index]
    if not row.is_text:
        raise InvalidInputError("Geteilt werden kann nur an einem Absatz, einem Listenpunkt oder einer Begründung.")
    if 0 < word < len(row.words):
        halves = [replace(row, text=write_line(part)) for part in (row.words[:word], row.words[word:])]
        return (*rows[:index], *halves, *rows[index + 1 :])
    return renumber(rows, (*rows[:index], Row(Role.DEMAND), *rows[index:]))


def join(rows: Rows, index: int) -> Rows:
    """Join a row to what stands before it: a demand to the demand before, a paragraph to the paragraph before.

    The title of a joined demand becomes a bold paragraph.
    """
    row = rows[index]
    if row.is_text and index and rows[index - 1].is_text:
        before = rows[index - 1]
        return (*rows[: index - 1], replace(before, text=_glue(before.text, row.text)), *rows[index + 1 :])
    if row.role is Role.DEMAND and not any(before.role is Role.DEMAND for before in rows[:index]):
        raise InvalidInputError("Vor dieser Forderung steht keine andere, mit der sie verbunden werden kann.")
    if row.role not in (Role.DEMAND, Role.SECTION):
        raise InvalidInputError("Das lässt sich nicht mit dem verbinden, was davor steht.")
    if row.role is Role.SECTION:
        return retype(rows, index, Role.ASIDE)
    new = [Row(Role.PARAGRAPH, write_line(row.block().words))] if row.words else []
    return renumber(rows, (*rows[:index], *new, *rows[index + 1 :]))


def _glue(first: str, second: str) -> str:
    words = read_words(first) + read_words(second)
    return write_line(words)


def move(rows: Rows, index: int, *, down: bool) -> Rows:
    """Move a row past its neighbour; a heading takes along what belongs to it and passes a whole one of its kind."""
    start, end = index, extent(rows, index)
    if down:
        if end >= len(rows):
            return rows
        other = extent(rows, end) if _may_pass(rows[index], rows[end]) else end + 1
        start, end, other_start, other_end = end, other, start, end
    else:
        if not start:
            return rows
        other_start, other_end = _before(rows, start), start
    moved = rows[start:end], rows[other_start:other_end]
    return renumber(rows, (*rows[:other_start], *moved[0], *moved[1], *rows[end:]))


def _may_pass(row: Row, other: Row) -> bool:
    return row.is_heading and (other.role is row.role or row.role is Role.SECTION)


def _before(rows: Rows, index: int) -> int:
    """Where the neighbour before a row begins: for a heading, the heading of the same kind before it."""
    row = rows[index]
    if not row.is_heading:
        return index - 1
    place = index - 1
    while place >= 0:
        if extent(rows, place) == index and rows[place].is_heading and rows[place].role is row.role:
            return place
        place -= 1
    return index - 1


def extent(rows: Rows, index: int) -> int:
    """Where what belongs to a row ends: the demand with its paragraphs, the section with its demands."""
    row = rows[index]
    if not row.is_heading:
        return index + 1
    ends = _ENDS_SECTION if row.role is Role.SECTION else _ENDS_TEXT
    if row.role is Role.SIGNATORIES:
        ends = ends - {Role.PLACE}
    for place in range(index + 1, len(rows)):
        if rows[place].role in ends:
            return place
    return len(rows)


_ACTS = "up|down|split|join|retype|level|drop"
_ACT = regex.compile(rf"(?P<act>{_ACTS}):(?P<index>\d+)(?::(?P<value>[a-z0-9]+))?")


def perform(rows: Rows, act: str) -> Rows:
    """Do what a button of the preview says: ``up:12``, ``split:12``, ``split:12:7`` (a word), ``retype:12:demand`` …"""
    match = _ACT.fullmatch(act)
    if match is None or int(match["index"]) >= len(rows):
        raise InvalidInputError("Diese Zeile gibt es in der Vorschau nicht (mehr).")
    index, value = int(match["index"]), match["value"] or ""
    match match["act"]:
        case "up" | "down":
            return move(rows, index, down=match["act"] == "down")
        case "split":
            return split(rows, index, word=int(value) if value.isdecimal() else 0)
        case "join":
            return join(rows, index)
        case "level":
            return set_level(rows, index, int(value) if value.isdecimal() else 0)
        case "drop":
            return retype(rows, index, Role.ASIDE)
        case _:
            return retype(rows, index, _role(value))


def _role(value: str) -> Role:
    try:
        return Role(value)
    except ValueError:
        raise InvalidInputError("Diese Art von Zeile gibt es nicht.") from None


def dump_rows(rows: Sequence[Row]) -> str:
    """Write rows as one line of JSON, for one hidden field of a form."""
    plain = [[row.role, row.text, row.level, row.number, row.aside, row.place] for row in rows]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def load_rows(state: str, fields: Mapping[str, str] | None = None) -> Rows:
    """Read rows back, and apply what was typed into a form: ``text-12``, ``role-12``, ``number-12``, ``level-12``."""
    try:
        loaded = json.loads(state)
        if not isinstance(loaded, list):
            raise ValueError("rows are a list")
        rows = tuple(_load_row(item) for item in loaded)
    except (ValueError, TypeError, AttributeError):
        raise InvalidInputError("Die Vorschau kam unvollständig an. Bitte die Datei noch einmal einlesen.") from None
    # From the last row to the first, so that rows split in two do not shift the places of those still to come.
    for index in range(len(rows) - 1, -1, -1):
        rows = _apply_fields(rows, index, fields or {})
    return rows


def _load_row(item: object) -> Row:
    if not isinstance(item, list) or len(item) != 6:
        raise ValueError("a row has six values")
    role, text, level, number, aside, place = item
    return Row(
        Role(role), clean_text(str(text)), max(0, min(int(level), MAX_LEVEL)), str(number), str(aside), str(place)
    )


def _apply_fields(rows: Rows, index: int, fields: Mapping[str, str]) -> Rows:
    row = rows[index]
    if (number := fields.get(f"number-{index}")) is not None and number.strip() != row.number:
        rows = set_number(rows, index, number)
    if (level := fields.get(f"level-{index}", "")).isdecimal() and int(level) != row.level:
        rows = set_level(rows, index, int(level))
    text = fields.get(f"text-{index}")
    role = fields.get(f"role-{index}", row.role.value)
    if role != row.role.value:
        count = len(rows)
        rows = retype(rows, index, _role(role))
        if len(rows) != count:
            return rows
    if text is not None and text.replace("\r\n", "\n").strip() != row.text.strip():
        rows = retitle(rows, index, text)
    return rows
