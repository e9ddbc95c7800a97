"""Texts on the wall: whole where they fit, shortened around the change where they do not."""

from __future__ import annotations

import pytest

from drafting.exports.walls import ROOM, SIZES, fit_redline, fit_text
from drafting.text.diff import find_edits
from drafting.text.markdown import parse
from drafting.text.redline import RedlineBlock, redline

SENTENCE = "Das Land richtet eine gemeinsame Stelle ein, die alle Verfahren der Kommunen bündelt und bezahlt. "


def draw(before: str, after: str) -> tuple[RedlineBlock, ...]:
    base = parse(before)
    return redline(base, find_edits(base, parse(after)))


def words(blocks: tuple[RedlineBlock, ...], change: str) -> str:
    return " ".join(piece.text for block in blocks for piece in block.pieces if piece.change == change)


def test_a_short_change_is_shown_whole_in_the_largest_type() -> None:
    fitted = fit_redline(draw(f"# Titel\n\n{SENTENCE}", f"# Titel\n\n{SENTENCE.replace('alle', 'viele')}"))
    assert fitted.size == "l"
    assert words(fitted.blocks, "ins").strip() == "viele"
    assert words(fitted.blocks, "").startswith("Das Land richtet")


@pytest.mark.parametrize("taken", [0, 84])
@pytest.mark.parametrize("changed", [1, 4, 40])
def test_whatever_is_changed_fits_and_shows_a_change(taken: int, changed: int) -> None:
    text = f"# Titel\n\n{SENTENCE * 40}"
    fitted = fit_redline(draw(text, text.replace("bündelt", "sammelt und führt", changed)), taken=taken)
    assert words(fitted.blocks, "ins").startswith("sammelt")
    size = next(size for size in SIZES if size.name == fitted.size)
    letters = sum(len(piece.text) for block in fitted.blocks for piece in block.pieces)
    assert letters * size.height <= (ROOM - taken) * size.per_line


def test_a_long_new_wording_keeps_its_beginning_and_its_end() -> None:
    text = f"# Titel\n\nAnfang.\n\n{SENTENCE}"
    fitted = fit_redline(draw(text, text.replace("Anfang.", f"Anfang. Neu ist {'dies und das und ' * 40} zuletzt.")))
    new = words(fitted.blocks, "ins")
    assert new.startswith("Neu ist")
    assert "…" in new
    assert "zuletzt." in new


def test_a_text_without_changes_is_cut_at_its_end_and_has_no_line_numbers() -> None:
    fitted = fit_text(redline(parse(f"# Titel\n\n{SENTENCE * 40}"), ()))
    pieces = [piece for block in fitted.blocks for piece in block.pieces]
    assert fitted.size == "s"
    assert pieces[-1].text.endswith("…")
    assert {piece.line for piece in pieces} == {None}
