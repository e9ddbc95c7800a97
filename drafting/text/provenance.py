"""Provenance: for each word of a text what brought it in, and for each word gone who wrote and who struck it.

A version's provenance follows from the one before and the edits between them, over any number of versions. Sources are
names the caller chooses: versions, amendments, an import.

Laws: the runs cover the token row of the text exactly, ``sum(run.length) == len(document.tokens())``; a decision
taken back leaves every word with what had brought it before the decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from drafting.text.document import Document, Token, Word
from drafting.text.edits import Edit, without_kept_word

Sources = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the token row that came in together; several sources where several asked for the same."""

    length: int
    sources: Sources


@dataclass(frozen=True, slots=True)
class Removal:
    """Words that stood before token ``position`` of the present text; a block's start is a line break in ``text``."""

    position: int
    text: str
    brought_by: Sources
    removed_by: Sources


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text comes from: its runs in the order of the text, and its removals by position."""

    runs: tuple[Run, ...] = ()
    removals: tuple[Removal, ...] = ()

    def per_token(self) -> tuple[Sources, ...]:
        """The sources of each token of the text."""
        return tuple(run.sources for run in self.runs for _ in range(run.length))


def begin(document: Document, source: str) -> Provenance:
    """The provenance of a first version: everything came in at once."""
    return Provenance((Run(len(document.tokens()), (source,)),))


@dataclass(frozen=True, slots=True)
class Origin:
    """A word as it stood in a text: what had brought it, and the removals that stood right behind it."""

    token: Token
    sources: Sources
    behind: tuple[Removal, ...] = ()


Origins = Sequence[Origin]


def trace(
    provenance: Provenance,
    base: Document,
    edits: Iterable[Edit],
    source: str | Sequence[Sources],
    *,
    restored: Origins = (),
    undone: Collection[str] = (),
) -> Provenance:
    """The provenance of ``apply(base, edits)``; ``source`` names who made all edits, or for each edit its owners.

    A moved block keeps what brought it in; its removal from the old place is named all the same. Words that come back,
    ``restored`` in their order, are again what had brought them; ``undone`` are the sources whose removals are void.
    """
    tokens = base.tokens()
    before = _fit(provenance.per_token(), len(tokens))
    # A word of which only the blank changes stays what it was.
    edits = [without_kept_word(tokens, edit) for edit in edits]
    owners = [(source,)] * len(edits) if isinstance(source, str) else [tuple(each) for each in source]
    row: list[Sources] = []
    standing = [removal for removal in provenance.removals if not _is_void(removal, undone)]
    removals = [replace(removal, position=_shift(removal.position, edits)) for removal in standing]
    returning = _Returning(restored)
    at = 0
    for edit, by in zip(edits, owners, strict=True):
        row += before[at : edit.start]
        removals += _removed(tokens, before, edit, by, len(row))
        row += _brought(tokens, before, edit, by, returning, len(row))
        at = edit.end
    row += before[at:]
    _put_back(removals, returning.places)
    runs = tuple(Run(len(list(group)), sources) for sources, group in groupby(row))
    return Provenance(runs, tuple(sorted(removals, key=lambda removal: removal.position)))


def find_deleted(provenance: Provenance, base: Document, edits: Iterable[Edit]) -> Origins:
    """What the edits take out of a text, in its order, each with what had brought it: to be ``restored`` one day."""
    tokens = base.tokens()
    seen = [without_kept_word(tokens, edit) for edit in edits]
    return list(_list_origins(provenance, tokens, [edit.span for edit in seen]))


def find_inserted(provenance: Provenance, document: Document, edits: Iterable[Edit]) -> Origins:
    """What the edits bring into a text, each with what brings it according to the new text's own provenance."""
    spans = []
    by = 0
    for edit in edits:
        spans.append((edit.start + by, edit.start + by + len(edit.inserted)))
        by += len(edit.inserted) - (edit.end - edit.start)
    return list(_list_origins(provenance, document.tokens(), spans))


def _list_origins(
    provenance: Provenance, tokens: Sequence[Token], spans: Iterable[tuple[int, int]]
) -> Iterator[Origin]:
    sources = _fit(provenance.per_token(), len(tokens))
    for start, end in spans:
        for place in range(start, end):
            behind = tuple(removal for removal in provenance.removals if removal.position == place + 1)
            yield Origin(tokens[place], sources[place], behind)


def _is_void(removal: Removal, undone: Collection[str]) -> bool:
    return bool(removal.removed_by) and all(source in undone for source in removal.removed_by)


class _Returning:
    """Words that come back one after the other; whichever of them are left out are passed over.

    ``places`` are where the removals behind them stand again, each with where its whole edit begins.
    """

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self._at = 0
        self.places: list[tuple[Removal, int, int]] = []

    def take(self, token: Token, start: int, number: int) -> Sources | None:
        """What had brought a word; None where it is not one of those that come back."""
        for place in range(self._at, len(self._origins)):
            origin = self._origins[place]
            if _reads_alike(origin.token, token):
                self._at = place + 1
                self.places += [(removal, start + number + 1, start) for removal in origin.behind]
                return origin.sources
        return None


def _put_back(removals: list[Removal], places: Iterable[tuple[Removal, int, int]]) -> None:
    """Let removals stand again behind their word: when it was struck, they came to stand where its edit begins."""
    taken: set[int] = set()
    for wanted, position, start in places:
        same = [
            index
            for index, removal in enumerate(removals)
            if index not in taken and replace(removal, position=wanted.position) == wanted
        ]
        if same:
            index = min(same, key=lambda each: (removals[each].position not in (position, start), each))
            taken.add(index)
            removals[index] = replace(removals[index], position=position)


def _reads_alike(one: Token, other: Token) -> bool:
    """Whether two tokens are the same but for the blank behind a word."""
    if isinstance(one, Word) and isinstance(other, Word):
        return one._replace(blank=other.blank) == other
    return one == other


def _fit(row: tuple[Sources, ...], length: int) -> list[Sources]:
    """What no run covers has no known source; a decision must not fail because of it."""
    return [*row[:length], *([()] * (length - len(row)))]


def _shift(position: int, edits: Iterable[Edit]) -> int:
    """Where a removal stands after the edits; inside another removal it stands where that one does."""
    by = 0
    for edit in edits:
        if position <= edit.start:
            break
        by += len(edit.inserted) - (edit.end - edit.start)
        if position < edit.end:
            return edit.start + by - len(edit.inserted) + edit.end - edit.start
    return position + by


def _removed(
    tokens: Sequence[Token], before: Sequence[Sources], edit: Edit, by: Sources, position: int
) -> Iterator[Removal]:
    for sources, group in groupby(range(edit.start, edit.end), key=lambda place: before[place]):
        yield Removal(position, "".join(_show(tokens[place]) for place in group), sources, by)


def _brought(
    tokens: Sequence[Token], before: Sequence[Sources], edit: Edit, by: Sources, returning: _Returning, position: int
) -> list[Sources]:
    usual = [by] * len(edit.inserted)
    if edit.moved is not None and edit.inserted:
        start, end = edit.moved
        if tokens[start:end] == edit.inserted:
            usual = list(before[start:end])
    found = [returning.take(token, position, number) for number, token in enumerate(edit.inserted)]
    return [here if sources is None else sources for here, sources in zip(usual, found, strict=True)]


def _show(token: Token) -> str:
    return token.text + token.blank if isinstance(token, Word) else "\n"


def dump(provenance: Provenance) -> list[Any]:
    """Provenance as plain JSON, for storage with a version."""
    runs = [[run.length, list(run.sources)] for run in provenance.runs]
    return [runs, [[r.position, r.text, list(r.brought_by), list(r.removed_by)] for r in provenance.removals]]


def load(data: Sequence[Any]) -> Provenance:
    """Read provenance back: ``load(dump(provenance)) == provenance``; nothing stored is nothing known."""
    if not data:
        return Provenance()
    runs, removals = data
    return Provenance(
        tuple(Run(length, tuple(sources)) for length, sources in runs),
        tuple(Removal(at, text, tuple(brought), tuple(removed)) for at, text, brought, removed in removals),
    )
