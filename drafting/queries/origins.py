"""Origins: where each word of a demand comes from, and what was struck beside it, by whom and how it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Demand, DemandVersion
from drafting.queries import texts
from drafting.queries.origin_sources import Origin, look_up, name_origins
from drafting.queries.people import Viewer
from drafting.queries.versions import VersionRow, list_versions
from drafting.text import provenance
from drafting.text.document import Document, Start, Token, Word, counters, shown_levels
from drafting.text.provenance import Provenance, Removal
from drafting.text.redline import Piece
from drafting.text.sentences import find_sentences

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class OriginRun:
    """A stretch of words that came in together; ``struck_by`` is not empty where they are gone."""

    words: str
    origins: tuple[Origin, ...]
    struck_by: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginSentence:
    """A sentence to be asked about, counted through the text from 1."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class OriginBlock:
    """A title, paragraph, item or reason with its sentences."""

    kind: str
    level: int
    counter: str
    sentences: tuple[OriginSentence, ...]


@dataclass(frozen=True, slots=True)
class OriginPage:
    """A demand's text, and where the chosen sentence comes from; ``chosen`` is 0 before one is."""

    demand_id: str
    label: str
    title: str
    version_number: int
    is_struck: bool
    blocks: tuple[OriginBlock, ...]
    versions: tuple[VersionRow, ...]
    chosen: int
    runs: tuple[OriginRun, ...]
    struck: tuple[OriginRun, ...]


def get_origins(session: Session, demand_id: str, *, sentence: int = 0, viewer: Viewer | None = None) -> OriginPage:
    """Where a demand's text comes from; raises NotFoundError for a demand or sentence there is not."""
    demand = session.get(Demand, demand_id)
    if demand is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    versions = list_versions(session, demand, viewer=viewer)
    present = session.get_one(DemandVersion, versions[-1].id)
    document = texts.read(present.text)
    spans = list(find_sentences(document.tokens()))
    if sentence and sentence > len(spans):
        raise NotFoundError("Diesen Satz gibt es nicht (mehr).")
    found = provenance.load(present.provenance)
    kept = list(_runs(document.tokens(), found, spans[sentence - 1])) if sentence else []
    gone = list(find_removals(spans, found, sentence)) if sentence else []
    named = {name for _, names in kept for name in names}
    named |= {name for each in gone for name in (*each.brought_by, *each.removed_by)}
    origins = look_up(session, demand, named, viewer)
    return OriginPage(
        demand_id=demand.id,
        label=demand.label,
        title=demand.title,
        version_number=present.number,
        is_struck=demand.is_struck,
        blocks=tuple(_show(document, spans)),
        versions=tuple(reversed(versions)),
        chosen=sentence,
        runs=tuple(OriginRun(words, name_origins(names, origins)) for words, names in kept),
        struck=tuple(
            OriginRun(
                _shorten(each.text), name_origins(each.brought_by, origins), name_origins(each.removed_by, origins)
            )
            for each in gone
            if each.text.strip()
        ),
    )


def find_removals(spans: Sequence[tuple[int, int]], found: Provenance, sentence: int) -> Iterator[Removal]:
    """What was struck in a sentence or right before it; behind the last of a text it belongs to the last."""
    start = spans[sentence - 2][1] if sentence > 1 else 0
    end = spans[sentence - 1][1]
    for removal in found.removals:
        if start <= removal.position < end or (sentence == len(spans) and removal.position >= end):
            yield removal


def _runs(tokens: Sequence[Token], found: Provenance, span: tuple[int, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of a sentence, grouped by what brought them; what no run covers is owed to nothing known."""
    sources = [*found.per_token(), *([()] * len(tokens))]
    for names, group in groupby(range(*span), key=lambda place: sources[place]):
        words = "".join(token.text + token.blank for place in group if isinstance(token := tokens[place], Word))
        yield _shorten(words), names


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= _LONGEST:
        return words
    head, tail = words[: _LONGEST // 2].rsplit(" ", 1)[0], words[-_LONGEST // 2 :].split(" ", 1)[-1]
    return f"{head} … {tail}"


def _show(document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[OriginBlock]:
    tokens = document.tokens()
    levels, marks = shown_levels(document.blocks), counters(document.blocks)
    at = 0
    for index, block in enumerate(document.blocks):
        end = at + 1 + len(block.words)
        sentences = tuple(
            OriginSentence(number, tuple(_pieces(tokens[start:stop])))
            for number, (start, stop) in enumerate(spans, start=1)
            if at < start < end
        )
        yield OriginBlock(block.kind.value, levels[index], marks[index], sentences)
        at = end


def _pieces(tokens: Iterable[Token]) -> Iterator[Piece]:
    """The words under their marks; links are left out, as the whole sentence is one."""
    words = (token for token in tokens if not isinstance(token, Start))
    for (bold, italic), group in groupby(words, key=lambda word: (word.bold, word.italic)):
        yield Piece("".join(word.text + word.blank for word in group), bold=bold, italic=italic)
