"""Press releases: keeping the text modules of the press version that goes with a public page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError
from drafting.models import PressRelease, now
from drafting.rules import remarks
from drafting.services import journal, publications

MOST_DEMANDS = 3
LONGEST_LINE, LONGEST_TEXT = 200, 2_000


@dataclass(frozen=True, slots=True)
class PressEntry:
    """The text modules as typed in; empty ones are left out of the release."""

    headline: str
    lead: str = ""
    demands: tuple[str, ...] = ()
    quote: str = ""
    speaker: str = ""
    releaser: str = ""
    about: str = ""
    contact: str = ""
    is_public: bool = False


def keep(work: UnitOfWork, publication_id: str, entry: PressEntry, *, actor: str) -> None:
    """Keep the text modules; a quotation is refused without who says it and who has released it."""
    publication = publications.get_publication(work, publication_id, actor=actor)
    if publication.withdrawn_at is not None:
        raise ClosedError("Diese Seite ist zurückgezogen.")
    row = work.session.get(PressRelease, publication.id) or PressRelease(publication_id=publication.id)
    row.headline = _read_line(entry.headline, "headline")
    if not row.headline:
        raise InvalidInputError("Die Pressefassung braucht eine Überschrift.", field="headline")
    row.lead = _read_text(entry.lead, "lead")
    row.demands = _read_demands(entry.demands)
    row.quote, row.speaker, row.releaser = (
        _read_text(entry.quote, "quote"),
        _read_line(entry.speaker, "speaker"),
        _read_line(entry.releaser, "releaser"),
    )
    if row.quote and not row.speaker:
        raise InvalidInputError("Bitte sagen Sie, wer zitiert wird, mit Funktion.", field="speaker")
    if row.quote and not row.releaser:
        raise InvalidInputError("Bitte sagen Sie, wer das Zitat freigegeben hat.", field="releaser")
    row.about, row.contact = _read_text(entry.about, "about"), _read_text(entry.contact, "press_contact")
    row.is_public, row.updated_at = entry.is_public, now()
    work.session.add(row)
    journal.append(
        work,
        publication.conference_id,
        "press_release.changed",
        actor=actor,
        publication=publication.id,
        public=row.is_public,
        quote=bool(row.quote),
    )


def _read_demands(typed: Sequence[str]) -> list[str]:
    if len(typed) > MOST_DEMANDS:
        raise InvalidInputError("Bitte höchstens drei Kernforderungen.", field="demands")
    read = (_read_text(each, f"demand{number}") for number, each in enumerate(typed, start=1))
    return [each for each in read if each]


def _read_line(text: str, field: str) -> str:
    return remarks.read_line(text, field=field, longest=LONGEST_LINE, required=False)


def _read_text(text: str, field: str) -> str:
    return remarks.read_text(text, field=field, longest=LONGEST_TEXT, required=False)
