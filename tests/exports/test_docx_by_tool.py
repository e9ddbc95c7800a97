"""Word files judged by others: an independent reader of tracked changes, its linter, and LibreOffice.

The reader lies beside the repository; where it or LibreOffice is not there, the tests are skipped.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from drafting.exports.docx_copies import write_working_copy
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.docx_working import cut_unit, write_working_file
from tests.exports import office
from tests.exports.papers import random_redline

TOOL = Path(__file__).resolve().parents[3] / "shared/tools/docx_check.py"
needs_tool = pytest.mark.skipif(not TOOL.exists(), reason="../shared/tools/docx_check.py is not here")
needs_office = pytest.mark.skipif(not office.is_here(), reason="LibreOffice with its Python bridge is not here")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docx_check", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


# In four parts, so that several processes share them.
@needs_tool
@needs_office
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_200_random_redlines_give_both_their_papers(tool: ModuleType, tmp_path: Path, first: int) -> None:
    files, expected = [], []
    for seed in range(first, first + 50):
        redline = random_redline(seed)
        file = write(tmp_path / f"{seed}.docx", write_redline(redline))
        for way, paper in (("accept", redline.after), ("reject", redline.before)):
            alone = tool.xml_text(write(tmp_path / "paper.docx", write_paper(paper)), "accept")
            assert tool.xml_text(file, way) == alone, f"{seed}: {way}"
            expected.append((f"{seed}: {way}", alone["body"]))
        files.append(Path(file))
    # LibreOffice too, with all comments; it calls styles otherwise.
    judged = [judged for ways in office.judge(files) for judged in (ways["accept"], ways["reject"])]
    names: dict[str, str] = {}
    for (name, body), found in zip(expected, judged, strict=True):
        assert (found.texts, found.left) == ([text for text, _ in body], 0), name
        for (text, style), called in zip(body, found.styles, strict=True):
            assert names.setdefault(style, called) == called, f"{name}: {text}"
    assert len(set(names.values())) > 5


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
