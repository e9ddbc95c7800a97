"""Overlaps: which open amendments to a demand want the same words, computed when one is saved and never when shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from sqlalchemy import delete, insert, select

from drafting.database import UnitOfWork
from drafting.models import Amendment, AmendmentRevision, DemandVersion, Overlap
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind
from drafting.services import wordings
from drafting.text.edits import Edit
from drafting.text.markdown import parse
from drafting.text.merge import list_pairs, merge_edits


def refresh(work: UnitOfWork, demand_id: str) -> None:
    """Compute the overlaps of a demand's open amendments anew, by the edits stored with them."""
    work.session.flush()
    rows = work.session.execute(
        select(Amendment, AmendmentRevision)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(
            Amendment.demand_id == demand_id,
            Amendment.state.in_(UNDECIDED),
            Amendment.kind != AmendmentKind.MOVE,
        )
        .order_by(Amendment.number)
    ).all()
    numbers = {amendment.id: amendment.number for amendment, _ in rows}
    by_base: dict[str, dict[str, tuple[Edit, ...]]] = defaultdict(dict)
    for amendment, revision in rows:
        if amendment.kind != AmendmentKind.STRIKE:
            by_base[revision.base_version_id or ""][amendment.id] = wordings.load_revision_edits(revision)
    found: dict[tuple[str, str, str], str] = dict(_find_moves(work, demand_id))
    found |= dict(_find_strikes([amendment for amendment, _ in rows]))
    for base_id, edits in by_base.items():
        if len(edits) > 1:
            base = parse(work.session.get_one(DemandVersion, base_id).text)
            for first, second, relation, words in list_pairs(merge_edits(base, edits)):
                if numbers[first] > numbers[second]:
                    first, second = second, first
                found.setdefault((first, second, relation), words)
    _store(work, demand_id, found)


def _find_strikes(amendments: Sequence[Amendment]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """The strike of the whole excludes every change, which for that meet no others; strikes ask for the same."""
    for one, other in combinations(amendments, 2):
        strikes = (one.kind == AmendmentKind.STRIKE) + (other.kind == AmendmentKind.STRIKE)
        if strikes:
            yield (one.id, other.id, "identical" if strikes == 2 else "conflict"), ""


def _find_moves(work: UnitOfWork, demand_id: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Open moves of one demand exclude each other, unless they ask for the same place."""
    moves = work.session.scalars(
        select(Amendment)
        .where(
            Amendment.demand_id == demand_id,
            Amendment.state.in_(UNDECIDED),
            Amendment.kind == AmendmentKind.MOVE,
        )
        .order_by(Amendment.number)
    ).all()
    for one, other in combinations(moves, 2):
        is_same = (one.section_id, one.after_demand_id) == (other.section_id, other.after_demand_id)
        yield (one.id, other.id, "identical" if is_same else "conflict"), ""


def _store(work: UnitOfWork, demand_id: str, found: dict[tuple[str, str, str], str]) -> None:
    work.session.execute(delete(Overlap).where(Overlap.demand_id == demand_id))
    if found:
        work.session.execute(
            insert(Overlap),
            [
                {"first_id": first, "second_id": second, "relation": relation, "demand_id": demand_id, "words": words}
                for (first, second, relation), words in found.items()
            ],
        )
