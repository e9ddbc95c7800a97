"""Sessions: signing in by code or one-time link, and out; guessing codes is hopeless without counting addresses.

A code has 49 bits: with 250 codes issued, a thousand guesses a second find one after some 70 years on average.
Who has seen the beginning of a code is stopped by the count of wrong codes with that beginning.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from drafting.database import UnitOfWork
from drafting.errors import NotAllowedError, RecordedRefusalError
from drafting.events import SessionEnded
from drafting.models import AccessCode, Conference, FailedAttempt, LoginSession, Panel, Person, SignInLink, now
from drafting.models.people import Membership, hash_token
from drafting.rules.codes import PREFIX, read_code

ATTEMPTS_PER_PREFIX = 10
ATTEMPTS_KEPT = 10_000
WINDOW = timedelta(minutes=10)
_WRONG = "Dieser Zugangscode ist nicht gültig. Bitte prüfen Sie die Zeichen auf Ihrer Zugangskarte."
_TOO_MANY = "Dieser Code wurde zu oft falsch eingegeben. Bitte warten Sie zehn Minuten oder gehen Sie zum Empfang."
_WRONG_LINK = "Dieser Link ist nicht (mehr) gültig. Bitte lassen Sie sich einen neuen geben."


@dataclass(frozen=True, slots=True)
class SessionToken:
    """A new session: ``token`` goes into the cookie and is stored nowhere."""

    person_id: str
    conference_id: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CodeOwner:
    """Whom a code or link belongs to, to be confirmed before signing in."""

    person_id: str
    conference_id: str
    conference_name: str
    name: str
    municipality: str
    panel: str


def recognise_code(work: UnitOfWork, code: str) -> CodeOwner:
    """Say whose code this is, for the page that asks to confirm; a wrong one counts as an attempt (NotAllowedError)."""
    person = work.session.get_one(Person, _find_code(work, code).person_id)
    panels = work.session.scalars(
        select(Panel.name).join(Membership).where(Membership.person_id == person.id).order_by(Panel.position)
    )
    return CodeOwner(
        person_id=person.id,
        conference_id=person.conference_id,
        conference_name=work.session.get_one(Conference, person.conference_id).name,
        name=person.name,
        municipality=person.municipality,
        panel=", ".join(panels),
    )


def sign_in_with_code(work: UnitOfWork, code: str, *, days: int = 14) -> SessionToken:
    """Begin a session; codes may be used on several devices. Raises NotAllowedError, and counts wrong attempts."""
    found = _find_code(work, code)
    found.used_at = found.used_at or now()
    return _begin(work, found.person_id, days)


def sign_in_with_link(work: UnitOfWork, token: str, *, days: int = 14) -> SessionToken:
    """Begin a session by a one-time link, which is used up by it; raises NotAllowedError."""
    # One statement takes the link, so that of two at once only one gets in.
    person_id = work.session.scalar(
        update(SignInLink)
        .where(SignInLink.token_hash == hash_token(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now())
        .values(used_at=now())
        .returning(SignInLink.person_id)
    )
    if person_id is None:
        raise NotAllowedError(_WRONG_LINK)
    return _begin(work, person_id, days)


def sign_out(work: UnitOfWork, token: str) -> None:
    """End the session of a token; unknown ones are ignored."""
    person_id = work.session.scalar(
        update(LoginSession)
        .where(LoginSession.id == hash_token(token), LoginSession.revoked_at.is_(None))
        .values(revoked_at=now())
        .returning(LoginSession.person_id)
    )
    if person_id is not None:
        work.publish(SessionEnded(conference_id=work.session.get_one(Person, person_id).conference_id))


def _begin(work: UnitOfWork, person_id: str, days: int) -> SessionToken:
    token = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(days=days)
    work.session.add(LoginSession(id=hash_token(token), person_id=person_id, expires_at=expires_at))
    person = work.session.get_one(Person, person_id)
    return SessionToken(person_id, person.conference_id, token, expires_at)


def _find_code(work: UnitOfWork, typed: str) -> AccessCode:
    code = read_code(typed)
    if code is None:
        raise NotAllowedError(_WRONG)
    since = now() - WINDOW
    failed = work.session.scalar(
        select(func.count()).where(FailedAttempt.prefix == code[:PREFIX], FailedAttempt.at > since)
    )
    if (failed or 0) >= ATTEMPTS_PER_PREFIX:
        raise NotAllowedError(_TOO_MANY)
    found = work.session.get(AccessCode, work.hash_code(code))
    if found is None or found.revoked_at is not None:
        _note_attempt(work, code)
        raise RecordedRefusalError(_WRONG)
    return found


def _note_attempt(work: UnitOfWork, code: str) -> None:
    """Count a wrong code; a flood fills the table only up to its limit, old attempts go."""
    work.session.execute(delete(FailedAttempt).where(FailedAttempt.at <= now() - WINDOW))
    if (work.session.scalar(select(func.count()).select_from(FailedAttempt)) or 0) < ATTEMPTS_KEPT:
        work.session.add(FailedAttempt(prefix=code[:PREFIX]))
