"""The redline as a Word file: both states come out of it exactly, and every change says whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from drafting.exports.acts import Act
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.docx_styles import W
from drafting.exports.docx_tracked import track
from drafting.exports.papers import Paper, PaperSection
from drafting.exports.redlines import PaperRedline
from drafting.text.document import Token, Word
from drafting.text.markdown import parse
from tests.exports.papers import ACTS, make_paper, make_redline, make_unit, random_redline, redlines
from tests.exports.resolving import Element, open_part, read

REVISIONS = ("ins", "del", "rPrChange", "pPrChange")

BEFORE = """\
# Gebühren senken

Das Land senkt die Gebühren zeitnah. Die Kommunen berichten jährlich.

Es gilt:

a) eins,
b) zwei.

> Geld ist knapp.
"""


def paper(*texts: str, heading: str = "Recht") -> Paper:
    """A paper with these demands in one section; the name of a demand is its place."""
    units = [make_unit(f"u{n}", parse(text), number=str(n + 1), serial=n) for n, text in enumerate(texts)]
    return make_paper(PaperSection("s", heading, tuple(units)))


def change(old: str, new: str) -> tuple[PaperRedline, bytes]:
    """The redline of one demand, of which both papers come out."""
    return compare(paper(BEFORE), paper(BEFORE.replace(old, new)))


def compare(before: Paper, after: Paper, *, moved: str = "") -> tuple[PaperRedline, bytes]:
    redline = make_redline(before, after, moved=moved)
    file = write_redline(redline)
    assert read(file, "reject") == read(write_paper(before))
    assert read(file, "accept") == read(write_paper(after))
    return redline, file


def show(redline: PaperRedline) -> list[str]:
    """The changed paragraphs as a reader sees them: ``[-struck-]``, ``{+brought+}``, ``{~marked otherwise~}``."""
    shown = []
    for each in track(redline):
        text = "".join(
            piece.text
            if piece.is_kept
            else f"{{+{piece.text}+}}"
            if piece.before is None
            else f"[-{piece.text}-]"
            if piece.after is None
            else f"{{~{piece.text}~}}"
            for piece in each.pieces
        )
        has_changed = each.before is None or each.after is None or each.before.shape != each.after.shape
        if has_changed or not all(piece.is_kept for piece in each.pieces):
            shown.append(text)
    return shown


def list_elements(file: bytes, *names: str) -> list[Element]:
    return list(open_part(file).iter(*(f"{{{W}}}{name}" for name in names)))


def get(element: Element, name: str) -> str:
    return element.get(f"{{{W}}}{name}") or ""


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(redlines())
def test_accepting_gives_the_new_paper_and_rejecting_the_old(redline: PaperRedline) -> None:
    file = write_redline(redline)
    assert read(file, "reject") == read(write_paper(redline.before))
    assert read(file, "accept") == read(write_paper(redline.after))
    brought = {redline.acts[act].author for act in list_acts(redline)}
    marks = [get(each, "author") for each in list_elements(file, *REVISIONS)]
    signed = {author.removesuffix(" (verschoben)").removesuffix(" (gestrichen)") for author in marks}
    assert brought <= signed
    if brought:
        assert brought <= {get(each, "author") for each in open_part(file, "word/comments.xml").iter(f"{{{W}}}comment")}


def list_acts(redline: PaperRedline) -> Iterator[str]:
    """The acts that brought or struck words of what stands in the paper, also where it is new or was moved."""
    olds, news = ({unit.id: unit for unit in state.units()} for state in (redline.before, redline.after))
    for name, unit in news.items():
        change = redline.change(name)
        if name not in olds:
            yield from named(unit.document.tokens(), change.brought, 0)
            continue
        tokens, shift = olds[name].document.tokens(), 0
        for edit in change.edits:
            yield from named(tokens[edit.start : edit.end], change.removed, edit.start)
            yield from named(edit.inserted, change.brought, edit.start + shift)
            shift += len(edit.inserted) - (edit.end - edit.start)


def named(tokens: Sequence[Token], acts: Sequence[str], first: int) -> Iterator[str]:
    return (act for token, act in zip(tokens, acts[first:], strict=False) if act and isinstance(token, Word))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("zeitnah", "sofort", ["Das Land senkt die Gebühren [-zeitnah-]{+sofort+}. Die Kommunen berichten jährlich."]),
        (
            "jährlich.",
            "jährlich. Das gilt ab 2027.",
            ["Das Land senkt die Gebühren zeitnah. Die Kommunen berichten jährlich.{+ Das gilt ab 2027.+}"],
        ),
        (
            " Die Kommunen berichten jährlich.",
            "",
            ["Das Land senkt die Gebühren zeitnah.[- Die Kommunen berichten jährlich.-]"],
        ),
        ("zeitnah", "**zeitnah**", ["Das Land senkt die Gebühren {~zeitnah~}. Die Kommunen berichten jährlich."]),
        ("a) eins,\n", "a) eins,\nb) neu,\n", ["{+neu,+}"]),
        ("a) eins,\n", "", ["[-eins,-]"]),
        ("> Geld", "Geld", ["[-Begründung:-][- -]Geld ist knapp."]),
        ("Es gilt:", "- Es gilt:", ["Es gilt:"]),
        ("# Gebühren senken", "# Gebühren abschaffen", ["1.\tGebühren [-senken-]{+abschaffen+}"]),
    ],
)
def test_a_change_is_drawn_as_a_reader_would(old: str, new: str, shown: list[str]) -> None:
    redline, _ = change(old, new)

    assert show(redline) == shown


def test_a_moved_demand_is_struck_at_its_old_place_and_inserted_at_its_new() -> None:
    texts = [f"# Titel {n}\n\nText {n}." for n in range(3)]
    before = paper(*texts)
    units = before.sections[0].units
    after = make_paper(PaperSection("s", "Recht", (units[2], units[0], units[1])))

    redline, _ = compare(before, after, moved="u2")

    assert show(redline) == ["{+3.+}{+\tTitel 2+}", "{+Text 2.+}", "[-3.-][-\tTitel 2-]", "[-Text 2.-]"]
    for is_move, what in ((False, "gestrichen"), (True, "verschoben")):
        act = replace(redline.acts["ulm"], is_move=is_move)
        file = write_redline(replace(redline, acts={**redline.acts, "ulm": act}))
        authors = [{get(each, "author") for each in list_elements(file, name)} for name in ("ins", "del")]
        assert authors == [{"Ä7 · Stadt Ulm"}, {f"Ä7 · Stadt Ulm ({what})"}]


def test_words_of_others_in_a_moved_demand_bear_their_name_and_have_their_comment() -> None:
    texts = [f"# Titel {n}\n\nText {n} bleibt stehen." for n in range(3)]
    before = paper(*texts)
    new = [
        make_unit(unit.id, parse(text), number=unit.number, serial=unit.serial)
        for unit, text in zip(before.sections[0].units, [*texts[:2], texts[2].replace("bleibt", "soll")], strict=True)
    ]

    _, file = compare(before, make_paper(PaperSection("s", "Recht", (new[2], new[0], new[1]))), moved="u2")

    found = [
        "".join(map(str, each.itertext()))
        for each in list_elements(file, "ins", "del")
        if get(each, "author") == "Ä12 · Stadt Calw"
    ]
    assert found == ["soll ", "bleibt "]
    noted = [get(each, "author") for each in open_part(file, "word/comments.xml").iter(f"{{{W}}}comment")]
    assert noted == ["Ä7 · Stadt Ulm", "Ä12 · Stadt Calw"] * 2


def test_who_signs_takes_nobodys_place_and_is_said_once() -> None:
    before, after = (
        make_paper(signatories="Ottilie Nelkenhain, Stadt Ulm\nKai Malvenkamp"),
        make_paper(signatories="Ostalbkreis\nStadt Ulm"),
    )

    redline, file = compare(before, after)

    assert show(redline) == [
        "[-Ottilie Nelkenhain, Stadt Ulm-]",
        "[-Kai Malvenkamp-]",
        "{+Ostalbkreis+}",
        "{+Stadt Ulm+}",
    ]
    assert {get(each, "author") for each in list_elements(file, "ins", "del")} == {"Mitzeichnung"}
    comments = [
        "".join(map(str, each.itertext())) for each in open_part(file, "word/comments.xml").iter(f"{{{W}}}comment")
    ]
    assert comments == ["MitzeichnungUnter jedem Stand stehen die, die ihn unterzeichnet haben; ohne Abstimmung."]


def test_a_blank_that_goes_was_not_moved() -> None:
    _, file = change("zeitnah. Die Kommunen berichten jährlich.", "zeitnah, sofort und. Die Kommunen.")

    assert not [each for each in list_elements(file, "del") if "verschoben" in get(each, "author")]


def test_a_section_comes_and_goes_with_its_heading() -> None:
    redline, _ = compare(paper(BEFORE), make_paper(PaperSection("t", "Geld", (make_unit("n", parse("# Neu")),))))

    assert "[-Recht-]" in show(redline)
    assert "{+Geld+}" in show(redline)


def test_a_change_bears_the_label_the_proposer_and_the_date_of_its_act() -> None:
    _, file = change("zeitnah", "sofort")

    for each in list_elements(file, "ins", "del"):
        assert get(each, "author") == "Ä12 · Stadt Calw"
        assert get(each, "date") == "2026-10-14T14:00:00Z"  # the clock of the conference, as Word writes it


def test_beside_each_change_stands_its_vote_with_numbers_and_formula() -> None:
    _, file = change("zeitnah", "sofort")

    comments = open_part(file, "word/comments.xml")
    texts = ["".join(map(str, paragraph.itertext())) for paragraph in comments.iter(f"{{{W}}}p")]
    assert texts == [
        "Ä12 · Stadt Calw: Frist nennen",
        "Abstimmung 7, Plenum, 14.10.2026, 14:00 Uhr",
        "142 Ja, 61 Nein, 12 Enthaltungen",
        "Mehr Ja als Nein: 142 gegen 61.",
    ]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (ACTS["ulm"], "Ohne Abstimmung übernommen am 14.10.2026, 14:00 Uhr."),
        (ACTS["editor"], "Redaktionell geändert am 14.10.2026, 14:00 Uhr, ohne Abstimmung."),
    ],
)
def test_what_nobody_voted_on_says_so(act: Act, said: str) -> None:
    assert said in act.describe()


@pytest.mark.parametrize("seed", range(20))
def test_comments_stand_outside_the_changes_and_stay_whatever_becomes_of_them(seed: int) -> None:
    file = write_redline(random_redline(seed))

    references = list_elements(file, "commentReference")
    for each in references:
        assert not [up for up in each.iterancestors() if up.tag in (f"{{{W}}}ins", f"{{{W}}}del")]
        paragraph = next(each.iterancestors(f"{{{W}}}p"))
        marks = paragraph.findall(f"{{{W}}}pPr/{{{W}}}rPr/*")
        assert not marks, "a comment held by a paragraph that may go would go with it"
    numbers = [get(each, "id") for each in references]
    assert len(set(numbers)) == len(numbers)
    begins, ends = (list_elements(file, f"commentRange{name}") for name in ("Start", "End"))
    assert sorted(get(each, "id") for each in begins) == sorted(get(each, "id") for each in ends)
    assert ends
    for each in ends:
        # Elsewhere it would be a remainder of a paragraph that has gone.
        held = next(each.itersiblings()).find(f"{{{W}}}commentReference")
        assert held is not None
        assert get(held, "id") == get(each, "id")


@pytest.mark.parametrize("seed", range(20))
def test_revisions_are_numbered_through(seed: int) -> None:
    file = write_redline(random_redline(seed))

    ids = [int(get(each, "id")) for each in list_elements(file, "ins", "del", "rPrChange", "pPrChange")]
    assert all(one < other for one, other in pairwise(sorted(ids)))
    assert not list_elements(file, "moveFrom", "moveTo")


def test_struck_words_have_their_own_tag() -> None:
    _, file = change("zeitnah", "sofort")

    (struck,) = list_elements(file, "delText")
    assert struck.text == "zeitnah"
    assert not [each for each in list_elements(file, "t") if next(each.iterancestors(f"{{{W}}}del"), None) is not None]


def test_lists_are_counted_alike_in_both_states() -> None:
    _, file = change("a) eins,\n", "a) eins,\na) neu,\n")

    numbers = [get(each, "val") for each in list_elements(file, "numId")]
    assert len(numbers) == 3
    assert len(set(numbers)) == 1


def test_the_same_states_give_the_same_bytes() -> None:
    assert write_redline(random_redline(3)) == write_redline(random_redline(3))


def test_the_file_ends_with_a_line_that_never_changes() -> None:
    redline, file = compare(make_paper(closing="# Ende\n\nAlt."), make_paper(closing="# Ende\n\nGanz neu gefasst."))

    last = list_elements(file, "p")[-1]
    assert re.search("Ende des Textes", "".join(map(str, last.itertext())))
    assert not last.findall(f".//{{{W}}}ins")
    assert show(redline)
