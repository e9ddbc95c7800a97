"""What was changed after the edition of which the letter is: slips put right, decisions, and lines of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from drafting.queries import editions
from drafting.queries.editions import NOW, DemandPair
from drafting.queries.paper_details import LineChange
from drafting.queries.versions import EDITORIAL, VersionAuthor, VersionRow, list_versions


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A change of a demand since the edition.

    ``label`` says what it was where no amendment brought it. ``change`` is "changed", "new", "struck" or "moved".
    """

    demand_id: str
    demand_label: str
    change: str
    amendments: tuple[VersionAuthor, ...] = ()
    label: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LaterChanges:
    """All that is not in the letter: what is only editorial, what was decided, and lines the paper bears otherwise."""

    slips: tuple[LaterChange, ...] = ()
    decisions: tuple[LaterChange, ...] = ()
    lines: tuple[LineChange, ...] = ()

    @property
    def is_outdated(self) -> bool:
        """Whether more than slips has changed."""
        return bool(self.decisions or self.lines)


def list_changes(session: Session, conference_id: str, edition: str) -> LaterChanges:
    """What has changed since an edition, by its key, in the order of the paper; what was taken back is left out."""
    pairing = editions.pair_states(session, conference_id, edition, NOW)
    slips: list[LaterChange] = []
    decisions: list[LaterChange] = []
    for pair in pairing.pairs:
        for found, is_slip in _list_of(session, pair, pairing.before.at):
            (slips if is_slip else decisions).append(found)
        if pair.was_moved:
            decisions.append(LaterChange(pair.demand.id, pair.demand.label, "moved"))
    return LaterChanges(tuple(slips), tuple(decisions), pairing.lines)


def _list_of(session: Session, pair: DemandPair, since: datetime | None) -> Iterator[tuple[LaterChange, bool]]:
    """The changes of a demand that are in force, each with whether it is only editorial."""
    if pair.before and pair.after and pair.before.text == pair.after.text:
        return
    rows = list_versions(session, pair.demand)
    first = pair.before.number if pair.before else 0
    later = [row for row in rows if row.number > first and (pair.before is not None or since is None or row.at > since)]
    by_number = {row.number: row for row in rows}
    numbers = {row.number for row in later}
    for row in later:
        # What was done and taken back since then has changed nothing.
        if not row.undone_by and row.undoes not in numbers:
            yield _make(pair, row, is_first=row is later[0]), _is_slip(row, by_number)


def _make(pair: DemandPair, row: VersionRow, *, is_first: bool) -> LaterChange:
    change = "struck" if row.is_struck else "new" if pair.before is None and is_first else "changed"
    return LaterChange(pair.demand.id, pair.demand.label, change, row.amendments, row.label, row.reason, row.at)


def _is_slip(row: VersionRow, rows: Mapping[int, VersionRow]) -> bool:
    """Whether editors did it, or an amendment that says it only puts words right; or it takes such a change back."""
    while row.undoes:
        row = rows[row.undoes]
    return row.source in EDITORIAL or _are_editorial(row.amendments)


def _are_editorial(amendments: Sequence[VersionAuthor]) -> bool:
    return bool(amendments) and all(each.is_editorial for each in amendments)
