"""Remarks as HTML: never any markup of their own, and only addresses of the web become links."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.exports.remarks import remark_html

PIECES = st.sampled_from(
    [
        "https://calw.de",
        "www.calw.de",
        "javascript:",
        "<script>",
        "</p>",
        '"',
        "'",
        "&",
        "&lt;",
        "\n",
        "\n\n",
        ").",
        " ",
    ]
)


def words(html: str) -> str:
    """The words a reader sees, with blanks where lines and paragraphs end."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", " ").replace("</p>", " ")))


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_a_reader_sees_what_was_written_and_nothing_else_is_markup(text: str) -> None:
    html = str(remark_html(text))
    assert words(html).split() == text.split()
    assert set(re.findall(r"<(/?[a-z]+)", html)) <= {"p", "/p", "br", "a", "/a"}
    for address in re.findall(r'href="([^"]*)"', html):
        assert address.startswith(("https://", "http://"))
        assert not set(unescape(address)) & set("\"'<>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("Eins\nZwei\n\nDrei", "<p>Eins<br>Zwei</p><p>Drei</p>"),
        (
            "(siehe https://calw.de/a_(b)).",
            '<p>(siehe <a href="https://calw.de/a_(b)" rel="nofollow noopener noreferrer">https://calw.de/a_(b)</a>).</p>',
        ),
        (
            "www.calw.de, und mehr",
            '<p><a href="https://www.calw.de" rel="nofollow noopener noreferrer">www.calw.de</a>, und mehr</p>',
        ),
        ("https://bank.de@anders.example", "<p>https://bank.de@anders.example</p>"),
        ("", ""),
    ],
)
def test_examples(text: str, html: str) -> None:
    assert str(remark_html(text)) == html
