"""Forms for moves: the places one can choose from for a demand or a section."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Conference, Demand, Paper
from drafting.queries import demands, papers
from drafting.queries.moves import NAME_LABELS, name_demand
from drafting.queries.papers import OutlineSection
from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying, saying

PLACE_LABELS = {
    "behind": "nach %(what)s: %(title)s",
    "first": "an den Anfang von Abschnitt %(position)s",
    "section": "nach Abschnitt %(position)s: %(heading)s",
    "section_first": "an den Anfang des Papiers",
}


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to choose; ``value`` is what the form sends: "nach:{id}", or "anfang:{section id}"."""

    value: str
    label: Saying


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """The places in one section; ``heading`` is "" where whole sections are moved."""

    heading: str
    choices: tuple[PlaceChoice, ...]


@dataclass(frozen=True, slots=True)
class MovePage:
    """What the form for a move needs; ``why_not`` says why nobody may move this now, "" where one may."""

    what: Saying
    title: str
    back: str
    groups: tuple[PlaceGroup, ...]
    why_not: str


def get_demand_move(session: Session, demand_id: str, *, viewer: Viewer) -> MovePage:
    """The places a demand can be moved to; raises NotFoundError."""
    demand = session.get(Demand, demand_id)
    if demand is None or session.get_one(Paper, demand.paper_id).conference_id != viewer.conference_id:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    outline = papers.get_outline(session, viewer.conference_id)
    why_not = demands.explain_why_not(session.get_one(Conference, viewer.conference_id), demand, viewer)
    if demand.kind != "demand":
        why_not = "Präambel und Schluss haben ihren festen Platz."
    groups = (PlaceGroup(section.heading, tuple(_list_places(section, demand_id))) for section in outline.sections)
    return MovePage(
        what=name_demand(demand),
        title=demand.title,
        back=f"/forderungen/{demand_id}",
        groups=tuple(group for group in groups if group.choices),
        why_not=why_not,
    )


def _list_places(section: OutlineSection, demand_id: str) -> list[PlaceChoice]:
    """The places in a section at which the demand does not stand already."""
    found = [PlaceChoice(f"anfang:{section.id}", saying(PLACE_LABELS["first"], position=section.position))]
    for demand in section.demands:
        if demand.id == demand_id:
            found.pop()
        elif not demand.is_struck:
            what = saying(NAME_LABELS["numbered"], number=demand.number)
            found.append(
                PlaceChoice(f"nach:{demand.id}", saying(PLACE_LABELS["behind"], what=what, title=demand.title))
            )
    return found


def get_section_move(session: Session, section_id: str, *, viewer: Viewer) -> MovePage:
    """The places a section can be moved to; raises NotFoundError."""
    outline = papers.get_outline(session, viewer.conference_id)
    section = next((section for section in outline.sections if section.id == section_id), None)
    if section is None:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    found = [PlaceChoice("anfang:", Saying(PLACE_LABELS["section_first"]))]
    for other in outline.sections:
        if other.id == section_id:
            found.pop()
        else:
            label = saying(PLACE_LABELS["section"], position=other.position, heading=other.heading)
            found.append(PlaceChoice(f"nach:{other.id}", label))
    return MovePage(
        what=saying(NAME_LABELS["section"], heading=section.heading),
        title="",
        back=f"/papier/abschnitte/{section_id}",
        groups=(PlaceGroup("", tuple(found)),),
        why_not="" if viewer.may_propose else "Zurzeit werden keine Änderungsanträge angenommen.",
    )


def get_section_id(session: Session, demand_id: str) -> str:
    """The section a demand stands in now; "" where it has none."""
    return session.scalar(select(Demand.section_id).where(Demand.id == demand_id)) or ""
