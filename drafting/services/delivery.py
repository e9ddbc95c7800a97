"""Delivery: handing the outbox to the mail server, or writing it to files where there is none.

Like the ballot writer, this commits more than once: a mail is claimed in a transaction of its own before the server is
asked, and marked as sent in another once the server has taken it. Of two processes only one gets a mail. Where one ends
between the two, or the server's answer is lost, nobody can know whether the mail went out: it is sent once more after
the pause, with the same Message-ID, by which the receiver can recognise it. It is never lost.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from drafting.database import Database
from drafting.exports.mails import Letter, make_message
from drafting.models import Mail, now
from drafting.services import mails, signature_mails
from drafting.services.signature_links import fill_links
from drafting.settings import Settings

logger = logging.getLogger(__name__)

# For each answer of the server; together well below the pause after which a mail may be claimed again.
TIMEOUT_SECONDS = 20.0
_PERMANENT = 500

Hand = Callable[[Letter], None]


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
        if not (mails.is_anything_to_do(session, moment=moment) or signature_mails.is_any_due(session, moment)):
            return done
    _collect(database, settings)
    with contextlib.ExitStack() as stack:
        hand: Hand | None = None
        while go_on():
            with database.write() as work:
                letter = mails.claim(work)
            if letter is None:
                return done
            try:
                hand = hand or stack.enter_context(_open(settings, timeout))
                hand(letter)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                done.refused += 1
                _refuse(database, letter, error)
                if not _concerns_this_mail_alone(error):
                    return done
                continue
            with database.write() as work:
                mails.note_sent(work, letter.id)
            done.sent += 1
    return done


def write_files(database: Database, settings: Settings) -> list[Path]:
    """Write what would be sent now as files, and leave the outbox as it is; returns the files."""
    _collect(database, settings)
    with database.read() as session:
        waiting = session.scalars(select(Mail).where(Mail.sent_at.is_(None)).order_by(Mail.created_at, Mail.id)).all()
        letters = [
            Letter(each.id, each.address, each.subject, fill_links(each.body, database.hash_code), each.created_at)
            for each in waiting
        ]
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
        server: smtplib.SMTP = smtplib.SMTP_SSL(*address, timeout=timeout, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(*address, timeout=timeout)
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


def _send(server: smtplib.SMTP, letter: Letter, settings: Settings) -> None:
    server.send_message(_make(letter, settings))


def _keep(letter: Letter, settings: Settings) -> None:
    _write_file(letter, settings)


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
    with database.write() as work:
        mails.note_refused(work, letter.id, words, for_good=for_good)


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
