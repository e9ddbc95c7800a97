"""Practical examples: those of a demand, all of them with filters, and one with who has asked for a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from drafting.errors import NotFoundError
from drafting.models import ContactRequest, Demand, Example, Panel, Paper, Person, Section
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_ask_for_contact, may_comment
from drafting.rules.sizes import name_key


@dataclass(frozen=True, slots=True)
class ExampleCard:
    """One example; its words are empty where it is hidden from the viewer, moderators and its author still read it.

    ``host`` is what is shown of the link; ``asked_by`` counts those who asked for a contact, for its author alone.
    """

    id: str
    demand_id: str
    demand_label: str
    demand_title: str
    panel_id: str
    municipality: str
    title: str
    text: str
    link: str
    host: str
    figure: str
    in_annex: bool
    at: datetime
    is_edited: bool
    is_hidden: bool
    hidden_reason: str
    is_readable: bool
    is_mine: bool
    may_edit: bool
    may_withdraw: bool
    may_hide: bool
    may_ask: bool
    has_asked: bool
    asked_by: int


@dataclass(frozen=True, slots=True)
class DemandExamples:
    """The examples of a demand, those added first coming first."""

    demand_id: str
    demand_label: str
    demand_title: str
    cards: tuple[ExampleCard, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class ExamplesPage:
    """All examples that fit, those of one demand together, and what can be chosen from: (id, label) pairs."""

    groups: tuple[tuple[ExampleCard, ...], ...]
    found: int
    total: int
    municipalities: tuple[tuple[str, str], ...]
    demands: tuple[tuple[str, str], ...]
    panels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who has asked for a contact; the address is shown because asking means agreeing to that."""

    name: str
    municipality: str
    email: str
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """One example; ``askers`` are there for its author alone."""

    card: ExampleCard
    askers: tuple[Asker, ...]
    viewer_email: str


def list_for_demand(session: Session, demand_id: str, *, viewer: Viewer) -> DemandExamples:
    """The examples of one demand; raises NotFoundError."""
    found = session.execute(
        select(Demand, Paper.conference_id).join(Paper, Paper.id == Demand.paper_id).where(Demand.id == demand_id)
    ).first()
    if found is None or found[1] != viewer.conference_id:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    demand = found[0]
    return DemandExamples(
        demand_id=demand.id,
        demand_label=demand.label,
        demand_title=demand.title,
        cards=_list(session, _select(viewer).where(Example.demand_id == demand_id), viewer),
        may_add=not demand.is_struck and may_comment(Role(viewer.role), Phase(viewer.phase)),
    )


def list_examples(
    session: Session,
    *,
    viewer: Viewer,
    search: str = "",
    municipality: str = "",
    demand_id: str = "",
    panel_id: str = "",
) -> ExamplesPage:
    """The conference's examples in the order of the paper; each filter given must fit."""
    cards = _list(session, _select(viewer), viewer)
    wanted = search.casefold().split()
    fitting = tuple(
        card
        for card in cards
        if (not municipality or name_key(card.municipality) == name_key(municipality))
        and demand_id in ("", card.demand_id)
        and panel_id in ("", card.panel_id)
        and all(word in _searchable(card) for word in wanted)
    )
    towns = {name_key(card.municipality): card.municipality for card in cards}
    panels = session.execute(
        select(Panel.id, Panel.name).where(Panel.conference_id == viewer.conference_id).order_by(Panel.position)
    )
    return ExamplesPage(
        groups=tuple(tuple(cards) for _, cards in groupby(fitting, key=lambda card: card.demand_id)),
        found=len(fitting),
        total=len(cards),
        municipalities=tuple((town, town) for _, town in sorted(towns.items())),
        demands=tuple({card.demand_id: _label_demand(card) for card in cards}.items()),
        panels=tuple((id_, name) for id_, name in panels),
    )


def get_example(session: Session, example_id: str, *, viewer: Viewer) -> ExamplePage:
    """One example; raises NotFoundError, also for one that was withdrawn."""
    cards = _list(session, _select(viewer).where(Example.id == example_id), viewer)
    if not cards:
        raise NotFoundError("Dieses Praxisbeispiel gibt es nicht (mehr).")
    (card,) = cards
    return ExamplePage(
        card=card,
        askers=_list_askers(session, example_id) if card.is_mine else (),
        viewer_email=session.get_one(Person, viewer.person_id).email,
    )


def _select(viewer: Viewer) -> Select[Example, Demand, str | None, str, int]:
    others = aliased(ContactRequest)
    asked_by = select(func.count()).where(others.example_id == Example.id).scalar_subquery()
    return (
        select(Example, Demand, Section.panel_id, ContactRequest.person_id, asked_by)
        .join(Demand, Demand.id == Example.demand_id)
        .outerjoin(Section, Section.id == Demand.section_id)
        .outerjoin(
            ContactRequest,
            (ContactRequest.example_id == Example.id) & (ContactRequest.person_id == viewer.person_id),
        )
        .where(Example.conference_id == viewer.conference_id, Example.withdrawn_at.is_(None))
        .order_by(Demand.position, Example.created_at, Example.id)
    )


def _list(
    session: Session, statement: Select[Example, Demand, str | None, str, int], viewer: Viewer
) -> tuple[ExampleCard, ...]:
    return tuple(
        _make_card(example, demand, panel_id or "", viewer, has_asked=asked is not None, asked_by=asked_by)
        for example, demand, panel_id, asked, asked_by in session.execute(statement)
    )


def _list_askers(session: Session, example_id: str) -> tuple[Asker, ...]:
    rows = session.execute(
        select(ContactRequest, Person)
        .join(Person, Person.id == ContactRequest.person_id)
        .where(ContactRequest.example_id == example_id)
        .order_by(ContactRequest.created_at, Person.id)
    )
    return tuple(
        Asker(person.name, person.municipality, person.email, request.message, request.created_at)
        for request, person in rows
    )


def _make_card(
    example: Example, demand: Demand, panel_id: str, viewer: Viewer, *, has_asked: bool, asked_by: int
) -> ExampleCard:
    role, phase = Role(viewer.role), Phase(viewer.phase)
    is_mine = example.author_id == viewer.person_id
    is_hidden = example.hidden_at is not None
    is_readable = not is_hidden or is_mine or viewer.may_moderate
    return ExampleCard(
        id=example.id,
        demand_id=demand.id,
        demand_label=demand.label,
        demand_title=demand.title,
        panel_id=panel_id,
        municipality=example.municipality,
        title=example.title if is_readable else "",
        text=example.text if is_readable else "",
        link=example.link if is_readable else "",
        host=urlsplit(example.link).netloc.removeprefix("www.") if is_readable else "",
        figure=example.figure if is_readable else "",
        in_annex=example.in_annex,
        at=example.created_at,
        is_edited=example.edited_at is not None,
        is_hidden=is_hidden,
        hidden_reason=example.hidden_reason,
        is_readable=is_readable,
        is_mine=is_mine,
        may_edit=is_mine and not is_hidden and may_comment(role, phase),
        may_withdraw=is_mine,
        may_hide=viewer.may_moderate,
        may_ask=not is_mine and not is_hidden and may_ask_for_contact(role, phase),
        has_asked=has_asked,
        asked_by=asked_by if is_mine else 0,
    )


def _searchable(card: ExampleCard) -> str:
    words = (card.municipality, card.title, card.text, card.figure, card.demand_label, card.demand_title)
    return " ".join(words).casefold()


def _label_demand(card: ExampleCard) -> str:
    return f"{card.demand_label}: {card.demand_title}" if card.demand_label != card.demand_title else card.demand_label
