"""Delivery: handing the outbox to the mail server, or writing it to files where there is none.

Like the ballot writer, this commits more than once: a mail is claimed in a transaction of its own before the server is
asked, and marked as sent in another once the server has taken it. Of two processes only one gets a mail. Where one ends
between the two, or the server's answer is lost, nobody can know whether the mail went out: it is sent once more after
the pause, with the same Message-ID, by which the receiver can recognise it. It is never lost. Only a mail that carries
the letter is not sent again: it is marked as uncertain, and people decide.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from drafting.database import Database
from drafting.exports.mails import Letter, make_message
from drafting.models import Mail, now
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.services import attachments, mails, sending_outcomes, signature_mails
from drafting.services.mails import Receipt, Refusal
from drafting.settings import Settings

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

logger = logging.getLogger(__name__)

# For each answer of the server; together well below the pause after which a mail may be claimed again.
TIMEOUT_SECONDS = 20.0
_TRANSIENT, _PERMANENT = 400, 500

Hand = Callable[[Letter], Receipt]


class _LostAnswerError(OSError):
    """The whole mail was handed over, and what the server said to it is not known."""


class _Conversation(smtplib.SMTP):
    """A conversation that remembers whether a whole mail is out, and the server's words when it took one."""

    is_out = False
    answer = ""

    def send(self, s: ReadableBuffer | str) -> None:
        """Send a line or a mail; only a mail ends with a full stop of its own."""
        super().send(s)
        self.is_out = s.endswith(b"\r\n.\r\n") if isinstance(s, bytes) else False

    def data(self, msg: ReadableBuffer | str) -> tuple[int, bytes]:
        """Hand over a mail."""
        code, words = super().data(msg)
        self.answer = f"{code} {_decode(words)}"
        return code, words


class _SafeConversation(_Conversation, smtplib.SMTP_SSL):
    """The same, through TLS from the start."""


@dataclass(slots=True)
class Round:
    """What one round through the outbox has done."""

    sent: int = 0
    refused: int = 0


def deliver(
    database: Database,
    settings: Settings,
    *,
    go_on: Callable[[], bool] = lambda: True,
    timeout: float = TIMEOUT_SECONDS,
) -> Round:
    """Collect what is due and send it, one mail after the other, until nothing is left or the server is not there.

    ``timeout`` is how long to wait for each answer of the server, in seconds.
    """
    done = Round()
    with database.read() as session:
        moment = now()
        if not (
            mails.is_anything_to_do(session, moment=moment)
            or signature_mails.is_any_due(session, moment)
            or attachments.is_any_unwritten(session)
            or sending_outcomes.is_any_lost(session, moment)
        ):
            return done
    with database.write() as work:
        sending_outcomes.note_lost(work, moment=moment)
    attachments.hold_outdated(database)
    _collect(database, settings)
    with contextlib.ExitStack() as stack:
        hand: Hand | None = None
        while go_on():
            with database.write() as work:
                letter = mails.claim(work)
            if letter is None:
                # Mails whose attachment is there already do not wait for the others'.
                if attachments.write_some(database):
                    continue
                return done
            try:
                hand = hand or stack.enter_context(_open(settings, timeout))
                receipt = hand(letter)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                done.refused += 1
                _refuse(database, letter, error)
                if not _concerns_this_mail_alone(error):
                    return done
                continue
            with database.write() as work:
                mails.note_sent(work, letter.id, receipt)
            done.sent += 1
    return done


def write_files(database: Database, settings: Settings) -> list[Path]:
    """Write what would be sent now as files, and leave the outbox as it is; returns the files."""
    _collect(database, settings)
    while attachments.write_some(database):
        pass
    with database.read() as session:
        # Of the letter only what may still go out by itself.
        may_go = or_(Mail.sending_id.is_(None), and_(Mail.handed_at.is_(None), Mail.attempts < MOST_ATTEMPTS))
        found = select(Mail).where(Mail.sent_at.is_(None), may_go)
        waiting = session.scalars(found.order_by(Mail.created_at, Mail.id)).all()
        letters = [mails.make_letter(session, each, database.hash_code) for each in waiting]
    return [_write_file(letter, settings) for letter in letters]


def _collect(database: Database, settings: Settings) -> None:
    with database.write() as work:
        signature_mails.remind_due(work, base_url=settings.base_url)
    number = 1
    while number:
        with database.write() as work:
            number = mails.collect(work, base_url=settings.base_url)


@contextlib.contextmanager
def _open(settings: Settings, timeout: float) -> Iterator[Hand]:
    """The way mails go: a connection to the server, or the folder where no server is set."""
    if not settings.smtp_host:
        yield lambda letter: _keep(letter, settings)
        return
    address = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        server: _Conversation = _SafeConversation(*address, timeout=timeout, context=ssl.create_default_context())
    else:
        server = _Conversation(*address, timeout=timeout)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield lambda letter: _send(server, letter, settings)
    finally:
        # The mails are with the server already; how it says goodbye does not matter.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _send(server: _Conversation, letter: Letter, settings: Settings) -> Receipt:
    message = _make(letter, settings)
    data = message.as_bytes()
    sender, receiver = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    server.is_out = False
    try:
        server.sendmail(sender, [receiver], data)
    except (OSError, smtplib.SMTPException) as error:
        # A refusal is an answer; anything else, once the whole mail is out, leaves open what became of it.
        is_refusal = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _TRANSIENT
        if server.is_out and not is_refusal:
            raise _LostAnswerError(str(error) or type(error).__name__) from error
        raise
    return Receipt(hashlib.sha256(data).hexdigest(), server.answer)


def _keep(letter: Letter, settings: Settings) -> Receipt:
    path = _write_file(letter, settings)
    return Receipt(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, is_file=True)


def _write_file(letter: Letter, settings: Settings) -> Path:
    folder = settings.data_dir / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{letter.created_at:%Y%m%d-%H%M%S}-{letter.id}.eml"
    path.write_bytes(_make(letter, settings).as_bytes())
    return path


def _make(letter: Letter, settings: Settings) -> EmailMessage:
    unsubscribe = f"{settings.base_url.rstrip('/')}/mitteilungen/abbestellen/{letter.id}"
    return make_message(letter, sender=settings.mail_sender, unsubscribe=unsubscribe)


def _refuse(database: Database, letter: Letter, error: Exception) -> None:
    code, words = _explain(error)
    for_good = isinstance(error, ValueError) or (code >= _PERMANENT and _concerns_this_mail_alone(error))
    logger.warning("mail %s was not sent: %s", letter.id, code or type(error).__name__)
    refusal = Refusal(code, words, for_good=for_good, is_uncertain=isinstance(error, _LostAnswerError))
    with database.write() as work:
        mails.note_refused(work, letter.id, refusal)


def _concerns_this_mail_alone(error: Exception) -> bool:
    """Whether the next mail may fare better on the same connection."""
    return isinstance(error, ValueError | smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)


def _explain(error: Exception) -> tuple[int, str]:
    """The server's code, 0 where there is none, and its words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, f"{code} {_decode(words)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, f"{error.smtp_code} {_decode(error.smtp_error)}"
    return 0, str(error) or type(error).__name__


def _decode(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
