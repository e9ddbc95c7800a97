"""The editor's own work on the text, in a real browser: typing, the toolbar, pasting from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from drafting.text.markdown import normalise

STATIC = Path(__file__).parents[2] / "static"
PAGE = """<!doctype html><html lang="de"><body data-person="p"><form data-editor>
<div role="toolbar" aria-controls="text" hidden>
<button type="button" data-command="bold">F</button><button type="button" data-command="italic">K</button>
<button type="button" data-command="bullets">A</button><button type="button" data-command="numbers">N</button>
<button type="button" data-command="undo">R</button></div>
<textarea id="text" name="text"></textarea></form>
<script type="module" src="/static/editor.js"></script></body></html>"""


def _serve(route: Route) -> None:
    path = route.request.url.split("/static/")
    if len(path) == 2:
        route.fulfill(body=(STATIC / path[1]).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")


@pytest.fixture(scope="module")
def editor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _serve)
    page.goto("http://editor.example/")
    page.get_by_role("toolbar").wait_for()
    yield page
    context.close()


def write(page: Page, text: str, *, select: str = "") -> None:
    """Put a text into the area and select the words, or stand at the end."""
    page.locator("#text").fill(text)
    page.evaluate(
        """([text, select]) => { const area = document.getElementById("text"); area.focus();
        const at = select ? text.indexOf(select) : text.length;
        area.setSelectionRange(at, at + select.length); }""",
        [text, select],
    )


def read(page: Page) -> str:
    return page.locator("#text").input_value()


def paste(page: Page, html: str) -> str:
    write(page, "")
    page.evaluate(
        """(html) => { const data = new DataTransfer();
        data.setData("text/html", html); data.setData("text/plain", "x");
        document.getElementById("text").dispatchEvent(
          new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        html,
    )
    return read(page)


@pytest.mark.parametrize(
    ("command", "text", "select", "expected"),
    [
        ("F", "Wir fordern mehr.", "fordern", "Wir **fordern** mehr."),
        ("F", "Wir **fordern** mehr.", "fordern", "Wir fordern mehr."),
        ("F", "Wir fordern mehr.", "order", "Wir **fordern** mehr."),
        ("K", "Wir fordern mehr.", "fordern mehr", "Wir _fordern mehr_."),
        ("K", "Wir fordern _mehr_.", "_mehr_", "Wir fordern mehr."),
        ("A", "eins\n\nzwei", "eins\n\nzwei", "- eins\n- zwei"),
        ("A", "- eins\n- zwei", "- eins\n- zwei", "eins\n\nzwei"),
        ("N", "- eins\n- zwei", "- eins\n- zwei", "1. eins\n2. zwei"),
        ("A", "Vorher\n\neins\n\nDanach", "eins", "Vorher\n\n- eins\n\nDanach"),
    ],
)
def test_a_button_marks_the_selected_words(editor: Page, command: str, text: str, select: str, expected: str) -> None:
    write(editor, text, select=select)
    editor.get_by_role("button", name=command, exact=True).click()
    assert read(editor) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ein Absatz.", "Ein Absatz.\n\nneu"),
        ("- eins", "- eins\n- neu"),
        ("1. eins", "1. eins\n2. neu"),
        ("b) eins", "b) eins\nc) neu"),
        ("- eins\n- ", "- eins\n\nneu"),
    ],
)
def test_enter_begins_a_paragraph_or_the_next_item(editor: Page, text: str, expected: str) -> None:
    write(editor, text)
    editor.keyboard.press("Enter")
    editor.keyboard.type("neu")
    assert read(editor) == expected


def test_backspace_joins_two_paragraphs_in_one_stroke(editor: Page) -> None:
    write(editor, "eins\n\n")
    editor.keyboard.press("Backspace")
    assert read(editor) == "eins"


def test_undo_takes_back_what_a_button_did(editor: Page) -> None:
    write(editor, "Wir fordern mehr.", select="fordern")
    editor.keyboard.press("Control+b")
    assert read(editor) == "Wir **fordern** mehr."
    editor.get_by_role("button", name="R", exact=True).click()
    assert read(editor) == "Wir fordern mehr."


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><h2>Titel</h2><p class=MsoNormal>Wir fordern <b>mehr
Geld</b>&nbsp;und <i>Zeit</i>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span><![endif]>erstens</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>a)<span>&nbsp; </span></span><![endif]>zweitens</p><!--EndFragment--></body></html>"""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (WORD, "Titel\n\nWir fordern **mehr Geld**\u00a0und _Zeit_.\n\n- erstens\n  a) zweitens"),
        ("<ol><li>eins<ul><li>innen</li></ul></li><li>zwei</li></ol>", "1. eins\n  - innen\n2. zwei"),
        ('<p><a href="https://a.example/b">Hier</a> steht <span style="font-weight:700">es</span></p>',
         "[Hier](https://a.example/b) steht **es**"),
        ('<b style="font-weight:normal"><p>Aus einem Dokument</p></b>', "Aus einem Dokument"),
        ("<p>1. Januar 2026 gilt es.</p>", "1\\. Januar 2026 gilt es."),
        ("<p>alt<del>es</del> <ins>neues</ins> Wort</p><img src=x><script>böse()</script>", "alt neues Wort"),
        ("<table><tr><td>A</td><td>B</td></tr></table>", "A\n\nB"),
        ('<p><a href="javascript:x()">Klick</a> auf snake_case</p>', "Klick auf snake_case"),
    ],
)  # fmt: skip
def test_what_is_pasted_becomes_canonical_text(editor: Page, html: str, expected: str) -> None:
    assert paste(editor, html) == expected
    assert normalise(f"# Titel\n\n{expected}") == f"# Titel\n\n{expected}"
