"""Tables of sending the letter: the mail around it, whom it went to in which edition, and the very files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class SendingText(Base):
    """The mail the letter hangs on, as organizers wrote it; a conference without a row has the usual one.

    ``format`` is that of the attached letter, "docx" or "pdf".
    """

    __tablename__ = "sending_texts"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    subject: Mapped[str]
    body: Mapped[str]
    reply_to: Mapped[str] = mapped_column(default="")
    format: Mapped[str] = mapped_column(default="docx")
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Sending(Base):
    """The letter of an edition to a recipient: there is one, whoever presses the button how often.

    ``state`` is what is known of it, see ``rules/sendings.py``. ``turn`` counts how often organizers decided to send
    it: each turn has its own mail in the outbox, and only the last one's may go out. ``note`` is why it came back, or
    what a person said of it, at ``noted_at``.
    """

    __tablename__ = "sendings"
    __table_args__ = (
        # Never twice to the same recipient for the same edition.
        UniqueConstraint("recipient_id", "edition_id"),
        CheckConstraint(
            "state IN ('waiting', 'held', 'sent', 'filed', 'refused', 'bounced', 'uncertain', 'skipped')", name="state"
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    turn: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class MailAttachment(Base):
    """The letter that hangs on a mail: what it is to be made of, then the file itself, which is never made again.

    ``source`` is the digest of all that goes into it, as it was when somebody decided to send it. ``data`` is None
    until the file is written; a mail waits for it. ``digest`` is the file's SHA-256. ``annexes`` is the source of the
    ``AnnexFile`` that hangs beside it, "" for none.
    """

    __tablename__ = "mail_attachments"

    mail_id: Mapped[str] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"), index=True)
    format: Mapped[str]
    source: Mapped[str]
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    annexes: Mapped[str] = mapped_column(default="")


class AnnexFile(Base):
    """The letter's annexes as they hang on mails, written once for all that go out with the same.

    ``source`` is the digest of all they are made of, ``digest`` the file's SHA-256.
    """

    __tablename__ = "annex_files"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    format: Mapped[str]
    digest: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
