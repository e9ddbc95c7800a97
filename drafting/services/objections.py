"""Objections: saying with one tap that an editorial change goes too far, and taking that back.

An objection changes nothing by itself: it shows editors that a change is more than editorial.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import ObjectionChanged
from drafting.models import DemandVersion, Objection, now
from drafting.queries.versions import EDITORIAL
from drafting.rules.lifecycle import Phase
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, is_member
from drafting.rules.undoing import find_undone
from drafting.services import demands, journal, notices
from drafting.services.access import SYSTEM, find_actor, lock_conference


def raise_objection(work: UnitOfWork, version_id: str, *, actor: str) -> None:
    """Object to an editorial change; doing it twice is harmless."""
    version, conference_id = _open(work, version_id, actor)
    if work.session.get(Objection, (version_id, actor)) is not None:
        return
    work.session.add(Objection(version_id=version_id, person_id=actor))
    _record(work, conference_id, version, "objection.raised", actor=actor)
    if version.created_by != SYSTEM:
        notices.tell(work, [version.created_by], NoticeKind.OBJECTED, demand_id=version.demand_id, apart_from=actor)


def withdraw_objection(work: UnitOfWork, version_id: str, *, actor: str) -> None:
    """Take one's objection back; doing it twice is harmless."""
    version, conference_id = _open(work, version_id, actor)
    objection = work.session.get(Objection, (version_id, actor))
    if objection is None:
        return
    work.session.delete(objection)
    _record(work, conference_id, version, "objection.withdrawn", actor=actor)


def _open(work: UnitOfWork, version_id: str, actor: str) -> tuple[DemandVersion, str]:
    """An editorial change that may be objected to now by this person, under the conference's lock."""
    version = work.session.get(DemandVersion, version_id)
    if version is None or version.source not in EDITORIAL:
        raise NotFoundError("Diese redaktionelle Änderung gibt es nicht.")
    demand = demands.lock_demand(work, version.demand_id)
    conference = lock_conference(work, demands.get_conference_id(work, demand))
    person = find_actor(work, conference.id, actor)
    if person is None or not is_member(Role(person.role)):
        raise NotAllowedError("Einspruch kann erheben, wer abstimmen darf.")
    if conference.phase == Phase.ARCHIVED:
        raise ClosedError("Die Konferenz ist abgeschlossen.")
    if version.created_at + timedelta(hours=conference.objection_hours) <= now():
        raise ClosedError("Die Frist für Einsprüche gegen diese Änderung ist vorbei.")
    rows = work.session.execute(
        select(DemandVersion.id, DemandVersion.undoes_id)
        .where(DemandVersion.demand_id == demand.id)
        .order_by(DemandVersion.number)
    )
    if version_id in find_undone([(each, undoes) for each, undoes in rows]):
        raise ClosedError("Diese Änderung ist schon zurückgenommen.")
    return version, conference.id


def _record(work: UnitOfWork, conference_id: str, version: DemandVersion, action: str, *, actor: str) -> None:
    journal.append(work, conference_id, action, actor=actor, demand=version.demand_id, version=version.id)
    work.publish(ObjectionChanged(conference_id=conference_id, demand_id=version.demand_id, version_id=version.id))
