"""Links by which municipalities sign: made, found and revoked; the database holds their hashes and nothing to open."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from sqlalchemy import select, update

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError
from drafting.models import Signature, SignatureLink, now
from drafting.models.people import hash_token

_PLACE = re.compile(r"\{link:([\w-]{10,40})\}")
# 160 bits; one line of a mail.
_LENGTH = 40


def hold_place(key: str) -> str:
    """What stands in the outbox instead of a link's token."""
    return f"{{link:{key}}}"


def fill_links(body: str, hash_code: Callable[[str], str]) -> str:
    """Put the links into a mail that is just being sent."""
    return _PLACE.sub(lambda found: _make_token(found[1], hash_code), body)


def _make_token(key: str, hash_code: Callable[[str], str]) -> str:
    return hash_code(f"signature link {key}")[:_LENGTH]


def find_key(work: UnitOfWork, signature: Signature) -> str:
    """The key of the link that is valid; a new one where there is none."""
    key = work.session.scalar(
        select(SignatureLink.key)
        .where(SignatureLink.signature_id == signature.id, SignatureLink.revoked_at.is_(None))
        .order_by(SignatureLink.made_at.desc())
        .limit(1)
    )
    return key or make(work, signature)


def make(work: UnitOfWork, signature: Signature) -> str:
    """Make a link and end those before; returns its key."""
    revoke(work, signature)
    key = secrets.token_urlsafe(16)
    token = _make_token(key, work.hash_code)
    work.session.add(SignatureLink(token_hash=hash_token(token), key=key, signature_id=signature.id))
    work.session.flush()
    return key


def show(work: UnitOfWork, signature: Signature) -> str:
    """The token of the link that is valid, made where there is none."""
    return _make_token(find_key(work, signature), work.hash_code)


def revoke(work: UnitOfWork, signature: Signature) -> int:
    """End every link of a municipality; returns how many were valid."""
    ended = work.session.execute(
        update(SignatureLink)
        .where(SignatureLink.signature_id == signature.id, SignatureLink.revoked_at.is_(None))
        .values(revoked_at=now())
        .returning(SignatureLink.token_hash)
    ).all()
    return len(ended)


def get_signature_id(work: UnitOfWork, token: str) -> str:
    """Whose link this is; raises NotFoundError for an unknown one, ClosedError for one that was revoked."""
    link = work.session.get(SignatureLink, hash_token(token), populate_existing=True)
    if link is None:
        raise NotFoundError("Diesen Link zur Mitzeichnung kennen wir nicht. Bitte prüfen Sie, ob er vollständig ist.")
    if link.revoked_at is not None:
        raise ClosedError(
            "Dieser Link gilt nicht mehr: Die Organisation hat ihn zurückgezogen oder durch einen neuen ersetzt."
        )
    return link.signature_id
