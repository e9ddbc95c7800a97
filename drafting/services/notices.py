"""Notices: telling people what has happened, in the transaction in which it happens; reading them.

Whoever decides calls ``tell`` for some people, ``tell_outcome`` for an amendment that has ended or opened again, or
``tell_all`` for many notices at once. Nobody is told of what they did themselves, nor twice of one act. Nothing is
mailed here: the outbox is filled by ``mails.collect``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, true, update

from drafting.database import UnitOfWork
from drafting.events import NoticesChanged
from drafting.models import Amendment, Notice, Person, new_id, now
from drafting.rules.lifecycle import ADOPTED, AmendmentState, Fit
from drafting.rules.notices import OUTCOMES, REPLACES, MailRhythm, NoticeKind, name_outcome
from drafting.services import follows


@dataclass(frozen=True, slots=True)
class News:
    """What one person is to be told."""

    person_id: str
    kind: NoticeKind
    demand_id: str | None = None
    amendment_id: str | None = None
    detail: str = ""


def tell(
    work: UnitOfWork,
    person_ids: Iterable[str],
    kind: NoticeKind,
    *,
    demand_id: str | None = None,
    amendment_id: str | None = None,
    detail: str = "",
    apart_from: str = "",
) -> None:
    """Tell people of what has happened to an amendment or a demand; ``apart_from`` is who did it."""
    tell_all(work, [News(each, kind, demand_id, amendment_id, detail) for each in person_ids], apart_from=apart_from)


def tell_outcome(
    work: UnitOfWork, amendment: Amendment, *, actor: str, kind: NoticeKind | None = None, detail: str = ""
) -> None:
    """Tell what became of an amendment, by its state: its proposers, supporters and followers, and the demand's.

    Call it before the demand's followers are told of a new version, so that they hear of one act once.
    """
    kind = kind or _name_outcome(work, amendment)
    if kind is None:
        return
    people = follows.list_concerned(work, [amendment.id])[amendment.id]
    if amendment.demand_id is not None:
        people = people | follows.list_followers(work, amendment.demand_id)
    tell(
        work,
        people,
        kind,
        demand_id=amendment.demand_id,
        amendment_id=amendment.id,
        detail=detail or amendment.outcome_note,
        apart_from=actor,
    )


def tell_outcomes(work: UnitOfWork, amendments: Sequence[Amendment], *, actor: str) -> None:
    """Tell what became of several amendments at once; followers of the demand are told of its new version instead."""
    if len(amendments) == 1:
        tell_outcome(work, amendments[0], actor=actor)
        return
    concerned = follows.list_concerned(work, [amendment.id for amendment in amendments])
    tell_all(
        work,
        [
            News(person_id, kind, amendment.demand_id, amendment.id, amendment.outcome_note)
            for amendment in amendments
            if (kind := _name_outcome(work, amendment)) is not None
            for person_id in concerned[amendment.id]
        ],
        apart_from=actor,
    )


def tell_carried(
    work: UnitOfWork, amendments: Sequence[Amendment], *, asked_before: Collection[str], actor: str
) -> None:
    """Tell what a demand's new version means for amendments to it: carried over, in question, or ended.

    Whoever was asked already, and has not answered, is not asked again; and whoever has just heard what became of
    one need not hear that it was carried over.
    """
    concerned = follows.list_concerned(work, [each.id for each in amendments if not each.is_undecided])
    proposers = follows.list_proposers(work, [each.id for each in amendments if each.is_undecided])
    news = []
    for each in amendments:
        kind, people = NoticeKind.CARRIED, proposers.get(each.id, set())
        if not each.is_undecided:
            kind, people = _name_outcome(work, each) or NoticeKind.SETTLED, concerned[each.id]
        elif each.needs_answer:
            kind, people = NoticeKind.ASKED, {each.proposer_id} if each.id not in asked_before else set()
        elif each.fit == Fit.CONFLICT:
            people = set()
        news += [News(person_id, kind, each.demand_id, each.id) for person_id in people]
    told = {(person_id, amendment_id) for person_id, _, _, amendment_id in _told(work)}
    news = [each for each in news if each.kind != NoticeKind.CARRIED or (each.person_id, each.amendment_id) not in told]
    tell_all(work, news, apart_from=actor)


def tell_revised(work: UnitOfWork, amendment: Amendment, *, actor: str, kind: NoticeKind = NoticeKind.REVISED) -> None:
    """Tell co-proposers, supporters and followers of an amendment that its wording is another."""
    people = follows.list_concerned(work, [amendment.id])[amendment.id]
    tell(work, people, kind, demand_id=amendment.demand_id, amendment_id=amendment.id, apart_from=actor)


def tell_followers(
    work: UnitOfWork,
    demand_id: str,
    kind: NoticeKind,
    *,
    actor: str,
    amendment_id: str | None = None,
    detail: str = "",
) -> None:
    """Tell a demand's followers what has happened to it, but for those told something of it in this act already."""
    told = {person_id for person_id, _, about, _ in _told(work) if about == demand_id}
    people = follows.list_followers(work, demand_id) - told
    tell(work, people, kind, demand_id=demand_id, amendment_id=amendment_id, detail=detail, apart_from=actor)


def tell_all(work: UnitOfWork, news: Sequence[News], *, apart_from: str = "") -> None:
    """Write many notices with a fixed number of statements."""
    told = _told(work)
    wanted: dict[tuple[str, str, str | None, str | None], News] = {}
    for item in news:
        key = _name_act(item)
        if item.person_id != apart_from and key not in told:
            wanted.setdefault(key, item)
    if not wanted:
        return
    told.update(wanted)
    people = select(Person.id, Person.conference_id).where(Person.id.in_({item.person_id for item in wanted.values()}))
    conferences = dict(list(work.session.execute(people)))
    _drop_replaced(work, wanted.values())
    moment = now()
    work.session.execute(
        insert(Notice),
        [
            {
                "id": new_id(),
                "person_id": item.person_id,
                "kind": item.kind.value,
                "demand_id": item.demand_id,
                "amendment_id": item.amendment_id,
                "detail": item.detail,
                "created_at": moment,
            }
            for item in wanted.values()
        ],
    )
    for person_id in {item.person_id: None for item in wanted.values()}:
        work.publish(NoticesChanged(conference_id=conferences[person_id], person_id=person_id))


def mark_read(work: UnitOfWork, notice_ids: Collection[str] | None = None, *, actor: str) -> None:
    """Mark one's own notices as read, all of them where none are named."""
    unread = select(Notice.id).where(Notice.person_id == actor, Notice.read_at.is_(None))
    if notice_ids is not None:
        unread = unread.where(Notice.id.in_(notice_ids))
    # What a decision or the outbox holds just now is left to it: waiting for each other could be for ever.
    statement = update(Notice).where(Notice.id.in_(unread.with_for_update(skip_locked=True))).values(read_at=now())
    changed = work.session.scalars(statement.returning(Notice.id)).all()
    if changed:
        person = work.session.get_one(Person, actor)
        work.publish(NoticesChanged(conference_id=person.conference_id, person_id=actor))


def choose_rhythm(work: UnitOfWork, rhythm: MailRhythm, *, actor: str) -> None:
    """Choose how soon one's unread notices are also mailed."""
    work.session.get_one(Person, actor).mail_rhythm = MailRhythm(rhythm).value


def answer_question(work: UnitOfWork, amendment_id: str) -> None:
    """Take an author's unread question back: it has been answered, or nothing is left to ask."""
    work.session.execute(
        update(Notice)
        .where(Notice.amendment_id == amendment_id, Notice.kind == NoticeKind.ASKED.value, Notice.read_at.is_(None))
        .values(read_at=now())
    )


def _name_outcome(work: UnitOfWork, amendment: Amendment) -> NoticeKind | None:
    """The notice for an amendment's state; a compromise, and what came in by one, is called so."""
    if amendment.state in ADOPTED and (amendment.is_compromise or _has_come_in_by_compromise(work, amendment)):
        return NoticeKind.COMPROMISE_ADOPTED
    return name_outcome(AmendmentState(amendment.state))


def _has_come_in_by_compromise(work: UnitOfWork, amendment: Amendment) -> bool:
    if amendment.settled_by_amendment_id is None or amendment.state != AmendmentState.ADOPTED_CHANGED:
        return False
    return work.session.get_one(Amendment, amendment.settled_by_amendment_id).is_compromise


def _name_act(item: News) -> tuple[str, str, str | None, str | None]:
    """What must not be told twice in one act."""
    return (item.person_id, "outcome" if item.kind in OUTCOMES else item.kind, item.demand_id, item.amendment_id)


def _told(work: UnitOfWork) -> set[tuple[str, str, str | None, str | None]]:
    """What was told in this transaction so far: one act is one transaction."""
    told: set[tuple[str, str, str | None, str | None]] = work.session.info.setdefault("told", set())
    return told


def _drop_replaced(work: UnitOfWork, news: Iterable[News]) -> None:
    """Take unread notices away that the new ones make pointless."""
    by_kind: dict[NoticeKind, list[News]] = {}
    for item in news:
        if item.kind in REPLACES:
            by_kind.setdefault(item.kind, []).append(item)
    for kind, items in by_kind.items():
        amendments = {item.amendment_id for item in items if item.amendment_id is not None}
        demands = {item.demand_id for item in items if item.amendment_id is None}
        work.session.execute(
            delete(Notice).where(
                Notice.person_id.in_({item.person_id for item in items}),
                Notice.kind.in_([each.value for each in REPLACES[kind]]),
                Notice.read_at.is_(None),
                Notice.mailed_at.is_(None),
                Notice.amendment_id.in_(amendments) if amendments else Notice.amendment_id.is_(None),
                true() if amendments else Notice.demand_id.in_(demands),
            )
        )
