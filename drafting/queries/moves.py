"""Moves in words: what is to stand where, and what is asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Demand, Section
from drafting.queries.sayings import Saying, saying
from drafting.rules.lifecycle import AmendmentKind

NAME_LABELS = {"numbered": "Forderung %(number)s", "section": "Abschnitt „%(heading)s“"}
MOVE_SENTENCES = {
    "behind": "%(what)s wird nach %(after)s eingefügt.",
    "first": "%(what)s wird an den Anfang von %(section)s gestellt.",
    "section": "%(what)s wird nach %(after)s eingefügt.",
    "section_first": "%(what)s wird an den Anfang des Papiers gestellt.",
}
MOVE_QUESTION_SENTENCES = {
    "behind": "Soll %(what)s hinter %(after)s verschoben werden?",
    "first": "Soll %(what)s an den Anfang von %(section)s verschoben werden?",
    "section": "Soll %(what)s hinter %(after)s verschoben werden?",
    "section_first": "Soll %(what)s an den Anfang des Papiers verschoben werden?",
}
MOVED_SENTENCES = {
    "behind": "%(what)s steht jetzt nach %(after)s",
    "first": "%(what)s steht jetzt am Anfang von %(section)s",
    "section": "%(what)s steht jetzt nach %(after)s",
    "section_first": "%(what)s steht jetzt am Anfang des Papiers",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A move in words; ``what`` is the demand or section to be moved."""

    what: Saying
    sentence: Saying
    question: Saying
    moved: Saying


def list_moves(session: Session, amendments: Sequence[Amendment]) -> dict[str, Move]:
    """By id: those of the amendments that are moves, in words."""
    moves = [amendment for amendment in amendments if amendment.kind == AmendmentKind.MOVE]
    if not moves:
        return {}
    demand_ids = {id_ for move in moves for id_ in (move.demand_id, move.after_demand_id) if id_}
    named = {
        demand.id: name_demand(demand) for demand in session.scalars(select(Demand).where(Demand.id.in_(demand_ids)))
    }
    section_ids = {
        id_ for move in moves for id_ in (move.section_id, move.moved_section_id, move.after_section_id) if id_
    }
    named |= {
        section.id: saying(NAME_LABELS["section"], heading=section.heading)
        for section in session.scalars(select(Section).where(Section.id.in_(section_ids)))
    }
    return {move.id: _word(move, named) for move in moves}


def name_demand(demand: Demand) -> Saying:
    """What a demand is called: „Forderung 4“, „Präambel“."""
    if demand.kind == "demand" and demand.number:
        return saying(NAME_LABELS["numbered"], number=demand.number)
    return Saying(demand.label)


def _word(move: Amendment, named: dict[str, Saying]) -> Move:
    what = named[move.demand_id or move.moved_section_id or ""]
    if move.moved_section_id:
        form = "section" if move.after_section_id else "section_first"
    else:
        form = "behind" if move.after_demand_id else "first"
    values: dict[str, object] = {"what": what}
    if after := named.get(move.after_demand_id or move.after_section_id or ""):
        values["after"] = after
    if section := named.get(move.section_id or ""):
        values["section"] = section
    return Move(
        what=what,
        sentence=Saying(MOVE_SENTENCES[form], values),
        question=Saying(MOVE_QUESTION_SENTENCES[form], values),
        moved=Saying(MOVED_SENTENCES[form], values),
    )
