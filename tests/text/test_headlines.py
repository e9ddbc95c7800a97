"""Headlines proposed from the formal sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.text.headlines import LONGEST, propose_headline

LONG = "die Ausstattung aller Schulen, Ämter und Einrichtungen mit Glasfaser"


@pytest.mark.parametrize(
    ("sentences", "headline"),
    [
        ((), ""),
        (("Die Forderung wird gestrichen.",), "Die Forderung wird gestrichen"),
        (("In Zeile 3 wird „zeitnah“ gestrichen.",), "In Zeile 3 wird „zeitnah“ gestrichen"),
        (("Zeile 1.", "Zeile 2."), "Zeile 1 (und eine weitere Änderung)"),
        (("Zeile 1.", "Zeile 2.", "Zeile 3."), "Zeile 1 (und 2 weitere Änderungen)"),
        ((f"Nach Zeile 5: „{LONG}“.",), "Nach Zeile 5: „die Ausstattung aller Schulen, Ämter …“"),
    ],
)  # fmt: skip
def test_the_first_sentence_names_the_amendment(sentences: tuple[str, ...], headline: str) -> None:
    assert propose_headline(sentences) == headline


@given(st.lists(st.text(max_size=400), max_size=4))
def test_a_headline_is_one_short_line(sentences: list[str]) -> None:
    headline = propose_headline(sentences)
    assert len(headline) <= LONGEST
    assert headline == "" or "\n" not in headline
