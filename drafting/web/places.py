"""The open amendments of a demand by place: what touches the same words stands together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafting.queries.amendments import AmendmentCard

# The gravest relation names the place.
_RELATIONS = ("conflict", "identical", "neighbour")


@dataclass(frozen=True, slots=True)
class Place:
    """Amendments that meet in the same words; ``relation`` is the gravest between them, or nothing for one alone."""

    name: str
    relation: str
    amendments: tuple[AmendmentCard, ...]


def list_places(amendments: Sequence[AmendmentCard]) -> tuple[Place, ...]:
    """Group amendments that overlap, directly or through others, in the order of their lines."""
    by_id = {card.id: card for card in amendments}
    left = dict(by_id)
    groups = [_gather(card, by_id, left) for card in amendments if card.id in left]
    ordered = sorted(groups, key=lambda group: (group[0].first_line or 0, group[0].number))
    return tuple(Place(group[0].place, _gravest(group), tuple(group)) for group in ordered)


def _gather(
    first: AmendmentCard, by_id: dict[str, AmendmentCard], left: dict[str, AmendmentCard]
) -> list[AmendmentCard]:
    group, waiting = [], [first]
    while waiting:
        card = waiting.pop()
        if left.pop(card.id, None) is None:
            continue
        group.append(card)
        waiting += [by_id[note.amendment_id] for note in card.overlaps if note.amendment_id in left]
    return sorted(group, key=lambda card: (card.first_line or 0, card.number))


def _gravest(group: Sequence[AmendmentCard]) -> str:
    ids = {card.id for card in group}
    found = {note.relation for card in group for note in card.overlaps if note.amendment_id in ids}
    return next((relation for relation in _RELATIONS if relation in found), "")
