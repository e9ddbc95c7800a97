"""Undisputed: which amendments may be decided together, and which collide, wait or are being voted on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.models import Amendment, ConsentItem, ConsentList, Overlap, Panel
from drafting.queries import panels
from drafting.queries.questions import is_about, is_binding
from drafting.rules.lifecycle import AmendmentState, ConsentState, Fit
from drafting.services import agreements


def read_items(work: UnitOfWork, listed: ConsentList, amendment_ids: Sequence[str]) -> list[Amendment]:
    """The amendments to be listed; raises InvalidInputError or ClosedError for what is not undisputed."""
    statement = select(Amendment).where(
        Amendment.id.in_(set(amendment_ids)), Amendment.conference_id == listed.conference_id
    )
    if listed.panel_id is not None:
        panel = work.session.get(Panel, listed.panel_id)
        if panel is None or panel.conference_id != listed.conference_id:
            raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
        statement = statement.where(panels.is_of_panel(listed.panel_id))
    found = list(work.session.scalars(statement.order_by(Amendment.number).execution_options(populate_existing=True)))
    if not found or len(found) < len(set(amendment_ids)):
        raise InvalidInputError("Bitte wählen Sie offene Anträge.", field="antrag")
    taken = set(
        work.session.scalars(
            select(ConsentItem.amendment_id)
            .join(ConsentList, ConsentList.id == ConsentItem.list_id)
            .where(
                ConsentItem.amendment_id.in_([amendment.id for amendment in found]),
                ConsentItem.pulled_at.is_(None),
                ConsentList.state.in_([ConsentState.OPEN, ConsentState.VOTING]),
            )
        )
    )
    for amendment in found:
        _refuse_disputed(work, amendment, is_taken=amendment.id in taken)
    if is_voted_on(work, found):
        raise ClosedError("Zu einer dieser Forderungen läuft gerade eine Abstimmung. Bitte warten Sie sie ab.")
    return found


def _refuse_disputed(work: UnitOfWork, amendment: Amendment, *, is_taken: bool) -> None:
    if not amendment.is_undecided:
        raise ClosedError("Über %(label)s ist schon entschieden.", label=amendment.label)
    if is_taken:
        raise InvalidInputError("%(label)s steht schon auf einer Liste.", field="antrag", label=amendment.label)
    if (
        amendment.state != AmendmentState.OPEN
        or amendment.needs_answer
        or amendment.fit == Fit.CONFLICT
        or not agreements.is_agreed(work, amendment)
    ):
        raise InvalidInputError(
            "%(label)s lässt sich noch nicht gemeinsam entscheiden.", field="antrag", label=amendment.label
        )


def refuse_conflicts(work: UnitOfWork, found: Sequence[Amendment]) -> None:
    """Raise InvalidInputError for two that want different things of the same words."""
    labels = {amendment.id: amendment.label for amendment in found}
    clash = work.session.scalars(
        select(Overlap).where(
            Overlap.relation == "conflict", Overlap.first_id.in_(labels), Overlap.second_id.in_(labels)
        )
    ).first()
    if clash is not None:
        raise InvalidInputError(
            "%(first)s und %(second)s überschneiden sich. Bitte lassen Sie einen davon weg.",
            field="antrag",
            first=labels[clash.first_id],
            second=labels[clash.second_id],
        )


def is_voted_on(work: UnitOfWork, found: Sequence[Amendment]) -> bool:
    """Tell whether a vote runs on one of these, or on another to the same demand."""
    about = is_about(
        demands=[amendment.demand_id for amendment in found if amendment.demand_id],
        amendments=[amendment.id for amendment in found],
    )
    return bool(work.session.scalar(select(exists().where(is_binding(), about))))
