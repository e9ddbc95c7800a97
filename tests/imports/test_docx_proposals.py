"""What people change in a paper in Word, and what becomes of it: named examples."""

from __future__ import annotations

import pytest

from tests.imports.small_paper import MONEY, PAPER, PEOPLE, body, heading
from tests.imports.tracked import CALW, ULM, bookmark, dele, end, file, ins, moved, read, told
from tests.imports.word import paragraph, run


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


def test_content_controls_and_links_do_not_hide_changes() -> None:
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Wir fordern ')}{dele('mindestens ')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink w:anchor="x">{ins("genau ")}{run("5 Euro")}</w:hyperlink>'
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(inner, link, run(' je Einwohner.'))}</w:sdtContent></w:sdt>"
    assert told(read(file(*body(block)), PAPER)) == [("1", "change", CALW, "Wir fordern genau 5 Euro je Einwohner.")]
