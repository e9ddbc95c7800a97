"""What is laid out for print: nothing is lost of the values, and every table is one that can be read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.exports.days import print_days, print_moment
from drafting.exports.minutes import Minutes, Wish, lay_out_minutes
from drafting.exports.polls import ItemRecord, PollsRecord
from drafting.exports.prints import NEW, REMOVED, Heading, Paragraph, Print, Table
from drafting.exports.synopses import Synopsis, SynopsisUnit, lay_out_synopsis
from drafting.text.diff import find_edits
from drafting.text.document import Kind
from drafting.text.markdown import parse
from drafting.text.redline import redline
from drafting.text.synopsis import arrange
from tests.exports.print_samples import ANNEXES, ENCLOSED, GROUNDS, MINUTES, MOMENT, PRINTS, SYNOPSIS, compare
from tests.exports.samples import USUAL
from tests.exports.test_polls import POLL


def words(sheet: Print) -> str:
    """Everything a print says, a line for each paragraph and row."""
    lines = [sheet.title, sheet.subtitle, *sheet.lines]
    for part in sheet.parts:
        if isinstance(part, Heading):
            lines.append(f"{part.number} {part.text}".strip())
        elif isinstance(part, Paragraph):
            lines.append(part.text)
        else:
            lines += [" | ".join(part.header), *rows(part)]
    return "\n".join(lines)


def rows(table: Table) -> list[str]:
    return [" | ".join(" ".join(p.text for p in cell) for cell in row) for row in table.rows]


def tables(sheet: Print) -> list[Table]:
    return [part for part in sheet.parts if isinstance(part, Table)]


@pytest.mark.parametrize("sheet", PRINTS.values(), ids=PRINTS)
def test_every_table_has_a_title_and_a_cell_for_each_of_its_headers(sheet: Print) -> None:
    for table in tables(sheet):
        assert table.title
        assert len(set(table.header)) == len(table.header) == len(table.widths)
        assert all(len(row) == len(table.header) for row in table.rows)


@pytest.mark.parametrize("sheet", PRINTS.values(), ids=PRINTS)
def test_headings_leave_no_level_out(sheet: Print) -> None:
    levels = [0, *(part.level for part in sheet.parts if isinstance(part, Heading))]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_synopsis_marks_old_words_left_and_new_ones_right_with_what_they_are_owed_to() -> None:
    table = tables(SYNOPSIS)[0]
    assert table.header == ("Stand 2024", "Stand 2026", "Beschluss und Begründung")
    assert rows(table)[0] == (
        "Das Land zahlt zeitnah.  | Das Land zahlt sofort.  | "
        "Ä1, Stadt Calw Abstimmung 3 (Plenum): 20 Ja, 3 Nein, 1 Enthaltung. Es eilt."
    )
    left, right, _ = table.rows[0]
    assert [span.text for span in left[0].spans if span.mark == REMOVED] == ["zeitnah"]
    assert [span.text for span in right[0].spans if span.mark == NEW] == ["sofort"]
    assert rows(table)[1] == "Die Kommunen berichten. | unverändert | "


def test_the_synopsis_has_the_headings_of_sections_above_their_demands() -> None:
    headings = [(part.level, part.text) for part in SYNOPSIS.parts if isinstance(part, Heading)]
    assert headings == [(1, "Recht"), (2, "Forderung 1: Gebühren"), (1, "Forderung 3: Weg"), (1, "Unverändert")]


def test_what_is_gone_is_said_so_and_what_was_not_touched_is_named_at_the_end() -> None:
    assert all("entfallen" in row for row in rows(tables(SYNOPSIS)[1]))
    assert words(SYNOPSIS).endswith("Unverändert\nForderung 4.")


def test_a_decision_said_in_a_row_above_is_only_named_below() -> None:
    explained = [row[2] for row in tables(SYNOPSIS)[0].rows if row[2]]
    assert [cell[0].text for cell in explained] == ["Ä1, Stadt Calw", "Redaktionell geändert", "Redaktionell geändert"]
    assert [cell[1].text for cell in explained][1:] == ["Ohne Abstimmung.", "wie oben"]


def test_two_columns_have_the_texts_alone_and_stand_upright() -> None:
    sheet = lay_out_synopsis(compare(), grounds=False)
    assert not sheet.is_wide
    assert all(len(table.header) == 2 for table in tables(sheet))
    assert "Abstimmung" not in words(sheet)


def test_without_a_difference_the_synopsis_says_so() -> None:
    same = Synopsis("Papier", "A", "B", (SynopsisUnit("Forderung 1", "X", "same", (), (), ()),))
    assert "Zwischen beiden Ständen gibt es keinen Unterschied." in words(lay_out_synopsis(same))


SENTENCES = st.lists(
    st.sampled_from(["Das Land zahlt.", "Alle helfen gern.", "Es eilt sehr.", "Wir warten."]), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, SENTENCES)
def test_both_columns_read_as_their_texts(before: list[str], after: list[str]) -> None:
    old, new = parse("# T\n\n" + " ".join(before)), parse("# T\n\n" + " ".join(after))
    unit = SynopsisUnit("F", "T", "changed", (), tuple(arrange(redline(old, find_edits(old, new)))), GROUNDS)
    (table,) = tables(lay_out_synopsis(Synopsis("P", "A", "B", (unit,))))
    left, right = [], []
    for first, second, _ in table.rows:
        is_same = second[0].text == "unverändert"
        left.append("" if first[0].text == "neu" else first[0].text)
        right.append(first[0].text if is_same else "" if second[0].text == "entfallen" else second[0].text)
    assert "".join(left).split() == " ".join(before).split()
    assert "".join(right).split() == " ".join(after).split()


def test_the_minutes_hold_every_number_the_formula_and_the_names() -> None:
    said = words(MINUTES)
    assert "Angenommen. Mehr Ja als Nein: 142 gegen 61." in said
    assert (
        "Mit Antwort | Ja | Nein | Enthaltung | Ungültig | Abgegeben | Nicht abgestimmt | Stimmberechtigt\n"
        "0 | 142 | 61 | 9 | 0 | 212 | 38 | 250" in said
    )
    assert "Rosa Reut | Stadt Calw | Ja" in said
    assert "Empore Ä3: 3 | 20 | 10 | 2 | 0 | 0" in said
    assert "32 von Hand gezählt, 180 auf Geräten" in said
    assert "Quorum: 1/2 der Stimmberechtigten" in said
    assert "25.\u00a0November 2026, 10:00\u00a0Uhr bis 10:01\u00a0Uhr" in said
    assert "ab12" in said


def test_an_annulled_vote_keeps_its_numbers_and_says_why() -> None:
    annulled = replace(POLL, state="annulled", annul_reason="Die Uhr ging falsch")
    said = words(lay_out_minutes(Minutes(PollsRecord("K", (annulled,)))))
    assert "7 | Ä12 zu Forderung 4 | Aufgehoben | 142 | 61 | 9 | 212" in said
    assert "Grund der Aufhebung: Die Uhr ging falsch" in said


def test_a_vote_annulled_before_it_began_shows_no_numbers() -> None:
    annulled = replace(POLL, state="annulled", is_counted=False, options=(), hand_counts=(), names=(), by_hand=0)
    sheet = lay_out_minutes(Minutes(PollsRecord("K", (annulled,))))
    assert "Aufgehoben, bevor abgestimmt wurde | – | – | – | –" in words(sheet)
    assert not [table for table in tables(sheet) if "alle Zahlen" in table.title]


def test_several_decided_together_are_named_with_their_places_and_what_they_ask_for() -> None:
    joint = replace(POLL, items=(ItemRecord("Ä2", "Forderung 1"), ItemRecord("Ä9", "Forderung 3")), options=())
    wishes = {POLL.id: (Wish("Ä9", "Stadt Ulm", ("Die Forderung wird gestrichen.",)),)}
    said = words(lay_out_minutes(Minutes(PollsRecord("K", (joint,)), wishes=wishes)))
    rows = "Ä2 | Forderung 1 |  | \nÄ9 | Forderung 3 | Die Forderung wird gestrichen. | Stadt Ulm"
    assert f"Gemeinsam entschieden\nNr. | Stelle | Antrag | Von\n{rows}" in said


def test_a_vote_on_one_amendment_says_what_it_asked_for_and_who_did() -> None:
    alone = replace(POLL, items=(), options=())
    wish = Wish("Ä12", "Stadt Calw", ("Als neue Forderung wird aufgenommen:",), ("Titel", "Text."))
    said = words(lay_out_minutes(Minutes(PollsRecord("K", (alone,)), wishes={POLL.id: (wish,)})))
    assert "Ä12, Stadt Calw: Als neue Forderung wird aufgenommen:\nTitel\nText.\nAngenommen." in said


def test_minutes_without_a_vote_say_so() -> None:
    assert "Bisher ist keine Abstimmung beendet." in words(lay_out_minutes(Minutes(PollsRecord("K", ()))))


def test_annexes_are_called_as_in_the_letter_and_those_without_anything_left_out() -> None:
    headings = [part.text for part in ANNEXES.parts if isinstance(part, Heading) and part.level == 1]
    assert headings == list(ENCLOSED.names)
    assert replace(ENCLOSED, examples=()).names == ("Mitzeichnende", "Sondervoten")
    assert "Ulm | vorbehaltlich Gremienbeschluss" in words(ANNEXES)
    assert "In Zahlen: 27 von 31" in words(ANNEXES)
    assert "Getragen von: Stadt Lahr, Stadt Ulm." in words(ANNEXES)


def test_the_letter_as_print_has_every_word_of_its_text() -> None:
    said = words(PRINTS["letter"]).replace("\n", " ")
    for section in USUAL.sections:
        for demand in section.demands:
            for block in demand.document.blocks:
                if block.kind is not Kind.TITLE:
                    assert block.plain in said


def test_days_are_said_in_the_conference_s_own_time() -> None:
    assert print_moment(MOMENT) == "26.\u00a0November 2026, 16:30\u00a0Uhr"
    assert print_days(date(2026, 11, 25), date(2026, 11, 26)) == "25. und 26.\u00a0November 2026"
    assert print_days(date(2026, 11, 30), date(2026, 12, 1)) == "30.\u00a0November 2026 bis 1.\u00a0Dezember 2026"
    assert print_days(None, None) == ""
