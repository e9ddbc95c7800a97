"""Closing: when time runs out, what is still open gets its honest status and a place to go on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, Membership, Panel, Poll, Recommendation, now
from drafting.models.journal import digest
from drafting.queries import panels
from drafting.queries.questions import is_about, is_binding
from drafting.rules.lifecycle import UNDECIDED, AmendmentState
from drafting.rules.permissions import Role, may_moderate, may_organize
from drafting.services import carrying, journal, moderating, notices, overlaps
from drafting.services.access import find_actor, lock_conference, require_role


def close_remaining(
    work: UnitOfWork, conference_id: str, *, note: str, actor: str, panel_id: str | None = None
) -> tuple[str, ...]:
    """End everything still open, of a panel or in the whole conference; returns the amendments' ids.

    ``note`` says where it goes on („Freitagsrunde am 7. November“). What a panel that does not decide has recommended
    waits for the plenary and is left. Raises ClosedError while one of them is being voted on.
    """
    lock_conference(work, conference_id)
    panel = _find_panel(work, conference_id, panel_id, actor=actor)
    note = moderating.read_note(note)
    if not note:
        raise InvalidInputError("Bitte sagen Sie, wo es weitergeht.", field="note")
    found = _list_remaining(work, conference_id, panel)
    _refuse_while_voting(work, found)
    for amendment in found:
        amendment.state = AmendmentState.NOT_DEALT_WITH
        amendment.needs_answer = False
        amendment.outcome_note = note
        amendment.decided_at = now()
        carrying.drop_prepared_polls(work, amendment.id, reason="Die Zeit reichte nicht.")
        work.publish(
            AmendmentChanged(
                conference_id=conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
            )
        )
    ids = tuple(amendment.id for amendment in found)
    if not ids:
        return ()
    journal.append(
        work,
        conference_id,
        "amendments.not_dealt_with",
        actor=actor,
        panel=panel_id,
        amendments=list(ids),
        note=digest(note),
    )
    notices.tell_outcomes(work, found, actor=actor)
    for demand_id in sorted({amendment.demand_id for amendment in found if amendment.demand_id}):
        overlaps.refresh(work, demand_id)
    return ids


def _find_panel(work: UnitOfWork, conference_id: str, panel_id: str | None, *, actor: str) -> Panel | None:
    """The panel that closes; organizers close any and the whole, moderators their own."""
    require_role(work, conference_id, actor, may_moderate)
    person = find_actor(work, conference_id, actor)
    organizes = person is None or may_organize(Role(person.role))
    if panel_id is None:
        if not organizes:
            raise NotAllowedError("Für die ganze Konferenz kann das nur die Organisation.")
        return None
    panel = work.session.get(Panel, panel_id)
    if panel is None or panel.conference_id != conference_id:
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    membership = work.session.get(Membership, (actor, panel_id))
    if not organizes and (membership is None or not membership.moderates):
        raise NotAllowedError("Das kann nur, wer diese Arbeitsgruppe moderiert.")
    return panel


def _list_remaining(work: UnitOfWork, conference_id: str, panel: Panel | None) -> Sequence[Amendment]:
    statement = (
        select(Amendment)
        .where(Amendment.conference_id == conference_id, Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
        .execution_options(populate_existing=True)
    )
    if panel is not None:
        statement = statement.where(panels.is_of_panel(panel.id))
        if not panel.decides:
            published = exists().where(
                Recommendation.amendment_id == Amendment.id, Recommendation.published_at.is_not(None)
            )
            statement = statement.where(~published)
    return work.session.scalars(statement).all()


def _refuse_while_voting(work: UnitOfWork, found: Sequence[Amendment]) -> None:
    ids = [amendment.id for amendment in found]
    demands = {amendment.demand_id for amendment in found if amendment.demand_id}
    number = work.session.scalar(
        select(Poll.number).where(is_binding(), is_about(amendments=ids, demands=demands)).limit(1)
    )
    if number is not None:
        raise ClosedError("Es läuft noch Abstimmung %(number)s. Bitte schließen Sie sie zuerst.", number=number)
