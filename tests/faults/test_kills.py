"""The server killed in the midst of a burst; ``drafting bench kills`` does the same fifty times."""

from __future__ import annotations

import pytest

from drafting.bench.kills import KINDS, kill_often
from drafting.bench.votes import open_hall
from drafting.rules.questions import VoteKind
from tests.running import run_apart


@pytest.mark.parametrize("kind", KINDS)
def test_no_acknowledged_ballot_is_lost_and_none_counted_twice(kind: VoteKind) -> None:
    with open_hall(60) as hall:
        record = run_apart(kill_often, hall, kind, kills=3, seed=7)

    assert record.kills == 3
    assert record.acknowledged > 0
    assert (record.missing, record.wrong_counts) == (0, 0)
