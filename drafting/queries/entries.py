"""Entries of the board: one decision each, with how far it goes, what others would leave of it, what to recommend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafting.queries import texts
from drafting.queries.cards import AmendmentCard
from drafting.queries.places import Bundle
from drafting.queries.texts import StoredEdits
from drafting.rules import ordering
from drafting.rules.lifecycle import ADVICE_LABELS, Advice
from drafting.rules.ordering import Candidate, Reach
from drafting.text.rebase import rebase

# Against how many of those before it an amendment is tried, and how many „erledigt durch“ a line offers: the page of
# the amendment itself has them all.
TRIED = 5
OFFERED = 8


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be recommended: ``value`` as the form sends it, ``label`` a sentence with ``%(label)s``."""

    value: str
    label: str
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One decision: an amendment, or all those that say the same.

    ``card`` stands for all of ``cards``. ``position`` is its number in the order of votes, 0 where none is to be
    taken; ``place_position`` counts within the place. ``is_tied`` says that only the order of submission puts it
    before the next. Where one of ``settled_by`` is adopted, nothing of it is left; where one of ``asked_after`` is,
    its author is asked.
    """

    card: AmendmentCard
    cards: tuple[AmendmentCard, ...]
    position: int
    place_position: int
    supporters: int
    reach: Reach
    is_tied: bool
    is_ranked: bool
    settled_by: tuple[str, ...]
    asked_after: tuple[str, ...]
    note: str
    advice: str
    options: tuple[Option, ...]

    @property
    def labels(self) -> str:
        """What all of it is called: „Ä14, Ä21“."""
        return ", ".join(card.label for card in self.cards)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the entries of a board share."""

    edits: Mapping[str, StoredEdits]
    bases: Mapping[str, str]
    ranks: Mapping[str, int | None]
    supporters: Mapping[str, frozenset[str]]
    notes: Mapping[str, str]


def candidate(each: Bundle, ground: Ground) -> Candidate:
    """What puts a bundle in order: its first one's reach and number, and the best rank any of them was given."""
    ranks = [rank for id_ in each.ids if (rank := ground.ranks[id_]) is not None]
    return Candidate(each.first.id, each.first.number, measure(ground.edits[each.first.id]), min(ranks, default=None))


def make_entry(
    each: Bundle,
    candidate: Candidate,
    ground: Ground,
    *,
    position: int,
    place_position: int,
    is_tied: bool,
    before: Sequence[Bundle],
    others: Sequence[Bundle],
) -> BoardEntry:
    """One line of the board; ``before`` are those voted on earlier, ``others`` what may settle it."""
    tried = [(other, _what_if(each.first.id, other.first.id, ground)) for other in before]
    settler = each.first.recommendation.settled_by_id if each.first.recommendation else ""
    return BoardEntry(
        card=each.first,
        cards=each.cards,
        position=position,
        place_position=place_position,
        supporters=len(frozenset[str]().union(*(ground.supporters.get(id_, frozenset()) for id_ in each.ids))),
        reach=candidate.reach,
        is_tied=is_tied,
        is_ranked=candidate.rank is not None,
        settled_by=tuple(other.first.label for other, status in tried if status == "settled"),
        asked_after=tuple(other.first.label for other, status in tried if status == "conflict"),
        note=next((ground.notes[id_] for id_ in each.ids if id_ in ground.notes), ""),
        advice=advice(each.first),
        options=_list_options(each, others, settler),
    )


def advice(card: AmendmentCard) -> str:
    """What is recommended, as the form sends it."""
    note = card.recommendation
    if note is None:
        return ""
    return f"{note.verdict}:{note.settled_by_id}" if note.verdict == Advice.SETTLED_BY else note.verdict


def _list_options(each: Bundle, others: Sequence[Bundle], settler: str) -> tuple[Option, ...]:
    """What can be recommended; a joint decision („Gemeinsam“) is what becomes of undisputed ones to be adopted."""
    found = [Option(advice, ADVICE_LABELS[advice]) for advice in Advice if advice is not Advice.SETTLED_BY]
    known = {other.first.id: other.first.label for other in others}
    note = each.first.recommendation
    if settler and settler not in known and note is not None:
        known[settler] = note.settled_by
    return (
        *found,
        *(Option(f"{Advice.SETTLED_BY}:{id_}", "erledigt durch %(label)s", label) for id_, label in known.items()),
    )


@lru_cache(maxsize=4_000)
def measure(stored: StoredEdits) -> Reach:
    """How far stored edits reach."""
    return ordering.measure(texts.read(stored.base), stored.load())


def _what_if(own: str, decided: str, ground: Ground) -> str:
    """How one amendment would stand if another were adopted; "" where they are on different versions."""
    if ground.bases[own] != ground.bases[decided] or not ground.bases[own]:
        return ""
    return _try(ground.edits[own], ground.edits[decided])


@lru_cache(maxsize=4_000)
def _try(own: StoredEdits, decided: StoredEdits) -> str:
    return rebase(texts.read(own.base), own.load(), decided.load()).status
