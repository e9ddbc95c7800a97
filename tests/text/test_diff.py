"""Laws of edits and their derivation, and the diff a reader would draw."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given

from drafting.text import diff
from drafting.text.diff import find_edits
from drafting.text.document import Document, Kind, Start, Word
from drafting.text.edits import Edit, apply, dump_edits, load_edits
from drafting.text.markdown import normalise, parse, to_markdown
from tests.text.demand import DEMAND, FIRST
from tests.text.strategies import pairs


@given(pairs())
def test_applying_the_edits_gives_exactly_the_proposed_text(pair: tuple[Document, Document]) -> None:
    before, after = pair
    assert apply(before, find_edits(before, after)) == after


@given(pairs())
def test_the_law_holds_without_clean_up_too(pair: tuple[Document, Document]) -> None:
    before, after = pair
    assert apply(before, find_edits(before, after, clean=False)) == after


@given(pairs())
def test_edits_are_sorted_disjoint_and_change_something(pair: tuple[Document, Document]) -> None:
    before, after = pair
    tokens = before.tokens()
    edits = find_edits(before, after)
    assert all(0 <= edit.start <= edit.end <= len(tokens) for edit in edits)
    assert all(tokens[edit.start : edit.end] != edit.inserted for edit in edits)
    assert all(left.end <= right.start and left.start < right.end for left, right in pairwise(edits))
    assert (edits == ()) == (before == after)


@given(pairs())
def test_the_start_of_the_title_is_never_touched(pair: tuple[Document, Document]) -> None:
    before, after = pair
    assert all(edit.start > 0 for edit in find_edits(before, after))
    assert all(Start(Kind.TITLE) not in edit.inserted for edit in find_edits(before, after))


@given(pairs())
def test_the_halves_of_a_move_name_each_other(pair: tuple[Document, Document]) -> None:
    before, after = pair
    tokens = before.tokens()
    edits = find_edits(before, after)
    spans = {(edit.start, edit.end): edit for edit in edits}
    for edit in edits:
        if edit.moved is not None:
            other = spans[edit.moved]
            assert other.moved == (edit.start, edit.end)
            assert edit.inserted == tokens[other.start : other.end] or other.inserted == tokens[edit.start : edit.end]


@given(pairs())
def test_finding_edits_twice_gives_the_same(pair: tuple[Document, Document]) -> None:
    assert find_edits(*pair) == find_edits(*pair)


@given(pairs())
def test_edits_survive_storage(pair: tuple[Document, Document]) -> None:
    edits = find_edits(*pair)
    assert load_edits(dump_edits(edits)) == edits


@given(pairs())
def test_the_pure_and_the_fast_package_draw_the_same(pair: tuple[Document, Document]) -> None:
    if "fast" not in diff.MATCHERS:
        pytest.skip("the fast package is not installed")
    found = []
    for package in ("pure", "fast"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(diff, "_matcher", diff.MATCHERS[package])
            found.append(find_edits(*pair))
    assert found[0] == found[1]


def words(tokens: tuple[Start | Word, ...]) -> str:
    return "".join(
        f"¶{token.kind[0]} " if isinstance(token, Start) else token.text + token.blank for token in tokens
    ).strip()


def drawn(before: str, after: str) -> list[tuple[str, str]]:
    """The edits as (struck words, inserted words), a block start shown as its pilcrow."""
    base = parse(before)
    tokens = base.tokens()
    return [(words(tokens[edit.start : edit.end]), words(edit.inserted)) for edit in find_edits(base, parse(after))]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Wir fordern zeitnah mehr.",
            "Wir fordern bis zum 31. Dezember 2027 mehr.",
            [("zeitnah", "bis zum 31. Dezember 2027")],
        ),
        ("Bis 2026 gilt das.", "Bis 2027 gilt das.", [("2026", "2027")]),
        ("Die Bürger zahlen gern.", "Die Bürger*innen zahlen gern.", [("Bürger", "Bürger*innen")]),
        ("Alle E-Akten sind offen.", "Alle E-Akten sind weit offen.", [("", "weit")]),
        ("Alle Akten sind weit offen.", "Alle Akten sind offen.", [("weit", "")]),
        ("Das kostet 1.234,56 Euro.", "Das kostet 1.234,57 Euro.", [("1.234,56", "1.234,57")]),
        ("Eins gilt. Zwei gilt.", "Eins gilt. Neu gilt. Zwei gilt.", [("", "Neu gilt.")]),
        ("Eins gilt.", "Eins gilt. Zwei gilt.", [("", "Zwei gilt.")]),
        ("Eins gilt. Zwei gilt.", "Zwei gilt.", [("Eins gilt.", "")]),
        ("Das ist fett.", "Das ist **fett**.", [("fett", "fett")]),
        ("- eins\n- zwei", "- eins\n- neu\n- zwei", [("", "¶b neu")]),
        ("1. eins\n2. zwei", "4. eins\n5. zwei", []),
        ("- eins", "1. eins", [("¶b", "¶n")]),
        ("Eins gilt.\n\nZwei gilt.", "Eins gilt. Zwei gilt.", [("¶p", "")]),
        ("Eins gilt. Zwei gilt.", "Eins gilt.\n\nZwei gilt.", [("", "¶p")]),
        ("Eins gilt.", "Eins gilt.\n\nZwei gilt.", [("", "¶p Zwei gilt.")]),
    ],
)
def test_a_small_change_is_drawn_as_small_as_it_is(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert drawn(before, after) == expected


REWRITTEN = [
    # "und", "der" and commas stand in both by chance only.
    (
        "Die Städte, Gemeinden und Kreise verlangen der Sache nach mehr Geld.",
        "Wir erwarten, dass Bund und Land der Aufgabe gerecht werden.",
    ),
    (
        "Die Verwaltung prüft den Antrag der Bürger und entscheidet zeitnah.",
        "Ein Amt bearbeitet alle Eingänge der Reihe nach und informiert schnell.",
    ),
    (
        "Der Bund stellt, soweit möglich, zusätzliche Mittel in den Haushalt ein.",
        "Länder zahlen, wenn nötig, alle Kosten in voller Höhe.",
    ),
    (
        "Kommunen betreiben die Register selbst und tragen die Kosten.",
        "Künftig übernimmt das Rechenzentrum und niemand sonst die Pflege.",
    ),
]


@pytest.mark.parametrize(("before", "after"), REWRITTEN)
def test_a_rewritten_sentence_is_one_edit(before: str, after: str) -> None:
    frame = "Davor bleibt alles. {} Danach bleibt alles."
    assert len(drawn(frame.format(before), frame.format(after))) == 1


PASSAGE = "Wir fordern für alle Kommunen im Land {} bis spätestens zum Ende des kommenden Jahres verbindlich."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("eine Förderung der Fachverfahren", "einen Ausbau der Rechenzentren"),
        ("klare Regeln und faire Fristen", "gute Straßen und schnelle Bahnen"),
        ("klare Regeln, faire Fristen", "gute Straßen, schnelle Bahnen"),
        ("klare Regeln (faire Fristen)", "gute Straßen (schnelle Bahnen)"),
        ("Anträge auf Zuschuss", "Bescheide auf Papier"),
    ],
)
def test_no_coincidental_island_stays_inside_a_rewritten_passage(before: str, after: str) -> None:
    assert len(drawn(PASSAGE.format(before), PASSAGE.format(after))) == 1


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("Bis 2026 zahlt das Land alle Kosten.", "Bis 2027 zahlt das Land alle Gebühren.", 2),
        ("Die Kommunen erhalten verlässliche Mittel.", "Die Gemeinden erhalten dauerhafte Mittel.", 2),
        ("Wir fordern A.\n\nWir fordern B.", "Wir wollen A.\n\nWir wollen B.", 2),
        ("Wir fordern mehr. Alle zahlen gleich.", "Wir wollen mehr. Viele zahlen gleich.", 2),
    ],
)
def test_words_that_carry_meaning_keep_changes_apart(before: str, after: str, count: int) -> None:
    assert len(drawn(before, after)) == count


SENTENCE = FIRST.rstrip(".").split()


@pytest.mark.parametrize(("first", "second"), list(permutations(range(len(SENTENCE)), 2)))
def test_two_people_who_change_different_words_of_a_sentence_do_not_collide(first: int, second: int) -> None:
    from drafting.text.merge import merge  # so that the diff's own tests run without merging

    def swap(*places: int) -> str:
        return DEMAND.replace(FIRST, " ".join("Anderes" if i in places else w for i, w in enumerate(SENTENCE)) + ".")

    result = merge(parse(DEMAND), {"A": parse(swap(first)), "B": parse(swap(second))})
    assert result.conflicts == ()
    assert result.text == normalise(swap(first, second))


def test_clean_up_never_crosses_a_block_start() -> None:
    before = "# Titel\n\nAlle Städte fordern Geld.\n\n- und\n\nAlle Kreise fordern Personal."
    after = "# Titel\n\nKeine Gemeinde wünscht Rat.\n\n- und\n\nViele Dörfer wünschen Ruhe."
    base = parse(before)
    tokens = base.tokens()
    assert all(
        not isinstance(token, Start)
        for edit in find_edits(base, parse(after))
        for token in tokens[edit.start : edit.end]
    )


def test_an_edit_that_could_slide_stands_at_the_block_start() -> None:
    assert drawn("- a b\n- a b", "- a b\n- a b\n- a b")[0][1].startswith("¶b")


def test_an_edit_that_could_slide_stands_at_the_sentence_start() -> None:
    assert drawn("Das gilt heute. Das gilt morgen.", "Das gilt heute. Das gilt bald. Das gilt morgen.") == [
        ("", "Das gilt bald.")
    ]


def test_an_edit_that_could_slide_otherwise_stands_leftmost() -> None:
    base = parse("sehr sehr gut")
    (edit,) = find_edits(base, parse("sehr sehr sehr gut"))
    assert (edit.start, edit.end) == (2, 2)


def test_a_moved_paragraph_is_two_linked_edits() -> None:
    base = parse(
        "Eins gilt hier.\n\nZwei gilt dort und noch an vielen anderen Orten.\n\nDrei gilt nie, auch nicht am Sonntag."
    )
    new = "Zwei gilt dort und noch an vielen anderen Orten.\n\nDrei gilt nie, auch nicht am Sonntag.\n\nEins gilt hier."
    edits = find_edits(base, parse(new))
    assert len(edits) == 2
    assert [edit.moved for edit in edits] == [(edits[1].start, edits[1].end), (edits[0].start, edits[0].end)]


ALIKE = [f"Der Absatz {name} regelt {name}es für alle Kommunen im Land." for name in ("eins", "zwei", "drei", "vier")]


@pytest.mark.parametrize(("old", "new"), list(permutations(range(4), 2)))
def test_a_block_moved_among_blocks_that_read_alike_is_two_linked_edits(old: int, new: int) -> None:
    moved = list(ALIKE)
    moved.insert(new, moved.pop(old))
    before, after = parse("\n\n".join(ALIKE)), parse("\n\n".join(moved))
    edits = find_edits(before, after)
    assert apply(before, edits) == after
    assert len(edits) == 2
    assert all(edit.moved for edit in edits)


def test_thousands_of_distinct_words_with_nothing_in_common_are_replaced() -> None:
    base = parse(" ".join(f"a{number}" for number in range(4000)))
    new = parse("\n\n".join(" ".join(f"b{block}_{number}" for number in range(400)) for block in range(10)))
    assert apply(base, find_edits(base, new)) == new


def test_thousands_of_changes_are_not_cut_off() -> None:
    row = [f"wort{number}" for number in range(6000)]
    base = parse(" ".join(row))
    new = parse(" ".join("neu" + word if place % 10 == 5 else word for place, word in enumerate(row)))
    assert len(find_edits(base, new)) == 600


def test_a_text_of_one_repeated_word_is_no_trap() -> None:
    base, new = parse("und " * 3000), parse("und " * 1500 + "oder " + "und " * 1400)
    assert apply(base, find_edits(base, new)) == new


def test_applying_no_edits_gives_the_base() -> None:
    base = parse(DEMAND)
    assert apply(base, ()) == base


def test_an_insertion_without_block_start_belongs_to_the_block_it_extends() -> None:
    base = parse("Eins.\n\nZwei.")
    first_block_end = next(i for i, token in enumerate(base.tokens()) if token == Word("Zwei", "")) - 1
    assert (
        to_markdown(apply(base, [Edit(first_block_end, first_block_end, (Word("Neu"),))])).strip()
        == "Eins. Neu\n\nZwei."
    )
