"""Carrying over by hand: a moderator writes a colliding amendment anew on the present text, for its author."""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, OutdatedError
from drafting.events import AmendmentChanged
from drafting.rules.lifecycle import AmendmentKind, Fit
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import may_moderate
from drafting.services import agreements, amendments, demands, intake, notices, overlaps, wordings
from drafting.services.access import require_role
from drafting.text.diff import find_edits
from drafting.text.markdown import parse, to_markdown


def carry_by_hand(work: UnitOfWork, amendment_id: str, *, text: str, base_version_id: str, actor: str) -> None:
    """Give a colliding amendment a wording on the present version; its author's own wordings stay as they are.

    The author is asked nothing more, is told, and may still change it. One left so by its author stays so.
    """
    amendment = amendments.get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    amendments.refuse_while_voting(work, amendment)
    if amendment.fit != Fit.CONFLICT or amendment.kind != AmendmentKind.CHANGE:
        raise ClosedError("Dieser Antrag passt zum heutigen Text, hier ist nichts zu übertragen.")
    if amendment.is_kept:
        raise ClosedError("Wer den Antrag gestellt hat, will ihn so lassen.")
    demand = demands.lock_demand(work, amendment.demand_id or "")
    base = wordings.get_version(work, demand, base_version_id)
    if base.id != wordings.get_present(work, demand).id:
        raise OutdatedError(intake.OUTDATED)
    document, base_document = wordings.read_text(text), parse(base.text)
    edits = find_edits(base_document, document)
    wordings.require_change(edits)
    intake.refuse_twice(work, amendment, to_markdown(document), actor=amendment.proposer_id)
    revision = wordings.add_revision(
        work, amendment, cause="by_hand", base=base, base_document=base_document, document=document, edits=edits
    )
    amendment.fit = Fit.APPLIES
    amendment.needs_answer = False
    agreements.ask_again(work, amendment)
    intake.record(work, amendment, "amendment.carried_by_hand", revision, actor=actor)
    notices.answer_question(work, amendment.id)
    notices.tell_revised(work, amendment, actor=actor, kind=NoticeKind.CARRIED_BY_HAND)
    overlaps.refresh(work, demand.id)
    work.publish(
        AmendmentChanged(conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=demand.id)
    )
