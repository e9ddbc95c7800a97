"""Polls: preparing a question, opening it, casting, closing with its effect on the paper, annulling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, insert, literal, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import PollAnnulled, PollClosed, PollOpened, PollPrepared
from drafting.models import Amendment, Conference, Demand, Membership, Panel, Person, Poll, Voter
from drafting.models import now as present_moment
from drafting.queries.questions import is_about
from drafting.rules.lifecycle import AmendmentKind, Phase, PollState, may_poll_become, takes_decisions
from drafting.rules.permissions import Role, is_member, may_moderate
from drafting.rules.questions import LEAST_FOR_SECRET, VoteKind
from drafting.rules.voting import Rule, Tally, Verdict, decide, formula
from drafting.services import (
    agreements,
    amendments,
    ballots,
    bundles,
    consents,
    counting,
    demands,
    effects,
    journal,
    moving,
    overlaps,
    wordings,
)
from drafting.services.access import find_actor, lock_conference, require_role
from drafting.services.ballots import Cast, Outcome

_VOTING_ROLES = [role for role in Role if is_member(role)]


@dataclass(frozen=True, slots=True)
class PollResult:
    """How a poll ended; ``version_id`` is the text it brought, "" where it brought none."""

    poll_id: str
    verdict: Verdict
    tally: Tally
    formula: str
    version_id: str


def prepare(
    work: UnitOfWork,
    amendment_id: str,
    *,
    actor: str,
    panel_id: str | None = None,
    present_only: bool = True,
    rule: Rule | None = None,
) -> str:
    """Put an open amendment into the queue of questions; ``panel_id`` None means the plenary; returns the poll's id.

    The same amendment, or one that says the same, is queued once: a prepared poll is returned again.
    """
    amendment = amendments.get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    if (known := _find_undecided(work, amendment)) is not None:
        return known.id
    conference = work.session.get_one(Conference, amendment.conference_id)
    recommends = False
    if panel_id is not None:
        panel = work.session.get(Panel, panel_id)
        if panel is None or panel.conference_id != conference.id:
            raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
        recommends = not panel.decides
    poll = Poll(
        amendment_id=amendment_id,
        demand_id=amendment.demand_id,
        panel_id=panel_id,
        present_only=present_only,
        recommends=recommends,
        rule=rule or conference.rule,
    )
    _add(work, conference, poll, actor=actor, amendment=amendment_id)
    return poll.id


def open_list(
    work: UnitOfWork, list_id: str, *, actor: str, present_only: bool = True, rule: Rule | None = None
) -> str:
    """Put a list of undisputed amendments to one vote; returns the poll's id, the same for a double click."""
    listed = consents.get_list(work, list_id)
    consents.require_moderator(work, listed, actor=actor)
    running = work.session.scalars(
        select(Poll).where(Poll.consent_list_id == list_id, Poll.state == PollState.OPEN)
    ).first()
    if running is not None:
        return running.id
    conference = work.session.get_one(Conference, listed.conference_id)
    poll = Poll(
        question="consent",
        consent_list_id=list_id,
        panel_id=listed.panel_id,
        present_only=present_only,
        recommends=False,
        rule=rule or conference.rule,
    )
    _add(work, conference, poll, actor=actor, list=list_id)
    open_poll(work, poll.id, actor=actor)
    return poll.id


def _add(work: UnitOfWork, conference: Conference, poll: Poll, *, actor: str, **about: str) -> None:
    """Number a question and write it down."""
    conference.last_poll_number += 1
    poll.conference_id = conference.id
    poll.number = conference.last_poll_number
    poll.quorum_numerator = conference.quorum_numerator
    poll.quorum_denominator = conference.quorum_denominator
    work.session.add(poll)
    work.session.flush()
    _record(work, poll, "poll.prepared", actor=actor, number=poll.number, rule=poll.rule, **about)
    work.publish(PollPrepared(conference_id=conference.id, poll_id=poll.id))


def open_poll(work: UnitOfWork, poll_id: str, *, actor: str) -> None:
    """Open a prepared poll and fix its electorate; one poll runs at a time for each electorate."""
    poll = _lock_poll(work, poll_id)
    require_role(work, poll.conference_id, actor, may_moderate)
    if poll.state == PollState.OPEN:
        return
    _require_step(poll, PollState.OPEN)
    conference = work.session.get_one(Conference, poll.conference_id)
    if not takes_decisions(Phase(conference.phase)):
        raise ClosedError("In dieser Phase der Konferenz wird nicht abgestimmt.")
    _refuse_second_poll(work, poll)
    poll.recommends = poll.panel_id is not None and not work.session.get_one(Panel, poll.panel_id).decides
    poll.revision_id, listed = _fix_wordings(work, poll)
    poll.entitled = _fix_electorate(work, poll)
    if not poll.entitled:
        raise InvalidInputError("Es ist niemand anwesend, der hier abstimmen darf.")
    if poll.kind == VoteKind.SECRET:
        if poll.entitled < LEAST_FOR_SECRET:
            raise InvalidInputError("Geheim abstimmen können nur mindestens fünf Stimmberechtigte.")
        work.keyring.make(poll.id)
    poll.state = PollState.OPEN
    poll.opened_at = present_moment()
    _record(
        work,
        poll,
        "poll.opened",
        actor=actor,
        revision=poll.revision_id,
        **({"listed": listed} if listed else {}),
        entitled=poll.entitled,
        panel=poll.panel_id,
        recommends=poll.recommends,
        rule=poll.rule,
        quorum=[poll.quorum_numerator, poll.quorum_denominator],
    )
    work.publish(
        PollOpened(
            conference_id=poll.conference_id,
            poll_id=poll.id,
            amendment_id=poll.amendment_id or "",
            demand_id=poll.demand_id or "",
        )
    )


def open_now(
    work: UnitOfWork,
    amendment_id: str,
    *,
    actor: str,
    panel_id: str | None = None,
    present_only: bool = True,
    rule: Rule | None = None,
) -> str:
    """Prepare and open in one act; returns the poll's id. A double click finds the poll already open and returns it."""
    poll_id = prepare(work, amendment_id, actor=actor, panel_id=panel_id, present_only=present_only, rule=rule)
    open_poll(work, poll_id, actor=actor)
    return poll_id


def prepare_all(work: UnitOfWork, amendment_ids: Sequence[str], *, actor: str, panel_id: str | None = None) -> int:
    """Put several amendments into the queue in this order; returns how many questions that are."""
    return len({prepare(work, amendment_id, actor=actor, panel_id=panel_id) for amendment_id in amendment_ids})


def unqueue(work: UnitOfWork, poll_id: str, *, actor: str) -> None:
    """Take a question out of the queue that nobody has opened; its amendment stays open."""
    poll = _lock_poll(work, poll_id)
    if PollState(poll.state) not in {PollState.PREPARED, PollState.ANNULLED}:
        raise ClosedError("Diese Abstimmung läuft schon.")
    annul(work, poll_id, reason="Vor der Eröffnung zurückgenommen.", actor=actor)


def cast(work: UnitOfWork, poll_id: str, choice: str, *, actor: str, session_id: str = "", receipt: str = "") -> None:
    """Store or change a ballot by itself, harmless when sent twice; the hall's ballots go through the ballot box.

    ``session_id`` (from the Viewer) makes the guard check that the session still holds; ``receipt`` is for secret
    votes. Raises ClosedError after closing, NotAllowedError for somebody not entitled or signed out.
    """
    ballot = Cast(poll_id, str(choice), session_id=session_id, person_id=actor, receipt=receipt)
    (outcome,), events = ballots.store_all(work.session.connection(), [ballot], work.keyring)
    if outcome is not Outcome.SAVED:
        raise ballots.explain(outcome)
    for event in events:
        work.publish(event)


def close_poll(work: UnitOfWork, poll_id: str, *, actor: str) -> PollResult:
    """Count, erase who voted how, and let the verdict take effect, all at once; twice gives the same result."""
    poll = _lock_poll(work, poll_id)
    require_role(work, poll.conference_id, actor, may_moderate)
    if poll.state == PollState.CLOSED:
        return _result(poll)
    _require_step(poll, PollState.CLOSED)
    counting.count(work, poll)
    verdict = decide(Rule(poll.rule), poll.tally, poll.quorum)
    poll.state = PollState.CLOSED
    poll.verdict = verdict
    poll.formula = formula(Rule(poll.rule), poll.tally, poll.quorum)
    poll.closed_at = present_moment()
    _record(
        work,
        poll,
        "poll.closed",
        actor=actor,
        rule=poll.rule,
        quorum=[poll.quorum_numerator, poll.quorum_denominator],
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        invalid=poll.invalid,
        entitled=poll.entitled,
        verdict=verdict,
        recommends=poll.recommends,
        revision=poll.revision_id,
        digest=poll.digest,
    )
    effects.take_effect(work, poll, verdict, actor=actor)
    work.publish(
        PollClosed(
            conference_id=poll.conference_id,
            poll_id=poll.id,
            amendment_id=poll.amendment_id or "",
            demand_id=poll.demand_id or "",
        )
    )
    return _result(poll)


def annul(work: UnitOfWork, poll_id: str, *, reason: str, actor: str) -> None:
    """Declare a poll without effect before or while it runs; its amendment stays open, its trace in the record."""
    poll = _lock_poll(work, poll_id)
    require_role(work, poll.conference_id, actor, may_moderate)
    if poll.state == PollState.ANNULLED:
        return
    _require_step(poll, PollState.ANNULLED)
    if not reason.strip():
        raise InvalidInputError("Bitte schreiben Sie, warum die Abstimmung nicht gilt.", field="reason")
    if poll.state == PollState.OPEN:
        counting.count(work, poll)
        poll.closed_at = present_moment()
        consents.break_off_vote(work, poll)
    poll.state = PollState.ANNULLED
    poll.annul_reason = reason.strip()
    _record(
        work,
        poll,
        "poll.annulled",
        actor=actor,
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        invalid=poll.invalid,
        entitled=poll.entitled,
    )
    work.publish(
        PollAnnulled(
            conference_id=poll.conference_id,
            poll_id=poll.id,
            amendment_id=poll.amendment_id or "",
            demand_id=poll.demand_id or "",
        )
    )


def add_voter(work: UnitOfWork, poll_id: str, person_id: str, *, actor: str) -> None:
    """Add somebody to a running poll's electorate, journaled."""
    poll = _lock_poll(work, poll_id)
    require_role(work, poll.conference_id, actor, may_moderate)
    if poll.state != PollState.OPEN:
        raise ClosedError("Nur in einer laufenden Abstimmung kann jemand dazukommen.")
    person = find_actor(work, poll.conference_id, person_id)
    if person is None or not is_member(Role(person.role)):
        raise NotAllowedError("Diese Person hat kein Stimmrecht.")
    if work.session.get(Voter, (poll_id, person_id)) is None:
        work.session.add(Voter(poll_id=poll_id, person_id=person_id))
        poll.entitled += 1
        _record(work, poll, "poll.voter_added", actor=actor, person=person_id, entitled=poll.entitled)


def _lock_poll(work: UnitOfWork, poll_id: str) -> Poll:
    """A poll that nobody opens or closes meanwhile; ballots being cast are waited for."""
    conference_id = work.session.scalar(select(Poll.conference_id).where(Poll.id == poll_id))
    if conference_id is None:
        raise NotFoundError("Diese Abstimmung gibt es nicht.")
    lock_conference(work, conference_id)
    return work.session.scalars(
        select(Poll).where(Poll.id == poll_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).one()


def _find_undecided(work: UnitOfWork, amendment: Amendment) -> Poll | None:
    """The question asked already about an amendment, or about one that says the same."""
    alike = [amendment.id, *(other.id for other in bundles.list_equal(work, amendment))]
    return work.session.scalars(
        select(Poll)
        .where(Poll.amendment_id.in_(alike), Poll.state.in_([PollState.PREPARED, PollState.OPEN]))
        .order_by(Poll.number)
    ).first()


def _require_step(poll: Poll, after: PollState) -> None:
    if not may_poll_become(PollState(poll.state), after):
        words = {
            PollState.PREPARED: "Diese Abstimmung ist noch nicht eröffnet.",
            PollState.OPEN: "Diese Abstimmung läuft schon.",
            PollState.CLOSED: "Diese Abstimmung ist beendet.",
            PollState.ANNULLED: "Diese Abstimmung wurde aufgehoben.",
        }
        raise ClosedError(words[PollState(poll.state)])


def _refuse_second_poll(work: UnitOfWork, poll: Poll) -> None:
    """Raise ClosedError while the same people, or the same demand, have an open question."""
    same: ColumnElement[bool] = Poll.panel_id.is_(None) if poll.panel_id is None else Poll.panel_id == poll.panel_id
    if poll.demand_id is not None:
        same = same | is_about(demands=[poll.demand_id])
    running = work.session.scalar(
        select(Poll).where(Poll.conference_id == poll.conference_id, Poll.state == PollState.OPEN, same).limit(1)
    )
    if running is not None:
        raise ClosedError("Es läuft noch Abstimmung %(number)s. Bitte schließen Sie sie zuerst.", number=running.number)


def _fix_wordings(work: UnitOfWork, poll: Poll) -> tuple[str | None, list[list[str]]]:
    """The wording voted on, or those of a whole list, each amendment with its wording."""
    if poll.question == "consent":
        return None, consents.begin_vote(work, poll)
    return _fix_wording(work, poll), []


def _fix_wording(work: UnitOfWork, poll: Poll) -> str:
    """The wording voted on: that of the amendment now, brought to the present text."""
    amendment = amendments.get_undecided(work, poll.amendment_id or "")
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


def _fix_electorate(work: UnitOfWork, poll: Poll) -> int:
    """Write down who may vote: members of the panel or the plenary, those present if it is so; returns how many."""
    conditions = [Person.conference_id == poll.conference_id, Person.role.in_(_VOTING_ROLES)]
    if poll.present_only:
        conditions.append(Person.present_since.is_not(None))
    if poll.panel_id is not None:
        conditions.append(exists().where(Membership.person_id == Person.id, Membership.panel_id == poll.panel_id))
    work.session.execute(
        insert(Voter).from_select(["poll_id", "person_id"], select(literal(poll.id), Person.id).where(*conditions))
    )
    return work.session.scalar(select(func.count()).where(Voter.poll_id == poll.id)) or 0


def _result(poll: Poll) -> PollResult:
    return PollResult(poll.id, Verdict(poll.verdict), poll.tally, poll.formula, poll.version_id or "")


def _record(work: UnitOfWork, poll: Poll, action: str, *, actor: str, **data: object) -> None:
    journal.append(work, poll.conference_id, action, actor=actor, poll=poll.id, **data)
