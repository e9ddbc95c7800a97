"""Overlap notes: what open amendments have to do with each other, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Overlap, Person

RELATION_LABELS = {"conflict": "Überschneidung", "identical": "Gleichlautend", "neighbour": "Nachbarn"}
_ORDER = {"conflict": 0, "identical": 1, "neighbour": 2}


@dataclass(frozen=True, slots=True)
class OverlapNote:
    """What another open amendment has to do with this one.

    ``relation`` is "conflict", "identical" or "neighbour"; ``words`` the words both want to change, or the sentence.
    """

    relation: str
    relation_label: str
    amendment_id: str
    label: str
    proposer: str
    words: str


def list_overlaps(session: Session, ids: Sequence[str]) -> dict[str, list[OverlapNote]]:
    """By amendment: the gravest first."""
    rows = list(session.scalars(select(Overlap).where(Overlap.first_id.in_(ids) | Overlap.second_id.in_(ids))))
    named = {row.first_id for row in rows} | {row.second_id for row in rows}
    others = {
        amendment.id: (amendment, person)
        for amendment, person in session.execute(
            select(Amendment, Person).join(Person, Person.id == Amendment.proposer_id).where(Amendment.id.in_(named))
        )
    }
    wanted = set(ids)
    notes: dict[str, list[OverlapNote]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: _ORDER[row.relation]):
        for one, other in ((row.first_id, row.second_id), (row.second_id, row.first_id)):
            if one in wanted:
                amendment, person = others[other]
                notes[one].append(note_overlap(row.relation, amendment, person, row.words))
    return notes


def note_overlap(relation: str, amendment: Amendment, person: Person, words: str) -> OverlapNote:
    """What another amendment has to do with the one looked at."""
    return OverlapNote(relation, RELATION_LABELS[relation], amendment.id, amendment.label, person.label, words)
