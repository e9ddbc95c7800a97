"""Of two states of a text, who took out each word and who brought each, over any number of versions."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from drafting.text import provenance
from drafting.text.attribution import Attribution, Step, attribute
from drafting.text.diff import find_edits
from drafting.text.document import Document, Word
from drafting.text.markdown import parse
from tests.text.strategies import revisions


def follow(versions: list[Document]) -> Attribution:
    found = provenance.begin(versions[0], "v1")
    steps = []
    for number, (before, after) in enumerate(pairwise(versions), start=2):
        edits = find_edits(before, after)
        found = provenance.trace(found, before, edits, f"v{number}")
        steps.append(Step(f"v{number}", edits, found))
    return attribute(versions[0], steps)


@given(revisions())
def test_every_token_has_its_place(versions: list[Document]) -> None:
    found = follow(versions)

    assert len(found.removed) == len(versions[0].tokens())
    assert len(found.brought) == len(versions[-1].tokens())


def test_each_word_is_owed_to_the_version_that_brought_or_struck_it() -> None:
    versions = [
        parse(f"# T\n\n{text}")
        for text in ("Das Land zahlt zeitnah.", "Das Land zahlt sofort.", "Der Bund zahlt sofort viel.")
    ]
    found = follow(versions)

    gone, came = (
        {
            token.text: sources
            for token, sources in zip(document.tokens(), named, strict=True)
            if isinstance(token, Word) and sources
        }
        for document, named in ((versions[0], found.removed), (versions[-1], found.brought))
    )
    assert gone == {"zeitnah": ("v2",), "Das": ("v3",), "Land": ("v3",)}
    assert came == {"sofort": ("v2",), "Der": ("v3",), "Bund": ("v3",), "viel": ("v3",)}
