"""Files that are none, that are more than anybody can have meant, or that came in pieces."""

from __future__ import annotations

import pytest

from drafting.errors import InvalidInputError
from drafting.imports.proposals import dump_reading, load_reading
from drafting.imports.refusals import other_paper
from tests.imports.small_paper import LAW, MONEY, PAPER, PEOPLE, body, heading, section
from tests.imports.tracked import CALW, LAHR, commented, dele, file, ins, paper_of, read, told
from tests.imports.word import paragraph, run, word_file


def test_a_file_of_another_paper_is_refused() -> None:
    data = file(section("Sport"), heading("Schwimmen"), paragraph("Kinder lernen früh zu schwimmen."))
    with pytest.raises(InvalidInputError) as refusal:
        read(data, PAPER)
    assert refusal.value.message == other_paper(9, 0).message
    assert "Von 9 Absätzen des Papiers steht keiner darin." in refusal.value.message


def test_a_paper_that_shares_a_paragraph_or_two_is_another() -> None:
    shared = [heading("Betrieb finanzieren"), paragraph("Das Land bildet aus.")]
    others = [paragraph(f"Absatz {number} sagt nichts, was hier steht.") for number in range(30)]
    paper = paper_of(MONEY, PEOPLE, LAW, *(f"# Forderung {n}\n\nWir wollen {n} Ämter haben.\n" for n in range(20)))
    with pytest.raises(InvalidInputError) as refusal:
        read(file(*shared, *others), paper)
    assert refusal.value.message == other_paper(49, 2).message


def test_a_paper_written_anew_below_its_titles_is_the_paper() -> None:
    anew = "Ganz andere Worte stehen nun an dieser Stelle, und zwar viele."
    titles = ("Betrieb finanzieren", "Personal gewinnen", "Recht ändern")
    data = file(*(heading(title) + paragraph(anew) * 4 for title in titles))
    assert [p.number for p in read(data, PAPER).proposals] == ["1", "2", "3"]


def test_a_part_is_the_paper_whatever_it_lost() -> None:
    part = file(paragraph("2. Personal gewinnen"), paragraph("Das Land bildet aus."), paragraph("Es bezahlt nichts."))
    assert told(read(part, PAPER)) == [("2", "change", "", "Das Land bildet aus.\n\nEs bezahlt nichts.")]


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
