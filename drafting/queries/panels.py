"""Panels: what they are given to work on, and whether they decide."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Demand, Membership, Panel, Paper, Section


@dataclass(frozen=True, slots=True)
class PanelSection:
    """A section of the paper and whose it is, "" for nobody's."""

    id: str
    heading: str
    panel_id: str
    panel_name: str


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A panel with its people and sections."""

    id: str
    name: str
    decides: bool
    members: int
    moderators: int


@dataclass(frozen=True, slots=True)
class PanelsPage:
    """All panels of a conference, and the sections there are to give."""

    panels: tuple[PanelRow, ...]
    sections: tuple[PanelSection, ...]


def get_panels(session: Session, conference_id: str) -> PanelsPage:
    """The panels in their order, with the sections of the paper in theirs."""
    counts = {
        panel_id: (members, int(moderators or 0))
        for panel_id, members, moderators in session.execute(
            select(Membership.panel_id, func.count(), func.count().filter(Membership.moderates)).group_by(
                Membership.panel_id
            )
        )
    }
    panels = session.scalars(select(Panel).where(Panel.conference_id == conference_id).order_by(Panel.position)).all()
    names = {panel.id: panel.name for panel in panels}
    sections = session.scalars(
        select(Section)
        .join(Paper, Paper.id == Section.paper_id)
        .where(Paper.conference_id == conference_id)
        .order_by(Section.position)
    )
    return PanelsPage(
        panels=tuple(PanelRow(panel.id, panel.name, panel.decides, *counts.get(panel.id, (0, 0))) for panel in panels),
        sections=tuple(
            PanelSection(section.id, section.heading, section.panel_id or "", names.get(section.panel_id or "", ""))
            for section in sections
        ),
    )


def is_of_panel(panel_id: str) -> ColumnElement[bool]:
    """The condition that an amendment is about one of a panel's sections."""
    sections = select(Section.id).where(Section.panel_id == panel_id)
    return or_(
        Amendment.demand_id.in_(select(Demand.id).where(Demand.section_id.in_(sections))),
        Amendment.section_id.in_(sections) & Amendment.demand_id.is_(None),
        Amendment.moved_section_id.in_(sections),
    )
