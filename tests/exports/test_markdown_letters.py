"""The letter as Markdown; law: reading it again gives the same paper, whatever its words are."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.exports.markdown_letters import write_markdown
from drafting.imports.papers import DraftPaper, read_paper
from drafting.text.document import Document
from drafting.text.markdown import parse, to_markdown
from tests.exports.samples import UNUSUAL, USUAL
from tests.text.strategies import documents, marked_chunks
from tests.text.vocabulary import GERMAN, MARKDOWN, ODD

HEADINGS = ("Präambel", "Begründung", "Ausblick", "Unterzeichnende", "4. Vier", "Recht", "# Zeichen", "---", "- Strich")
FRONT = write_markdown(USUAL).decode().partition("\n\n")[0]
LINES = st.sampled_from(("", *HEADINGS, "Stand: 2. Oktober 2024", "**fett** und _so_", "> Grund", "## zwei", "1. eins"))
NUMBERS = st.sampled_from(("", "1", "7a", "12", "4"))


def shape(paper: Letter | DraftPaper) -> tuple[object, ...]:
    sections = tuple(
        (section.heading, tuple((demand.number, demand.document) for demand in section.demands))
        for section in paper.sections
    )
    return (
        (paper.title, paper.subtitle, paper.date, paper.place, paper.signatories),
        (paper.preamble, sections, paper.closing),
    )


def reread(letter: Letter) -> DraftPaper:
    return read_paper("papier.md", write_markdown(letter))


@pytest.mark.parametrize("letter", [USUAL, UNUSUAL], ids=["usual", "unusual"])
def test_the_paper_comes_back(letter: Letter) -> None:
    assert shape(reread(letter)) == shape(letter)


# Texts as they are stored: in canonical form.
WORDS = (*GERMAN, *MARKDOWN, *ODD, "##", "#", "---")
TEXTS = documents(marked_chunks(WORDS)).map(lambda text: parse(to_markdown(text)))


def draw_sections() -> st.SearchStrategy[tuple[LetterSection, ...]]:
    demands = st.builds(LetterDemand, NUMBERS, TEXTS).filter(lambda demand: len(demand.document.tokens()) > 1)
    return st.lists(st.builds(LetterSection, LINES, st.lists(demands, max_size=3).map(tuple)), max_size=3).map(tuple)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.builds(
        Letter,
        title=LINES,
        subtitle=LINES,
        date=LINES,
        preamble=TEXTS | st.just(Document.of(())),
        sections=draw_sections(),
        closing=TEXTS | st.just(Document.of(())),
        place=LINES,
        signatories=st.lists(st.sampled_from(HEADINGS), max_size=3).map(tuple),
    )
)
def test_any_paper_comes_back(letter: Letter) -> None:
    assert shape(reread(letter)) == shape(letter)


def test_it_reads_as_markdown() -> None:
    text = write_markdown(USUAL).decode()
    assert "\n\n# Verlässliche Regeln für digitale Rathäuser\n\nForderungspapier an Bund und Land\n\n" in text
    assert "\n\n## Recht\n\n### 1. Schriftform abbauen\n\nWir fordern dies _bis 2027_, siehe [die Liste](" in text
    assert "\n\n- Anträge auf Wohngeld,\n- Bauanträge.\n\nDas gilt auch künftig.\n\n> Der Medienbruch" in text
    assert "\n\n## Unterzeichnende\n\n- Marlene Haselbrunn, Stadt Heilbronn\n- Joachim Tannenried, Stadt Calw\n" in text


def test_without_reasons_there_are_none() -> None:
    assert b"Der Medienbruch" in write_markdown(USUAL)
    assert b"Der Medienbruch" not in write_markdown(USUAL, reasons=False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FRONT, ""),
        ("### 2. Niveaus", "### 1a. Neu dazwischen\n\nAuch dies.\n\n### 2. Niveaus"),
        ("parts: [", "parts: [[, "),
    ],
    ids=["no front matter", "a demand more", "broken front matter"],
)
def test_what_somebody_has_edited_is_read_by_its_looks(old: str, new: str) -> None:
    text = write_markdown(USUAL).decode()
    assert old in text
    text = text.replace(old, new)
    found = read_paper("papier.md", text.encode())
    assert {demand.number for demand in found.demands} >= {"1", "2", "7", "7a", "12"}
    assert found.preamble == USUAL.preamble
    assert [section.heading for section in found.sections][-2:] == ["Recht", "Finanzen"]


def test_words_may_be_edited_between_the_headings() -> None:
    text = write_markdown(USUAL).decode().replace("Eine Nummer für alle.", "Eine Nummer.\n\nFür alle.")
    found = read_paper("papier.md", text.replace("\n", "\r\n").encode())
    last = LetterDemand("12", parse("# Sicherheit stärken\n\nEine Nummer.\n\nFür alle."))
    finance = dataclasses.replace(USUAL.sections[1], demands=(*USUAL.sections[1].demands[:2], last))
    assert shape(found) == shape(dataclasses.replace(USUAL, sections=(USUAL.sections[0], finance)))
