"""The order of votes at one place: the farthest-reaching first, unless the moderator says otherwise.

How far an amendment goes is the share of the text it strikes or replaces. A strike of the whole goes before any change;
what reaches equally far stands in the order of submission.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from drafting.text.document import Document, Start, Token
from drafting.text.edits import Edit, without_kept_word


class Deed(StrEnum):
    """What an amendment does to the words that stand there."""

    STRIKES_ALL = "strikes_all"
    REPLACES = "replaces"
    STRIKES = "strikes"
    ADDS = "adds"
    MOVES = "moves"
    SIGNS = "signs"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an amendment goes: ``words`` struck or replaced of all those in the text, ``added`` put in."""

    deed: Deed
    words: int
    of: int
    added: int

    @property
    def share(self) -> Fraction:
        """The part of the text that would no longer stand as it does."""
        return Fraction(self.words, self.of) if self.of else Fraction(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amendment to be put in order; ``number`` is that of its submission, ``rank`` the moderator's, if any."""

    id: str
    number: int
    reach: Reach
    rank: int | None = None


def measure(base: Document, edits: Iterable[Edit]) -> Reach:
    """Tell how far edits of a text go; punctuation is no word, and a block moved is not struck."""
    row = base.tokens()
    edits = tuple(without_kept_word(row, edit) for edit in edits)
    own = [edit for edit in edits if edit.moved is None]
    of = _count(row)
    struck = sum(_count(row[edit.start : edit.end]) for edit in own)
    added = sum(_count(edit.inserted) for edit in own)
    return Reach(_name_deed(edits, struck=struck, added=added, of=of), struck, of, added)


def _name_deed(edits: Sequence[Edit], *, struck: int, added: int, of: int) -> Deed:
    if struck == of and struck and not added:
        return Deed.STRIKES_ALL
    if struck:
        return Deed.REPLACES if added else Deed.STRIKES
    if added:
        return Deed.ADDS
    return Deed.MOVES if any(edit.moved is not None for edit in edits) else Deed.SIGNS


def _count(tokens: Iterable[Token]) -> int:
    return sum(any(character.isalnum() for character in token.text) for token in tokens if not isinstance(token, Start))


def propose(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The order by rule alone: total, and the same whatever order the candidates come in."""
    return tuple(sorted(candidates, key=_by_rule))


def arrange(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The order that holds: those the moderator ranked in that order, then the others by rule."""
    return tuple(sorted(candidates, key=lambda each: (each.rank is None, each.rank or 0, *_by_rule(each))))


def is_tied(one: Candidate, other: Candidate) -> bool:
    """Tell whether only the order of submission tells two apart."""
    return _by_reach(one) == _by_reach(other)


def _by_reach(each: Candidate) -> tuple[bool, Fraction]:
    return each.reach.deed is not Deed.STRIKES_ALL, -each.reach.share


def _by_rule(each: Candidate) -> tuple[bool, Fraction, int, str]:
    return *_by_reach(each), each.number, each.id
