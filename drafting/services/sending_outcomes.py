"""What came of a mail that carries the letter: taken, refused, or nobody knows; noted by the system, journaled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from drafting.database import UnitOfWork
from drafting.models import Mail, MailAttachment, Sending, now
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.sendings import HANDING, SendingState
from drafting.services import journal
from drafting.services.access import SYSTEM, lock_conference

LOST_SENTENCES = {"ended": "Der Dienst endete, bevor die Antwort des Mailservers festgehalten war."}


def take(work: UnitOfWork, mail_id: str) -> Mail:
    """A mail to note something of; for one that carries the letter all other acts of the conference wait."""
    mail = work.session.get_one(Mail, mail_id)
    if mail.sending_id is not None:
        lock_conference(work, mail.conference_id)
        work.session.refresh(mail)
    return mail


def note_sent(work: UnitOfWork, mail: Mail, *, is_file: bool) -> None:
    """A server took it, or a file where there is no server."""
    file = work.session.scalar(select(MailAttachment.digest).where(MailAttachment.mail_id == mail.id))
    _note(work, mail, SendingState.FILED if is_file else SendingState.SENT, file=file, message=mail.digest)


def note_refused(work: UnitOfWork, mail: Mail) -> None:
    """A server refused it, so that it is known not to have gone out: it may be tried again, until it is given up."""
    mail.handed_at = None
    if mail.attempts >= MOST_ATTEMPTS:
        _note(work, mail, SendingState.REFUSED, code=mail.code)


def note_uncertain(work: UnitOfWork, mail: Mail) -> None:
    """It was handed over whole, and the answer was lost: it is not sent again unless a person says so."""
    _note(work, mail, SendingState.UNCERTAIN)


def note_held(work: UnitOfWork, mail: Mail) -> None:
    """Its letter is no longer what was confirmed: it does not go out."""
    mail.attempts = MOST_ATTEMPTS
    if mail.sending_id is not None:
        _note(work, mail, SendingState.HELD)


def is_any_lost(session: Session, moment: datetime) -> bool:
    """Whether a process ended with a mail in its hands: asked often, so it only reads."""
    return bool(session.scalar(select(exists().where(_is_lost(moment)))))


def note_lost(work: UnitOfWork, *, moment: datetime) -> int:
    """Note of each mail that was in the hands of a process that ended that nobody knows what came of it."""
    found = work.session.scalars(select(Mail.id).where(_is_lost(moment)).order_by(Mail.conference_id, Mail.id)).all()
    lost = [mail for mail in (take(work, id_) for id_ in found) if mail.sent_at is None and mail.handed_at is not None]
    for mail in lost:
        mail.error = mail.error or LOST_SENTENCES["ended"]
        note_uncertain(work, mail)
    return len(lost)


def _is_lost(moment: datetime) -> ColumnElement[bool]:
    return and_(
        Mail.handed_at <= moment - HANDING,
        Mail.sent_at.is_(None),
        exists().where(
            Sending.id == Mail.sending_id, Sending.turn == Mail.turn, Sending.state == SendingState.WAITING.value
        ),
    )


def _note(work: UnitOfWork, mail: Mail, state: SendingState, **more: Any) -> None:
    sending = work.session.get_one(Sending, mail.sending_id, populate_existing=True)
    journal.append(
        work,
        sending.conference_id,
        f"sending.{state}",
        actor=SYSTEM,
        recipient=sending.recipient_id,
        edition=sending.edition_id,
        turn=mail.turn,
        **more,
    )
    # What becomes known late of an earlier turn stands in the journal and beside that mail.
    if mail.turn == sending.turn:
        sending.state, sending.noted_at = state.value, now()
