"""Reading tables of recipients, CSV or Excel: whom the letter goes to. What is doubtful is named, nothing guessed."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from drafting.errors import InvalidInputError
from drafting.imports.columns import Line, find_lines
from drafting.imports.tables import read_tables
from drafting.rules.addresses import REMARK_LABELS, Addressee, Form, read_form

_COLUMNS = {
    "form": ("anrede", "anredeform", "geschlecht", "salutation"),
    "title": ("titel", "akademischertitel", "akadtitel", "akadgrad", "grad", "title"),
    "given_name": ("vorname", "vornamen", "firstname", "givenname"),
    "name": ("nachname", "name", "familienname", "zuname", "lastname", "surname"),
    "office": ("amtmandat", "amt", "mandat", "funktion", "position", "amtsbezeichnung", "office", "function"),
    "organisation": (
        *("organisation", "institution", "behörde", "dienststelle", "einrichtung", "firma", "körperschaft"),
        *("organization", "ministerium", "verband"),
    ),
    "street": ("straße", "strasse", "straßehausnummer", "straßeundhausnummer", "adresse", "anschrift", "street"),
    "postcode": ("plz", "postleitzahl", "postcode", "zip", "zipcode"),
    "place": ("ort", "stadt", "city", "town"),
    "email": ("email", "emailadresse", "mail", "mailadresse", "emailaddress"),
}
LONGEST = 200
_EMAIL = regex.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>.]{2,}")
_POSTCODE = regex.compile(r"(?:D-)?[0-9]{5}|(?:[A-Z]{1,2}-?)?[0-9A-Z][0-9A-Z -]{2,8}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a line a person should look at; ``reason`` is a German sentence."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One recipient as read, with the line it stands in."""

    to: Addressee
    email: str
    row: int


@dataclass(frozen=True, slots=True)
class RecipientTable:
    """A table as read: the recipients in its order, and what somebody should look at."""

    recipients: tuple[RecipientLine, ...]
    problems: tuple[Problem, ...]


def read_recipients(name: str, data: bytes) -> RecipientTable:
    """Read a CSV or Excel table; raises InvalidInputError with what to do about a file that cannot be read."""
    tables = read_tables(name, data)
    lines = find_lines(tables, _COLUMNS, ("name", "organisation"))
    for fewer in (("organisation",), ("name", "place")):
        # One such word stands in many a line („Ministerium“, „Stadt“); headers are nearly nothing else.
        lines = lines if lines is not None else find_lines(tables, _COLUMNS, fewer, mostly=True)
    if lines is None:
        raise InvalidInputError(
            "In der Tabelle fehlt eine Zeile mit den Namen der Spalten; gebraucht werden „Nachname“ und "
            "„Organisation“, dazu „Anrede“, „Titel“, „Vorname“, „Amt/Mandat“, „Straße“, „PLZ“, „Ort“, „E-Mail“."
        )
    found: list[RecipientLine] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        read = _read(line, problems)
        if read is None:
            continue
        key = _key(read)
        if key in seen:
            problems.append(Problem(line.row, f"Steht schon in Zeile {seen[key]}; nicht noch einmal übernommen."))
            continue
        seen[key] = line.row
        found.append(read)
    if not found and problems:
        raise InvalidInputError(
            "Aus der Tabelle ließ sich niemand übernehmen. Zeile %(row)s: %(reason)s",
            row=problems[0].row,
            reason=problems[0].reason,
        )
    if not found:
        raise InvalidInputError("In der Tabelle steht unter den Namen der Spalten niemand.")
    return RecipientTable(tuple(found), tuple(problems))


def _key(read: RecipientLine) -> tuple[str, ...]:
    to = read.to
    return tuple(part.casefold() for part in (to.given_name, to.name, to.office, to.organisation, read.email))


def _read(line: Line, problems: list[Problem]) -> RecipientLine | None:
    fields = {name: " ".join(line.cell(name).split()) for name in _COLUMNS}
    if not (fields["name"] or fields["given_name"] or fields["office"] or fields["organisation"]):
        problems.append(Problem(line.row, "Hier fehlen Name, Amt und Organisation; die Zeile wurde nicht übernommen."))
        return None
    if any(len(field) > LONGEST for field in fields.values()):
        problems.append(
            Problem(line.row, f"Eine Angabe hat mehr als {LONGEST} Zeichen; die Zeile wurde nicht übernommen.")
        )
        return None
    form = read_form(fields["form"])
    if form is None:
        problems.append(Problem(line.row, f"Die Anrede „{fields['form']}“ ist nicht bekannt und bleibt offen."))
    problems += [Problem(line.row, reason) for reason in _list_doubts(fields)]
    to = Addressee(
        form=form or Form.UNKNOWN,
        title=fields["title"],
        given_name=fields["given_name"],
        name=fields["name"],
        office=fields["office"],
        organisation=fields["organisation"],
        street=fields["street"],
        postcode=fields["postcode"],
        place=fields["place"],
    )
    return RecipientLine(to, fields["email"], line.row)


def _list_doubts(fields: dict[str, str]) -> list[str]:
    """What a person should look at in a line that is taken over as it is."""
    doubts = []
    if not (fields["email"] or fields["street"] or fields["postcode"] or fields["place"]):
        doubts.append(REMARK_LABELS["nothing"])
    elif not fields["email"]:
        doubts.append("Ohne E-Mail-Adresse; dieser Brief geht nur mit der Post.")
    elif not _EMAIL.fullmatch(fields["email"]):
        doubts.append(f"„{fields['email']}“ ist keine E-Mail-Adresse.")
    postcode = fields["postcode"]
    if postcode.isdecimal() and len(postcode) == 4:
        doubts.append(f"Die Postleitzahl „{postcode}“ hat vier Ziffern; vielleicht fehlt die Null am Anfang.")
    elif postcode and not _POSTCODE.fullmatch(postcode):
        doubts.append(f"„{postcode}“ ist keine Postleitzahl.")
    return doubts
