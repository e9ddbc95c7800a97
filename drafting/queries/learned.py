"""What authors have learned: for everybody who proposed something, whether they know what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, CoProposer, Mail, Notice, Paper, Person
from drafting.rules.lifecycle import AmendmentState
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.notices import MailRhythm, NoticeKind
from drafting.rules.publishing import Learning, list_fitting, name_learning

# Whoever takes their own amendment back knows; of what is open there is nothing to learn yet.
_OPEN = (AmendmentState.OPEN, AmendmentState.SUBMITTED)
_APART = (AmendmentState.DRAFT, AmendmentState.WITHDRAWN, *_OPEN)
_TELLING = frozenset(kind for state in AmendmentState for kind in list_fitting(state)) | {NoticeKind.REOPENED}
_WORST = (Learning.UNTOLD, Learning.WAITING, Learning.UNREACHED, Learning.UNDER_WAY, Learning.TOLD)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An amendment as one of its authors knows it; ``notice_id`` is "" where no notice tells its outcome."""

    amendment_id: str
    label: str
    demand_id: str | None
    state: AmendmentState
    note: str
    learning: Learning
    notice_id: str


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """Somebody who proposed, with what they have not learned yet; ``learning`` is the worst of it."""

    person_id: str
    name: str
    municipality: str
    learning: Learning
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """All authors who have not learned everything, the worst first; how many have; how many amendments are open."""

    rows: tuple[AuthorRow, ...]
    told: int
    open: int

    def list_by(self, *learnings: Learning) -> tuple[AuthorRow, ...]:
        """The authors of whom this is the worst."""
        return tuple(row for row in self.rows if row.learning in learnings)

    @property
    def to_tell(self) -> tuple[AuthorRow, ...]:
        """Those whom a button tells: no notice yet, or one that could be mailed."""
        return self.list_by(Learning.UNTOLD, Learning.WAITING)

    @property
    def under_way(self) -> tuple[AuthorRow, ...]:
        """Those whose mail has not gone out yet."""
        return self.list_by(Learning.UNDER_WAY)

    @property
    def unreached(self) -> tuple[AuthorRow, ...]:
        """Those who have a notice and will read it only when they sign in."""
        return self.list_by(Learning.UNREACHED)

    @property
    def not_yet(self) -> tuple[AuthorRow, ...]:
        """Those who have a notice and may not have learned of it; no button helps."""
        return (*self.unreached, *self.under_way)


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of the last notice of an outcome."""

    id: str
    kind: str
    is_read: bool
    mailed_at: datetime | None


def get_learned(session: Session, conference_id: str) -> Learned:
    """What every author of a decided amendment knows of it, with a fixed number of statements."""
    amendments = list(
        session.scalars(
            select(Amendment)
            .join(Paper, Paper.id == Amendment.paper_id)
            .where(Paper.conference_id == conference_id, Amendment.state.not_in(_APART))
            .order_by(Amendment.number)
        )
    )
    authors = _list_authors(session, amendments)
    told = _list_told(session, amendments)
    unsent = _list_unsent(session, conference_id)
    people = {
        person.id: person for person in session.scalars(select(Person).where(Person.conference_id == conference_id))
    }
    rows = []
    for person_id, theirs in authors.items():
        person = people[person_id]
        outcomes = [_look(amendment, person, told, unsent) for amendment in theirs]
        worst = min((each.learning for each in outcomes), key=_WORST.index)
        missing = tuple(each for each in outcomes if each.learning is not Learning.TOLD)
        rows.append(AuthorRow(person_id, person.name, person.municipality, worst, missing))
    waiting = [row for row in rows if row.learning is not Learning.TOLD]
    waiting.sort(key=lambda row: (_WORST.index(row.learning), row.name.casefold(), row.person_id))
    return Learned(tuple(waiting), len(rows) - len(waiting), _count_open(session, conference_id))


def _look(
    amendment: Amendment,
    person: Person,
    told: dict[tuple[str, str], _Told],
    unsent: Mapping[tuple[str, datetime], bool],
) -> Outcome:
    state = AmendmentState(amendment.state)
    notice = told.get((person.id, amendment.id))
    if notice is not None and notice.kind not in list_fitting(state):
        notice = None
    mailed_at = notice.mailed_at if notice else None
    is_given_up = unsent.get((person.id, mailed_at)) if mailed_at is not None else None
    return Outcome(
        amendment_id=amendment.id,
        label=amendment.label,
        demand_id=amendment.demand_id,
        state=state,
        note=amendment.outcome_note,
        learning=name_learning(
            has_notice=notice is not None,
            is_read=notice is not None and notice.is_read,
            is_mailed=mailed_at is not None,
            is_under_way=is_given_up is False,
            is_given_up=is_given_up is True,
            takes_mail=bool(person.email) and person.mail_rhythm != MailRhythm.OFF,
        ),
        notice_id=notice.id if notice else "",
    )


def _list_authors(session: Session, amendments: Iterable[Amendment]) -> dict[str, list[Amendment]]:
    """By person: what they handed in, or have agreed to propose too."""
    by_id = {amendment.id: amendment for amendment in amendments}
    found: dict[str, list[Amendment]] = {}
    for amendment in by_id.values():
        found.setdefault(amendment.proposer_id, []).append(amendment)
    agreed = select(CoProposer).where(CoProposer.amendment_id.in_(by_id), CoProposer.agreed.is_(True))
    for each in session.scalars(agreed.order_by(CoProposer.amendment_id, CoProposer.person_id)):
        found.setdefault(each.person_id, []).append(by_id[each.amendment_id])
    return found


def _list_told(session: Session, amendments: Iterable[Amendment]) -> dict[tuple[str, str], _Told]:
    """By person and amendment: the last notice of its outcome, or of its being open again."""
    notices = session.scalars(
        select(Notice)
        .where(
            Notice.amendment_id.in_([amendment.id for amendment in amendments]),
            Notice.kind.in_([kind.value for kind in _TELLING]),
        )
        .order_by(Notice.created_at, Notice.id)
    )
    return {
        (notice.person_id, notice.amendment_id or ""): _Told(
            notice.id, notice.kind, notice.read_at is not None, notice.mailed_at
        )
        for notice in notices
    }


def _list_unsent(session: Session, conference_id: str) -> dict[tuple[str, datetime], bool]:
    """Mails that have not gone out, by person and by when their notices were put into them: whether never will."""
    rows = session.execute(
        select(Mail.person_id, Mail.created_at, Mail.attempts).where(
            Mail.conference_id == conference_id, Mail.person_id.is_not(None), Mail.sent_at.is_(None)
        )
    )
    return {(person_id or "", created_at): attempts >= MOST_ATTEMPTS for person_id, created_at, attempts in rows}


def _count_open(session: Session, conference_id: str) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Amendment)
            .join(Paper, Paper.id == Amendment.paper_id)
            .where(Paper.conference_id == conference_id, Amendment.state.in_(_OPEN))
        )
        or 0
    )
