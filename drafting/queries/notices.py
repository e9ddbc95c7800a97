"""Notices: the bell's number, and what a person was told, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Demand, Notice, Person, Poll
from drafting.rules.lifecycle import AMENDMENT_KIND_LABELS, AmendmentKind, PollState
from drafting.rules.notices import NOTICE_SENTENCES, MailRhythm, NoticeKind

PAGE_SIZE = 50
_ANCHORS = {
    NoticeKind.COMMENTED: "#kommentare",
    NoticeKind.ANSWERED: "#kommentare",
    NoticeKind.COMMENT_HIDDEN: "#kommentare",
    NoticeKind.EXAMPLE_HIDDEN: "#beispiele",
    NoticeKind.CONTACT_ASKED: "#beispiele",
}
_VOTED = frozenset({NoticeKind.ADOPTED, NoticeKind.ADOPTED_CHANGED, NoticeKind.COMPROMISE_ADOPTED, NoticeKind.REJECTED})


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something a person was told: ``sentence`` with the values for its places, and where it leads.

    ``about`` is the headline or title of what it is about; ``extra`` a detail the sentence does not use; ``yes`` and
    ``no`` are the numbers of the vote where there was one.
    """

    id: str
    kind: str
    sentence: str
    place: str
    amendment: str
    demand: str
    detail: str
    extra: str
    about: str
    at: datetime
    is_new: bool
    is_mine: bool
    yes: int | None
    no: int | None
    address: str

    def say(self) -> str:
        """The sentence in German, for mails."""
        return self.sentence % {
            "place": self.place,
            "amendment": self.amendment,
            "demand": self.demand,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """A page of somebody's notices, newest first; ``unread`` counts those of all pages."""

    rows: tuple[NoticeRow, ...]
    unread: int
    page: int
    has_older: bool
    email: str
    rhythm: MailRhythm


def count_unread(session: Session, person_id: str) -> int:
    """How many notices a person has not read: the number at the bell."""
    unread = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return session.scalar(unread) or 0


def list_notices(session: Session, person_id: str, *, page: int = 1) -> NoticesPage:
    """A page of a person's notices, newest first."""
    person = session.get_one(Person, person_id)
    wanted = (
        _select()
        .where(Notice.person_id == person_id)
        .order_by(Notice.created_at.desc(), Notice.id)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    )
    rows = _make_rows(session, wanted)
    return NoticesPage(
        rows=rows[:PAGE_SIZE],
        unread=count_unread(session, person_id),
        page=page,
        has_older=len(rows) > PAGE_SIZE,
        email=person.email,
        rhythm=MailRhythm(person.mail_rhythm),
    )


def get_notice(session: Session, notice_id: str, *, person_id: str) -> NoticeRow:
    """One of a person's own notices; raises NotFoundError."""
    rows = _make_rows(session, _select().where(Notice.id == notice_id, Notice.person_id == person_id))
    if not rows:
        raise NotFoundError("Diese Mitteilung gibt es nicht (mehr).")
    return rows[0]


def list_by_person(session: Session, notice_ids: Collection[str]) -> dict[str, list[NoticeRow]]:
    """Certain notices by the person they are for, oldest first: what goes into one mail."""
    owners = dict(list(session.execute(select(Notice.id, Notice.person_id).where(Notice.id.in_(notice_ids)))))
    found: dict[str, list[NoticeRow]] = {}
    wanted = _select().where(Notice.id.in_(notice_ids)).order_by(Notice.created_at, Notice.id)
    for row in _make_rows(session, wanted):
        found.setdefault(owners[row.id], []).append(row)
    return found


def _select() -> Select[Notice, Amendment | None, Demand | None]:
    return (
        select(Notice, Amendment, Demand)
        .outerjoin(Amendment, Amendment.id == Notice.amendment_id)
        .outerjoin(Demand, Demand.id == func.coalesce(Notice.demand_id, Amendment.demand_id))
    )


def _make_rows(session: Session, statement: Select[Notice, Amendment | None, Demand | None]) -> tuple[NoticeRow, ...]:
    found = session.execute(statement).all()
    polls = _list_polls(session, {row[1].id for row in found if row[1] is not None and row[0].kind in _VOTED})
    return tuple(_make_row(notice, amendment, demand, polls) for notice, amendment, demand in found)


def _make_row(notice: Notice, amendment: Amendment | None, demand: Demand | None, polls: Sequence[Poll]) -> NoticeRow:
    kind = NoticeKind(notice.kind)
    sentence = NOTICE_SENTENCES[kind]
    about_demand = demand.label if demand else ""
    if amendment is None:
        place = about_demand
    else:
        place = f"{amendment.label} ({about_demand or AMENDMENT_KIND_LABELS[AmendmentKind(amendment.kind)]})"
    before = [
        poll
        for poll in polls
        if kind in _VOTED
        and poll.amendment_id == notice.amendment_id
        and (poll.closed_at or notice.created_at) <= notice.created_at
    ]
    return NoticeRow(
        id=notice.id,
        kind=kind,
        sentence=sentence,
        place=place,
        amendment=amendment.label if amendment else "",
        demand=about_demand,
        detail=notice.detail,
        extra="" if "%(detail)s" in sentence else notice.detail,
        about=(amendment.headline if amendment else "") or (demand.title if demand else ""),
        at=notice.created_at,
        is_new=notice.read_at is None,
        is_mine=amendment is not None and amendment.proposer_id == notice.person_id,
        yes=before[-1].yes if before else None,
        no=before[-1].no if before else None,
        address=_find_address(notice, kind),
    )


def _find_address(notice: Notice, kind: NoticeKind) -> str:
    if notice.amendment_id is not None:
        return f"/antraege/{notice.amendment_id}{_ANCHORS.get(kind, '')}"
    return f"/forderungen/{notice.demand_id}{_ANCHORS.get(kind, '')}"


def _list_polls(session: Session, amendment_ids: Collection[str]) -> Sequence[Poll]:
    if not amendment_ids:
        return ()
    closed = (Poll.amendment_id.in_(amendment_ids), Poll.state == PollState.CLOSED)
    return session.scalars(select(Poll).where(*closed).order_by(Poll.closed_at)).all()
