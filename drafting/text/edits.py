"""Edits: what an amendment changes, as spans of a base text's tokens and what stands there instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from drafting.text.document import Document, Kind, Start, Token, Word


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the base tokens from ``start`` up to ``end`` by ``inserted``.

    ``moved`` is the span of the other half where the edit is one half of a moved block.
    """

    start: int
    end: int
    inserted: tuple[Token, ...] = ()
    moved: tuple[int, int] | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The base tokens replaced, half open."""
        return self.start, self.end

    @property
    def opens_block(self) -> bool:
        """Whether the inserted piece begins a block of its own."""
        return bool(self.inserted) and isinstance(self.inserted[0], Start)

    def shifted(self, by: int) -> Edit:
        """The same edit ``by`` tokens further on; the other half of a move is not shifted."""
        return Edit(self.start + by, self.end + by, self.inserted, self.moved)


def only_strike(base: Document, edits: Iterable[Edit]) -> bool:
    """Tell whether edits take words out of a text and put none in; a word that stays may lose its blank."""
    tokens, strikes = base.tokens(), False
    for edit in edits:
        put = [token.text for token in edit.inserted if isinstance(token, Word)]
        taken = [token.text for token in tokens[edit.start : edit.end] if isinstance(token, Word)]
        if edit.moved or put not in (taken[: len(put)], taken[len(taken) - len(put) :]):
            return False
        strikes = strikes or len(put) < len(taken)
    return strikes


def apply_tokens(base: Sequence[Token], edits: Iterable[Edit]) -> list[Token]:
    """Carry out sorted, disjoint edits on a token row."""
    row: list[Token] = []
    at = 0
    for edit in edits:
        row += base[at : edit.start]
        row += edit.inserted
        at = edit.end
    row += base[at:]
    return row


def apply(base: Document, edits: Iterable[Edit]) -> Document:
    """Return the text after sorted, disjoint edits; ``apply(base, find_edits(base, new)) == new``."""
    return Document.from_tokens(apply_tokens(base.tokens(), edits))


def invert(base: Document, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that take others back: ``apply(apply(base, edits), invert(base, edits)) == base``."""
    edits = tuple(edits)
    tokens, after = base.tokens(), apply(base, edits).tokens()
    spans = list(_spans_after(edits))
    halves = {(edit.span, edit.moved): span for edit, span in zip(edits, spans, strict=True)}
    back: list[Edit] = []
    at = 0
    for edit, (start, end) in zip(edits, spans, strict=True):
        if edit.start > at and tokens[edit.start - 1] != after[start - 1]:
            # A word that came to end its block lost the want of a blank behind it.
            back.append(Edit(start - 1, start, tokens[edit.start - 1 : edit.start]))
        half = halves.get((edit.moved, edit.span)) if edit.moved else None
        back.append(Edit(start, end, tokens[edit.start : edit.end], half))
        at = edit.end
    return keep_links(_unite_touching(back))


def _spans_after(edits: Iterable[Edit]) -> Iterator[tuple[int, int]]:
    """Where what each edit inserted stands in the new text."""
    by = 0
    for edit in edits:
        start = edit.start + by
        yield start, start + len(edit.inserted)
        by += len(edit.inserted) - (edit.end - edit.start)


def _unite_touching(edits: Iterable[Edit]) -> list[Edit]:
    """Make one of an insertion and the edit right before it, so that each keeps its place in the row."""
    united: list[Edit] = []
    for edit in edits:
        last = united[-1] if united else None
        if last is not None and last.end == edit.start and (edit.start == edit.end or last.inserted):
            united[-1] = Edit(last.start, edit.end, last.inserted + edit.inserted)
        else:
            united.append(edit)
    return united


def keep_links(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Let a move of which one half is no longer an edit of its own be a deletion and an insertion."""
    linked = {(edit.span, edit.moved) for edit in edits}
    return tuple(e if e.moved is None or (e.moved, e.span) in linked else Edit(*e.span, e.inserted) for e in edits)


def keeps_first_word(base: Sequence[Token], edit: Edit) -> bool:
    """Whether an edit replaces a word only because the blank behind it comes or goes with the words that follow.

    Readers see such a word as unchanged ("helfen." becomes "helfen gern.").
    """
    if edit.start == edit.end or not edit.inserted or len(edit.inserted) + edit.end - edit.start < 3:
        return False
    old, new = base[edit.start], edit.inserted[0]
    return isinstance(old, Word) and isinstance(new, Word) and old != new and old._replace(blank=new.blank) == new


def without_kept_word(base: Sequence[Token], edit: Edit) -> Edit:
    """The edit as a reader sees it, without a first word of which only the blank changes; to show, not to apply."""
    return Edit(edit.start + 1, edit.end, edit.inserted[1:], edit.moved) if keeps_first_word(base, edit) else edit


def dump_edits(edits: Iterable[Edit]) -> list[Any]:
    """Edits as plain JSON, for storage with a version or a revision."""
    return [[e.start, e.end, [_dump(token) for token in e.inserted], list(e.moved) if e.moved else None] for e in edits]


def load_edits(data: Iterable[Any]) -> tuple[Edit, ...]:
    """Read edits back: ``load_edits(dump_edits(edits)) == edits``."""
    return tuple(
        Edit(start, end, tuple(_load(token) for token in inserted), (moved[0], moved[1]) if moved else None)
        for start, end, inserted, moved in data
    )


def _dump(token: Token) -> Any:
    if isinstance(token, Start):
        return {"block": token.kind.value, "level": token.level}
    return [token.text, token.blank, *(token[2:] if token[2:] != (False, False, "") else ())]


def _load(data: Any) -> Token:
    return Start(Kind(data["block"]), data["level"]) if isinstance(data, dict) else Word(*data)
