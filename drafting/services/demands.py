"""Demands: the one way a demand gets a new version, by an amendment adopted or an editorial change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select, update

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError, OutdatedError
from drafting.events import AmendmentChanged, DemandChanged
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Paper, VersionAmendment, now
from drafting.models.demands import Source
from drafting.models.journal import digest
from drafting.queries.orders import digest_order
from drafting.queries.undoing import find_hindrance
from drafting.rules.lifecycle import AmendmentKind, AmendmentState, Fit
from drafting.rules.notices import NoticeKind
from drafting.rules.numbering import number_after
from drafting.rules.permissions import may_edit
from drafting.services import (
    agreements,
    carrying,
    drafts,
    journal,
    moving,
    notices,
    overlaps,
    papers,
    placing,
    wordings,
)
from drafting.services.access import lock_conference, require_role
from drafting.text import provenance
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import Edit, apply, dump_edits
from drafting.text.markdown import parse, to_markdown

_NOTICES = {
    "editorial": NoticeKind.DEMAND_EDITED,
    "undo": NoticeKind.DEMAND_RESTORED,
    "restore": NoticeKind.DEMAND_RESTORED,
}


def edit(work: UnitOfWork, demand_id: str, *, text: str, reason: str, base_version_id: str, actor: str) -> str:
    """Change a demand's text as an editor, with a reason; open amendments are carried over; returns the version."""
    demand = lock_demand(work, demand_id)
    conference_id = get_conference_id(work, demand)
    require_role(work, conference_id, actor, may_edit)
    reason = wordings.read_reason(reason, is_required=True)
    refuse_editing(work, demand)
    present = wordings.get_present(work, demand)
    document = wordings.read_text(text)
    if present.id != base_version_id:
        if (present.source, present.created_by, present.text) == ("editorial", actor, to_markdown(document)):
            # The same act twice: what it asks for is there.
            return present.id
        raise OutdatedError("Der Text wurde geändert, während Sie schrieben. Bitte sehen Sie den neuen Text an.")
    edits = find_edits(parse(present.text), document)
    wordings.require_change(edits)
    version = move_on(work, demand, present, document, edits, source="editorial", actor=actor)
    version.reason = reason
    drafts.discard(work, f"edit:{demand_id}", actor=actor)
    conclude(work, conference_id, demand, present, version, action="demand.edited", actor=actor)
    return version.id


def refuse_editing(work: UnitOfWork, demand: Demand) -> None:
    """Raise ClosedError where an editor may not change a text now."""
    refuse_changing(work, demand)
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")


def refuse_changing(work: UnitOfWork, demand: Demand) -> None:
    """Raise ClosedError while a vote runs on a demand, and when the conference is over."""
    refusal = find_hindrance(work.session, demand)
    if refusal is not None:
        raise refusal


def adopt(
    work: UnitOfWork, amendment: Amendment, *, state: AmendmentState, actor: str, poll_id: str | None = None
) -> DemandVersion | None:
    """Let an amendment take effect: a new version with all open amendments carried over, a new demand, or a move.

    The caller holds the conference's lock. Colliding wording stands as its author left it. Returns the version it
    brings; a move brings none.
    """
    amendment.state = state
    amendment.needs_answer = False
    amendment.decided_at = now()
    if amendment.kind == AmendmentKind.MOVE:
        moving.carry_out(work, amendment, actor=actor, poll_id=poll_id)
        return None
    if amendment.kind == AmendmentKind.NEW:
        return _add_demand(work, amendment, actor=actor, poll_id=poll_id)
    demand = lock_demand(work, amendment.demand_id or "")
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    present = wordings.get_present(work, demand)
    revision = fit_to_present(work, amendment, present)
    document = apply(parse(present.text), wordings.load_revision_edits(revision))
    demand.is_struck = amendment.kind == AmendmentKind.STRIKE
    version = move_on(
        work,
        demand,
        present,
        document,
        wordings.load_revision_edits(revision),
        source="amendment",
        actor=actor,
        poll_id=poll_id,
    )
    conclude(
        work,
        amendment.conference_id,
        demand,
        present,
        version,
        action=f"amendment.{state}",
        actor=actor,
        brought_by=(bring(work, version, amendment, revision),),
    )
    _announce(work, amendment, demand)
    return version


def strike(work: UnitOfWork, demand: Demand, *, conference_id: str, actor: str, poll_id: str) -> DemandVersion:
    """Strike a demand that was voted down; the caller holds the conference's lock."""
    present = wordings.get_present(work, demand)
    edits = find_edits(parse(present.text), wordings.EMPTY)
    demand.is_struck = True
    version = move_on(work, demand, present, wordings.EMPTY, edits, source="vote", actor=actor, poll_id=poll_id)
    conclude(work, conference_id, demand, present, version, action="demand.struck", actor=actor)
    return version


def fit_to_present(work: UnitOfWork, amendment: Amendment, present: DemandVersion) -> AmendmentRevision:
    """The amendment's wording on the present text; one that collides and was left so stands against what changed."""
    revision = wordings.get_revision(work, amendment)
    if revision.base_version_id == present.id:
        return revision
    document = carrying.impose(work, revision, present)
    base_document = parse(present.text)
    edits = find_edits(base_document, document)
    wordings.require_change(edits)
    imposed = wordings.add_revision(
        work, amendment, cause="imposed", base=present, base_document=base_document, document=document, edits=edits
    )
    amendment.fit = Fit.APPLIES
    amendment.needs_answer = False
    journal.append(
        work,
        amendment.conference_id,
        "amendment.imposed",
        actor="system",
        amendment=amendment.id,
        revision=imposed.id,
        base=present.id,
        text=digest(imposed.text),
    )
    return imposed


def lock_demand(work: UnitOfWork, demand_id: str) -> Demand:
    """A demand nobody else can move on meanwhile, under its conference's lock; raises NotFoundError."""
    conference_id = work.session.scalar(
        select(Paper.conference_id).join(Demand, Demand.paper_id == Paper.id).where(Demand.id == demand_id)
    )
    if conference_id is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    lock_conference(work, conference_id)
    return work.session.scalars(
        select(Demand)
        .where(Demand.id == demand_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def get_conference_id(work: UnitOfWork, demand: Demand) -> str:
    """The conference whose paper the demand is in."""
    return work.session.get_one(Paper, demand.paper_id).conference_id


def move_on(
    work: UnitOfWork,
    demand: Demand,
    present: DemandVersion,
    document: Document,
    edits: Sequence[Edit],
    *,
    source: str,
    actor: str,
    owners: Sequence[Sequence[str]] = (),
    **origin: str | None,
) -> DemandVersion:
    """Write the next version down, with what changed and what brought each word in; ``conclude`` must follow.

    ``owners`` names for each edit the amendments whose it is, "" for the actor's own; without it the version as a
    whole is what brought them.
    """
    version = DemandVersion(
        demand_id=demand.id,
        number=present.number + 1,
        text=to_markdown(document),
        edits=dump_edits(edits),
        source=source,
        is_struck=demand.is_struck,
        created_by=actor,
        **origin,
    )
    work.session.add(version)
    work.session.flush()
    before = provenance.load(present.provenance)
    sources = [tuple(Source(version.id, owner).name for owner in by) for by in owners] or version.id
    version.provenance = provenance.dump(provenance.trace(before, parse(present.text), edits, sources))
    demand.version_number = version.number
    demand.title = document.title if not demand.is_struck else demand.title
    return version


def conclude(
    work: UnitOfWork,
    conference_id: str,
    demand: Demand,
    before: DemandVersion,
    version: DemandVersion,
    *,
    action: str,
    actor: str,
    brought_by: Sequence[VersionAmendment] = (),
    stays_open: Collection[str] = (),
    origins: Mapping[str, AmendmentRevision] = MappingProxyType({}),
    **details: object,
) -> None:
    """Record a new version, carry every open amendment but those that brought it over, and say what has changed.

    Of those in ``stays_open`` only a part is in it: what is left of them is carried too. ``details`` are recorded.
    A compromise brings those of its parts whose proposers agreed. After an undo ``origins`` are the wordings carried.
    """
    whole = [link for link in brought_by if not link.is_partial and link.amendment_id not in stays_open]
    agreed = agreements.bring_agreed(work, version, whole)
    journal.append(
        work,
        conference_id,
        action,
        actor=actor,
        demand=demand.id,
        version=version.id,
        number=version.number,
        base=before.id,
        amendment=brought_by[0].amendment_id if len(brought_by) == 1 else None,
        revision=brought_by[0].revision_id if len(brought_by) == 1 else None,
        poll=version.poll_id,
        text=digest(version.text),
        **details,
    )
    apart_from = {link.amendment_id for link in (*brought_by, *agreed)} - set(stays_open)
    _tell_outcomes(work, [link for link in brought_by if link.amendment_id in apart_from], actor=actor)
    agreements.record_agreed(work, conference_id, agreed, actor=actor)
    carrying.carry_all(work, demand, before, version, apart_from=apart_from, actor=actor, origins=origins)
    overlaps.refresh(work, demand.id)
    kind = _NOTICES.get(version.source, NoticeKind.DEMAND_CHANGED)
    notices.tell_followers(work, demand.id, kind, actor=actor, detail=version.reason)
    work.publish(DemandChanged(conference_id=conference_id, demand_id=demand.id, version_id=version.id))


def bring(
    work: UnitOfWork,
    version: DemandVersion,
    amendment: Amendment,
    revision: AmendmentRevision,
    *,
    is_partial: bool = False,
) -> VersionAmendment:
    """Write down that an amendment takes effect with a version, wholly or in part."""
    link = VersionAmendment(
        version_id=version.id, amendment_id=amendment.id, revision_id=revision.id, is_partial=is_partial
    )
    work.session.add(link)
    return link


def _tell_outcomes(work: UnitOfWork, brought_by: Sequence[VersionAmendment], *, actor: str) -> None:
    amendments = [work.session.get_one(Amendment, link.amendment_id) for link in brought_by]
    if amendments:
        notices.tell_outcomes(work, amendments, actor=actor)


def _add_demand(work: UnitOfWork, amendment: Amendment, *, actor: str, poll_id: str | None) -> DemandVersion:
    """Make the new demand an amendment asked for, numbered after the one before it, without renumbering any."""
    revision = wordings.get_revision(work, amendment)
    document = parse(revision.text)
    numbers = list(
        work.session.scalars(
            select(Demand.number).where(Demand.paper_id == amendment.paper_id).order_by(Demand.position)
        )
    )
    before = placing.find_place(work, amendment)
    position = (before.position if before else 0) + 1
    work.session.execute(
        update(Demand)
        .where(Demand.paper_id == amendment.paper_id, Demand.position >= position)
        .values(position=Demand.position + 1)
    )
    demand = Demand(
        paper_id=amendment.paper_id,
        section_id=amendment.section_id,
        number=number_after(before.number if before else "", numbers),
        position=position,
        title=document.title,
    )
    work.session.add(demand)
    work.session.flush()
    version = papers.add_first_version(
        work,
        demand,
        document,
        source="amendment",
        actor=actor,
        poll_id=poll_id,
    )
    _tell_outcomes(work, [bring(work, version, amendment, revision)], actor=actor)
    journal.append(
        work,
        amendment.conference_id,
        f"amendment.{amendment.state}",
        actor=actor,
        demand=demand.id,
        version=version.id,
        number=1,
        base=None,
        amendment=amendment.id,
        revision=revision.id,
        poll=poll_id,
        text=digest(version.text),
        order=digest_order(work.session, amendment.paper_id),
    )
    work.publish(DemandChanged(conference_id=amendment.conference_id, demand_id=demand.id, version_id=version.id))
    _announce(work, amendment, demand)
    return version


def _announce(work: UnitOfWork, amendment: Amendment, demand: Demand) -> None:
    work.publish(
        AmendmentChanged(conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=demand.id)
    )
