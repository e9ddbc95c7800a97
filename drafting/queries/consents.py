"""Joint decisions: the page of a list, with what becomes of each amendment on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import (
    Amendment,
    Conference,
    ConsentItem,
    ConsentList,
    ConsentPull,
    Panel,
    Poll,
    now,
)
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.consent_lists import ConsentRow, find_open_list, list_due, list_lists, list_ready
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import CONSENT_STATE_LABELS, AmendmentState, ConsentState, PollState

__all__ = [
    "ConsentPage",
    "ConsentRow",
    "ItemRow",
    "find_open_list",
    "get_list",
    "list_due",
    "list_lists",
    "list_ready",
]
ITEM_LABELS = {
    "in": "gemeinsam",
    "pulled": "wird einzeln entschieden",
    "out": "geht nicht mit: Der Text oder der Antrag hat sich geändert",
    "adopted": "angenommen",
    "recommended": "zur Annahme empfohlen",
    "left": "bleibt offen, wird einzeln entschieden",
    "ended": "anders erledigt",
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An amendment on a list; ``standing`` is a key of ITEM_LABELS, ``is_mine`` whether the viewer pulled it out."""

    list_id: str
    card: AmendmentCard
    standing: str
    standing_label: str
    pulls: int
    is_mine: bool
    may_pull: bool

    @property
    def id(self) -> str:
        """The amendment's id."""
        return self.card.id


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """A list with its items. ``is_due`` says that its period is over and it is to take effect at once."""

    id: str
    title: str
    state: str
    state_label: str
    electorate: str
    recommends: bool
    closes_at: datetime | None
    ended_at: datetime | None
    is_open: bool
    is_due: bool
    threshold: int
    items: tuple[ItemRow, ...]
    poll_id: str
    may_pull: bool
    may_moderate: bool

    @property
    def going(self) -> tuple[ItemRow, ...]:
        """The items that go along, or went."""
        return tuple(item for item in self.items if item.standing in {"in", "adopted", "recommended"})

    @property
    def apart(self) -> tuple[ItemRow, ...]:
        """The items that do not."""
        return tuple(item for item in self.items if item.standing not in {"in", "adopted", "recommended"})


def get_list(session: Session, list_id: str, *, viewer: Viewer | None = None) -> ConsentPage:
    """One list with its items; raises NotFoundError."""
    found = session.execute(
        select(ConsentList, Panel, Conference.pull_out_threshold)
        .join(Conference, Conference.id == ConsentList.conference_id)
        .outerjoin(Panel, Panel.id == ConsentList.panel_id)
        .where(ConsentList.id == list_id)
    ).first()
    if found is None or (viewer is not None and found[0].conference_id != viewer.conference_id):
        raise NotFoundError("Diese Liste gibt es nicht.")
    listed, panel, threshold = found
    is_due = listed.state == ConsentState.OPEN and listed.closes_at is not None and listed.closes_at <= now()
    is_open = listed.state == ConsentState.OPEN and not is_due
    poll = session.scalars(
        select(Poll)
        .where(Poll.consent_list_id == list_id, Poll.state.in_([PollState.OPEN, PollState.CLOSED]))
        .order_by(Poll.number.desc())
        .limit(1)
    ).first()
    recommends = panel is not None and not panel.decides if poll is None else poll.recommends
    may_pull = viewer is not None and is_open and _is_entitled(viewer, listed)
    return ConsentPage(
        id=listed.id,
        title=listed.title,
        state=listed.state,
        state_label=CONSENT_STATE_LABELS[ConsentState(listed.state)],
        electorate=panel.name if panel else "Plenum",
        recommends=recommends,
        closes_at=listed.closes_at,
        ended_at=listed.ended_at,
        is_open=is_open,
        is_due=is_due,
        threshold=max(1, threshold),
        items=_list_items(session, listed, viewer, recommends=recommends, may_pull=may_pull),
        poll_id=poll.id if poll else "",
        may_pull=may_pull,
        may_moderate=viewer is not None and _may_moderate(viewer, listed),
    )


def _is_entitled(viewer: Viewer, listed: ConsentList) -> bool:
    is_in_panel = listed.panel_id is None or any(panel.id == listed.panel_id for panel in viewer.panels)
    return viewer.may_vote and is_in_panel


def _may_moderate(viewer: Viewer, listed: ConsentList) -> bool:
    moderated = {panel.id for panel in viewer.panels if panel.moderates}
    return viewer.may_organize or (viewer.may_moderate and listed.panel_id in {None, *moderated})


def _list_items(
    session: Session, listed: ConsentList, viewer: Viewer | None, *, recommends: bool, may_pull: bool
) -> tuple[ItemRow, ...]:
    items = {
        item.amendment_id: item for item in session.scalars(select(ConsentItem).where(ConsentItem.list_id == listed.id))
    }
    amendments = session.scalars(select(Amendment).where(Amendment.id.in_(items)).order_by(Amendment.number)).all()
    pulls = list(
        session.execute(select(ConsentPull.amendment_id, ConsentPull.person_id).where(ConsentPull.list_id == listed.id))
    )
    mine = {amendment_id for amendment_id, person_id in pulls if viewer and person_id == viewer.person_id}
    ready = set(list_ready(session, listed.id))
    rows = []
    for amendment, card in zip(amendments, make_cards(session, amendments, viewer=viewer), strict=True):
        standing = _find_standing(listed, items[amendment.id], card, is_ready=card.id in ready, recommends=recommends)
        rows.append(
            ItemRow(
                list_id=listed.id,
                card=card,
                standing=standing,
                standing_label=ITEM_LABELS[standing],
                pulls=sum(amendment_id == card.id for amendment_id, _ in pulls),
                is_mine=card.id in mine,
                may_pull=may_pull and card.is_open,
            )
        )
    return tuple(rows)


def _find_standing(
    listed: ConsentList, item: ConsentItem, card: AmendmentCard, *, is_ready: bool, recommends: bool
) -> str:
    """What becomes of an item: on an open list whether it goes along, afterwards what happened to it."""
    if item.pulled_at is not None:
        return "pulled"
    if listed.state in {ConsentState.OPEN, ConsentState.VOTING}:
        return "in" if is_ready else "out" if card.is_open else "ended"
    if listed.state != ConsentState.ADOPTED:
        return "left" if card.is_open else "ended"
    if recommends:
        return "recommended"
    adopted = {AmendmentState.ADOPTED, AmendmentState.TAKEN_OVER}
    return "left" if card.is_open else "adopted" if card.state in adopted else "ended"
