"""Reading tables of people: CSV and Excel to registrations, duplicates and doubtful rows named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import regex

from drafting.errors import InvalidInputError
from drafting.imports.matching import is_same_person, name_words, unify_municipalities
from drafting.imports.registrations import Duplicate, Problem, Registration, RegistrationList
from drafting.imports.tables import Table, read_tables

__all__ = ["Duplicate", "Problem", "Registration", "RegistrationList", "read_registrations"]

# Header words without signs and blanks → the field they fill.
_COLUMNS = {
    "name": ("name", "nachname", "familienname", "zuname", "lastname", "surname", "familyname"),
    "full_name": ("vorundnachname", "vornamename", "namevorname", "vollständigername", "fullname", "person"),
    "given_name": ("vorname", "vornamen", "rufname", "firstname", "givenname", "forename"),
    "title": ("titel", "akademischertitel", "akadtitel", "grad", "title", "academictitle"),
    "municipality": (
        *(
            "kommune",
            "stadtgemeinde",
            "stadt",
            "gemeinde",
            "ort",
            "landkreis",
            "organisation",
            "institution",
            "behörde",
        ),
        *("körperschaft", "gebietskörperschaft", "verwaltung", "dienststelle", "municipality", "city", "organization"),
    ),
    "function": ("funktion", "position", "amt", "dienststellung", "tätigkeit", "function", "job", "jobtitle"),
    "email": ("email", "emailadresse", "mail", "mailadresse", "emailaddress"),
    "panel": ("workshop", "panel", "arbeitsgruppe", "ag", "gruppe", "forum", "workinggroup", "track"),
    "role": ("rolle", "role", "teilnahmeart", "teilnahmeals", "status"),
    "number": ("lfdnr", "laufendenummer", "nr", "nummer", "no", "number"),
}
_FIELDS = {word: name for name, words in _COLUMNS.items() for word in words}
_ROLES = {
    "participant": r"teilnahme|teilnehm\w*|mitglied\w*|delegiert\w*|participant|attendee|member",
    "organizer": r"orga\w*|leitung|veranstalt\w*|organi[sz]er|admin\w*|team",
    "editor": r"redakt\w*|editor",
    "moderator": r"moderat\w*|moderation|chair|facilitator",
    "speaker": r"refer(?:at|ent|entin|ent\*in|ent:in|ierende)|vortrag\w*|speaker|panelist",
    "guest": r"gast|gäste|guest|presse|press",
    "observer": r"beobacht\w*|observer",
    "screen": r"bildschirm|leinwand|screen|projektor",
}
SHARED = 20  # people who may share one address before nobody looks any further
_EMAIL = regex.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>.]{2,}")


def read_registrations(name: str, data: bytes) -> RegistrationList:
    """Read a CSV or Excel table; raises InvalidInputError with what to do about a file that cannot be read."""
    headers: list[str] = []
    for table in read_tables(name, data):
        for place, row in enumerate(table[:20]):
            columns = _find_columns(row)
            if columns.keys() & {"name", "full_name", "given_name"}:
                return _Reader(columns).read(table[place + 1 :])
            headers = headers or [cell for cell in row if cell]
    found = f" Gefunden wurden: {', '.join(headers[:12])}." if headers else ""
    raise InvalidInputError(
        "In der Tabelle fehlt eine Zeile mit den Namen der Spalten; gebraucht wird mindestens „Name“, "
        f"dazu „Vorname“, „Kommune“, „E-Mail“.{found}"
    )


def _find_columns(row: list[str]) -> dict[str, int]:
    """Return the columns by field; the first column that fits counts."""
    columns: dict[str, int] = {}
    for place, header in enumerate(row):
        word = regex.sub(r"[^\p{L}]+", "", header.casefold())
        if word in _FIELDS:
            columns.setdefault(_FIELDS[word], place)
    return columns


@dataclass(slots=True)
class _Reader:
    columns: Mapping[str, int]
    kept: list[Registration] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    by_email: dict[str, list[int]] = field(default_factory=dict)
    by_name: dict[tuple[frozenset[str], str], int] = field(default_factory=dict)

    def read(self, table: Table) -> RegistrationList:
        """Read the rows below the headers; blank ones do not count."""
        rows = [row for row in table if any(row)]
        numbers = [self._cell(row, "number") for row in rows]
        own = all(number.isdecimal() and len(number) < 7 for number in numbers) and len(set(numbers)) == len(numbers)
        people = [self._person(row, int(numbers[i]) if own else i + 1) for i, row in enumerate(rows)]
        unified = unify_municipalities(person.municipality for person in people)
        for person in people:
            self._take(person, unified.get(person.municipality, person.municipality))
        return RegistrationList(tuple(self.kept), tuple(self.duplicates), tuple(self.problems))

    def _cell(self, row: list[str], name: str) -> str:
        place = self.columns.get(name, -1)
        return row[place] if 0 <= place < len(row) else ""

    def _person(self, row: list[str], number: int) -> Registration:
        name, given = self._cell(row, "name"), self._cell(row, "given_name")
        if not name and (full := self._cell(row, "full_name")):
            name = full
        if not given and name.count(",") == 1:
            name, given = (part.strip() for part in name.split(","))
        email = regex.sub(r"^mailto:", "", self._cell(row, "email"), flags=regex.IGNORECASE)
        return Registration(
            name=name or given,
            given_name=given if name else "",
            title=self._cell(row, "title"),
            municipality=self._cell(row, "municipality"),
            function=self._cell(row, "function"),
            email=email.casefold() if _EMAIL.fullmatch(email) else email,
            role=_read_role(self._cell(row, "role")),
            panel=self._cell(row, "panel"),
            row=number,
        )

    def _take(self, person: Registration, municipality: str) -> None:
        if not person.name:
            self._note(person, "Hier fehlt der Name; die Zeile wurde nicht übernommen.")
            return
        if municipality != person.municipality:
            self._note(person, f"„{person.municipality}“ wurde zu „{municipality}“ angeglichen.")
            person = replace(person, municipality=municipality)
        place = self._find(person)
        if place is not None:
            self._merge(place, person)
            return
        self._check(person)
        if person.email:
            self.by_email.setdefault(person.email, []).append(len(self.kept))
        self.by_name.setdefault((name_words(person.name, person.given_name), municipality), len(self.kept))
        self.kept.append(person)

    def _check(self, person: Registration) -> None:
        """Name what somebody should look at; the row is kept."""
        if not person.email:
            self._note(person, "Ohne E-Mail-Adresse; der Zugang geht nur mit einem Code auf Papier.")
        elif not _EMAIL.fullmatch(person.email):
            self._note(person, f"„{person.email}“ ist keine E-Mail-Adresse.")
        for place in self.by_email.get(person.email, ())[:1]:
            self._note(
                person,
                f"Die E-Mail-Adresse steht auch in Zeile {self.kept[place].row}, der Name ist aber ein anderer; "
                "beide wurden übernommen.",
            )

    def _find(self, person: Registration) -> int | None:
        """Return who of those kept is this person: by e-mail and name, without e-mail by name and municipality."""
        words = name_words(person.name, person.given_name)
        for place in self.by_email.get(person.email, ())[:SHARED] if person.email else ():
            other = self.kept[place]
            if is_same_person(words, name_words(other.name, other.given_name)):
                return place
        place = self.by_name.get((words, person.municipality), -1)
        if place < 0:
            return None
        if not person.email or not self.kept[place].email:
            return place
        self._note(person, f"Name und Kommune stehen auch in Zeile {self.kept[place].row}, mit anderer E-Mail-Adresse.")
        return None

    def _merge(self, place: int, person: Registration) -> None:
        """Keep the first row, with what only the second one says, and say where they differ."""
        first = self.kept[place]
        same = "dieselbe E-Mail-Adresse" if person.email and person.email == first.email else "Name und Kommune gleich"
        differences = [
            f"{label} „{theirs}“ statt „{ours}“"
            for label, ours, theirs in (
                ("Name", f"{first.name}, {first.given_name}", f"{person.name}, {person.given_name}"),
                ("Kommune", first.municipality, person.municipality),
                ("Workshop", first.panel, person.panel),
                ("Rolle", first.role, person.role),
            )
            if theirs and ours and theirs != ours
        ]
        reason = "; ".join([f"dieselbe Person wie in Zeile {first.row}: {same}", *differences])
        self.duplicates.append(Duplicate(first.row, person.row, reason + "."))
        self.kept[place] = replace(
            first,
            title=first.title or person.title,
            municipality=first.municipality or person.municipality,
            function=first.function or person.function,
            email=first.email or person.email,
            panel=first.panel or person.panel,
        )

    def _note(self, person: Registration, reason: str) -> None:
        self.problems.append(Problem(person.row, reason))


def _read_role(text: str) -> str:
    for role, pattern in _ROLES.items():
        if regex.fullmatch(pattern, text.strip(), regex.IGNORECASE):
            return role
    return "participant"
