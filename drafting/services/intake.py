"""The intake: whether it is open, and taking an amendment in with its number, its wording and its overlaps."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.events import AmendmentProposed
from drafting.models import Amendment, AmendmentRevision, Conference, Demand, DemandVersion, Paper, Person
from drafting.models.journal import digest
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind, AmendmentState, Fit, Phase
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, may_organize, may_propose
from drafting.services import carrying, demands, journal, notices, overlaps, wordings
from drafting.services.access import find_actor, lock_conference, require_role
from drafting.text.document import Document
from drafting.text.edits import Edit
from drafting.text.markdown import parse, to_markdown


class AlreadyProposedError(InvalidInputError):
    """Say that the same person has the same text open already; ``amendment_id`` is that amendment."""

    def __init__(self, same: Amendment) -> None:
        super().__init__("Das haben Sie schon beantragt: %(label)s.", field="text", label=same.label)
        self.amendment_id = same.id


OUTDATED = (
    "Der Text wurde inzwischen an derselben Stelle geändert. Ihr Wortlaut bleibt hier erhalten: "
    "Bitte passen Sie ihn an die neue Fassung an."
)


def open_intake(work: UnitOfWork, conference_id: str, actor: str) -> Conference:
    """The conference, locked, if this person may hand in amendments now; raises NotAllowedError or ClosedError."""
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


def open_demand(work: UnitOfWork, demand_id: str, actor: str) -> tuple[Demand, Conference]:
    """A demand that can be amended by this person now, with its conference."""
    demand = demands.lock_demand(work, demand_id)
    conference = open_intake(work, demands.get_conference_id(work, demand), actor)
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    return demand, conference


def find_proposer(work: UnitOfWork, conference: Conference, proposer_id: str, actor: str) -> str:
    """In whose name something is handed in: the actor's own, or, for organizers only, another member's."""
    if proposer_id in ("", actor):
        return actor
    require_role(work, conference.id, actor, may_organize)
    person = work.session.get(Person, proposer_id)
    if person is None or person.conference_id != conference.id or not may_propose(Role(person.role), Phase.OPEN):
        raise InvalidInputError("Diese Person kann hier keine Anträge stellen.", field="proposer")
    return proposer_id


def new_amendment(conference: Conference, paper_id: str, kind: AmendmentKind, *, reason: str, actor: str) -> Amendment:
    """An amendment not yet numbered nor stored."""
    return Amendment(
        conference_id=conference.id,
        paper_id=paper_id,
        kind=kind,
        proposer_id=actor,
        reason=reason,
        state=AmendmentState.OPEN,
        fit=Fit.APPLIES,
    )


def number(work: UnitOfWork, amendment: Amendment) -> None:
    """Give the next number of the paper, which is never reused; where supporters are needed first, it waits for them.

    Raises ClosedError when its author has handed in as many as one person may.
    """
    if not amendment.is_compromise:
        conference = work.session.get_one(Conference, amendment.conference_id)
        _refuse_too_many(work, amendment, conference)
        if conference.minimum_supporters > 0:
            amendment.state = AmendmentState.SUBMITTED
    paper = work.session.get_one(Paper, amendment.paper_id, populate_existing=True)
    paper.last_amendment_number += 1
    amendment.number = paper.last_amendment_number
    work.session.add(amendment)
    work.session.flush()


def _refuse_too_many(work: UnitOfWork, amendment: Amendment, conference: Conference) -> None:
    if conference.amendments_per_person is None:
        return
    handed_in = select(func.count()).where(
        Amendment.paper_id == amendment.paper_id,
        Amendment.proposer_id == amendment.proposer_id,
        Amendment.state != AmendmentState.WITHDRAWN,
        Amendment.is_compromise.is_(False),
    )
    with work.session.no_autoflush:
        count = work.session.scalar(handed_in) or 0
    if count >= conference.amendments_per_person:
        raise ClosedError(
            "Sie haben schon %(count)s Anträge gestellt, mehr sind hier je Person nicht vorgesehen. "
            "Sie können einen zurückziehen oder Anträge anderer unterstützen.",
            count=count,
        )


def hand_in(
    work: UnitOfWork,
    amendment: Amendment,
    demand: Demand,
    base: DemandVersion,
    document: Document,
    edits: Sequence[Edit],
    *,
    actor: str,
    action: str = "amendment.proposed",
    parts: Sequence[str] = (),
) -> None:
    """Number an amendment, write its wording down, and carry it over when its base is no longer the present text.

    ``parts`` are the amendments that a compromise is made of.
    """
    present = wordings.get_present(work, demand)
    outcome = carrying.carry_edits(work, edits, base, present)
    if outcome is not None and outcome.status == Fit.CONFLICT.value:
        raise OutdatedError(OUTDATED)
    if outcome is not None and outcome.status == Fit.SETTLED.value:
        raise InvalidInputError("Das steht inzwischen schon so im Text.", field="text")
    wanted = to_markdown(outcome.document if outcome else document)
    refuse_twice(work, amendment, wanted, actor=amendment.proposer_id)
    number(work, amendment)
    revision = wordings.add_revision(
        work, amendment, cause="submitted", base=base, base_document=parse(base.text), document=document, edits=edits
    )
    record(work, amendment, action, revision, actor=actor, **({"parts": list(parts)} if parts else {}))
    if outcome is not None:
        amendment.fit = Fit(outcome.status)
        _carry_on(work, amendment, present, outcome.document, outcome.edits, actor=actor)
    overlaps.refresh(work, demand.id)
    notices.tell_followers(work, demand.id, NoticeKind.PROPOSED, amendment_id=amendment.id, actor=actor)
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
    record(work, amendment, "amendment.revised", revision, actor=actor)


def refuse_twice(work: UnitOfWork, amendment: Amendment, text: str, *, actor: str) -> None:
    """Raise AlreadyProposedError when the same person has the same text open already, for the same place."""
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
        raise AlreadyProposedError(same)


def note_other(amendment: Amendment, *, actor: str) -> dict[str, str]:
    """What the journal says besides where somebody hands in for another: whose it is."""
    return {} if amendment.proposer_id == actor else {"proposer": amendment.proposer_id}


def record(
    work: UnitOfWork,
    amendment: Amendment,
    action: str,
    revision: AmendmentRevision,
    *,
    actor: str,
    **further: object,
) -> None:
    """Note a wording in the journal, by its digest."""
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
        **(note_other(amendment, actor=actor) if action == "amendment.proposed" else {}),
        **further,
    )
