"""Asking: a poll with what it is about: one amendment, several, a whole list of undisputed ones, or something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Demand, Panel, Person, Poll, PollOption
from drafting.queries import asking_words
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.moves import Move
from drafting.queries.questions import NAMED
from drafting.queries.sayings import Saying, as_it_is, saying
from drafting.rules.lifecycle import ADOPTED, AmendmentKind, AmendmentState
from drafting.rules.questions import FEWEST_TO_CHOOSE, WITH_OPTIONS
from drafting.rules.questions import Question as Asked
from drafting.text.redline import RedlineBlock

_NAMED = 8


@dataclass(frozen=True, slots=True)
class JointItem:
    """One of several amendments that are voted on together, and after it whether it was adopted or stays open."""

    amendment_id: str
    label: str
    proposer: str
    kind: str
    demand_id: str
    place: Saying
    redline: tuple[RedlineBlock, ...]
    move: Move | None
    is_adopted: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A poll with what it is about.

    ``listed`` are the amendments of a question about several, which has no amendment of its own; ``options`` its
    answers, where it has others than yes and no. ``strikes`` says of one poll that its amendment only
    strikes words.
    """

    poll: Poll
    amendment: Amendment | None
    demand: Demand | None
    proposer: Person | None
    panel_name: str
    listed: tuple[Amendment, ...]
    options: tuple[PollOption, ...] = ()
    strikes: bool = False

    @property
    def kind(self) -> Asked:
        """What is asked."""
        return Asked(self.poll.question)

    @property
    def place(self) -> Saying:
        """The demand it is about, in words."""
        if self.demand is not None:
            return asking_words.name_demand(self.demand.number, self.demand.label)
        is_move = self.amendment is not None and self.amendment.kind == AmendmentKind.MOVE
        return saying("Abschnitt verschieben") if is_move else saying("Neue Forderung")

    @property
    def electorate(self) -> Saying:
        """Who votes, in words."""
        return asking_words.name_electorate(
            self.panel_name, present_only=self.poll.present_only, counts_by=self.poll.counts_by
        )

    @property
    def label(self) -> Saying:
        """The amendment it is about, or all of them."""
        if self.amendment is not None:
            return as_it_is(self.amendment.label)
        names = [amendment.label for amendment in self.listed]
        if len(names) <= _NAMED + 1:
            return as_it_is(", ".join(names))
        named = ", ".join(names[:_NAMED])
        return saying("%(names)s und %(count)s weitere", names=named, count=len(names) - _NAMED)

    @property
    def what(self) -> Saying:
        """What it is about, for a line in a list: „Ä12 zu Forderung 4“, „Gemeinsam: Ä2, Ä14“."""
        return asking_words.name_subject(self.kind, self)

    @property
    def sentence(self) -> Saying:
        """The question itself; a move words its own (``queries.moves``)."""
        return asking_words.ask(self.kind, self)

    @property
    def is_void(self) -> bool:
        """Whether nothing is left to ask: all it is about was decided meanwhile, or struck."""
        undecided = sum(amendment.is_undecided for amendment in self.listed)
        match self.kind:
            case Asked.SEVERAL | Asked.PROCEDURE:
                return undecided == 0
            case Asked.CHOICE:
                return undecided < FEWEST_TO_CHOOSE
            case Asked.DEMAND:
                return self.demand is not None and self.demand.is_struck
            case _:
                return False

    @property
    def answers(self) -> tuple[str, str]:
        """What a yes and a no are called."""
        return asking_words.name_answers(self.kind, self)

    @property
    def number_labels(self) -> tuple[str, str]:
        """What the numbers of yes and no are called: so, but where one text stands against another."""
        return self.answers if self.kind is Asked.PANEL_TEXT else ("Ja", "Nein")


def find_questions(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Question]:
    """Polls with what they are about, by number."""
    rows = session.execute(
        select(Poll, Amendment, Demand, Person, Panel.name)
        .outerjoin(Amendment, Amendment.id == Poll.amendment_id)
        .outerjoin(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Demand, Demand.id == Poll.demand_id)
        .outerjoin(Panel, Panel.id == Poll.panel_id)
        .where(*conditions)
        .order_by(Poll.number)
    ).all()
    listed = _find_listed(session, [row[0] for row in rows])
    options = _find_options(session, [row[0].id for row in rows if row[0].question in WITH_OPTIONS])
    return [
        Question(poll, amendment, demand, person, panel or "", tuple(listed[poll.id]), tuple(options[poll.id]))
        for poll, amendment, demand, person, panel in rows
    ]


def _find_listed(session: Session, polls: Sequence[Poll]) -> dict[str, list[Amendment]]:
    """By poll: the amendments it is about, where they are several; none that somebody pulled out of a list."""
    listed: dict[str, list[Amendment]] = defaultdict(list)
    ids = [poll.id for poll in polls if poll.amendment_id is None]
    if ids:
        rows = session.execute(
            select(NAMED.c.poll_id, Amendment)
            .join(Amendment, Amendment.id == NAMED.c.amendment_id)
            .where(NAMED.c.poll_id.in_(ids))
            .order_by(NAMED.c.position, Amendment.number)
        )
        for poll_id, amendment in rows:
            listed[poll_id].append(amendment)
    return listed


def _find_options(session: Session, poll_ids: Sequence[str]) -> dict[str, list[PollOption]]:
    """By poll: its answers, in order."""
    options: dict[str, list[PollOption]] = defaultdict(list)
    if poll_ids:
        statement = select(PollOption).where(PollOption.poll_id.in_(poll_ids)).order_by(PollOption.key)
        for option in session.scalars(statement):
            options[option.poll_id].append(option)
    return options


def show_items(session: Session, question: Question) -> tuple[JointItem, ...]:
    """What is voted on together, each with its redline."""
    return tuple(_make_item(card) for card in make_cards(session, question.listed))


def _make_item(card: AmendmentCard) -> JointItem:
    return JointItem(
        amendment_id=card.id,
        label=card.label,
        proposer=card.proposer,
        kind=card.kind,
        demand_id=card.demand_id,
        place=asking_words.name_demand(card.demand_number, card.demand_title),
        redline=card.redline,
        move=card.move,
        is_adopted=AmendmentState(card.state) in ADOPTED,
        is_open=card.is_open,
    )
