"""What people do to a paper in Word, and what becomes of it: named examples."""

from __future__ import annotations

import pytest

from drafting.errors import InvalidInputError
from drafting.imports.proposals import dump_reading, load_reading
from drafting.imports.refusals import other_paper
from drafting.imports.unit_matching import BasePaper
from tests.imports.tracked import (
    CALW,
    LAHR,
    ULM,
    bookmark,
    commented,
    dele,
    end,
    file,
    ins,
    moved,
    paper_of,
    read,
    reformatted,
    told,
)
from tests.imports.word import paragraph, part, run, word_file

MONEY = "# Betrieb finanzieren\n\nWir fordern mindestens 5 Euro je Einwohner.\n"
PEOPLE = "# Personal gewinnen\n\nDas Land bildet aus.\n\nEs bezahlt Stellen.\n"
LAW = "# Recht ändern\n\nDas Gesetz ist zu ändern.\n\n- Anträge,\n- Urkunden.\n"
PAPER = paper_of(MONEY, PEOPLE, LAW, sections=(2,))


def heading(*content: str, properties: str = "") -> str:
    return paragraph(*content, style="berschrift2", number=1, properties=properties)


def section(text: str) -> str:
    return paragraph(text, style="berschrift1")


def body(
    money: str = "", people: str = "", law: str = "", *, between: str = "", first: str = "", sections: bool = True
) -> list[str]:
    """The paper of the tests as a file, some of its parts written otherwise."""
    return [
        section("Recht") if sections else "",
        first or heading("Betrieb finanzieren"),
        money or paragraph("Wir fordern mindestens 5 Euro je Einwohner."),
        between,
        people or heading("Personal gewinnen") + paragraph("Das Land bildet aus.") + paragraph("Es bezahlt Stellen."),
        section("Abschnitt 1") if sections else "",
        law
        or heading("Recht ändern")
        + paragraph("Das Gesetz ist zu ändern.")
        + paragraph("Anträge,", number=2)
        + paragraph("Urkunden.", number=2),
    ]


def notes(data: bytes, paper: BasePaper = PAPER) -> list[str]:
    return [str(each) for each in read(data, paper).ignored]


def test_words_replaced() -> None:
    data = file(*body(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))))
    (proposal,) = read(data, PAPER).proposals
    assert (proposal.text, proposal.tracked) == (MONEY.replace("5", "8").strip(), True)
    assert proposal.headline == "In Zeile 2 wird „5“ durch „8“ ersetzt"
    assert proposal.base_version_id == "v1.1"


def test_a_word_in_pieces_is_one_word() -> None:
    pieces = [run("Wir ford"), bookmark("_GoBack"), run("ern mindest"), dele("ens"), ins("en"), ins("s"), run(" 5 Eu")]
    data = file(*body(paragraph(*pieces, run("ro je Ein"), dele("wohn"), ins("wander", ULM), run("er."))))
    assert told(read(data, PAPER)) == [
        ("1", "change", CALW, "Wir fordern mindestens 5 Euro je Einer."),
        ("1", "change", ULM, "Wir fordern mindestens 5 Euro je Einwohnwanderer."),
    ]


def test_a_change_inside_anothers_insertion_is_said_of_the_base() -> None:
    nested = ins(dele("8", ULM), CALW)
    data = file(
        *body(paragraph(run("Wir fordern mindestens "), dele("5"), nested, ins("10", ULM), run(" Euro je Einwohner.")))
    )
    assert told(read(data, PAPER)) == [
        ("1", "change", CALW, "Wir fordern mindestens 8 Euro je Einwohner."),
        ("1", "change", ULM, "Wir fordern mindestens 10 Euro je Einwohner."),
    ]
    assert [str(n) for n in read(data, PAPER).proposals[1].notes] == [
        "Diese Änderung steht in einer Änderung von Stadt Calw und ist hier gegenüber dem Papier gesagt."
    ]


def test_words_written_into_anothers_sentence_take_the_sentence_along() -> None:
    later = "2026-03-02T10:00:00Z"
    data = file(
        *body(
            paragraph(
                "Wir fordern mindestens 5 Euro je Einwohner.",
                ins(" Das gilt"),
                ins(" stets", ULM, later),
                ins(" für alle."),
            )
        )
    )
    base = "Wir fordern mindestens 5 Euro je Einwohner."
    assert told(read(data, PAPER)) == [
        ("1", "change", CALW, f"{base} Das gilt für alle."),
        ("1", "change", ULM, f"{base} Das gilt stets für alle."),
    ]


def test_changes_side_by_side_are_each_ones_own() -> None:
    data = file(*body(paragraph("Wir fordern mindestens 5 Euro je Einwohner.", ins(" Sofort."), ins(" Immer.", ULM))))
    base = "Wir fordern mindestens 5 Euro je Einwohner."
    assert [text for *_, text in told(read(data, PAPER))] == [f"{base} Sofort.", f"{base} Immer."]


def test_an_insertion_taken_back_by_another_is_no_proposal_of_theirs() -> None:
    data = file(*body(paragraph("Wir fordern mindestens 5 Euro je Einwohner.", ins(dele(" Sofort.", ULM)))))
    reading = read(data, PAPER)
    assert [each.authors for each in reading.proposals] == [(CALW,)]
    assert [str(n) for n in reading.ignored] == [
        "Stadt Ulm, insgesamt: Von den Änderungen bleibt gegenüber dem Papier nichts übrig."
    ]


def test_a_whole_demand_deleted_is_a_strike() -> None:
    people = (
        heading(dele("Personal gewinnen"), properties=end("del"))
        + paragraph(dele("Das Land bildet aus."), properties=end("del"))
        + paragraph(dele("Es bezahlt Stellen."), properties=end("del"))
    )
    (proposal,) = read(file(*body(people=people)), PAPER).proposals
    assert (proposal.kind, proposal.demand_id, proposal.text) == ("strike", "d2", "")
    assert proposal.headline == "Forderung 2 streichen: Personal gewinnen"


@pytest.mark.parametrize("style", ["word", "office"])
def test_a_new_demand_stands_behind_the_one_before(style: str) -> None:
    # Word marks the end of the new paragraphs, LibreOffice that of the paragraph before each.
    if style == "word":
        between = heading(ins("Freie Software"), properties=end("ins")) + paragraph(
            ins("Sie geht vor."), properties=end("ins")
        )
        data = file(*body(between=between))
    else:
        money = paragraph("Wir fordern mindestens 5 Euro je Einwohner.", properties=end("ins"))
        between = heading(ins("Freie Software"), properties=end("ins")) + paragraph(ins("Sie geht vor."))
        data = file(*body(money, between=between))
    (proposal,) = read(data, PAPER).proposals
    assert (proposal.kind, proposal.text) == ("new", "# Freie Software\n\nSie geht vor.")
    assert (proposal.section_id, proposal.after_demand_id) == ("s0", "d1")
    assert proposal.to_json()["demand"] is None


def test_a_new_demand_first_in_its_section_stands_first() -> None:
    law = heading(ins("Neu"), properties=end("ins")) + paragraph(ins("Ganz vorn."), properties=end("ins")) + body()[-1]
    (proposal,) = read(file(*body(law=law)), PAPER).proposals
    assert (proposal.section_id, proposal.after_demand_id) == ("s1", "")


def test_what_another_changes_in_a_new_demand_is_a_new_demand_of_theirs() -> None:
    between = heading(ins("Freie Software"), properties=end("ins")) + paragraph(
        ins("Sie geht "), ins(dele("immer", ULM)), ins("nie", ULM), ins(" vor."), properties=end("ins")
    )
    reading = read(file(*body(between=between)), PAPER)
    assert [(p.kind, p.authors, p.text.splitlines()[-1]) for p in reading.proposals] == [
        ("new", (CALW,), "Sie geht immer vor."),
        ("new", (ULM,), "Sie geht nie vor."),
    ]


def test_a_paragraph_moved_inside_a_demand_is_a_change() -> None:
    people = (
        heading("Personal gewinnen")
        + paragraph(moved("To", "Es bezahlt Stellen."), properties=end("moveTo"))
        + paragraph("Das Land bildet aus.")
        + paragraph(moved("From", "Es bezahlt Stellen."), properties=end("moveFrom"))
    )
    assert told(read(file(*body(people=people)), PAPER)) == [
        ("2", "change", CALW, "Es bezahlt Stellen.\n\nDas Land bildet aus.")
    ]


@pytest.mark.parametrize("kinds", [("del", "ins"), ("moveFrom", "moveTo")])
def test_a_whole_demand_moved_is_a_move(kinds: tuple[str, str]) -> None:
    away, here = kinds

    def text(words: str, kind: str) -> str:
        if kind == "del":
            return dele(words)
        return ins(words) if kind == "ins" else moved(kind.removeprefix("move"), words)

    law = body()[-1] + (
        heading(text("Personal gewinnen", here), properties=end(here))
        + paragraph(text("Das Land bildet aus.", here), properties=end(here))
        + paragraph(text("Es bezahlt Stellen.", here), properties=end(here))
    )
    people = (
        heading(text("Personal gewinnen", away), properties=end(away))
        + paragraph(text("Das Land bildet aus.", away), properties=end(away))
        + paragraph(text("Es bezahlt Stellen.", away), properties=end(away))
    )
    (proposal,) = read(file(*body(people=people, law=law), paragraph("")), PAPER).proposals
    assert (proposal.kind, proposal.demand_id) == ("move", "d2")
    assert (proposal.section_id, proposal.after_demand_id) == ("s1", "d3")
    assert proposal.headline == "Forderung 2 hinter Forderung 3 verschieben"


def test_a_demand_written_anew_in_its_place_is_a_change() -> None:
    people = (
        heading(dele("Personal gewinnen"), properties=end("del"))
        + paragraph(dele("Das Land bildet aus."), properties=end("del"))
        + paragraph(dele("Es bezahlt Stellen."), properties=end("del"))
        + heading(ins("Personal gewinnen"), properties=end("ins"))
        + paragraph(ins("Das Land bildet gut aus."), properties=end("ins"))
        + paragraph(ins("Es bezahlt Stellen."), properties=end("ins"))
    )
    assert told(read(file(*body(people=people)), PAPER)) == [
        ("2", "change", CALW, "Das Land bildet gut aus.\n\nEs bezahlt Stellen.")
    ]


def test_a_heading_written_anew_is_a_change_of_the_title() -> None:
    people = (
        heading(dele("Personal gewinnen"), properties=end("del"))
        + heading(ins("Leute finden"), properties=end("ins"))
        + paragraph("Das Land bildet aus.")
        + paragraph("Es bezahlt Stellen.")
    )
    (proposal,) = read(file(*body(people=people)), PAPER).proposals
    assert (proposal.kind, proposal.demand_id) == ("change", "d2")
    assert proposal.text == PEOPLE.replace("Personal gewinnen", "Leute finden").strip()


def test_a_paragraph_split_in_two() -> None:
    people = (
        heading("Personal gewinnen")
        + paragraph("Das Land", properties=end("ins"))
        + paragraph("bildet aus.")
        + paragraph("Es bezahlt Stellen.")
    )
    # Before the split the words stood together, without a blank: that is what the file says, and so it is shown.
    reading = read(file(*body(people=people)), PAPER)
    assert [(p.authors, p.tracked) for p in reading.proposals] == [((CALW,), True), ((), False)]
    spaced = people.replace("Das Land<", "Das Land <")
    assert told(read(file(*body(people=spaced)), PAPER)) == [
        ("2", "change", CALW, "Das Land\n\nbildet aus.\n\nEs bezahlt Stellen.")
    ]


def test_two_paragraphs_joined() -> None:
    people = (
        heading("Personal gewinnen")
        + paragraph("Das Land bildet aus.", ins(" "), properties=end("del"))
        + paragraph("Es bezahlt Stellen.")
    )
    assert told(read(file(*body(people=people)), PAPER)) == [
        ("2", "change", CALW, "Das Land bildet aus. Es bezahlt Stellen.")
    ]


@pytest.mark.parametrize(("app", "kept"), [("Microsoft Office Word", "- Anträge,"), ("LibreOffice/7.4", "")])
def test_joined_paragraphs_keep_the_style_their_program_gives_them(app: str, kept: str) -> None:
    law = (
        heading("Recht ändern")
        + paragraph("Das Gesetz ist zu ändern. ", properties=end("del"))
        + paragraph("Anträge,", number=2)
        + paragraph("Urkunden.", number=2)
    )
    ((_, _, _, text),) = told(read(file(*body(law=law), app=app), PAPER))
    start = "- Das" if kept else "Das"
    assert text.startswith(f"{start} Gesetz ist zu ändern. Anträge,")


def test_list_items_inserted_and_deleted() -> None:
    law = (
        heading("Recht ändern")
        + paragraph("Das Gesetz ist zu ändern.")
        + paragraph(dele("Anträge,"), number=2, properties=end("del"))
        + paragraph(ins("Bescheide,"), number=2, properties=end("ins"))
        + paragraph("Urkunden.", number=2)
    )
    assert told(read(file(*body(law=law)), PAPER)) == [
        ("3", "change", CALW, "Das Gesetz ist zu ändern.\n\n- Bescheide,\n- Urkunden.")
    ]


def test_formatting_is_named_and_taken_only_when_wanted() -> None:
    data = file(*body(paragraph(run("Wir fordern "), reformatted("mindestens"), run(" 5 Euro je Einwohner."))))
    assert read(data, PAPER).proposals == ()
    assert notes(data) == ["Stadt Calw, Forderung 1: nur die Formatierung geändert (fett: „mindestens“)."]
    assert told(read(data, PAPER, formatting=True)) == [
        ("1", "change", CALW, "Wir fordern **mindestens** 5 Euro je Einwohner.")
    ]


def test_a_paragraph_that_changed_its_style_while_it_was_inserted_has_its_new_style() -> None:
    # Enter at the end of a heading: the new paragraph was a heading for a moment.
    change = (
        f'<w:pPrChange w:id="1" w:author="{CALW}" w:date="2026-03-01T10:00:00Z"><w:pPr>'
        '<w:pStyle w:val="berschrift2"/></w:pPr></w:pPrChange>'
    )
    first = heading("Betrieb finanzieren", properties=end("ins"))
    between = paragraph(ins("Das eilt."), properties=change)
    data = file(*body(between + paragraph("Wir fordern mindestens 5 Euro je Einwohner."), first=first))
    assert told(read(data, PAPER)) == [
        ("1", "change", CALW, "Das eilt.\n\nWir fordern mindestens 5 Euro je Einwohner.")
    ]


def test_what_nobody_tracked_is_found_and_shown_as_such() -> None:
    data = file(*body(paragraph("Wir fordern mindestens 7 Euro je Einwohner.")))
    (proposal,) = read(data, PAPER).proposals
    assert (proposal.authors, proposal.tracked, proposal.text) == ((), False, MONEY.replace("5", "7").strip())
    assert [note.key for note in proposal.notes] == ["untracked"]


def test_a_tracked_change_is_told_apart_from_what_nobody_tracked() -> None:
    data = file(*body(paragraph(run("Wir fordern mindestens 7 Euro je "), dele("Einwohner"), ins("Kopf"), run("."))))
    assert told(read(data, PAPER)) == [
        ("1", "change", CALW, "Wir fordern mindestens 5 Euro je Kopf."),
        ("1", "change", "", "Wir fordern mindestens 7 Euro je Einwohner."),
    ]


def test_both_at_one_place_are_said() -> None:
    data = file(*body(paragraph(run("Wir fordern mindestens "), dele("7"), ins("9"), run(" Euro je Einwohner."))))
    reading = read(data, PAPER)
    assert told(reading)[0] == ("1", "change", CALW, "Wir fordern mindestens 9 Euro je Einwohner.")
    assert [note.key for note in reading.proposals[0].notes] == ["untracked_same_place"]


def test_quotation_signs_and_marks_set_otherwise_are_no_change() -> None:
    paper = paper_of("# Titel\n\nDas Prinzip „Einer für alle“ – gilt **immer**.\n", PEOPLE, LAW, sections=(2,))
    wording = 'Das Prinzip "Einer für alle" - gilt immer.'
    first = heading("Titel")
    assert notes(file(*body(paragraph(wording), first=first)), paper) == [
        "In der Datei ist nichts geändert: Sie hat keine nachverfolgten Änderungen, und ihr Text ist der des Papiers."
    ]
    changed = paragraph(run('Das Prinzip "Einer für '), dele("alle"), ins("viele"), run('" - gilt immer.'))
    ((_, _, _, text),) = told(read(file(*body(changed, first=first)), paper))
    assert text == "Das Prinzip „Einer für viele“ – gilt **immer**."


def test_a_file_of_an_older_version_is_carried_over() -> None:
    newer = "# Betrieb finanzieren\n\nDas Land fordert mindestens 5 Euro je Einwohner. Das gilt ab 2027.\n"
    paper = paper_of((MONEY, newer), PEOPLE, LAW, sections=(2,))
    data = file(*body(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))))
    (proposal,) = read(data, paper).proposals
    assert proposal.text == newer.replace("5", "8").strip()
    assert proposal.base_version_id == "v1.2"
    assert [str(note) for note in proposal.notes] == [
        "Die Datei beruht auf Fassung 1 und wurde auf Fassung 2 übertragen."
    ]


def test_an_older_version_decided_otherwise_in_the_same_place_collides() -> None:
    newer = MONEY.replace("5", "6")
    paper = paper_of((MONEY, newer), PEOPLE, LAW, sections=(2,))
    data = file(*body(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))))
    (proposal,) = read(data, paper).proposals
    assert (proposal.collides, proposal.text) == (True, MONEY.replace("5", "8").strip())


def test_what_the_paper_says_already_is_not_proposed_again() -> None:
    paper = paper_of((MONEY, MONEY.replace("5", "8")), PEOPLE, LAW, sections=(2,))
    data = file(*body(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))))
    assert read(data, paper).proposals == ()
    assert notes(data, paper) == ["Stadt Calw, Forderung 1: steht inzwischen schon so im Papier."]


def test_changes_to_a_demand_struck_meanwhile_are_named() -> None:
    paper = paper_of(MONEY, PEOPLE, LAW, sections=(2,), struck=(0,))
    data = file(*body(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))))
    assert notes(data, paper) == ["Stadt Calw, Forderung 1: Die Forderung ist inzwischen gestrichen."]


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


def test_sections_and_titles_cannot_be_amended_and_that_is_said() -> None:
    renamed = paragraph(dele("Recht"), ins("Gesetze"), style="berschrift1")
    new = paragraph(ins("Geld"), style="berschrift1", properties=end("ins"))
    data = file(renamed, *body()[1:5], new, *body()[5:])
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


def test_content_controls_and_links_do_not_hide_changes() -> None:
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Wir fordern ')}{dele('mindestens ')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink w:anchor="x">{ins("genau ")}{run("5 Euro")}</w:hyperlink>'
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(inner, link, run(' je Einwohner.'))}</w:sdtContent></w:sdt>"
    assert told(read(file(*body(block)), PAPER)) == [("1", "change", CALW, "Wir fordern genau 5 Euro je Einwohner.")]


# Without headings in common


def test_demands_are_found_by_their_words_when_the_headings_are_others() -> None:
    data = file(
        *body(
            paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner.")),
            first=heading("Mehr Geld"),
        )
    )
    reading = read(data, PAPER)
    assert [(p.number, p.authors) for p in reading.proposals] == [("1", (CALW,)), ("1", ())]
    assert reading.proposals[0].text == MONEY.replace("5", "8").strip()


def test_a_demand_left_out_of_the_file_is_not_struck() -> None:
    data = file(body()[0], *body()[1:3], *body()[5:])
    assert told(read(data, PAPER)) == []
    assert notes(data) == ["Forderung 2 steht nicht in der Datei. Das wurde nicht als Streichung gewertet."]


def test_an_untracked_new_demand_is_found() -> None:
    data = file(*body(between=heading("Freie Software") + paragraph("Sie geht vor.")))
    (proposal,) = read(data, PAPER).proposals
    assert (proposal.kind, proposal.tracked, proposal.after_demand_id) == ("new", False, "d1")


def test_another_order_is_named() -> None:
    whole = body()
    data = file(whole[0], whole[4], whole[1], whole[2], *whole[5:])
    assert [note.key for note in read(data, PAPER).ignored] == ["order"]


def test_typed_numbers_do_not_shift_when_a_demand_is_struck() -> None:
    paper = paper_of("# Eins\n\nErster Text.\n", "# Zwei\n\nZweiter Text.\n", "# Drei\n\nDritter Text.\n")
    data = file(
        paragraph("1. Eins", marks="b"),
        paragraph("Erster Text."),
        paragraph(dele("2. Zwei").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>"), properties=end("del")),
        paragraph(dele("Zweiter Text."), properties=end("del")),
        paragraph("3. Drei", marks="b"),
        paragraph("Dritter Text."),
    )
    reading = read(data, paper)
    assert [(p.kind, p.demand_id) for p in reading.proposals if p.tracked] == [("strike", "d2")]


# With our anchors


def anchored(money: str, *, paper: BasePaper = PAPER, last: str = "") -> bytes:
    first, second, third = (demand.anchor.replace("f_", "F_", 1) for demand in paper.demands)
    said = {
        "drafting.format": "1",
        "drafting.scope": "paper",
        f"drafting.{first}": "d1:v1.1",
        f"drafting.{second}": "d2:v2.1",
        f"drafting.{third}": "d3:v3.1",
    }
    return file(
        paragraph("Recht", style="berschrift1"),
        paragraph(bookmark(first), bookmark(f"{first}_0"), run("1.\tGanz anders"), style="berschrift2"),
        money,
        paragraph(bookmark(second), run("2.\tPersonal gewinnen"), style="berschrift2"),
        paragraph("Das Land bildet aus."),
        paragraph("Es bezahlt Stellen."),
        paragraph("Fachkonferenz", last, style="Schlusszeile"),
        properties=said,
    )


def test_anchors_say_which_demand_it_is_and_what_is_missing_was_struck_untracked() -> None:
    reading = read(anchored(paragraph("Etwas völlig Neues steht jetzt hier.")), PAPER)
    assert [(p.number, p.kind, p.tracked) for p in reading.proposals] == [
        ("1", "change", False),
        ("3", "strike", False),
    ]
    assert reading.proposals[0].text == "# Ganz anders\n\nEtwas völlig Neues steht jetzt hier."


def test_anchors_say_which_version_a_file_is_based_on() -> None:
    newer = MONEY.replace("Wir fordern", "Das Land gibt")
    paper = paper_of((MONEY, newer), PEOPLE, LAW, sections=(2,))
    money = paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))
    changed = read(anchored(money, paper=paper), paper).proposals[0]
    assert (changed.authors, changed.text) == ((CALW,), newer.replace("5", "8").strip())


def test_words_in_the_line_that_ends_our_files_are_named() -> None:
    data = anchored(paragraph("Wir fordern mindestens 5 Euro je Einwohner."), last=ins(" und noch etwas"))
    assert [str(note) for note in read(data, PAPER).ignored] == [
        "Stadt Calw: Titel, Datum, Ort und Unterzeichnende lassen sich nicht ändern („Fachkonferenz und noch etwas“)."
    ]


# Files that are none


def test_a_file_of_another_paper_is_refused() -> None:
    data = file(section("Sport"), heading("Schwimmen"), paragraph("Kinder lernen früh zu schwimmen."))
    with pytest.raises(InvalidInputError) as refusal:
        read(data, PAPER)
    assert refusal.value.message == other_paper().message


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 no zip", word_file("<w:p>")[:-200], word_file("<w:p><w:ins></w:p>"), b"%PDF-1.7"],
    ids=["empty", "no zip", "cut", "not well-formed", "pdf"],
)
def test_malformed_files_get_a_sentence(data: bytes) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        read(data, PAPER)
    assert refusal.value.message.endswith(".")


def test_more_changes_and_authors_than_anybody_made_are_refused() -> None:
    many = paragraph("x", *(ins("a") for _ in range(5_001)))
    crowd = paragraph("x", *(ins("a", f"Person {number}") for number in range(41)))
    for data, said in ((file(*body(many)), "5.000"), (file(*body(crowd)), "40")):
        with pytest.raises(InvalidInputError) as refusal:
            read(data, PAPER)
        assert said in refusal.value.message


def test_a_long_file_by_many_people_is_refused() -> None:
    lines = [paragraph("Text.") for _ in range(1_000)]
    crowd = [paragraph("x", ins("a", f"Person {number}")) for number in range(25)]
    with pytest.raises(InvalidInputError) as refusal:
        read(file(*body(), *lines, *crowd), PAPER)
    assert "zu lang" in refusal.value.message


def test_what_we_write_into_the_tree_nobody_can_write_into_a_file() -> None:
    forged = (
        '<w:p origin="x" state="as it is"><w:fooChange number="y"/><mc:AlternateContent><mc:Choice/><mc:Fallback>'
        '<w:p origin="z"><w:ins number="w" w:author="A"><w:r><w:t>alt</w:t></w:r></w:ins></w:p></mc:Fallback>'
        "</mc:AlternateContent></w:p>"
    )
    money = paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner."))
    assert [p.number for p in read(file(*body(money, between=forged)), PAPER).proposals] == ["1"]


def test_a_demand_longer_than_any_is_named_and_not_compared() -> None:
    endless = [paragraph("Wort " * 1_000) for _ in range(9)]
    data = file(*body(paragraph("Wir fordern mindestens 5 Euro je Einwohner."), law=body()[-1] + "".join(endless)))
    reading = read(data, PAPER)
    assert (reading.proposals, [note.key for note in reading.ignored]) == ((), ["too_long"])


def test_a_thousand_comments_around_the_same_words_are_read_in_no_time() -> None:
    starts = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in range(3_000))
    money = paragraph(starts, *(run("Wort ") for _ in range(2_000)))
    said = [(CALW, f"Nummer {number}") for number in range(3_000)]
    assert len(read(file(*body(money), with_comments=said), PAPER).remarks) == 1_000


def test_what_was_read_travels_in_a_form_and_comes_back() -> None:
    money = paragraph(
        run("Wir fordern "), commented("mindestens"), run(" "), dele("5"), ins("8"), run(" Euro je Einwohner.")
    )
    reading = read(file(*body(money), with_comments=[(LAHR, "Gut & richtig.")]), PAPER)
    assert load_reading(dump_reading(reading)) == reading


@pytest.mark.parametrize("state", ["", "[]", "{}", '{"proposals": [{}], "remarks": [], "ignored": []}', "[" * 9_000])
def test_a_form_that_came_in_pieces_is_refused(state: str) -> None:
    with pytest.raises(InvalidInputError):
        load_reading(state)


def test_names_in_a_file_stay_short() -> None:
    data = file(*body(paragraph("Wir fordern mindestens 5 Euro je Einwohner.", ins(" Ja.", "x" * 500))))
    assert read(data, PAPER).proposals[0].authors == ("x" * 120,)
