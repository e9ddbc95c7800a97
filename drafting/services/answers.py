"""Answers: what a recipient of the letter replied to which demand, its file, and releasing it one by one.

The journal has the stances and a digest of the words of every state of an answer, never the words.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import delete, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError, OutdatedError
from drafting.models import Answer, AnswerStance, Demand, LetterPosting, Paper, Recipient, now
from drafting.models.journal import digest
from drafting.rules import remarks
from drafting.rules.answers import AnswerForm, Stance, find_private, name_office
from drafting.rules.permissions import may_organize
from drafting.rules.signing import local_day
from drafting.services import journal
from drafting.services.access import lock_conference, require_role
from drafting.services.kept_files import keep_file

LONGEST_SUMMARY, LONGEST_QUOTE, LONGEST_NOTE = 3_000, 2_000, 500


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """An answer as typed in; ``stances`` are by demand, each with its note; what is not in it was not named."""

    answered_on: date | None
    form: str
    summary: str
    quote: str = ""
    stances: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def record(work: UnitOfWork, recipient_id: str, entry: AnswerEntry, *, actor: str) -> str:
    """Keep what a recipient replied; returns the answer's id."""
    recipient = work.session.get(Recipient, recipient_id)
    if recipient is None:
        raise NotFoundError("Diesen Empfänger gibt es nicht (mehr).")
    require_role(work, recipient.conference_id, actor, may_organize)
    lock_conference(work, recipient.conference_id)
    checked = _check(work, recipient.conference_id, entry)
    answer = Answer(conference_id=recipient.conference_id, recipient_id=recipient.id)
    _set(work, answer, checked)
    journal.append(work, answer.conference_id, "answer.recorded", actor=actor, **_describe(answer, checked))
    return answer.id


def change(work: UnitOfWork, answer_id: str, entry: AnswerEntry, *, revision: int, actor: str) -> None:
    """Keep an answer otherwise than before; what was released is not any more. The same again changes nothing.

    Raises OutdatedError where somebody else has changed it since ``revision`` was read.
    """
    answer = _open(work, answer_id, actor)
    checked = _check(work, answer.conference_id, entry)
    changed = _list_changes(work, answer, checked)
    if not changed:
        return
    if revision != answer.revision:
        raise OutdatedError("Diese Antwort wurde inzwischen geändert. Ihre Eingabe ist noch nicht gespeichert.")
    was_released, answer.released_at = answer.released_at is not None, None
    answer.revision += 1
    _set(work, answer, checked)
    data = {**_describe(answer, checked), "changed": changed, "unreleased": was_released}
    journal.append(work, answer.conference_id, "answer.changed", actor=actor, **data)


def remove(work: UnitOfWork, answer_id: str, *, folder: Path, actor: str) -> None:
    """Throw an answer away that was recorded by mistake, its file with it."""
    answer = _open(work, answer_id, actor)
    _drop_file(work, answer, folder)
    work.session.execute(delete(AnswerStance).where(AnswerStance.answer_id == answer.id))
    work.session.delete(answer)
    journal.append(work, answer.conference_id, "answer.removed", actor=actor, answer=answer.id)


def release(work: UnitOfWork, answer_id: str, *, revision: int, actor: str) -> None:
    """Let the public page show an answer as it was read at ``revision``; twice is harmless.

    Refused where it would name a person: without office and organisation, with the recipient's name in its words.
    """
    answer = _open(work, answer_id, actor)
    if answer.released_at is not None:
        return
    if revision != answer.revision:
        raise OutdatedError("Diese Antwort wurde inzwischen geändert. Bitte lesen Sie sie noch einmal.")
    recipient = work.session.get_one(Recipient, answer.recipient_id)
    if not name_office(recipient.office, recipient.organisation):
        raise ClosedError(
            "Öffentlich stehen nur Amt und Organisation, und hier ist beides leer. Bitte ergänzen Sie es erst beim "
            "Empfänger."
        )
    notes = work.session.scalars(select(AnswerStance.note).where(AnswerStance.answer_id == answer.id))
    found = find_private((answer.summary, answer.quote, *notes), recipient.name)
    if found:
        raise ClosedError(
            "In der Antwort steht „%(words)s“. Öffentlich stehen keine Namen und Adressen von Personen. Bitte ändern "
            "Sie den Text erst.",
            words=found,
        )
    answer.released_at = now()
    journal.append(
        work, answer.conference_id, "answer.released", actor=actor, answer=answer.id, revision=answer.revision
    )


def take_back(work: UnitOfWork, answer_id: str, *, actor: str) -> None:
    """Take an answer from the public page; twice is harmless."""
    answer = _open(work, answer_id, actor)
    if answer.released_at is not None:
        answer.released_at = None
        journal.append(work, answer.conference_id, "answer.unreleased", actor=actor, answer=answer.id)


def keep_reply(work: UnitOfWork, answer_id: str, *, data: bytes, folder: Path, actor: str) -> None:
    """Keep the reply itself, PDF or Word, in place of one kept before; the same again changes nothing."""
    answer = _open(work, answer_id, actor)
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.imports.reply_files import check_reply

    extension = check_reply(data)
    found = hashlib.sha256(data).hexdigest()
    if answer.file_digest == found:
        return
    name = f"{answer.id}-{secrets.token_hex(8)}.{extension}"
    # The file first: a row that names a file which is not there would be worse than a file nobody names.
    keep_file(folder, name, data)
    _drop_file(work, answer, folder)
    answer.file, answer.file_digest = name, found
    journal.append(work, answer.conference_id, "answer.file_kept", actor=actor, answer=answer.id, file=found)


def remove_reply(work: UnitOfWork, answer_id: str, *, folder: Path, actor: str) -> None:
    """Throw the reply's file away; what was recorded stays. Twice is harmless."""
    answer = _open(work, answer_id, actor)
    if answer.file:
        _drop_file(work, answer, folder)
        journal.append(work, answer.conference_id, "answer.file_removed", actor=actor, answer=answer.id)


def set_posting(work: UnitOfWork, conference_id: str, posted_on: date | None, *, actor: str) -> None:
    """Say on which day the letter was posted, None for not known."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    if posted_on is not None and posted_on > local_day(now()):
        raise InvalidInputError("Dieser Tag liegt noch vor uns.", field="posted_on")
    row = work.session.get(LetterPosting, conference_id)
    if (row.posted_on if row else None) == posted_on:
        return
    if row is not None and posted_on is None:
        work.session.delete(row)
    elif row is not None and posted_on is not None:
        row.posted_on = posted_on
    elif posted_on is not None:
        work.session.add(LetterPosting(conference_id=conference_id, posted_on=posted_on))
    day = posted_on.isoformat() if posted_on else None
    journal.append(work, conference_id, "letter.posted", actor=actor, day=day)


def _open(work: UnitOfWork, answer_id: str, actor: str) -> Answer:
    """An answer an organizer works on, its conference locked."""
    answer = work.session.get(Answer, answer_id)
    if answer is None:
        raise NotFoundError("Diese Antwort gibt es nicht (mehr).")
    require_role(work, answer.conference_id, actor, may_organize)
    lock_conference(work, answer.conference_id)
    work.session.refresh(answer)
    return answer


def _check(work: UnitOfWork, conference_id: str, entry: AnswerEntry) -> AnswerEntry:
    """The entry as it is kept; raises InvalidInputError by the field."""
    if entry.answered_on is None:
        raise InvalidInputError("Bitte geben Sie an, wann die Antwort kam.", field="answered_on")
    if entry.answered_on > local_day(now()):
        raise InvalidInputError("Dieser Tag liegt noch vor uns.", field="answered_on")
    if entry.form not in set(AnswerForm):
        raise InvalidInputError("Bitte wählen Sie, wie die Antwort kam.", field="form")
    summary = remarks.read_text(entry.summary, field="summary", longest=LONGEST_SUMMARY, required=False)
    if not summary:
        raise InvalidInputError("Bitte fassen Sie die Antwort kurz zusammen.", field="summary")
    quote = remarks.read_text(entry.quote, field="quote", longest=LONGEST_QUOTE, required=False)
    demands = set(
        work.session.scalars(
            select(Demand.id)
            .join(Paper, Paper.id == Demand.paper_id)
            .where(Paper.conference_id == conference_id, Demand.kind == "demand")
        )
    )
    stances: dict[str, tuple[str, str]] = {}
    for demand_id, (stance, typed) in sorted(entry.stances.items()):
        if demand_id not in demands:
            raise NotFoundError("Diese Forderung gibt es nicht.")
        note = remarks.read_text(typed, field=f"note-{demand_id}", longest=LONGEST_NOTE, required=False)
        if stance and stance not in set(Stance):
            raise InvalidInputError("Bitte wählen Sie eine der Antworten.", field=f"stance-{demand_id}")
        if note and not stance:
            raise InvalidInputError("Bitte wählen Sie auch, was geantwortet wurde.", field=f"stance-{demand_id}")
        if stance:
            stances[demand_id] = (stance, note)
    return AnswerEntry(entry.answered_on, entry.form, summary, quote, stances)


def _set(work: UnitOfWork, answer: Answer, checked: AnswerEntry) -> None:
    assert checked.answered_on is not None
    answer.answered_on, answer.form = checked.answered_on, checked.form
    answer.summary, answer.quote = checked.summary, checked.quote
    work.session.add(answer)
    work.session.flush()
    work.session.execute(delete(AnswerStance).where(AnswerStance.answer_id == answer.id))
    work.session.add_all(
        AnswerStance(answer_id=answer.id, demand_id=demand_id, stance=stance, note=note)
        for demand_id, (stance, note) in checked.stances.items()
    )
    work.session.flush()


def _list_changes(work: UnitOfWork, answer: Answer, checked: AnswerEntry) -> list[str]:
    """The names of what is otherwise now."""
    rows = work.session.scalars(select(AnswerStance).where(AnswerStance.answer_id == answer.id))
    before = {row.demand_id: (row.stance, row.note) for row in rows}
    names = ("answered_on", "form", "summary", "quote")
    changed = [name for name in names if getattr(answer, name) != getattr(checked, name)]
    return changed + (["stances"] if before != dict(checked.stances) else [])


def _describe(answer: Answer, checked: AnswerEntry) -> dict[str, object]:
    """What the journal keeps of a state of an answer."""
    notes = [f"{demand_id} {note}" for demand_id, (_, note) in sorted(checked.stances.items())]
    return {
        "answer": answer.id,
        "recipient": answer.recipient_id,
        "revision": answer.revision,
        "day": answer.answered_on.isoformat(),
        "form": answer.form,
        "stances": {demand_id: stance for demand_id, (stance, _) in checked.stances.items()},
        "digest": digest("\n\n".join([answer.summary, answer.quote, *notes])),
    }


def _drop_file(work: UnitOfWork, answer: Answer, folder: Path) -> None:
    """Forget the file; it goes once that is certain."""
    if old := answer.file:
        work.afterwards(lambda: (folder / old).unlink(missing_ok=True))
    answer.file = answer.file_digest = ""
