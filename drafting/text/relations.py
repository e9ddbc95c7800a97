"""How edits of several amendments stand to each other: which are the same, which conflict, and in what groups.

Every rule looks at edits in order of place, so the work grows with their number, not with their pairs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from drafting.text.document import Start, Token, Word
from drafting.text.edits import Edit
from drafting.text.sentences import ends_sentence, find_sentences


@dataclass(slots=True, eq=False)
class Item:
    """An edit with all its owners; ``group`` is the conflict it belongs to, None where it is merged."""

    edit: Edit
    owners: tuple[str, ...]
    sentences: tuple[int, ...] = ()
    group: Group | None = None

    @property
    def is_insertion(self) -> bool:
        """Whether nothing of the base is touched."""
        return self.edit.start == self.edit.end

    @property
    def brings_block(self) -> bool:
        """Whether a block more stands in the text after it."""
        return any(isinstance(token, Start) for token in self.edit.inserted)


@dataclass(slots=True, eq=False)
class Group:
    """Edits of which not all can enter together."""

    items: list[Item] = field(default_factory=list)
    # Groups that fell because the other half of a move did; they name the amendments of the group they hang on.
    follows: Group | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The base tokens from the first edit to the last."""
        return min(item.edit.start for item in self.items), max(item.edit.end for item in self.items)

    @property
    def amendments(self) -> tuple[str, ...]:
        """Whose edits they are, sorted."""
        own = {owner for item in self.items for owner in item.owners}
        if self.follows is not None:
            own |= {owner for item in self.follows.items for owner in item.owners}
        return tuple(sorted(own))


class Relations:
    """All edits on one base in order of place, with their conflict groups."""

    def __init__(self, base: Sequence[Token], proposals: Mapping[str, Iterable[Edit]]) -> None:
        self.base = base
        self.starts = [index for index, token in enumerate(base) if isinstance(token, Start)]
        self.sentences = _sentences_of(tuple(base))
        self.items = _collect(proposals)
        for item in self.items:
            item.sentences = tuple(self._touched_sentences(item.edit))
        self.places = [item.edit.start for item in self.items]
        for left, right in self._conflicts():
            self._unite(left, right)
        self._close()

    @property
    def groups(self) -> list[Group]:
        """The conflict groups in order of place."""
        found = {id(item.group): item.group for item in self.items if item.group is not None}
        return sorted(found.values(), key=lambda group: group.span)

    # Places

    def first_at(self, place: int) -> int:
        """The number of the first edit that begins here or later."""
        return bisect_left(self.places, place)

    def block_end(self, index: int) -> int:
        """Where the block ends whose start stands here, or that goes on here."""
        at = bisect_left(self.starts, index + 1)
        return self.starts[at] if at < len(self.starts) else len(self.base)

    def is_block_end(self, index: int) -> bool:
        """Whether a block ends before this token."""
        return index == len(self.base) or isinstance(self.base[index], Start)

    def sentence_at(self, index: int) -> int | None:
        """The number of the sentence this token belongs to."""
        at = bisect_left(self.sentences, (index + 1, 0)) - 1
        return at if at >= 0 and self.sentences[at][0] <= index < self.sentences[at][1] else None

    def _touched_sentences(self, edit: Edit) -> Iterator[int]:
        if edit.start < edit.end:
            first = bisect_left(self.sentences, (edit.start, 0))
            if first and self.sentences[first - 1][1] > edit.start:
                first -= 1
            while first < len(self.sentences) and self.sentences[first][0] < edit.end:
                yield first
                first += 1
            return
        before, after = self.sentence_at(edit.start - 1), self.sentence_at(edit.start)
        if (before is not None and before == after) or (before is not None and self._continues(edit)):
            yield before
        elif after is not None and self._opens(edit):
            yield after

    def _continues(self, edit: Edit) -> bool:
        """Whether an insertion goes on with the sentence before it rather than beginning one of its own."""
        first = edit.inserted[0]
        if isinstance(first, Start):
            return False
        return not ends_sentence(self.base, edit.start - 1) or not (
            first.text[0].isalnum() and not first.text[0].islower()
        )

    def _opens(self, edit: Edit) -> bool:
        """Whether an insertion runs into the sentence after it."""
        if self.is_block_end(edit.start) or any(isinstance(token, Start) for token in edit.inserted):
            return False
        return not ends_sentence(edit.inserted, len(edit.inserted) - 1)

    # Conflicts

    def _conflicts(self) -> Iterator[tuple[Item, Item]]:
        yield from self._overlaps()
        yield from self._same_points()
        yield from self._edges()
        yield from self._deleted_starts()
        yield from self._lost_starts()

    def _overlaps(self) -> Iterator[tuple[Item, Item]]:
        """Sharing a token, or inserting inside what another replaces."""
        reach: Item | None = None
        for item in self.items:
            if reach is not None and (
                reach.edit.start < item.edit.start < reach.edit.end
                or (item.edit.start == reach.edit.start and not item.is_insertion)
            ):
                yield reach, item
            if not item.is_insertion and (reach is None or item.edit.end > reach.edit.end):
                reach = item

    def _same_points(self) -> Iterator[tuple[Item, Item]]:
        """Different insertions at one point; only a sentence and a new block after it go together."""
        points: defaultdict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            if item.is_insertion:
                points[item.edit.start].append(item)
        for point, items in points.items():
            words = [item for item in items if not item.edit.opens_block]
            blocks = [item for item in items if item.edit.opens_block]
            apart = self.is_block_end(point) and not any(item.brings_block for item in words)
            for together in (words, blocks) if apart else (items,):
                yield from pairwise(together)

    def _edges(self) -> Iterator[tuple[Item, Item]]:
        """Insertions at the edge of a replacement that would read on into it, or land in its new block."""
        for item in self.items:
            edit = item.edit
            if item.is_insertion:
                continue
            for other in self._insertions(edit.start):
                if self._opens(other.edit) and self._replaces_sentence(edit, edit.start):
                    yield item, other
            grows = _count(edit.inserted) > _count(self.base[edit.start : edit.end])
            for other in self._insertions(edit.end):
                whole = not other.edit.opens_block and self._continues(other.edit)
                if (grows and self.is_block_end(edit.end)) or (whole and self._replaces_sentence(edit, edit.end - 1)):
                    yield item, other

    def _replaces_sentence(self, edit: Edit, index: int) -> bool:
        number = self.sentence_at(index)
        return number is not None and edit.start <= self.sentences[number][0] and self.sentences[number][1] <= edit.end

    def _deleted_starts(self) -> Iterator[tuple[Item, Item]]:
        """Extending a block whose start is deleted; a join extends the block before it and tolerates no new one."""
        removed: defaultdict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            if not item.brings_block and not item.is_insertion:
                for start in self._starts_in(item.edit):
                    removed[start].append(item)
        for start, removers in removed.items():
            end = self.block_end(start)
            for item in removers:
                extending = [*self._insertions(end), *(self._insertions(start + 1) if start + 1 != end else ())]
                for other in extending:
                    if not other.edit.opens_block:
                        yield item, other
                if self._joins(item.edit, end):
                    yield from ((item, other) for other in self._seam(item, start))
                    before = self.starts[bisect_left(self.starts, start) - 1]
                    yield from ((item, other) for other in removed.get(before, ()))

    def _joins(self, edit: Edit, end: int) -> bool:
        return edit.end < end or _has_words(edit)

    def _seam(self, join: Item, start: int) -> Iterator[Item]:
        """Edits that end or begin where a join takes a start away, and bring a block."""
        for other in (*self._insertions(start), *self._insertions(join.edit.end)):
            if other.brings_block:
                yield other
        at = bisect_left(self.places, start)
        while at > 0 and self.items[at - 1].edit.end >= start - 1:
            at -= 1
            if self.items[at].edit.end == start and self.items[at].brings_block:
                yield self.items[at]

    def _lost_starts(self, *, merged: bool = False) -> Iterator[tuple[Item, Item]]:
        """A new start whose words, taken from the base, others delete; ``merged`` looks at what would enter alone."""
        for item in self.items:
            opens = bool(item.edit.inserted) and isinstance(item.edit.inserted[-1], Start)
            if opens and not self.is_block_end(item.edit.end) and not (merged and item.group is not None):
                yield from ((item, other) for other in self._takers(item, merged=merged))

    def _takers(self, item: Item, *, merged: bool) -> list[Item]:
        """Those who together leave a new start without words, if somebody does."""
        at = item.edit.end
        end = self.block_end(at)
        takers: list[Item] = []
        index = self.first_at(at)
        while index < len(self.items) and self.items[index].edit.start <= at < end:
            other = self.items[index]
            index += 1
            if other is item or (merged and other.group is not None):
                continue
            if other.is_insertion and other.edit.start == at:
                if item.is_insertion and at == item.edit.end:
                    continue  # at one point they conflict whatever the others do
                if not other.edit.opens_block:
                    return []
                if at == item.edit.end:
                    takers.append(other)  # it opens a block just where the new start does
                end = at
            elif other.edit.end > at and other.edit.opens_block:
                takers.append(other)
                at = end = other.edit.end  # its words stand in a block of its own
            elif other.edit.end > at and not _has_words(other.edit):
                takers.append(other)
                at = other.edit.end
        staying = [other for other in self._insertions(end, words=True) if not (merged and other.group is not None)]
        return takers if at >= end and not any(self._stays(other, takers) for other in staying) else []

    def _stays(self, insertion: Item, takers: Sequence[Item]) -> bool:
        """Whether words at the end of a block are left when what stands before them is struck."""
        last = insertion.edit.start - 1
        return not self._continues(insertion.edit) or not any(self._replaces_sentence(t.edit, last) for t in takers)

    def _starts_in(self, edit: Edit) -> list[int]:
        return self.starts[bisect_left(self.starts, edit.start) : bisect_left(self.starts, edit.end)]

    def _insertions(self, point: int, *, words: bool = False) -> list[Item]:
        found = []
        at = bisect_left(self.places, point)
        while at < len(self.items) and self.items[at].edit.start == point:
            if self.items[at].is_insertion and not (words and self.items[at].edit.opens_block):
                found.append(self.items[at])
            at += 1
        return found

    # Groups

    def _unite(self, left: Item, right: Item) -> bool:
        """Put two edits into one conflict; edits with a common owner never conflict."""
        return not set(left.owners) & set(right.owners) and self._join(left, right)

    def _join(self, left: Item, right: Item) -> bool:
        if left.group is not None and left.group is right.group:
            return False
        larger, smaller = left.group or Group([left]), right.group or Group([right])
        if len(larger.items) < len(smaller.items):
            larger, smaller = smaller, larger
        larger.items += smaller.items
        larger.follows = larger.follows or smaller.follows
        for item in larger.items:
            item.group = larger
        return True

    def _close(self) -> None:
        """Let groups grow until nothing more belongs to them."""
        while any([self._take_sentences(), self._take_inside(), self._take_moves(), self._take_lost_starts()]):
            pass

    def _take_sentences(self) -> bool:
        """Other edits of an amendment in the sentence where one of its edits conflicts."""
        by_sentence: defaultdict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            for number in item.sentences:
                by_sentence[number].append(item)
        changed = False
        for items in by_sentence.values():
            for caught in [item for item in items if item.group is not None]:
                assert caught.group is not None
                inside = {owner for item in caught.group.items for owner in item.owners}
                for item in items:
                    if (
                        item.group is not caught.group
                        and set(item.owners) & set(caught.owners)
                        and inside >= set(item.owners)
                    ):
                        changed |= self._join(caught, item)
        return changed

    def _take_inside(self) -> bool:
        """Edits that stand within a group's span."""
        changed = False
        for group in self.groups:
            start, end = group.span
            at = bisect_left(self.places, start)
            while at < len(self.items) and self.items[at].edit.start < end:
                item = self.items[at]
                at += 1
                if (
                    item.group is not group
                    and item.edit.end <= end
                    and not (item.is_insertion and item.edit.start == start)
                ):
                    changed |= self._join(group.items[0], item)
        return changed

    def _take_lost_starts(self) -> bool:
        """New starts that would lose their words now that others, in a conflict, do not bring theirs."""
        changed = False
        for item, other in list(self._lost_starts(merged=True)):
            changed |= self._unite(item, other)
        return changed

    def _take_moves(self) -> bool:
        """The other half of a move: in a group of its own, far from the first."""
        changed = False
        for item in self.items:
            if item.group is None or item.edit.moved is None:
                continue
            other = self._find_half(item)
            if other is not None and other.group is None:
                other.group = Group([other], follows=item.group)
                changed = True
        return changed

    def _find_half(self, item: Item) -> Item | None:
        assert item.edit.moved is not None
        at = bisect_left(self.places, item.edit.moved[0])
        while at < len(self.items) and self.items[at].edit.start == item.edit.moved[0]:
            other = self.items[at]
            if (
                other.edit.span == item.edit.moved
                and other.edit.moved == item.edit.span
                and other.owners == item.owners
            ):
                return other
            at += 1
        return None


@lru_cache(maxsize=16)  # after a decision every open amendment is carried over from the same text
def _sentences_of(base: tuple[Token, ...]) -> list[tuple[int, int]]:
    return list(find_sentences(base))


def _collect(proposals: Mapping[str, Iterable[Edit]]) -> list[Item]:
    """Every different edit once, with all who made it, in order of place: before a place what ends there, at it first
    words, then blocks, then what replaces."""
    owners: defaultdict[Edit, list[str]] = defaultdict(list)
    for name in sorted(proposals):
        for edit in proposals[name]:
            owners[edit].append(name)
    items = [Item(edit, tuple(names)) for edit, names in owners.items()]
    return sorted(items, key=lambda item: (item.edit.start, item.edit.end, item.edit.opens_block, item.owners))


def _has_words(edit: Edit) -> bool:
    return any(isinstance(token, Word) for token in edit.inserted)


def _count(tokens: Iterable[Token]) -> int:
    return sum(isinstance(token, Start) for token in tokens)
