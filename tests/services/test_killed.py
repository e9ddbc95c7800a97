"""A process killed in the middle of a decision: all of it holds or none, and it can be decided again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from drafting import queries
from drafting.models import Base, Poll
from drafting.rules.voting import Tally
from tests.make import Hall

ROOT = Path(__file__).parents[2]


def dump(hall: Hall) -> dict[str, list[str]]:
    """Every row of every table."""
    with hall.database.read() as session:
        return {table.name: sorted(map(repr, session.execute(select(table)))) for table in Base.metadata.sorted_tables}


def test_a_decision_cut_off_by_a_kill_is_as_if_it_had_not_begun(hall: Hall, tmp_path: Path) -> None:
    adopted = hall.propose("alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    hall.propose("alle Schriftformerfordernisse", "viele Schriftformerfordernisse", by=hall.ben)
    hall.propose("hohen Fallzahlen", "sehr hohen Fallzahlen", by=hall.cem)
    poll_id = hall.open_poll(adopted)
    hall.vote(poll_id, "yes", "yes", "no")
    before = dump(hall)

    file = tmp_path / "drafting.sqlite"
    url = f"sqlite:///{file}" if file.exists() else hall.database.engine.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-m", "tests.services.decide_and_die", url, poll_id, hall.moderator]
    with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def decide(dies_at: str) -> list[int]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{dies_at}\n")
            process.stdin.flush()
            return list(map(int, process.stdout.readline().split()))

        for dies_at in ("1", "2", "5", "10", "15", "20", "30", "40", "commit"):
            assert decide(dies_at) == [-signal.SIGKILL], dies_at
            assert dump(hall) == before, dies_at
        code, executed = decide("never")

    assert code == 0
    assert executed > 40  # so that each of the deaths was in its midst
    assert "sämtliche" in hall.text(hall.first)
    with hall.database.read() as session:
        assert session.get_one(Poll, poll_id).tally == Tally(yes=2, no=1, abstain=0, entitled=4)
        assert queries.journal.verify(session, hall.id).problems == ()
