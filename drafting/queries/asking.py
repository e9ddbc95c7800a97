"""Asking: a poll with what it is about, in words, whether one amendment or a whole list of undisputed ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, ConsentItem, Demand, Panel, Person, Poll
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.moves import Move
from drafting.rules.lifecycle import ADOPTED, AmendmentKind, AmendmentState
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
    place: str
    redline: tuple[RedlineBlock, ...]
    move: Move | None
    is_adopted: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A poll with what it is about; ``listed`` are the amendments of a joint one, which has no amendment of its own."""

    poll: Poll
    amendment: Amendment | None
    demand: Demand | None
    proposer: Person | None
    panel_name: str
    listed: tuple[Amendment, ...]

    @property
    def place(self) -> str:
        """The demand it is about, in words."""
        if self.demand is not None:
            return self.demand.label
        is_move = self.amendment is not None and self.amendment.kind == AmendmentKind.MOVE
        return "Abschnitt verschieben" if is_move else "Neue Forderung"

    @property
    def electorate(self) -> str:
        """Who votes, in words."""
        who = self.panel_name or "Plenum"
        return f"Alle Anwesenden, {who}" if self.poll.present_only else f"Alle Stimmberechtigten, {who}"

    @property
    def label(self) -> str:
        """The amendment it is about, or all of them."""
        if self.amendment is not None:
            return self.amendment.label
        names = [amendment.label for amendment in self.listed]
        if len(names) <= _NAMED + 1:
            return ", ".join(names)
        return f"{', '.join(names[:_NAMED])} und {len(names) - _NAMED} weitere"

    @property
    def what(self) -> str:
        """What it is about, for a line in a list: „Ä12 zu Forderung 4“, „Gemeinsam: Ä2, Ä14“."""
        if self.amendment is None:
            return f"Gemeinsam: {self.label}" if self.listed else "Gemeinsam"
        return f"{self.label} zu {self.place}" if self.demand else f"{self.label}: {self.place}"

    @property
    def sentence(self) -> str:
        """The question itself; a move words its own (``queries.moves``)."""
        if self.amendment is None:
            return f"{self.what}: {self._ask_jointly()}"
        match AmendmentKind(self.amendment.kind):
            case AmendmentKind.STRIKE:
                return f"{self.place}: Soll sie gestrichen werden?"
            case AmendmentKind.NEW:
                return "Soll diese Forderung aufgenommen werden?"
            case _:
                return f"{self.place}: Soll der Text so geändert werden?"

    def _ask_jointly(self) -> str:
        subject = "Soll diese unstrittige Änderung" if len(self.listed) == 1 else "Sollen diese unstrittigen Änderungen"
        return f"{subject} {'zur Annahme empfohlen' if self.poll.recommends else 'angenommen'} werden?"

    @property
    def answers(self) -> tuple[str, str]:
        """What a yes and a no are called."""
        if self.amendment is None:
            if self.poll.recommends:
                return "Ja, alle empfehlen", "Nein, keine Empfehlung"
            return "Ja, alle annehmen", "Nein, alle offen lassen"
        match AmendmentKind(self.amendment.kind):
            case AmendmentKind.STRIKE:
                return "Ja, streichen", "Nein, behalten"
            case AmendmentKind.NEW:
                return "Ja, aufnehmen", "Nein, nicht aufnehmen"
            case AmendmentKind.MOVE:
                return "Ja, verschieben", "Nein, so lassen"
            case _:
                return "Ja, ändern", "Nein, so lassen"


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
    listed = _find_listed(session, [row[0].consent_list_id for row in rows if row[0].consent_list_id])
    return [
        Question(poll, amendment, demand, person, panel or "", tuple(listed[poll.consent_list_id or ""]))
        for poll, amendment, demand, person, panel in rows
    ]


def _find_listed(session: Session, list_ids: Sequence[str]) -> dict[str, list[Amendment]]:
    """By list: the amendments on it that nobody pulled out."""
    listed: dict[str, list[Amendment]] = defaultdict(list)
    if list_ids:
        rows = session.execute(
            select(ConsentItem.list_id, Amendment)
            .join(Amendment, Amendment.id == ConsentItem.amendment_id)
            .where(ConsentItem.list_id.in_(list_ids), ConsentItem.pulled_at.is_(None))
            .order_by(Amendment.number)
        )
        for list_id, amendment in rows:
            listed[list_id].append(amendment)
    return listed


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
        place=f"Forderung {card.demand_number}" if card.demand_number else card.demand_title,
        redline=card.redline,
        move=card.move,
        is_adopted=AmendmentState(card.state) in ADOPTED,
        is_open=card.is_open,
    )
