"""Merge any number of amendments to one text: what fits together enters, the rest is a conflict for people to decide.

Laws: one amendment alone gives its text; the order given does not matter; every inserted word is in the text with its
owners or in a conflict; every word of the base is in the text, in a conflict, or deleted with named owners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from drafting.text.diff import find_edits
from drafting.text.document import ITEMS, Document, Start, Token
from drafting.text.edits import Edit, apply_tokens, keeps_first_word, without_kept_word
from drafting.text.markdown import layout
from drafting.text.relations import Group, Item, Relations


@dataclass(frozen=True, slots=True)
class Conflict:
    """Amendments that cannot all enter: the base text of their whole span, and what each would put there."""

    amendments: tuple[str, ...]
    start: int
    end: int
    base: str
    proposals: dict[str, str]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Merged amendments that touch or stand in one sentence, with the sentence as it now reads."""

    amendments: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Identical:
    """One edit made by several."""

    amendments: tuple[str, ...]
    deleted: str
    inserted: str


@dataclass(frozen=True, slots=True)
class Owned:
    """A piece of the merged text and whose it is; nobody's is the base's."""

    piece: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text; ``apply(base, edits) == document``, the pieces of ``owners`` join to ``text``."""

    document: Document
    text: str
    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    neighbours: tuple[Neighbour, ...]
    identical: tuple[Identical, ...]
    owners: tuple[Owned, ...]


def merge(base: Document, proposals: Mapping[str, Document]) -> Merge:
    """Merge proposed texts by comparing each with the base."""
    return merge_edits(base, {name: find_edits(base, document) for name, document in proposals.items()})


def list_pairs(merged: Merge) -> Iterator[tuple[str, str, str, str]]:
    """Who meets whom, how ("conflict", "identical" or "neighbour") and in which words."""
    for relation, amendments, words in (
        *(("conflict", each.amendments, each.base) for each in merged.conflicts),
        *(("identical", each.amendments, each.inserted or each.deleted) for each in merged.identical),
        *(("neighbour", each.amendments, each.sentence) for each in merged.neighbours),
    ):
        for first, second in combinations(amendments, 2):
            yield first, second, relation, words


def merge_edits(base: Document, proposals: Mapping[str, Iterable[Edit]]) -> Merge:
    """Merge edits on one base; their sources are named by any strings, and ties follow their order."""
    tokens = base.tokens()
    relations = Relations(tokens, proposals)
    merged = [item for item in relations.items if item.group is None]
    row = _Row(tokens, merged)
    document = Document.from_tokens(row.tokens)
    pieces = layout(document.blocks)
    return Merge(
        document,
        "".join(pieces),
        row.edits,
        tuple(show_conflicts(tokens, relations)),
        tuple(_neighbours(relations, row, pieces)),
        tuple(_identical(tokens, relations)),
        tuple(_owned(pieces, row.owners)),
    )


class _Row:
    """The merged token row with the owners of each token and the edit it comes from."""

    def __init__(self, base: Sequence[Token], merged: Sequence[Item]) -> None:
        self.tokens: list[Token] = []
        self.owners: list[tuple[str, ...]] = []
        self.origins: list[int | Item] = []  # place in the base, or the edit that brought it
        at = 0
        for item in merged:
            edit = item.edit
            self._keep(base, at, edit.start)
            # A word of which only the blank changes stays the base's.
            kept = int(keeps_first_word(base, edit))
            self.tokens += edit.inserted
            self.owners += [()] * kept + [item.owners] * (len(edit.inserted) - kept)
            self.origins += [*range(edit.start, edit.start + kept), *[item] * (len(edit.inserted) - kept)]
            at = edit.end
        self._keep(base, at, len(base))
        emptied = self._drop_emptied()
        edits = [*(item.edit for item in merged), *(Edit(index, index + 1) for index in emptied)]
        self.edits = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end, edit.opens_block)))

    def _keep(self, base: Sequence[Token], start: int, end: int) -> None:
        self.tokens += base[start:end]
        self.owners += [()] * (end - start)
        self.origins += range(start, end)

    def _drop_emptied(self) -> list[int]:
        """Remove the starts of blocks all of whose words were deleted; the title may stay wordless."""
        places = [
            index
            for index in range(1, len(self.tokens))
            if isinstance(self.tokens[index], Start)
            and (index + 1 == len(self.tokens) or isinstance(self.tokens[index + 1], Start))
        ]
        dropped = [origin for index in places if isinstance(origin := self.origins[index], int)]
        for index in reversed(places):
            del self.tokens[index], self.owners[index], self.origins[index]
        return dropped


def drop_emptied(base: Sequence[Token], edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits with the starts of those blocks removed whose words they all delete."""
    return _Row(base, [Item(edit, ()) for edit in edits]).edits


# What people are shown


def _owned(pieces: Sequence[str], owners: Sequence[tuple[str, ...]]) -> Iterator[Owned]:
    written = (pair for pair in zip(pieces, owners, strict=True) if pair[0])
    for ids, group in groupby(written, key=lambda pair: pair[1]):
        yield Owned("".join(piece for piece, _ in group), ids)


def _identical(base: Sequence[Token], relations: Relations) -> Iterator[Identical]:
    for item in relations.items:
        if len(item.owners) > 1:
            edit = without_kept_word(base, item.edit)
            window = _Window(base, edit.start, edit.end)
            yield Identical(item.owners, window.show(()), window.show((edit,)))


def show_conflicts(base: Sequence[Token], relations: Relations) -> Iterator[Conflict]:
    """The conflict groups as people see them, in order of place."""
    for group in relations.groups:
        yield show_conflict(base, group)


def show_conflict(base: Sequence[Token], group: Group) -> Conflict:
    """One conflict group as people see it."""
    start, end = group.span
    window = _Window(base, start, end)
    proposals = {name: window.show(_edits_of(group, name)) for name in group.amendments}
    return Conflict(group.amendments, start, end, window.show(()), proposals)


def _edits_of(group: Group, name: str) -> list[Edit]:
    edits = [item.edit for item in group.items if name in item.owners]
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


class _Window:
    """The few blocks around a span, so that a piece is written as it stands in the whole text."""

    def __init__(self, base: Sequence[Token], start: int, end: int) -> None:
        first = _block_before(base, start)
        while first and isinstance(start_token := base[first], Start) and start_token.kind in ITEMS:
            first = _block_before(base, first - 1)
        first = _block_before(base, first - 1) if first else 0
        last = next((index for index in range(end, len(base)) if isinstance(base[index], Start)), len(base))
        self.tokens = base[first:last]
        self.offset, self.start, self.end = first, start - first, end - first

    def show(self, edits: Sequence[Edit]) -> str:
        """The span's text after some edits within it, without a blank at its end."""
        shifted = [edit.shifted(-self.offset) for edit in edits]
        tokens = apply_tokens(self.tokens, shifted)
        grown = len(tokens) - len(self.tokens)
        pieces = layout(Document.from_tokens(tokens).blocks)
        return "".join(pieces[self.start : self.end + grown]).rstrip(" \u00a0\u202f")


def _block_before(base: Sequence[Token], index: int) -> int:
    """The start of the block that goes on or begins here."""
    index = min(index, len(base) - 1)
    while index > 0 and not isinstance(base[index], Start):
        index -= 1
    return index


# Neighbours


def _neighbours(relations: Relations, row: _Row, pieces: Sequence[str]) -> Iterator[Neighbour]:
    reader = _Reader(relations, row, pieces)
    seen: set[tuple[tuple[str, ...], str]] = set()
    for items in (*_in_one_sentence(relations), *_touching(relations)):
        merged = [item for item in items if item.group is None]
        for names in _name_neighbours(items, merged):
            found = (names, reader.sentence_of(items))
            if found not in seen:
                seen.add(found)
                yield Neighbour(*found)


def _name_neighbours(items: Sequence[Item], merged: Sequence[Item]) -> Iterator[tuple[str, ...]]:
    """All merged ones together, and each conflicting one with them."""
    if not merged:
        return
    names = {owner for item in merged for owner in item.owners}
    if len(names) > 1 and len({item.owners for item in merged}) > 1:
        yield tuple(sorted(names))
    for other in sorted({owner for item in items if item.group is not None for owner in item.owners} - names):
        yield tuple(sorted(names | {other}))


def _in_one_sentence(relations: Relations) -> Iterator[list[Item]]:
    sentences: defaultdict[int, list[Item]] = defaultdict(list)
    for item in relations.items:
        for number in item.sentences:
            sentences[number].append(item)
    yield from (items for _, items in sorted(sentences.items()) if len(items) > 1)


def _touching(relations: Relations) -> Iterator[list[Item]]:
    ends: defaultdict[int, list[Item]] = defaultdict(list)
    for item in relations.items:
        ends[item.edit.end].append(item)
    for place in sorted({item.edit.start for item in relations.items}):
        before = ends.get(place, [])
        here = relations.items[relations.first_at(place) : relations.first_at(place + 1)]
        items = list({id(item): item for item in (*before, *here)}.values())
        if len(items) > 1:
            yield items


class _Reader:
    """Finds the sentence of the merged text in which edits stand."""

    def __init__(self, relations: Relations, row: _Row, pieces: Sequence[str]) -> None:
        self.relations, self.pieces = relations, pieces
        self.kept: dict[int, int] = {}
        self.brought: defaultdict[int, list[int]] = defaultdict(list)
        for index, origin in enumerate(row.origins):
            if isinstance(origin, int):
                self.kept[origin] = index
            else:
                self.brought[id(origin)].append(index)

    def sentence_of(self, items: Sequence[Item]) -> str:
        """The merged text from the first to the last sentence the edits stand in."""
        places = [place for item in items for place in self.brought[id(item)]]
        for item in items:
            for number in item.sentences:
                start, end = self.relations.sentences[number]
                places += [self.kept[index] for index in range(start, end) if index in self.kept]
        return self._text(places) or self._text(self._around(items))

    def _text(self, places: Iterable[int]) -> str:
        places = sorted(places)
        return "".join(self.pieces[places[0] : places[-1] + 1]).strip() if places else ""

    def _around(self, items: Sequence[Item]) -> Iterator[int]:
        """The sentences between which everything was struck."""
        before, after = min(item.edit.start for item in items) - 1, max(item.edit.end for item in items)
        sentences = self.relations.sentences
        earlier = (span for span in reversed(sentences) if span[0] <= before)
        later = (span for span in sentences if span[1] > after)
        for spans in (earlier, later):
            kept = ([self.kept[index] for index in range(*span) if index in self.kept] for span in spans)
            yield from next(filter(None, kept), ())
