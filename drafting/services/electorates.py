"""Electorates: who may vote in a poll, written down when it opens; later comers by a journaled act only.

Each person has a vote, or each municipality, by the delegate named for it. Where votes are weighted, the number of the
entitled is the sum of their weights.
"""

from __future__ import annotations

from sqlalchemy import Select, func, insert, literal, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError
from drafting.events import PollOpened
from drafting.models import Membership, Municipality, Person, Poll, Voter
from drafting.rules.lifecycle import PollState
from drafting.rules.permissions import Role, is_member
from drafting.rules.questions import LEAST_FOR_SECRET, CountedBy, VoteKind
from drafting.services import journal
from drafting.services.access import find_actor
from drafting.services.poll_rows import lock_poll, name_subject, require_lead

_VOTING_ROLES = [role for role in Role if is_member(role)]


def fix(work: UnitOfWork, poll: Poll) -> None:
    """Write down who may vote, and how many votes there are; raises InvalidInputError where there are too few."""
    work.session.execute(
        insert(Voter).from_select(["poll_id", "person_id", "municipality_id", "weight"], _select_entitled(poll))
    )
    poll.entitled = count_entitled(work, poll)
    if not poll.entitled:
        raise InvalidInputError("Es ist niemand anwesend, der hier abstimmen darf.")
    if poll.kind == VoteKind.SECRET and poll.entitled < LEAST_FOR_SECRET:
        raise InvalidInputError("Geheim abstimmen können nur mindestens fünf Stimmberechtigte.")


def _select_entitled(poll: Poll) -> Select[str, str, str | None, int]:
    """Members of the panel or the plenary, those present if it is so, with the municipality whose vote they cast."""
    weight = Municipality.weight if poll.is_weighted else literal(1)
    if poll.counts_by == CountedBy.MUNICIPALITY:
        statement = select(literal(poll.id), Person.id, Municipality.id, weight).join(
            Municipality, Municipality.delegate_id == Person.id
        )
    else:
        statement = select(literal(poll.id), Person.id, literal(None, Voter.municipality_id.type), literal(1))
    statement = statement.where(Person.conference_id == poll.conference_id, Person.role.in_(_VOTING_ROLES))
    if poll.present_only:
        statement = statement.where(Person.present_since.is_not(None))
    if poll.panel_id is not None:
        members = select(Membership.person_id).where(Membership.panel_id == poll.panel_id)
        statement = statement.where(Person.id.in_(members))
    return statement


def count_entitled(work: UnitOfWork, poll: Poll) -> int:
    """How many votes there are on the roll of a poll."""
    total = work.session.scalar(select(func.sum(Voter.weight)).where(Voter.poll_id == poll.id))
    return int(total or 0)


def add_voter(work: UnitOfWork, poll_id: str, person_id: str, *, actor: str) -> None:
    """Add somebody to a running poll's electorate, journaled; nobody knows anything of the result yet."""
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    if poll.state != PollState.OPEN:
        raise ClosedError("Nur in einer laufenden Abstimmung kann jemand dazukommen.")
    person = find_actor(work, poll.conference_id, person_id)
    if person is None or not is_member(Role(person.role)):
        raise NotAllowedError("Diese Person hat kein Stimmrecht.")
    if poll.panel_id is not None and work.session.get(Membership, (person_id, poll.panel_id)) is None:
        raise NotAllowedError("Diese Person gehört nicht zu der Arbeitsgruppe, die hier abstimmt.")
    if work.session.get(Voter, (poll_id, person_id)) is not None:
        return
    voter = Voter(poll_id=poll_id, person_id=person_id, weight=1)
    if poll.counts_by == CountedBy.MUNICIPALITY:
        municipality = _get_unrepresented(work, poll, person)
        voter.municipality_id = municipality.id
        voter.weight = municipality.weight if poll.is_weighted else 1
    work.session.add(voter)
    work.session.flush()
    poll.entitled = count_entitled(work, poll)
    journal.append(
        work,
        poll.conference_id,
        "poll.voter_added",
        actor=actor,
        poll=poll.id,
        person=person_id,
        municipality=voter.municipality_id,
        entitled=poll.entitled,
    )
    # As when it opened: the phone of who was added brings the ballot by itself.
    work.publish(PollOpened(poll_id=poll.id, **name_subject(poll)))


def _get_unrepresented(work: UnitOfWork, poll: Poll, person: Person) -> Municipality:
    """The municipality somebody votes for; raises NotAllowedError where none named them, or its vote is taken."""
    municipality = work.session.scalars(select(Municipality).where(Municipality.delegate_id == person.id)).first()
    if municipality is None:
        raise NotAllowedError("Hier hat jede Kommune eine Stimme, und für keine ist diese Person benannt.")
    taken = select(Voter.person_id).where(Voter.poll_id == poll.id, Voter.municipality_id == municipality.id)
    if work.session.scalar(taken) is not None:
        raise NotAllowedError("Für diese Kommune stimmt in dieser Abstimmung schon jemand ab.")
    return municipality
