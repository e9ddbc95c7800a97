"""Cutting passages where line breaks stand for paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from drafting.imports.headings import MAX_HEADING
from drafting.imports.passages import Passage, cut_front, has_words
from drafting.text.document import Run


def cut_passage(passage: Passage) -> Iterator[Passage]:
    """Cut a passage where line breaks stand for paragraphs: at an empty line, and after a bold first line."""
    text = "".join(run.text for run in passage.runs)
    if "\n" not in text:
        yield passage
        return
    lines = passage.lines()
    first = lines[0] if lines else passage
    if len(lines) > 1 and first.bold and not passage.bold and len(first.text) <= MAX_HEADING:
        yield first
        yield from _paragraphs(replace(passage, item=None, label="", bold=False), cut=len(text) - len(_after(text)))
        return
    for count, part in enumerate(_paragraphs(passage)):
        yield part if not count else replace(part, item=None, label="")


def _after(text: str) -> str:
    return text.lstrip("\n").partition("\n")[2]


def _paragraphs(passage: Passage, *, cut: int = 0) -> Iterator[Passage]:
    runs: tuple[Run, ...] = cut_front(passage.runs, cut)
    while has_words(runs):
        text = "".join(run.text for run in runs)
        gap = regex.search(r"\n\s*\n", text)
        end = gap.start() if gap else len(text)
        part = _keep_front(runs, end)
        if has_words(part):
            yield replace(passage, runs=part)
        runs = cut_front(runs, gap.end() if gap else len(text))


def _keep_front(runs: Sequence[Run], count: int) -> tuple[Run, ...]:
    kept = []
    for run in runs:
        if count > 0:
            kept.append(replace(run, text=run.text[:count]))
        count -= len(run.text)
    return tuple(kept)
