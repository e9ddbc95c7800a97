"""Carrying over: what a demand's new version means for every open amendment to it, in the same transaction.

An amendment that still fits gets a new revision on the new version. One that collides keeps its wording and its base
version, and its author is asked; each later version tries again from there. One of which nothing is left is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import literal, or_, select

from drafting.database import UnitOfWork
from drafting.events import AmendmentChanged
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Poll, now
from drafting.models.journal import digest
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind, AmendmentState, Fit, PollState
from drafting.services import journal, notices, wordings
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import Edit, load_edits
from drafting.text.markdown import parse, to_markdown
from drafting.text.rebase import Rebase, rebase
from drafting.text.rebase import impose as impose_edits


def carry_all(
    work: UnitOfWork,
    demand: Demand,
    before: DemandVersion,
    after: DemandVersion,
    *,
    apart_from: Collection[str],
    actor: str,
    origins: Mapping[str, AmendmentRevision] = MappingProxyType({}),
) -> None:
    """Carry every open amendment but those ``apart_from`` over to a demand's new version.

    After an undo ``origins`` are the wordings to carry in place of the present ones.
    """
    amendments = work.session.scalars(
        select(Amendment)
        .where(Amendment.demand_id == demand.id, Amendment.state.in_(UNDECIDED), Amendment.id.not_in(apart_from))
        # What moves a demand does not care for its words, only whether it is still there.
        .where(or_(Amendment.kind != AmendmentKind.MOVE, literal(demand.is_struck)))
        .order_by(Amendment.number)
    ).all()
    texts = _Texts(work)
    carried = []
    asked_before = {amendment.id for amendment in amendments if amendment.needs_answer}
    for amendment in amendments:
        carried.append(_carry(work, demand, amendment, after, texts, origins.get(amendment.id)))
        work.publish(
            AmendmentChanged(conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=demand.id)
        )
    if carried:
        journal.append(
            work, amendments[0].conference_id, "amendments.carried", actor=actor, version=after.id, amendments=carried
        )
        # Whatever an undo has put back to how it was needs no word.
        told = [each for each in amendments if each.id not in origins or each.needs_answer or not each.is_undecided]
        notices.tell_carried(work, told, asked_before=asked_before, actor=actor)


class _Texts:
    """The versions met while carrying, each read only once."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._documents: dict[str, Document] = {}
        self._changes: dict[tuple[str, str], tuple[Edit, ...]] = {}

    def document(self, version: DemandVersion) -> Document:
        """The version's text."""
        if version.id not in self._documents:
            self._documents[version.id] = parse(version.text)
        return self._documents[version.id]

    def change(self, base: DemandVersion, after: DemandVersion) -> tuple[Edit, ...]:
        """What was decided from one version to another: as recorded, or compared where versions lie between."""
        if base.number + 1 == after.number:
            return load_edits(after.edits)
        key = (base.id, after.id)
        if key not in self._changes:
            self._changes[key] = find_edits(self.document(base), self.document(after), clean=False)
        return self._changes[key]

    def base(self, revision: AmendmentRevision) -> DemandVersion:
        """The version a wording was written for."""
        return self._work.session.get_one(DemandVersion, revision.base_version_id)


def carry_again(work: UnitOfWork, demand: Demand, present: DemandVersion, amendments: Sequence[Amendment]) -> None:
    """Carry amendments that had been decided to the text as it stands, each from the version it was written for."""
    texts = _Texts(work)
    carried = []
    for amendment in amendments:
        if amendment.kind == AmendmentKind.MOVE or wordings.get_revision(work, amendment).base_version_id == present.id:
            continue
        carried.append(_carry(work, demand, amendment, present, texts))
    if carried:
        journal.append(
            work,
            amendments[0].conference_id,
            "amendments.carried",
            actor="system",
            version=present.id,
            amendments=carried,
        )


def _carry(
    work: UnitOfWork,
    demand: Demand,
    amendment: Amendment,
    after: DemandVersion,
    texts: _Texts,
    origin: AmendmentRevision | None = None,
) -> list[str]:
    """Carry one amendment over; returns id, fit and the digest of its wording for the journal."""
    revision = wordings.get_revision(work, amendment)
    origin = origin or revision
    document = texts.document(after)
    if demand.is_struck:
        settle(work, amendment, after, AmendmentState.SETTLED)
    elif amendment.kind == AmendmentKind.STRIKE:
        edits = find_edits(document, wordings.EMPTY)
        revision = wordings.add_revision(
            work, amendment, cause="carried", base=after, base_document=document, document=wordings.EMPTY, edits=edits
        )
        amendment.fit = Fit.APPLIES if texts.base(origin).text == after.text else Fit.NEIGHBOUR
    else:
        outcome = _rebase(origin, after, texts)
        if outcome.status == Fit.CONFLICT.value and origin is not revision:
            outcome = _rebase(revision, after, texts)
        revision = _note_outcome(work, amendment, revision, outcome, after, document)
    return [amendment.id, amendment.fit, digest(revision.text)]


def _rebase(revision: AmendmentRevision, after: DemandVersion, texts: _Texts) -> Rebase:
    base = texts.base(revision)
    return rebase(texts.document(base), wordings.load_revision_edits(revision), texts.change(base, after))


def _note_outcome(
    work: UnitOfWork,
    amendment: Amendment,
    revision: AmendmentRevision,
    outcome: Rebase,
    after: DemandVersion,
    document: Document,
) -> AmendmentRevision:
    status = Fit(outcome.status)
    if status is Fit.SETTLED:
        # What nobody was to deal with yet is not adopted either, though its words are in the text.
        adopted = outcome.adopted and amendment.state != AmendmentState.SUBMITTED
        settle(work, amendment, after, AmendmentState.ADOPTED if adopted else AmendmentState.SETTLED)
        return revision
    amendment.fit = status
    amendment.needs_answer = status is Fit.CONFLICT and not amendment.is_kept
    if status is Fit.CONFLICT:
        return revision
    amendment.is_kept = False
    return wordings.add_revision(
        work,
        amendment,
        cause="carried",
        base=after,
        base_document=document,
        document=outcome.document,
        edits=outcome.edits,
    )


def settle(work: UnitOfWork, amendment: Amendment, version: DemandVersion, state: AmendmentState) -> None:
    """End an amendment because a version leaves nothing of it; a question prepared about it falls away."""
    amendment.state = state
    amendment.fit = Fit.SETTLED
    amendment.needs_answer = False
    amendment.settled_by_version_id = version.id
    amendment.decided_at = now()
    drop_prepared_polls(work, amendment.id, reason="Der Antrag ist durch eine andere Entscheidung erledigt.")


def drop_prepared_polls(work: UnitOfWork, amendment_id: str, *, reason: str) -> None:
    """Annul the questions prepared about an amendment that nobody has opened yet."""
    for poll in work.session.scalars(
        select(Poll).where(Poll.amendment_id == amendment_id, Poll.state == PollState.PREPARED)
    ):
        poll.state = PollState.ANNULLED
        poll.annul_reason = reason


def carry_edits(work: UnitOfWork, edits: Sequence[Edit], base: DemandVersion, present: DemandVersion) -> Rebase | None:
    """Carry edits written for an earlier version to the present one; None when it is the present one already."""
    if base.id == present.id:
        return None
    texts = _Texts(work)
    return rebase(texts.document(base), tuple(edits), texts.change(base, present))


def impose(work: UnitOfWork, revision: AmendmentRevision, present: DemandVersion) -> Document:
    """The present text with an amendment's own wording wherever the two collide: what „So lassen“ asks to vote on."""
    texts = _Texts(work)
    base = texts.base(revision)
    own = wordings.load_revision_edits(revision)
    # Words that came to stand without a blank between them are read as one from here on.
    return parse(to_markdown(impose_edits(texts.document(base), own, texts.change(base, present))))
