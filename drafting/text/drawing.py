"""Draw what a comparison found as a reader would: the clean-up between matched words and edits.

Every step is local, so that a change elsewhere never alters how this one is drawn: an island depends on itself and its
two neighbours, a sentence on itself, and none crosses the start of a block.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafting.text.document import Start, Token, Word
from drafting.text.edits import Edit
from drafting.text.sentences import ends_sentence, find_sentences, is_end

SHORT_WORD = 3  # letters: "der", "und"
LONG_CHANGE = 4  # letters
SURVIVING = 0.4  # of the words of a sentence's longer version


@dataclass(slots=True)
class Change:
    """A span of the base against a span of the proposal; a change of nothing but place is none."""

    start: int
    end: int
    new_start: int
    new_end: int


def draw(old: Sequence[Token], new: Sequence[Token], changes: Sequence[Change], *, clean: bool) -> tuple[Edit, ...]:
    """Turn matched changes into edits; without ``clean`` they are only placed, and moves found."""
    changes = _place(old, new, changes)
    if clean:
        changes = _absorb_islands(old, new, changes)
        changes = _replace_sentences(old, new, changes)
    edits = [Edit(c.start, c.end, tuple(new[c.new_start : c.new_end])) for c in changes]
    return tuple(_link_moves(old, edits))


# Placing


def _place(old: Sequence[Token], new: Sequence[Token], changes: Sequence[Change]) -> list[Change]:
    """Give every change that could slide its one place: a block's start, else a sentence's, else the leftmost."""
    placed: list[Change] = []
    for index, change in enumerate(changes):
        left = placed[-1].end if placed else 1
        right = changes[index + 1].start if index + 1 < len(changes) else len(old)
        moved = _slide(old, new, change, left, right)
        if placed and placed[-1].end == moved.start:
            placed[-1] = Change(placed[-1].start, moved.end, placed[-1].new_start, moved.new_end)
        else:
            placed.append(moved)
    return placed


def _slide(old: Sequence[Token], new: Sequence[Token], change: Change, left: int, right: int) -> Change:
    if change.start < change.end and change.new_start < change.new_end:
        return change
    row, start, end = (
        (old, change.start, change.end) if change.start < change.end else (new, change.new_start, change.new_end)
    )
    least, most = 0, 0
    while change.start + least > left and row[start + least - 1] == row[end + least - 1]:
        least -= 1
    while change.end + most < right and row[start + most] == row[end + most]:
        most += 1
    by = _best(old, row, range(least, most + 1), start, change.start)
    return Change(change.start + by, change.end + by, change.new_start + by, change.new_end + by)


def _best(old: Sequence[Token], row: Sequence[Token], steps: range, start: int, old_start: int) -> int:
    if len(steps) == 1:
        return steps[0]
    for by in steps:
        if isinstance(row[start + by], Start):
            return by
    for by in steps:
        before = old[old_start + by - 1]
        if isinstance(before, Start) or ends_sentence(old, old_start + by - 1):
            return by
    return steps[0]


# Islands


def _absorb_islands(old: Sequence[Token], new: Sequence[Token], changes: Sequence[Change]) -> list[Change]:
    """Join changes between which only a coincidence was kept."""
    kept: list[Change] = []
    for index, change in enumerate(changes):
        if index and _is_island(old, new, changes[index - 1], change):
            kept[-1] = Change(kept[-1].start, change.end, kept[-1].new_start, change.new_end)
        else:
            kept.append(change)
    return kept


def _is_island(old: Sequence[Token], new: Sequence[Token], left: Change, right: Change) -> bool:
    island = old[left.end : right.start]
    if len(island) > 2 or any(isinstance(token, Start) for token in island):
        return False
    if any(is_end(old, index) for index in range(left.end, right.start)):
        return False
    smaller = min(_size(old, new, left), _size(old, new, right))
    letters = sum(len(token.text) for token in island if isinstance(token, Word))
    if len(island) == 1 and isinstance(island[0], Word):
        word = island[0].text
        if not word[0].isalnum():
            return True
        if len(word) <= SHORT_WORD and smaller >= LONG_CHANGE:
            return True
    return 2 * letters <= smaller


def _size(old: Sequence[Token], new: Sequence[Token], change: Change) -> int:
    """How many letters a change takes away or brings, whichever is more."""
    return max(_letters(old[change.start : change.end]), _letters(new[change.new_start : change.new_end]))


def _letters(tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens if isinstance(token, Word))


# Sentences


def _replace_sentences(old: Sequence[Token], new: Sequence[Token], changes: Sequence[Change]) -> list[Change]:
    """Replace a sentence as a whole when little of it is left."""
    drawn: list[Change] = []
    rest = deque(changes)
    for start, end in _sentences_around(old, changes):
        while rest and rest[0].end <= start:
            drawn.append(rest.popleft())
        touched = []
        while rest and rest[0].start < end:
            touched.append(rest.popleft())
        if touched and start <= touched[0].start and touched[-1].end <= end:
            first, last = touched[0], touched[-1]
            whole = Change(start, end, first.new_start - (first.start - start), last.new_end + (end - last.end))
            drawn += [whole] if _is_rewritten(old, new, whole, touched) else touched
        elif touched and touched[-1].end > end:  # it may reach into the next sentence, which must see it too
            drawn += touched[:-1]
            rest.appendleft(touched[-1])
        else:
            drawn += touched
    return [*drawn, *rest]


def _sentences_around(old: Sequence[Token], changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """The sentences of the blocks that are changed."""
    done = 0
    for change in changes:
        if change.start < done and change.end <= done:
            continue
        start, end = max(min(change.start, len(old) - 1), done), max(change.end, change.start + 1)
        while start > done and not isinstance(old[start], Start):
            start -= 1
        while end < len(old) and not isinstance(old[end], Start):
            end += 1
        done = min(end, len(old))
        yield from ((start + first, start + last) for first, last in find_sentences(old[start:done]))


def _is_rewritten(old: Sequence[Token], new: Sequence[Token], whole: Change, touched: Sequence[Change]) -> bool:
    """Whether little of a sentence's longer version survives; one that only grew or shrank is not rewritten."""

    def words(tokens: Sequence[Token]) -> int:
        return sum(isinstance(token, Word) and token.text[0].isalnum() for token in tokens)

    before = words(old[whole.start : whole.end])
    kept = before - sum(words(old[change.start : change.end]) - _keeps_first(old, new, change) for change in touched)
    after = words(new[whole.new_start : whole.new_end])
    return kept < SURVIVING * max(before, after) and 2 * kept < before and kept < after


def _keeps_first(old: Sequence[Token], new: Sequence[Token], change: Change) -> bool:
    """Whether the first word of a change stays and only the blank behind it goes or comes."""
    if change.start == change.end or change.new_start == change.new_end:
        return False
    before, after = old[change.start], new[change.new_start]
    return isinstance(before, Word) and isinstance(after, Word) and before.text == after.text


# Blocks


def _link_moves(old: Sequence[Token], edits: Sequence[Edit]) -> Iterator[Edit]:
    """Link the deletion of whole blocks with the insertion of the same blocks elsewhere."""
    taken = {
        edit.span: tuple(old[edit.start : edit.end]) for edit in edits if not edit.inserted and _is_whole(old, edit)
    }
    brought = [edit for edit in edits if edit.start == edit.end and edit.opens_block]
    links: dict[tuple[int, int], tuple[int, int]] = {}
    for edit in brought:
        span = next((span for span, tokens in taken.items() if tokens == edit.inserted and span not in links), None)
        if span is not None:
            links[span], links[edit.span] = edit.span, span
    for edit in edits:
        yield Edit(edit.start, edit.end, edit.inserted, links.get(edit.span))


def _is_whole(old: Sequence[Token], edit: Edit) -> bool:
    """Whether an edit covers whole blocks."""
    return isinstance(old[edit.start], Start) and (edit.end == len(old) or isinstance(old[edit.end], Start))
