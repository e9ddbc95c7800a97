"""Attachments: writing the letters that hang on ordered mails, before the mails go out.

Like ``delivery``, this commits more than once. A file is written once, from the letter as it was confirmed, and kept:
what was sent can be shown for ever. Where the letter is another one by then, nothing is written and the mail is held.
The annexes, the same for all, are written once and hang beside each letter.
Word files are a matter of milliseconds; PDFs are written by a process of their own at the lowest priority, because
ten of them take some seconds and a vote may be running.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from drafting.database import Database, UnitOfWork
from drafting.errors import InvalidInputError
from drafting.exports.correspondence import Copy, Correspondence
from drafting.models import AnnexFile, Mail, MailAttachment, now
from drafting.queries.sending_drafts import choose_annexes_format, get_draft
from drafting.queries.signatories import is_any_lost
from drafting.rules.mails import MOST_ATTEMPTS, pause_after
from drafting.rules.sendings import HELD_SENTENCES
from drafting.services import sending_outcomes

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

logger = logging.getLogger(__name__)

_AT_ONCE = {"docx": 20, "pdf": 10}
_LONGEST_SECONDS = 120
_NICE = 15


@dataclass(frozen=True, slots=True)
class _Order:
    """Files to be written: the letter, and by mail the copy; None where it is no longer what was confirmed.

    ``annexes`` are the sources under which the annexes are still to be written.
    """

    conference_id: str
    letter: Correspondence
    letterhead: bytes | None
    format: str
    copies: dict[str, Copy | None]
    annexes: tuple[str, ...]


def is_any_unwritten(session: Session) -> bool:
    """Whether a mail waits for its attachment: asked often, so it only reads."""
    joined = select(Mail.id).join(MailAttachment, MailAttachment.mail_id == Mail.id)
    return session.scalar(joined.where(_is_unwritten()).limit(1)) is not None


def write_some(database: Database) -> bool:
    """Write some of the attachments mails wait for; tells whether there were any."""
    with database.read() as session:
        order = _find(session)
    if order is None:
        return False
    held = dict.fromkeys((mail for mail, copy in order.copies.items() if copy is None), HELD_SENTENCES["changed"])
    copies = {mail: copy for mail, copy in order.copies.items() if copy is not None}
    try:
        files = _write(order, copies)
        annexes = _write_annexes(order) if copies else None
    except InvalidInputError as error:
        files, annexes, held = {}, None, {**held, **dict.fromkeys(copies, error.message)}
    except (BrokenExecutor, TimeoutError, OSError):
        logger.exception("could not write an attachment")
        with database.write() as work:
            _put_off(work, copies)
        return True
    if annexes is not None:
        # First: a letter that is there goes out, and its annexes with it.
        with database.write() as work:
            for source in order.annexes:
                keep_annexes(work, order.conference_id, source, *annexes)
    for mail_id, data in files.items():
        with database.write() as work:
            row = work.session.get_one(MailAttachment, mail_id, with_for_update=True)
            if not row.digest:
                row.data, row.digest = data, hashlib.sha256(data).hexdigest()
    _hold(database, held)
    return True


def hold_outdated(database: Database) -> None:
    """Hold mails that are written and have not gone out yet where the letter is another one by now.

    Who has signed it meanwhile does not stand in it; but a municipality may have taken its signature back while a mail
    server was away.
    """
    with database.read() as session:
        found = session.execute(
            select(
                Mail.conference_id,
                Mail.created_at,
                MailAttachment.mail_id,
                MailAttachment.recipient_id,
                MailAttachment.source,
            )
            .join(MailAttachment, MailAttachment.mail_id == Mail.id)
            .where(MailAttachment.digest != "", _is_due(), Mail.handed_at.is_(None))
        ).all()
        drafts = {id_: get_draft(session, id_) for id_ in {row.conference_id for row in found}}
        held = {}
        for row in found:
            candidate = drafts[row.conference_id].find(row.recipient_id)
            if candidate is None or candidate.source != row.source:
                held[row.mail_id] = HELD_SENTENCES["changed"]
            elif is_any_lost(session, row.conference_id, row.created_at):
                held[row.mail_id] = HELD_SENTENCES["lost"]
    _hold(database, held)


def _hold(database: Database, held: dict[str, str]) -> None:
    for mail_id, sentence in held.items():
        with database.write() as work:
            mail = sending_outcomes.take(work, mail_id)
            if mail.sent_at is None and mail.handed_at is None and mail.attempts < MOST_ATTEMPTS:
                mail.error = sentence
                sending_outcomes.note_held(work, mail)


def _is_unwritten() -> ColumnElement[bool]:
    """Of attachments joined with their mails: those that are due to be written."""
    return and_(MailAttachment.digest == "", _is_due())


def _is_due() -> ColumnElement[bool]:
    return and_(Mail.sent_at.is_(None), Mail.attempts < MOST_ATTEMPTS, Mail.next_try_at <= now())


def _find(session: Session) -> _Order | None:
    """The next ones to be written, of one conference and one format."""
    first = session.execute(
        select(Mail.conference_id, MailAttachment.format)
        .join(MailAttachment, MailAttachment.mail_id == Mail.id)
        .where(_is_unwritten())
        .order_by(Mail.created_at, Mail.id)
        .limit(1)
    ).one_or_none()
    if first is None:
        return None
    found = session.execute(
        select(MailAttachment.mail_id, MailAttachment.recipient_id, MailAttachment.source, MailAttachment.annexes)
        .join(Mail, Mail.id == MailAttachment.mail_id)
        .where(_is_unwritten(), Mail.conference_id == first.conference_id, MailAttachment.format == first.format)
        .order_by(Mail.created_at, Mail.id)
        .limit(_AT_ONCE[first.format])
    ).all()
    draft = get_draft(session, first.conference_id)
    copies: dict[str, Copy | None] = {}
    for row in found:
        candidate = draft.find(row.recipient_id)
        is_same = candidate is not None and candidate.source == row.source
        is_same = is_same and bool(row.annexes) == bool(draft.annexes_source)
        copies[row.mail_id] = candidate.copy if candidate is not None and is_same else None
    return _Order(
        conference_id=first.conference_id,
        letter=draft.source.letter,
        letterhead=draft.letterhead,
        format=first.format,
        copies=copies,
        annexes=_list_unwritten_annexes(session, first.conference_id, {row.annexes for row in found} - {""}),
    )


def _list_unwritten_annexes(session: Session, conference_id: str, sources: set[str]) -> tuple[str, ...]:
    written = select(AnnexFile.source).where(AnnexFile.conference_id == conference_id, AnnexFile.source.in_(sources))
    return tuple(sorted(sources - set(session.scalars(written))))


def keep_annexes(work: UnitOfWork, conference_id: str, source: str, format_: str, data: bytes) -> None:
    """Keep the annexes as they hang on mails, once, whoever else has written them meanwhile."""
    if work.session.get(AnnexFile, (conference_id, source)) is None:
        digest = hashlib.sha256(data).hexdigest()
        work.session.add(
            AnnexFile(conference_id=conference_id, source=source, format=format_, digest=digest, data=data)
        )


def _write_annexes(order: _Order) -> tuple[str, bytes] | None:
    """The annexes with their format; None where they are written already, or there are none."""
    if not order.annexes or order.letter.annexes is None:
        return None
    # Loaded only where it is used, as elsewhere.
    from drafting.exports.bundles import write_annexes

    format_ = choose_annexes_format()
    if format_ == "docx":
        return format_, write_annexes(order.letter.annexes, format_)
    with _apart() as pool:
        return format_, pool.submit(write_annexes, order.letter.annexes, format_).result(_LONGEST_SECONDS)


def _write(order: _Order, copies: dict[str, Copy]) -> dict[str, bytes]:
    if not copies:
        return {}
    # Loaded only where it is used, as elsewhere.
    from drafting.exports.attachments import write_attachments

    write = partial(write_attachments, order.letter, order.letterhead, order.format, list(copies.values()))
    if order.format == "docx":
        return dict(zip(copies, write(), strict=True))
    with _apart() as pool:
        return dict(zip(copies, pool.submit(write).result(_LONGEST_SECONDS * len(copies)), strict=True))


@contextmanager
def _apart() -> Iterator[ProcessPoolExecutor]:
    """A process of its own behind everything else."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=os.nice, initargs=(_NICE,)) as pool:
        yield pool


def _put_off(work: UnitOfWork, copies: dict[str, Copy]) -> None:
    """Try again later, and not for ever."""
    for mail_id in copies:
        mail = sending_outcomes.take(work, mail_id)
        mail.attempts += 1
        mail.next_try_at = now() + pause_after(mail.attempts)
        mail.error = HELD_SENTENCES["broken"]
        if mail.attempts >= MOST_ATTEMPTS:
            sending_outcomes.note_held(work, mail)
