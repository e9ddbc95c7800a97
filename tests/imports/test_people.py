"""Tables of people: columns by their names, duplicates with rows and reasons, spellings made one."""

from __future__ import annotations

import io
import random
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from drafting.errors import InvalidInputError
from drafting.imports.people import read_registrations
from drafting.imports.registrations import RegistrationList
from tests.imports.word import paragraph, word_file

SHARED = Path(__file__).parents[3] / "shared" / "papers"


def read(text: str, *, encoding: str = "utf-8") -> RegistrationList:
    return read_registrations("leute.csv", text.encode(encoding))


@pytest.mark.skipif(not SHARED.exists(), reason="reads ../shared/papers, which is not here")
@pytest.mark.parametrize("name", ["teilnehmende.csv", "teilnehmende.xlsx"])
def test_the_sample_table_gives_the_persons_known_of_it(name: str) -> None:
    people = read_registrations(name, (SHARED / name).read_bytes())
    assert len(people.registrations) == 250
    assert len({person.email for person in people.registrations if person.email}) == 247
    roles = Counter(person.role for person in people.registrations)
    assert roles == {"participant": 228, "organizer": 6, "moderator": 6, "guest": 6, "speaker": 4}
    pairs = {(duplicate.kept_row, duplicate.row) for duplicate in people.duplicates}
    assert pairs == {(20, 61), (23, 111), (57, 151), (29, 186), (48, 221), (86, 256)}
    assert len({person.municipality for person in people.registrations}) == 164
    assert {p.row for p in people.registrations if not p.email} == {42, 121, 235}
    assert all(value == value.strip(" \u00a0") for p in people.registrations for value in (p.name, p.email, p.function))


@pytest.mark.skipif(not SHARED.exists(), reason="reads ../shared/papers, which is not here")
def test_csv_and_workbook_say_the_same() -> None:
    names = ("teilnehmende.csv", "teilnehmende.xlsx")
    first, second = (read_registrations(name, (SHARED / name).read_bytes()) for name in names)
    assert first == second


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found(encoding: str, separator: str) -> None:
    text = "Name;Vorname;Kommune;E-Mail\nMüller;Jürgen;Stadt Köln;j@koeln.example\n".replace(";", separator)
    person = read(text, encoding=encoding).registrations[0]
    assert (person.name, person.given_name, person.municipality) == ("Müller", "Jürgen", "Stadt Köln")


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Nachname;Vorname", "Berg;Anna", ("Berg", "Anna")),
        ("Name", '"Berg, Anna"', ("Berg", "Anna")),
        ("Vor- und Nachname", "Anna Berg", ("Anna Berg", "")),
        ("First name;Last name", "Anna;Berg", ("Berg", "Anna")),
    ],
)
def test_names_stand_in_many_columns(header: str, row: str, expected: tuple[str, str]) -> None:
    person = read(f"{header}\n{row}\n").registrations[0]
    assert (person.name, person.given_name) == expected


def test_a_headline_above_the_columns_is_skipped() -> None:
    people = read("Anmeldungen 2025;;\n\nName;Vorname;Rolle\nBerg;Anna;Moderatorin\n")
    assert [(p.name, p.role) for p in people.registrations] == [("Berg", "moderator")]


def test_two_people_may_share_an_address() -> None:
    people = read("Name;Vorname;E-Mail\nBerg;Anna;rathaus@ort.example\nTal;Otto;rathaus@ort.example\n")
    assert len(people.registrations) == 2
    assert people.duplicates == ()
    assert "Zeile 1" in people.problems[0].reason


def test_without_an_address_name_and_municipality_tell_who_is_the_same() -> None:
    people = read("Name;Vorname;Kommune;E-Mail\nBerg;Anna;Calw;\nBerg;Anna;Stadt Calw;a@calw.example\nBerg;Anna;Ulm;\n")
    assert [(p.municipality, p.email) for p in people.registrations] == [("Stadt Calw", "a@calw.example"), ("Ulm", "")]
    assert (people.duplicates[0].kept_row, people.duplicates[0].row) == (1, 2)


def test_municipalities_of_one_name_but_two_kinds_stay_two() -> None:
    people = read(
        "Name;Kommune\nA;Stadt Karlsruhe\nB;Landratsamt Karlsruhe\nC;Karlsruhe\nD;Gemeinde Au\nE;Stadt Au\nF;Au\n"
    )
    assert [person.municipality for person in people.registrations] == [
        "Stadt Karlsruhe",
        "Landratsamt Karlsruhe",
        "Stadt Karlsruhe",
        "Gemeinde Au",
        "Stadt Au",
        "Au",
    ]


def test_a_row_without_a_name_is_named() -> None:
    people = read("Name;E-Mail\n;x@y.example\nBerg;kein Kontakt\n")
    assert [(problem.row, problem.reason.split()[0]) for problem in people.problems] == [(1, "Hier"), (2, "„kein")]


def test_a_workbook_with_empty_formatted_rows_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Vorname"])
    sheet.append(["Berg", "Anna"])
    sheet.cell(row=50_000, column=1).number_format = "0.00"
    stream = io.BytesIO()
    book.save(stream)
    assert len(read_registrations("leute.xlsx", stream.getvalue()).registrations) == 1


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("leute.csv", b"", "leer"),
        ("leute.csv", b"Farbe;Form\nrot;rund\n", "Name"),
        ("leute.csv", bytes(range(256)) * 4, "keine lesbare Tabelle"),
        ("leute.csv", b"%PDF-1.7 ...", "PDF.*CSV"),
        ("leute.csv", random.Random(7).randbytes(3_000), "keine lesbare Tabelle.*CSV UTF-8"),
        ("leute.xlsx", b"PK\x03\x04kaputt", "beschädigt"),
        ("leute.xlsx", word_file(paragraph("Papier")), "Excel"),
        ("leute.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "alten Office-Format"),
        ("leute.csv", b"Name\n" + b"Berg\n" * 5_001, "5.000 Zeilen"),
        ("leute.csv", b'Name\n"' + b"x" * 200_000 + b'"\n', "nicht lesbar"),
    ],
)
def test_a_bad_table_is_refused_with_what_to_do(name: str, data: bytes, expected: str) -> None:
    with pytest.raises(InvalidInputError, match=expected):
        read_registrations(name, data)
