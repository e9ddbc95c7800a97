"""What stays on one page: lines that lead to a list, and short ones that end a text."""

from __future__ import annotations

import pytest

from drafting.exports.html_prints import print_html
from drafting.exports.keeping import Line, find_kept
from drafting.exports.prints import Heading, Paragraph, Print, Span, find_kept_parts, say
from tests.exports.print_samples import ANNEXES, MINUTES

LONG = Line("Wir fordern alle Wege. " * 8)
ITEM, SHORT, REASON = Line("eins", is_item=True), Line("Adressat: Land"), Line("Papier kostet Zeit.", is_free=True)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ((), []),
        ((LONG, SHORT), [True, False]),
        ((LONG, LONG), [False, False]),
        ((ITEM, ITEM, SHORT, REASON), [False, True, False, False]),
        ((Line("Es gilt:"), ITEM), [True, False]),
        ((Line("Es gilt:"), LONG), [False, False]),
        ((LONG, SHORT, SHORT, SHORT), [True, False, False, False]),
        ((LONG, REASON), [False, False]),
        ((REASON, SHORT), [True, False]),
    ],
)
def test_a_short_line_stays_with_what_it_ends_and_a_list_with_what_leads_to_it(
    lines: tuple[Line, ...], kept: list[bool]
) -> None:
    assert find_kept(lines) == kept


def test_a_question_stays_with_what_was_asked_and_the_result() -> None:
    parts = (
        Heading("Abstimmung 1", 2),
        say("Soll der Text so geändert werden?"),
        say("In Zeile 2 wird „drei“ durch „fünf“ ersetzt."),
        Paragraph((Span("Angenommen."),), "lead"),
        say("Alle Anwesenden."),
    )
    assert find_kept_parts(parts) == [False, True, True, True, False]


def test_in_html_what_stays_says_so() -> None:
    parts = (
        say("Wir fordern viel. " * 9),
        say("Adressat: Land"),
        Paragraph(LONG_ITEM.spans, "item", "1."),
        say("Ende"),
    )
    made = print_html(Print("T", "", (), parts))
    assert made.count("print__stay") == 2
    assert '<p class="print__stay">Wir fordern' in made
    assert '<ul class="print__items print__stay">' in made
    assert '<p class="print__stay">Es geht.' in print_html(ANNEXES), "one line below a heading says too little"
    assert "print__stay" not in print_html(MINUTES).partition("<table")[0]


LONG_ITEM = say(
    "eins und alles, was dazugehört, bis es über eine Zeile geht, und das dauert noch, ein wenig noch, bis es so ist"
)
