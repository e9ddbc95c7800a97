"""The redline between any two states of the demonstration gives both, by the format's rules and in LibreOffice."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import select

from drafting import queries
from drafting.database import open_database
from drafting.models import Conference, Paper
from drafting.queries.editions import NOW
from drafting.settings import load_settings
from tests.exports.judging import judge_redlines, needs_office, needs_tool

pytestmark = pytest.mark.xdist_group("demo")


@needs_tool
@needs_office
def test_every_redline_gives_both_its_states(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path / "data")
    database = open_database(load_settings(tmp_path / "data"))
    with database.read() as session:
        conference = session.scalars(select(Conference.id)).one()
        paper = session.scalars(select(Paper.id)).one()
        states = [*(row.key for row in queries.editions.list_editions(session, paper)), NOW]
        redlines = {
            f"{after} against {before}": queries.redlines.get_redline(session, conference, after, before)
            for before, after in combinations(states, 2)
        }
    database.dispose()
    assert len(redlines) >= 6
    judge_redlines(redlines, tmp_path)
