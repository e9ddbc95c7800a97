"""Editions: the named states of the paper, and any two of its states compared demand by demand.

Besides editions the paper can be compared as it stands now (``NOW``), as it was read in (``IMPORT``), and as it was
when somebody last read it (``VISIT``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Demand, DemandVersion, Edition, EditionEntry, Paper
from drafting.queries import paper_details, texts, versions
from drafting.queries.paper_details import LineChange
from drafting.queries.texts import StoredEdits
from drafting.text.redline import RedlineBlock
from drafting.text.synopsis import SynopsisRow

IMPORT, NOW, VISIT = "import", "jetzt", "besuch"
_NO_PAPER = "Es ist noch kein Papier eingelesen."


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A named, frozen state of the paper; ``key`` names it in addresses, ``previous`` the one frozen before it."""

    id: str
    kind: str
    name: str
    at: datetime
    key: str
    previous: str


@dataclass(frozen=True, slots=True)
class PaperState:
    """A state to compare; ``name`` is "" where the page says it in its own words, ``at`` None for now."""

    key: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DemandChange:
    """What has become of a demand between two states.

    ``change`` is "changed", "new", "struck" or "same"; ``was_moved`` says that others stand before it than did.
    """

    demand_id: str
    label: str
    title: str
    change: str
    was_moved: bool
    number_before: str
    number_after: str
    redline: tuple[RedlineBlock, ...]
    synopsis: tuple[SynopsisRow, ...]

    @property
    def was_renumbered(self) -> bool:
        """Whether it has another number than it had."""
        return bool(self.number_before and self.number_after) and self.number_before != self.number_after


@dataclass(frozen=True, slots=True)
class PaperComparison:
    """Two states of the paper compared: its lines and demands that changed, and how many demands did not."""

    title: str
    before: PaperState
    after: PaperState
    states: tuple[PaperState, ...]
    lines: tuple[LineChange, ...]
    changes: tuple[DemandChange, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """A demand in a state: its text there, and its number and place, where they are known."""

    version_id: str
    number: str
    position: int | None


def list_editions(session: Session, paper_id: str) -> tuple[EditionRow, ...]:
    """The named states in the order they were frozen."""
    found = session.scalars(
        select(Edition).where(Edition.paper_id == paper_id).order_by(Edition.created_at, Edition.id)
    ).all()
    keys = [IMPORT if edition.kind == "import" else edition.id for edition in found]
    return tuple(
        EditionRow(edition.id, edition.kind, edition.name, edition.created_at, key, keys[index - 1] if index else "")
        for index, (edition, key) in enumerate(zip(found, keys, strict=True))
    )


def compare_paper(
    session: Session, conference_id: str, before: str, after: str, *, last_visit: datetime | None = None
) -> PaperComparison:
    """Compare two states of the paper; raises NotFoundError for one there is not."""
    pairing = pair_states(session, conference_id, before, after, last_visit=last_visit)
    changes = [_compare(pair) for pair in pairing.pairs]
    return PaperComparison(
        title=pairing.title,
        before=pairing.before,
        after=pairing.after,
        states=pairing.states,
        lines=pairing.lines,
        changes=tuple(each for each in changes if each.change != "same" or each.was_moved or each.was_renumbered),
        unchanged=sum(each.change == "same" for each in changes),
    )


@dataclass(frozen=True, slots=True)
class DemandPair:
    """A demand in two states; it has no version in a state in which it was not in the paper."""

    demand: Demand
    before: DemandVersion | None
    after: DemandVersion | None
    number_before: str
    number_after: str
    was_moved: bool


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two states of the paper, demand by demand in its present order; ``title`` is that of the later one."""

    paper: Paper
    title: str
    before: PaperState
    after: PaperState
    states: tuple[PaperState, ...]
    lines: tuple[LineChange, ...]
    pairs: tuple[DemandPair, ...]


def pair_states(
    session: Session, conference_id: str, before: str, after: str, *, last_visit: datetime | None = None
) -> Pairing:
    """Set two states of the paper beside each other; raises NotFoundError for one there is not."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError(_NO_PAPER)
    editions = list_editions(session, paper.id)
    states = [PaperState(row.key, row.name, row.at) for row in editions]
    states += [PaperState(VISIT, "", last_visit)] if last_visit else []
    states += [PaperState(NOW, "", None)]
    known = {state.key: state for state in states}
    if before not in known or after not in known:
        raise NotFoundError("Diesen Stand gibt es nicht.")
    ids = {row.key: row.id for row in editions}
    demands = {demand.id: demand for demand in session.scalars(select(Demand).where(Demand.paper_id == paper.id))}
    old, new = (_read_state(session, paper, demands, known[key], ids.get(key, "")) for key in (before, after))
    pairs = tuple(_pair(session, demands, old, new))
    lines = [
        paper_details.find_details(session, paper, edition_id=ids.get(key, ""), at=known[key].at)
        for key in (before, after)
    ]
    return Pairing(
        paper=paper,
        title=lines[1].title,
        before=known[before],
        after=known[after],
        states=tuple(states),
        lines=paper_details.compare_lines(*lines),
        pairs=pairs,
    )


def count_changed_since(session: Session, conference_id: str, moment: datetime) -> int:
    """How many demands have another text than at that moment."""
    return (
        session.scalar(
            select(func.count(func.distinct(DemandVersion.demand_id)))
            .join(Demand, Demand.id == DemandVersion.demand_id)
            .join(Paper, Paper.id == Demand.paper_id)
            .where(Paper.conference_id == conference_id, DemandVersion.created_at > moment)
        )
        or 0
    )


def _read_state(
    session: Session, paper: Paper, demands: Mapping[str, Demand], state: PaperState, edition_id: str
) -> dict[str, _Standing]:
    if edition_id:
        entries = session.scalars(select(EditionEntry).where(EditionEntry.edition_id == edition_id))
        return {each.demand_id: _Standing(each.version_id, each.number, each.position) for each in entries}
    then = select(DemandVersion.demand_id, func.max(DemandVersion.number).label("number")).join(
        Demand, Demand.id == DemandVersion.demand_id
    )
    then = then.where(Demand.paper_id == paper.id).group_by(DemandVersion.demand_id)
    if state.at is not None:
        then = then.where(DemandVersion.created_at <= state.at)
    latest = then.subquery()
    rows = session.execute(
        select(DemandVersion.demand_id, DemandVersion.id).join(
            latest, (latest.c.demand_id == DemandVersion.demand_id) & (latest.c.number == DemandVersion.number)
        )
    )
    # Where a demand stood at some moment nobody has written down.
    return {
        demand_id: _Standing(
            version_id, demands[demand_id].number, demands[demand_id].position if state.at is None else None
        )
        for demand_id, version_id in rows
    }


def _pair(
    session: Session, demands: Mapping[str, Demand], old: Mapping[str, _Standing], new: Mapping[str, _Standing]
) -> Iterator[DemandPair]:
    wanted = {each.version_id for state in (old, new) for each in state.values()}
    found = {
        version.id: version for version in session.scalars(select(DemandVersion).where(DemandVersion.id.in_(wanted)))
    }
    moved = find_moved({key: each.position for key, each in old.items()}, {key: e.position for key, e in new.items()})
    for demand in sorted(demands.values(), key=lambda demand: demand.position):
        before, after = old.get(demand.id), new.get(demand.id)
        was = found[before.version_id] if before else None
        now_is = found[after.version_id] if after else None
        # A struck demand is not in the paper, whatever words its version keeps.
        was = None if was is None or was.is_struck else was
        now_is = None if now_is is None or now_is.is_struck else now_is
        if was is None and now_is is None:
            continue
        yield DemandPair(
            demand=demand,
            before=was,
            after=now_is,
            number_before=before.number if before and was else "",
            number_after=after.number if after and now_is else "",
            was_moved=demand.id in moved and was is not None and now_is is not None,
        )


def _compare(pair: DemandPair) -> DemandChange:
    stored, change = compare_pair(pair)
    return DemandChange(
        demand_id=pair.demand.id,
        label=pair.demand.label,
        title=pair.demand.title,
        change=change,
        was_moved=pair.was_moved,
        number_before=pair.number_before,
        number_after=pair.number_after,
        redline=texts.show_changes(stored),
        synopsis=texts.show_synopsis(stored),
    )


def compare_pair(pair: DemandPair) -> tuple[StoredEdits, str]:
    """The edits between both texts of a demand, and what they come to: "changed", "new", "struck" or "same"."""
    return _compare_texts(pair.before, pair.after)


def _compare_texts(before: DemandVersion | None, after: DemandVersion | None) -> tuple[StoredEdits, str]:
    if before is None:
        assert after is not None
        return texts.compare("", after.text), "new"
    if after is None:
        return texts.compare(before.text, ""), "struck"
    if before.text == after.text:
        return texts.compare(before.text, after.text), "same"
    return versions.compare_texts(before, after), "changed"


def find_moved(old: Mapping[str, int | None], new: Mapping[str, int | None]) -> frozenset[str]:
    """Those that stand elsewhere among the others: all but the longest row that kept its order.

    Where some place is not known, nothing is said to have moved.
    """
    if None in old.values() or None in new.values():
        return frozenset()
    common = sorted((key for key in old if key in new), key=lambda key: old[key] or 0)
    return frozenset(common) - _keep_order(common, new)


def _keep_order(keys: Sequence[str], places: Mapping[str, int | None]) -> frozenset[str]:
    """The longest row of keys whose places rise (patience sorting)."""
    ends: list[int] = []
    last: list[str] = []
    before: dict[str, str] = {}
    for key in keys:
        place = places[key] or 0
        pile = bisect_left(ends, place)
        before[key] = last[pile - 1] if pile else ""
        ends[pile : pile + 1] = [place]
        last[pile : pile + 1] = [key]
    row = []
    at = last[-1] if last else ""
    while at:
        row.append(at)
        at = before[at]
    return frozenset(row)
