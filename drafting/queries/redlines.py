"""The redline between two states of the paper: what changed, and by which act each word came or went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.redlines import PaperRedline, UnitChange
from drafting.models import Demand, DemandVersion
from drafting.queries import texts, versions
from drafting.queries.acts import Acts
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.paper_states import Place, State, bind, find_state, get_paper_row, read_state
from drafting.text import attribution, provenance
from drafting.text.attribution import Step
from drafting.text.diff import find_edits
from drafting.text.edits import load_edits

Row = Sequence[DemandVersion]


def get_redline(session: Session, conference_id: str, name: str = NOW, against: str = IMPORT) -> PaperRedline:
    """What lies between a state of the paper and the one it is set against; raises NotFoundError for one there is not.

    Where the state comes before the other one, every change is shown backwards and says so.
    """
    paper = get_paper_row(session, conference_id)
    before, after = (read_state(session, paper, find_state(session, conference_id, each)) for each in (against, name))
    rows: dict[str, list[DemandVersion]] = {}
    for version in session.scalars(
        select(DemandVersion)
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .where(Demand.paper_id == paper.id)
        .order_by(DemandVersion.demand_id, DemandVersion.number)
    ):
        rows.setdefault(version.demand_id, []).append(version)
    by_id = {version.id: version for row in rows.values() for version in row}
    comparing = _Comparing(Acts(session, paper, by_id), before, after, rows)
    changes = {unit_id: comparing.compare(unit_id) for unit_id in {**before.places, **after.places}}
    return PaperRedline(
        before=bind(session, paper, before, by_id),
        after=bind(session, paper, after, by_id),
        acts=comparing.acts.found,
        otherwise=comparing.acts.otherwise,
        signing=comparing.acts.signing,
        changes=changes,
        lines=comparing.acts.find_lines(before.choice.at, after.choice.at),
    )


class _Comparing:
    """Compares one unit after the other; what acts are named comes to be known by ``acts``."""

    def __init__(self, acts: Acts, before: State, after: State, rows: Mapping[str, Row]) -> None:
        self.acts, self.before, self.after, self.rows = acts, before, after, rows
        self.moves = acts.find_moves(before.choice.at, after.choice.at)

    def compare(self, unit_id: str) -> UnitChange:
        row = self.rows[unit_id]
        old, new = (self._find(state.places.get(unit_id), row) for state in (self.before, self.after))
        if old is not None and new is not None:
            return replace(self._change(row, old, new), act=self.moves.get(unit_id, ""))
        if new is not None:
            return self._arrive(row, new, self.before.places.get(unit_id))
        if old is not None:
            return self._leave(row, old, self.after.places.get(unit_id))
        return UnitChange()

    def _find(self, place: Place | None, row: Row) -> DemandVersion | None:
        """The version that stands in a state; a struck demand does not stand there."""
        found = next((version for version in row if place is not None and version.id == place.version_id), None)
        return None if found is None or found.is_struck else found

    def _change(self, row: Row, old: DemandVersion, new: DemandVersion) -> UnitChange:
        if old.text == new.text:
            return UnitChange()
        first, last = sorted((old, new), key=lambda version: version.number)
        found = attribution.attribute(
            texts.read(first.text),
            [
                Step(each.id, load_edits(each.edits), provenance.load(each.provenance))
                for each in row
                if first.number < each.number <= last.number
            ],
        )
        if old.number > new.number:
            name = self.acts.name_backwards
            return UnitChange(
                find_edits(texts.read(old.text), texts.read(new.text)),
                tuple(name(sources) for sources in found.brought),
                tuple(name(sources) for sources in found.removed),
            )
        return UnitChange(
            versions.compare_texts(old, new).load(),
            tuple(self.acts.name(sources) for sources in found.removed),
            tuple(self.acts.name(sources) for sources in found.brought),
        )

    def _arrive(self, row: Row, new: DemandVersion, place: Place | None) -> UnitChange:
        """A unit that is new, or stands again; or that was struck in the state it is compared with."""
        was = next((version for version in row if place is not None and version.id == place.version_id), None)
        if was is not None and was.number > new.number:
            return UnitChange(act=self.acts.name_backwards([_find_strike(row, was).id]))
        since = was.number if was is not None else 0
        came = next(version for version in row if since < version.number and not version.is_struck)
        own = {version.id for version in row if since < version.number}
        brought = [
            self.acts.name([each for each in sources if each.partition(":")[0] in own])
            for sources in provenance.load(new.provenance).per_token()
        ]
        return UnitChange(brought=tuple(brought), act=self.acts.name([came.id]))

    def _leave(self, row: Row, old: DemandVersion, place: Place | None) -> UnitChange:
        """A unit that was struck; or that is not there yet, or struck for now, in the state it is compared with."""
        is_now = next((version for version in row if place is not None and version.id == place.version_id), None)
        if is_now is not None and is_now.number > old.number:
            return UnitChange(act=self.acts.name([_find_strike(row, is_now).id]))
        since = is_now.number if is_now is not None else 0
        came = next(version for version in row if since < version.number and not version.is_struck)
        return UnitChange(act=self.acts.name_backwards([came.id]))


def _find_strike(row: Row, struck: DemandVersion) -> DemandVersion:
    """The version by which a unit was struck that is struck in this one."""
    return next(_walk_back(row, struck))


def _walk_back(row: Row, struck: DemandVersion) -> Iterator[DemandVersion]:
    last = struck
    for version in sorted(row, key=lambda each: -each.number):
        if version.number <= struck.number:
            if not version.is_struck:
                break
            last = version
    yield last
