"""Competing: which amendments exclude each other, so that one of them can be chosen and the others have lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError
from drafting.models import Amendment, DemandVersion, Overlap
from drafting.rules.lifecycle import AmendmentKind
from drafting.services import wordings
from drafting.text.markdown import parse
from drafting.text.merge import merge_edits

_PLACE = ("kind", "section_id", "after_demand_id", "is_first", "moved_section_id")


def list_rivals(work: UnitOfWork, amendment: Amendment, among: Collection[Amendment]) -> list[Amendment]:
    """Those that cannot stand beside it: they want other words in the same place, or another text for it."""
    others = [other for other in among if other.id != amendment.id]
    if amendment.demand_id is None:
        # New demands for one place, and moves of one section, are never compared word by word.
        return [other for other in others if _is_for_same_place(amendment, other)]
    return [other for other in others if other.demand_id == amendment.demand_id and _excludes(work, amendment, other)]


def _excludes(work: UnitOfWork, one: Amendment, other: Amendment) -> bool:
    if not one.kind == other.kind == AmendmentKind.CHANGE:
        # Moves and strikes meet others as a whole.
        pair = (one.id, other.id)
        clash = select(Overlap.first_id).where(
            Overlap.relation == "conflict", Overlap.first_id.in_(pair), Overlap.second_id.in_(pair)
        )
        return work.session.scalar(clash.limit(1)) is not None
    first, second = wordings.get_revision(work, one), wordings.get_revision(work, other)
    if first.base_version_id != second.base_version_id:
        # One still stands against an older text: whether both fit cannot be told, so they are not made to.
        return True
    # By themselves: among all of a demand, two that never meet may collide with the same third.
    base = parse(work.session.get_one(DemandVersion, first.base_version_id).text)
    edits = {each.id: wordings.load_revision_edits(revision) for each, revision in ((one, first), (other, second))}
    return bool(merge_edits(base, edits).conflicts)


def _is_for_same_place(one: Amendment, other: Amendment) -> bool:
    if one.moved_section_id is not None:
        return one.moved_section_id == other.moved_section_id
    return other.demand_id is None and all(getattr(one, name) == getattr(other, name) for name in _PLACE)


def refuse_strangers(work: UnitOfWork, found: Sequence[Amendment]) -> None:
    """Raise InvalidInputError for one that competes with none of the others: choosing would settle it for no reason."""
    for amendment in found:
        if not list_rivals(work, amendment, found):
            raise InvalidInputError(
                "%(label)s schließt keinen der anderen Anträge aus. Bitte stimmen Sie darüber allein ab.",
                field="antrag",
                label=amendment.label,
            )
