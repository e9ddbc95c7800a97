"""Files whose styles, numbers and bookmarks are lost: the words and what stands around them say what they are.

Law: such a file proposes nothing where nothing was changed, and exactly the one change where one paragraph was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drafting.bench.samples import make_sentence
from drafting.exports.docx_working import cut_section, cut_unit, write_working_file
from drafting.exports.papers import Paper
from drafting.exports.redlines import PaperRedline
from drafting.text.document import Document, split_words
from drafting.text.markdown import parse
from tests.exports.papers import random_redline, redlines
from tests.imports.lost_looks import base_of, exchange, strip, typed
from tests.imports.small_paper import LAW, MONEY, PAPER, PEOPLE, anchored, notes
from tests.imports.tracked import CALW, bookmark, dele, end, file, ins, moved, paper_of, read, told
from tests.imports.word import paragraph, run

LOSSES: dict[str, Callable[[Paper], bytes]] = {
    "no styles": lambda paper: strip(write_working_file(paper)),
    "another style": lambda paper: strip(write_working_file(paper), style="BodyText"),
    "typed": typed,
    "typed, bold headings, gaps": lambda paper: typed(paper, bold=True, gaps=True),
}
seeds = st.integers(0, 10_000)
# A smaller seed is no simpler paper: there is nothing to shrink.
LAWS = settings(
    deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)


def parts_of(paper: Paper, random: Random) -> Paper:
    """The paper, one of its sections or one of its demands, as they are handed out."""
    section = random.choice(paper.sections)
    unit = random.choice(section.units)
    return random.choice([paper, cut_section(paper, section.id), cut_unit(paper, unit.id)])


@settings(LAWS, max_examples=8)
@given(redlines(), seeds)
def test_nothing_changed_is_no_proposal(drawn: PaperRedline, seed: int) -> None:
    random = Random(seed)
    for paper in (drawn.before, random_redline(seed).before):
        part = parts_of(paper, random) if all(section.units for section in paper.sections) else paper
        reading = read(LOSSES[random.choice(list(LOSSES))](part), base_of(paper))
        assert (reading.proposals, [note.key for note in reading.ignored]) == ((), ["nothing"])


def change_one(document: Document, random: Random) -> Document:
    """One paragraph in other words: all of them, or one."""
    blocks = list(document.blocks)
    place = random.randrange(len(blocks))
    words = tuple(split_words(make_sentence(random).rstrip(".")))
    if random.random() < 0.5:
        kept = blocks[place].words
        at = random.randrange(len(kept))
        words = (*kept[:at], words[1]._replace(text="Zebrastreifen", blank=kept[at].blank), *kept[at + 1 :])
    blocks[place] = replace(blocks[place], words=words)
    return Document.of(blocks)


@settings(LAWS, max_examples=15)
@given(seeds)
def test_one_paragraph_changed_is_that_change(seed: int) -> None:
    random = Random(seed)
    paper = random_redline(seed).before
    unit = random.choice(list(paper.units()))
    wanted = change_one(unit.document, random)
    changed = exchange(paper, unit.id, wanted)
    part = random.choice([changed, cut_unit(changed, unit.id)])
    reading = read(LOSSES[random.choice(list(LOSSES))](part), base_of(paper))
    assert [(p.demand_id, p.kind, p.tracked) for p in reading.proposals] == [(unit.id, "change", False)]
    found = parse(reading.proposals[0].text)
    assert [block.plain for block in found.blocks] == [block.plain for block in wanted.blocks]
    assert [block.kind for block in found.blocks] == [block.kind for block in wanted.blocks]


# Tracked changes where every paragraph looks the same


def plain(money: str = "", people: str = "", *, between: str = "", law: str = "") -> bytes:
    """The paper of the tests without a style or number."""
    return file(
        paragraph("Recht"),
        paragraph("1.\tBetrieb finanzieren"),
        money or paragraph("Wir fordern mindestens 5 Euro je Einwohner."),
        between,
        people
        or paragraph("2.\tPersonal gewinnen") + paragraph("Das Land bildet aus.") + paragraph("Es bezahlt Stellen."),
        paragraph("Abschnitt 1"),
        paragraph("3.\tRecht ändern"),
        law or paragraph("Das Gesetz ist zu ändern.") + paragraph("Anträge,") + paragraph("Urkunden."),
    )


def test_words_are_changed_where_nothing_says_what_is_a_heading() -> None:
    data = plain(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner.")))
    assert told(read(data, PAPER)) == [("1", "change", CALW, "Wir fordern mindestens 8 Euro je Einwohner.")]


def test_an_older_version_is_known_by_its_words() -> None:
    newer = MONEY.replace("Wir fordern", "Das Land gibt")
    data = plain(paragraph(run("Wir fordern mindestens "), dele("5"), ins("8"), run(" Euro je Einwohner.")))
    (proposal,) = read(data, paper_of((MONEY, newer), PEOPLE, LAW, sections=(2,))).proposals
    assert (proposal.text, proposal.base_version_id) == (newer.replace("5", "8").strip(), "v1.2")


def test_paragraphs_joined_or_split_stay_in_their_demand() -> None:
    joined = paragraph("2.\tPersonal gewinnen") + paragraph("Das Land bildet aus. Es bezahlt Stellen.")
    assert told(read(plain(people=joined), PAPER)) == [
        ("2", "change", "", "Das Land bildet aus. Es bezahlt Stellen."),
    ]
    split = paragraph("Wir fordern mindestens") + paragraph("5 Euro je Einwohner.")
    assert told(read(plain(split), PAPER)) == [("1", "change", "", "Wir fordern mindestens\n\n5 Euro je Einwohner.")]


def test_a_demand_struck_or_moved_is_known_by_its_words() -> None:
    def people(write: Callable[[str], str], mark: str) -> str:
        lines = ("2.\tPersonal gewinnen", "Das Land bildet aus.", "Es bezahlt Stellen.")
        return "".join(paragraph(write(line), properties=end(mark)) for line in lines)

    (strike,) = read(plain(people=people(dele, "del")), PAPER).proposals
    assert (strike.kind, strike.demand_id) == ("strike", "d2")
    law = paragraph("Das Gesetz ist zu ändern.") + paragraph("Anträge,") + paragraph("Urkunden.")
    there = people(lambda text: moved("To", text), "moveTo") + paragraph("Ende des Textes · Fachkonferenz")
    data = plain(people=people(lambda text: moved("From", text), "moveFrom"), law=law + there)
    (move,) = read(data, PAPER).proposals
    assert (move.kind, move.demand_id, move.section_id, move.after_demand_id) == ("move", "d2", "s1", "d3")


def test_a_new_line_with_text_behind_it_is_a_new_demand_between_two_and_no_other() -> None:
    def new(*lines: str) -> str:
        return "".join(paragraph(ins(line), properties=end("ins")) for line in lines)

    (demand,) = read(plain(between=new("1a.\tFreie Software", "Sie geht vor.")), PAPER).proposals
    assert (demand.kind, demand.text) == ("new", "# Freie Software\n\nSie geht vor.")
    # Without text behind it, or inside a demand, a line is a line.
    assert told(read(plain(between=new("1a.\tFreie Software")), PAPER))[0][1] == "change"
    people = paragraph("2.\tPersonal gewinnen") + paragraph("Das Land bildet aus.")
    within = people + new("2a.\tFreie Software", "Sie geht vor.") + paragraph("Es bezahlt Stellen.")
    assert [(p.number, p.kind) for p in read(plain(people=within), PAPER).proposals] == [("2", "change")]


def test_a_paragraph_among_items_that_lost_their_signs_is_an_item() -> None:
    new = paragraph(ins("Bescheide,"), properties=end("ins"))
    law = paragraph("Das Gesetz ist zu ändern.") + paragraph("Anträge,") + new + paragraph("Urkunden.")
    assert told(read(plain(law=law), PAPER)) == [
        ("3", "change", CALW, "Das Gesetz ist zu ändern.\n\n- Anträge,\n- Bescheide,\n- Urkunden.")
    ]


def test_items_with_typed_signs_stay_items_when_one_is_added() -> None:
    paper = paper_of(MONEY, PEOPLE, "# Recht ändern\n\nEs gilt:\n\na) Anträge,\nb) Urkunden.\n", sections=(2,))
    new = paragraph(ins("c) Bescheide."), properties=end("ins"))
    law = paragraph("Es gilt:") + paragraph("a) Anträge,") + paragraph("b) Urkunden.") + new
    data = plain(law=law + paragraph("Ende des Textes · Fachkonferenz"))
    ((_, kind, _, text),) = told(read(data, paper))
    assert (kind, text) == ("change", "Es gilt:\n\na) Anträge,\nb) Urkunden.\nc) Bescheide.")


def test_a_section_heading_that_became_text_is_no_text_of_the_demand_before() -> None:
    # LibreOffice does this where a demand before it is deleted or a paragraph moved.
    heading = partial(paragraph, style="berschrift2", number=1)
    data = file(
        paragraph("Recht", style="berschrift1"),
        heading("Betrieb finanzieren"),
        paragraph("Wir fordern mindestens 5 Euro je Einwohner."),
        heading(dele("Personal gewinnen"), properties=end("del")),
        heading(dele("Das Land bildet aus."), properties=end("del")),
        heading(dele("Es bezahlt Stellen."), properties=end("del")),
        paragraph("Abschnitt 1", style="berschrift2"),
        heading("Recht ändern"),
        paragraph("Das Gesetz ist zu ändern."),
        paragraph("Anträge,", number=2),
        paragraph("Urkunden.", number=2),
    )
    (proposal,) = read(data, PAPER).proposals
    assert (proposal.kind, proposal.demand_id) == ("strike", "d2")


def test_where_only_some_anchors_are_lost_the_words_say_the_rest() -> None:
    second = PAPER.demands[1].anchor.replace("f_", "F_", 1)
    whole = anchored(paragraph("Wir fordern mindestens 5 Euro je Einwohner."))
    assert [p.kind for p in read(whole, PAPER).proposals] == ["change", "strike"]
    data = file(
        paragraph("Recht"),
        paragraph("1.\tBetrieb finanzieren"),
        paragraph("Wir fordern mindestens 5 Euro je Einwohner."),
        paragraph(bookmark(f"{second}_0"), run("2.\tPersonal gewinnen")),
        paragraph("Das Land bildet aus."),
        paragraph("Es bezahlt Stellen."),
        paragraph("Abschnitt 1"),
        paragraph("3.\tRecht ändern"),
        paragraph("Das Gesetz ist zu ändern."),
        paragraph("– Anträge,"),
        paragraph("– Urkunden."),
    )
    assert notes(data) == [
        (
            "Am Wortlaut ist in der Datei nichts geändert, und nachverfolgte Änderungen hat sie keine. Formatierung "
            "und Tabellen werden nur gelesen, soweit sie nachverfolgt sind."
        )
    ]


@pytest.mark.parametrize("heading", ["Mehr Geld", "1.\tMehr Geld"])
def test_a_heading_written_anew_is_known_by_its_place(heading: str) -> None:
    paper = paper_of(MONEY, PEOPLE, LAW, sections=(2,))
    data = file(
        paragraph("Recht"),
        paragraph(heading),
        paragraph("Wir fordern mindestens 5 Euro je Einwohner."),
        paragraph("2.\tPersonal gewinnen"),
        paragraph("Das Land bildet aus."),
        paragraph("Es bezahlt Stellen."),
    )
    (proposal,) = read(data, paper).proposals
    assert (proposal.number, proposal.text) == ("1", MONEY.replace("Betrieb finanzieren", "Mehr Geld").strip())
