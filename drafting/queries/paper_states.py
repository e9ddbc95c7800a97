"""The paper in any of its states, shaped for the exports: an edition by its name, the import, or as it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.papers import Paper as PaperText
from drafting.exports.papers import PaperSection, PaperUnit
from drafting.models import (
    Conference,
    Demand,
    DemandVersion,
    Edition,
    EditionEntry,
    EditionSection,
    Paper,
    PaperChange,
    Section,
)
from drafting.queries import signatories, texts
from drafting.queries.editions import IMPORT, NOW
from drafting.rules.paper_details import Details

_NO_PAPER = "Es ist noch kein Papier eingelesen."
NOW_NAME = "Jetziger Stand"


@dataclass(frozen=True, slots=True)
class StateChoice:
    """A state that can be chosen: its key in addresses, its name, and when it was frozen, None for now."""

    key: str
    name: str
    at: datetime | None
    is_import: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a demand stands in a state: its version, number, section and place."""

    demand_id: str
    version_id: str
    number: str
    section_id: str | None
    position: int


@dataclass(frozen=True, slots=True)
class State:
    """A state as it is stored: its demands, struck ones among them, its sections in order, and its lines."""

    choice: StateChoice
    places: Mapping[str, Place]
    sections: tuple[tuple[str, str], ...]
    details: Details


def get_paper_row(session: Session, conference_id: str) -> Paper:
    """The conference's paper; raises NotFoundError before the import."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError(_NO_PAPER)
    return paper


def list_states(session: Session, conference_id: str) -> tuple[StateChoice, ...]:
    """The states one can choose, the present one first, then the editions, the latest first."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        return ()
    editions = session.scalars(
        select(Edition).where(Edition.paper_id == paper.id).order_by(Edition.created_at.desc(), Edition.id)
    )
    return (StateChoice(NOW, NOW_NAME, None), *(_choose(edition) for edition in editions))


def _choose(edition: Edition) -> StateChoice:
    is_import = edition.kind == "import"
    return StateChoice(IMPORT if is_import else edition.id, edition.name, edition.created_at, is_import)


def find_state(session: Session, conference_id: str, name: str) -> StateChoice:
    """The state somebody means by a key, an id or a name; raises NotFoundError with the names there are."""
    states = list_states(session, conference_id)
    if not states:
        raise NotFoundError(_NO_PAPER)
    wanted = " ".join(name.split()).casefold()
    for state in states:
        if name == state.key:
            return state
    for state in states:
        if wanted in (state.name.casefold(), state.key.casefold()):
            return state
    raise NotFoundError(
        "Den Stand „%(name)s“ gibt es nicht. Es gibt: %(names)s.",
        name=name,
        names=", ".join([IMPORT, NOW, *(f"„{state.name}“" for state in states if state.at and not state.is_import)]),
    )


def get_paper(session: Session, conference_id: str, name: str = NOW) -> PaperText:
    """The paper in a state, struck demands left out; raises NotFoundError for a state there is not."""
    paper = get_paper_row(session, conference_id)
    state = read_state(session, paper, find_state(session, conference_id, name))
    ids = [place.version_id for place in state.places.values()]
    versions = {
        version.id: version for version in session.scalars(select(DemandVersion).where(DemandVersion.id.in_(ids)))
    }
    return bind(session, paper, state, versions)


def list_headings(session: Session, conference_id: str, name: str) -> Mapping[str | None, str]:
    """The headings of a state's sections by the sections' ids."""
    paper = get_paper_row(session, conference_id)
    return dict(read_state(session, paper, find_state(session, conference_id, name)).sections)


def read_state(session: Session, paper: Paper, choice: StateChoice) -> State:
    """What stood where in a state."""
    if choice.at is not None:
        edition = session.get_one(Edition, _find_edition(session, paper, choice))
        entries = session.scalars(
            select(EditionEntry).where(EditionEntry.edition_id == edition.id).order_by(EditionEntry.position)
        )
        frozen = session.scalars(
            select(EditionSection).where(EditionSection.edition_id == edition.id).order_by(EditionSection.position)
        )
        places = [Place(e.demand_id, e.version_id, e.number, e.section_id, e.position) for e in entries]
        return State(
            choice,
            {each.demand_id: each for each in places},
            tuple((each.section_id, each.heading) for each in frozen),
            edition.details,
        )
    rows = session.execute(
        select(Demand, DemandVersion.id)
        .join(DemandVersion, DemandVersion.demand_id == Demand.id)
        .where(Demand.paper_id == paper.id, DemandVersion.number == Demand.version_number)
        .order_by(Demand.position)
    )
    sections = session.scalars(select(Section).where(Section.paper_id == paper.id).order_by(Section.position))
    return State(
        choice,
        {d.id: Place(d.id, version_id, d.number, d.section_id, d.position) for d, version_id in rows},
        tuple((section.id, section.heading) for section in sections),
        paper.details,
    )


def _find_edition(session: Session, paper: Paper, choice: StateChoice) -> str:
    if not choice.is_import:
        return choice.key
    return (
        session.scalars(
            select(Edition.id)
            .where(Edition.paper_id == paper.id, Edition.kind == "import")
            .order_by(Edition.created_at)
        ).first()
        or ""
    )


def bind(session: Session, paper: Paper, state: State, versions: Mapping[str, DemandVersion]) -> PaperText:
    """Make the paper of a state; ``versions`` has at least those of the state."""
    rows = session.execute(select(Demand.id, Demand.kind).where(Demand.paper_id == paper.id))
    kinds: dict[str, str] = {row.id: row.kind for row in rows}
    serials = _count_units(session, paper)
    units = {
        place.demand_id: PaperUnit(
            place.demand_id,
            place.number,
            texts.read(versions[place.version_id].text),
            version_id=place.version_id,
            version_number=versions[place.version_id].number,
            serial=serials[place.demand_id],
        )
        for place in state.places.values()
        if not versions[place.version_id].is_struck
    }
    return PaperText(
        id=paper.id,
        title=state.details.title,
        subtitle=state.details.subtitle,
        date=state.details.date,
        preamble=next((unit for unit in units.values() if kinds[unit.id] == "preamble"), None),
        sections=tuple(_bind_sections(state, units)),
        closing=next((unit for unit in units.values() if kinds[unit.id] == "closing"), None),
        place=state.details.place,
        signatories=_list_signatories(session, paper, state.choice),
        sender=session.get_one(Conference, paper.conference_id).name,
        state=state.choice.name,
        moment=state.choice.at or _find_latest(session, paper),
    )


def _list_signatories(session: Session, paper: Paper, choice: StateChoice) -> tuple[str, ...]:
    """Those of the paper as it was read in; under what was made of it nobody stands without an authorised yes to it."""
    if choice.is_import:
        return tuple(paper.signatories)
    return signatories.list_names(session, paper.conference_id, "" if choice.at is None else choice.key)


def _bind_sections(state: State, units: Mapping[str, PaperUnit]) -> Sequence[PaperSection]:
    sections = []
    for section_id, heading in state.sections:
        here = [place for place in state.places.values() if place.section_id == section_id]
        standing = tuple(units[place.demand_id] for place in here if place.demand_id in units)
        # A heading under which everything was struck would stand there alone.
        if standing or not here:
            sections.append(PaperSection(section_id, heading, standing))
    return sections


def _count_units(session: Session, paper: Paper) -> dict[str, int]:
    """By demand: how many came before it; what is added later changes nothing for those that are there."""
    ids = session.scalars(
        select(Demand.id)
        .join(DemandVersion, DemandVersion.demand_id == Demand.id)
        .where(Demand.paper_id == paper.id, DemandVersion.number == 1)
        .order_by(DemandVersion.created_at, Demand.id)
    )
    return {demand_id: number for number, demand_id in enumerate(ids)}


def _find_latest(session: Session, paper: Paper) -> datetime | None:
    """The date of the latest change: the same state gives the same file."""
    text = session.scalar(
        select(func.max(DemandVersion.created_at))
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .where(Demand.paper_id == paper.id)
    )
    lines = session.scalar(select(func.max(PaperChange.at)).where(PaperChange.paper_id == paper.id))
    return max((moment for moment in (text, lines) if moment), default=None)
