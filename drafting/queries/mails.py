"""The outbox for those who look after it: what was sent, what waits, what was given up and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Mail
from drafting.rules.mails import MAIL_STATE_LABELS, MOST_ATTEMPTS, MailState, name_state

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail of the outbox."""

    id: str
    address: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime
    attempts: int
    error: str
    state: MailState
    state_label: str
    sending_id: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox, what needs attention first; ``hidden`` counts what is left out of the rows."""

    rows: tuple[MailRow, ...]
    counts: Mapping[MailState, int]
    hidden: int


def list_mails(session: Session, conference_id: str, *, limit: int = MOST_ROWS) -> Outbox:
    """A conference's mails: those given up, then those with an error, then the others, the latest first."""
    mine = Mail.conference_id == conference_id
    order = case(
        (Mail.sent_at.is_not(None), 2),
        (Mail.attempts >= MOST_ATTEMPTS, 0),
        else_=1,
    )
    found = session.scalars(select(Mail).where(mine).order_by(order, Mail.created_at.desc(), Mail.id).limit(limit))
    rows = tuple(_make_row(mail) for mail in found)
    counts = dict.fromkeys(MailState, 0)
    kinds = (Mail.sent_at.is_not(None), Mail.attempts, Mail.handed_at.is_not(None))
    for is_sent, attempts, is_handed, number in session.execute(
        select(*kinds, func.count()).where(mine).group_by(*kinds)
    ):
        counts[name_state(is_sent=bool(is_sent), attempts=attempts, is_handed=bool(is_handed))] += number
    return Outbox(rows=rows, counts=counts, hidden=sum(counts.values()) - len(rows))


def get_recipient(session: Session, mail_id: str) -> str:
    """The address a mail went to; raises NotFoundError where nobody can be unsubscribed by it."""
    address = session.scalar(
        select(Mail.address).where(Mail.id == mail_id, or_(Mail.person_id.is_not(None), Mail.signature_id.is_not(None)))
    )
    if address is None:
        raise NotFoundError("Diese E-Mail kennen wir nicht (mehr).")
    return address


def _make_row(mail: Mail) -> MailRow:
    state = name_state(is_sent=mail.sent_at is not None, attempts=mail.attempts, is_handed=mail.handed_at is not None)
    return MailRow(
        id=mail.id,
        address=mail.address,
        subject=mail.subject,
        created_at=mail.created_at,
        sent_at=mail.sent_at,
        next_try_at=mail.next_try_at,
        attempts=mail.attempts,
        error=mail.error,
        state=state,
        state_label=MAIL_STATE_LABELS[state],
        sending_id=mail.sending_id or "",
    )
