"""Which demand and which version a file is about, and what in it nobody tracked."""

from __future__ import annotations

from tests.imports.small_paper import LAW, MONEY, PAPER, PEOPLE, anchored, body, heading, notes, section
from tests.imports.tracked import CALW, dele, end, file, ins, paper_of, read, told
from tests.imports.word import paragraph, run


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
        (
            "Am Wortlaut ist in der Datei nichts geändert, und nachverfolgte Änderungen hat sie keine. Formatierung "
            "und Tabellen werden nur gelesen, soweit sie nachverfolgt sind."
        )
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


def test_a_section_renamed_untracked_is_named() -> None:
    (said,) = notes(file(*body()[:5], section("Gesetze"), *body()[6:]))
    assert said.startswith("Ohne Namen: Der Abschnitt „Abschnitt 1“ soll „Gesetze“ heißen.")


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
