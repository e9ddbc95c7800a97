"""Word files judged by others: an independent reader of tracked changes, its linter, and LibreOffice.

The reader lies beside the repository; where it or LibreOffice is not there, the tests are skipped.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from drafting.exports.docx_copies import write_working_copy
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.docx_working import cut_unit, write_working_file
from tests.exports.judging import judge_redlines, load_tool, needs_office, needs_tool, write
from tests.exports.papers import random_redline


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return load_tool()


# In four parts, so that several processes share them.
@needs_tool
@needs_office
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_200_random_redlines_give_both_their_papers(tmp_path: Path, first: int) -> None:
    judge_redlines({str(seed): random_redline(seed) for seed in range(first, first + 50)}, tmp_path)


@needs_tool
@pytest.mark.parametrize("seed", range(10))
def test_the_linter_finds_nothing(tool: ModuleType, tmp_path: Path, seed: int) -> None:
    redline = random_redline(seed)
    paper = redline.after
    files = {
        "redline": write_redline(redline),
        "paper": write_paper(paper),
        "copy": write_working_copy(paper),
        "working": write_working_file(paper),
        "demand": write_working_file(cut_unit(paper, next(paper.units()).id), scope="demand"),
    }
    for name, data in files.items():
        errors, warnings, _ = tool.lint(write(tmp_path / f"{name}.docx", data), sdk=False)
        assert (errors, warnings) == ([], []), name
