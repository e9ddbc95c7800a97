"""The text of an edition as the public reads it: sentence by sentence, each with where its words come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.papers import Paper as PaperText
from drafting.exports.papers import PaperUnit
from drafting.models import DemandVersion, Paper
from drafting.queries.origins import find_removals
from drafting.queries.public_sources import PublicSources, Release
from drafting.queries.sayings import Saying
from drafting.text import provenance
from drafting.text.document import Document, Kind, Token, Word, counters, shown_levels
from drafting.text.provenance import Provenance
from drafting.text.redline import Piece
from drafting.text.sentences import find_sentences

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class PublicNote:
    """Where words of a sentence come from; ``words`` is "" where it is all of them, struck ones are gone."""

    words: str
    act: Saying
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class PublicSentence:
    """A sentence with its notes; ``anchor`` is where it is found on the page."""

    anchor: str
    pieces: tuple[Piece, ...]
    notes: tuple[PublicNote, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class PublicBlock:
    """A paragraph, item or reason with its sentences; ``anchor`` is where it is found on the page."""

    anchor: str
    kind: str
    level: int
    counter: str
    sentences: tuple[PublicSentence, ...]


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A demand, the preamble or the closing; ``acts`` tell everything that made its text, the latest last.

    ``id`` is the demand's, for what else is known of it; ``anchor`` is where it is found on the page.
    """

    id: str
    anchor: str
    number: str
    title: str
    blocks: tuple[PublicBlock, ...]
    reasons: tuple[PublicBlock, ...]
    acts: tuple[Saying, ...]
    is_unchanged: bool


@dataclass(frozen=True, slots=True)
class PublicSection:
    """A heading with its demands; ``anchor`` is where it is found on the page."""

    anchor: str
    heading: str
    units: tuple[PublicUnit, ...]


@dataclass(frozen=True, slots=True)
class PublicText:
    """The whole text."""

    preamble: PublicUnit | None
    sections: tuple[PublicSection, ...]
    closing: PublicUnit | None

    @property
    def demand_count(self) -> int:
        """How many demands it has."""
        return sum(1 for section in self.sections for unit in section.units if unit.number)


def read_text(session: Session, row: Paper, paper: PaperText, release: Release, *, reasons: bool) -> PublicText:
    """Read a state of the paper with its provenance, as far as it is released."""
    ids = [unit.version_id for unit in paper.units()]
    rows = session.execute(select(DemandVersion.id, DemandVersion.provenance).where(DemandVersion.id.in_(ids)))
    found = {version_id: provenance.load(stored) for version_id, stored in rows}
    reader = _Reader(PublicSources(session, row, release, _list_names(found)), found, reasons=reasons)
    return PublicText(
        preamble=reader.read(paper.preamble, "praeambel") if paper.preamble else None,
        sections=tuple(
            PublicSection(
                f"abschnitt-{place}",
                section.heading,
                tuple(
                    reader.read(unit, f"forderung-{unit.number}" if unit.number else f"text-{place}-{within}")
                    for within, unit in enumerate(section.units, start=1)
                ),
            )
            for place, section in enumerate(paper.sections, start=1)
            if section.units
        ),
        closing=reader.read(paper.closing, "schluss") if paper.closing else None,
    )


def _list_names(found: Mapping[str, Provenance]) -> set[str]:
    names = {name for each in found.values() for run in each.runs for name in run.sources}
    return names | {name for each in found.values() for removal in each.removals for name in removal.removed_by}


class _Reader:
    """Reads one unit after the other."""

    def __init__(self, sources: PublicSources, found: Mapping[str, Provenance], *, reasons: bool) -> None:
        self.sources, self.found, self.reasons = sources, found, reasons

    def read(self, unit: PaperUnit, anchor: str) -> PublicUnit:
        document, origin = unit.document, self.found.get(unit.version_id, Provenance())
        blocks = list(self._list_blocks(document, origin, anchor))
        acts = self._list_acts(document, origin, reasons=self.reasons)
        return PublicUnit(
            id=unit.id,
            anchor=anchor,
            number=unit.number,
            title=document.title,
            blocks=tuple(block for block in blocks if block.kind != Kind.REASON),
            reasons=tuple(block for block in blocks if block.kind == Kind.REASON) if self.reasons else (),
            acts=acts[0],
            is_unchanged=acts[1],
        )

    def _list_blocks(self, document: Document, origin: Provenance, anchor: str) -> Iterator[PublicBlock]:
        tokens, spans = document.tokens(), list(find_sentences(document.tokens()))
        levels, marks = shown_levels(document.blocks), counters(document.blocks)
        at = 0
        for index, block in enumerate(document.blocks):
            end = at + 1 + len(block.words)
            here = [number for number, (start, _) in enumerate(spans, start=1) if at < start < end]
            if block.kind is not Kind.TITLE:
                yield PublicBlock(
                    f"{anchor}-absatz-{index}",
                    block.kind.value,
                    levels[index],
                    marks[index],
                    tuple(self._read_sentence(tokens, origin, spans, number, anchor) for number in here),
                )
            at = end

    def _read_sentence(
        self, tokens: Sequence[Token], origin: Provenance, spans: Sequence[tuple[int, int]], number: int, anchor: str
    ) -> PublicSentence:
        start, end = spans[number - 1]
        sources = [*origin.per_token(), *([()] * len(tokens))][start:end]
        runs = [
            (self.sources.name(names), _words(tokens[start + group[0] : start + group[-1] + 1]))
            for names, places in groupby(range(end - start), key=lambda place: sources[place])
            for group in [list(places)]
        ]
        notes = [PublicNote(_join(words for act, words in runs if act == each), each) for each in _once(runs)]
        notes = [PublicNote("", notes[0].act)] if len(notes) == 1 else notes
        for gone in find_removals(spans, origin, number):
            words = _shorten(gone.text)
            if any(map(str.isalnum, words)):
                notes.append(PublicNote(words, self.sources.name(gone.removed_by), is_struck=True))
        return PublicSentence(
            anchor=f"{anchor}-satz-{number}",
            pieces=tuple(_pieces(tokens[start:end])),
            notes=tuple(notes),
            is_new=any(self.sources.is_new(names) for names in sources) or any(note.is_struck for note in notes),
        )

    def _list_acts(self, document: Document, origin: Provenance, *, reasons: bool) -> tuple[tuple[Saying, ...], bool]:
        """Every act that made the unit's text, once, in the order of the versions; whether there is but the first."""
        kept = [True] * len(document.tokens())
        at = 0
        for block in document.blocks:
            if block.kind is Kind.REASON and not reasons:
                kept[at : at + 1 + len(block.words)] = [False] * (1 + len(block.words))
            at += 1 + len(block.words)
        named = [names for names, is_kept in zip(origin.per_token(), kept, strict=False) if is_kept]
        named += [each.removed_by for each in origin.removals if kept[min(each.position, len(kept) - 1)]]
        wanted = dict.fromkeys(names for names in named if names)
        ordered = sorted(wanted, key=self.sources.order)
        acts = [(self.sources.name(names), "") for names in ordered]
        return tuple(_once(acts)), not any(map(self.sources.is_new, wanted))


def _once(runs: Sequence[tuple[Saying, str]]) -> list[Saying]:
    found: list[Saying] = []
    for act, _ in runs:
        if act not in found:
            found.append(act)
    return found


def _words(tokens: Sequence[Token]) -> str:
    return "".join(token.text + token.blank for token in tokens if isinstance(token, Word))


def _join(parts: Iterator[str]) -> str:
    return _shorten(" … ".join(words for part in parts if (words := part.strip())))


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= _LONGEST:
        return words
    head, tail = words[: _LONGEST // 2].rsplit(" ", 1)[0], words[-_LONGEST // 2 :].split(" ", 1)[-1]
    return f"{head} … {tail}"


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The words under their marks; links are left out, as the whole sentence is one."""
    words = [token for token in tokens if isinstance(token, Word)]
    if words:
        # The blank behind a sentence belongs to no link.
        words[-1] = words[-1]._replace(blank="")
    for (bold, italic), group in groupby(words, key=lambda word: (word.bold, word.italic)):
        yield Piece("".join(word.text + word.blank for word in group), bold=bold, italic=italic)
