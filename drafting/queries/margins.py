"""The notes in a text's margin: one for each place, not one for each amendment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafting.queries.cards import AmendmentCard

_STRENGTH = ("neighbour", "identical", "conflict")


@dataclass(frozen=True, slots=True)
class MarginNote:
    """What is proposed at one place. ``relation`` is the strongest between its amendments and others, "" for none."""

    key: str
    place: str
    relation: str
    cards: tuple[AmendmentCard, ...]


def group_by_place(cards: Sequence[AmendmentCard]) -> tuple[MarginNote, ...]:
    """Put amendments that want the same words into one note, in the order of their lines."""
    by_id = {card.id: card for card in cards}
    seen: set[str] = set()
    notes = []
    for card in sorted(cards, key=_position):
        if card.id in seen:
            continue
        group = _connected(card.id, by_id)
        seen |= group
        members = sorted((by_id[one] for one in group), key=_position)
        notes.append(MarginNote(card.id, card.place, _strongest(members), tuple(members)))
    return tuple(notes)


def _connected(start: str, by_id: Mapping[str, AmendmentCard]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for overlap in by_id[waiting.pop()].overlaps:
            other = overlap.amendment_id
            if overlap.relation in ("conflict", "identical") and other in by_id and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _strongest(cards: Iterable[AmendmentCard]) -> str:
    relations = {overlap.relation for card in cards for overlap in card.overlaps}
    return max((relation for relation in relations if relation in _STRENGTH), key=_STRENGTH.index, default="")


def _position(card: AmendmentCard) -> tuple[int, int]:
    return (card.first_line or 0, card.number)
