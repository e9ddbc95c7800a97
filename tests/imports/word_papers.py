"""Papers read from Word files that tests write."""

from __future__ import annotations

from typing import Any

from drafting.imports.papers import DraftPaper, read_paper
from tests.imports.word import paragraph, word_file

TEXT = "Wir fordern das Land auf, dies bis Ende des Jahres zu regeln und dafür Mittel bereitzustellen."


def read(*body: str, **options: Any) -> DraftPaper:
    return read_paper("papier.docx", word_file(*body, **options))


def one(*body: str, **options: Any) -> DraftPaper:
    """Read a paper whose only demand has this text."""
    return read(paragraph("Papier", style="Titel"), paragraph("Eins", style="berschrift1"), *body, **options)


def char(kind: str) -> str:
    """The beginning, middle or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def outline(paper: DraftPaper) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(s.heading, [(d.number, d.document.title) for d in s.demands]) for s in paper.sections]
