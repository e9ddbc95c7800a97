"""Mails to those who pass a municipality's link on: the request, reminders, and what has changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from drafting.database import UnitOfWork
from drafting.models import Conference, Edition, Mail, Signature, Signing, new_id, now
from drafting.rules.lifecycle import Phase
from drafting.rules.signing import SignatureState, Standing, last_day, local_day, name_standing, next_reminder, say_day
from drafting.services.signature_links import find_key, hold_place

AT_ONCE = 20
# Whoever asks twice within it means one mail.
PAUSE = timedelta(minutes=10)
_RESERVED = (Standing.RESERVED, Standing.OVERDUE)
_FORWARD = (
    "Zeichnen kann nur, wer dazu befugt ist, in der Regel die Bürgermeisterin, der Oberbürgermeister, die Landrätin "
    "oder wer sie vertritt. Bitte leiten Sie diesen Link dorthin weiter; ein Konto braucht man dafür nicht:"
)
_THERE = "Dort steht der ganze Wortlaut, und es gibt den Entwurf einer Beschlussvorlage als Word-Datei."


@dataclass(frozen=True, slots=True)
class _Text:
    """A kind of mail: its subject, its news, and what stands before the link; "" for one without a link."""

    subject: str
    news: str
    before: str = _FORWARD


_TEXTS = {
    "request": _Text(
        "Mitzeichnung: {title}",
        "{name} ist eingeladen, „{title}“ bis zum {end} mitzuzeichnen.",
    ),
    "reminder": _Text(
        "Erinnerung an die Mitzeichnung: {title}",
        "bis zum {end} kann {name} „{title}“ mitzeichnen. Noch haben wir keine Antwort. Auch ein Nein hilft uns.",
    ),
    "reservation": _Text(
        "Ihr Vorbehalt läuft am {until} ab: {title}",
        "{name} zeichnet „{title}“ mit, vorbehaltlich der Zustimmung des Gremiums bis zum {until}. Hat das Gremium "
        "zugestimmt? Dann bestätigen Sie es bitte. Ohne Bestätigung wird {name} danach nicht genannt.",
        "Bestätigen oder zurückziehen:",
    ),
    "overdue": _Text(
        "Ihr Vorbehalt ist abgelaufen: {title}",
        "{name} hat „{title}“ vorbehaltlich der Zustimmung des Gremiums bis zum {until} mitgezeichnet. Eine "
        "Bestätigung fehlt noch; so lange wird {name} nicht genannt.",
        "Bestätigen oder zurückziehen:",
    ),
    "slip": _Text(
        "Schreibfehler berichtigt: {title}",
        "in „{title}“ wurde ein Schreibfehler berichtigt:\n\n{note}\n\nDie Mitzeichnung ({name}) gilt weiter.",
        "Der Wortlaut und was erklärt wurde, auch zum Zurückziehen:",
    ),
    "change": _Text(
        "Bitte noch einmal zeichnen: {title}",
        "der Wortlaut von „{title}“ hat sich geändert:\n\n{note}\n\nDie Mitzeichnung ({name}) gilt dafür nicht. "
        "Ohne ein neues Ja bis zum {end} wird {name} nicht genannt.",
    ),
    "receipt": _Text(
        "Erklärung zur Mitzeichnung: {title}",
        "zu „{title}“ liegt jetzt diese Erklärung vor ({name}):\n\n{note}",
        "Unter diesem Link steht, was erklärt wurde, und wie man es zurücknimmt:",
    ),
    "withdrawn": _Text(
        "Mitzeichnung zurückgezogen: {title}",
        "die Mitzeichnung von „{title}“ ({name}) ist zurückgezogen: Die Organisation hat es so eingetragen, weil die "
        "Kommune es mitgeteilt hat. Der Link zum Zeichnen gilt nicht mehr. Stimmt das nicht, oder möchte {name} doch "
        "mitzeichnen, wenden Sie sich bitte an die Organisation.",
        "",
    ),
}


def is_any_due(session: Session, moment: datetime) -> bool:
    """Whether somebody is to be reminded: asked often, so it only reads."""
    return bool(session.scalar(select(exists().where(_is_due(moment)))))


def remind_due(work: UnitOfWork, *, base_url: str, moment: datetime | None = None) -> int:
    """Put the reminders that are due into the outbox, each once; returns how many."""
    moment = moment or now()
    due = work.session.scalars(
        select(Signature)
        .where(_is_due(moment))
        .order_by(Signature.remind_at, Signature.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    return sum(remind(work, signature, base_url=base_url, moment=moment) for signature in due)


def remind(work: UnitOfWork, signature: Signature, *, base_url: str, moment: datetime | None = None) -> bool:
    """Remind of what is still missing, once for several clicks; tells whether a mail was put into the outbox."""
    moment = moment or now()
    signing = work.session.get_one(Signing, signature.conference_id)
    standing = find_standing(signature, signing, moment)
    kinds = {
        Standing.ASKED: "reminder" if signature.mailed_at else "request",
        Standing.OUTDATED: "reminder",
        Standing.RESERVED: "reservation",
        Standing.OVERDUE: "overdue",
    }
    phase = work.session.get_one(Conference, signature.conference_id).phase
    # A reservation can be confirmed for as long as it takes.
    is_over = (signing.closes_at <= moment or phase == Phase.ARCHIVED) and standing not in _RESERVED
    if standing not in kinds or is_over:
        signature.remind_at = None
        return False
    is_new = False
    if signature.mailed_at is None or moment - signature.mailed_at >= PAUSE:
        is_new = put(work, signature, kinds[standing], base_url=base_url, moment=moment)
    plan(signature, signing, moment)
    return is_new


def plan(signature: Signature, signing: Signing, moment: datetime) -> None:
    """Work out when a municipality is reminded next.

    Whose link the product never mailed is not asked for an answer, but is told that its reservation runs out.
    """
    signature.remind_at = None
    standing = find_standing(signature, signing, moment)
    is_known = signature.mailed_at is not None or standing in _RESERVED
    if is_known and signature.email and signature.takes_mail:
        signature.remind_at = next_reminder(
            standing,
            closes_at=signing.closes_at,
            until=signature.reserved_until,
            after=moment,
        )


def find_standing(signature: Signature, signing: Signing, moment: datetime) -> Standing:
    """What a municipality's declaration is worth at a moment."""
    return name_standing(
        SignatureState(signature.state),
        until=signature.reserved_until,
        is_current=signature.edition_id == signing.edition_id,
        today=local_day(moment),
    )


def put(
    work: UnitOfWork,
    signature: Signature,
    kind: str,
    *,
    base_url: str,
    moment: datetime | None = None,
    note: str = "",
) -> bool:
    """Put a mail of a kind into the outbox, unless there is no address or the same one still waits there."""
    if not signature.email or not signature.takes_mail:
        return False
    moment = moment or now()
    signing = work.session.get_one(Signing, signature.conference_id)
    values = {
        "title": work.session.get_one(Edition, signing.edition_id).title,
        "name": signature.name,
        "end": say_day(last_day(signing.closes_at)),
        "until": say_day(signature.reserved_until) if signature.reserved_until else "",
        "note": note,
    }
    text = _TEXTS[kind]
    subject, news = text.subject.format(**values), text.news.format(**values)
    waiting = select(Mail.id).where(
        Mail.signature_id == signature.id, Mail.subject == subject, Mail.sent_at.is_(None), Mail.attempts == 0
    )
    signature.mailed_at = moment
    if work.session.scalar(waiting.limit(1)) is not None:
        return False
    conference = work.session.get_one(Conference, signature.conference_id).name
    greeting = f"Guten Tag {signature.contact}," if signature.contact else "Guten Tag,"
    parts = [greeting, news[0].upper() + news[1:]]
    if text.before:
        link = f"{base_url.rstrip('/')}/mitzeichnung/{hold_place(find_key(work, signature))}"
        parts += [f"{text.before}\n{link}", _THERE]
    work.session.add(
        Mail(
            id=new_id(),
            conference_id=signature.conference_id,
            signature_id=signature.id,
            address=signature.email,
            subject=subject,
            body="\n\n".join([*parts, f"{conference}\n"]),
            created_at=moment,
            next_try_at=moment,
        )
    )
    return True


def tell_all(
    work: UnitOfWork, signatures: Sequence[Signature], kind: str, *, base_url: str, note: str, moment: datetime
) -> int:
    """Put a mail of a kind into the outbox for each of them; returns how many have an address."""
    return sum(put(work, each, kind, base_url=base_url, note=note, moment=moment) for each in signatures)


def _is_due(moment: datetime) -> ColumnElement[bool]:
    return and_(Signature.remind_at <= moment, Signature.email != "", Signature.takes_mail)
