"""The record of polls as files, read again: numbers are numbers, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from drafting.exports.polls import (
    HandRecord,
    ItemRecord,
    NameRecord,
    OptionRecord,
    PollRecord,
    PollsRecord,
    ReceiptRecord,
    write_json,
)
from drafting.exports.polls_tables import polls_csv, polls_xlsx

POLL = PollRecord(
    id="p",
    number=7,
    state="closed",
    state_label="beendet",
    question="amendment",
    question_label="Änderungsantrag",
    about="Ä12 zu Forderung 4",
    sentence="Forderung 4: Soll der Text so geändert werden?",
    kind="named",
    kind_label="namentlich",
    counts_by="municipality",
    is_weighted=False,
    electorate="Alle Anwesenden, Plenum",
    recommends=False,
    rule="simple",
    rule_label="Mehr Ja als Nein",
    rule_reason="",
    quorum="1/2",
    opened_at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
    closed_at=datetime(2026, 11, 25, 9, 1, tzinfo=UTC),
    is_counted=True,
    entitled=250,
    cast=212,
    not_voted=38,
    people_entitled=110,
    people=93,
    yes=142,
    no=61,
    abstain=9,
    invalid=0,
    marked=0,
    on_devices=180,
    by_hand=32,
    verdict="adopted",
    verdict_label="Angenommen",
    formula="Mehr Ja als Nein: 142 gegen 61.",
    effect="done",
    annul_reason="",
    digest="ab12",
    items=(ItemRecord("Ä15", "Forderung 2"), ItemRecord("Ä84", "Neue Forderung")),
    options=(OptionRecord(1, "Ä3", 40, 1),),
    hand_counts=(HandRecord("Empore", 20, 10, 2, 0, 0, {"1": 3}),),
    names=(NameRecord("Rosa Reut", "Stadt Calw", "Ja", 1),),
    receipts=(ReceiptRecord("00ff", "Nein"),),
)
RECORD = PollsRecord("Fachkonferenz", (POLL,))
DANGEROUS = ['=HYPERLINK("http://x.example")', "+49 7051", "-1", "@SUM(A1)", "=1+1"]


def test_the_workbook_has_a_sheet_for_each_kind_of_row_and_every_number() -> None:
    book = load_workbook(io.BytesIO(polls_xlsx(RECORD)))
    assert book.sheetnames == [
        "Abstimmungen",
        "Gemeinsam entschieden",
        "Antworten",
        "Namentlich",
        "Von Hand gezählt",
        "Belege",
    ]
    header, row = book["Abstimmungen"].values
    found = dict(zip(header, row, strict=True))
    numbers = (
        "Stimmberechtigt",
        "Abgegeben",
        "Nicht abgestimmt",
        "Personen berechtigt",
        "Personen abgestimmt",
        "Ja",
        "Nein",
        "Enthaltung",
        "Auf Geräten",
        "Von Hand",
    )
    assert [found[name] for name in numbers] == [250, 212, 38, 110, 93, 142, 61, 9, 180, 32]
    assert str(found["Beendet"]) == "2026-11-25 10:01:00"
    assert isinstance(found["Beendet"], datetime)
    assert list(book["Gemeinsam entschieden"].values)[1:] == [(7, "Ä15", "Forderung 2"), (7, "Ä84", "Neue Forderung")]
    assert found["Formel"] == "Mehr Ja als Nein: 142 gegen 61."
    assert list(book["Namentlich"].values)[1] == (7, "Rosa Reut", "Stadt Calw", "Ja", 1)
    assert list(book["Antworten"].values)[1] == (7, "Ä3", 40, 1)
    assert list(book["Von Hand gezählt"].values)[1] == (7, "Empore", 20, 10, 2, 0, 0, "Ä3: 3")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_the_workbook(text: str) -> None:
    poll = replace(POLL, sentence=text, options=(OptionRecord(1, text, 1, 1),))
    book = load_workbook(io.BytesIO(polls_xlsx(PollsRecord("=K", (poll,)))))
    for cell in (book["Abstimmungen"]["D2"], book["Antworten"]["B2"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_the_csv(text: str) -> None:
    file = polls_csv(PollsRecord("K", (replace(POLL, sentence=text),))).decode("utf-8-sig")
    row = next(iter(csv.DictReader(io.StringIO(file), delimiter=";")))
    assert row["Frage"] == f"'{text}"


def test_a_character_no_workbook_may_hold_is_left_out() -> None:
    book = load_workbook(io.BytesIO(polls_xlsx(PollsRecord("K", (replace(POLL, sentence="a\x0bb"),)))))
    assert book["Abstimmungen"]["D2"].value == "ab"


def test_the_csv_holds_every_row_and_says_what_it_is() -> None:
    rows = list(csv.DictReader(io.StringIO(polls_csv(RECORD).decode("utf-8-sig")), delimiter=";"))
    assert [row["Zeile"] for row in rows] == ["Abstimmung", "Antrag", "Antrag", "Antwort", "Stimme", "Zählung", "Beleg"]
    assert {row["Nummer"] for row in rows} == {"7"}
    assert (rows[0]["Ja"], rows[0]["Nein"], rows[3]["Stimmen"], rows[4]["Stimme"]) == ("142", "61", "40", "Ja")
    assert (rows[0]["Beendet"], rows[1]["Antrag"]) == ("25.11.2026 10:01:00", "Ä15")


def test_the_json_holds_everything() -> None:
    (poll,) = json.loads(write_json(RECORD))["polls"]
    assert (poll["yes"], poll["no"], poll["entitled"], poll["closed_at"]) == (142, 61, 250, "2026-11-25T09:01:00+00:00")
    assert poll["names"] == [{"name": "Rosa Reut", "municipality": "Stadt Calw", "choice": "Ja", "weight": 1}]


def test_without_polls_there_is_still_a_workbook() -> None:
    book = load_workbook(io.BytesIO(polls_xlsx(PollsRecord("K", ()))))
    assert book.sheetnames == ["Abstimmungen"]


def test_a_vote_that_was_annulled_uncounted_has_no_numbers_in_the_tables() -> None:
    poll = replace(POLL, state="annulled", is_counted=False, yes=0, no=0, abstain=0, cast=0, people=0)
    header, row = load_workbook(io.BytesIO(polls_xlsx(PollsRecord("K", (poll,)))))["Abstimmungen"].values
    found = dict(zip(header, row, strict=True))
    assert [found[name] or "" for name in ("Ja", "Nein", "Abgegeben", "Nicht abgestimmt")] == [""] * 4
    assert found["Stimmberechtigt"] == 250
