"""Words somebody writes for a place of a text: the edit that puts them there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drafting.text.document import ITEMS, Block, Kind, Start, Token, Word
from drafting.text.edits import Edit
from drafting.text.markdown import parse
from drafting.text.relations import Item


def write_edit(
    base: Sequence[Token], span: tuple[int, int], words: str, *, opens_block: bool, others: Iterable[Item] = ()
) -> Edit | None:
    """The edit that puts words in canonical form in place of a span; None where they are what stands there.

    A first paragraph goes on with the block the span stands in, unless the span begins with a block's start or
    ``opens_block`` says that a new one belongs there. ``others`` are edits it must not run into.
    """
    start, end = span
    tokens = _read(base, span, words, opens_block=opens_block)
    if end > start and tokens and isinstance(tokens[-1], Word) and isinstance(last := base[end - 1], Word):
        tokens[-1] = tokens[-1]._replace(blank=last.blank)
    if _runs_on(base[start - 1], tokens) and not any(o.edit.start < start <= o.edit.end for o in others):
        # The word before stood against a sign; now a word follows it.
        start, tokens = start - 1, [base[start - 1]._replace(blank=" "), *tokens]  # type: ignore[call-arg]
    return _trim(base, start, end, tokens)


def _runs_on(before: Token, tokens: Sequence[Token]) -> bool:
    """Whether the first of some words would stand against the word before without a blank."""
    first = tokens[0] if tokens else None
    is_word = isinstance(first, Word) and first.text[0].isalnum()
    return is_word and isinstance(before, Word) and not before.blank


def _read(base: Sequence[Token], span: tuple[int, int], words: str, *, opens_block: bool) -> list[Token]:
    start, end = span
    # Under a title of its own, so that nothing written becomes the title.
    blocks = parse(f"# Titel\n\n{words.strip()}").blocks[1:]
    replaced = base[start] if start < end else None
    level = replaced.level if isinstance(replaced, Start) else 0
    goes_on = not opens_block and not isinstance(replaced, Start)
    tokens: list[Token] = []
    for number, block in enumerate(blocks):
        if number or not goes_on or block.kind is not Kind.PARAGRAPH:
            tokens.append(_start(block, level))
        tokens += block.words
    return tokens


def _start(block: Block, level: int) -> Start:
    return Start(block.kind, min(block.level + level, 2) if block.kind in ITEMS else 0)


def _trim(base: Sequence[Token], start: int, end: int, tokens: list[Token]) -> Edit | None:
    """The edit without what is the same at both ends."""
    while start < end and tokens and base[start] == tokens[0]:
        start, tokens = start + 1, tokens[1:]
    while start < end and tokens and base[end - 1] == tokens[-1]:
        end, tokens = end - 1, tokens[:-1]
    return Edit(start, end, tuple(tokens)) if tokens or start < end else None
