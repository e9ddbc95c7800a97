"""Redlines judged by others: an independent reader of tracked changes, beside the repository, and LibreOffice."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.redlines import PaperRedline
from tests.exports import office

TOOL = Path(__file__).resolve().parents[3] / "shared/tools/docx_check.py"
needs_tool = pytest.mark.skipif(not TOOL.exists(), reason="../shared/tools/docx_check.py is not here")
needs_office = pytest.mark.skipif(not office.is_here(), reason="LibreOffice with its Python bridge is not here")


def load_tool() -> ModuleType:
    """The independent reader."""
    spec = importlib.util.spec_from_file_location("docx_check", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(path: Path, data: bytes) -> str:
    """Write a file; returns its name."""
    path.write_bytes(data)
    return str(path)


def judge_redlines(redlines: Mapping[str, PaperRedline], directory: Path) -> None:
    """See that each redline gives the later state once all is accepted, the earlier once all is rejected.

    Words, styles and levels of lists by the rules of the format; words and styles in LibreOffice, which calls styles
    otherwise: each must have one name there. All with their comments.
    """
    tool, files, expected = load_tool(), [], []
    for place, (name, redline) in enumerate(redlines.items()):
        file = write(directory / f"{place}.docx", write_redline(redline))
        for way, paper in (("accept", redline.after), ("reject", redline.before)):
            alone = tool.xml_text(write(directory / "paper.docx", write_paper(paper)), "accept")
            assert tool.xml_text(file, way) == alone, f"{name}: {way}"
            expected.append((f"{name}: {way}", alone["body"]))
        files.append(Path(file))
    judged = [judged for ways in office.judge(files) for judged in (ways["accept"], ways["reject"])]
    names: dict[str, str] = {}
    for (name, body), found in zip(expected, judged, strict=True):
        assert (found.texts, found.left) == ([text for text, _ in body], 0), name
        for (text, style), called in zip(body, found.styles, strict=True):
            assert names.setdefault(style, called) == called, f"{name}: {text}"
    assert len(set(names.values())) > 5
