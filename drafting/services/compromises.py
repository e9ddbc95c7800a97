"""Compromises (modifizierte Übernahme): one text a moderator makes of several amendments, and asking their proposers.

A compromise is an amendment, with a number of its own. Those whose amendments it is made of agree or decline; if all
agree, it may be taken over without a vote, else the vote decides. ``services.demands.conclude`` lets it take effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, CompromisePart, Demand, Person, now
from drafting.rules.lifecycle import AmendmentKind, AmendmentState, Phase, takes_decisions
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import may_moderate
from drafting.services import agreements, amendments, demands, drafts, intake, journal, notices, wordings
from drafting.services.access import find_actor, lock_conference, require_role
from drafting.text.diff import find_edits
from drafting.text.markdown import parse


def draft(
    work: UnitOfWork,
    demand_id: str,
    amendment_ids: Sequence[str],
    *,
    text: str,
    reason: str,
    base_version_id: str,
    answers_until: datetime,
    actor: str,
) -> str:
    """Propose a compromise of open amendments to one demand, and ask their proposers; returns its id.

    Limits of the intake (its end, reasons, numbers per person) are not for compromises.
    """
    demand = demands.lock_demand(work, demand_id)
    conference = lock_conference(work, demands.get_conference_id(work, demand))
    require_role(work, conference.id, actor, may_moderate)
    if find_actor(work, conference.id, actor) is None:
        raise NotAllowedError("Einen Kompromiss entwirft immer eine Person.")
    if not takes_decisions(Phase(conference.phase)):
        raise ClosedError("In dieser Phase der Konferenz wird nicht mehr verhandelt.")
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    if answers_until <= now():
        raise InvalidInputError("Die Frist für die Antworten muss in der Zukunft liegen.", field="frist")
    parts = _read_parts(work, demand, amendment_ids)
    document = wordings.read_text(text)
    base = wordings.get_version(work, demand, base_version_id)
    edits = find_edits(parse(base.text), document)
    wordings.require_change(edits)
    reason = wordings.read_reason(reason, is_required=False)
    compromise = intake.new_amendment(conference, demand.paper_id, AmendmentKind.CHANGE, reason=reason, actor=actor)
    compromise.demand_id = demand_id
    compromise.is_compromise = True
    compromise.answers_until = answers_until
    intake.hand_in(
        work,
        compromise,
        demand,
        base,
        document,
        edits,
        actor=actor,
        action="compromise.proposed",
        parts=[part.id for part in parts],
    )
    for part in parts:
        own = part.proposer_id == actor
        work.session.add(
            CompromisePart(
                compromise_id=compromise.id,
                amendment_id=part.id,
                agreed=True if own else None,
                answered_at=now() if own else None,
            )
        )
        _announce(work, part)
    work.session.flush()
    agreements.ask(work, parts, actor=actor)
    drafts.discard(work, drafts.name_compromise(demand_id, amendment_ids), actor=actor)
    return compromise.id


def agree(work: UnitOfWork, compromise_id: str, amendment_id: str, *, actor: str) -> None:
    """Say, as the proposer of a part, that one agrees to the compromise."""
    _answer(work, compromise_id, amendment_id, agreed=True, actor=actor)


def decline(work: UnitOfWork, compromise_id: str, amendment_id: str, *, actor: str) -> None:
    """Say, as the proposer of a part, that one does not agree to the compromise."""
    _answer(work, compromise_id, amendment_id, agreed=False, actor=actor)


def _answer(work: UnitOfWork, compromise_id: str, amendment_id: str, *, agreed: bool, actor: str) -> None:
    compromise = amendments.get_undecided(work, compromise_id)
    part = work.session.get(CompromisePart, (compromise_id, amendment_id), populate_existing=True)
    if part is None:
        raise NotFoundError("Dieser Antrag gehört nicht zum Kompromiss.")
    amendment = amendments.get_undecided(work, amendment_id)
    if amendment.proposer_id != actor:
        raise NotAllowedError("Das kann nur, wer den Antrag gestellt hat.")
    amendments.refuse_while_voting(work, compromise)
    if part.agreed is agreed:
        return
    part.agreed = agreed
    part.answered_at = now()
    journal.append(
        work,
        compromise.conference_id,
        "compromise.agreed" if agreed else "compromise.declined",
        actor=actor,
        amendment=compromise.id,
        part=amendment_id,
    )
    notices.tell(
        work,
        [compromise.proposer_id],
        NoticeKind.COMPROMISE_AGREED if agreed else NoticeKind.COMPROMISE_DECLINED,
        demand_id=compromise.demand_id,
        amendment_id=compromise.id,
        detail=f"{work.session.get_one(Person, actor).label} ({amendment.label})",
        apart_from=actor,
    )
    _announce(work, compromise)
    _announce(work, amendment)


def _read_parts(work: UnitOfWork, demand: Demand, amendment_ids: Sequence[str]) -> list[Amendment]:
    """The amendments a compromise is made of; raises InvalidInputError for what cannot be one of them."""
    parts = list(
        work.session.scalars(
            select(Amendment)
            .where(Amendment.id.in_(set(amendment_ids)), Amendment.demand_id == demand.id)
            .order_by(Amendment.number)
            .execution_options(populate_existing=True)
        )
    )
    if not parts or len(parts) < len(set(amendment_ids)):
        raise InvalidInputError("Bitte wählen Sie Anträge zu dieser Forderung.", field="antrag")
    for part in parts:
        if not part.is_undecided:
            raise ClosedError("Über %(label)s ist schon entschieden.", label=part.label)
        if part.state == AmendmentState.SUBMITTED:
            raise ClosedError("%(label)s hat noch nicht genug Unterstützung.", label=part.label)
        if part.is_compromise or part.kind not in {AmendmentKind.CHANGE, AmendmentKind.STRIKE}:
            raise InvalidInputError(
                "Aus %(label)s lässt sich kein Kompromiss machen.", field="antrag", label=part.label
            )
    return parts


def _announce(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
