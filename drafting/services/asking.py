"""Asking: the terms under which a question is put, and the one way it is numbered and written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import PollPrepared
from drafting.models import Conference, Panel, Poll
from drafting.models.journal import digest
from drafting.rules.lifecycle import PollState
from drafting.rules.permissions import Role, may_organize
from drafting.rules.questions import CountedBy, Question, VoteKind, has_receipts_by_default
from drafting.rules.voting import Quorum, Rule
from drafting.services import journal
from drafting.services.access import find_actor
from drafting.services.poll_rows import require_lead_of

LONGEST_LIMIT = 3_600
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who votes, how, and under which rule; what is None is as the conference, or the question, has it.

    ``panel_id`` None is the plenary. A rule or a quorum other than the conference's needs ``rule_reason``; ``quorum``
    counts where ``sets_quorum``, None is then none. ``time_limit`` are seconds, 0 for none. Receipts are there only in
    secret votes.
    """

    panel_id: str | None = None
    present_only: bool = True
    kind: VoteKind = VoteKind.OPEN
    counts_by: CountedBy = CountedBy.PERSON
    is_weighted: bool = False
    rule: Rule | None = None
    rule_reason: str = ""
    sets_quorum: bool = False
    quorum: Quorum | None = None
    has_receipts: bool | None = None
    time_limit: int | None = None

    def of_panel(self, panel_id: str | None) -> Terms:
        """The same terms for a panel, or the plenary."""
        return replace(self, panel_id=panel_id)

    @property
    def is_plain(self) -> bool:
        """Whether they say nothing but who votes."""
        return self.of_panel(None) == USUAL


USUAL = Terms()


def put_down(work: UnitOfWork, conference: Conference, poll: Poll, terms: Terms, *, actor: str, **about: Any) -> str:
    """Number a question, write it down with its terms and record it; the caller holds the conference's lock.

    Returns the poll's id.
    """
    require_lead_of(work, conference.id, terms.panel_id, actor=actor)
    poll.conference_id = conference.id
    set_terms(work, conference, poll, terms)
    conference.last_poll_number += 1
    poll.number = conference.last_poll_number
    work.session.add(poll)
    work.session.flush()
    journal.append(
        work,
        conference.id,
        "poll.prepared",
        actor=actor,
        poll=poll.id,
        number=poll.number,
        question=poll.question,
        **list_terms(poll),
        **about,
    )
    work.publish(PollPrepared(conference_id=conference.id, poll_id=poll.id))
    return poll.id


def take_up(
    work: UnitOfWork, poll: Poll, terms: Terms, *, actor: str, title: str = "", question: Question | None = None
) -> str:
    """Ask again what is asked already: the terms now given hold, and that is journaled; returns the poll's id.

    Terms that say nothing but who votes leave it as it stands in the queue. Raises ClosedError where people vote on
    it already under other terms.
    """
    if terms.is_plain and question in {None, poll.question}:
        return poll.id
    before = (poll.question, poll.title, list_terms(poll))
    poll.question = question or poll.question
    poll.title = title.strip() or poll.title
    change(work, poll, terms, actor=actor)
    if (poll.question, poll.title, list_terms(poll)) == before:
        return poll.id
    if poll.state != PollState.PREPARED:
        raise ClosedError("Darüber läuft schon Abstimmung %(number)s.", number=poll.number, poll_id=poll.id)
    record_change(work, poll, actor=actor)
    return poll.id


def change(work: UnitOfWork, poll: Poll, terms: Terms, *, actor: str) -> None:
    """Give a question that is asked already other terms; for those who lead it before and after.

    Every moderator leads the votes of the plenary, and yet none may take one away from it into a panel of their own.
    """
    conference, before = work.session.get_one(Conference, poll.conference_id), poll.panel_id
    require_lead_of(work, conference.id, before, actor=actor)
    set_terms(work, conference, poll, terms)
    if poll.panel_id == before:
        return
    require_lead_of(work, conference.id, poll.panel_id, actor=actor)
    person = find_actor(work, conference.id, actor)
    if before is None and person is not None and not may_organize(Role(person.role)):
        raise NotAllowedError(
            "Über diese Frage soll das Plenum abstimmen. An eine Arbeitsgruppe geben kann sie nur die Organisation."
        )


def record_change(work: UnitOfWork, poll: Poll, *, actor: str) -> None:
    """Record the terms a question of the queue now has."""
    journal.append(
        work,
        poll.conference_id,
        "poll.terms_changed",
        actor=actor,
        poll=poll.id,
        question=poll.question,
        **list_terms(poll),
    )
    work.publish(PollPrepared(conference_id=poll.conference_id, poll_id=poll.id))


def set_terms(work: UnitOfWork, conference: Conference, poll: Poll, terms: Terms) -> None:
    """Give a question its terms; raises InvalidInputError for terms that do not go together."""
    refuse_contradictions(conference, terms)
    poll.recommends = False
    if terms.panel_id is not None:
        panel = work.session.get(Panel, terms.panel_id)
        if panel is None or panel.conference_id != conference.id:
            raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
        poll.recommends = not panel.decides
    question = Question(poll.question or Question.AMENDMENT)
    wants_receipts = has_receipts_by_default(question) if terms.has_receipts is None else terms.has_receipts
    poll.panel_id = terms.panel_id
    poll.present_only = terms.present_only
    poll.kind = terms.kind
    poll.counts_by = terms.counts_by
    poll.is_weighted = terms.is_weighted
    poll.has_receipts = terms.kind is VoteKind.SECRET and wants_receipts
    poll.rule = terms.rule or conference.rule
    quorum = terms.quorum if terms.sets_quorum else conference.quorum
    poll.quorum_numerator = quorum.numerator if quorum else None
    poll.quorum_denominator = quorum.denominator if quorum else None
    poll.rule_reason = terms.rule_reason.strip() if _deviates(conference, terms) else ""
    poll.time_limit = (conference.poll_seconds if terms.time_limit is None else terms.time_limit) or None


def refuse_contradictions(conference: Conference, terms: Terms) -> None:
    """Raise InvalidInputError for terms that do not go together, or not in this conference."""
    if terms.is_weighted and not conference.enables_weights:
        raise InvalidInputError("Gewichtete Stimmen sind in dieser Konferenz nicht vorgesehen.", field="gewichtet")
    if terms.is_weighted and terms.kind is VoteKind.SECRET:
        raise InvalidInputError("Geheime Stimmen werden nicht gewichtet.", field="gewichtet")
    if terms.is_weighted and terms.counts_by is not CountedBy.MUNICIPALITY:
        raise InvalidInputError("Gewichtet wird nur, wo jede Kommune eine Stimme hat.", field="gewichtet")
    if _deviates(conference, terms) and not terms.rule_reason.strip():
        raise InvalidInputError("Bitte sagen Sie, warum hier eine andere Regel gilt.", field="begruendung")
    if len(terms.rule_reason) > _LONGEST:
        raise InvalidInputError("Das ist zu lang.", field="begruendung")
    if terms.time_limit is not None and not 0 <= terms.time_limit <= LONGEST_LIMIT:
        raise InvalidInputError("Bitte höchstens eine Stunde.", field="zeit")


def _deviates(conference: Conference, terms: Terms) -> bool:
    """Tell whether a question needs another majority or turnout than the conference's questions do."""
    other_rule = terms.rule is not None and terms.rule != conference.rule
    return other_rule or (terms.sets_quorum and terms.quorum != conference.quorum)


def list_terms(poll: Poll) -> dict[str, Any]:
    """The terms of a poll as the journal keeps them."""
    return {
        "panel": poll.panel_id,
        "present_only": poll.present_only,
        "kind": poll.kind,
        "counts_by": poll.counts_by,
        "weighted": poll.is_weighted,
        "receipts": poll.has_receipts,
        "rule": poll.rule,
        "rule_reason": digest(poll.rule_reason) if poll.rule_reason else None,
        "quorum": [poll.quorum_numerator, poll.quorum_denominator],
        "time_limit": poll.time_limit,
    }
