"""The ballot as one person sees it, and how many have voted; no tally before closing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from drafting.models import (
    Ballot,
    DemandVersion,
    Edition,
    HandCount,
    Municipality,
    Person,
    Poll,
    Voter,
)
from drafting.queries import texts
from drafting.queries.asking import JointItem, show_items
from drafting.queries.moves import Move, list_moves
from drafting.queries.people import Viewer
from drafting.queries.poll_answers import AnswerOption, list_answers
from drafting.queries.poll_rows import get_question, name_rule
from drafting.queries.poll_wordings import get_wording
from drafting.queries.sayings import Saying
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import CountedBy, VoteKind, decides, may_be_changed
from drafting.rules.questions import Question as Asked
from drafting.text.redline import RedlineBlock

RECORD_SENTENCES = {
    VoteKind.OPEN: "Im Protokoll stehen nur Zahlen.",
    VoteKind.NAMED: "Im Protokoll steht, wie Sie abgestimmt haben.",
    VoteKind.SECRET: "Niemand erfährt, wie Sie abgestimmt haben. Die Stimme lässt sich nicht ändern.",
}
WHY_NOT_SENTENCES = {
    "prepared": "Die Abstimmung ist noch nicht eröffnet.",
    "over": "Die Abstimmung ist beendet.",
    "by_hand": "Ihre Stimme wird in dieser Abstimmung von Hand gezählt.",
    "no_vote": "Sie nehmen ohne Stimmrecht teil.",
    "absent": "Sie waren bei der Eröffnung nicht als anwesend gemeldet. Bitte wenden Sie sich an die Leitung.",
    "municipality": "Hier hat jede Kommune eine Stimme. Für Ihre gibt sie jemand anderes ab, oder niemand ist benannt.",
    "other": "Sie sind in dieser Abstimmung nicht stimmberechtigt.",
}


@dataclass(frozen=True, slots=True)
class BallotPage:
    """The ballot as one person sees it; ``choice`` is theirs, "" before they voted.

    ``items`` are the amendments of a joint vote, which has no redline of its own.

    ``recommends`` says that the panel only recommends, and the plenary decides. ``why_not`` says why they cannot vote,
    "" where they can. ``text`` is the demand that is asked about as a whole, ``quorum`` the share that must vote, such
    as "1/2", ``votes_for`` the municipality whose one vote this is, ``edition_name`` the paper put to the vote.
    ``turn`` is that of their choice as it is stored.
    """

    poll_id: str
    number: int
    state: str
    question: Saying
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
    electorate: Saying
    recommends: bool
    opened_at: datetime | None
    is_entitled: bool
    choice: str
    turn: int
    why_not: str
    question_kind: str
    kind: str
    record_note: str
    answers: tuple[AnswerOption, ...]
    most_choices: int
    has_receipts: bool
    rule_reason: str
    closes_at: datetime | None
    is_changeable: bool
    has_voted: bool
    decides: bool
    text: tuple[RedlineBlock, ...]
    quorum: str
    weight: int
    votes_for: str
    is_time_over: bool
    edition_name: str

    @property
    def has_answers(self) -> bool:
        """Whether there are answers for them; once the time is over only to see, until there is more of it."""
        is_free = self.is_changeable or not self.has_voted
        return self.is_entitled and self.state == PollState.OPEN and is_free

    @property
    def may_vote(self) -> bool:
        """Whether a ballot is taken from them now."""
        return self.has_answers and not self.is_time_over

    @property
    def names_several(self) -> bool:
        """Whether one ballot may name several answers."""
        return self.most_choices > 1


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Until when a poll takes ballots, None for until somebody ends it; the same for everyone.

    ``is_over`` says that it takes none any more, though a count by hand is waited for.
    """

    poll_id: str
    state: str
    opened_at: datetime | None
    closes_at: datetime | None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Participation:
    """How many have voted; the only number there is before closing. Where votes are weighted, these are still people.

    ``by_hand`` of the entitled are counted by hand, ``counted_by_hand`` of them so far.
    """

    poll_id: str
    state: str
    cast: int
    entitled: int
    by_hand: int = 0
    counted_by_hand: int = 0


def get_ballot(session: Session, poll_id: str, *, viewer: Viewer) -> BallotPage:
    """The ballot for one person; raises NotFoundError."""
    question = get_question(session, poll_id)
    poll, amendment, demand = question.poll, question.amendment, question.demand
    stored = get_wording(session, poll)
    voter = session.get(Voter, (poll_id, viewer.person_id))
    is_entitled = voter is not None and not voter.by_hand
    ballot = session.get(Ballot, (poll_id, viewer.person_id))
    choice = ballot.choice if ballot is not None else None
    yes_label, no_label = question.answers
    move = list_moves(session, [amendment]).get(amendment.id) if amendment else None
    return BallotPage(
        poll_id=poll.id,
        number=poll.number,
        state=poll.state,
        question=move.question if move else question.sentence,
        yes_label=yes_label,
        no_label=no_label,
        abstain_label="Enthaltung",
        demand_id=poll.demand_id or "",
        demand_number=demand.number if demand else "",
        demand_title=demand.title if demand else stored.title,
        amendment_id=poll.amendment_id or "",
        amendment_label=str(question.label),
        proposer=question.proposer.label if question.proposer else "",
        reason=amendment.reason if amendment else "",
        redline=stored.redline,
        excerpt=stored.excerpt,
        move=move,
        items=show_items(session, question),
        rule_label=name_rule(poll),
        electorate=question.electorate,
        recommends=poll.recommends,
        opened_at=poll.opened_at,
        is_entitled=is_entitled,
        choice=choice or "",
        turn=ballot.turn if ballot is not None else 0,
        why_not=_explain_why_not(session, poll, viewer, voter),
        question_kind=poll.question,
        kind=poll.kind,
        record_note=RECORD_SENTENCES[VoteKind(poll.kind)],
        answers=list_answers(question),
        most_choices=poll.most_choices,
        has_receipts=poll.has_receipts,
        rule_reason=poll.rule_reason,
        closes_at=poll.closes_at,
        is_changeable=may_be_changed(VoteKind(poll.kind)),
        has_voted=choice is not None or (voter is not None and voter.has_voted),
        decides=decides(Asked(poll.question)),
        text=_show_demand(session, poll),
        quorum=poll.quorum.label if poll.quorum else "",
        weight=voter.weight if voter is not None and poll.is_weighted else 1,
        votes_for=_name_municipality(session, voter),
        is_time_over=poll.is_time_over and poll.state == PollState.OPEN,
        edition_name=_name_edition(session, poll),
    )


def _show_demand(session: Session, poll: Poll) -> tuple[RedlineBlock, ...]:
    """The demand as it stands, where the question is whether it stays; nothing in it is marked."""
    if poll.question != Asked.DEMAND or poll.state not in {PollState.PREPARED, PollState.OPEN}:
        return ()
    versions = select(DemandVersion.text).where(DemandVersion.demand_id == poll.demand_id)
    if poll.version_id is not None:
        versions = versions.where(DemandVersion.id == poll.version_id)
    text = session.scalar(versions.order_by(DemandVersion.number.desc()).limit(1)) or ""
    return tuple(
        replace(block, change="", pieces=tuple(replace(piece, change="", line=None) for piece in block.pieces))
        for block in texts.show_new(text)
    )


def _name_municipality(session: Session, voter: Voter | None) -> str:
    if voter is None or voter.municipality_id is None:
        return ""
    return session.get_one(Municipality, voter.municipality_id).name


def _name_edition(session: Session, poll: Poll) -> str:
    return session.get_one(Edition, poll.edition_id).name if poll.edition_id else ""


def get_time_left(session: Session, poll_id: str) -> TimeLeft:
    """Until when a poll takes ballots; raises NotFoundError."""
    poll = get_question(session, poll_id).poll
    return TimeLeft(poll.id, poll.state, poll.opened_at, poll.closes_at, poll.is_time_over)


def _explain_why_not(session: Session, poll: Poll, viewer: Viewer, voter: Voter | None) -> str:
    if poll.state == PollState.PREPARED:
        return WHY_NOT_SENTENCES["prepared"]
    if poll.state != PollState.OPEN:
        return WHY_NOT_SENTENCES["over"]
    if voter is not None:
        return WHY_NOT_SENTENCES["by_hand"] if voter.by_hand else ""
    if not viewer.may_vote:
        return WHY_NOT_SENTENCES["no_vote"]
    if poll.panel_id is not None and poll.panel_id not in {panel.id for panel in viewer.panels}:
        return WHY_NOT_SENTENCES["other"]
    if poll.present_only and not _was_present(session, poll, viewer):
        return WHY_NOT_SENTENCES["absent"]
    return WHY_NOT_SENTENCES["municipality" if poll.counts_by == CountedBy.MUNICIPALITY else "other"]


def _was_present(session: Session, poll: Poll, viewer: Viewer) -> bool:
    """Whether somebody was there when the poll opened; who comes later is not on its roll."""
    since = session.scalar(select(Person.present_since).where(Person.id == viewer.person_id))
    return since is not None and poll.opened_at is not None and since <= poll.opened_at


def get_participation(session: Session, poll_id: str) -> Participation:
    """How many have voted; raises NotFoundError."""
    poll = get_question(session, poll_id).poll
    if poll.state == PollState.PREPARED:
        return Participation(poll.id, poll.state, 0, 0)
    entitled, by_hand = session.execute(
        select(func.count(), func.count().filter(Voter.by_hand)).where(Voter.poll_id == poll_id)
    ).one()
    counted = sum(
        count.cast
        for count in session.scalars(
            select(HandCount).where(HandCount.poll_id == poll_id, HandCount.confirmed_at.is_not(None))
        )
    )
    if poll.state != PollState.OPEN:
        return Participation(poll.id, poll.state, poll.tally.cast, poll.entitled, poll.by_hand, poll.by_hand)
    cast = session.scalar(_count_ballots(poll)) or 0
    return Participation(poll.id, poll.state, cast + counted, entitled, by_hand, counted)


def _count_ballots(poll: Poll) -> Select[int]:
    """How many have handed in a ballot; of a secret one the roll says so."""
    if poll.kind == VoteKind.SECRET:
        return select(func.count()).select_from(Voter).where(Voter.poll_id == poll.id, Voter.has_voted)
    return select(func.count()).select_from(Ballot).where(Ballot.poll_id == poll.id)
