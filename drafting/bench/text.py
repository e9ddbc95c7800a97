"""How fast texts are compared, merged and carried over: goals P5 and P6.

Each figure stands beside its floor, measured in the same rounds: tokenising one such text. Sizes, shares and
amendments are the same in every run; amendments overlap as real ones do.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from drafting.bench.carrying import open_demand, take_over
from drafting.bench.report import Row, at_most, measure, median_time, paired_ratio
from drafting.bench.samples import change_words, make_amendments, make_text
from drafting.text import diff
from drafting.text.diff import find_edits
from drafting.text.document import Document, split_words
from drafting.text.markdown import parse
from drafting.text.merge import merge, merge_edits
from drafting.text.rebase import rebase

SHARES = (0.01, 0.03, 0.10)
LARGE, USUAL = 10_000, 2_000
OPEN = 100
DECISIONS = 5
# The goal holds for the fast package. Without it everything works, at this price.
LIMITS = {"fast": 3.5, "pure": 10.0}


def run() -> Sequence[Row]:
    """Measure everything and return the rows."""
    return (*_diff_rows(), *_merge_rows(), *_growth_rows(), *_rebase_rows())


@contextmanager
def using(package: str) -> Iterator[None]:
    """Compare with the package named, "pure" or "fast", as if only that one were installed."""
    chosen = diff._matcher
    diff._matcher = diff.MATCHERS[package]
    try:
        yield
    finally:
        diff._matcher = chosen


def _limits() -> dict[str, float]:
    return {package: limit for package, limit in LIMITS.items() if package in diff.MATCHERS}


def _tokenise(text: str) -> None:
    for line in text.split("\n"):
        for _ in split_words(line):
            pass


def _diff_rows() -> Iterator[Row]:
    before_text = make_text(LARGE)
    before = parse(before_text)
    for share in SHARES:
        after = parse(change_words(before_text, share))
        for package, limit in _limits().items():
            with using(package):
                compare = partial(find_edits, before, after)
                ratio = paired_ratio(compare, partial(_tokenise, before_text))
            what = f"find_edits, 10,000 words, {share:.0%} changed, {package} package"
            yield at_most("P5", what, ratio, limit, unit="× tokenising")


def _merge_rows() -> Iterator[Row]:
    base, proposed = _open_amendments(OPEN)
    recorded = {key: find_edits(base, text) for key, text in proposed.items()}
    yield _milliseconds("merge of 100 amendments, 2,000 words, edits recorded", lambda: merge_edits(base, recorded))
    for package in _limits():
        with using(package):
            what = f"merge of 100 amendments, 2,000 words, from their texts, {package} package"
            yield _milliseconds(what, lambda: merge(base, proposed))


def _milliseconds(what: str, work: Callable[[], object], limit: float = 100) -> Row:
    return at_most("P6", what, median_time(work) * 1000, limit, unit="ms")


def _growth_rows() -> Iterator[Row]:
    base, many = _open_amendments(2 * OPEN)
    half = dict(list(many.items())[:OPEN])
    all_edits = {key: find_edits(base, text) for key, text in many.items()}
    half_edits = {key: all_edits[key] for key in half}
    texts = paired_ratio(lambda: merge(base, many), lambda: merge(base, half))
    edits = paired_ratio(lambda: merge_edits(base, all_edits), lambda: merge_edits(base, half_edits))
    # Twice the amendments at twice the cost is 1; a square would be 2.
    yield at_most("P6", "cost of an amendment among 200 against 100, edits recorded", edits / 2, 1.3, unit="×")
    yield at_most("P6", "cost of an amendment among 200 against 100, from texts", texts / 2, 1.3, unit="×")


def _rebase_rows() -> Iterator[Row]:
    base, proposed = _open_amendments(OPEN + 1)
    edits = {key: find_edits(base, text) for key, text in proposed.items()}
    decided = edits.pop(next(iter(edits)))
    what = "rebase of 100 open amendments after a decision, not saved"
    yield _milliseconds(what, lambda: [rebase(base, each, decided) for each in edits.values()], limit=1000)
    times = []
    for _ in range(DECISIONS):
        # Each round decides in a fresh file, because a decision can be taken only once.
        with open_demand(make_text(USUAL), OPEN + 1) as (database, amendment, organizer):
            times.append(measure(partial(take_over, database, amendment, organizer)))
    what = "decision with 100 open amendments, all rebased and saved in one transaction"
    yield at_most("P6", what, statistics.median(times) * 1000, 1000, unit="ms")


def _open_amendments(count: int) -> tuple[Document, dict[str, Document]]:
    text = make_text(USUAL)
    return parse(text), {key: parse(each) for key, each in make_amendments(text, count).items()}
