"""Markdown and plain text."""

from __future__ import annotations

import pytest

from drafting.errors import InvalidInputError
from drafting.imports.papers import DraftPaper, read_paper

MARKDOWN = """# Papier 2024

Beschlossen am 3. März 2024

## Präambel

Wir sind viele.
Und *wir* bleiben es.

## Recht

### 1. Schriftform abbauen

Wir fordern __alles__, siehe <https://a.example/>:

- Anträge
  - Bauanträge
- Bescheide

> Weil es Zeit spart.

### 2. Personal gewinnen

1. erstens
2. zweitens

| Jahr | Kosten |
|------|--------|
| 2024 | 10     |

## Ausblick

Wir kommen wieder.

Calw, den 3. März 2024

Unterzeichnende

- Anna Ahorn
- Bernd Birke
"""

PLAIN = """Forderungen der Kommunen

Recht und Verfahren

1. Schriftform abbauen

Wir fordern das Land auf, alle Schriftformerfordernisse zu
streichen. Das gilt für:

- Anträge
- Bescheide

Begründung: Weil es Zeit spart.

2. Fristen verkürzen

Fristen sind auf vier Wochen zu verkürzen.

Personal

3. Stellen schaffen

Es braucht mehr Stellen.
"""


def titles(paper: DraftPaper) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(s.heading, [(d.number, d.document.title) for d in s.demands]) for s in paper.sections]


def test_markdown_is_read_with_its_levels() -> None:
    paper = read_paper("papier.md", MARKDOWN.encode())
    answer = paper.to_json()
    assert (paper.title, paper.date) == ("Papier 2024", "Beschlossen am 3. März 2024")
    assert titles(paper) == [("Recht", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]
    first, second = answer["sections"][0]["demands"]
    link = "[https://a.example/](https://a.example/)"
    assert first["text"] == f"Wir fordern **alles**, siehe {link}:\n\n- Anträge\n  - Bauanträge\n- Bescheide"
    assert first["reason"] == "Weil es Zeit spart."
    assert second["text"] == "1. erstens\n2. zweitens"
    assert answer["preamble"] == "Wir sind viele. Und _wir_ bleiben es."
    assert answer["closing"] == "Wir kommen wieder."
    assert (paper.place, paper.signatories) == ("Calw, den 3. März 2024", ("Anna Ahorn", "Bernd Birke"))
    assert [left.kind for left in paper.not_represented] == ["table"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_plain_text_is_judged_by_its_lines(encoding: str) -> None:
    paper = read_paper("papier.txt", PLAIN.replace("\n", "\r\n").encode(encoding))
    assert paper.title == "Forderungen der Kommunen"
    assert titles(paper) == [
        ("Recht und Verfahren", [("1", "Schriftform abbauen"), ("2", "Fristen verkürzen")]),
        ("Personal", [("3", "Stellen schaffen")]),
    ]
    first = paper.to_json()["sections"][0]["demands"][0]
    assert first["text"].endswith("streichen. Das gilt für:\n\n- Anträge\n- Bescheide")
    assert first["reason"] == "Weil es Zeit spart."


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"", "leer"), (b" \n\n", "leer"), (b"\x00\x01\x02\xff" * 50, "keine lesbare"), (b"%PDF-1.4 x", "PDF")],
)
def test_what_is_no_text_is_refused(data: bytes, expected: str) -> None:
    with pytest.raises(InvalidInputError, match=expected):
        read_paper("papier.txt", data)


def test_gendered_words_and_single_stars_stay_words() -> None:
    paper = read_paper(
        "papier.md", "# Papier\n\n## Eins\n\nBürger*innen und Beamt*innen, 2*3*4 und snake_case_x.\n".encode()
    )
    assert paper.demands[0].document.body[0].plain == "Bürger*innen und Beamt*innen, 2*3*4 und snake_case_x."
