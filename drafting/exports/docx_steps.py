"""A unit's two texts as one row of steps: each token kept, struck, brought, or only marked otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from drafting.exports.redlines import NOBODY, UnitChange
from drafting.text.document import Document, Start, Token, Word


class Step(NamedTuple):
    """A token of either text or of both, and the act by which it is not the same in both."""

    before: Token | None
    after: Token | None
    act: str


Named = list[tuple[Token, str]]


def list_steps(base: Document, change: UnitChange, *, otherwise: str) -> Iterator[Step]:
    """Walk both texts at once; what is struck stands before what comes in its place.

    Without what is brought the steps are the earlier text, without what is struck the later.
    """
    tokens = base.tokens()
    at = shift = 0
    for edit in change.edits:
        yield from (Step(token, token, NOBODY) for token in tokens[at : edit.start])
        old, new = tokens[edit.start : edit.end], edit.inserted
        place = edit.start + shift
        acts = _fill(
            [*change.removed[edit.start : edit.end], *change.brought[place : place + len(new)]],
            len(old) + len(new),
            otherwise,
        )
        follows = edit.end < len(tokens) and isinstance(tokens[edit.end], Word)
        struck = list(zip(old, acts[: len(old)], strict=True))
        brought = list(zip(new, acts[len(old) :], strict=True))
        yield from _pair(struck, brought, is_followed=follows)
        at, shift = edit.end, shift + len(new) - len(old)
    yield from (Step(token, token, NOBODY) for token in tokens[at:])


def _fill(acts: Sequence[str], length: int, otherwise: str) -> list[str]:
    """Let what no act is known for belong to the act before it, else to the next."""
    last = next((act for act in acts if act), otherwise)
    filled = []
    for act in [*acts, *([NOBODY] * (length - len(acts)))]:
        last = act or last
        filled.append(last)
    return filled


def _pair(old: Named, new: Named, *, is_followed: bool) -> Iterator[Step]:
    """Find what stays under other marks, and the block that only changes its kind."""
    head = 0
    while head < min(len(old), len(new)) and _is_same_word(old[head], new[head], with_blank=False):
        head += 1
    yield from (Step(one[0], other[0], other[1]) for one, other in zip(old[:head], new[:head], strict=True))
    old, new = old[head:], new[head:]
    tail = 0
    while tail < min(len(old), len(new)) and _is_same_word(old[-1 - tail], new[-1 - tail], with_blank=True):
        tail += 1
    kept = [
        Step(one[0], other[0], other[1])
        for one, other in zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)
    ]
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    starts = [_find_last_start(row) for row in (old, new)] if is_followed or kept else [None, None]
    one, other = starts
    if one is None or other is None:
        yield from _weave(old, new)
    else:
        # The words behind it go on, so it is the same block under another kind or level.
        yield from _weave(old[:one], new[:other])
        yield Step(old[one][0], new[other][0], new[other][1])
        yield from _weave(old[one + 1 :], new[other + 1 :])
    yield from kept


def _is_same_word(old: tuple[Token, str], new: tuple[Token, str], *, with_blank: bool) -> bool:
    """Whether a word stays and only its marks, or the blank behind it, change: by one act, not struck by another."""
    (one, struck_by), (other, brought_by) = old, new
    if isinstance(one, Start) or isinstance(other, Start) or one == other or struck_by != brought_by:
        return False
    return (one.text, one.link) == (other.text, other.link) and (not with_blank or one.blank == other.blank)


def _find_last_start(row: Named) -> int | None:
    return next((place for place in range(len(row) - 1, -1, -1) if isinstance(row[place][0], Start)), None)


def _weave(old: Named, new: Named) -> Iterator[Step]:
    """What an act strikes, then what it brings; acts in the order in which their words stand."""
    struck = [(act, list(group)) for act, group in groupby(old, key=lambda each: each[1])]
    brought = [(act, list(group)) for act, group in groupby(new, key=lambda each: each[1])]
    while struck or brought:
        if struck and (not brought or struck[0][0] == brought[0][0] or _waits(struck[0][0], brought)):
            act, group = struck.pop(0)
            yield from (Step(token, None, act) for token, _ in group)
            if brought and brought[0][0] == act:
                yield from (Step(None, token, act) for token, _ in brought.pop(0)[1])
        else:
            act, group = brought.pop(0)
            yield from (Step(None, token, act) for token, _ in group)


def _waits(act: str, brought: Sequence[tuple[str, Named]]) -> bool:
    """Whether nothing that is brought later belongs to what an act strikes, so that it need not wait."""
    return all(other != act for other, _ in brought[1:])
