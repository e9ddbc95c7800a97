"""A letter ready to be sent: recipients who can be mailed and two who cannot, of an edition that is frozen."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

from sqlalchemy import select, update

from drafting import queries, services
from drafting.models import JournalEntry, Mail, Sending, now
from drafting.queries.sending_drafts import SendingDraft
from drafting.queries.sendings import SendingRow
from drafting.rules.addresses import Addressee, Form
from drafting.services.delivery import Round
from drafting.services.letters import LetterEntry
from drafting.services.minority_notes import Authority
from drafting.services.recipients import RecipientEntry
from drafting.settings import Settings
from tests.make import Hall

AHORN, BIRKE = "ahorn@amt.example", "birke@amt.example"
# By surname: the form of address, and the e-mail address.
RECIPIENTS = {
    "Ahorn": (Form.WOMAN, AHORN),
    "Birke": (Form.MAN, BIRKE),
    "Cypresse": (Form.WOMAN, ""),
    "Douglasie": (Form.UNKNOWN, "douglasie@amt.example"),
}


def prepare(hall: Hall, *, edition: bool = True) -> dict[str, str]:
    """Take recipients in and choose the decided edition; returns the recipients' ids by surname."""
    with hall.database.write() as work:
        ids = {
            name: services.recipients.save(
                work,
                hall.id,
                None,
                RecipientEntry(Addressee(form, given_name="Kim", name=name, organisation="Amt"), email),
                actor=hall.organizer,
            )
            for name, (form, email) in RECIPIENTS.items()
        }
        edition_id = ""
        if edition:
            services.papers.freeze_edition(work, hall.paper, name="Beschlussfassung", actor=hall.organizer)
            edition_id = queries.letter_pages.list_editions(work.session, hall.id)[0].id
        entry = LetterEntry(edition_id, "din", False, False, {"subject": "Was Kommunen brauchen"}, ())
        services.letters.change_settings(work, hall.id, entry, actor=hall.organizer)
    return ids


def declare_note(hall: Hall) -> str:
    """Declare a minority note for one municipality, and let that be enough; returns its id."""
    yes = Authority("Stadt Calw", "Bürgermeisterin", is_confirmed=True)
    with hall.database.write() as work:
        services.minority_notes.set_minimum(work, hall.id, municipalities=1, actor=hall.organizer)
        return services.minority_notes.write(
            work, hall.first, title="Zu wenig", text="Wir wollen mehr.", authority=yes, actor=hall.ada
        )


def draft(hall: Hall) -> SendingDraft:
    """All mails as they would go out now."""
    with hall.database.read() as session:
        return queries.sending_drafts.get_draft(session, hall.id)


def confirm(hall: Hall, *, only: str = "", digest: str = "") -> int:
    """Order the letter for all who can get it, or for one."""
    found = draft(hall)
    ids = [only] if only else [each.row.id for each in found.candidates if each.obstacle is None]
    with hall.database.write() as work:
        return services.sendings.confirm(work, hall.id, ids, digest=digest or found.digest, actor=hall.organizer)


def rows(hall: Hall) -> dict[str, SendingRow]:
    """What became of each letter of the present edition, by the recipient's address at the time."""
    with hall.database.read() as session:
        page = queries.sendings.get_page(session, hall.id, draft(hall).edition_id)
    return {row.address: row for row in page.rows}


def states(hall: Hall) -> dict[str, str]:
    """The state of each letter by the name before the @."""
    return {address.partition("@")[0]: row.state.value for address, row in rows(hall).items()}


def get_sending(hall: Hall, address: str) -> Sending:
    """The row of a letter."""
    with hall.database.read() as session:
        return session.get_one(Sending, rows(hall)[address].id)


def again(hall: Hall, address: str) -> bool:
    """Order the letter once more for whoever it went to at an address."""
    row, found = rows(hall)[address], draft(hall)
    candidate = found.find(row.recipient_id)
    assert candidate is not None
    with hall.database.write() as work:
        return services.sendings.send_again(
            work, row.id, turn=row.turn, seal=found.seal(candidate), actor=hall.organizer
        )


def deliver(hall: Hall, settings: Settings) -> Round:
    """Deliver what is due."""
    return services.delivery.deliver(hall.database, settings)


def pass_time(hall: Hall, **ago: int) -> None:
    """Let every pause be over, and what was handed over be so long ago."""
    with hall.database.write() as work:
        work.session.execute(update(Mail).values(next_try_at=now() - timedelta(seconds=1)))
        work.session.execute(
            update(Mail).where(Mail.handed_at.is_not(None)).values(handed_at=now() - timedelta(**ago or {"minutes": 6}))
        )


def move(hall: Hall, recipient_id: str) -> None:
    """Give Kim Ahorn another e-mail address."""
    to = Addressee(Form.WOMAN, given_name="Kim", name="Ahorn", organisation="Amt")
    with hall.database.write() as work:
        entry = RecipientEntry(to, "neu@amt.example")
        services.recipients.save(work, hall.id, recipient_id, entry, actor=hall.organizer)


def actions(hall: Hall) -> list[str]:
    """What the journal has of sendings."""
    with hall.database.read() as session:
        found = select(JournalEntry.action).where(JournalEntry.action.startswith("sending."))
        return list(session.scalars(found.order_by(JournalEntry.number)))


def attached(mail: EmailMessage) -> tuple[str, bytes]:
    """The name and the bytes of the letter that hangs on a mail."""
    part = next(mail.iter_attachments())
    return part.get_filename() or "", part.get_content()
