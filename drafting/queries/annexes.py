"""The letter's annexes for exports: who has signed it, practical examples meant for it, and minority notes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.annexes import Annexes, CoSigner, PrintedExample
from drafting.exports.signatories import SignatoryList
from drafting.models import Conference, Demand, Edition, Example, LetterSettings, Paper
from drafting.queries.minority_notes import list_printed
from drafting.queries.moves import name_demand
from drafting.queries.signatories import find_list
from drafting.rules.signing import name_body, say_day
from drafting.rules.sizes import name_key


def get_annexes(session: Session, conference_id: str, edition_id: str | None = None) -> Annexes:
    """The annexes in the order of the paper; no examples that are hidden or withdrawn, or of struck demands.

    Municipalities sign the edition of which the letter is; without their yes to it nobody is named, and an example
    does not say whose it is. Without an edition it is the one the letter's settings name; "" is the paper as it stands.
    """
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
    if edition_id is None:
        settings = session.get(LetterSettings, conference_id)
        edition_id = (settings.edition_id or "") if settings else ""
    signed = find_list(session, conference_id, edition_id)
    edition = session.get(Edition, edition_id) if edition_id else None
    named = frozenset(name_key(each.name) for group in signed.groups for each in group.signatories) if signed else ()
    printed = [
        _make_example(example, demand, name_key(name_body(example.municipality)) in named) for example, demand in rows
    ]
    moments = [example.edited_at or example.created_at for example, _ in rows]
    moments += [signed.moment] if signed and signed.moment else []
    return Annexes(
        title=edition.title if edition is not None else paper.title,
        co_signers=_list_signers(signed) if signed else (),
        notes=list_printed(session, conference_id),
        examples=tuple(example for example in printed if example),
        sender=session.get_one(Conference, conference_id).name,
        moment=max(moments, default=paper.created_at),
        withheld=printed.count(None),
    )


def _list_signers(found: SignatoryList) -> tuple[CoSigner, ...]:
    return tuple(
        CoSigner(
            each.name,
            group.label,
            f"vorbehaltlich der Zustimmung des Gremiums bis {say_day(each.until)}" if each.until else "",
        )
        for group in found.groups
        for each in group.signatories
    )


def _make_example(example: Example, demand: Demand, may_name: bool) -> PrintedExample | None:
    """The example as it is printed; None where it must not be named and its words do."""
    heading = str(name_demand(demand))
    printed = PrintedExample(
        demand=f"{heading}: {demand.title}" if demand.title not in ("", heading) else heading,
        municipality=example.municipality,
        title=example.title,
        text=example.text,
        figure=example.figure,
        link=example.link,
    )
    return printed if may_name else printed.unnamed()
