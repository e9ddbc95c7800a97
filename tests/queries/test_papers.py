"""The paper as pages show it: outline with counts, lines, touched words."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.queries.texts import TextBlock
from tests.make import Hall
from tests.states import SQLITE


def words(blocks: tuple[TextBlock, ...], *, touched: bool) -> str:
    return "".join(piece.text for block in blocks for piece in block.pieces if piece.touched is touched)


@SQLITE
def test_the_outline_counts_open_and_decided(hall: Hall) -> None:
    hall.propose("alle", "viele")
    hall.propose("drei", "vier", demand=hall.second)
    hall.propose_new("# Neu\n\nDas Land hilft.\n")
    hall.take_over(hall.propose("Zeit", "Geld"))

    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)

    section = outline.sections[0]
    assert (outline.demand_count, outline.open_amendments, outline.decided_amendments) == (3, 3, 1)
    assert (section.open_amendments, section.decided_amendments) == (3, 1)
    assert [(d.number, d.open_amendments, d.decided_amendments) for d in section.demands] == [("1", 1, 1), ("2", 1, 0)]


@SQLITE
def test_withdrawn_amendments_are_not_counted(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        services.amendments.withdraw(work, amendment_id, actor=hall.ada)

    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)
    assert (outline.open_amendments, outline.decided_amendments) == (0, 0)


def test_words_others_want_to_change_are_touched(hall: Hall) -> None:
    hall.propose("alle Schriftformerfordernisse", "die Schriftform")

    with hall.database.read() as session:
        text = queries.papers.get_demand_text(session, hall.first)

    assert words(text.blocks, touched=True).strip() == "alle Schriftformerfordernisse"
    assert "Wir fordern das Land auf" in words(text.blocks, touched=False)


def test_lines_are_counted_from_the_title_on(hall: Hall) -> None:
    with hall.database.read() as session:
        text = queries.papers.get_demand_text(session, hall.first)

    lines = [piece.line for block in (*text.blocks, *text.reasons) for piece in block.pieces if piece.line]
    assert lines == list(range(1, len(lines) + 1))
    assert text.blocks[0].pieces[0].line == 1


@SQLITE
def test_a_section_is_shown_alone_with_its_neighbours(hall: Hall) -> None:
    with hall.database.read() as session:
        ids = [section.id for section in queries.papers.get_outline(session, hall.id).sections]
        page = queries.papers.get_paper(session, hall.id, section_id=ids[1])

    assert [section.id for section in page.sections] == [ids[1]]
    assert (page.previous_section_id, page.next_section_id) == (ids[0], "")
    assert (page.preamble, page.closing) == (None, None)


@SQLITE
def test_a_section_that_is_not_there_is_not_found(hall: Hall) -> None:
    with pytest.raises(NotFoundError), hall.database.read() as session:
        queries.papers.get_paper(session, hall.id, section_id="nirgends")


def test_a_running_poll_is_marked_at_its_demand(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))

    with hall.database.read() as session:
        page = queries.papers.get_paper(session, hall.id)
    assert [d.running_poll_id for section in page.sections for d in section.demands] == [poll_id, "", ""]


@SQLITE
def test_the_letter_is_the_paper_as_it_stands(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose_strike(hall.second))

    with hall.database.read() as session:
        letter = queries.letters.get_letter(session, hall.id)

    assert [(section.heading, len(section.demands)) for section in letter.sections] == [("Recht", 1), ("Personal", 1)]
    assert "viele Schriftformerfordernisse" in letter.sections[0].demands[0].document.body[0].plain
    assert (letter.preamble.title, letter.closing.title) == ("Präambel", "Ausblick")
    assert (letter.title, letter.place, letter.signatories) == ("Forderungspapier", "Stuttgart", ())
