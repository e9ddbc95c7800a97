"""A passage: a paragraph as a reader finds it in a file, before anybody has decided what part it plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from drafting.text.document import Kind, Run

LINE = "\n"  # a line break inside a paragraph


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with what its looks say.

    ``style`` is the style's name in small letters, ``outline`` the heading level from 0, ``label`` the automatic
    number, ``item`` the kind of list it stands in; ``bold``, ``size`` and ``centred`` are what a reader sees, with
    what the style gives. ``origin`` is the paragraph of the file it was, where that matters.
    """

    runs: tuple[Run, ...]
    style: str = ""
    outline: int | None = None
    item: Kind | None = None
    level: int = 0
    label: str = ""
    bold: bool = False
    size: float = 0
    centred: bool = False
    origin: int = -1

    @property
    def text(self) -> str:
        """The words, line breaks as blanks."""
        return " ".join("".join(run.text for run in self.runs).split())

    def lines(self) -> tuple[Passage, ...]:
        """The passage cut at its line breaks."""
        lines: list[list[Run]] = [[]]
        for run in self.runs:
            first, *others = run.text.split(LINE)
            lines[-1].append(replace(run, text=first))
            lines += [[replace(run, text=other)] for other in others]
        kept = [tuple(run for run in line if run.text) for line in lines]
        return tuple(replace(self, runs=line, bold=is_bold(line)) for line in kept if has_words(line))


def has_words(runs: Sequence[Run]) -> bool:
    """Whether anything can be seen."""
    return any(run.text.strip() for run in runs)


def is_bold(runs: Sequence[Run]) -> bool:
    """Whether everything that can be seen is bold."""
    return has_words(runs) and all(run.bold for run in runs if run.text.strip(" \n\t\u00a0.:–-"))


def unmark(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs without bold and italic, as far as all of them share it: what is all bold stresses nothing."""
    seen = [run for run in runs if run.text.strip()]
    bold, italic = all(run.bold for run in seen), all(run.italic for run in seen)
    return tuple(replace(run, bold=run.bold and not bold, italic=run.italic and not italic) for run in runs)


def cut_front(runs: Sequence[Run], count: int) -> tuple[Run, ...]:
    """The runs without their first characters."""
    kept = []
    for run in runs:
        cut = min(count, len(run.text))
        count -= cut
        if run.text[cut:]:
            kept.append(replace(run, text=run.text[cut:]))
    return tuple(kept)


def match_front(pattern: regex.Pattern[str], runs: Sequence[Run]) -> regex.Match[str] | None:
    """Match a pattern at the first characters of runs."""
    return pattern.match("".join(run.text for run in runs))
