"""What is said beside the proposals: comments, changes of format, and what was passed over."""

from __future__ import annotations

from tests.imports.small_paper import PAPER, anchored, body, heading, notes
from tests.imports.tracked import CALW, LAHR, commented, dele, end, file, ins, read, reformatted, told
from tests.imports.word import paragraph, part, run, word_file


def test_formatting_is_named_and_taken_only_when_wanted() -> None:
    data = file(*body(paragraph(run("Wir fordern "), reformatted("mindestens"), run(" 5 Euro je Einwohner."))))
    assert read(data, PAPER).proposals == ()
    assert notes(data) == ["Stadt Calw, Forderung 1: nur die Formatierung geändert (fett: „mindestens“)."]
    assert told(read(data, PAPER, formatting=True)) == [
        ("1", "change", CALW, "Wir fordern **mindestens** 5 Euro je Einwohner.")
    ]


def test_a_comment_is_the_reason_of_its_authors_change_and_else_a_comment() -> None:
    money = paragraph(
        run("Wir fordern "), commented("mindestens"), run(" "), dele("5"), ins("8"), run(" Euro je Einwohner.")
    )
    people = (
        heading("Personal gewinnen")
        + paragraph(commented("Das Land bildet aus.", 1))
        + paragraph("Es bezahlt Stellen.")
    )
    said = [(CALW, "Alles wird teurer."), (LAHR, "Und die Kreise?")]
    reading = read(file(*body(money, people), with_comments=said), PAPER)
    assert [each.reason for each in reading.proposals] == ["Alles wird teurer."]
    assert [(r.author, r.label, r.about, r.is_reason) for r in reading.remarks] == [
        (CALW, "Forderung 1", "mindestens", True),
        (LAHR, "Forderung 2", "Das Land bildet aus.", False),
    ]


def test_a_comment_at_no_demand_is_named() -> None:
    data = file(paragraph(commented("Recht"), style="berschrift1"), *body()[1:], with_comments=[(CALW, "Schön.")])
    assert notes(data) == ["Kommentar von Stadt Calw („Schön.“): steht bei keiner Forderung."]


def test_scrubbed_authors_are_taken_as_one_and_said_to_be() -> None:
    money = paragraph(
        run("Wir fordern mindestens "), dele("5", "Author", ""), ins("8", "Author", ""), run(" Euro je Einwohner.")
    )
    reading = read(file(*body(money)), PAPER)
    assert told(reading) == [("1", "change", "Author", "Wir fordern mindestens 8 Euro je Einwohner.")]
    assert [note.key for note in reading.ignored] == ["scrubbed"]


def test_what_an_author_without_a_name_tracked_is_tracked() -> None:
    money = paragraph(
        run("Wir "), commented("fordern"), run(" mindestens "), dele("5", ""), ins("8", ""), run(" Euro je Kopf.")
    )
    (nameless, untracked) = read(file(*body(money), with_comments=[("", "Alles wird teurer.")]), PAPER).proposals
    assert (nameless.authors, nameless.tracked, nameless.reason) == (("",), True, "Alles wird teurer.")
    assert (untracked.authors, untracked.tracked, untracked.reason) == ((), False, "")


def test_sections_and_titles_cannot_be_amended_and_that_is_said() -> None:
    renamed = paragraph(dele("Recht"), ins("Gesetze"), style="berschrift1")
    new = paragraph(ins("Geld"), style="berschrift1", properties=end("ins"))
    demand = heading(ins("Freie Software"), properties=end("ins")) + paragraph(
        ins("Sie geht vor."), properties=end("ins")
    )
    data = file(renamed, *body()[1:5], new, demand, *body()[5:])
    (proposal,) = read(data, PAPER).proposals
    assert (proposal.kind, proposal.section_id, proposal.after_demand_id) == ("new", "s0", "d2")
    assert notes(data) == [
        (
            "Stadt Calw: Der Abschnitt „Recht“ soll „Gesetze“ heißen. "
            "Überschriften von Abschnitten lassen sich nicht ändern."
        ),
        "Stadt Calw: Ein neuer Abschnitt „Geld“ lässt sich nicht beantragen, nur neue Forderungen.",
    ]


def test_changes_in_tables_and_notes_are_named() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(ins('Neu'))}</w:tc></w:tr></w:tbl>"
    data = word_file(
        *body(between=table),
        parts={"word/footnotes.xml": part("footnotes", f'<w:footnote w:id="1">{paragraph(ins("x"))}</w:footnote>')},
        links={"rIdF": ("footnotes", "footnotes.xml")},
    )
    assert [note.values.get("place") for note in read(data, PAPER).ignored if note.key == "missed"] == [
        "in Tabellen oder Textfeldern",
        "in Fußnoten",
    ]


def test_new_text_at_no_demand_is_named() -> None:
    loose = paragraph(ins("Vorab etwas."), properties=end("ins"))
    data = file(body()[0], loose, *body()[1:])
    assert notes(data) == ["Stadt Calw: Neuer Text ohne Überschrift („Vorab etwas.“) ist keiner Forderung zuzuordnen."]


def test_words_in_the_line_that_ends_our_files_are_named() -> None:
    data = anchored(paragraph("Wir fordern mindestens 5 Euro je Einwohner."), last=ins(" und noch etwas"))
    assert [str(note) for note in read(data, PAPER).ignored] == [
        "Stadt Calw: Titel, Datum, Ort und Unterzeichnende lassen sich nicht ändern („Fachkonferenz und noch etwas“)."
    ]
