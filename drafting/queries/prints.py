"""Prints by their kind: what the command line and the export page hand out beside the letter in Word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.amendments import lay_out_amendments
from drafting.exports.annexes import lay_out_annexes
from drafting.exports.letter_prints import lay_out_letter
from drafting.exports.minutes import lay_out_minutes
from drafting.exports.prints import Print
from drafting.exports.synopses import lay_out_synopsis
from drafting.models import Paper
from drafting.queries import annexes, editions, letters, minutes, printed_amendments, synopses
from drafting.queries.editions import IMPORT, NOW


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose: the states compared, by key or name, and whether reasons are in it."""

    before: str = IMPORT
    after: str = NOW
    reasons: bool = True


def get_print(session: Session, conference_id: str, kind: str, choice: Choice) -> Print:
    """Lay out one kind of print; raises NotFoundError for one there is not, and for a state there is not."""
    if kind not in KINDS:
        raise NotFoundError("Diese Ausgabe gibt es nicht.")
    return KINDS[kind](session, conference_id, choice)


def find_state(session: Session, conference_id: str, name: str) -> str:
    """The key of an edition named by its key or its name; raises NotFoundError."""
    paper_id = session.scalar(select(Paper.id).where(Paper.conference_id == conference_id))
    if paper_id is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    if name in (IMPORT, NOW):
        return name
    for row in reversed(editions.list_editions(session, paper_id)):
        if name in (row.key, row.id, row.name):
            return row.key
    raise NotFoundError("Diesen Stand gibt es nicht.")


def _paper(session: Session, conference_id: str, choice: Choice) -> Print:
    return lay_out_letter(letters.get_letter(session, conference_id, choice.after), reasons=choice.reasons)


def _synopsis(session: Session, conference_id: str, choice: Choice) -> Print:
    before, after = (find_state(session, conference_id, name) for name in (choice.before, choice.after))
    found = synopses.get_synopsis(session, conference_id, before=before, after=after)
    return lay_out_synopsis(found, grounds=choice.reasons)


def _minutes(session: Session, conference_id: str, choice: Choice) -> Print:
    return lay_out_minutes(minutes.get_minutes(session, conference_id))


def _amendments(session: Session, conference_id: str, choice: Choice) -> Print:
    return lay_out_amendments(printed_amendments.get_amendments(session, conference_id), reasons=choice.reasons)


def _annexes(session: Session, conference_id: str, choice: Choice) -> Print:
    return lay_out_annexes(annexes.get_annexes(session, conference_id))


KINDS: dict[str, Callable[[Session, str, Choice], Print]] = {
    "paper": _paper,
    "synopsis": _synopsis,
    "minutes": _minutes,
    "amendments": _amendments,
    "annexes": _annexes,
}
