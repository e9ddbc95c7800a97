"""Mails as bytes: the message a mail server takes, or a file shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a mail."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in plain text; ``id`` makes its Message-ID, so that one sent twice can be recognised as the same.

    One with ``attachments`` is written by people to somebody who never asked for mails: it can be answered, and has
    nothing to unsubscribe from.
    """

    id: str
    address: str
    subject: str
    body: str
    created_at: datetime
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""


def make_message(letter: Letter, *, sender: str, unsubscribe: str) -> EmailMessage:
    """The message; ``unsubscribe`` is the address where it ends. Raises ValueError for an address that is none.

    The same letter gives the same bytes.
    """
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = read_address(letter.address)
    message["Subject"] = " ".join(letter.subject.split())[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
    if letter.reply_to:
        message["Reply-To"] = read_address(letter.reply_to)
    if not letter.attachments:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        # Nobody's absence is to be answered to a machine.
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.body, cte="quoted-printable")
    for file in letter.attachments:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    if letter.attachments:
        # Else it would be another one each time.
        message.set_boundary(f"=_{letter.id}")
    # Mail programs look for the address to unsubscribe on the header's first line; the body's lines stay short.
    message.policy = SMTP.clone(max_line_length=900)
    return message


def read_address(address: str) -> Address:
    """Read an address so that every mail server takes it; raises ValueError for what is none."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain and local.isascii()):
        raise ValueError("Das ist keine E-Mail-Adresse.")
    try:
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (MessageError, ValueError, IndexError):
        raise ValueError("Das ist keine E-Mail-Adresse.") from None
