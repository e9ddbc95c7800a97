"""The law of reading: every word of a file's text is in the draft or in what is listed as not represented."""

from __future__ import annotations

from collections import Counter

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.imports.building import build
from drafting.imports.outline import dump_rows, load_rows, perform
from drafting.imports.papers import DraftPaper, read_paper, read_rows
from tests.imports.word import paragraph, run, word_file

WORDS = st.sampled_from(
    [
        "Wir",
        "fordern",
        "das",
        "Land",
        "auf",
        "Mittel",
        "bereitzustellen",
        "Begründung",
        "Präambel",
        "Ausblick",
        "Unterzeichnende",
        "E-Akte",
        "Bürger*innen",
        "1.",
        "2.",
        "a)",
        "–",
        "•",
        "§",
        "3.000",
        "„sofort“",
        "12.",
        "November",
        "2024",
        "Forderung",
        "Calw,",
        "den:",
        "_unter_",
        "**stern**",
        "#raute",
        ">",
        "\\",
        "[x](y)",
        "𝕏",
        "é",
    ]
)
LINE = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
SENTENCE = LINE.map(lambda line: f"{line} wird geregelt.")


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """A paragraph of any style, list and marks, cut into runs anywhere, with changes, breaks and boxes in it."""
    text = draw(st.one_of(LINE, SENTENCE))
    cut = draw(st.integers(0, len(text)))
    marks = st.sampled_from(["", "", "b", "i", "bi"])
    runs = run(text[:cut], draw(marks)) + run(text[cut:], draw(marks))
    extra = draw(st.sampled_from(["", "", "", "break", "insert", "table", "box", "delete"]))
    if extra == "break":
        runs += "<w:r><w:br/></w:r>" + run(draw(LINE))
    elif extra == "insert":
        runs += f'<w:ins w:id="1" w:author="A">{run(" " + draw(LINE))}</w:ins>'
    elif extra == "box":
        box = f"<w:txbxContent>{paragraph(draw(LINE))}</w:txbxContent>"
        runs += f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    made = paragraph(
        runs,
        style=draw(
            st.sampled_from(["", "", "", "Titel", "Untertitel", "berschrift1", "berschrift2", "berschrift3", "Grund"])
        ),
        number=draw(st.sampled_from([0, 0, 0, 1, 2, 3, 4])),
        level=draw(st.integers(0, 1)),
        properties='<w:rPr><w:del w:id="2" w:author="A"/></w:rPr>' if extra == "delete" else "",
    )
    if extra == "table":
        return f"{made}<w:tbl><w:tr><w:tc>{paragraph(draw(LINE))}</w:tc></w:tr></w:tbl>"
    return made


def _words(text: str) -> Counter[str]:
    return Counter(regex.findall(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*", text))


def _body_words(body: list[str]) -> Counter[str]:
    """The words of the XML; a paragraph whose end is deleted is joined to the next one."""
    lines = []
    for part in body:
        ends = r"<w:br/>|<w:txbxContent>|<w:tbl>" + ("" if '<w:del w:id="2"' in part else "|</w:p>")
        lines.append(regex.sub(r"<[^>]*>", "", regex.sub(ends, "\n", part)))
    return _words("".join(lines).replace("&gt;", ">"))


def _paper_words(paper: DraftPaper) -> Counter[str]:
    lines = [paper.title, paper.subtitle, paper.date, paper.place, paper.signatories_heading, *paper.signatories]
    documents = [paper.preamble, paper.closing, *(demand.document for demand in paper.demands)]
    lines += [block.plain for document in documents for block in document.blocks]
    lines += [section.heading for section in paper.sections]
    lines += [demand.number for demand in paper.demands]
    lines += [left.text for left in paper.not_represented]
    return _words("\n".join(lines))


def _is_label(word: str) -> bool:
    """Words that only label: the interface writes them itself, and list marks are computed."""
    return word in ("Begründung", "Forderung") or word.isdecimal() or len(word) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(paragraphs(), min_size=1, max_size=14))
def test_every_word_is_in_the_draft_or_listed(body: list[str]) -> None:
    paper = read_paper("papier.docx", word_file(*body))
    missing = _body_words(body) - _paper_words(paper)
    assert {word for word in missing if not _is_label(word)} == set()


@settings(max_examples=100, deadline=None)
@given(st.lists(SENTENCE | LINE, min_size=1, max_size=14), st.sampled_from(["papier.md", "papier.txt"]))
def test_every_word_of_a_text_file_is_in_the_draft_or_listed(lines: list[str], name: str) -> None:
    paper = read_paper(name, "\n\n".join(lines).encode())
    missing = _words("\n".join(lines)) - _paper_words(paper)
    assert {word for word in missing if not _is_label(word)} == set()


ACTS = ("up", "down", "split", "join", "drop", "level", "retype")
ROLES = ("title", "section", "demand", "preamble", "closing", "paragraph", "bullet", "reason", "signatory", "aside")


@settings(max_examples=150, deadline=None)
@given(st.lists(paragraphs(), min_size=1, max_size=10), st.data())
def test_no_edit_of_the_preview_loses_a_word(body: list[str], data: st.DataObject) -> None:
    rows = read_rows("papier.docx", word_file(*body))
    before = _paper_words(build(rows))
    for _ in range(data.draw(st.integers(1, 6))):
        act = data.draw(st.sampled_from(ACTS))
        value = {"retype": data.draw(st.sampled_from(ROLES)), "level": "1"}.get(act, "")
        index = data.draw(st.integers(0, max(len(rows) - 1, 0)))
        try:
            rows = perform(rows, f"{act}:{index}:{value}".rstrip(":"))
        except InvalidInputError:
            continue
    missing = before - _paper_words(build(rows))
    assert {word for word in missing if not _is_label(word)} == set()


@settings(max_examples=60, deadline=None)
@given(st.lists(paragraphs(), min_size=1, max_size=10))
def test_rows_come_back_from_a_form_as_they_were(body: list[str]) -> None:
    rows = read_rows("papier.docx", word_file(*body))
    fields = {
        f"{name}-{i}": str(getattr(row, name)) for i, row in enumerate(rows) for name in ("role", "text", "number")
    }
    assert load_rows(dump_rows(rows), fields) == rows
