"""Mails: putting notices into the outbox at each person's rhythm, and what becomes of a mail there.

A notice is mailed once, and only while it is unread. A mail is claimed before it is handed to a server, so that two
processes never send the same one; see ``delivery``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from drafting import queries
from drafting.database import UnitOfWork
from drafting.errors import NotFoundError
from drafting.exports.bundles import ANNEXES
from drafting.exports.mails import Attachment, Letter
from drafting.models import AnnexFile, Conference, Mail, MailAttachment, Notice, Person, Signature, new_id, now
from drafting.queries.notices import NoticeRow
from drafting.queries.signatories import is_any_lost
from drafting.rules.mails import DAILY_HOUR, MOST_ATTEMPTS, pause_after
from drafting.rules.notices import MailRhythm
from drafting.rules.permissions import may_organize
from drafting.rules.sendings import HELD_SENTENCES
from drafting.services import sending_outcomes
from drafting.services.access import require_role
from drafting.services.signature_links import fill_links

ZONE = ZoneInfo("Europe/Berlin")
MOST_NOTICES = 30
PEOPLE_AT_ONCE = 10
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a mail was taken: the server's words, or none where it became a file; ``digest`` is that of its bytes."""

    digest: str
    answer: str = ""
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mail was not taken: the server's code, 0 without one, and its words.

    ``for_good`` says that trying again is no use, ``is_uncertain`` that the server may have taken it all the same.
    """

    code: int
    words: str
    for_good: bool = False
    is_uncertain: bool = False


def is_anything_to_do(session: Session, *, moment: datetime) -> bool:
    """Whether a notice is to be put into the outbox or a mail to be sent: asked often, so it only reads."""
    return bool(session.scalar(select(or_(exists().where(_is_due(moment)), exists().where(_may_be_sent(moment))))))


def collect(work: UnitOfWork, *, base_url: str, moment: datetime | None = None) -> int:
    """Put what some people are to be mailed now into the outbox, one mail for each; returns how many, 0 at the end.

    Only some at a time, so that nobody who votes meanwhile has to wait for the evening's mails.
    """
    moment = moment or now()
    people = select(Notice.person_id).where(_is_due(moment)).distinct().limit(PEOPLE_AT_ONCE)
    due = select(Notice.id).where(Notice.person_id.in_(people), _is_due(moment)).with_for_update(skip_locked=True)
    # Claimed by the statement that finds them: of two collecting at once, one gets nothing.
    claimed = work.session.execute(
        update(Notice)
        .where(Notice.id.in_(due))
        .values(mailed_at=moment)
        .returning(Notice.person_id, Notice.created_at, Notice.id)
        .execution_options(synchronize_session=False)
    ).all()
    return _put_out(work, claimed, base_url, moment)


def mail_now(work: UnitOfWork, notice_ids: Sequence[str], *, base_url: str, moment: datetime | None = None) -> int:
    """Put these notices into the outbox at once, whatever their readers' rhythm; returns how many mails.

    Left out are those read or mailed meanwhile, and people who want no mail or have no address.
    """
    moment = moment or now()
    claimed = work.session.execute(
        update(Notice)
        .where(
            Notice.id.in_(notice_ids),
            Notice.read_at.is_(None),
            Notice.mailed_at.is_(None),
            exists().where(
                Person.id == Notice.person_id, Person.email != "", Person.mail_rhythm != MailRhythm.OFF.value
            ),
        )
        .values(mailed_at=moment)
        .returning(Notice.person_id, Notice.created_at, Notice.id)
        .execution_options(synchronize_session=False)
    ).all()
    return _put_out(work, claimed, base_url, moment)


def _put_out(work: UnitOfWork, claimed: Sequence[Row[str, datetime, str]], base_url: str, moment: datetime) -> int:
    """Put one mail for each person into the outbox, with the first of their notices; returns how many."""
    by_person: dict[str, list[str]] = {}
    for person_id, _, notice_id in sorted(claimed, key=lambda row: (row[1], row[2])):
        by_person.setdefault(person_id, []).append(notice_id)
    told = queries.notices.list_by_person(
        work.session, [id_ for ids in by_person.values() for id_ in ids[:MOST_NOTICES]]
    )
    found = work.session.execute(
        select(Person, Conference.name)
        .join(Conference, Conference.id == Person.conference_id)
        .where(Person.id.in_(by_person))
    )
    for person, conference in found:
        number = len(by_person[person.id])
        work.session.add(_compose(person, conference, told[person.id], number, base_url.rstrip("/"), moment))
    return len(by_person)


def claim(work: UnitOfWork, *, moment: datetime | None = None) -> Letter | None:
    """Take the next mail that is due, so that nobody else sends it for a while; None when there is none."""
    moment = moment or now()
    mail = _find_next(work, moment)
    while mail is not None and mail.sending_id is not None and _names_lost(work.session, mail):
        mail.error = HELD_SENTENCES["lost"]
        sending_outcomes.note_held(work, mail)
        mail = _find_next(work, moment)
    if mail is None:
        return None
    mail.attempts += 1
    mail.next_try_at = moment + pause_after(mail.attempts)
    if mail.sending_id is not None:
        # Once it is out of our hands nobody may send it again without asking.
        mail.handed_at = moment
    return make_letter(work.session, mail, work.hash_code)


def _find_next(work: UnitOfWork, moment: datetime) -> Mail | None:
    return work.session.scalars(
        select(Mail)
        .where(_may_be_sent(moment))
        .order_by(Mail.next_try_at, Mail.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def _names_lost(session: Session, mail: Mail) -> bool:
    """Whether a municipality has taken its yes back since the letter was ordered, be it a moment ago."""
    return is_any_lost(session, mail.conference_id, mail.created_at)


def make_letter(session: Session, mail: Mail, hash_code: Callable[[str], str]) -> Letter:
    """A mail of the outbox with its links and its attachments, as it is handed over."""
    body = fill_links(mail.body, hash_code)
    attachments = tuple(_list_attachments(session, mail))
    return Letter(mail.id, mail.address, mail.subject, body, mail.created_at, attachments, mail.reply_to)


def _list_attachments(session: Session, mail: Mail) -> Iterator[Attachment]:
    """The letter, and its annexes where it has any."""
    file = session.execute(
        select(MailAttachment.name, MailAttachment.format, MailAttachment.data, MailAttachment.annexes).where(
            MailAttachment.mail_id == mail.id
        )
    ).one_or_none()
    if file is None or not file.data:
        return
    yield Attachment(file.name, MEDIA_TYPES[file.format], file.data)
    if file.annexes:
        annexes = session.get_one(AnnexFile, (mail.conference_id, file.annexes))
        yield Attachment(f"{ANNEXES}.{annexes.format}", MEDIA_TYPES[annexes.format], annexes.data)


def note_sent(work: UnitOfWork, mail_id: str, receipt: Receipt) -> None:
    """Note that a server has taken a mail."""
    mail = sending_outcomes.take(work, mail_id)
    mail.sent_at = now()
    mail.error, mail.code, mail.answer, mail.digest = "", 0, _shorten(receipt.answer), receipt.digest
    if mail.sending_id is not None:
        sending_outcomes.note_sent(work, mail, is_file=receipt.is_file)


def note_refused(work: UnitOfWork, mail_id: str, refusal: Refusal) -> None:
    """Note why a mail was not taken; one refused for good is not tried again."""
    mail = sending_outcomes.take(work, mail_id)
    mail.error, mail.code = _shorten(refusal.words), refusal.code
    if refusal.for_good:
        mail.attempts = MOST_ATTEMPTS
    if mail.sending_id is None:
        return
    if refusal.is_uncertain:
        sending_outcomes.note_uncertain(work, mail)
    else:
        sending_outcomes.note_refused(work, mail)


def _shorten(words: str) -> str:
    return " ".join(words.split())[:300]


def try_again(work: UnitOfWork, conference_id: str, *, actor: str) -> int:
    """Send once more, from now on, what was given up or is waiting after an error; returns how many."""
    require_role(work, conference_id, actor, may_organize)
    waiting = work.session.scalars(
        # What becomes of the letter is decided on its own page.
        select(Mail).where(
            Mail.conference_id == conference_id,
            Mail.sent_at.is_(None),
            Mail.error != "",
            Mail.sending_id.is_(None),
        )
    ).all()
    for mail in waiting:
        mail.attempts = 0
        mail.next_try_at = now()
    return len(waiting)


def unsubscribe(work: UnitOfWork, mail_id: str) -> None:
    """Stop mailing whoever got this mail; its id, known to nobody else, is enough."""
    mail = work.session.get(Mail, mail_id)
    if mail is not None and mail.signature_id is not None:
        signature = work.session.get_one(Signature, mail.signature_id)
        signature.takes_mail, signature.remind_at = False, None
        return
    person = work.session.get(Person, mail.person_id) if mail and mail.person_id else None
    if person is None:
        raise NotFoundError("Diese E-Mail kennen wir nicht (mehr).")
    person.mail_rhythm = MailRhythm.OFF.value


def _may_be_sent(moment: datetime) -> ColumnElement[bool]:
    unwritten = exists().where(MailAttachment.mail_id == Mail.id, MailAttachment.data.is_(None))
    return and_(
        Mail.sent_at.is_(None),
        Mail.handed_at.is_(None),
        Mail.next_try_at <= moment,
        Mail.attempts < MOST_ATTEMPTS,
        ~unwritten,
    )


def _is_due(moment: datetime) -> ColumnElement[bool]:
    """Notices neither read nor mailed, of people with an address, at the time their rhythm says."""
    local = moment.astimezone(ZONE)
    hour = local.replace(minute=0, second=0, microsecond=0)
    evening = hour.replace(hour=DAILY_HOUR)
    if evening > local:
        evening -= timedelta(days=1)
    rhythm = or_(
        Person.mail_rhythm == MailRhythm.AT_ONCE,
        and_(Person.mail_rhythm == MailRhythm.HOURLY, Notice.created_at < hour),
        and_(Person.mail_rhythm == MailRhythm.DAILY, Notice.created_at < evening),
    )
    return and_(
        Notice.read_at.is_(None),
        Notice.mailed_at.is_(None),
        exists().where(Person.id == Notice.person_id, Person.email != "", rhythm),
    )


def _compose(
    person: Person, conference: str, rows: Sequence[NoticeRow], number: int, base_url: str, moment: datetime
) -> Mail:
    """The mail with the first of so many notices."""
    subject = rows[0].say().rstrip(".") if number == 1 else f"{number} Mitteilungen, {conference}"
    news = "\n\n".join(_tell(row, base_url) for row in rows)
    if number > len(rows):
        news += f"\n\n… und {number - len(rows)} weitere: {base_url}/mitteilungen"
    body = (
        f"Guten Tag,\n\n{news}\n\n"
        f"Wie oft Sie diese E-Mails bekommen, stellen Sie hier ein:\n{base_url}/mitteilungen#rhythmus\n\n"
        f"{conference}\n"
    )
    return Mail(
        id=new_id(),
        conference_id=person.conference_id,
        person_id=person.id,
        address=person.email,
        subject=subject,
        body=body,
        created_at=moment,
        next_try_at=moment,
    )


def _tell(row: NoticeRow, base_url: str) -> str:
    vote = f"{row.yes} Ja, {row.no} Nein" if row.yes is not None else ""
    lines = (row.say(), row.about, ". ".join(part for part in (vote, row.extra) if part))
    return "\n".join([*(line for line in lines if line), f"{base_url}/mitteilungen/{row.id}"])
