"""Sending in the demonstration: some letters went out, one came back, one was refused; no mail ever leaves it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from sqlalchemy import select

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.hall import ENDS, Hall
from drafting.exports.attachments import AttachmentWriter
from drafting.exports.bundles import write_annexes
from drafting.models import Mail, MailAttachment, Sending, now
from drafting.rules.signing import local_day
from drafting.services.mails import Receipt, Refusal

_POSTED = 21
# By surname: what became of the letter; all others wait for somebody to send them.
_SENT = ("Mispelhag", "Schlehenstolz", "Quittenhof", "Ahornzweig")
_BOUNCED, _REFUSED = "Quittenhof", "Ahornzweig"


def find_posting() -> date:
    """The day the letter went out, by post and by mail: three weeks ago, but not before the conference was over."""
    today = local_day(now())
    return min(today, max(ENDS, today - timedelta(days=_POSTED)))


def send(work: UnitOfWork, hall: Hall) -> None:
    """Order some letters and note what a mail server would have said of each."""
    draft = queries.sending_drafts.get_draft(work.session, hall.conference_id)
    names = {each.row.id: each.row.to.name for each in draft.ready if each.row.to.name in _SENT}
    copies = {each.row.id: each.copy for each in draft.ready}
    services.sendings.confirm(work, hall.conference_id, list(names), digest=draft.digest, actor=hall.organizer)
    posted = now() - (local_day(now()) - find_posting())
    writer = AttachmentWriter(draft.source.letter, draft.letterhead, draft.text.format)
    if draft.source.letter.annexes:
        # As a Word file: a PDF would take the demonstration seconds to write.
        annexes = write_annexes(draft.source.letter.annexes, "docx")
        services.attachments.keep_annexes(work, hall.conference_id, draft.annexes_source, "docx", annexes)
    found = work.session.execute(
        select(Mail, MailAttachment)
        .join(MailAttachment, MailAttachment.mail_id == Mail.id)
        .where(Mail.sending_id.is_not(None))
        .order_by(Mail.address)
    ).all()
    for mail, attachment in found:
        attachment.data = writer.write(copies[attachment.recipient_id])
        attachment.digest = hashlib.sha256(attachment.data).hexdigest()
        mail.created_at, mail.handed_at, mail.attempts = posted, posted, 1
        sending = work.session.get_one(Sending, mail.sending_id)
        sending.created_at = posted
        name = names[attachment.recipient_id]
        if name == _REFUSED:
            words = "550 5.1.1 <praesident@staedtetag.example>: Recipient address rejected: User unknown"
            services.mails.note_refused(work, mail.id, Refusal(550, words, for_good=True))
            sending.noted_at = posted
            continue
        services.mails.note_sent(work, mail.id, Receipt("", "250 2.0.0 Ok: queued"))
        mail.sent_at = posted
        if name == _BOUNCED:
            services.sendings.note_bounce(
                work, sending.id, turn=1, reason="Postfach voll, nach drei Tagen aufgegeben", actor=hall.organizer
            )
            sending.noted_at = min(now(), posted + timedelta(days=3))
