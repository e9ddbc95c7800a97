"""Panels: whether one decides or only recommends, and which one an amendment belongs to."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.events import PaperChanged
from drafting.models import Amendment, Demand, Panel, Paper, Section
from drafting.rules.permissions import Role, may_organize
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference, require_role


def change(
    work: UnitOfWork, panel_id: str, *, name: str, decides: bool, section_ids: Collection[str], actor: str
) -> None:
    """Name a panel, say whether it decides, and give it these sections and no others; organizers only."""
    panel = work.session.get(Panel, panel_id)
    if panel is None:
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    require_role(work, panel.conference_id, actor, may_organize)
    lock_conference(work, panel.conference_id)
    work.session.refresh(panel)
    _rename(work, panel, name.strip())
    panel.decides = decides
    given = _assign(work, panel, set(section_ids))
    journal.append(
        work, panel.conference_id, "panel.changed", actor=actor, panel=panel.id, decides=decides, sections=given
    )
    paper_id = work.session.scalar(select(Paper.id).where(Paper.conference_id == panel.conference_id))
    work.publish(PaperChanged(conference_id=panel.conference_id, paper_id=paper_id or ""))


def _rename(work: UnitOfWork, panel: Panel, name: str) -> None:
    if not name:
        raise InvalidInputError("Die Arbeitsgruppe braucht einen Namen.", field="name")
    taken = work.session.scalar(
        select(Panel.id).where(Panel.conference_id == panel.conference_id, Panel.name == name, Panel.id != panel.id)
    )
    if taken is not None:
        raise InvalidInputError("So heißt schon eine andere Arbeitsgruppe.", field="name")
    panel.name = name


def _assign(work: UnitOfWork, panel: Panel, wanted: set[str]) -> list[str]:
    """Give the panel the wanted sections and take the others from it; returns its sections in order."""
    sections = work.session.scalars(
        select(Section)
        .join(Paper, Paper.id == Section.paper_id)
        .where(Paper.conference_id == panel.conference_id)
        .order_by(Section.position)
    ).all()
    for section in sections:
        if section.id in wanted:
            section.panel_id = panel.id
        elif section.panel_id == panel.id:
            section.panel_id = None
    return [section.id for section in sections if section.id in wanted]


def find_panel(work: UnitOfWork, amendment: Amendment) -> Panel | None:
    """The panel whose section an amendment is about."""
    section_id = amendment.moved_section_id or amendment.section_id
    if amendment.demand_id is not None:
        section_id = work.session.get_one(Demand, amendment.demand_id).section_id
    section = work.session.get(Section, section_id) if section_id else None
    return work.session.get(Panel, section.panel_id) if section and section.panel_id else None


def find_recommending(work: UnitOfWork, amendment: Amendment, *, actor: str) -> Panel | None:
    """The panel that can only recommend what becomes of an amendment, where this person acts for it.

    Organizers act for the plenary, and the system for whoever has decided.
    """
    person = find_actor(work, amendment.conference_id, actor)
    if person is None or may_organize(Role(person.role)):
        return None
    panel = find_panel(work, amendment)
    return panel if panel is not None and not panel.decides else None
