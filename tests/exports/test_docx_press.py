"""The press version as a Word file: what is in it, in which order, and that linters find nothing."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from drafting.exports.docx_press import write_press
from drafting.exports.press import Press, split_demand
from tests.exports.test_docx_papers import LINTER

PRESS = Press(
    conference="Fachkonferenz & Werkstatt",
    place_date="Heilbronn, 27. November 2026",
    embargo="27. November 2026, 10:00 Uhr",
    headline="Weniger Papier",
    lead="Zwei Forderungen.\nEin Ziel.",
    demands=("Schriftform abbauen\nAlle streichen.", "Personal fördern"),
    quote="Endlich.",
    speaker="Berta Berg, Oberbürgermeisterin",
    about="Seit 2019.",
    contact="Telefon 07171 000-123",
    address="https://konferenz.example/oeffentlich/papier",
    moment=datetime(2026, 11, 26, 9, tzinfo=UTC),
)
BARE = replace(PRESS, embargo="", lead="", demands=(), quote="", speaker="", about="", contact="", moment=None)


def test_the_release_reads_from_the_embargo_to_the_address() -> None:
    document = docx.Document(io.BytesIO(write_press(PRESS)))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said == [
        "Pressemitteilung · Fachkonferenz & Werkstatt",
        "Heilbronn, 27. November 2026",
        "Sperrfrist: 27. November 2026, 10:00 Uhr",
        "Weniger Papier",
        "Zwei Forderungen.",
        "Ein Ziel.",
        "Die wichtigsten Forderungen",
        "Schriftform abbauen: Alle streichen.",
        "Personal fördern",
        "Zitat",
        "„Endlich.“",
        "Berta Berg, Oberbürgermeisterin",
        "Hintergrund",
        "Seit 2019.",
        "Kontakt",
        "Telefon 07171 000-123",
        "Der ganze Text",
        "Wortlaut, Herkunft jedes Satzes und Dateien: https://konferenz.example/oeffentlich/papier",
    ]
    assert document.core_properties.title == "Weniger Papier"


def test_what_is_empty_is_left_out() -> None:
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(write_press(BARE))).paragraphs]
    assert len(said) == 5
    assert not [line for line in said if line.startswith("Sperrfrist")]


def test_the_same_release_gives_the_same_bytes() -> None:
    assert write_press(PRESS) == write_press(PRESS)


@pytest.mark.parametrize("press", [PRESS, BARE], ids=["full", "bare"])
@pytest.mark.skipif(not LINTER.exists(), reason="the checking tool is not here")
def test_the_linter_finds_nothing(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "presse.docx"
    path.write_bytes(write_press(press))
    command = [sys.executable, str(LINTER), "lint", "--json", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert (found["errors"], found["warnings"]) == ([], [])


def test_a_demand_is_a_heading_and_a_sentence() -> None:
    assert split_demand("Titel\nErster Satz.\nZweiter.") == ("Titel", "Erster Satz. Zweiter.")
    assert split_demand("Titel") == ("Titel", "")
