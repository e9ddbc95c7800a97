"""Compare two texts: the edits a reader would mark.

diff-match-patch compares the token rows; what it finds is then drawn as a person would draw it: edits stand where
blocks and sentences begin, coincidental islands are absorbed, a sentence of which little is left is replaced whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from os.path import commonprefix  # of any strings, in C

from diff_match_patch import diff_match_patch

from drafting.text.document import Document, Start, Token
from drafting.text.drawing import Change, draw
from drafting.text.edits import Edit

try:
    import fast_diff_match_patch
except ImportError:  # the optional package; the results are the same
    fast_diff_match_patch = None

Operation = tuple[int, int]  # sign (-1 deleted, 0 kept, 1 inserted) and number of tokens
Matcher = Callable[[str, str], list[Operation]]

# Beyond this product of lengths the comparison is divided at words that occur once, and what stays too long is
# replaced block by block.
MOST_STEPS = 1_000_000
MOST_BLOCKS = 300  # beyond so many equal blocks none is looked for that moved
_BLOCKS = 0  # divide at whole blocks, not at rows of so many words
_SURROGATES, _SURROGATES_END = 0xD800, 0xE000


def _match_pure(before: str, after: str) -> list[Operation]:
    matcher = diff_match_patch()
    # A time limit would make the result depend on how busy the server is.
    matcher.Diff_Timeout = 0
    return [(sign, len(text)) for sign, text in matcher.diff_main(before, after, False)]


def _match_fast(before: str, after: str) -> list[Operation]:
    signs = {"-": -1, "=": 0, "+": 1}
    found = fast_diff_match_patch.diff(
        before, after, timelimit=0, checklines=False, cleanup="No", counts_only=True, as_patch=False
    )
    return [(signs[sign], count) for sign, count in found]


MATCHERS: dict[str, Matcher] = {"pure": _match_pure}
if fast_diff_match_patch is not None:
    MATCHERS["fast"] = _match_fast
_matcher = MATCHERS.get("fast", _match_pure)


def find_edits(before: Document, after: Document, *, clean: bool = True) -> tuple[Edit, ...]:
    """Return the edits a reader would mark; ``apply(before, edits) == after``.

    ``clean=False`` leaves the comparison as it is found, only placed: small, and true to repeated words.
    """
    if before == after:
        return ()
    old, new = before.tokens(), after.tokens()
    return draw(old, new, _compare(before, after, old, new), clean=clean)


# Comparing: each distinct token is one character, so that rows are compared, sliced and looked up as strings


def _compare(before: Document, after: Document, old: Sequence[Token], new: Sequence[Token]) -> list[Change]:
    """Compare two token rows: equal blocks at both ends are set aside first, the rest is matched word by word."""
    shorter = min(len(before.blocks), len(after.blocks))
    head = 0
    while head < shorter and before.blocks[head] == after.blocks[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before.blocks[-1 - tail] == after.blocks[-1 - tail]:
        tail += 1
    left = sum(len(block.words) + 1 for block in before.blocks[:head])
    right = sum(len(block.words) + 1 for block in before.blocks[len(before.blocks) - tail :]) if tail else 0
    codes: dict[Token, str] = {}
    rows = _encode(old[left : len(old) - right], codes), _encode(new[left : len(new) - right], codes)
    starts = _starts(codes)
    return _joined(_divide(*rows, left, left, _unmoved(*rows, starts), partial(_match, starts=starts)))


def _encode(tokens: Sequence[Token], codes: dict[Token, str]) -> str:
    return "".join([codes.get(token) or codes.setdefault(token, _code(len(codes) + 1)) for token in tokens])


def _code(number: int) -> str:
    return chr(number if number < _SURROGATES else number + _SURROGATES_END - _SURROGATES)


def _starts(codes: dict[Token, str]) -> frozenset[str]:
    return frozenset(code for token, code in codes.items() if isinstance(token, Start))


def _match(
    old: str, new: str, at: int, new_at: int, starts: frozenset[str], grams: tuple[int, ...] = (_BLOCKS, 4, 2, 1)
) -> list[Change]:
    """Match two rows that stand at the given places; beyond the bound divide them, at last replace block by block."""
    head = len(commonprefix((old, new)))  # noqa: RUF071 — character by character is meant
    tail = len(commonprefix((old[head:][::-1], new[head:][::-1])))  # noqa: RUF071
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    at, new_at = at + head, new_at + head
    if not old or not new:
        return [Change(at, at + len(old), new_at, new_at + len(new))] if old or new else []
    if len(old) * len(new) <= MOST_STEPS and _apart(old, new) ** 2 <= MOST_STEPS:
        return list(_changes(_matcher(old, new), at, new_at))
    if not grams:
        return list(_replace_blocks(old, new, at, new_at, starts))
    anchors = _anchors(old, new, grams[0]) if grams[0] != _BLOCKS else _kept_blocks(old, new, starts)
    return _divide(old, new, at, new_at, anchors, partial(_match, starts=starts, grams=grams[1:]))


def _divide(
    old: str,
    new: str,
    at: int,
    new_at: int,
    anchors: Sequence[tuple[int, int]],
    match: Callable[[str, str, int, int], list[Change]],
) -> list[Change]:
    """Match what stands between pairs of places that belong together."""
    places = [(0, 0), *anchors, (len(old), len(new))]
    return [
        change
        for (start, new_start), (end, new_end) in pairwise(places)
        for change in match(old[start:end], new[new_start:new_end], at + start, new_at + new_start)
    ]


def _apart(old: str, new: str) -> int:
    """At least so many tokens must be deleted and inserted: those without a partner, wherever it stands."""
    return len(old) + len(new) - 2 * (Counter(old) & Counter(new)).total()


def _changes(operations: Sequence[Operation], at: int, new_at: int) -> Iterator[Change]:
    change = Change(at, at, new_at, new_at)
    for sign, count in (*operations, (0, 1)):
        if sign < 0:
            change.end += count
        elif sign > 0:
            change.new_end += count
        elif count:
            if change.end > change.start or change.new_end > change.new_start:
                yield change
            at, new_at = change.end + count, change.new_end + count
            change = Change(at, at, new_at, new_at)


def _anchors(old: str, new: str, length: int) -> list[tuple[int, int]]:
    """Places where the same few tokens stand once on either side, in rising order on both."""

    def once(row: str) -> dict[str, int]:
        places: dict[str, int] = {}
        for index in range(len(row) - length + 1):
            gram = row[index : index + length]
            places[gram] = -1 if gram in places else index
        return places

    found = once(new)
    pairs = [(index, found[gram]) for gram, index in once(old).items() if index >= 0 and found.get(gram, -1) >= 0]
    return _ends_of_runs(_rising(pairs))


def _kept_blocks(old: str, new: str, starts: frozenset[str]) -> list[tuple[int, int]]:
    """Edges of the blocks that stand once on either side, where none of them has moved."""
    pairs = _equal_blocks(old, new, starts)
    return [] if _cross(pairs) else _edges(pairs)


def _unmoved(old: str, new: str, starts: frozenset[str]) -> list[tuple[int, int]]:
    """Where blocks have moved, edges of those they moved past: word by word, blocks that read alike would be mixed."""
    pairs = _equal_blocks(old, new, starts)
    return _edges(_heaviest(pairs)) if len(pairs) <= MOST_BLOCKS and _cross(pairs) else []


def _equal_blocks(old: str, new: str, starts: frozenset[str]) -> list[tuple[int, int, int]]:
    """The places on both sides, and the length, of equal blocks that stand once on either side."""

    def once(row: str) -> dict[str, int]:
        cuts = _cut(row, starts)
        counts = Counter(row[start:end] for start, end in cuts)
        return {row[start:end]: start for start, end in cuts if counts[row[start:end]] == 1}

    found = once(new)
    return [(start, found[block], len(block)) for block, start in once(old).items() if block in found]


def _cross(pairs: Sequence[tuple[int, int, int]]) -> bool:
    return any(left[1] > right[1] for left, right in pairwise(pairs))


def _edges(pairs: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    return [edge for at, place, length in pairs for edge in ((at, place), (at + length, place + length))]


def _heaviest(pairs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The row of pairs with the most tokens that rises on both sides."""
    rows: list[tuple[int, int]] = []  # tokens of the best row that ends here, and the pair before
    for index, (_, place, length) in enumerate(pairs):
        weight, before = max(((rows[i][0], i) for i in range(index) if pairs[i][1] < place), default=(0, -1))
        rows.append((weight + length, before))
    at = max(range(len(rows)), key=lambda index: rows[index][0])
    row = []
    while at >= 0:
        row.append(pairs[at])
        at = rows[at][1]
    return row[::-1]


def _ends_of_runs(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of anchors that follow each other on both sides only the first and the last divide anything."""

    def follows(index: int) -> bool:
        left, right = pairs[index - 1], pairs[index]
        return right[0] - left[0] == right[1] - left[1] == 1

    last = len(pairs) - 1
    return [pair for i, pair in enumerate(pairs) if i in (0, last) or not (follows(i) and follows(i + 1))]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises on both sides (patience sorting)."""
    ends: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        before.append(rows[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        rows[pile : pile + 1] = [index]
    row = []
    at = rows[-1] if rows else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _replace_blocks(old: str, new: str, at: int, new_at: int, starts: frozenset[str]) -> Iterator[Change]:
    """Set block against block in their order; where their starts are equal, only the words are replaced."""
    cuts, new_cuts = _cut(old, starts), _cut(new, starts)
    for index in range(max(len(cuts), len(new_cuts))):
        start, end = cuts[index] if index < len(cuts) else (len(old), len(old))
        new_start, new_end = new_cuts[index] if index < len(new_cuts) else (len(new), len(new))
        same = start < end and new_start < new_end and old[start] == new[new_start]
        yield Change(at + start + same, at + end, new_at + new_start + same, new_at + new_end)


def _cut(row: str, starts: frozenset[str]) -> list[tuple[int, int]]:
    places = [0, *(index for index, code in enumerate(row) if code in starts and index), len(row)]
    return list(pairwise(places))


def _joined(changes: Sequence[Change]) -> list[Change]:
    """Changes that touch on both sides are one; empty ones are none."""
    joined: list[Change] = []
    for change in changes:
        if joined and joined[-1].end == change.start and joined[-1].new_end == change.new_start:
            joined[-1] = Change(joined[-1].start, change.end, joined[-1].new_start, change.new_end)
        elif change.start < change.end or change.new_start < change.new_end:
            joined.append(change)
    return joined
