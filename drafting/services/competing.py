"""Competing: which amendments exclude each other, so that one of them can be chosen and the others have lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError
from drafting.models import Amendment, Overlap

_PLACE = ("kind", "section_id", "after_demand_id", "is_first", "moved_section_id")


def list_rivals(work: UnitOfWork, amendment: Amendment, among: Collection[Amendment]) -> list[Amendment]:
    """Those that cannot stand beside it: they want other words in the same place, or another text for it."""
    others = [other for other in among if other.id != amendment.id]
    if amendment.demand_id is None:
        # New demands for one place, and moves of one section, are never compared word by word.
        return [other for other in others if _is_for_same_place(amendment, other)]
    clashes = work.session.execute(
        select(Overlap.first_id, Overlap.second_id).where(
            Overlap.relation == "conflict", or_(Overlap.first_id == amendment.id, Overlap.second_id == amendment.id)
        )
    )
    rivals = {id_ for pair in clashes for id_ in pair}
    return [other for other in others if other.id in rivals]


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
