"""Word files judged by others: an independent reader of tracked changes, its linter, and LibreOffice.

The reader lies beside the repository; where it or LibreOffice is not there, the tests are skipped.
"""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from drafting.exports.docx_copies import write_working_copy
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.docx_working import cut_unit, write_working_file
from tests.exports.papers import random_redline

TOOL = Path(__file__).resolve().parents[3] / "shared/tools/docx_check.py"
needs_tool = pytest.mark.skipif(not TOOL.exists(), reason="../shared/tools/docx_check.py is not here")
needs_office = pytest.mark.skipif(
    not shutil.which("soffice") or not Path("/usr/bin/python3").exists(), reason="LibreOffice is not here"
)


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
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_200_random_redlines_give_both_their_papers(tool: ModuleType, tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 50):
        redline = random_redline(seed)
        file = write(tmp_path / "redline.docx", write_redline(redline))
        for way, paper in (("reject", redline.before), ("accept", redline.after)):
            alone = write(tmp_path / "paper.docx", write_paper(paper))
            assert tool.xml_text(file, way) == tool.xml_text(alone, "accept"), f"{seed}: {way}"


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


@needs_tool
@needs_office
def test_libreoffice_gives_both_papers_too(tool: ModuleType, tmp_path: Path) -> None:
    jobs, expected = [], {}
    for seed in range(6):
        redline = random_redline(seed)
        name = write(tmp_path / f"{seed}.docx", without_comments(write_redline(redline)))
        jobs.append({"id": str(seed), "file": name, "ops": ["accept", "reject"]})
        for way, paper in (("reject", redline.before), ("accept", redline.after)):
            alone = write(tmp_path / f"{seed}-{way}.docx", write_paper(paper))
            jobs.append({"id": f"{seed}-{way}", "file": alone, "ops": ["asis"]})
            expected[str(seed), way] = f"{seed}-{way}"

    found: dict[str, Any] = tool.lo_run(jobs)

    for (name, way), alone in expected.items():
        assert without_marks(found[name][way]["body"]) == found[alone]["asis"]["body"], f"{name}: {way}"
        assert found[name][way]["left"] == 0


_RANGES = re.compile(rb"<w:commentRange(?:Start|End) [^>]*/>")
_REFERENCE = re.compile(rb"<w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:commentReference [^>]*/>")
_PART = re.compile(rb"<(?:Override|Relationship) [^>]*comments[^>]*/>")
MARK = "\u2063"


def without_comments(file: bytes) -> bytes:
    """The file with a sign nobody sees in the place of each comment.

    LibreOffice without its windows cannot open a file that has comments; there too each takes the place of a sign.
    """
    mark = f"<w:t>{MARK}</w:t>".encode()
    stripped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(stripped, "w") as new:
        for name in old.namelist():
            if name != "word/comments.xml":
                new.writestr(name, _PART.sub(b"", _REFERENCE.sub(mark, _RANGES.sub(b"", old.read(name)))))
    return stripped.getvalue()


def without_marks(paragraphs: list[list[str]]) -> list[list[str]]:
    return [[text.replace(MARK, ""), style] for text, style in paragraphs]
