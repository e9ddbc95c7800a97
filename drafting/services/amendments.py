"""Amendments: handing in, revising, supporting, answering after a change, taking over.

``text`` is always the whole canonical text of the demand: title, body and reasons. Refusals: InvalidInputError with
``field`` "text" or "reason", ClosedError when the intake is over, NotAllowedError, OutdatedError when the text changed
in the same place since ``base_version_id``.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.events import AmendmentChanged, AmendmentProposed, SupportChanged
from drafting.models import Amendment, AmendmentRevision, Conference, Demand, DemandVersion, Paper, Poll, Section, now
from drafting.models.amendments import Support
from drafting.models.journal import digest
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind, AmendmentState, Fit, Phase, PollState
from drafting.rules.permissions import Role, may_moderate, may_propose, may_support
from drafting.services import carrying, demands, journal, overlaps, wordings
from drafting.services.access import find_actor, lock_conference, require_role
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import Edit
from drafting.text.markdown import parse, to_markdown

_OUTDATED = (
    "Der Text wurde inzwischen an derselben Stelle geändert. Ihr Wortlaut bleibt hier erhalten: "
    "Bitte passen Sie ihn an die neue Fassung an."
)


def propose(
    work: UnitOfWork,
    demand_id: str,
    *,
    text: str,
    reason: str,
    base_version_id: str,
    actor: str,
    headline: str = "",
    editorial: bool = False,
) -> str:
    """Hand in an amendment to a demand, preamble or closing; returns its id.

    An outdated base is carried over to the present version where nothing collides.
    """
    demand, conference = _open_demand(work, demand_id, actor)
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    document = wordings.read_text(text)
    base = wordings.get_version(work, demand, base_version_id)
    edits = find_edits(parse(base.text), document)
    wordings.require_change(edits)
    amendment = _new_amendment(conference, demand.paper_id, AmendmentKind.CHANGE, reason=reason, actor=actor)
    amendment.demand_id = demand_id
    amendment.headline = headline.strip()
    amendment.editorial = editorial
    _hand_in(work, amendment, demand, base, document, edits, actor=actor)
    return amendment.id


def propose_strike(work: UnitOfWork, demand_id: str, *, reason: str, base_version_id: str, actor: str) -> str:
    """Ask for a demand to be struck; returns the amendment's id."""
    demand, conference = _open_demand(work, demand_id, actor)
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    wordings.get_version(work, demand, base_version_id)
    # Whatever the version its author read, a strike is of the text as it stands.
    base = wordings.get_present(work, demand)
    amendment = _new_amendment(conference, demand.paper_id, AmendmentKind.STRIKE, reason=reason, actor=actor)
    amendment.demand_id = demand_id
    edits = find_edits(parse(base.text), wordings.EMPTY)
    _hand_in(work, amendment, demand, base, wordings.EMPTY, edits, actor=actor)
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
    headline: str = "",
) -> str:
    """Hand in a new demand, to stand after another or at the section's end; returns the amendment's id."""
    paper, section = work.session.get(Paper, paper_id), work.session.get(Section, section_id)
    if paper is None or section is None or section.paper_id != paper_id:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    conference = _open_intake(work, paper.conference_id, actor)
    reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    document = wordings.read_text(text)
    if not document.title:
        raise InvalidInputError("Bitte geben Sie der neuen Forderung eine Überschrift.", field="text")
    if after_demand_id is not None:
        after = work.session.get(Demand, after_demand_id)
        if after is None or after.section_id != section_id:
            raise NotFoundError("Diese Forderung gibt es in diesem Abschnitt nicht.")
    amendment = _new_amendment(conference, paper_id, AmendmentKind.NEW, reason=reason, actor=actor)
    amendment.section_id = section_id
    amendment.after_demand_id = after_demand_id
    amendment.headline = headline.strip() or document.title
    _refuse_twice(work, amendment, to_markdown(document), actor=actor)
    _number(work, amendment)
    revision = wordings.add_revision(
        work, amendment, cause="submitted", base=None, base_document=wordings.EMPTY, document=document, edits=()
    )
    _record(work, amendment, "amendment.proposed", revision, actor=actor)
    work.publish(AmendmentProposed(conference_id=conference.id, amendment_id=amendment.id))
    return amendment.id


def revise(
    work: UnitOfWork, amendment_id: str, *, text: str, reason: str | None = None, base_version_id: str, actor: str
) -> None:
    """Change one's own open amendment; a new revision, the earlier ones stay."""
    amendment, conference = _own_amendment(work, amendment_id, actor)
    _open_intake(work, conference.id, actor)
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
    if amendment.demand_id:
        overlaps.refresh(work, amendment.demand_id)
    _announce(work, amendment)


def support(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Support somebody else's amendment; doing it twice is harmless."""
    amendment = _supportable(work, amendment_id, actor)
    if amendment.proposer_id == actor:
        raise NotAllowedError("Den eigenen Antrag müssen Sie nicht unterstützen.")
    if work.session.get(Support, (amendment_id, actor)) is None:
        work.session.add(Support(amendment_id=amendment_id, person_id=actor))
        _announce_support(work, amendment)


def unsupport(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Take one's support back; doing it twice is harmless."""
    amendment = _supportable(work, amendment_id, actor)
    work.session.execute(delete(Support).where(Support.amendment_id == amendment_id, Support.person_id == actor))
    _announce_support(work, amendment)


def take_over(work: UnitOfWork, amendment_id: str, *, actor: str) -> str:
    """Adopt an amendment without a vote; moderators; returns the new version's id."""
    amendment = get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    refuse_while_voting(work, amendment)
    carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag wurde ohne Abstimmung übernommen.")
    version = demands.adopt(work, amendment, state=AmendmentState.TAKEN_OVER, actor=actor)
    return version.id


def get_undecided(work: UnitOfWork, amendment_id: str) -> Amendment:
    """An amendment to decide on, under its conference's lock; raises ClosedError when it is decided already."""
    conference_id = work.session.scalar(select(Amendment.conference_id).where(Amendment.id == amendment_id))
    if conference_id is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    lock_conference(work, conference_id)
    amendment = work.session.get_one(Amendment, amendment_id, populate_existing=True)
    if not amendment.is_undecided:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    return amendment


def refuse_while_voting(work: UnitOfWork, amendment: Amendment) -> None:
    """Raise ClosedError while a vote runs on this amendment, or on another to the same demand."""
    about = (
        Poll.demand_id == amendment.demand_id if amendment.demand_id is not None else Poll.amendment_id == amendment.id
    )
    if work.session.scalar(select(Poll.id).where(Poll.state == PollState.OPEN, about).limit(1)) is not None:
        raise ClosedError("Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab.")


def _open_intake(work: UnitOfWork, conference_id: str, actor: str) -> Conference:
    conference = lock_conference(work, conference_id)
    person = find_actor(work, conference_id, actor)
    if person is None:
        raise NotAllowedError("Einen Antrag stellt immer eine Person.")
    role = Role(person.role)
    if not may_propose(role, Phase.OPEN):
        raise NotAllowedError("Sie können hier lesen, aber keine Änderungen vorschlagen.")
    is_organizer = role is Role.ORGANIZER
    if not may_propose(role, Phase(conference.phase)) or (conference.intake_is_over and not is_organizer):
        raise ClosedError("Zurzeit werden keine Änderungsanträge angenommen. Der Text bleibt lesbar.")
    return conference


def _open_demand(work: UnitOfWork, demand_id: str, actor: str) -> tuple[Demand, Conference]:
    demand = demands.lock_demand(work, demand_id)
    conference = _open_intake(work, demands.get_conference_id(work, demand), actor)
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    return demand, conference


def _new_amendment(conference: Conference, paper_id: str, kind: AmendmentKind, *, reason: str, actor: str) -> Amendment:
    return Amendment(
        conference_id=conference.id,
        paper_id=paper_id,
        kind=kind,
        proposer_id=actor,
        reason=reason,
        state=AmendmentState.OPEN,
        fit=Fit.APPLIES,
    )


def _number(work: UnitOfWork, amendment: Amendment) -> None:
    """Give the next number of the paper; numbers are never reused."""
    paper = work.session.get_one(Paper, amendment.paper_id, populate_existing=True)
    paper.last_amendment_number += 1
    amendment.number = paper.last_amendment_number
    work.session.add(amendment)
    work.session.flush()


def _hand_in(
    work: UnitOfWork,
    amendment: Amendment,
    demand: Demand,
    base: DemandVersion,
    document: Document,
    edits: Sequence[Edit],
    *,
    actor: str,
) -> None:
    """Number an amendment, write its wording down, and carry it over when its base is no longer the present text."""
    present = wordings.get_present(work, demand)
    outcome = carrying.carry_edits(work, edits, base, present)
    if outcome is not None and outcome.status == Fit.CONFLICT:
        raise OutdatedError(_OUTDATED)
    if outcome is not None and outcome.status == Fit.SETTLED:
        raise InvalidInputError("Das steht inzwischen schon so im Text.", field="text")
    wanted = to_markdown(outcome.document if outcome else document)
    _refuse_twice(work, amendment, wanted, actor=actor)
    _number(work, amendment)
    revision = wordings.add_revision(
        work, amendment, cause="submitted", base=base, base_document=parse(base.text), document=document, edits=edits
    )
    _record(work, amendment, "amendment.proposed", revision, actor=actor)
    if outcome is not None:
        amendment.fit = Fit(outcome.status)
        _carry_on(work, amendment, present, outcome.document, outcome.edits, actor=actor)
    overlaps.refresh(work, demand.id)
    work.publish(
        AmendmentProposed(conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=demand.id)
    )


def _carry_on(
    work: UnitOfWork,
    amendment: Amendment,
    present: DemandVersion,
    document: Document,
    edits: Sequence[Edit],
    *,
    actor: str,
) -> None:
    revision = wordings.add_revision(
        work,
        amendment,
        cause="carried",
        base=present,
        base_document=parse(present.text),
        document=document,
        edits=edits,
    )
    _record(work, amendment, "amendment.revised", revision, actor=actor)


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
    if amendment.kind == AmendmentKind.STRIKE:
        raise InvalidInputError("Eine Streichung hat keinen eigenen Wortlaut.", field="text")
    if reason is not None:
        amendment.reason = wordings.read_reason(reason, is_required=conference.requires_reason)
    document = wordings.read_text(text)
    base: DemandVersion | None = None
    edits: Sequence[Edit] = ()
    if amendment.demand_id is not None:
        demand = demands.lock_demand(work, amendment.demand_id)
        base = wordings.get_version(work, demand, base_version_id)
        if base.id != wordings.get_present(work, demand).id:
            raise OutdatedError(_OUTDATED)
        edits = find_edits(parse(base.text), document)
        wordings.require_change(edits)
    _refuse_twice(work, amendment, to_markdown(document), actor=actor)
    base_document = parse(base.text) if base else wordings.EMPTY
    revision = wordings.add_revision(
        work, amendment, cause=cause, base=base, base_document=base_document, document=document, edits=edits
    )
    amendment.fit = Fit.APPLIES
    amendment.needs_answer = amendment.is_kept = False
    _record(work, amendment, f"amendment.{cause}", revision, actor=actor)
    if amendment.demand_id is not None:
        overlaps.refresh(work, amendment.demand_id)
    _announce(work, amendment)


def _refuse_twice(work: UnitOfWork, amendment: Amendment, text: str, *, actor: str) -> None:
    """Raise InvalidInputError when the same person has the same text open already, for the same place."""
    conditions = [
        Amendment.proposer_id == actor,
        Amendment.kind == amendment.kind,
        Amendment.paper_id == amendment.paper_id,
        Amendment.state.in_(UNDECIDED),
        Amendment.demand_id == amendment.demand_id if amendment.demand_id else Amendment.demand_id.is_(None),
        AmendmentRevision.text == text,
    ]
    if amendment.id is not None:
        conditions.append(Amendment.id != amendment.id)
    # The new amendment is not to be written before it is known to be one.
    with work.session.no_autoflush:
        same = work.session.scalar(
            select(Amendment)
            .join(
                AmendmentRevision,
                (AmendmentRevision.amendment_id == Amendment.id)
                & (AmendmentRevision.number == Amendment.revision_number),
            )
            .where(*conditions)
            .limit(1)
        )
    if same is not None:
        raise InvalidInputError(f"Das haben Sie schon beantragt: {same.label}.", field="text")


def _own_amendment(work: UnitOfWork, amendment_id: str, actor: str) -> tuple[Amendment, Conference]:
    amendment = get_undecided(work, amendment_id)
    if amendment.proposer_id != actor:
        raise NotAllowedError("Das kann nur, wer den Antrag gestellt hat.")
    refuse_while_voting(work, amendment)
    return amendment, work.session.get_one(Conference, amendment.conference_id)


def _supportable(work: UnitOfWork, amendment_id: str, actor: str) -> Amendment:
    amendment = work.session.get(Amendment, amendment_id)
    if amendment is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    person = find_actor(work, amendment.conference_id, actor)
    phase = Phase(work.session.get_one(Conference, amendment.conference_id).phase)
    if person is None or not may_support(Role(person.role), phase):
        raise NotAllowedError("Zurzeit können Sie keine Anträge unterstützen.")
    if not amendment.is_undecided:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    return amendment


def _record(work: UnitOfWork, amendment: Amendment, action: str, revision: AmendmentRevision, *, actor: str) -> None:
    journal.append(
        work,
        amendment.conference_id,
        action,
        actor=actor,
        amendment=amendment.id,
        number=amendment.number,
        kind=amendment.kind,
        demand=amendment.demand_id,
        revision=revision.id,
        base=revision.base_version_id,
        text=digest(revision.text),
    )


def _announce(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )


def _announce_support(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(
        SupportChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
