"""The mails the letter would go out with: to whom, to whom not and why, and how each reads; nothing is sent yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import InvalidInputError
from drafting.exports.annexes import Annexes
from drafting.exports.bundles import ANNEXES
from drafting.exports.correspondence import Copy
from drafting.exports.lines import plain
from drafting.exports.mails import read_address
from drafting.exports.packing import name_files
from drafting.exports.pdf import can_write_pdf
from drafting.models import AnnexFile, Conference, Edition, Mail, Person, Sending, SendingText
from drafting.queries import correspondence, recipients
from drafting.queries.correspondence import LetterSource
from drafting.queries.recipients import RecipientRow
from drafting.queries.sayings import Saying, saying
from drafting.rules.sendings import HINT_LABELS, OBSTACLE_LABELS, SALUTATION, SendingState

_REACHED = (SendingState.SENT, SendingState.FILED, SendingState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class MailText:
    """The mail around the letter, as written or as it is usual."""

    subject: str
    body: str
    reply_to: str
    format: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recipient: why nothing can go to them, or what somebody should know before it does.

    ``source`` is the digest of all their letter is made of, but for who signs it: that may become more while a mail
    waits. ``is_queued`` says that it was decided about already.
    """

    row: RecipientRow
    copy: Copy
    source: str
    obstacle: Saying | None
    hints: tuple[Saying, ...]
    is_queued: bool
    is_doubled: bool

    @property
    def is_ready(self) -> bool:
        """Whether a mail can go out and none was ordered yet."""
        return self.obstacle is None and not self.is_queued


@dataclass(frozen=True, slots=True)
class SendingDraft:
    """All mails as they would go out now; ``digest`` is that of everything in them, for whoever confirms it.

    ``edition_id`` is "" where the letter is of the paper as it stands: that cannot be sent. ``annexes_name`` is the
    file that hangs beside the letter, ``annexes_source`` the digest of what it is made of; both "" for none.
    """

    conference: str
    edition_id: str
    edition_name: str
    text: MailText
    source: LetterSource
    letterhead: bytes | None
    file_name: str
    annexes_name: str
    annexes_source: str
    candidates: tuple[Candidate, ...]
    digest: str

    @property
    def ready(self) -> tuple[Candidate, ...]:
        """To whom a mail can go."""
        return tuple(each for each in self.candidates if each.is_ready)

    @property
    def blocked(self) -> tuple[Candidate, ...]:
        """To whom none can go, and why."""
        return tuple(each for each in self.candidates if each.obstacle is not None and not each.is_queued)

    def find(self, recipient_id: str) -> Candidate | None:
        """One candidate."""
        return next((each for each in self.candidates if each.row.id == recipient_id), None)

    def say(self, candidate: Candidate) -> str:
        """The text of the mail to a recipient."""
        return self.text.body.replace(SALUTATION, candidate.row.salutation)

    def seal(self, candidate: Candidate) -> str:
        """The digest of all that would go out to a recipient."""
        return _seal(self.edition_id, self.text, candidate, self.source)


def get_text(session: Session, conference_id: str) -> MailText:
    """The mail around the letter; where none was kept, the usual one."""
    row = session.get(SendingText, conference_id)
    if row is not None:
        return MailText(row.subject, row.body, row.reply_to, row.format, is_kept=True)
    settings = correspondence.get_settings(session, conference_id)
    conference = session.get_one(Conference, conference_id).name
    signature = settings.texts["signature"] or conference
    subject = plain(settings.texts["subject"]) or conference
    body = (
        f"{SALUTATION},\n\nim Anhang erhalten Sie unser Schreiben „{subject}“.\n\n"
        f"{settings.texts['greeting'] or 'Mit freundlichen Grüßen'}\n{signature}\n"
    )
    return MailText(subject, body, "", "docx", is_kept=False)


def get_draft(session: Session, conference_id: str) -> SendingDraft:
    """All mails as they would go out now; raises NotFoundError before there is a paper."""
    source = correspondence.get_source(session, conference_id)
    settings = correspondence.get_settings(session, conference_id)
    edition = session.get(Edition, settings.edition_id) if settings.edition_id else None
    letterhead, text = correspondence.find_letterhead(session, conference_id), get_text(session, conference_id)
    unsigned = replace(source.letter, signatories=(), moment=None, annexes=_unsign(source.letter.annexes))
    common = _digest(repr(unsigned), text.format, hashlib.sha256(letterhead or b"").hexdigest())
    rows = recipients.list_recipients(session, conference_id)
    annexes = source.letter.annexes
    annexes_source = _digest(repr(annexes)) if annexes else ""
    edition_id = edition.id if edition else ""
    known = _list_known(session, conference_id)
    candidates = tuple(_consider(row, rows, source, common, known, edition_id) for row in rows)
    return SendingDraft(
        conference=session.get_one(Conference, conference_id).name,
        edition_id=edition_id,
        edition_name=edition.name if edition else "",
        text=text,
        source=source,
        letterhead=letterhead,
        file_name=name_files([source.letter.subject], f".{text.format}")[0],
        annexes_name=f"{ANNEXES}.{_find_annexes_format(session, conference_id, annexes_source)}" if annexes else "",
        annexes_source=annexes_source,
        candidates=candidates,
        digest=_digest(*(_seal(edition_id, text, each, source) for each in candidates)),
    )


def _find_annexes_format(session: Session, conference_id: str, source: str) -> str:
    """How the annexes hang on mails: as they were written already, if they were."""
    kept = select(AnnexFile.format).where(AnnexFile.conference_id == conference_id, AnnexFile.source == source)
    return session.scalar(kept) or choose_annexes_format()


def choose_annexes_format() -> str:
    """The annexes hang on mails as PDF, whatever the letter is; where none can be written, as a Word file."""
    return "pdf" if can_write_pdf() else "docx"


def get_candidate(draft: SendingDraft, recipient_id: str) -> Candidate:
    """The recipient of a mail that can be looked at; raises InvalidInputError where there can be none."""
    found = draft.find(recipient_id)
    if found is None or not found.row.is_ready:
        raise InvalidInputError("Für diesen Empfänger lässt sich noch kein Brief schreiben.", field="wie")
    return found


def find_own_address(session: Session, person_id: str) -> str:
    """The address of whoever sends a mail to try it out; "" where there is none."""
    return session.scalar(select(Person.email).where(Person.id == person_id)) or ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A letter that was decided about before: by whom it was to be read, in which edition, at which address."""

    recipient_id: str
    edition_id: str
    edition: str
    state: SendingState
    address: str


def _list_known(session: Session, conference_id: str) -> tuple[_Known, ...]:
    found = session.execute(
        select(Sending.recipient_id, Sending.edition_id, Edition.name, Sending.state, Mail.address)
        .join(Edition, Edition.id == Sending.edition_id)
        .join(Mail, (Mail.sending_id == Sending.id) & (Mail.turn == Sending.turn))
        .where(Sending.conference_id == conference_id)
        .order_by(Sending.created_at, Sending.id)
    )
    return tuple(_Known(row[0], row[1], row[2], SendingState(row[3]), row[4]) for row in found)


def _consider(
    row: RecipientRow,
    rows: Sequence[RecipientRow],
    source: LetterSource,
    common: str,
    known: Sequence[_Known],
    edition_id: str,
) -> Candidate:
    copy = correspondence.make_copy(source, row)
    names = {each.id: each.label for each in rows}
    mine = [each for each in known if each.recipient_id == row.id]
    same = [
        each
        for each in known
        if each.recipient_id != row.id
        and each.edition_id == edition_id
        and each.state is not SendingState.SKIPPED
        and _same(each.address, row.email)
    ]
    hints = [saying(HINT_LABELS["doubled"], name=names[each.recipient_id]) for each in same]
    if not same:
        hints += [
            saying(HINT_LABELS["shared"], name=each.label)
            for each in rows
            if each.id != row.id and _same(each.email, row.email)
        ]
    hints += [
        saying(HINT_LABELS["before"], name=each.edition)
        for each in mine
        if each.edition_id != edition_id and each.state in _REACHED
    ]
    return Candidate(
        row=row,
        copy=copy,
        source=_digest(common, repr(copy)),
        obstacle=_find_obstacle(row),
        hints=tuple(hints),
        is_queued=any(each.edition_id == edition_id for each in mine),
        is_doubled=bool(same),
    )


def _unsign(annexes: Annexes | None) -> Annexes | None:
    """The annexes but for who signs; None where there is nothing else in them."""
    rest = annexes.unsigned() if annexes else None
    return rest if rest and rest.names else None


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def _find_obstacle(row: RecipientRow) -> Saying | None:
    if row.question or not row.salutation:
        return saying(row.question, name=row.about)
    if not row.email:
        return saying(OBSTACLE_LABELS["address"])
    try:
        read_address(row.email)
    except ValueError:
        return saying(OBSTACLE_LABELS["invalid"], email=row.email)
    return None


def _seal(edition_id: str, text: MailText, each: Candidate, source: LetterSource) -> str:
    own = (each.row.id, each.row.email, each.row.salutation, each.source)
    signed = (repr(source.letter.signatories), repr(source.letter.annexes))
    return _digest(edition_id, text.subject, text.body, text.reply_to, *own, *signed)


def _digest(*parts: str) -> str:
    """A digest of parts, none of which can be taken for a piece of another."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
