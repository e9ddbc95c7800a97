"""Proposals: handing in an amendment to a text, a new demand, or the striking of one.

``text`` is always the whole canonical text of the demand: title, body and reasons. Refusals: InvalidInputError with
``field`` "text" or "reason", ClosedError when the intake is over, NotAllowedError, OutdatedError when the text changed
in the same place since ``base_version_id``.
"""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.events import AmendmentProposed
from drafting.models import Demand, Paper, Section
from drafting.rules.lifecycle import AmendmentKind
from drafting.services import drafts, intake, particulars, wordings
from drafting.services.particulars import NO_PARTICULARS, Particulars
from drafting.text.diff import find_edits
from drafting.text.markdown import parse, to_markdown


def propose(
    work: UnitOfWork,
    demand_id: str,
    *,
    text: str,
    reason: str,
    base_version_id: str,
    actor: str,
    besides: Particulars = NO_PARTICULARS,
    keeps_draft: bool = False,
) -> str:
    """Hand in an amendment to a demand, preamble or closing; returns its id.

    An outdated base is carried over to the present version where nothing collides. The author's draft is done with,
    unless this is something else (``keeps_draft``).
    """
    demand, conference = intake.open_demand(work, demand_id, actor)
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    document = wordings.read_text(text)
    base = wordings.get_version(work, demand, base_version_id)
    edits = find_edits(parse(base.text), document)
    wordings.require_change(edits)
    proposer = intake.find_proposer(work, conference, besides.proposer_id, actor)
    amendment = intake.new_amendment(conference, demand.paper_id, AmendmentKind.CHANGE, reason=reason, actor=proposer)
    amendment.demand_id = demand_id
    particulars.note(work, amendment, besides, actor=actor)
    intake.hand_in(work, amendment, demand, base, document, edits, actor=actor)
    particulars.invite(work, amendment, besides.co_proposer_ids, actor=actor)
    if not keeps_draft:
        drafts.discard(work, f"change:{demand_id}", actor=actor)
    return amendment.id


def propose_strike(
    work: UnitOfWork,
    demand_id: str,
    *,
    reason: str,
    base_version_id: str,
    actor: str,
    besides: Particulars = NO_PARTICULARS,
) -> str:
    """Ask for a demand to be struck; returns the amendment's id. The preamble and the closing can only be changed."""
    demand, conference = intake.open_demand(work, demand_id, actor)
    if demand.kind != "demand":
        raise InvalidInputError("Präambel und Schluss lassen sich ändern, aber nicht streichen.", field="reason")
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    wordings.get_version(work, demand, base_version_id)
    # Whatever the version its author read, a strike is of the text as it stands.
    base = wordings.get_present(work, demand)
    proposer = intake.find_proposer(work, conference, besides.proposer_id, actor)
    amendment = intake.new_amendment(conference, demand.paper_id, AmendmentKind.STRIKE, reason=reason, actor=proposer)
    amendment.demand_id = demand_id
    particulars.note(work, amendment, besides, actor=actor)
    edits = find_edits(parse(base.text), wordings.EMPTY)
    intake.hand_in(work, amendment, demand, base, wordings.EMPTY, edits, actor=actor)
    particulars.invite(work, amendment, besides.co_proposer_ids, actor=actor)
    return amendment.id


def propose_new(
    work: UnitOfWork,
    paper_id: str,
    *,
    text: str,
    reason: str,
    section_id: str,
    actor: str,
    after_demand_id: str | None = None,
    is_first: bool = False,
    besides: Particulars = NO_PARTICULARS,
    keeps_draft: bool = False,
) -> str:
    """Hand in a new demand, to stand after another, first in its section or at the end; returns the amendment's id."""
    paper, section = work.session.get(Paper, paper_id), work.session.get(Section, section_id)
    if paper is None or section is None or section.paper_id != paper_id:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    conference = intake.open_intake(work, paper.conference_id, actor)
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    document = wordings.read_text(text)
    if not document.title:
        raise InvalidInputError("Bitte geben Sie der neuen Forderung eine Überschrift.", field="title")
    if after_demand_id is not None:
        after = work.session.get(Demand, after_demand_id)
        if after is None or after.section_id != section_id:
            raise NotFoundError("Diese Forderung gibt es in diesem Abschnitt nicht.")
    proposer = intake.find_proposer(work, conference, besides.proposer_id, actor)
    amendment = intake.new_amendment(conference, paper_id, AmendmentKind.NEW, reason=reason, actor=proposer)
    amendment.section_id = section_id
    amendment.after_demand_id = after_demand_id
    amendment.is_first = is_first and after_demand_id is None
    particulars.note(work, amendment, besides, actor=actor)
    intake.refuse_twice(work, amendment, to_markdown(document), actor=proposer)
    intake.number(work, amendment)
    revision = wordings.add_revision(
        work, amendment, cause="submitted", base=None, base_document=wordings.EMPTY, document=document, edits=()
    )
    intake.record(work, amendment, "amendment.proposed", revision, actor=actor)
    particulars.invite(work, amendment, besides.co_proposer_ids, actor=actor)
    if not keeps_draft:
        drafts.discard(work, f"new:{section_id}", actor=actor)
    work.publish(AmendmentProposed(conference_id=conference.id, amendment_id=amendment.id))
    return amendment.id
