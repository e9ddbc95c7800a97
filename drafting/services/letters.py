"""The letter: what stands around the paper in it, and the letterhead it is written on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.models import Demand, Edition, Letterhead, LetterSettings, Paper, now
from drafting.rules import remarks, sheets
from drafting.rules.permissions import may_organize
from drafting.services import journal
from drafting.services.access import lock_conference, require_role

if TYPE_CHECKING:
    # Only the word: what reads Word files is loaded where one is read.
    from drafting.imports.letterheads import LetterheadReport

LAYOUTS = ("din", "plain")
MOST_PRIORITIES = 20
# By field: how long it may be; those in ``_LINES`` are one line.
_LONGEST = {
    "sender": 300,
    "information": 1_000,
    "place_date": 200,
    "subject": 300,
    "opening": 4_000,
    "ending": 4_000,
    "greeting": 200,
    "signature": 1_000,
    "annexes": 1_000,
}
_LINES = frozenset({"place_date", "subject", "greeting"})


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """What stands around the paper, as typed in; ``edition_id`` "" is the paper as it stands.

    ``has_annexes`` says whether who has signed, practical examples and minority notes go with the letter.
    """

    edition_id: str
    layout: str
    is_short: bool
    has_reasons: bool
    texts: dict[str, str]
    priorities: tuple[str, ...]
    has_annexes: bool = True


def change_settings(work: UnitOfWork, conference_id: str, entry: LetterEntry, *, actor: str) -> None:
    """Keep what stands around the paper in the letter."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    if entry.layout not in LAYOUTS:
        raise InvalidInputError("Bitte wählen Sie, wie der Brief gesetzt wird.", field="layout")
    if entry.edition_id and _find_edition(work, conference_id, entry.edition_id) is None:
        raise InvalidInputError("Diesen Stand gibt es nicht.", field="edition")
    demands = set(
        work.session.scalars(
            select(Demand.id).join(Paper, Paper.id == Demand.paper_id).where(Paper.conference_id == conference_id)
        )
    )
    priorities = [id_ for id_ in dict.fromkeys(entry.priorities) if id_ in demands]
    if entry.is_short and not priorities:
        raise InvalidInputError("Bitte wählen Sie die Forderungen für die Kurzfassung.", field="priorities")
    if len(priorities) > MOST_PRIORITIES:
        raise InvalidInputError("Für eine Kurzfassung sind das zu viele Forderungen.", field="priorities")
    texts = _read_texts(entry)
    row = work.session.get(LetterSettings, conference_id)
    if row is None:
        row = LetterSettings(conference_id=conference_id)
        work.session.add(row)
    row.edition_id = entry.edition_id or None
    row.layout, row.is_short, row.has_reasons = entry.layout, entry.is_short, entry.has_reasons
    for name, text in texts.items():
        setattr(row, name, text)
    row.has_annexes = entry.has_annexes
    row.priorities, row.updated_at = priorities, now()
    journal.append(work, conference_id, "letter.settings_changed", actor=actor, edition=entry.edition_id)


def _read_texts(entry: LetterEntry) -> dict[str, str]:
    """Take what was typed in; raises InvalidInputError for what has no room on the sheet."""
    texts = {}
    for name, longest in _LONGEST.items():
        read = remarks.read_line if name in _LINES else remarks.read_text
        texts[name] = read(entry.texts.get(name, ""), field=name, longest=longest, required=False)
    texts["subject"] = sheets.read_subject(texts["subject"])
    if entry.layout == "din" and not sheets.has_room_for_sender(" · ".join(texts["sender"].split("\n"))):
        raise InvalidInputError(
            "Der Absender ist zu lang: Über der Anschrift haben %(number)s kleine Zeilen Platz, etwa 200 Zeichen.",
            field="sender",
            number=sheets.MOST_SENDER_LINES,
        )
    if entry.layout == "din" and not sheets.has_room_for_information(
        (*texts["information"].split("\n"), texts["place_date"])
    ):
        raise InvalidInputError(
            "Der Informationsblock ist zu lang: Mit Ort und Datum haben %(number)s Zeilen Platz, sonst reicht er "
            "bis in den Betreff.",
            field="information",
            number=sheets.MOST_INFORMATION_LINES,
        )
    return texts


def _find_edition(work: UnitOfWork, conference_id: str, edition_id: str) -> str | None:
    return work.session.scalar(
        select(Edition.id)
        .join(Paper, Paper.id == Edition.paper_id)
        .where(Edition.id == edition_id, Paper.conference_id == conference_id)
    )


def keep_letterhead(
    work: UnitOfWork, conference_id: str, *, name: str, data: bytes, report: LetterheadReport, actor: str
) -> None:
    """Keep a letterhead that has been looked over; the one before is gone."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    row = work.session.get(Letterhead, conference_id)
    if row is None:
        row = Letterhead(conference_id=conference_id)
        work.session.add(row)
    row.name, row.data, row.uploaded_at = remarks.clean_line(name)[:200] or "Briefkopf.docx", data, now()
    row.found, row.fonts = list(report.found), list(report.fonts)
    journal.append(work, conference_id, "letterhead.uploaded", actor=actor, digest=hashlib.sha256(data).hexdigest())


def remove_letterhead(work: UnitOfWork, conference_id: str, *, actor: str) -> None:
    """Write the letter without the letterhead again."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    row = work.session.get(Letterhead, conference_id)
    if row is None:
        raise NotFoundError("Es gibt keinen Briefkopf (mehr).")
    work.session.delete(row)
    journal.append(work, conference_id, "letterhead.removed", actor=actor)
