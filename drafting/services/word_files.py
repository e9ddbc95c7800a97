"""Handing in what a Word file proposes: all that was chosen, as one act, as one's own or in its authors' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import DraftingError, InvalidInputError, NotFoundError
from drafting.imports.proposals import Kind, Proposal
from drafting.models import Demand, Paper
from drafting.services import comments, journal, moves, proposals
from drafting.services.access import lock_conference
from drafting.services.intake import AlreadyProposedError
from drafting.services.particulars import Particulars


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proposal chosen from a file, with its reason; ``number`` is its place in the preview.

    ``proposer_id`` or ``organisation_id`` say in whose name an organizer hands it in.
    """

    number: int
    proposal: Proposal
    reason: str = ""
    headline: str = ""
    proposer_id: str = ""
    organisation_id: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of a file to be kept as a comment on a demand; whose it is stands before its words."""

    demand_id: str
    text: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The amendments made, in order, and those the same person had open already."""

    amendment_ids: tuple[str, ...]
    known_ids: tuple[str, ...]
    comment_ids: tuple[str, ...]


class ProposalRefusedError(InvalidInputError):
    """Say why one of several cannot be handed in; ``number`` is its place in the preview. None of them is."""

    def __init__(self, number: int, error: DraftingError) -> None:
        super().__init__(error.sentence, field=f"vorschlag-{number}", poll_id=error.poll_id, **error.values)
        self.number = number


def hand_in(
    work: UnitOfWork,
    conference_id: str,
    wanted: Sequence[Wanted],
    *,
    said: Sequence[Said] = (),
    actor: str,
) -> HandedIn:
    """Hand in all of them or none; raises ProposalRefusedError. What somebody has open already is not made again."""
    lock_conference(work, conference_id)
    if not wanted and not said:
        raise InvalidInputError("Bitte wählen Sie mindestens einen Vorschlag.", field="wahl")
    made: list[str] = []
    known: list[str] = []
    for each in wanted:
        try:
            made.append(_propose(work, conference_id, each, actor=actor))
        except AlreadyProposedError as error:
            known.append(error.amendment_id)
        except DraftingError as error:
            raise ProposalRefusedError(each.number, error) from error
    remarks = [_comment(work, conference_id, each, actor=actor) for each in said]
    if made:
        journal.append(work, conference_id, "amendments.read_from_word", actor=actor, amendments=made)
    return HandedIn(tuple(made), tuple(known), tuple(remarks))


def _propose(work: UnitOfWork, conference_id: str, wanted: Wanted, *, actor: str) -> str:
    proposal = wanted.proposal
    paper_id = _get_paper_id(work, conference_id, proposal.demand_id)
    besides = Particulars(
        headline=wanted.headline, organisation_id=wanted.organisation_id, proposer_id=wanted.proposer_id
    )
    match proposal.kind:
        case Kind.NEW:
            return proposals.propose_new(
                work,
                paper_id,
                text=proposal.text,
                reason=wanted.reason,
                section_id=proposal.section_id,
                actor=actor,
                after_demand_id=proposal.after_demand_id or None,
                is_first=not proposal.after_demand_id,
                besides=besides,
                keeps_draft=True,
            )
        case Kind.MOVE:
            return moves.propose_move(
                work,
                proposal.demand_id,
                section_id=proposal.section_id,
                after_demand_id=proposal.after_demand_id or None,
                reason=wanted.reason,
                actor=actor,
                headline=wanted.headline,
                proposer_id=wanted.proposer_id,
            )
        case Kind.STRIKE:
            return proposals.propose_strike(
                work,
                proposal.demand_id,
                reason=wanted.reason,
                base_version_id=proposal.base_version_id,
                actor=actor,
                besides=besides,
            )
        case _:
            return proposals.propose(
                work,
                proposal.demand_id,
                text=proposal.text,
                reason=wanted.reason,
                base_version_id=proposal.base_version_id,
                actor=actor,
                besides=besides,
                keeps_draft=True,
            )


def _get_paper_id(work: UnitOfWork, conference_id: str, demand_id: str) -> str:
    """The conference's paper; a demand of another conference is not found."""
    paper = work.session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    demand = work.session.get(Demand, demand_id) if demand_id else None
    if paper is None or (demand_id and (demand is None or demand.paper_id != paper.id)):
        raise NotFoundError("Diese Forderung gibt es nicht.")
    return paper.id


def _comment(work: UnitOfWork, conference_id: str, said: Said, *, actor: str) -> str:
    _get_paper_id(work, conference_id, said.demand_id)
    return comments.comment_on_demand(work, said.demand_id, text=said.text, actor=actor)
