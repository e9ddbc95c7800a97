"""Law: importing an exported paper gives the same demands, numbers, headings and what stands around them."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.exports.docx_papers import write_paper
from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.imports.papers import DraftPaper, read_paper
from drafting.text.document import Document
from tests.exports.samples import UNUSUAL, USUAL, as_paper
from tests.text.strategies import documents, plain_chunks
from tests.text.vocabulary import GERMAN

Demands = list[tuple[str, list[tuple[str, Document]]]]


def reimport(letter: Letter) -> DraftPaper:
    return read_paper("papier.docx", write_paper(as_paper(letter)))


def demands(paper: Letter | DraftPaper) -> Demands:
    return [
        (section.heading, [(demand.number, demand.document) for demand in section.demands])
        for section in paper.sections
    ]


@pytest.mark.parametrize("letter", [USUAL, UNUSUAL], ids=["usual", "unusual"])
def test_demands_come_back(letter: Letter) -> None:
    assert demands(reimport(letter)) == demands(letter)


def test_what_stands_around_the_demands_comes_back() -> None:
    found = reimport(USUAL)
    assert (found.title, found.subtitle, found.date) == (USUAL.title, USUAL.subtitle, USUAL.date)
    assert (found.preamble, found.closing) == (USUAL.preamble, USUAL.closing)
    assert (found.place, found.signatories) == (USUAL.place, USUAL.signatories)


def test_nothing_but_the_page_footer_is_left_out() -> None:
    assert {left.kind for left in reimport(USUAL).not_represented} <= {"footer"}


def is_titled(document: Document) -> bool:
    return document.title != "" and len(document.blocks) > 1


# The import, which meets many typed lists, takes a paragraph that begins with a dash for an item, and "3. Dezember" for
# a date.
WORDS = tuple(word for word in GERMAN if word not in ("–", "Dezember"))
TEXTS = documents(plain_chunks(WORDS)).filter(is_titled)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=3))
def test_any_demands_come_back(sections: list[list[Document]]) -> None:
    numbers = iter(range(1, 100))
    letter = dataclasses.replace(
        USUAL,
        sections=tuple(
            LetterSection(f"Abschnitt {place}", tuple(LetterDemand(str(next(numbers)), text) for text in texts))
            for place, texts in enumerate(sections, 1)
        ),
    )
    assert demands(reimport(letter)) == demands(letter)
