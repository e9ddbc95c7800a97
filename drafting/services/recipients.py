"""Recipients of the letter: read from a table, typed in, and what is said of them otherwise than the rules would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from sqlalchemy import delete, func, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.imports.recipients import LONGEST, RecipientLine
from drafting.models import Answer, Mail, MailAttachment, Recipient, Sending
from drafting.rules import remarks
from drafting.rules.addresses import MOST_SMALL_LINES, Address, Addressee, Form, address, is_over
from drafting.rules.permissions import may_organize
from drafting.services import journal
from drafting.services.access import lock_conference, require_role

MOST_RECIPIENTS = 1_000
_LONGEST_LINES, _LONGEST_OPENING = 600, 4_000


@dataclass(frozen=True, slots=True)
class RecipientEntry:
    """A recipient as typed in; what is "own" stands instead of what the rules say, "" leaves it to them."""

    to: Addressee
    email: str = ""
    own_first_line: str = ""
    own_lines: str = ""
    own_salutation: str = ""
    opening: str = ""
    leads: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RecipientReport:
    """What reading a table did: how many are new, how many have other data now, how many were there just so."""

    added: int
    changed: int
    unchanged: int


def read_in(work: UnitOfWork, conference_id: str, lines: Iterable[RecipientLine], *, actor: str) -> RecipientReport:
    """Take over a table; who is there already gets its data and keeps what was typed in by hand."""
    _begin(work, conference_id, actor)
    known = {_key(row.given_name, row.name, row.office, row.organisation): row for row in _list(work, conference_id)}
    added = changed = unchanged = 0
    position = max((row.position for row in known.values()), default=0)
    for line in lines:
        to = line.to
        row = known.get(_key(to.given_name, to.name, to.office, to.organisation))
        if row is None:
            position += 1
            row = Recipient(conference_id=conference_id, position=position, leads=[])
            known[_key(to.given_name, to.name, to.office, to.organisation)] = row
            _set_address(row, to, line.email)
            work.session.add(row)
            added += 1
        elif _differs(row, to, line.email):
            # A form of address asked for and given by hand is not lost to an empty cell.
            _set_address(row, to, line.email, form=to.form or Form(row.form))
            changed += 1
        else:
            unchanged += 1
    if len(known) > MOST_RECIPIENTS:
        raise InvalidInputError("Ein Brief geht an höchstens 1.000 Empfänger.", field="datei")
    if added or changed:
        journal.append(work, conference_id, "recipients.read", actor=actor, added=added, changed=changed)
    return RecipientReport(added, changed, unchanged)


def save(work: UnitOfWork, conference_id: str, recipient_id: str | None, entry: RecipientEntry, *, actor: str) -> str:
    """Keep a recipient as typed in, a new one without an id; returns the id."""
    _begin(work, conference_id, actor)
    to = entry.to
    if not (to.name or to.given_name or to.office or to.organisation):
        raise InvalidInputError("Bitte geben Sie einen Namen, ein Amt oder eine Organisation an.", field="name")
    for each in fields(to):
        if len(getattr(to, each.name)) > LONGEST:
            raise InvalidInputError("Das ist zu lang: höchstens 200 Zeichen.", field=each.name)
    if recipient_id is None:
        last = work.session.scalar(select(func.max(Recipient.position)).where(Recipient.conference_id == conference_id))
        row = Recipient(conference_id=conference_id, position=(last or 0) + 1, leads=[])
        work.session.add(row)
        rules = [address(to)]
    else:
        row = _get(work, conference_id, recipient_id)
        # The form shows what was printed before; where that stands unchanged, nobody has said it by hand.
        rules = [address(_read(row)), address(to)]
    _set_address(row, to, remarks.read_line(entry.email, field="email", longest=LONGEST, required=False))
    _set_own(row, entry.own_first_line, entry.own_lines, entry.own_salutation, rules)
    row.opening = remarks.read_text(entry.opening, field="opening", longest=_LONGEST_OPENING, required=False)
    row.leads = list(dict.fromkeys(entry.leads))
    work.session.flush()
    action = "recipient.changed" if recipient_id else "recipient.added"
    journal.append(work, conference_id, action, actor=actor, recipient=row.id)
    return row.id


def override(
    work: UnitOfWork,
    conference_id: str,
    recipient_id: str,
    *,
    first_line: str,
    lines: str,
    salutation: str,
    actor: str,
) -> None:
    """Say first line, address lines and salutation by hand; empty, or what the rules say, leaves them to the rules."""
    _begin(work, conference_id, actor)
    row = _get(work, conference_id, recipient_id)
    before = (row.own_first_line, row.own_lines, row.own_salutation)
    _set_own(row, first_line, lines, salutation, (address(_read(row)),))
    if before != (row.own_first_line, row.own_lines, row.own_salutation):
        journal.append(work, conference_id, "recipient.changed", actor=actor, recipient=row.id)


def remove(work: UnitOfWork, conference_id: str, recipient_id: str, *, actor: str) -> None:
    """Take a recipient off the list; whom the letter was ordered for stays, so that nobody gets it twice."""
    _begin(work, conference_id, actor)
    row = _get(work, conference_id, recipient_id)
    if work.session.scalar(select(Answer.id).where(Answer.recipient_id == recipient_id).limit(1)) is not None:
        raise ClosedError("Von diesem Empfänger ist eine Antwort festgehalten. Er bleibt deshalb auf der Liste.")
    if work.session.scalar(select(Sending.id).where(Sending.recipient_id == row.id).limit(1)) is not None:
        raise ClosedError("Für diesen Empfänger wurde schon ein Brief in den Versand gegeben. Er bleibt in der Liste.")
    # What is left are mails somebody tried out on themselves.
    tested = set(work.session.scalars(select(MailAttachment.mail_id).where(MailAttachment.recipient_id == row.id)))
    work.session.execute(delete(MailAttachment).where(MailAttachment.mail_id.in_(tested)))
    work.session.execute(delete(Mail).where(Mail.id.in_(tested), Mail.sent_at.is_(None)))
    work.session.delete(row)
    journal.append(work, conference_id, "recipient.removed", actor=actor, recipient=recipient_id)


def _begin(work: UnitOfWork, conference_id: str, actor: str) -> None:
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)


def _list(work: UnitOfWork, conference_id: str) -> list[Recipient]:
    statement = select(Recipient).where(Recipient.conference_id == conference_id)
    return list(work.session.scalars(statement.order_by(Recipient.position, Recipient.id)))


def _get(work: UnitOfWork, conference_id: str, recipient_id: str) -> Recipient:
    row = work.session.get(Recipient, recipient_id)
    if row is None or row.conference_id != conference_id:
        raise NotFoundError("Diesen Empfänger gibt es nicht (mehr).")
    return row


def _key(*parts: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()).casefold() for part in parts)


def _differs(row: Recipient, to: Addressee, email: str) -> bool:
    own = Addressee(to.form or Form(row.form), *(getattr(to, each.name) for each in fields(to)[1:]))
    return any(getattr(row, each.name) != getattr(own, each.name) for each in fields(own)) or row.email != email


def _set_address(row: Recipient, to: Addressee, email: str, *, form: Form | None = None) -> None:
    for each in fields(to):
        setattr(row, each.name, remarks.clean_line(getattr(to, each.name)))
    row.form, row.email = (to.form if form is None else form).value, email


def _set_own(row: Recipient, first_line: str, lines: str, salutation: str, rules: Iterable[Address]) -> None:
    """Keep what was said by hand, as far as it is not what the rules say anyway."""
    own: tuple[str, ...] = (
        remarks.read_line(first_line, field="own_first_line", longest=LONGEST, required=False),
        remarks.read_text(lines, field="own_lines", longest=_LONGEST_LINES, required=False),
        remarks.read_line(salutation, field="own_salutation", longest=LONGEST, required=False).rstrip(","),
    )
    for said in rules:
        by_rule = (said.first_line, "\n".join(said.lines), said.salutation)
        own = tuple("" if each == rule else each for each, rule in zip(own, by_rule, strict=True))
    row.own_first_line, row.own_lines, row.own_salutation = own
    printed = tuple(filter(None, (line.strip() for line in row.own_lines.split("\n"))))
    if printed and is_over((row.own_first_line or address(_read(row)).first_line, *printed)):
        raise InvalidInputError(
            "Diese Anschrift passt nicht in das Fenster: höchstens %(number)s Zeilen mit der ersten. Bitte kürzen.",
            field="own_lines",
            number=MOST_SMALL_LINES,
        )


def _read(row: Recipient) -> Addressee:
    return Addressee(Form(row.form), *(getattr(row, each.name) for each in fields(Addressee)[1:]))
