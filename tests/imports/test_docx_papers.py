"""Word files of many hands: what stands where in the draft, as an organizer would expect it."""

from __future__ import annotations

import pytest

from tests.imports.word import paragraph, run
from tests.imports.word_papers import TEXT, one, outline, read


def test_styles_are_known_by_name_whatever_their_ids() -> None:
    paper = read(
        paragraph("Papier 2024", style="Titel"),
        paragraph("Für alle", style="Untertitel"),
        paragraph("Präambel", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Recht", style="berschrift1"),
        paragraph("Schriftform abbauen", style="berschrift2"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Offene Schnittstellen", style="MeineForderung"),
        paragraph(TEXT),
    )
    assert (paper.title, paper.subtitle) == ("Papier 2024", "Für alle")
    assert (paper.preamble.title, paper.preamble.body[0].plain) == ("Präambel", TEXT)
    assert outline(paper) == [("Recht", [("1", "Schriftform abbauen")]), ("Technik", [("2", "Offene Schnittstellen")])]
    assert paper.not_represented == ()


def test_automatic_numbers_run_through_the_sections() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2", number=1),
        paragraph(TEXT),
        paragraph("Zwei", style="berschrift2", number=1),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Drei", style="berschrift2", number=1),
        paragraph(TEXT),
    )
    assert outline(paper) == [("Recht", [("1", "Eins"), ("2", "Zwei")]), ("Technik", [("3", "Drei")])]


def test_numbers_with_parts_are_those_of_the_file() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1", number=4),
        paragraph("Eins", style="berschrift2", number=4, level=1),
        paragraph("Technik", style="berschrift1", number=4),
        paragraph("Zwei", style="berschrift2", number=4, level=1),
        paragraph("Drei", style="berschrift2", number=4, level=1),
    )
    assert outline(paper) == [("Recht", [("1.1", "Eins")]), ("Technik", [("2.1", "Zwei"), ("2.2", "Drei")])]


def test_a_number_given_twice_is_counted_through_and_said() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2", number=1),
        paragraph("Technik", style="berschrift1"),
        paragraph("Zwei", style="berschrift2", number=5),
    )
    assert outline(paper) == [("Recht", [("1", "Eins")]), ("Technik", [("2", "Zwei")])]
    assert [left.kind for left in paper.not_represented] == ["numbering"]


def test_one_heading_level_names_demands_without_sections() -> None:
    paper = read(
        paragraph("Papier", style="Titel"),
        paragraph("Einleitung", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Schriftform abbauen", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Personal gewinnen", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Fazit", style="berschrift1"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]
    assert (paper.preamble.title, paper.closing.title) == ("Einleitung", "Fazit")


def test_the_only_top_heading_is_the_title_and_lower_levels_count() -> None:
    paper = read(
        paragraph("Unser Papier", style="berschrift1"),
        paragraph("Recht", style="berschrift2"),
        paragraph("Eins", style="berschrift3"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift2"),
        paragraph("Zwei", style="berschrift3"),
        paragraph(TEXT),
    )
    assert paper.title == "Unser Papier"
    assert outline(paper) == [("Recht", [("1", "Eins")]), ("Technik", [("2", "Zwei")])]


def test_bold_titles_alone_are_enough() -> None:
    paper = read(
        paragraph("Forderungen der Kommunen", marks="b", size=36),
        paragraph("Stand: 3. März 2024"),
        paragraph("Recht und Verfahren", marks="b", size=28),
        paragraph("1. Schriftform abbauen", marks="b"),
        paragraph(TEXT),
        paragraph("2. Fristen verkürzen", marks="b"),
        paragraph(TEXT),
        paragraph("Personal", marks="b", size=28),
        paragraph("3. Stellen schaffen", marks="b"),
        paragraph(TEXT),
    )
    assert (paper.title, paper.date) == ("Forderungen der Kommunen", "Stand: 3. März 2024")
    assert outline(paper) == [
        ("Recht und Verfahren", [("1", "Schriftform abbauen"), ("2", "Fristen verkürzen")]),
        ("Personal", [("3", "Stellen schaffen")]),
    ]


def test_bold_titles_of_one_size_are_told_apart_by_their_numbers() -> None:
    paper = read(
        paragraph("Papier", style="Titel"),
        paragraph("Recht", marks="b"),
        paragraph("Forderung 1: Eins", marks="b"),
        paragraph(TEXT),
        paragraph("Technik", marks="b"),
        paragraph("Forderung 2: Zwei", marks="b"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("Recht", [("1", "Eins")]), ("Technik", [("2", "Zwei")])]


def test_bold_titles_under_styled_sections_are_demands() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", marks="b"),
        paragraph(TEXT),
        paragraph("Zwei", marks="b"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Drei", marks="b"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("Recht", [("1", "Eins"), ("2", "Zwei")]), ("Technik", [("3", "Drei")])]


def test_bold_lines_inside_demands_with_styled_titles_stay_text() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2"),
        paragraph("Wir fordern konkret", marks="b"),
        paragraph(TEXT),
        paragraph("Zwei", style="berschrift2"),
        paragraph(TEXT),
    )
    assert [block.plain for block in paper.demands[0].document.body] == ["Wir fordern konkret", TEXT]
    assert all(word.bold for word in paper.demands[0].document.body[0].words)


def test_numbered_paragraphs_are_demands_without_title() -> None:
    paper = read(
        paragraph("Unsere Erwartungen an das Land", style="Titel"),
        paragraph("Die Kommunen haben beraten. Sie erwarten Folgendes."),
        paragraph(TEXT, number=1),
        paragraph("erstens", number=2),
        paragraph("zweitens", number=2),
        paragraph("Das Land muss die Mittel verdoppeln.", number=1),
        paragraph("Mehr dazu unten."),
    )
    assert outline(paper) == [("", [("1", ""), ("2", "")])]
    assert [block.plain for block in paper.demands[0].document.body] == [TEXT, "erstens", "zweitens"]
    assert paper.preamble.body[0].plain.startswith("Die Kommunen")


def test_numbered_paragraphs_running_on_below_headings_make_the_headings_sections() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph(TEXT, number=1),
        paragraph(TEXT, number=1),
        paragraph("Technik", style="berschrift1"),
        paragraph(TEXT, number=1),
    )
    assert outline(paper) == [("Recht", [("1", ""), ("2", "")]), ("Technik", [("3", "")])]


def test_a_bold_beginning_of_a_numbered_paragraph_is_its_title() -> None:
    paper = read(
        paragraph(run("Schriftform abbauen. ", "b"), run(TEXT), number=1),
        paragraph(run("Personal gewinnen:", "b"), run(" " + TEXT), number=1),
    )
    assert outline(paper) == [("", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]
    assert paper.demands[0].document.body[0].plain == TEXT


def test_a_typed_number_and_a_line_break_make_a_title() -> None:
    first = "<w:r><w:rPr><w:b/></w:rPr><w:t>1. Schriftform abbauen</w:t></w:r><w:r><w:br/></w:r>"
    second = "<w:r><w:rPr><w:b/></w:rPr><w:t>2. Personal gewinnen</w:t></w:r><w:r><w:br/></w:r>"
    paper = read(paragraph(first, run(TEXT)), paragraph(second, run(TEXT)))
    assert outline(paper) == [("", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]


def test_lists_keep_kind_and_level() -> None:
    paper = read(
        paragraph("Eins", style="berschrift1"),
        paragraph("Vorrang haben:"),
        paragraph("Anträge", style="Listenabsatz", number=2),
        paragraph("darunter Bauanträge", number=2, level=1),
        paragraph("Aufgaben:"),
        paragraph("prüfen", number=3),
        paragraph("beraten", number=3),
        paragraph("Zwei", style="berschrift1"),
        paragraph("Erstens", number=5),
        paragraph("genauer", number=5, level=1),
    )
    text = paper.to_json()["sections"][0]["demands"]
    assert (
        text[0]["text"] == "Vorrang haben:\n\n- Anträge\n  - darunter Bauanträge\n\nAufgaben:\n\na) prüfen\nb) beraten"
    )
    assert text[1]["text"] == "1. Erstens\n  a) genauer"


def test_a_list_that_will_count_otherwise_is_named() -> None:
    paper = one(
        paragraph("prüfen", number=3),
        paragraph("beraten", number=3),
        paragraph("Außerdem:"),
        paragraph("berichten", number=3),
    )
    assert [(left.kind, left.text) for left in paper.not_represented] == [
        ("numbering", "Diese Liste zählte im Dokument „c)“, hier zählt sie „a)“.")
    ]


def test_typed_lists_become_lists_but_dates_do_not() -> None:
    paper = read(
        paragraph("Eins", style="berschrift1"),
        paragraph("– Anträge"),
        paragraph("• Bescheide"),
        paragraph("a) prüfen"),
        paragraph("b) beraten"),
        paragraph("1. Januar 2026 ist der Stichtag."),
        paragraph("Zwei", style="berschrift1"),
        paragraph(TEXT),
    )
    text = paper.to_json()["sections"][0]["demands"][0]["text"]
    assert text == "- Anträge\n- Bescheide\na) prüfen\nb) beraten\n\n1\\. Januar 2026 ist der Stichtag."


@pytest.mark.parametrize(
    "reason",
    [
        paragraph(run("Begründung:", "i"), run(" Weil es Zeit spart.")),
        paragraph(run("Begründung", "b"), run(" Weil es Zeit spart.")),
        paragraph("Begründung: Weil es Zeit spart."),
        paragraph("Zur Begründung: Weil es Zeit spart."),
        paragraph("Weil es Zeit spart.", style="Grund"),
        paragraph("Begründung", style="berschrift3") + paragraph("Weil es Zeit spart."),
        paragraph("Begründung:", marks="b") + paragraph("Weil es Zeit spart."),
        paragraph(run("Begründung: ", "b"), "<w:r><w:br/></w:r>", run("Weil es Zeit spart.")),
    ],
)
def test_reasons_are_known_in_every_form(reason: str) -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2"),
        paragraph(TEXT),
        reason,
        paragraph("Zwei", style="berschrift2"),
        paragraph("Die Begründung der Kosten fehlt bisher."),
    )
    assert [block.plain for block in paper.demands[0].document.reasons] == ["Weil es Zeit spart."]
    assert [block.plain for block in paper.demands[0].document.body] == [TEXT]
    assert paper.demands[1].document.reasons == ()


def test_a_reason_goes_on_in_its_own_style_and_keeps_its_list_as_words() -> None:
    paper = one(
        paragraph(TEXT),
        paragraph("Begründung: Weil es", style="Grund"),
        paragraph("Zeit spart.", style="Grund", number=2),
        paragraph("Das bleibt Text."),
    )
    assert [block.plain for block in paper.demands[0].document.reasons] == ["Weil es", "– Zeit spart."]
    assert paper.demands[0].document.body[-1].plain == "Das bleibt Text."
