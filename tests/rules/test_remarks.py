"""What people write beside the paper: which signs stay, and which addresses may become links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.rules.remarks import clean_text, read_line, read_link, read_text


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_lines_stay_and_what_nobody_sees_goes() -> None:
    assert (
        clean_text("  Erste\r\nZweite\t Zeile \n\n\n\n\nDritte\x00\u202e\u00ad  ") == "Erste\nZweite  Zeile\n\nDritte"
    )


def test_signs_made_of_several_stay_whole() -> None:
    family = "👩\u200d💻 👍🏽 ä"
    assert clean_text(family) == family


@pytest.mark.parametrize("text", ["", "   ", "\n\u200b\n"])
def test_nothing_is_no_text(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        read_text(text, field="text", longest=10)
    assert refusal.value.field == "text"


def test_what_is_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(InvalidInputError, match=r"höchstens 3\.000 Zeichen"):
        read_text("a" * 3_001, field="text", longest=3_000)
    assert len(read_line("a" * 3_000, field="title", longest=3_000)) == 3_000


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript://www.calw.de/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "//calw.de",
        "/forderungen/1",
        "https:calw.de",
        "https://",
        "https://calw",
        "https://bank.de@anders.example/",
        'https://calw.de/"onmouseover="alert(1)',
        "https://calw.de/ zwei Worte",
        "https://[::1]/",
        "https://calw.de:x/",
        "https://calw.de/" + "a" * 500,
        "\\\\calw.de\\x",
        "Calw",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        read_link(address)
    assert refusal.value.field == "link"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("https://www.calw.de/a?b=1&c=2#d", "https://www.calw.de/a?b=1&c=2#d"),
        ("http://müllheim.de:8080", "http://müllheim.de:8080"),
        ("www.calw.de", "https://www.calw.de"),
    ],
)
def test_an_address_of_the_web_is_kept(typed: str, kept: str) -> None:
    assert read_link(typed) == kept
