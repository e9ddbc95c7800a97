"""Polls: the ballot, how many have voted, the result, lists; no tally before closing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from drafting.errors import ClosedError, NotFoundError
from drafting.models import (
    Amendment,
    AmendmentRevision,
    Ballot,
    Demand,
    DemandVersion,
    Person,
    Poll,
    Voter,
)
from drafting.queries import desks, texts
from drafting.queries.asking import JointItem, Question, find_questions, show_items
from drafting.queries.cards import store_edits
from drafting.queries.desks import DeskDemand, DeskPage, PollRow
from drafting.queries.moves import Move, list_moves
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits
from drafting.rules.lifecycle import POLL_STATE_LABELS, Fit, PollState
from drafting.rules.voting import RULE_LABELS, VERDICT_LABELS, Rule, Verdict
from drafting.text.redline import RedlineBlock

__all__ = [
    "BallotPage",
    "DeskDemand",
    "DeskPage",
    "JointItem",
    "Participation",
    "PollRow",
    "ResultPage",
    "SettledNote",
    "find_running",
    "get_ballot",
    "get_desk",
    "get_participation",
    "get_poll",
    "get_result",
    "list_decisions",
    "list_polls",
]
# What a panel's vote comes to that does not decide.
RECOMMENDATION_LABELS = {
    Verdict.ADOPTED: "Empfohlen: annehmen",
    Verdict.REJECTED: "Empfohlen: ablehnen",
    Verdict.TIE: "Empfohlen: ablehnen (Stimmengleichheit)",
}


@dataclass(frozen=True, slots=True)
class BallotPage:
    """The ballot as one person sees it; ``choice`` is theirs, "" before they voted.

    ``items`` are the amendments of a joint vote, which has no redline of its own.

    ``recommends`` says that the panel only recommends, and the plenary decides. ``why_not`` says why they cannot vote,
    "" where they can.
    """

    poll_id: str
    number: int
    state: str
    question: str
    yes_label: str
    no_label: str
    abstain_label: str
    demand_id: str
    demand_number: str
    demand_title: str
    amendment_id: str
    amendment_label: str
    proposer: str
    reason: str
    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    move: Move | None
    items: tuple[JointItem, ...]
    rule_label: str
    electorate: str
    recommends: bool
    opened_at: datetime | None
    is_entitled: bool
    choice: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Participation:
    """How many have voted; the only number there is before closing."""

    poll_id: str
    state: str
    cast: int
    entitled: int


@dataclass(frozen=True, slots=True)
class SettledNote:
    """An amendment this decision left nothing of, or asked its author about."""

    amendment_id: str
    label: str
    proposer: str
    state: str
    fit: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result with the rule that decided it, and the text as it stands now.

    Shares are of the largest of the three numbers, in percent, for bars on a common scale.
    """

    poll_id: str
    number: int
    state: str
    state_label: str
    verdict: str
    verdict_label: str
    is_adopted: bool
    recommends: bool
    panel_name: str
    question: str
    yes: int
    no: int
    abstain: int
    invalid: int
    cast: int
    entitled: int
    not_voted: int
    yes_share: int
    no_share: int
    abstain_share: int
    formula: str
    rule_label: str
    electorate: str
    opened_at: datetime | None
    closed_at: datetime | None
    annul_reason: str
    demand_id: str
    demand_number: str
    demand_title: str
    amendment_id: str
    amendment_label: str
    proposer: str
    version_id: str
    now: tuple[RedlineBlock, ...]
    move: Move | None
    items: tuple[JointItem, ...]
    settled: tuple[SettledNote, ...]


def get_ballot(session: Session, poll_id: str, *, viewer: Viewer) -> BallotPage:
    """The ballot for one person; raises NotFoundError."""
    question = _get(session, poll_id)
    poll, amendment, demand = question.poll, question.amendment, question.demand
    stored = _get_wording(session, poll)
    is_entitled = session.get(Voter, (poll_id, viewer.person_id)) is not None
    choice = session.scalar(
        select(Ballot.choice).where(Ballot.poll_id == poll_id, Ballot.person_id == viewer.person_id)
    )
    yes_label, no_label = question.answers
    move = list_moves(session, [amendment]).get(amendment.id) if amendment else None
    return BallotPage(
        poll_id=poll.id,
        number=poll.number,
        state=poll.state,
        question=str(move.question) if move else question.sentence,
        yes_label=yes_label,
        no_label=no_label,
        abstain_label="Enthaltung",
        demand_id=poll.demand_id or "",
        demand_number=demand.number if demand else "",
        demand_title=demand.title if demand else stored.title,
        amendment_id=poll.amendment_id or "",
        amendment_label=question.label,
        proposer=question.proposer.label if question.proposer else "",
        reason=amendment.reason if amendment else "",
        redline=stored.redline,
        excerpt=stored.excerpt,
        move=move,
        items=show_items(session, question),
        rule_label=RULE_LABELS[Rule(poll.rule)],
        electorate=question.electorate,
        recommends=poll.recommends,
        opened_at=poll.opened_at,
        is_entitled=is_entitled,
        choice=choice or "",
        why_not=_explain_why_not(poll, viewer, is_entitled=is_entitled),
    )


@dataclass(frozen=True, slots=True)
class _Wording:
    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    title: str


def _get_wording(session: Session, poll: Poll) -> _Wording:
    """The wording fixed at opening; before it, the one that counts now; none where a whole list is voted on."""
    if poll.amendment_id is None:
        return _Wording((), (), "")
    if poll.revision_id is not None:
        revision = session.get_one(AmendmentRevision, poll.revision_id)
    else:
        revision = session.scalars(
            select(AmendmentRevision)
            .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
            .where(Amendment.id == poll.amendment_id, AmendmentRevision.number == Amendment.revision_number)
        ).one()
    title = texts.read(revision.text).title
    if revision.base_version_id is None:
        return _Wording(texts.show_new(revision.text), texts.show_new(revision.text), title)
    stored = store_edits(revision, session.get_one(DemandVersion, revision.base_version_id))
    return _Wording(texts.show_changes(stored), texts.show_excerpt(stored), title)


def _explain_why_not(poll: Poll, viewer: Viewer, *, is_entitled: bool) -> str:
    if poll.state == PollState.PREPARED:
        return "Die Abstimmung ist noch nicht eröffnet."
    if poll.state != PollState.OPEN:
        return "Die Abstimmung ist beendet."
    if is_entitled:
        return ""
    if not viewer.may_vote:
        return "Sie nehmen ohne Stimmrecht teil."
    if poll.present_only and not viewer.is_present:
        return "Sie waren bei der Eröffnung nicht als anwesend gemeldet. Bitte wenden Sie sich an die Leitung."
    return "Sie sind in dieser Abstimmung nicht stimmberechtigt."


def get_participation(session: Session, poll_id: str) -> Participation:
    """How many have voted; raises NotFoundError."""
    poll = _get(session, poll_id).poll
    if poll.state == PollState.OPEN:
        cast = session.scalar(select(func.count()).where(Ballot.poll_id == poll_id)) or 0
    else:
        cast = poll.tally.cast
    return Participation(poll.id, poll.state, cast, poll.entitled)


def get_result(session: Session, poll_id: str) -> ResultPage:
    """The result of a closed or annulled poll; raises ClosedError while there is none."""
    question = _get(session, poll_id)
    poll, demand = question.poll, question.demand
    if poll.state in {PollState.PREPARED, PollState.OPEN}:
        raise ClosedError("Das Ergebnis steht erst fest, wenn die Abstimmung beendet ist.")
    version = session.get(DemandVersion, poll.version_id) if poll.version_id else None
    if demand is None and version is not None:
        demand = session.get_one(Demand, version.demand_id)
    amendment = question.amendment
    move = list_moves(session, [amendment]).get(amendment.id) if amendment else None
    largest = max(poll.yes, poll.no, poll.abstain, 1)
    return ResultPage(
        poll_id=poll.id,
        number=poll.number,
        state=poll.state,
        state_label=POLL_STATE_LABELS[PollState(poll.state)],
        verdict=poll.verdict,
        verdict_label=_name_verdict(poll) or "Ohne Wirkung",
        is_adopted=poll.verdict == Verdict.ADOPTED,
        recommends=poll.recommends,
        panel_name=question.panel_name,
        question=str(move.question) if move else question.sentence,
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        invalid=poll.invalid,
        cast=poll.tally.cast,
        entitled=poll.entitled,
        not_voted=poll.tally.not_voted,
        yes_share=100 * poll.yes // largest,
        no_share=100 * poll.no // largest,
        abstain_share=100 * poll.abstain // largest,
        formula=poll.formula,
        rule_label=RULE_LABELS[Rule(poll.rule)],
        electorate=question.electorate,
        opened_at=poll.opened_at,
        closed_at=poll.closed_at,
        annul_reason=poll.annul_reason,
        demand_id=demand.id if demand else "",
        demand_number=demand.number if demand else "",
        demand_title=demand.title if demand else texts.read(_get_text(session, poll)).title,
        amendment_id=poll.amendment_id or "",
        amendment_label=question.label,
        proposer=question.proposer.label if question.proposer else "",
        version_id=poll.version_id or "",
        now=_show_now(session, poll, version),
        move=move,
        settled=_list_settled(session, poll, version),
        items=show_items(session, question),
    )


def _name_verdict(poll: Poll) -> str:
    if not poll.verdict:
        return ""
    verdict = Verdict(poll.verdict)
    return RECOMMENDATION_LABELS.get(verdict, VERDICT_LABELS[verdict]) if poll.recommends else VERDICT_LABELS[verdict]


def _get_text(session: Session, poll: Poll) -> str:
    revision_id = poll.revision_id
    statement = select(AmendmentRevision.text).where(AmendmentRevision.amendment_id == poll.amendment_id)
    if revision_id is not None:
        statement = statement.where(AmendmentRevision.id == revision_id)
    return session.scalar(statement.order_by(AmendmentRevision.number.desc()).limit(1)) or ""


def _show_now(session: Session, poll: Poll, version: DemandVersion | None) -> tuple[RedlineBlock, ...]:
    """The decided words: what changed where something did, else what was asked for."""
    if version is None:
        return _get_wording(session, poll).redline
    if version.number == 1:
        return texts.show_new(version.text)
    before = session.scalars(
        select(DemandVersion).where(
            DemandVersion.demand_id == version.demand_id, DemandVersion.number == version.number - 1
        )
    ).one()
    return texts.show_changes(StoredEdits(version.id, before.text, version.edits))


def _list_settled(session: Session, poll: Poll, version: DemandVersion | None) -> tuple[SettledNote, ...]:
    """The amendments this decision settled, and those whose authors it asks."""
    if version is not None:
        is_concerned = (Amendment.settled_by_version_id == version.id) | (
            (Amendment.demand_id == version.demand_id) & Amendment.needs_answer
        )
    else:
        # A move makes no version: what it settled names the move itself.
        is_concerned = (Amendment.settled_by_amendment_id == poll.amendment_id) & (Amendment.fit == Fit.SETTLED)
    rows = session.execute(
        select(Amendment, Person)
        .join(Person, Person.id == Amendment.proposer_id)
        .where(is_concerned)
        .order_by(Amendment.number)
    )
    return tuple(
        SettledNote(amendment.id, amendment.label, person.label, amendment.state, amendment.fit)
        for amendment, person in rows
    )


def get_poll(session: Session, poll_id: str) -> PollRow:
    """One poll in short, numbers only after closing; raises NotFoundError."""
    return _make_row(_get(session, poll_id))


def find_running(session: Session, conference_id: str, *, person_id: str = "") -> PollRow | None:
    """The open poll, of those ``person_id`` may vote in if given; the one opened last."""
    conditions: list[ColumnElement[bool]] = [Poll.conference_id == conference_id, Poll.state == PollState.OPEN]
    if person_id:
        conditions.append(exists().where(Voter.poll_id == Poll.id, Voter.person_id == person_id))
    found = find_questions(session, conditions)
    return _make_row(max(found, key=lambda question: question.poll.number)) if found else None


def list_polls(session: Session, conference_id: str, *, state: str = "") -> tuple[PollRow, ...]:
    """All polls by number; numbers of votes only in those closed."""
    conditions: list[ColumnElement[bool]] = [Poll.conference_id == conference_id]
    if state:
        conditions.append(Poll.state == state)
    return _make_rows(find_questions(session, conditions))


def list_decisions(session: Session, conference_id: str) -> tuple[PollRow, ...]:
    """The closed polls and those annulled while open, the latest first."""
    found = find_questions(session, [Poll.conference_id == conference_id, Poll.closed_at.is_not(None)])
    return _make_rows(reversed(found))


def get_desk(session: Session, conference_id: str, *, viewer: Viewer, panel_id: str = "") -> DeskPage:
    """The moderators' desk, of a panel or the whole paper, without the board; the queue is that of its own votes."""
    conditions: list[ColumnElement[bool]] = [
        Poll.conference_id == conference_id,
        Poll.state.in_([PollState.PREPARED, PollState.OPEN]),
    ]
    if panel_id:
        conditions.append((Poll.panel_id == panel_id) | (Poll.state == PollState.OPEN))
    rows = _make_rows(find_questions(session, conditions))
    return desks.get_desk(
        session,
        conference_id,
        viewer=viewer,
        panel_id=panel_id,
        queue=tuple(row for row in rows if row.state == PollState.PREPARED),
        running=tuple(row for row in rows if row.state == PollState.OPEN),
    )


def _get(session: Session, poll_id: str) -> Question:
    found = find_questions(session, [Poll.id == poll_id])
    if not found:
        raise NotFoundError("Diese Abstimmung gibt es nicht.")
    return found[0]


def _make_rows(questions: Iterable[Question]) -> tuple[PollRow, ...]:
    return tuple(_make_row(question) for question in questions)


def _make_row(question: Question) -> PollRow:
    poll = question.poll
    return PollRow(
        id=poll.id,
        number=poll.number,
        state=poll.state,
        state_label=POLL_STATE_LABELS[PollState(poll.state)],
        what=question.what,
        amendment_id=poll.amendment_id or "",
        amendment_label=question.label,
        demand_id=poll.demand_id or "",
        electorate=question.electorate,
        rule_label=RULE_LABELS[Rule(poll.rule)],
        verdict=poll.verdict,
        verdict_label=_name_verdict(poll),
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        entitled=poll.entitled,
        closed_at=poll.closed_at,
    )
