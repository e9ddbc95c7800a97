"""Making proposals: the wording, headline and place of each kind.

An author may be without a name; ``NOBODY`` is the author of what was not tracked.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafting.imports.base_papers import BaseDemand, BasePaper
from drafting.imports.carrying import Carried
from drafting.imports.notes import Note, note, shorten
from drafting.imports.proposals import Kind, Proposal
from drafting.imports.unit_matching import Match
from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.headlines import propose_headline
from drafting.text.markdown import to_markdown

NOBODY = None


def wish_change(author: str | None, match: Match, carried: Carried, notes: Sequence[Note]) -> Proposal | None:
    """A change of the present text; None where nothing is left of it."""
    demand, base = match.demand, match.demand.present
    sentences = amendment_sentences(base.document, find_edits(base.document, carried.document))
    if carried.settled or not sentences:
        return None
    if carried.collides or carried.moved:
        key = "collides" if carried.collides else "rebased"
        notes = [*notes, note(key, old=match.version.number, new=base.number)]
    return Proposal(
        Kind.CHANGE,
        demand_id=demand.id,
        label=demand.label,
        number=demand.number,
        authors=_authors(author),
        text=to_markdown(carried.document).strip(),
        headline=propose_headline(sentences),
        tracked=author is not NOBODY,
        base_version_id=base.id,
        notes=tuple(notes),
        collides=carried.collides,
    )


def wish_strike(author: str | None, demand: BaseDemand, notes: Sequence[Note] = ()) -> Proposal:
    """The striking of a demand."""
    title = demand.present.document.title
    return Proposal(
        Kind.STRIKE,
        demand_id=demand.id,
        label=demand.label,
        number=demand.number,
        authors=_authors(author),
        text="",
        headline=f"{demand.label} streichen" + (f": {title}" if title else ""),
        tracked=author is not NOBODY,
        base_version_id=demand.present.id,
        notes=tuple(notes),
    )


def wish_new(
    author: str | None, document: Document, section_id: str, after: BaseDemand | None, notes: Sequence[Note] = ()
) -> Proposal:
    """A new demand."""
    where = f" nach {after.number}" if after is not None and after.number else ""
    return Proposal(
        Kind.NEW,
        demand_id="",
        label="",
        number="",
        authors=_authors(author),
        text=to_markdown(document).strip(),
        headline=f"Neue Forderung{where}: {document.title}",
        tracked=author is not NOBODY,
        section_id=section_id,
        after_demand_id=after.id if after is not None else "",
        notes=tuple(notes),
    )


def wish_move(
    author: str | None, demand: BaseDemand, paper: BasePaper, section_id: str, after: BaseDemand | None
) -> Proposal:
    """A demand elsewhere in the paper; its words stay."""
    heading = shorten(dict(paper.sections)[section_id])
    where = f"hinter {after.label}" if after is not None else f"an den Anfang von „{heading}“"
    return Proposal(
        Kind.MOVE,
        demand_id=demand.id,
        label=demand.label,
        number=demand.number,
        authors=_authors(author),
        text=demand.present.text.strip(),
        headline=f"{demand.label} {where} verschieben",
        tracked=author is not NOBODY,
        base_version_id=demand.present.id,
        section_id=section_id,
        after_demand_id=after.id if after is not None else "",
    )


def _authors(author: str | None) -> tuple[str, ...]:
    return () if author is NOBODY else (author,)
