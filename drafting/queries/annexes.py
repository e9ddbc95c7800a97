"""The letter's annexes for exports: practical examples meant for it, and whoever else is handed over."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.annexes import Annexes, CoSigner, PrintedExample
from drafting.models import Conference, Demand, Example, Paper
from drafting.queries.minority_notes import list_printed
from drafting.queries.moves import name_demand


def get_annexes(session: Session, conference_id: str, *, co_signers: tuple[CoSigner, ...] = ()) -> Annexes:
    """The annexes in the order of the paper; no examples that are hidden or withdrawn, or of struck demands."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    rows = session.execute(
        select(Example, Demand)
        .join(Demand, Demand.id == Example.demand_id)
        .where(
            Example.conference_id == conference_id,
            Example.in_annex.is_(True),
            Example.hidden_at.is_(None),
            Example.withdrawn_at.is_(None),
            Demand.is_struck.is_(False),
        )
        .order_by(Demand.position, Example.created_at, Example.id)
    ).all()
    return Annexes(
        title=paper.title,
        co_signers=co_signers,
        notes=list_printed(session, conference_id),
        examples=tuple(_make_example(example, demand) for example, demand in rows),
        sender=session.get_one(Conference, conference_id).name,
        moment=max((example.edited_at or example.created_at for example, _ in rows), default=paper.created_at),
    )


def _make_example(example: Example, demand: Demand) -> PrintedExample:
    named = str(name_demand(demand))
    return PrintedExample(
        demand=f"{named}: {demand.title}" if demand.title not in ("", named) else named,
        municipality=example.municipality,
        title=example.title,
        text=example.text,
        figure=example.figure,
        link=example.link,
    )
