"""Compromises: what those asked see, how far the answers are, and what the moderator's editor begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, AmendmentRevision, CompromisePart, Conference, Demand, DemandVersion, Paper
from drafting.queries import texts
from drafting.queries.agreements import STANDING_SENTENCES, find_standing, has_time
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind, AmendmentState, Phase, takes_decisions
from drafting.text.edits import load_edits
from drafting.text.merge import merge_edits

ANSWER_LABELS = {
    "agreed": "einverstanden",
    "declined": "nicht einverstanden",
    "waiting": "noch keine Antwort",
    "late": "keine Antwort",
    "gone": "nicht mehr gefragt",
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """An amendment a compromise is made of, and what its proposer says; ``answer`` is a key of ANSWER_LABELS."""

    card: AmendmentCard
    answer: str
    answer_label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the proposer of a part is asked; ``answer`` is "" before there is one."""

    own: AmendmentCard
    compromise: AmendmentCard
    answer: str
    answers_until: datetime | None
    has_time: bool


@dataclass(frozen=True, slots=True)
class CompromiseNotes:
    """All that one amendment's page says about compromises: the viewer's questions, or the parts with their answers."""

    questions: tuple[Question, ...]
    parts: tuple[PartRow, ...]
    answers_until: datetime | None
    standing: str
    standing_sentence: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Where the chosen amendments want different things: the present words, and each one's by its label."""

    base: str
    proposals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Where a compromise begins: the chosen amendments, their merged text, and what did not go together.

    ``left_out`` are the labels of those that are not in the text, because they strike it or collide with it.
    """

    demand_id: str
    label: str
    base_version_id: str
    text: str
    chosen: tuple[AmendmentCard, ...]
    choices: tuple[AmendmentCard, ...]
    clashes: tuple[Clash, ...]
    left_out: tuple[str, ...]
    may_draft: bool
    why_not: str


def get_notes(session: Session, amendment_id: str, *, viewer: Viewer) -> CompromiseNotes:
    """What an amendment's page says about compromises; nothing for one that has none."""
    amendment = session.get(Amendment, amendment_id)
    if amendment is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    rows = _list_parts(session, CompromisePart.compromise_id == amendment_id)
    standing = find_standing(amendment, rows) if amendment.is_compromise else ""
    cards = make_cards(session, [part for _, part in rows], viewer=viewer)
    return CompromiseNotes(
        questions=_list_questions(session, amendment, viewer),
        parts=tuple(_make_part(amendment, row, part, card) for (row, part), card in zip(rows, cards, strict=True)),
        answers_until=amendment.answers_until,
        standing=standing,
        standing_sentence=STANDING_SENTENCES.get(standing, ""),
    )


def _list_parts(session: Session, condition: object) -> list[tuple[CompromisePart, Amendment]]:
    rows = session.execute(
        select(CompromisePart, Amendment)
        .join(Amendment, Amendment.id == CompromisePart.amendment_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(Amendment.number)
    )
    return [(row, part) for row, part in rows]


def _make_part(compromise: Amendment, row: CompromisePart, part: Amendment, card: AmendmentCard) -> PartRow:
    if row.agreed is not None:
        answer = "agreed" if row.agreed else "declined"
    elif not compromise.is_undecided or not has_time(compromise.answers_until):
        answer = "late"
    else:
        answer = "waiting" if part.is_undecided else "gone"
    return PartRow(card, answer, ANSWER_LABELS[answer])


def _list_questions(session: Session, amendment: Amendment, viewer: Viewer) -> tuple[Question, ...]:
    """The open compromises whose drafters ask the viewer about this amendment of theirs."""
    if amendment.proposer_id != viewer.person_id or not amendment.is_undecided:
        return ()
    rows = session.execute(
        select(CompromisePart, Amendment)
        .join(Amendment, Amendment.id == CompromisePart.compromise_id)
        .where(CompromisePart.amendment_id == amendment.id, Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
    ).all()
    if not rows:
        return ()
    own, *cards = make_cards(session, [amendment, *(made for _, made in rows)], viewer=viewer)
    return tuple(
        Question(
            own=own,
            compromise=card,
            answer="" if row.agreed is None else "agreed" if row.agreed else "declined",
            answers_until=made.answers_until,
            has_time=has_time(made.answers_until),
        )
        for (row, made), card in zip(rows, cards, strict=True)
    )


def get_draft(session: Session, demand_id: str, amendment_ids: Sequence[str], *, viewer: Viewer) -> DraftPage:
    """The editor of a compromise with the merge of the chosen amendments; raises NotFoundError."""
    demand = session.get(Demand, demand_id)
    if demand is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    present = session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand_id, DemandVersion.number == demand.version_number)
    ).one()
    amendments = session.scalars(
        select(Amendment)
        .where(
            Amendment.demand_id == demand_id,
            Amendment.state.in_(UNDECIDED - {AmendmentState.SUBMITTED}),
            Amendment.is_compromise.is_(False),
            Amendment.kind.in_([AmendmentKind.CHANGE, AmendmentKind.STRIKE]),
        )
        .order_by(Amendment.number)
    ).all()
    choices = make_cards(session, amendments, viewer=viewer)
    chosen = tuple(card for card in choices if card.id in set(amendment_ids))
    text, clashes, left_out = _merge(session, present, chosen)
    why_not = _explain_why_not(session, demand, viewer)
    return DraftPage(
        demand_id=demand_id,
        label=demand.label,
        base_version_id=present.id,
        text=text,
        chosen=chosen,
        choices=choices,
        clashes=clashes,
        left_out=left_out,
        may_draft=not why_not,
        why_not=why_not,
    )


def _merge(
    session: Session, present: DemandVersion, chosen: Sequence[AmendmentCard]
) -> tuple[str, tuple[Clash, ...], tuple[str, ...]]:
    """The text with all of the chosen that goes together, what does not, and who is not in it at all."""
    fitting = [card for card in chosen if card.base_version_id == present.id and card.kind == AmendmentKind.CHANGE]
    revisions = session.scalars(
        select(AmendmentRevision).where(AmendmentRevision.id.in_([card.revision_id for card in fitting]))
    )
    merged = merge_edits(
        texts.read(present.text), {revision.amendment_id: load_edits(revision.edits) for revision in revisions}
    )
    clashes = tuple(
        Clash(
            conflict.base,
            tuple((card.label, conflict.proposals[card.id]) for card in fitting if card.id in conflict.proposals),
        )
        for conflict in merged.conflicts
    )
    inside = {card.id for card in fitting}
    return merged.text, clashes, tuple(card.label for card in chosen if card.id not in inside)


def _explain_why_not(session: Session, demand: Demand, viewer: Viewer) -> str:
    phase = session.scalar(
        select(Conference.phase).join(Paper, Paper.conference_id == Conference.id).where(Paper.id == demand.paper_id)
    )
    if not viewer.may_moderate:
        return "Einen Kompromiss entwirft die Moderation."
    if demand.is_struck:
        return "Diese Forderung ist gestrichen."
    return "" if takes_decisions(Phase(phase or "")) else "In dieser Phase der Konferenz wird nicht mehr verhandelt."
