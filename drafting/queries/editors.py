"""The editor: the text to begin with, and how it reads against the paper while it is being written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Conference, Demand, DemandVersion, Paper
from drafting.queries import meetings, texts
from drafting.queries.demands import explain_why_not, get_with_conference
from drafting.queries.meetings import Meeting
from drafting.queries.people import Viewer
from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.headlines import propose_headline
from drafting.text.markdown import parse
from drafting.text.redline import RedlineBlock, redline

MAX_WORDS = 3_000


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
    is_struck: bool


@dataclass(frozen=True, slots=True)
class LengthBudget:
    """How long the paper may be and is, in characters of titles and texts, and what a change adds to it."""

    limit: int
    length: int
    change: int

    @property
    def is_exceeded(self) -> bool:
        """Whether the paper would be too long with the change."""
        return self.length + self.change > self.limit


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text being written would change: its redline, the formal sentences, and what it meets.

    ``headline`` is what it would be called; ``budget`` is None where the paper may be of any length. ``problem`` is a
    sentence where the text cannot be handed in as it is, "" otherwise.
    """

    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    sentences: tuple[str, ...]
    overlaps: tuple[Meeting, ...]
    words_before: int
    words_after: int
    is_changed: bool
    is_outdated: bool
    problem: str
    headline: str = ""
    budget: LengthBudget | None = None

    @property
    def is_proposed_already(self) -> bool:
        """Whether somebody else has proposed the same, so that supporting it would do."""
        return any(other.is_alike and other.may_support for other in self.overlaps)


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
        is_struck=demand.is_struck,
    )


def _get_present(session: Session, demand: Demand) -> DemandVersion:
    return session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand.id, DemandVersion.number == demand.version_number)
    ).one()


def preview(
    session: Session, base_version_id: str, text: str, *, viewer: Viewer | None = None, apart_from: Collection[str] = ()
) -> Preview:
    """What a text would change against a version, and which open amendments it meets but for ``apart_from``."""
    base = session.get(DemandVersion, base_version_id)
    if base is None:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    demand = session.get_one(Demand, base.demand_id)
    before, after = texts.read(base.text), parse(text[:100_000])
    edits = find_edits(before, after)
    shown = redline(before, edits)
    words = texts.count_words(after)
    sentences = tuple(amendment_sentences(before, edits))
    added = texts.count_characters(after) - texts.count_characters(before)
    return Preview(
        redline=shown,
        excerpt=texts.excerpt(shown),
        sentences=sentences,
        overlaps=meetings.list_meetings(session, base, after, edits, viewer=viewer, apart_from=apart_from),
        words_before=texts.count_words(before),
        words_after=words,
        is_changed=bool(edits),
        is_outdated=demand.version_number != base.number,
        problem=_find_problem(words, is_changed=bool(edits)),
        headline=propose_headline(sentences),
        budget=_measure(session, demand.paper_id, added),
    )


def preview_new(
    session: Session, paper_id: str, text: str, *, viewer: Viewer | None = None, apart_from: Collection[str] = ()
) -> Preview | None:
    """How a new demand reads, and whether somebody asks for the same already; None while nothing is written."""
    after = parse(text[:100_000])
    if not after.title and not after.body:
        return None
    blocks = redline(after, ())
    return Preview(
        redline=blocks,
        excerpt=blocks,
        sentences=(),
        overlaps=meetings.list_equal_new(session, paper_id, after, viewer=viewer, apart_from=apart_from),
        words_before=0,
        words_after=texts.count_words(after),
        is_changed=True,
        is_outdated=False,
        problem="",
        headline=after.title,
        budget=_measure(session, paper_id, texts.count_characters(after)),
    )


def _measure(session: Session, paper_id: str, change: int) -> LengthBudget | None:
    """The paper's length by one statement; what a text counts is remembered with the text."""
    rows = session.execute(
        select(Conference.length_budget, DemandVersion.text)
        .join(Paper, Paper.conference_id == Conference.id)
        .join(Demand, Demand.paper_id == Paper.id)
        .join(DemandVersion, (DemandVersion.demand_id == Demand.id) & (DemandVersion.number == Demand.version_number))
        .where(Paper.id == paper_id, Conference.length_budget.is_not(None), Demand.is_struck.is_(False))
    ).all()
    if not rows:
        return None
    return LengthBudget(rows[0][0] or 0, sum(texts.count_text(text) for _, text in rows), change)


def _find_problem(words: int, *, is_changed: bool) -> str:
    if words > MAX_WORDS:
        return "Der Text ist zu lang. Eine Forderung darf höchstens 3.000 Wörter haben."
    if not words:
        return "Der Text ist leer. Soll die Forderung ganz entfallen, beantragen Sie bitte ihre Streichung."
    return "" if is_changed else "Am Text ist noch nichts geändert."
