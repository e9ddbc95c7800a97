"""Places: amendments that meet in the same words stand together, those that say the same as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafting.queries.cards import AmendmentCard
from drafting.rules.lifecycle import AmendmentKind, AmendmentState

# The gravest relation names the place.
RELATIONS = ("conflict", "identical", "neighbour")
STRIKE, CHANGES, MOVE, ASIDE = "strike", "changes", "move", "aside"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Amendments that say the same, by number: one line, one decision for all."""

    cards: tuple[AmendmentCard, ...]

    @property
    def first(self) -> AmendmentCard:
        """The one handed in first, which stands for all."""
        return self.cards[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids, by number."""
        return tuple(card.id for card in self.cards)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Bundles that meet; ``kind`` says why they stand together, ``relation`` is the gravest between them, or ""."""

    kind: str
    relation: str
    bundles: tuple[Bundle, ...]

    @property
    def first(self) -> AmendmentCard:
        """The one whose words stand first in the text."""
        return min((bundle.first for bundle in self.bundles), key=_position)


def bundle(cards: Sequence[AmendmentCard], texts: Mapping[str, object]) -> tuple[Bundle, ...]:
    """Put amendments with the same text together; ``texts`` tells by id what each says, and on which base."""
    by_text: dict[object, list[AmendmentCard]] = {}
    for card in sorted(cards, key=lambda card: card.number):
        by_text.setdefault((card.kind, _is_aside(card), texts[card.id]), []).append(card)
    return tuple(Bundle(tuple(group)) for group in by_text.values())


def gather(bundles: Iterable[Bundle]) -> tuple[Gathering, ...]:
    """Put bundles into their places: the strike of the whole first, changes by line, moves, then what is put aside."""
    waiting = list(bundles)
    by_kind: dict[str, list[Bundle]] = {}
    for each in waiting:
        by_kind.setdefault(_kind(each.first), []).append(each)
    found = [Gathering(STRIKE, "", (each,)) for each in by_kind.get(STRIKE, ())]
    groups = _connect(by_kind.get(CHANGES, ()))
    changes = [Gathering(CHANGES, _gravest(group), tuple(group)) for group in groups]
    found += sorted(changes, key=lambda gathering: _position(gathering.first))
    for kind in (MOVE, ASIDE):
        if kind in by_kind:
            found.append(Gathering(kind, _gravest(by_kind[kind]) if kind == MOVE else "", tuple(by_kind[kind])))
    return tuple(found)


def _kind(card: AmendmentCard) -> str:
    if _is_aside(card):
        return ASIDE
    if card.kind == AmendmentKind.STRIKE:
        return STRIKE
    return MOVE if card.kind == AmendmentKind.MOVE else CHANGES


def _is_aside(card: AmendmentCard) -> bool:
    """Whether nothing is to be decided about it now: referred, adjourned, or not yet supported by enough."""
    return card.state != AmendmentState.OPEN


def _connect(bundles: Sequence[Bundle]) -> list[list[Bundle]]:
    """The groups of bundles that overlap, directly or through others."""
    by_id = {card.id: each for each in bundles for card in each.cards}
    left = {each.first.id: each for each in bundles}
    groups = []
    for start in bundles:
        group, waiting = [], [start]
        while waiting:
            each = waiting.pop()
            if left.pop(each.first.id, None) is None:
                continue
            group.append(each)
            waiting += [by_id[other] for card in each.cards for other in _met_by(card) if other in by_id]
        if group:
            groups.append(sorted(group, key=lambda each: _position(each.first)))
    return groups


def _met_by(card: AmendmentCard) -> Iterable[str]:
    yield from (note.amendment_id for note in card.overlaps)
    yield from (link.id for link in (*card.parts, *card.part_of))


def _gravest(group: Sequence[Bundle]) -> str:
    """The gravest relation between bundles; of one bundle alone, that it holds several which say the same."""
    if len(group) == 1:
        return "identical" if len(group[0].cards) > 1 else ""
    bundle_of = {card.id: index for index, each in enumerate(group) for card in each.cards}
    found = {"conflict" for each in group for card in each.cards if card.parts}
    for index, each in enumerate(group):
        for card in each.cards:
            found |= {note.relation for note in card.overlaps if bundle_of.get(note.amendment_id, index) != index}
    return next((relation for relation in RELATIONS if relation in found), "")


def _position(card: AmendmentCard) -> tuple[int, int]:
    return (card.first_line or 0, card.number)
