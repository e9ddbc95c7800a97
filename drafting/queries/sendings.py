"""What became of the letter: for each recipient the state of the mail, the server's words, the file that went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.bundles import ANNEXES
from drafting.models import AnnexFile, Edition, Mail, MailAttachment, Recipient, Sending, now
from drafting.queries import recipients
from drafting.rules.sendings import (
    HANDING,
    HELD_SENTENCES,
    SENDING_STATE_LABELS,
    WAITING_LABELS,
    SendingAct,
    SendingState,
    explain,
    list_acts,
)

# What an organizer has to see to comes first.
_ORDER = (
    SendingState.UNCERTAIN,
    SendingState.BOUNCED,
    SendingState.REFUSED,
    SendingState.HELD,
    SendingState.WAITING,
    SendingState.SENT,
    SendingState.FILED,
    SendingState.SKIPPED,
)
# Of mails with their letter: the annexes that hang beside it.
_HAS_ANNEXES = and_(AnnexFile.source == MailAttachment.annexes, AnnexFile.conference_id == Mail.conference_id)


@dataclass(frozen=True, slots=True)
class SendingRow:
    """The letter to one recipient; ``state`` is ``UNCERTAIN`` also for one that a process has just died with.

    ``reason`` is a server's refusal in plain words, ``words`` its own, ``code`` its number, 0 without one.
    ``address_now`` is the recipient's address where it is another one by now, else "". ``at`` is when it came so far.
    """

    id: str
    recipient_id: str
    label: str
    state: SendingState
    state_label: str
    address: str
    address_now: str
    is_gone: bool
    at: datetime
    reason: str
    words: str
    code: int
    note: str
    attempts: int
    next_try_at: datetime | None
    turn: int
    edition_id: str
    edition_name: str
    acts: tuple[SendingAct, ...]


@dataclass(frozen=True, slots=True)
class SendingPage:
    """All letters of one edition; ``others`` are editions that were sent besides, with how many letters each."""

    edition_id: str
    edition_name: str
    rows: tuple[SendingRow, ...]
    counts: Mapping[SendingState, int]
    others: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One mail of those that were ordered for a recipient, with what proves it.

    ``file_digest`` is the letter's SHA-256, "" while it is not written, ``annexes_digest`` that of the annexes;
    ``digest`` that of the whole mail as it was handed over.
    """

    turn: int
    address: str
    subject: str
    body: str
    reply_to: str
    created_at: datetime
    handed_at: datetime | None
    sent_at: datetime | None
    reason: str
    words: str
    answer: str
    digest: str
    file_name: str
    file_digest: str
    annexes_name: str
    annexes_digest: str


@dataclass(frozen=True, slots=True)
class SendingDetails:
    """The letter to one recipient with every mail that was ordered, the latest first."""

    row: SendingRow
    turns: tuple[TurnRow, ...]


@dataclass(frozen=True, slots=True)
class SentFile:
    """An attachment exactly as it hangs on the mail."""

    name: str
    format: str
    data: bytes


def get_page(session: Session, conference_id: str, edition_id: str) -> SendingPage:
    """All letters of an edition, what needs attention first."""
    rows = _list_rows(session, Sending.conference_id == conference_id, Sending.edition_id == edition_id)
    counted = session.execute(
        select(Edition.id, Edition.name, func.count())
        .join(Sending, Sending.edition_id == Edition.id)
        .where(Sending.conference_id == conference_id)
        .group_by(Edition.id, Edition.name, Edition.created_at)
        .order_by(Edition.created_at.desc())
    ).all()
    return SendingPage(
        edition_id=edition_id,
        edition_name=next((name for id_, name, _ in counted if id_ == edition_id), ""),
        rows=tuple(sorted(rows, key=lambda row: _ORDER.index(row.state))),
        counts={state: sum(row.state is state for row in rows) for state in _ORDER},
        others=tuple((id_, name, number) for id_, name, number in counted if id_ != edition_id),
    )


def get_details(session: Session, conference_id: str, sending_id: str) -> SendingDetails:
    """The letter to one recipient with all that was ordered; raises NotFoundError."""
    rows = _list_rows(session, Sending.conference_id == conference_id, Sending.id == sending_id)
    if not rows:
        raise NotFoundError("Diese Mail gibt es nicht.")
    found = session.execute(
        select(Mail, MailAttachment, AnnexFile)
        .join(MailAttachment, MailAttachment.mail_id == Mail.id)
        .outerjoin(AnnexFile, _HAS_ANNEXES)
        .where(Mail.sending_id == sending_id)
        .order_by(Mail.turn.desc())
    )
    return SendingDetails(rows[0], tuple(_show_turn(mail, file, annexes) for mail, file, annexes in found))


def get_file(session: Session, conference_id: str, sending_id: str, turn: int) -> SentFile:
    """The attachment of one turn; raises NotFoundError while it is not written."""
    found = session.execute(
        select(MailAttachment.name, MailAttachment.format, MailAttachment.data)
        .join(Mail, Mail.id == MailAttachment.mail_id)
        .where(Mail.sending_id == sending_id, Mail.turn == turn, Mail.conference_id == conference_id)
    ).one_or_none()
    if found is None or found.data is None:
        raise NotFoundError("Dieser Anhang ist noch nicht geschrieben.")
    return SentFile(found.name, found.format, found.data)


def get_annexes_file(session: Session, conference_id: str, sending_id: str, turn: int) -> SentFile:
    """The annexes that hang beside the letter of one turn; raises NotFoundError where there are none."""
    found = session.execute(
        select(AnnexFile.format, AnnexFile.data)
        .join(MailAttachment, MailAttachment.annexes == AnnexFile.source)
        .join(Mail, and_(Mail.id == MailAttachment.mail_id, Mail.conference_id == AnnexFile.conference_id))
        .where(Mail.sending_id == sending_id, Mail.turn == turn, AnnexFile.conference_id == conference_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("Mit diesem Brief sind keine Anlagen hinausgegangen.")
    return SentFile(_name_annexes(found.format), found.format, found.data)


def _name_annexes(format_: str) -> str:
    return f"{ANNEXES}.{format_}"


def _list_rows(session: Session, *which: ColumnElement[bool]) -> list[SendingRow]:
    found = session.execute(
        select(Sending, Mail, Recipient, Edition.name)
        .join(Mail, (Mail.sending_id == Sending.id) & (Mail.turn == Sending.turn))
        .join(Recipient, Recipient.id == Sending.recipient_id)
        .join(Edition, Edition.id == Sending.edition_id)
        .where(*which)
        .order_by(Recipient.position, Recipient.id)
    )
    moment = now()
    return [_show(sending, mail, recipient, name, moment=moment) for sending, mail, recipient, name in found]


def _show(sending: Sending, mail: Mail, recipient: Recipient, edition: str, *, moment: datetime) -> SendingRow:
    state = SendingState(sending.state)
    is_waiting = state is SendingState.WAITING
    is_handing = is_waiting and mail.handed_at is not None
    if is_handing and mail.handed_at is not None and mail.handed_at <= moment - HANDING:
        # The process that had it has ended; nobody has noted it yet.
        state, is_waiting, is_handing = SendingState.UNCERTAIN, False, False
    label = SENDING_STATE_LABELS[state]
    if is_handing:
        label = WAITING_LABELS["handing"]
    elif is_waiting and mail.attempts:
        label = WAITING_LABELS["retrying"]
    is_out = state in (SendingState.SENT, SendingState.FILED) and mail.sent_at is not None
    changed = recipient.email.strip().casefold() != mail.address.strip().casefold()
    is_refusal = bool(mail.code) or (is_waiting and bool(mail.error))
    return SendingRow(
        id=sending.id,
        recipient_id=recipient.id,
        label=recipients.name_recipient(recipient),
        state=state,
        state_label=label,
        address=mail.address,
        address_now=recipient.email if changed else "",
        is_gone=changed and not recipient.email,
        at=(mail.sent_at if is_out else None) or sending.noted_at or mail.handed_at or mail.created_at,
        reason=_say_reason(mail) if is_refusal else "",
        words=mail.error,
        code=mail.code,
        note=sending.note,
        attempts=mail.attempts,
        next_try_at=mail.next_try_at if is_waiting and mail.attempts and not is_handing else None,
        turn=sending.turn,
        edition_id=sending.edition_id,
        edition_name=edition,
        acts=() if is_handing else list_acts(state),
    )


def _say_reason(mail: Mail) -> str:
    """Why a mail has not gone out: what kept us, or the server's refusal in plain words."""
    return mail.error if mail.error in HELD_SENTENCES.values() else explain(mail.code, mail.error)


def _show_turn(mail: Mail, file: MailAttachment, annexes: AnnexFile | None) -> TurnRow:
    return TurnRow(
        turn=mail.turn or 0,
        address=mail.address,
        subject=mail.subject,
        body=mail.body,
        reply_to=mail.reply_to,
        created_at=mail.created_at,
        handed_at=mail.handed_at,
        sent_at=mail.sent_at,
        reason=explain(mail.code, mail.error) if mail.code else "",
        words=mail.error,
        answer=mail.answer,
        digest=mail.digest,
        file_name=file.name,
        file_digest=file.digest,
        annexes_name=_name_annexes(annexes.format) if annexes else "",
        annexes_digest=annexes.digest if annexes else "",
    )
