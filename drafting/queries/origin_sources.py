"""What provenance names: the import, the amendments with their votes, or the act of editors behind a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    Demand,
    DemandVersion,
    Edition,
    Organisation,
    Panel,
    Person,
    Poll,
    VersionAmendment,
)
from drafting.models.demands import Source
from drafting.queries import editorials
from drafting.queries.editorials import ObjectionState
from drafting.queries.people import Viewer


@dataclass(frozen=True, slots=True)
class Vote:
    """How something was decided: by whom, when, with which numbers under which rule."""

    poll_id: str
    number: int
    electorate: str
    at: datetime | None
    yes: int
    no: int
    abstain: int
    formula: str


@dataclass(frozen=True, slots=True)
class OriginAmendment:
    """An amendment that brought or struck words."""

    id: str
    label: str
    proposer: str
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """What a word is owed to: the import, amendments, or an act of the editors.

    ``source`` is that of the version, "" where it is not known; ``undoes`` the number of the version it takes back;
    ``objections`` is None for what nobody can object to.
    """

    source: str
    version_number: int
    at: datetime | None
    name: str
    reason: str
    undoes: int
    amendments: tuple[OriginAmendment, ...]
    vote: Vote | None
    objections: ObjectionState | None


def name_origins(names: Sequence[str], origins: dict[str, Origin]) -> tuple[Origin, ...]:
    """The origins of these names; several amendments of one version are one."""
    found = dict.fromkeys(origins[name] for name in names if name in origins)
    return tuple(found) or (_UNKNOWN,)


_UNKNOWN = Origin("", 0, None, "", "", 0, (), None, None)


def look_up(session: Session, demand: Demand, names: Iterable[str], viewer: Viewer | None) -> dict[str, Origin]:
    """By name: what it stands for, with a fixed number of statements."""
    sources = {name: Source.read(name) for name in names}
    versions = {
        version.id: version
        for version in session.scalars(select(DemandVersion).where(DemandVersion.demand_id == demand.id))
    }
    wanted = [versions[each.version_id] for each in sources.values() if each.version_id in versions]
    brought = _list_amendments(session, [version.id for version in wanted])
    votes = _list_votes(session, {version.poll_id for version in wanted if version.poll_id})
    edition = session.scalar(
        select(Edition.name).where(Edition.paper_id == demand.paper_id, Edition.kind == "import").limit(1)
    )
    objections = editorials.list_objections(session, wanted, viewer=viewer)
    origins = {}
    for name, source in sources.items():
        version = versions.get(source.version_id)
        if version is None:
            continue
        by = brought.get(version.id, ())
        origins[name] = Origin(
            source=version.source,
            version_number=version.number,
            at=version.created_at,
            name=edition or "" if version.source == "import" else "",
            reason=version.reason,
            undoes=versions[version.undoes_id].number if version.undoes_id else 0,
            amendments=tuple(each for each in by if source.amendment_id in ("", each.id)),
            vote=votes.get(version.poll_id or ""),
            objections=objections.get(version.id),
        )
    return origins


def _list_amendments(session: Session, version_ids: Sequence[str]) -> dict[str, tuple[OriginAmendment, ...]]:
    rows = session.execute(
        select(VersionAmendment, Amendment, Person, Organisation.name)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .join(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .where(VersionAmendment.version_id.in_(version_ids))
        .order_by(Amendment.number)
    )
    found: dict[str, tuple[OriginAmendment, ...]] = {}
    for link, amendment, person, organisation in rows:
        row = OriginAmendment(amendment.id, amendment.label, organisation or person.label, link.is_partial)
        found[link.version_id] = (*found.get(link.version_id, ()), row)
    return found


def _list_votes(session: Session, poll_ids: Iterable[str]) -> dict[str, Vote]:
    rows = session.execute(
        select(Poll, Panel.name).outerjoin(Panel, Panel.id == Poll.panel_id).where(Poll.id.in_(set(poll_ids)))
    )
    return {
        poll.id: Vote(
            poll.id, poll.number, panel or "Plenum", poll.closed_at, poll.yes, poll.no, poll.abstain, poll.formula
        )
        for poll, panel in rows
    }
