"""The report of a panel in five minutes: what changed, what is disputed, what the plenary must decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Demand, DemandVersion, Panel, Paper, Poll, Section, VersionAmendment
from drafting.queries import panels, plenary, texts
from drafting.queries.people import Viewer
from drafting.queries.plenary import OpenLine
from drafting.queries.texts import StoredEdits
from drafting.rules.lifecycle import ADOPTED, UNDECIDED, AmendmentState, PollState
from drafting.text.diff import find_edits
from drafting.text.edits import dump_edits
from drafting.text.redline import RedlineBlock

# A vote is close where one in ten of yes and no tips it.
_CLOSE = 10


@dataclass(frozen=True, slots=True)
class ChangedDemand:
    """A demand whose text is another than at the beginning; ``brought_by`` are the amendments that made it so.

    ``is_edited`` where editors changed it too.
    """

    demand_id: str
    number: str
    title: str
    is_new: bool
    is_struck: bool
    brought_by: tuple[str, ...]
    is_edited: bool
    redline: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class CloseVote:
    """A vote that a few would have tipped."""

    poll_id: str
    label: str
    demand: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A decision still to be taken, with the demand it is about."""

    number: str
    title: str
    line: OpenLine


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """The decisions about one demand, or about what belongs to none ("")."""

    number: str
    title: str
    lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A panel's report, or that of the whole conference where ``panel_id`` is ""."""

    panel_id: str
    panel_name: str
    decides: bool
    adopted: int
    rejected: int
    other: int
    open: int
    polls: int
    changed: tuple[ChangedDemand, ...]
    disputed: tuple[ReportLine, ...]
    close: tuple[CloseVote, ...]
    together: tuple[ReportGroup, ...]
    singly: tuple[ReportGroup, ...]


def get_report(session: Session, conference_id: str, *, panel_id: str, viewer: Viewer) -> Report:
    """The report; raises NotFoundError for a panel that is not there."""
    panel = session.get(Panel, panel_id) if panel_id else None
    if panel_id and (panel is None or panel.conference_id != conference_id):
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    left = plenary.get_open(session, conference_id, panel_id=panel_id, viewer=viewer)
    lines = [
        ReportLine(demand.number, demand.title, line)
        for demand in left.demands
        for line in (*demand.together, *demand.singly)
    ]
    states = _count_states(session, conference_id, panel_id)
    polls = _list_polls(session, conference_id, panel_id)
    return Report(
        panel_id=panel_id,
        panel_name=panel.name if panel else "",
        decides=panel is None or panel.decides,
        adopted=sum(states[state] for state in ADOPTED),
        rejected=states[AmendmentState.REJECTED],
        other=states[AmendmentState.SETTLED] + states[AmendmentState.NOT_DEALT_WITH],
        open=sum(states[state] for state in UNDECIDED),
        polls=len(polls),
        changed=tuple(_list_changed(session, conference_id, panel_id)),
        disputed=tuple(each for each in lines if each.line.clashes),
        close=tuple(_make_close(*row) for row in polls if _is_close(row[0])),
        together=tuple(ReportGroup(each.number, each.title, each.together) for each in left.demands if each.together),
        singly=tuple(ReportGroup(each.number, each.title, each.singly) for each in left.demands if each.singly),
    )


def _count_states(session: Session, conference_id: str, panel_id: str) -> Counter[str]:
    statement = (
        select(Amendment.state, func.count()).where(Amendment.conference_id == conference_id).group_by(Amendment.state)
    )
    if panel_id:
        statement = statement.where(panels.is_of_panel(panel_id))
    return Counter(dict(session.execute(statement).all()))


def _list_polls(session: Session, conference_id: str, panel_id: str) -> list[tuple[Poll, Amendment, Demand | None]]:
    """The closed votes about amendments of the panel, whoever voted."""
    statement = (
        select(Poll, Amendment, Demand)
        .join(Amendment, Amendment.id == Poll.amendment_id)
        .outerjoin(Demand, Demand.id == Poll.demand_id)
        .where(Poll.conference_id == conference_id, Poll.state == PollState.CLOSED)
        .order_by(Poll.number)
    )
    if panel_id:
        statement = statement.where(panels.is_of_panel(panel_id))
    return [(poll, amendment, demand) for poll, amendment, demand in session.execute(statement)]


def _is_close(poll: Poll) -> bool:
    return abs(poll.yes - poll.no) * _CLOSE <= poll.yes + poll.no


def _make_close(poll: Poll, amendment: Amendment, demand: Demand | None) -> CloseVote:
    return CloseVote(poll.id, amendment.label, demand.label if demand else "", poll.yes, poll.no)


def _list_changed(session: Session, conference_id: str, panel_id: str) -> list[ChangedDemand]:
    statement = (
        select(Demand)
        .join(Paper, Paper.id == Demand.paper_id)
        .outerjoin(Section, Section.id == Demand.section_id)
        .where(Paper.conference_id == conference_id)
        .order_by(Demand.position)
    )
    if panel_id:
        statement = statement.where(Section.panel_id == panel_id)
    demands = session.scalars(statement).all()
    versions: dict[str, list[DemandVersion]] = {}
    for version in session.scalars(
        select(DemandVersion)
        .where(DemandVersion.demand_id.in_([demand.id for demand in demands]))
        .order_by(DemandVersion.number)
    ):
        versions.setdefault(version.demand_id, []).append(version)
    brought = _list_brought(session, [demand.id for demand in demands])
    found = [_make_changed(demand, versions[demand.id], brought) for demand in demands]
    return [changed for changed in found if changed is not None]


def _list_brought(session: Session, demand_ids: Sequence[str]) -> dict[str, list[str]]:
    """By demand the labels of the amendments that brought its versions."""
    labels: dict[str, list[str]] = {}
    for demand_id, number in session.execute(
        select(DemandVersion.demand_id, Amendment.number)
        .join(VersionAmendment, VersionAmendment.version_id == DemandVersion.id)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .where(DemandVersion.demand_id.in_(demand_ids))
        .order_by(DemandVersion.number, Amendment.number)
    ):
        labels.setdefault(demand_id, []).append(f"Ä{number}")
    return labels


def _make_changed(
    demand: Demand, versions: Sequence[DemandVersion], brought: dict[str, list[str]]
) -> ChangedDemand | None:
    first = versions[0]
    present = next(version for version in versions if version.number == demand.version_number)
    is_new = first.source == "amendment"
    if not is_new and not demand.is_struck and present.text == first.text:
        return None
    redline = texts.show_new(present.text) if is_new else _compare(first.id, first.text, present.id, present.text)
    labels = tuple(dict.fromkeys(brought.get(demand.id, ())))
    return ChangedDemand(
        demand_id=demand.id,
        number=demand.number,
        title=demand.title,
        is_new=is_new,
        is_struck=demand.is_struck,
        brought_by=labels,
        is_edited=any(version.source == "editorial" for version in versions),
        redline=() if demand.is_struck else redline,
    )


@lru_cache(maxsize=500)
def _compare(first_id: str, first: str, present_id: str, present: str) -> tuple[RedlineBlock, ...]:
    edits = find_edits(texts.read(first), texts.read(present))
    return texts.show_changes(StoredEdits(f"{first_id} {present_id}", first, dump_edits(edits)))
