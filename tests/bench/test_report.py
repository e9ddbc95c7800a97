"""Rows tell the truth about their limit, tables can be read, and the page keeps other sections."""

import json
from pathlib import Path

from drafting.bench.record import save
from drafting.bench.report import Row, at_least, at_most, percentile, to_json, to_table

SLOW = at_most("P5", "find_edits", 4.2, 3.5, unit="× tokenising")


def test_more_than_the_limit_is_not_met_where_less_is_better() -> None:
    assert not SLOW.met
    assert at_most("P5", "find_edits", 3.5, 3.5, unit="× tokenising").met


def test_less_than_the_limit_is_not_met_where_more_is_better() -> None:
    assert not at_least("P1", "ballots", 0.84, 0.85, unit="× bare").met


def test_programs_get_every_field() -> None:
    (row,) = json.loads(to_json([SLOW]))
    assert row == {
        "goal": "P5",
        "what": "find_edits",
        "value": 4.2,
        "unit": "× tokenising",
        "limit": 3.5,
        "met": False,
    }


def test_people_see_what_is_not_met() -> None:
    assert to_table([SLOW]).splitlines()[2] == "| P5   | find_edits | 4.2 × tokenising | 3.5 × tokenising | NO  |"


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([5.0], 0.5) == 5.0


def test_saving_replaces_the_own_section_and_keeps_the_others(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "benchmarks.md"
    save(page, "text", [SLOW])
    save(page, "live", [Row("P3", "event", 1.0, "ms", 2.0, True)])
    save(page, "text", [Row("P5", "tokens", 3.0, "ms", 4.0, True)])
    text = page.read_text(encoding="utf-8")
    assert "| P3 " in text
    assert "tokens" in text
    assert "find_edits" not in text
