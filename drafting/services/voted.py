"""Voted: what exactly a poll is about, fixed when it opens, so that nothing changes under those who vote."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError
from drafting.models import Amendment, Demand, Poll, PollItem, PollOption
from drafting.rules.lifecycle import AmendmentKind
from drafting.rules.questions import FEWEST_TO_CHOOSE, Question
from drafting.services import (
    agreements,
    amendments,
    consents,
    demands,
    hall_questions,
    moving,
    overlaps,
    papers,
    undisputed,
    wordings,
)
from drafting.services.poll_rows import list_options


def fix(work: UnitOfWork, poll: Poll) -> list[list[str]]:
    """Fix what a poll is about; returns each amendment or demand with its wording, where there are several.

    Raises ClosedError where nothing is left to vote on.
    """
    match Question(poll.question):
        case Question.AMENDMENT | Question.PANEL_TEXT:
            poll.revision_id = _fix_wording(work, amendments.get_undecided(work, poll.amendment_id or ""))
        case Question.CONSENT:
            return consents.begin_vote(work, poll)
        case Question.SEVERAL:
            return _fix_items(work, poll)
        case Question.CHOICE:
            return _fix_choice(work, poll)
        case Question.PROCEDURE:
            return [[amendment.id] for amendment in _keep_open(work, poll)]
        case Question.DEMAND:
            return _fix_demand(work, poll)
        case Question.PAPER:
            paper = hall_questions.get_paper(work, poll.conference_id)
            poll.edition_id = papers.freeze_for_vote(work, paper, name=f"Schlussabstimmung {poll.number}")
        case Question.PRIORITIES:
            _drop_struck(work, poll)
    return []


def _fix_wording(work: UnitOfWork, amendment: Amendment) -> str:
    """The wording voted on: that of the amendment now, brought to the present text."""
    agreements.require_answers(work, amendment)
    if amendment.kind == AmendmentKind.MOVE:
        moving.require_place(work, amendment)
        moving.refuse_while_moving(work, amendment)
    if amendment.demand_id is None or amendment.kind == AmendmentKind.MOVE:
        return wordings.get_revision(work, amendment).id
    present = wordings.get_present(work, work.session.get_one(Demand, amendment.demand_id))
    before = amendment.revision_number
    revision = demands.fit_to_present(work, amendment, present)
    if amendment.revision_number != before:
        overlaps.refresh(work, amendment.demand_id)
    return revision.id


def _fix_items(work: UnitOfWork, poll: Poll) -> list[list[str]]:
    """The wordings of all that is still open, none colliding with another."""
    found = _keep_open(work, poll)
    fixed = [[amendment.id, _fix_wording(work, amendment)] for amendment in found]
    undisputed.refuse_conflicts(work, found)
    return fixed


def _keep_open(work: UnitOfWork, poll: Poll) -> Sequence[Amendment]:
    """The amendments of a poll about several; those decided since are left out of it."""
    found = list_items(work, poll)
    decided = [amendment.id for amendment in found if not amendment.is_undecided]
    work.session.execute(delete(PollItem).where(PollItem.poll_id == poll.id, PollItem.amendment_id.in_(decided)))
    left = [amendment for amendment in found if amendment.is_undecided]
    if not left:
        raise ClosedError("Über diese Anträge ist schon entschieden.")
    return left


def list_items(work: UnitOfWork, poll: Poll) -> Sequence[Amendment]:
    """The amendments of a poll about several, in order."""
    return work.session.scalars(
        select(Amendment)
        .join(PollItem, PollItem.amendment_id == Amendment.id)
        .where(PollItem.poll_id == poll.id)
        .order_by(PollItem.position)
        .execution_options(populate_existing=True)
    ).all()


def _fix_choice(work: UnitOfWork, poll: Poll) -> list[list[str]]:
    """The wordings to choose from; answers decided since are left out, and the others keep their keys."""
    fixed: list[list[str]] = []
    for option in list_options(work, poll):
        if option.amendment_id is None:
            continue
        amendment = work.session.get_one(Amendment, option.amendment_id, populate_existing=True)
        if amendment.is_undecided:
            fixed.append([amendment.id, _fix_wording(work, amendment)])
        else:
            work.session.delete(option)
    if len(fixed) < FEWEST_TO_CHOOSE:
        raise ClosedError("Zur Auswahl steht nur noch ein Antrag. Bitte stimmen Sie über ihn allein ab.")
    work.session.flush()
    return fixed


def _fix_demand(work: UnitOfWork, poll: Poll) -> list[list[str]]:
    demand = demands.lock_demand(work, poll.demand_id or "")
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    present = wordings.get_present(work, demand)
    poll.version_id = present.id
    return [[demand.id, present.id]]


def _drop_struck(work: UnitOfWork, poll: Poll) -> None:
    """Nobody names a demand that is struck."""
    struck = select(Demand.id).where(Demand.is_struck)
    work.session.execute(delete(PollOption).where(PollOption.poll_id == poll.id, PollOption.demand_id.in_(struck)))
    left = len(list_options(work, poll))
    if left <= poll.most_choices:
        raise ClosedError("Es stehen nicht mehr genug Forderungen zur Wahl.")
