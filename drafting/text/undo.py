"""Take a decision back: its inverse, carried over whatever was decided after it.

Law: where nothing was decided after it, the text before it comes back; what was decided elsewhere stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import Edit, apply, invert
from drafting.text.rebase import Rebase, rebase


@dataclass(frozen=True, slots=True)
class Step:
    """A text and the edits that made it from the one before."""

    document: Document
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What takes a decision back, as edits on the present text.

    ``blockers`` are the numbers of the later steps that changed the same words and must go first; then there are no
    edits.
    """

    edits: tuple[Edit, ...]
    document: Document
    blockers: tuple[int, ...] = ()


def take_back(base: Document, steps: Sequence[Step], *, undone: Collection[int] = ()) -> TakenBack:
    """Take back ``steps[0]``, which was decided on ``base``; the others came after it.

    ``undone`` are the numbers of those no longer in force; they stand in nobody's way.
    """
    back = _invert(base, steps[0])
    present = steps[-1].document
    # Step by step is true to what was recorded; at once, what one did and another took back is in nobody's way.
    for carry in (_carry_at_once, _carry_on) if undone else (_carry_on, _carry_at_once):
        found = carry(back, steps)
        if found is not None:
            return TakenBack(found, apply(present, found))
    return TakenBack((), present, tuple(sorted(_find_blockers(base, steps, undone))))


def _invert(base: Document, step: Step) -> tuple[Edit, ...]:
    edits = invert(base, step.edits)
    # A text that was read again after it was written may count its words differently.
    return edits if apply(step.document, edits) == base else find_edits(step.document, base)


def _carry_on(back: tuple[Edit, ...], steps: Sequence[Step]) -> tuple[Edit, ...] | None:
    """Carry over each later step as it was recorded; None where one changed the same words."""
    for before, step in pairwise(steps):
        outcome = _carry_over(before, back, step)
        if outcome.status == "conflict":
            return None
        back = outcome.edits
    return back


def _carry_over(before: Step, edits: tuple[Edit, ...], step: Step) -> Rebase:
    decided = step.edits
    if apply(before.document, decided) != step.document:
        decided = find_edits(before.document, step.document, clean=False)
    return rebase(before.document, edits, decided)


def _carry_at_once(back: tuple[Edit, ...], steps: Sequence[Step]) -> tuple[Edit, ...] | None:
    """Carry over all later steps together."""
    outcome = _jump(back, steps, len(steps) - 1)
    return None if outcome.status == "conflict" else outcome.edits


def _jump(back: tuple[Edit, ...], steps: Sequence[Step], to: int) -> Rebase:
    decided = find_edits(steps[0].document, steps[to].document, clean=False)
    return rebase(steps[0].document, back, decided)


def _find_blockers(base: Document, steps: Sequence[Step], undone: Collection[int]) -> set[int]:
    """The steps in force that changed the same words, and those that in turn stand in the way of them."""
    direct = {number for number in _touching(base, steps) if number not in undone}
    found = set(direct)
    for number in direct:
        later = {other - number for other in undone if other > number}
        behind = _find_blockers(steps[number - 1].document, steps[number:], later)
        found |= {number + other for other in behind}
    return found


def _touching(base: Document, steps: Sequence[Step]) -> Iterator[int]:
    back = _invert(base, steps[0])
    for number in range(1, len(steps)):
        kept = _jump(back, steps, number - 1).edits
        if _carry_over(steps[number - 1], kept, steps[number]).status == "conflict":
            yield number
