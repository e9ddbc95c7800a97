"""Agreements: how amendments stand to compromises, many at once with one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from drafting.models import Amendment, CompromisePart, now

STANDING_SENTENCES = {
    "waiting": "Es wird noch auf Antworten gewartet.",
    "agreed": "Alle sind einverstanden: Der Kompromiss kann ohne Abstimmung übernommen werden.",
    "vote": "Nicht alle sind einverstanden: Die Abstimmung entscheidet.",
}


@dataclass(frozen=True, slots=True)
class AmendmentLink:
    """An amendment by its name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Involvement:
    """What an amendment has to do with compromises.

    ``part_of`` are the open compromises made of it, ``is_asked`` whether one of them still waits for its proposer's
    answer. For a compromise, ``parts`` is what it is made of and ``standing`` "waiting", "agreed" or "vote", the last
    also once nobody is left to ask; "" for all else.
    """

    part_of: tuple[AmendmentLink, ...] = ()
    is_asked: bool = False
    parts: tuple[AmendmentLink, ...] = ()
    standing: str = ""

    @property
    def related(self) -> frozenset[str]:
        """Those whose overlap with it goes without saying."""
        return frozenset(link.id for link in (*self.part_of, *self.parts))


def find_involvements(session: Session, amendments: Sequence[Amendment]) -> dict[str, Involvement]:
    """What each of these has to do with compromises; those with none are not in it."""
    ids = [amendment.id for amendment in amendments]
    compromise, amendment = aliased(Amendment), aliased(Amendment)
    rows = session.execute(
        select(CompromisePart, compromise, amendment)
        .join(compromise, compromise.id == CompromisePart.compromise_id)
        .join(amendment, amendment.id == CompromisePart.amendment_id)
        .where(CompromisePart.compromise_id.in_(ids) | CompromisePart.amendment_id.in_(ids))
        .order_by(compromise.number, amendment.number)
    ).all()
    by_part: dict[str, list[tuple[CompromisePart, Amendment]]] = defaultdict(list)
    by_compromise: dict[str, list[tuple[CompromisePart, Amendment]]] = defaultdict(list)
    whole: dict[str, Amendment] = {}
    for row, made, part in rows:
        whole[made.id] = made
        by_compromise[made.id].append((row, part))
        if made.is_undecided and part.is_undecided:
            by_part[part.id].append((row, made))
    return {id_: _describe(whole.get(id_), by_part[id_], by_compromise[id_]) for id_ in {*by_part, *by_compromise}}


def _describe(
    compromise: Amendment | None,
    part_of: list[tuple[CompromisePart, Amendment]],
    parts: list[tuple[CompromisePart, Amendment]],
) -> Involvement:
    return Involvement(
        part_of=tuple(AmendmentLink(made.id, made.label) for _, made in part_of),
        is_asked=any(row.agreed is None and has_time(made.answers_until) for row, made in part_of),
        parts=tuple(AmendmentLink(part.id, part.label) for _, part in parts),
        standing=find_standing(compromise, parts) if compromise else "",
    )


def has_time(answers_until: datetime | None) -> bool:
    """Whether an answer is still waited for."""
    return answers_until is not None and answers_until > now()


def find_standing(compromise: Amendment, parts: Iterable[tuple[CompromisePart, Amendment]]) -> str:
    """How far the answers to an open compromise are, in one word; "" when it is decided."""
    if not compromise.is_undecided:
        return ""
    answers = [row.agreed for row, part in parts if part.is_undecided]
    if answers and all(answers):
        return "agreed"
    return "waiting" if None in answers and has_time(compromise.answers_until) else "vote"
