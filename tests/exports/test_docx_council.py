"""The draft council paper and the list of signatories as Word files: what is in them, and that linters find nothing."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest

from drafting.exports.council import CouncilPaper
from drafting.exports.docx_council import write_council_paper
from drafting.exports.docx_signatories import write_signatories
from drafting.exports.signatories import Signatory, SignatoryGroup, SignatoryList, Supporter, write_table
from tests.exports.samples import USUAL
from tests.exports.test_docx_papers import LINTER

DRAFT = CouncilPaper(
    municipality="Stadt Rosenau",
    body="Gemeinderat",
    conference="Fachkonferenz & Werkstatt",
    place="Heilbronn",
    held_on=date(2026, 11, 26),
    closes_on=date(2027, 1, 31),
    edition="Beschlussfassung",
    digest="0123456789abcdef" * 4,
    demands=3,
    sections=(("Recht", 2), ("Personal", 1)),
    paper=USUAL,
)
LISTED = SignatoryList(
    title="Verlässliche Regeln",
    conference="Fachkonferenz",
    edition="Beschlussfassung",
    groups=(
        SignatoryGroup("Landkreise", (Signatory("Landkreis Rosenau", None),)),
        SignatoryGroup("Städte", (Signatory("=Stadt", date(2027, 2, 28)),)),
    ),
    supporters=(Supporter("Paul Pappel", "Referent"), Supporter("Ria Rosen", "")),
    moment=datetime(2026, 12, 1, tzinfo=UTC),
)


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    return [(p.style.name or "", p.text) for p in docx.Document(io.BytesIO(data)).paragraphs if p.style]


def test_the_draft_has_its_parts_and_the_whole_paper_as_annex() -> None:
    found = paragraphs(write_council_paper(DRAFT))
    headings = [text for style, text in found if style == "Heading 1"]
    assert headings[:4] == ["Sachverhalt", "Beschlussvorschlag", "Begründung", f"Anlage: {USUAL.title}"]
    words = [text for _, text in found]
    assert words[:2] == ["Beschlussvorlage", f"Mitzeichnung von „{USUAL.title}“"]
    assert "Frist der Mitzeichnung: 31. Januar 2027" in words
    assert "Recht (2 Forderungen)" in words
    assert f"Stadt Rosenau zeichnet „{USUAL.title}“ in der als Anlage beigefügten Fassung mit." in words
    letter = [block.plain for section in USUAL.sections for demand in section.demands for block in demand.document.body]
    assert [text for text in letter if not any(text in word for word in words)] == []
    # Nobody is named who signed the earlier paper.
    assert not any(name in " ".join(words) for name in USUAL.signatories)


def test_the_list_is_by_level_with_conditions_and_supporters_apart() -> None:
    assert [text for _, text in paragraphs(write_signatories(LISTED))] == [
        "Mitzeichnende",
        "Verlässliche Regeln",
        "Stand „Beschlussfassung“ · 2 Kommunen, davon 1 unter Vorbehalt",
        "Landkreise",
        "Landkreis Rosenau",
        "Städte",
        "=Stadt (vorbehaltlich der Zustimmung des Gremiums bis 28. Februar 2027)",
        "Fachliche Unterstützung",
        "Diese Personen sprechen für sich, nicht für eine Kommune.",
        "Paul Pappel, Referent",
        "Ria Rosen",
    ]
    table = write_table(LISTED).decode("utf-8-sig").splitlines()
    assert table[2] == "Städte;'=Stadt;vorbehaltlich bis 28.02.2027"


WRITERS: list[Callable[[], bytes]] = [lambda: write_council_paper(DRAFT), lambda: write_signatories(LISTED)]


@pytest.mark.parametrize("write", WRITERS, ids=["council", "list"])
def test_the_same_state_gives_the_same_bytes_and_the_linter_finds_nothing(
    write: Callable[[], bytes], tmp_path: Path
) -> None:
    data = write()
    assert write() == data
    if not LINTER.exists():
        pytest.skip("the linter ../shared/tools/docx_check.py is not here")
    (tmp_path / "datei.docx").write_bytes(data)
    command = [sys.executable, str(LINTER), "lint", str(tmp_path / "datei.docx"), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert (found["errors"], found["warnings"]) == ([], [])
