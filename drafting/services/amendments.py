"""Amendments: handing in, revising, supporting, answering after a change, taking over.

``text`` is always the whole canonical text of the demand: title, body and reasons. Refusals: InvalidInputError with
``field`` "text" or "reason", ClosedError when the intake is over, NotAllowedError, OutdatedError when the text changed
in the same place since ``base_version_id``.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, Conference, DemandVersion, Poll, now
from drafting.queries.questions import is_about, is_binding
from drafting.rules.lifecycle import Advice, AmendmentKind, AmendmentState, Fit
from drafting.rules.permissions import may_moderate
from drafting.services import (
    agreements,
    carrying,
    demands,
    drafts,
    effects,
    intake,
    journal,
    notices,
    overlaps,
    panels,
    particulars,
    recommendations,
    supports,
    wordings,
)
from drafting.services.access import lock_conference, require_role
from drafting.services.particulars import Particulars
from drafting.services.proposals import propose, propose_new, propose_strike
from drafting.services.supports import support, unsupport
from drafting.text.diff import find_edits
from drafting.text.edits import Edit
from drafting.text.markdown import parse, to_markdown

__all__ = [
    "adapt",
    "get_undecided",
    "keep",
    "propose",
    "propose_new",
    "propose_strike",
    "refuse_while_voting",
    "revise",
    "support",
    "take_over",
    "unsupport",
    "withdraw",
]


def revise(
    work: UnitOfWork,
    amendment_id: str,
    *,
    text: str,
    reason: str | None = None,
    base_version_id: str,
    actor: str,
    besides: Particulars | None = None,
) -> None:
    """Change one's own open amendment; a new revision, the earlier ones stay."""
    amendment, conference = _own_amendment(work, amendment_id, actor)
    intake.open_intake(work, conference.id, actor)
    if besides is not None:
        particulars.note(work, amendment, besides, actor=actor)
        particulars.invite(work, amendment, besides.co_proposer_ids, actor=actor)
    _rewrite(work, amendment, conference, text, reason, base_version_id, cause="revised", actor=actor)


def adapt(work: UnitOfWork, amendment_id: str, *, text: str, base_version_id: str, actor: str) -> None:
    """Answer a collision with an own new text on the present version („Anpassen“); also after the intake has ended."""
    amendment, conference = _own_amendment(work, amendment_id, actor)
    if amendment.fit != Fit.CONFLICT:
        raise ClosedError("Dieser Antrag passt zum heutigen Text, hier ist nichts anzupassen.")
    _rewrite(work, amendment, conference, text, None, base_version_id, cause="adapted", actor=actor)


def keep(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Answer a collision with „So lassen“: the wording stays for the vote as it is."""
    amendment, conference = _own_amendment(work, amendment_id, actor)
    if amendment.fit != Fit.CONFLICT or amendment.is_kept:
        return
    amendment.needs_answer = False
    amendment.is_kept = True
    notices.answer_question(work, amendment.id)
    journal.append(work, conference.id, "amendment.kept", actor=actor, amendment=amendment.id)
    _announce(work, amendment)


def withdraw(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Withdraw one's own amendment; it stays readable."""
    amendment, conference = _own_amendment(work, amendment_id, actor)
    amendment.state = AmendmentState.WITHDRAWN
    amendment.needs_answer = False
    amendment.decided_at = now()
    carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag wurde zurückgezogen.")
    journal.append(work, conference.id, "amendment.withdrawn", actor=actor, amendment=amendment.id)
    notices.answer_question(work, amendment.id)
    notices.tell_outcome(work, amendment, actor=actor)
    if amendment.demand_id:
        overlaps.refresh(work, amendment.demand_id)
    _announce(work, amendment)


def take_over(work: UnitOfWork, amendment_id: str, *, actor: str) -> str:
    """Adopt an amendment without a vote; moderators; returns the new version's id.

    A move brings no version: ""; nor does the moderator of a panel that does not decide, who can but recommend it to
    the plenary.
    """
    amendment = get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    refuse_while_voting(work, amendment)
    panel = panels.find_recommending(work, amendment, actor=actor)
    if panel is not None:
        recommendations.record_panel(work, amendment, Advice.ADOPT, panel_id=panel.id, actor=actor)
        return ""
    agreements.require_agreement(work, amendment)
    carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag wurde ohne Abstimmung übernommen.")
    version = effects.adopt(work, amendment, state=AmendmentState.TAKEN_OVER, actor=actor)
    return version.id if version else ""


def get_undecided(work: UnitOfWork, amendment_id: str, *, with_submitted: bool = False) -> Amendment:
    """An amendment to decide on, under its conference's lock; raises ClosedError when it is decided already.

    One that still waits for supporters is not dealt with either, unless ``with_submitted``.
    """
    conference_id = work.session.scalar(select(Amendment.conference_id).where(Amendment.id == amendment_id))
    if conference_id is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    lock_conference(work, conference_id)
    amendment = work.session.get_one(Amendment, amendment_id, populate_existing=True)
    if not amendment.is_undecided:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    if not with_submitted and (lacking := supports.count_lacking(work, amendment)):
        raise ClosedError(
            "Dieser Antrag wird noch nicht behandelt: Ihm fehlen noch %(number)s Unterstützungen.", number=lacking
        )
    return amendment


def refuse_while_voting(work: UnitOfWork, amendment: Amendment) -> None:
    """Raise ClosedError while a vote runs on this amendment, or on another to the same demand."""
    about = is_about(demands=[amendment.demand_id] if amendment.demand_id else [], amendments=[amendment.id])
    if work.session.scalar(select(Poll.id).where(is_binding(), about).limit(1)) is not None:
        raise ClosedError("Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab.")


def _rewrite(
    work: UnitOfWork,
    amendment: Amendment,
    conference: Conference,
    text: str,
    reason: str | None,
    base_version_id: str,
    *,
    cause: str,
    actor: str,
) -> None:
    """Give an amendment a new wording by its author."""
    if amendment.kind in {AmendmentKind.STRIKE, AmendmentKind.MOVE}:
        raise InvalidInputError("Dieser Antrag hat keinen eigenen Wortlaut.", field="text")
    if reason is not None:
        amendment.reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    document = wordings.read_text(text)
    base: DemandVersion | None = None
    edits: Sequence[Edit] = ()
    if amendment.demand_id is not None:
        demand = demands.lock_demand(work, amendment.demand_id)
        base = wordings.get_version(work, demand, base_version_id)
        if base.id != wordings.get_present(work, demand).id:
            raise OutdatedError(intake.OUTDATED)
        edits = find_edits(parse(base.text), document)
        wordings.require_change(edits)
    intake.refuse_twice(work, amendment, to_markdown(document), actor=actor)
    base_document = parse(base.text) if base else wordings.EMPTY
    revision = wordings.add_revision(
        work, amendment, cause=cause, base=base, base_document=base_document, document=document, edits=edits
    )
    amendment.fit = Fit.APPLIES
    amendment.needs_answer = amendment.is_kept = False
    agreements.ask_again(work, amendment)
    intake.record(work, amendment, f"amendment.{cause}", revision, actor=actor)
    for kind in ("revise", "adapt"):
        drafts.discard(work, f"{kind}:{amendment.id}", actor=actor)
    notices.answer_question(work, amendment.id)
    notices.tell_revised(work, amendment, actor=actor)
    if amendment.demand_id is not None:
        overlaps.refresh(work, amendment.demand_id)
    _announce(work, amendment)


def _own_amendment(work: UnitOfWork, amendment_id: str, actor: str) -> tuple[Amendment, Conference]:
    amendment = get_undecided(work, amendment_id, with_submitted=True)
    if amendment.proposer_id != actor:
        raise NotAllowedError("Das kann nur, wer den Antrag gestellt hat.")
    refuse_while_voting(work, amendment)
    return amendment, work.session.get_one(Conference, amendment.conference_id)


def _announce(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
