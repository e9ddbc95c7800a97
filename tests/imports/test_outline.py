"""Editing a paper before it is saved."""

from __future__ import annotations

import pytest

from drafting.errors import InvalidInputError
from drafting.imports.building import build
from drafting.imports.outline import Rows, dump_rows, load_rows, perform, retitle, split
from drafting.imports.rows import Role, Row

ROWS: Rows = (
    Row(Role.TITLE, "Papier"),
    Row(Role.PREAMBLE, "Präambel"),
    Row(Role.PARAGRAPH, "Worum es geht."),
    Row(Role.SECTION, "Recht"),
    Row(Role.DEMAND, "Eins", number="1"),
    Row(Role.PARAGRAPH, "Erster Absatz."),
    Row(Role.PARAGRAPH, "Zweiter **Absatz**."),
    Row(Role.DEMAND, "Zwei", number="2"),
    Row(Role.BULLET, "Punkt"),
    Row(Role.SECTION, "Technik"),
    Row(Role.DEMAND, "Drei", number="3"),
    Row(Role.ASIDE, "Jahr | Kosten\n2024 | 10", aside="table"),
    Row(Role.SIGNATORY, "Anna Ahorn"),
)


def demands(rows: Rows) -> list[tuple[str, str]]:
    return [(demand.number, demand.document.title) for demand in build(rows).demands]


def texts(rows: Rows, number: int) -> list[str]:
    return [block.plain for block in build(rows).demands[number].document.body]


def test_splitting_begins_a_demand_without_title_and_numbers_run_on() -> None:
    rows = perform(ROWS, "split:6")
    assert demands(rows) == [("1", "Eins"), ("2", ""), ("3", "Zwei"), ("4", "Drei")]
    assert texts(rows, 1) == ["Zweiter Absatz."]


def test_splitting_at_a_word_cuts_the_paragraph_in_two() -> None:
    rows = split(ROWS, 6, word=1)
    assert [row.text for row in rows[6:8]] == ["Zweiter", "**Absatz**."]


def test_joining_a_demand_keeps_its_title_as_a_bold_paragraph() -> None:
    rows = perform(ROWS, "join:7")
    assert demands(rows) == [("1", "Eins"), ("2", "Drei")]
    assert texts(rows, 0) == ["Erster Absatz.", "Zweiter Absatz.", "Zwei", "Punkt"]


def test_joining_a_paragraph_makes_one_of_two() -> None:
    assert perform(ROWS, "join:6")[5].text == "Erster Absatz. Zweiter **Absatz**."


def test_the_first_demand_joins_nothing() -> None:
    with pytest.raises(InvalidInputError, match="keine andere"):
        perform(ROWS, "join:4")


def test_this_is_a_demand() -> None:
    rows = perform(ROWS, "retype:5:demand")
    assert demands(rows) == [("1", "Eins"), ("2", "Erster Absatz."), ("3", "Zwei"), ("4", "Drei")]


def test_this_is_no_demand_but_a_section() -> None:
    rows = perform(ROWS, "retype:7:section")
    assert [section.heading for section in build(rows).sections] == ["Recht", "Zwei", "Technik"]
    assert demands(rows) == [("1", "Eins"), ("", ""), ("2", "Drei")]


def test_this_is_the_preamble() -> None:
    rows = perform(perform(ROWS, "retype:1:paragraph"), "retype:3:preamble")
    assert build(rows).preamble.title == ""
    assert [block.plain for block in build(rows).preamble.body] == ["Präambel", "Worum es geht.", "Recht"]


def test_a_table_can_be_taken_into_the_text_line_by_line() -> None:
    rows = perform(ROWS, "retype:11:bullet")
    assert texts(rows, 2) == ["Jahr | Kosten", "2024 | 10"]
    assert build(rows).not_represented == ()


def test_what_is_dropped_is_listed_with_its_place() -> None:
    left = build(perform(ROWS, "drop:6")).not_represented[0]
    assert (left.text, left.place) == ("Zweiter Absatz.", "Forderung 1 „Eins“, nach „Erster Absatz.“")


def test_a_demand_moves_with_its_text() -> None:
    rows = perform(ROWS, "down:4")
    assert demands(rows) == [("1", "Zwei"), ("2", "Eins"), ("3", "Drei")]
    assert texts(rows, 1) == ["Erster Absatz.", "Zweiter Absatz."]
    assert perform(rows, "up:6") == ROWS


def test_a_demand_moves_into_the_next_section() -> None:
    rows = perform(ROWS, "down:7")
    assert [[d.document.title for d in section.demands] for section in build(rows).sections] == [
        ["Eins"],
        ["Zwei", "Drei"],
    ]


def test_a_section_moves_with_its_demands() -> None:
    rows = perform(ROWS, "up:9")
    assert [section.heading for section in build(rows).sections] == ["Technik", "Recht"]
    assert demands(rows) == [("1", "Drei"), ("2", "Eins"), ("3", "Zwei")]


def test_numbers_that_do_not_run_stay_and_a_new_demand_goes_between() -> None:
    given = tuple(Row(row.role, row.text, row.level, f"{row.number}0" if row.number else "") for row in ROWS)
    rows = perform(given, "split:6")
    assert demands(rows) == [("10", "Eins"), ("10a", ""), ("20", "Zwei"), ("30", "Drei")]


def test_retitling_reads_canonical_form_and_an_empty_line_makes_two_rows() -> None:
    rows = retitle(ROWS, 5, "Neu  **fett**\r\n\r\nund mehr")
    assert [row.text for row in rows[5:7]] == ["Neu **fett**", "und mehr"]
    assert retitle(ROWS, 5, " ")[5] == ROWS[6]


def test_fields_of_a_form_change_their_rows() -> None:
    fields = {"text-4": "Anders", "role-8": "number", "number-10": "9", "text-5": "Eins.\n\nZwei.", "level-8": "0"}
    rows = load_rows(dump_rows(ROWS), fields)
    assert demands(rows) == [("1", "Anders"), ("2", "Zwei"), ("9", "Drei")]
    assert texts(rows, 0)[:2] == ["Eins.", "Zwei."]
    assert rows[9].role is Role.NUMBER


@pytest.mark.parametrize(
    "state", ["", "{}", "[1]", '[["title"]]', '[["king","x",0,"","",""]]', "null", '[["title","x","y","","",""]]']
)
def test_a_broken_form_is_refused(state: str) -> None:
    with pytest.raises(InvalidInputError):
        load_rows(state)


@pytest.mark.parametrize("act", ["fly:1", "up:99", "up", "retype:1:king", "split:0"])
def test_an_unknown_act_is_refused(act: str) -> None:
    with pytest.raises(InvalidInputError):
        perform(ROWS, act)
