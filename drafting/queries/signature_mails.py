"""Mails to those who pass a municipality's link on: which of them have not arrived, and why."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Mail
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.sendings import explain


def find_refusals(session: Session, conference_id: str) -> dict[tuple[str, str], str]:
    """Why the last mail was given up, in plain words, by signature and address; "" where it was not."""
    mails = session.execute(
        select(Mail.signature_id, Mail.address, Mail.sent_at, Mail.attempts, Mail.code, Mail.error)
        .where(Mail.conference_id == conference_id, Mail.signature_id.is_not(None))
        .order_by(Mail.created_at, Mail.id)
    )
    return {
        (signature_id or "", address): explain(code, error) if sent_at is None and attempts >= MOST_ATTEMPTS else ""
        for signature_id, address, sent_at, attempts, code, error in mails
    }
