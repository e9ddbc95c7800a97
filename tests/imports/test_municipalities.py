"""Tables of municipalities and of the Bilanz: what is read, what is named, what is refused."""

from __future__ import annotations

import io

import openpyxl
import pytest

from drafting.errors import InvalidInputError
from drafting.imports.municipalities import read_municipalities, read_population
from drafting.imports.reviews import read_review_lines


def test_a_table_of_the_statistical_office_is_read() -> None:
    table = read_municipalities(
        "gemeinden.csv",
        "Bevölkerung am 31.12.2024;;\nSchlüssel;Gemeinde;Bevölkerung insgesamt\n08235085;Calw, Stadt;24.281\n"
        "08111000;Stuttgart, Landeshauptstadt;612 663\n;;\n".encode("cp1252"),
    )
    assert table.populations == {"Calw": 24_281, "Stuttgart": 612_663}
    assert table.problems == ()


def test_a_table_from_excel_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Einwohner"])
    sheet.append(["Stadt Calw", 24281.0])
    data = io.BytesIO()
    book.save(data)
    assert read_municipalities("orte.xlsx", data.getvalue()).populations == {"Calw": 24_281}


def test_doubtful_lines_are_named_and_left_out() -> None:
    table = read_municipalities(
        "orte.csv",
        b"Name;Einwohner\nCalw;24281\nUlm;k. A.\nLahr;\nAltheim;2000\nGemeinde Altheim;4800\nCalw;24281\n"
        b"Wien;99999999999",
    )
    assert table.populations == {"Calw": 24_281}
    assert [problem.row for problem in table.problems] == [3, 4, 6, 8]
    assert "„k. A.“ ist keine Einwohnerzahl (Ulm)." in table.problems[0].reason
    assert "verschiedenen Einwohnerzahlen" in table.problems[2].reason


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Datei ist leer"),
        (b"Ort;Postleitzahl\nCalw;75365\n", "fehlen die Spalten"),
        (b"Name;Einwohner\n", "keine Kommune"),
        (b"Name;Einwohner\nCalw;viele\n", "keine Kommune"),
        (b"PK\x03\x04kaputt", "beschädigt"),
        (b"\x00\x01\x02", "keine lesbare Tabelle"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        read_municipalities("orte.csv", data)


@pytest.mark.parametrize("text", ["", "-5", "1.23", "1,5", "zwölf", "1e3", "٣٤", "12.34.567", "99999999999999999999"])
def test_nonsense_is_no_number_of_inhabitants(text: str) -> None:
    assert read_population(text) is None


def test_a_table_of_the_bilanz_names_the_line_that_is_wrong() -> None:
    head = "Nummer;Titel;Stand;Beleg;Link\n1;Eins;Erfüllt;;\n"
    with pytest.raises(InvalidInputError, match="Zeile 3: „vielleicht“ ist kein Stand"):
        read_review_lines("b.csv", f"{head}2;Zwei;vielleicht;;\n".encode())
    with pytest.raises(InvalidInputError, match="Zeile 3: „javascript:alert"):
        read_review_lines("b.csv", f"{head}2;Zwei;offen;;javascript:alert(1)\n".encode())
    with pytest.raises(InvalidInputError, match="„Titel“ und „Stand“"):
        read_review_lines("b.csv", b"Nummer;Name\n1;Eins\n")
