"""Sending the letter: the mail around it, the order to send it, a test, and what people decide about one of them.

Each order becomes mails in the outbox, each with its attachments still to be written (``attachments``); ``delivery``
sends them, and ``sending_outcomes`` notes what came of it. There is one ``Sending`` for a recipient and an edition, so
that clicking twice, or two organizers at once, order nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from drafting import queries
from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError, OutdatedError
from drafting.exports.mails import read_address
from drafting.exports.pdf import PDF_SENTENCES, can_write_pdf
from drafting.models import Mail, MailAttachment, Sending, SendingText, new_id, now
from drafting.queries.sending_drafts import Candidate, SendingDraft
from drafting.queries.signing_texts import digest_edition
from drafting.rules import remarks
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.permissions import may_organize
from drafting.rules.sendings import FORMATS, SendingAct, SendingState, find_strange_words, list_acts
from drafting.services import journal
from drafting.services.access import SYSTEM, lock_conference, require_role

CLOSED_SENTENCES = {"replaced": "Durch eine neue Mail ersetzt.", "skipped": "Auf Wunsch nicht gesendet."}
LONGEST_SUBJECT, LONGEST_BODY, LONGEST_NOTE = 150, 5_000, 500


@dataclass(frozen=True, slots=True)
class TextEntry:
    """The mail around the letter, as typed in."""

    subject: str
    body: str
    reply_to: str
    format: str


def change_text(work: UnitOfWork, conference_id: str, entry: TextEntry, *, actor: str) -> None:
    """Keep the mail around the letter; mails already ordered stay as they were."""
    _begin(work, conference_id, actor)
    subject = remarks.read_line(entry.subject, field="betreff", longest=LONGEST_SUBJECT, required=False)
    body = remarks.read_text(entry.body, field="text", longest=LONGEST_BODY)
    if not subject:
        raise InvalidInputError("Bitte geben Sie einen Betreff an.", field="betreff")
    for field, strange in (("betreff", find_strange_words(subject, known=())), ("text", find_strange_words(body))):
        if strange:
            raise InvalidInputError(
                "„%(words)s“ wird von niemandem ausgefüllt; gefüllt wird im Text nur [Anrede].",
                field=field,
                words=", ".join(strange),
            )
    reply_to = remarks.clean_line(entry.reply_to)
    if reply_to:
        try:
            read_address(reply_to)
        except ValueError:
            raise InvalidInputError("Das ist keine E-Mail-Adresse.", field="antwort") from None
    if entry.format not in FORMATS:
        raise InvalidInputError("Bitte wählen Sie Word oder PDF.", field="format")
    _require_format(entry.format)
    row = work.session.get(SendingText, conference_id)
    if row is None:
        row = SendingText(conference_id=conference_id)
        work.session.add(row)
    row.subject, row.body, row.reply_to = subject, f"{body}\n", reply_to
    row.format, row.updated_at = entry.format, now()
    journal.append(work, conference_id, "sending.text_changed", actor=actor, format=entry.format)


def confirm(work: UnitOfWork, conference_id: str, recipient_ids: Collection[str], *, digest: str, actor: str) -> int:
    """Order the letter to be sent to those chosen; returns to how many it had not been ordered before.

    ``digest`` is that of what was confirmed. Raises OutdatedError where it would be another mail or letter by now, and
    then nothing is ordered; the same order twice is harmless.
    """
    _begin(work, conference_id, actor)
    draft = _get_draft(work, conference_id)
    if draft.digest != digest:
        raise OutdatedError(
            "Inzwischen hat sich am Brief, an der Mail oder an den Empfängern etwas geändert. Nichts wurde gesendet. "
            "Bitte sehen Sie es noch einmal an."
        )
    _require_format(draft.text.format)
    chosen = [each for each in draft.candidates if each.row.id in recipient_ids and each.obstacle is None]
    if not chosen:
        raise InvalidInputError("Bitte wählen Sie, an wen der Brief geht.", field="empfaenger")
    fresh = [each for each in chosen if each.is_ready]
    for each in fresh:
        sending = Sending(
            id=new_id(),
            conference_id=conference_id,
            recipient_id=each.row.id,
            edition_id=draft.edition_id,
            state=SendingState.WAITING.value,
            turn=1,
        )
        work.session.add(sending)
        work.session.flush()
        _order(work, conference_id, draft, each, address=each.row.email, sending=sending)
    if fresh:
        journal.append(
            work,
            conference_id,
            "sending.confirmed",
            actor=actor,
            edition=draft.edition_id,
            digest=digest_edition(work.session, draft.edition_id),
            recipients=[each.row.id for each in fresh],
            format=draft.text.format,
        )
    return len(fresh)


def send_test(work: UnitOfWork, conference_id: str, recipient_id: str, *, address: str, actor: str) -> bool:
    """Send a recipient's mail to an organizer instead; tells whether it was not waiting already."""
    _begin(work, conference_id, actor)
    try:
        read_address(address)
    except ValueError:
        raise InvalidInputError("Das ist keine E-Mail-Adresse.", field="adresse") from None
    draft = queries.sending_drafts.get_draft(work.session, conference_id)
    _require_format(draft.text.format)
    candidate = queries.sending_drafts.get_candidate(draft, recipient_id)
    waiting = work.session.scalar(
        select(Mail.id)
        .join(MailAttachment, MailAttachment.mail_id == Mail.id)
        .where(
            Mail.address == address,
            Mail.sending_id.is_(None),
            Mail.sent_at.is_(None),
            Mail.attempts == 0,
            MailAttachment.source == candidate.source,
        )
        .limit(1)
    )
    if waiting is not None:
        return False
    person_id = None if actor == SYSTEM else actor
    _order(work, conference_id, draft, candidate, address=address, person_id=person_id)
    journal.append(work, conference_id, "sending.tested", actor=actor, recipient=recipient_id)
    return True


def send_again(work: UnitOfWork, sending_id: str, *, turn: int, seal: str, actor: str) -> bool:
    """Order the letter once more to somebody who has not got it, at the address of today.

    ``turn`` is the last one known to whoever asks: of two who ask at once, one orders it, the other is told False.
    ``seal`` is the digest of what they saw.
    """
    sending = _get(work, sending_id, actor=actor)
    if sending.turn != turn:
        return False
    _require_act(sending, SendingAct.AGAIN)
    draft = _get_draft(work, sending.conference_id)
    candidate = draft.find(sending.recipient_id)
    if draft.edition_id != sending.edition_id or candidate is None:
        raise ClosedError("Der Brief ist inzwischen auf einem anderen Stand. Dieser geht nicht mehr hinaus.")
    if candidate.obstacle is not None:
        raise ClosedError(str(candidate.obstacle))
    if draft.seal(candidate) != seal:
        raise OutdatedError("Inzwischen hat sich daran etwas geändert. Nichts wurde gesendet.")
    _require_format(draft.text.format)
    _close_mail(work, sending, CLOSED_SENTENCES["replaced"])
    sending.turn += 1
    sending.state, sending.note, sending.noted_at = SendingState.WAITING.value, "", None
    work.session.flush()
    _order(work, sending.conference_id, draft, candidate, address=candidate.row.email, sending=sending)
    _journal(work, "sending.again", sending, actor=actor)
    return True


def skip(work: UnitOfWork, sending_id: str, *, turn: int, actor: str) -> None:
    """Let the letter not go out to somebody; what is being handed over at this moment cannot be stopped."""
    sending = _get(work, sending_id, actor=actor)
    if sending.turn != turn or sending.state == SendingState.SKIPPED:
        return
    _require_act(sending, SendingAct.SKIP)
    mail = _get_mail(work, sending)
    if mail.handed_at is not None and sending.state == SendingState.WAITING:
        raise ClosedError("Diese Mail wird gerade übergeben. Bitte warten Sie, was daraus wird.")
    _close_mail(work, sending, CLOSED_SENTENCES["skipped"])
    sending.state, sending.noted_at = SendingState.SKIPPED.value, now()
    _journal(work, "sending.skipped", sending, actor=actor)


def note_bounce(work: UnitOfWork, sending_id: str, *, turn: int, reason: str, actor: str) -> None:
    """Note that a mail came back, as the product reads no mailbox; ``reason`` is what the answer said."""
    sending = _get(work, sending_id, actor=actor)
    said = remarks.clean_line(reason)
    if not said:
        raise InvalidInputError("Bitte schreiben Sie, was in der Rückmeldung steht.", field="grund")
    if len(said) > LONGEST_NOTE:
        raise InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field="grund", number=LONGEST_NOTE)
    if sending.turn != turn or sending.state == SendingState.BOUNCED:
        return
    _require_act(sending, SendingAct.BOUNCE)
    sending.state, sending.note, sending.noted_at = SendingState.BOUNCED.value, said, now()
    _journal(work, "sending.bounced", sending, actor=actor)


def note_arrived(work: UnitOfWork, sending_id: str, *, turn: int, actor: str) -> None:
    """Note that a mail of which nobody knew whether it went out has arrived, as its recipient says."""
    sending = _get(work, sending_id, actor=actor)
    if sending.turn != turn or sending.state == SendingState.SENT:
        return
    _require_act(sending, SendingAct.ARRIVED)
    mail = _get_mail(work, sending)
    mail.sent_at = mail.handed_at or now()
    sending.state, sending.noted_at = SendingState.SENT.value, now()
    _journal(work, "sending.arrived", sending, actor=actor)


def _begin(work: UnitOfWork, conference_id: str, actor: str) -> None:
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)


def _get(work: UnitOfWork, sending_id: str, *, actor: str) -> Sending:
    conference_id = work.session.scalar(select(Sending.conference_id).where(Sending.id == sending_id))
    if conference_id is None:
        raise NotFoundError("Diese Mail gibt es nicht.")
    _begin(work, conference_id, actor)
    return work.session.get_one(Sending, sending_id, populate_existing=True)


def _get_mail(work: UnitOfWork, sending: Sending) -> Mail:
    """The mail of the last turn; nobody claims it until this transaction is over."""
    found = select(Mail).where(Mail.sending_id == sending.id, Mail.turn == sending.turn).with_for_update()
    return work.session.scalars(found.execution_options(populate_existing=True)).one()


def _get_draft(work: UnitOfWork, conference_id: str) -> SendingDraft:
    draft = queries.sending_drafts.get_draft(work.session, conference_id)
    if not draft.edition_id:
        raise ClosedError("Gesendet wird nur ein festgehaltener Stand. Bitte wählen Sie ihn unter „Angaben zum Brief“.")
    return draft


def _require_format(name: str) -> None:
    sentence = PDF_SENTENCES["missing"]
    if name == "pdf" and not can_write_pdf():
        raise InvalidInputError(sentence, field="format")


def _require_act(sending: Sending, act: SendingAct) -> None:
    if act not in list_acts(SendingState(sending.state)):
        raise OutdatedError("Mit dieser Mail ist inzwischen etwas anderes geschehen. Bitte sehen Sie nach.")


def _close_mail(work: UnitOfWork, sending: Sending, reason: str) -> None:
    """Let the mail of this turn never go out again, whatever it was waiting for."""
    mail = _get_mail(work, sending)
    if mail.sent_at is None:
        mail.attempts = MOST_ATTEMPTS
        mail.error = mail.error or reason


def _order(
    work: UnitOfWork,
    conference_id: str,
    draft: SendingDraft,
    candidate: Candidate,
    *,
    address: str,
    sending: Sending | None = None,
    person_id: str | None = None,
) -> None:
    """Put a mail into the outbox; it waits there until its attachment is written."""
    mail = Mail(
        id=new_id(),
        conference_id=conference_id,
        person_id=person_id,
        sending_id=sending.id if sending else None,
        turn=sending.turn if sending else None,
        address=address.strip(),
        subject=draft.text.subject if sending else f"Test: {draft.text.subject}"[:LONGEST_SUBJECT],
        body=draft.say(candidate),
        reply_to=draft.text.reply_to,
    )
    work.session.add(mail)
    work.session.flush()
    work.session.add(
        MailAttachment(
            mail_id=mail.id,
            recipient_id=candidate.row.id,
            format=draft.text.format,
            source=candidate.source,
            name=draft.file_name,
            annexes=draft.annexes_source,
        )
    )


def _journal(work: UnitOfWork, action: str, sending: Sending, *, actor: str) -> None:
    # Addresses and reasons are personal and stay out of the chain.
    journal.append(
        work,
        sending.conference_id,
        action,
        actor=actor,
        recipient=sending.recipient_id,
        edition=sending.edition_id,
        turn=sending.turn,
    )
