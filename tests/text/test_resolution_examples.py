"""Conflicts decided as moderators decide them, in drafts as people write them."""

from __future__ import annotations

import pytest

from drafting.text.diff import find_edits
from drafting.text.edits import Edit
from drafting.text.markdown import normalise, parse, to_markdown
from drafting.text.resolution import KEEP, WRITTEN, Choice, Resolution, Take, Write, resolve

BASE = """\
# Digitalcheck mit den Kommunen

Wir fordern einen Digitalcheck, an dem mindestens drei Kommunen unterschiedlicher Größe beteiligt sind. Das Ergebnis \
ist der Gesetzesbegründung beizufügen.

Zwischen Verkündung und Inkrafttreten müssen wenigstens zwölf Monate liegen.

- Die Fristen stehen im Gesetz.
- Die Kosten trägt das Land.

> Gesetze, die niemand vollziehen kann, helfen niemandem.
"""
CALW = ("drei Kommunen unterschiedlicher Größe", "fünf Kommunen, darunter eine mit weniger als 10.000 Einwohnern,")
KIRCHZARTEN = ("drei Kommunen", "vier Kommunen")
PORTAL = ("beizufügen.", "beizufügen. Es ist im Beteiligungsportal zu veröffentlichen.")


def amend(*changes: tuple[str, str], base: str = BASE) -> tuple[Edit, ...]:
    text = base
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return find_edits(parse(base), parse(text))


def decide(proposals: dict[str, tuple[Edit, ...]], *choices: Choice, base: str = BASE) -> Resolution:
    """Resolve with a choice for each conflict in order of place."""
    keys = [decision.key for decision in resolve(parse(base), proposals).decisions]
    return resolve(parse(base), proposals, dict(zip(keys, choices, strict=True)))


def text(resolution: Resolution) -> str:
    return to_markdown(resolution.document)


def test_one_of_two_numbers_is_taken_and_the_portal_enters_beside_it() -> None:
    proposals = {"Ä12": amend(CALW), "Ä17": amend(KIRCHZARTEN), "Ä14": amend(PORTAL), "Ä21": amend(PORTAL)}
    result = decide(proposals, Take("Ä12"))
    assert "mindestens fünf Kommunen, darunter eine mit weniger als 10.000 Einwohnern, beteiligt sind." in text(result)
    assert "Beteiligungsportal" in text(result)
    assert (result.whole, result.partial, result.out) == (("Ä12", "Ä14", "Ä21"), (), ("Ä17",))
    assert [change.owners for change in result.changes] == [("Ä12",), ("Ä14", "Ä21")]


def test_written_words_stand_in_the_sentence_and_belong_to_all_and_the_moderator() -> None:
    proposals = {"Ä12": amend(CALW), "Ä17": amend(KIRCHZARTEN)}
    result = decide(proposals, Write("vier Kommunen, darunter eine kleine,"))
    assert "an dem mindestens vier Kommunen, darunter eine kleine, beteiligt sind." in text(result)
    assert [change.owners for change in result.changes] == [("Ä12", "Ä17", WRITTEN)]
    assert (result.whole, result.partial, result.out) == ((), ("Ä12", "Ä17"), ())


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("drei Kommunen unterschiedlicher Größe", KEEP),
        ("vier Kommunen unterschiedlicher Größe", Take("Ä17")),
        (CALW[1], Take("Ä12")),
    ],
)
def test_writing_what_stood_there_or_what_one_proposes_is_choosing_it(words: str, choice: Choice) -> None:
    result = decide({"Ä12": amend(CALW), "Ä17": amend(KIRCHZARTEN)}, Write(words))
    assert [decision.choice for decision in result.decisions] == [choice]


def test_one_with_changes_at_two_places_is_in_only_in_part() -> None:
    both = amend(KIRCHZARTEN, ("trägt das Land", "trägt allein das Land"))
    result = decide({"Ä12": amend(CALW), "Ä17": both}, Take("Ä12"))
    assert (result.whole, result.partial) == (("Ä12",), ("Ä17",))
    assert "trägt allein das Land" in text(result)


def test_two_sentences_at_the_end_of_a_paragraph_may_be_written_as_one_or_as_a_list() -> None:
    proposals = {"Ä1": amend(PORTAL), "Ä2": amend(("beizufügen.", "beizufügen. Es ist allen Kommunen zuzusenden."))}
    one = decide(proposals, Write("Es ist zu veröffentlichen und zuzusenden."))
    assert "beizufügen. Es ist zu veröffentlichen und zuzusenden.\n" in text(one)
    several = decide(proposals, Write("Es ist\n\n- zu veröffentlichen,\n- zuzusenden."))
    assert "beizufügen. Es ist\n\n- zu veröffentlichen,\n- zuzusenden.\n\nZwischen" in text(several)


def test_two_new_paragraphs_at_one_place_may_be_written_as_two() -> None:
    after = "wenigstens zwölf Monate liegen.\n"
    proposals = {
        "Ä1": amend((after, f"{after}\nAusnahmen regelt die Landesregierung.\n")),
        "Ä2": amend((after, f"{after}\nAusnahmen gibt es nicht.\n")),
    }
    result = decide(proposals, Write("Ausnahmen sind selten.\n\nSie regelt das Gesetz."))
    assert "liegen.\n\nAusnahmen sind selten.\n\nSie regelt das Gesetz.\n\n- Die Fristen" in text(result)


def test_a_word_written_where_a_sign_stood_keeps_its_blank() -> None:
    proposals = {
        "Ä1": amend(("Monate liegen.", "Monate liegen, wenn Fachverfahren betroffen sind.")),
        "Ä2": amend(("Monate liegen.", "Monate liegen; Ausnahmen regelt das Gesetz.")),
    }
    result = decide(proposals, Write("dürfen."))
    assert "Monate liegen dürfen." in text(result)
    assert normalise(text(result)) == text(result)


def test_a_struck_item_and_a_changed_one_are_decided_by_taking_either() -> None:
    proposals = {
        "Ä1": amend(("- Die Fristen stehen im Gesetz.\n", "")),
        "Ä2": amend(("Fristen stehen im Gesetz", "Fristen stehen in der Verordnung")),
    }
    assert "Fristen" not in text(decide(proposals, Take("Ä1")))
    assert "- Die Fristen stehen in der Verordnung.\n" in text(decide(proposals, Take("Ä2")))
    assert "- Alle Fristen stehen im Gesetz.\n- Die Kosten" in text(
        decide(proposals, Write("- Alle Fristen stehen im Gesetz."))
    )


def test_a_title_may_be_written_anew() -> None:
    proposals = {
        "Ä1": amend(("Digitalcheck mit den Kommunen", "Digitalcheck verpflichtend")),
        "Ä2": amend(("Digitalcheck mit den Kommunen", "Digitalcheck mit Städten und Gemeinden")),
    }
    (decision,) = resolve(parse(BASE), proposals).decisions
    result = decide(proposals, Write(decision.base.replace("mit den Kommunen", "mit Kommunen und Kreisen")))
    assert text(result).startswith("# Digitalcheck mit Kommunen und Kreisen\n")


LIST = """\
# Fristen

- Eins ist der erste Punkt.
- Zwei ist der zweite Punkt.
- Drei ist der dritte Punkt.
- Vier ist der vierte Punkt.
"""
ONE = "- Eins ist der erste Punkt.\n"


def move_first(behind: str) -> tuple[Edit, ...]:
    """Move the first item behind another."""
    after = LIST.replace(ONE, "").replace(behind, behind + ONE)
    edits = find_edits(parse(LIST), parse(after))
    assert all(edit.moved for edit in edits)
    return edits


def test_two_moves_of_one_block_are_one_decision_that_shows_both_its_places() -> None:
    proposals = {"Ä1": move_first("dritte Punkt.\n"), "Ä2": move_first("vierte Punkt.\n")}
    (decision,) = resolve(parse(LIST), proposals).decisions
    # At the old place both propose the same nothing; what tells them apart is where the block goes.
    assert set(decision.proposals.values()) == {""}
    assert {name: len(edits) for name, edits in decision.edits.items()} == {"Ä1": 2, "Ä2": 2}
    assert decision.edits["Ä1"] != decision.edits["Ä2"]
    for name, place in (("Ä1", 2), ("Ä2", 3)):
        result = decide(proposals, Take(name), base=LIST)
        assert [block.plain for block in result.document.body].index("Eins ist der erste Punkt.") == place
        assert result.whole == (name,)
    assert text(decide(proposals, KEEP, base=LIST)) == LIST.rstrip()


def test_a_move_against_a_change_of_the_moved_block_takes_both_halves_or_none() -> None:
    proposals = {
        "Ä1": move_first("vierte Punkt.\n"),
        "Ä2": amend(("der erste Punkt", "der wichtigste Punkt"), base=LIST),
    }
    moved = decide(proposals, Take("Ä1"), base=LIST)
    changed = decide(proposals, Take("Ä2"), base=LIST)
    assert text(moved).endswith(ONE.rstrip())
    assert text(moved).count("Eins") == 1
    assert text(changed) == LIST.replace("der erste Punkt", "der wichtigste Punkt").rstrip()
