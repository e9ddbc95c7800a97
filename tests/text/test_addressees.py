"""To whom a demand says it is addressed."""

from __future__ import annotations

import pytest

from drafting.text.addressees import find_addressees
from drafting.text.markdown import parse


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Adressat: Bund", ("Bund",)),
        (
            "Adressaten: Land Baden-Württemberg, Bund und IT-Planungsrat",
            ("Land Baden-Württemberg", "Bund", "IT-Planungsrat"),
        ),
        ("Adressat*innen: Bund; Bund.", ("Bund",)),
        ("Gerichtet an: Land", ("Land",)),
        ("An einem Tag: mehr.", ()),
        ("Der Adressat: ein Amt", ()),
    ],
)
def test_addressees_stand_in_a_paragraph_of_their_own(line: str, found: tuple[str, ...]) -> None:
    assert find_addressees(parse(f"# Titel\n\nText.\n\n{line}\n\n> Grund.\n")) == found
