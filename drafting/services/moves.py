"""Moves: asking for a demand or a whole section to stand elsewhere in the paper.

Refusals beside those of all amendments: InvalidInputError with ``field`` "place" where nothing would change, where the
same is asked already by the same person, or for preamble and closing, which have their place.
"""

from __future__ import annotations

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.events import AmendmentProposed
from drafting.models import Amendment, Conference, Demand, Paper, Section
from drafting.models.journal import digest
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind
from drafting.rules.notices import NoticeKind
from drafting.services import intake, journal, notices, orders, overlaps, wordings
from drafting.services.moving import undo_move

__all__ = ["propose_move", "propose_section_move", "undo_move"]


def propose_move(
    work: UnitOfWork,
    demand_id: str,
    *,
    section_id: str,
    after_demand_id: str | None = None,
    reason: str,
    actor: str,
    headline: str = "",
    proposer_id: str = "",
) -> str:
    """Ask for a demand to stand in a section behind another, else first; returns the amendment's id."""
    demand, conference = intake.open_demand(work, demand_id, actor)
    if demand.kind != "demand":
        raise InvalidInputError("Präambel und Schluss haben ihren festen Platz.", field="place")
    section = work.session.get(Section, section_id)
    if section is None or section.paper_id != demand.paper_id:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    after = work.session.get(Demand, after_demand_id) if after_demand_id is not None else None
    if after_demand_id is not None and (after is None or after.section_id != section_id):
        raise NotFoundError("Diese Forderung gibt es in diesem Abschnitt nicht.")
    proposer = intake.find_proposer(work, conference, proposer_id, actor)
    amendment = _new_move(conference, demand.paper_id, reason=reason, actor=proposer, headline=headline)
    amendment.demand_id = demand_id
    amendment.section_id = section_id
    amendment.after_demand_id = after_demand_id
    amendment.is_first = after_demand_id is None
    if after_demand_id == demand_id or orders.stands_there(work, amendment):
        raise InvalidInputError("Dort steht die Forderung schon.", field="place")
    _hand_in(work, amendment, actor=actor)
    overlaps.refresh(work, demand_id)
    return amendment.id


def propose_section_move(
    work: UnitOfWork,
    section_id: str,
    *,
    after_section_id: str | None = None,
    reason: str,
    actor: str,
    headline: str = "",
) -> str:
    """Ask for a section with all its demands to stand behind another, else first; returns the amendment's id."""
    section = work.session.get(Section, section_id)
    if section is None:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    conference = intake.open_intake(work, work.session.get_one(Paper, section.paper_id).conference_id, actor)
    after = work.session.get(Section, after_section_id) if after_section_id is not None else None
    if after_section_id is not None and (after is None or after.paper_id != section.paper_id):
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    amendment = _new_move(conference, section.paper_id, reason=reason, actor=actor, headline=headline)
    amendment.moved_section_id = section_id
    amendment.after_section_id = after_section_id
    amendment.is_first = after_section_id is None
    if after_section_id == section_id or orders.stands_there(work, amendment):
        raise InvalidInputError("Dort steht der Abschnitt schon.", field="place")
    _hand_in(work, amendment, actor=actor)
    return amendment.id


def _new_move(conference: Conference, paper_id: str, *, reason: str, actor: str, headline: str) -> Amendment:
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    amendment = intake.new_amendment(conference, paper_id, AmendmentKind.MOVE, reason=reason, actor=actor)
    amendment.headline = headline.strip()
    return amendment


def _hand_in(work: UnitOfWork, amendment: Amendment, *, actor: str) -> None:
    """Number a move and write it down; its wording is its place, so its revision is without words."""
    _refuse_twice(work, amendment, actor=amendment.proposer_id)
    intake.number(work, amendment)
    revision = wordings.add_revision(
        work,
        amendment,
        cause="submitted",
        base=None,
        base_document=wordings.EMPTY,
        document=wordings.EMPTY,
        edits=(),
    )
    journal.append(
        work,
        amendment.conference_id,
        "amendment.proposed",
        actor=actor,
        amendment=amendment.id,
        number=amendment.number,
        kind=amendment.kind,
        demand=amendment.demand_id,
        section=amendment.moved_section_id,
        new=[amendment.section_id, orders.get_anchor(amendment)],
        revision=revision.id,
        base=None,
        text=digest(revision.text),
        **intake.note_other(amendment, actor=actor),
    )
    if amendment.demand_id:
        notices.tell_followers(work, amendment.demand_id, NoticeKind.PROPOSED, amendment_id=amendment.id, actor=actor)
    work.publish(
        AmendmentProposed(
            conference_id=amendment.conference_id,
            amendment_id=amendment.id,
            demand_id=amendment.demand_id or "",
        )
    )


def _refuse_twice(work: UnitOfWork, amendment: Amendment, *, actor: str) -> None:
    wanted = {
        name: getattr(amendment, name)
        for name in ("demand_id", "section_id", "after_demand_id", "moved_section_id", "after_section_id")
    }
    # The new amendment is not to be written before it is known to be one.
    with work.session.no_autoflush:
        same = work.session.scalar(
            select(Amendment)
            .where(
                Amendment.proposer_id == actor,
                Amendment.kind == AmendmentKind.MOVE,
                Amendment.paper_id == amendment.paper_id,
                Amendment.state.in_(UNDECIDED),
                *(getattr(Amendment, name).is_not_distinct_from(value) for name, value in wanted.items()),
            )
            .limit(1)
        )
    if same is not None:
        raise InvalidInputError("Das haben Sie schon beantragt: %(label)s.", field="place", label=same.label)
