"""Tables of recipients: what is read, what is named, what is refused; and the shared one, row by row."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from drafting.errors import InvalidInputError
from drafting.imports.recipients import read_recipients
from drafting.rules.addresses import Addressee, Form, address

SHARED = Path(__file__).resolve().parents[3] / "shared/papers/empfaenger.csv"
HEADERS = "Anrede;Titel;Vorname;Nachname;Amt/Mandat;Organisation;Straße;PLZ;Ort;E-Mail"


def read(*rows: str, encoding: str = "utf-8") -> list[tuple[int, str]]:
    table = read_recipients("e.csv", "\r\n".join((HEADERS, *rows)).encode(encoding))
    return [(problem.row, problem.reason) for problem in table.problems]


def test_a_table_is_read_in_the_german_way_of_excel() -> None:
    row = 'Frau;Dr.;Ada;Amsel;Ministerin;"Ministerium für Wohnen; Stuttgart";Weg 1;04109;Leipzig;ada@amt.example'
    (line,) = read_recipients("e.csv", f"{HEADERS}\r\n{row}\r\n;;;;;;;;;\r\n".encode("cp1252")).recipients
    assert line.to == Addressee(
        Form.WOMAN,
        "Dr.",
        "Ada",
        "Amsel",
        "Ministerin",
        "Ministerium für Wohnen; Stuttgart",
        "Weg 1",
        "04109",
        "Leipzig",
    )
    assert (line.email, line.row) == ("ada@amt.example", 2)


def test_a_workbook_is_read_and_a_lost_zero_is_named() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Empfänger des Briefs"])
    sheet.append(["Anrede", "Nachname", "Organisation", "PLZ", "Ort", "E-Mail"])
    sheet.append(["Herr", "Buche", "Forum", 4109, "Leipzig", "ben@forum.example"])
    data = io.BytesIO()
    book.save(data)
    table = read_recipients("e.xlsx", data.getvalue())
    assert [line.to.postcode for line in table.recipients] == ["4109"]
    assert "fehlt die Null" in table.problems[0].reason


def test_what_is_doubtful_is_named_by_its_line() -> None:
    assert read(
        "Exzellenz;;Ada;Amsel;;Amt;;;;a@b.example",
        "Frau;;Ada;Amsel;;Amt;;;;a@b.example",
        "Herr;;Ben;Buche;;Amt;;;;",
        "Herr;;Ben;Birke;;Amt;Weg 1;70173;Stuttgart;",
        "Frau;;;;;;Weg 1;70173;Stuttgart;a@b.example",
        "Frau;;Eva;Eiche;;Amt;;7017x-;Ort;kein at",
        f"Frau;;{'E' * 201};Eiche;;Amt;;;;a@b.example",
    ) == [
        (2, "Die Anrede „Exzellenz“ ist nicht bekannt und bleibt offen."),
        (3, "Steht schon in Zeile 2; nicht noch einmal übernommen."),
        (4, "Weder Postanschrift noch E-Mail-Adresse: So erreicht dieser Brief niemanden."),
        (5, "Ohne E-Mail-Adresse; dieser Brief geht nur mit der Post."),
        (6, "Hier fehlen Name, Amt und Organisation; die Zeile wurde nicht übernommen."),
        (7, "„kein at“ ist keine E-Mail-Adresse."),
        (7, "„7017x-“ ist keine Postleitzahl."),
        (8, "Eine Angabe hat mehr als 200 Zeichen; die Zeile wurde nicht übernommen."),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Datei ist leer"),
        (b"Farbe;Form\nrot;rund\n", "fehlt eine Zeile mit den Namen der Spalten"),
        (f"{HEADERS}\n;;;;;;;;;\n".encode(), "niemand"),
        (f"{HEADERS}\nFrau;;{'E' * 201};;;;;;;\n".encode(), "Zeile 2: Eine Angabe hat mehr als 200 Zeichen"),
        (b"Frau;Ada;Amsel;Ministerin;Ministerium;Weg 1\n", "fehlt eine Zeile mit den Namen der Spalten"),
        (b"PK\x03\x04kaputt", "beschädigt"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        read_recipients("e.csv", data)


# Row → first line, salutation; as the rules and the file's README have it.
EXPECTED = {
    1: ("Frau Ministerin", "Sehr geehrte Frau Ministerin"),
    2: ("Herrn Minister", "Sehr geehrter Herr Minister"),
    3: ("Frau Staatssekretärin", "Sehr geehrte Frau Staatssekretärin"),
    4: ("Herrn Prof. Dr. Hartmut Quittenbacher", "Sehr geehrter Herr Professor Quittenbacher"),
    5: ("Staatsministerium Baden-Württemberg", "Sehr geehrte Damen und Herren"),
    6: ("Frau Theresa Freifrau von Schlehenried MdL", "Sehr geehrte Frau Abgeordnete"),
    7: ("Herrn Emir Ulmenfeld MdL", "Sehr geehrter Herr Abgeordneter"),
    8: ("Frau Katja Kiefernstolz-Weidengrund MdL", "Sehr geehrte Frau Abgeordnete"),
    9: ("Herrn Dr. Wendelin Graf von und zu Erlenbrunn MdL", "Sehr geehrter Herr Abgeordneter"),
    10: (
        "Mitglieder des Ausschusses für Inneres, Digitalisierung und Kommunen",
        "Sehr geehrte Mitglieder des Ausschusses für Inneres, Digitalisierung und Kommunen",
    ),
    11: ("Frau Präsidentin des Landtags", "Sehr geehrte Frau Präsidentin"),
    12: ("Herrn Sören Birkenacker MdB", "Sehr geehrter Herr Abgeordneter"),
    13: ("Frau Dr. h. c. Yasemin Ahornwiese MdB", "Sehr geehrte Frau Abgeordnete"),
    14: ("Frau Parlamentarische Staatssekretärin", "Sehr geehrte Frau Staatssekretärin"),
    15: ("Herrn Bundesminister", "Sehr geehrter Herr Minister"),
    16: ("Herrn Präsidenten", "Sehr geehrter Herr Präsident"),
    17: ("Herrn Präsidenten", "Sehr geehrter Herr Präsident"),
    18: ("Frau Regine Holunderhain", "Sehr geehrte Frau Holunderhain"),
    19: ("Herrn Landrat", "Sehr geehrter Herr Landrat"),
    20: ("Frau Prof. Dr. Dr. Ilse-Marie Espenhofer", "Sehr geehrte Frau Professorin Espenhofer"),
    21: ("Vorsitz des IT-Planungsrats", "Sehr geehrte Damen und Herren"),
    22: ("", ""),
    23: ("Herrn Sigurd Schlehenhofer", "Sehr geehrter Herr Schlehenhofer"),
    24: ("Fraktionen im Landtag von Baden-Württemberg", "Sehr geehrte Damen und Herren"),
    25: ("Frau Regierungspräsidentin", "Sehr geehrte Frau Regierungspräsidentin"),
}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared table is not here")
def test_every_row_of_the_shared_table_is_addressed_as_its_readme_says() -> None:
    table = read_recipients(SHARED.name, SHARED.read_bytes())
    found = {line.row - 1: address(line.to) for line in table.recipients}
    assert {row: (one.first_line, one.salutation) for row, one in found.items()} == EXPECTED
    assert [row for row, one in found.items() if one.question] == [22]
    assert found[14].lines[0] == "Dorothee Lärchenbusch MdB"
    assert found[23].lines[-1] == "04109 Leipzig"
    assert [row for row, one in found.items() if "Ohne Straße." in one.remarks] == [20]
    assert [row for row, one in found.items() if any("Postanschrift" in said for said in one.remarks)] == [24]
    assert [(problem.row, problem.reason[:9]) for problem in table.problems] == [(24, "Ohne E-Ma")]
