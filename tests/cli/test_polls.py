"""All polls written to a file on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from drafting.cli import polls
from tests import make
from tests.make import Hall
from tests.tables import open_new


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return make.hall(open_new(tmp_path))


def test_all_polls_go_into_a_file_of_each_form(hall: Hall, tmp_path: Path) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")
    for form in ("xlsx", "csv", "json"):
        file = tmp_path / f"polls.{form}"
        arguments = ["export", "--format", form, "-o", str(file), "--data-dir", str(tmp_path)]
        result = CliRunner().invoke(polls.command, arguments, catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (0, "1 Abstimmungen\n")
    assert json.loads((tmp_path / "polls.json").read_text("utf-8"))["polls"][0]["yes"] == 2
    header, row = load_workbook(tmp_path / "polls.xlsx")["Abstimmungen"].values
    found = dict(zip(header, row, strict=True))
    assert (found["Ja"], found["Nein"]) == (2, 1)
    assert ";2;1;" in (tmp_path / "polls.csv").read_text("utf-8-sig")


def test_another_form_is_refused(hall: Hall, tmp_path: Path) -> None:
    result = CliRunner().invoke(polls.command, ["export", "--format", "pdf", "-o", str(tmp_path / "x")])
    assert result.exit_code == 2
