"""The editor: the text to begin with, and how it reads against the paper while it is being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Person
from drafting.queries import cards, texts
from drafting.queries.cards import OverlapNote
from drafting.queries.demands import explain_why_not, get_with_conference
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import UNDECIDED
from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.edits import Edit, load_edits
from drafting.text.markdown import parse
from drafting.text.merge import merge_edits
from drafting.text.redline import RedlineBlock, redline

MAX_WORDS = 3_000
_OWN = "\0own"


@dataclass(frozen=True, slots=True)
class EditorPage:
    """What the editor needs: the text to begin with and the version it is based on."""

    demand_id: str
    number: str
    title: str
    label: str
    base_version_id: str
    base_version_number: int
    text: str
    requires_reason: bool
    may_propose: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text being written would change: its redline, the formal sentences, and what it meets.

    ``problem`` is a sentence where the text cannot be handed in as it is, "" otherwise.
    """

    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    sentences: tuple[str, ...]
    overlaps: tuple[OverlapNote, ...]
    words_before: int
    words_after: int
    is_changed: bool
    is_outdated: bool
    problem: str


def get_editor(session: Session, demand_id: str, *, viewer: Viewer | None = None) -> EditorPage:
    """The editor's beginning; raises NotFoundError."""
    demand, conference = get_with_conference(session, demand_id)
    present = _get_present(session, demand)
    why_not = explain_why_not(conference, demand, viewer)
    return EditorPage(
        demand_id=demand.id,
        number=demand.number,
        title=demand.title,
        label=demand.label,
        base_version_id=present.id,
        base_version_number=present.number,
        text=present.text,
        requires_reason=conference.requires_reason,
        may_propose=not why_not,
        why_not=why_not,
    )


def _get_present(session: Session, demand: Demand) -> DemandVersion:
    return session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand.id, DemandVersion.number == demand.version_number)
    ).one()


def preview(session: Session, base_version_id: str, text: str, *, viewer: Viewer | None = None) -> Preview:
    """What a text would change against a version, and which open amendments it meets."""
    base = session.get(DemandVersion, base_version_id)
    if base is None:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    demand = session.get_one(Demand, base.demand_id)
    before, after = texts.read(base.text), parse(text[:100_000])
    edits = find_edits(before, after)
    shown = redline(before, edits)
    words = texts.count_words(after)
    return Preview(
        redline=shown,
        excerpt=texts.excerpt(shown),
        sentences=tuple(amendment_sentences(before, edits)),
        overlaps=_find_overlaps(session, base, edits),
        words_before=texts.count_words(before),
        words_after=words,
        is_changed=bool(edits),
        is_outdated=demand.version_number != base.number,
        problem=_find_problem(words, is_changed=bool(edits)),
    )


def _find_problem(words: int, *, is_changed: bool) -> str:
    if words > MAX_WORDS:
        return "Der Text ist zu lang. Eine Forderung darf höchstens 3.000 Wörter haben."
    if not words:
        return "Der Text ist leer. Soll die Forderung ganz entfallen, beantragen Sie bitte ihre Streichung."
    return "" if is_changed else "Am Text ist noch nichts geändert."


def _find_overlaps(session: Session, base: DemandVersion, edits: Sequence[Edit]) -> tuple[OverlapNote, ...]:
    """The open amendments on the same version that want the same words as ``edits``, or stand in their sentence."""
    rows = session.execute(
        select(Amendment, Person, AmendmentRevision.edits)
        .join(Person, Person.id == Amendment.proposer_id)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(AmendmentRevision.base_version_id == base.id, Amendment.state.in_(UNDECIDED))
    ).all()
    if not rows or not edits:
        return ()
    others = {amendment.id: (amendment, person) for amendment, person, _ in rows}
    every = {amendment.id: load_edits(stored) for amendment, _, stored in rows}
    merged = merge_edits(texts.read(base.text), {**every, _OWN: tuple(edits)})
    met = [
        *(("conflict", found.amendments, found.base) for found in merged.conflicts),
        *(("identical", found.amendments, found.inserted or found.deleted) for found in merged.identical),
        *(("neighbour", found.amendments, found.sentence) for found in merged.neighbours),
    ]
    notes: dict[str, OverlapNote] = {}
    for relation, amendments, words in met:
        for other in sorted(set(amendments) - {_OWN}) if _OWN in amendments else ():
            notes.setdefault(other, cards.note_overlap(relation, *others[other], words))
    return tuple(sorted(notes.values(), key=lambda note: others[note.amendment_id][0].number))
