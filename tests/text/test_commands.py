"""The formal sentences of an amendment, in German and English."""

import re

import pytest
from hypothesis import given

from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.document import Document, Word
from drafting.text.lines import number_lines
from drafting.text.markdown import parse
from tests.text.strategies import documents, pairs

LONG = "Die Kommunen im ganzen Land fordern gemeinsam mit ihren Verbänden eine gute Lösung."
REST = "Wir handeln zeitnah. Das Land zahlt.\n\n- Schulen\n- Straßen\n\n> Es eilt sehr."
BASE = f"# Titel der Forderung\n\n{LONG}\n\n{REST}"


def sentences(*changes: tuple[str, str], language: str = "de", base: str = BASE) -> list[str]:
    text = base
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    before = parse(base)
    return list(amendment_sentences(before, find_edits(before, parse(text)), language))


def test_a_word_is_replaced() -> None:
    # Title is line 1, the long paragraph lines 2 and 3.
    assert sentences(("zeitnah", "bis zum 31. Dezember 2027")) == [
        "In Zeile 4 wird „zeitnah“ durch „bis zum 31. Dezember 2027“ ersetzt."
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("gute Lösung.", "gute."), "In Zeile 3 wird „Lösung“ gestrichen."),
        (("zahlt.", "zahlt alles."), "In Zeile 4 wird nach „zahlt“ eingefügt: „alles“."),
        (("sehr.", "sehr, sagt man."), "In Zeile 7 (Begründung) wird nach „sehr“ eingefügt: „, sagt man“."),
    ],
)
def test_a_word_is_not_named_as_changed_where_only_its_blank_is(change: tuple[str, str], sentence: str) -> None:
    assert sentences(change) == [sentence]


def test_a_title_becomes_a_paragraph_and_back() -> None:
    paragraph = BASE.removeprefix("# ")
    assert sentences((BASE, paragraph)) == ["Die Überschrift wird als Absatz statt als Überschrift gefasst."]
    assert sentences((paragraph, BASE), base=paragraph) == ["Zeile 1 wird als Überschrift statt als Absatz gefasst."]


def test_the_whole_demand_is_struck() -> None:
    assert sentences((BASE, "")) == ["Die Forderung wird gestrichen."]


def test_a_paragraph_is_inserted_after_a_line() -> None:
    (sentence,) = sentences(("Das Land zahlt.", "Das Land zahlt.\n\nNeues gilt."))
    assert sentence.startswith("Nach Zeile 4 wird eingefügt:")
    assert "Neues gilt." in sentence


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (("zeitnah. ", "zeitnah. Alle warten. "), ["Zeile 4", "eingefügt", "Alle warten."]),
        ((" Das Land zahlt.", ""), ["Zeile 4", "gestrichen", "Das Land zahlt."]),
        (("\n- Straßen", ""), ["Zeile 6", "gestrichen"]),
        (("- Straßen", "- Straßen\n- Brücken"), ["Zeile 6", "eingefügt", "Brücken"]),
        (("der Forderung", "der Bitte"), ["Forderung", "Bitte", "ersetzt"]),
        (("Es eilt sehr", "Es eilt nicht"), ["sehr", "nicht", "ersetzt"]),
    ],
)
def test_a_sentence_names_the_line_the_verb_and_the_words(change: tuple[str, str], parts: list[str]) -> None:
    (sentence,) = sentences(change)
    assert all(part in sentence for part in parts), sentence


def test_a_passage_over_two_lines_names_both() -> None:
    (sentence,) = sentences((LONG, "Niemand schweigt hierzu noch länger."))
    assert re.search(r"Zeilen? 2(–| bis )3", sentence), sentence


def test_english_speaks_english() -> None:
    (sentence,) = sentences(("zeitnah", "sofort"), language="en")
    assert "line 4" in sentence.lower()
    assert "„" not in sentence
    assert "Zeile" not in sentence


def test_each_change_has_a_sentence_in_the_order_of_the_text() -> None:
    found = sentences(("zeitnah", "sofort"), ("sehr", "nicht"))
    assert ["zeitnah" in text for text in found] == [True, False]
    assert ["sehr" in text for text in found] == [False, True]


def test_only_marks_changed_says_so_without_replacing_a_word_by_itself() -> None:
    (sentence,) = sentences(("zeitnah", "**zeitnah**"))
    assert "„zeitnah“ durch „zeitnah“" not in sentence


def test_no_change_is_no_sentence() -> None:
    assert sentences() == []


@pytest.mark.parametrize("language", ["de", "en"])
@given(pair=pairs())
def test_every_change_is_said_and_every_line_named_exists(pair: tuple[Document, Document], language: str) -> None:
    base, proposed = pair
    found = amendment_sentences(base, find_edits(base, proposed), language)
    assert bool(found) == (base != proposed)
    last = len(number_lines(base))
    named = [re.match(r"(?:In|Nach|Vor|Zeilen?|Lines?|After|Before) (?:Zeilen?|lines?) (\d+)", text) for text in found]
    assert all(0 <= int(match[1]) <= last for match in named if match)
    assert all(text.strip() == text and text for text in found)


@given(documents(), documents())
def test_every_inserted_word_is_said(base: Document, proposed: Document) -> None:
    edits = find_edits(base, proposed)
    said = "".join("\n".join(amendment_sentences(base, edits)).split()).replace("\\", "")
    row = base.tokens()
    inserted = []
    for edit in edits:
        old = {token.text for token in row[edit.start : edit.end] if isinstance(token, Word)}
        # A word that stood there before may only have another blank behind it now.
        inserted += [token.text for token in edit.inserted if isinstance(token, Word) and token.text not in old]
    assert all(word.replace("\\", "") in said for word in inserted)
