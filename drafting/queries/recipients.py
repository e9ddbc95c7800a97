"""Recipients of the letter with how each is addressed: by the rules, or as somebody said by hand."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Recipient
from drafting.rules.addresses import FORM_LABELS, Address, Addressee, Form, address, list_remarks


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A recipient as the letter addresses them; ``own`` names what was said by hand instead of the rules'.

    ``question`` is a sentence about ``%(name)s``, and ``about`` that name, where only a person can answer; "" where
    all is known. ``by_rule`` is what the rules say.
    """

    id: str
    to: Addressee
    label: str
    form_label: str
    email: str
    first_line: str
    lines: tuple[str, ...]
    salutation: str
    own: frozenset[str]
    question: str
    about: str
    remarks: tuple[str, ...]
    by_rule: Address
    opening: str
    leads: tuple[str, ...]

    @property
    def field(self) -> tuple[str, ...]:
        """All lines of the address."""
        return (self.first_line, *self.lines) if self.first_line else self.lines

    @property
    def is_ready(self) -> bool:
        """Whether a letter can be written."""
        return bool(self.salutation) and not self.question


def list_recipients(session: Session, conference_id: str) -> tuple[RecipientRow, ...]:
    """The recipients in their order."""
    statement = select(Recipient).where(Recipient.conference_id == conference_id)
    return tuple(_show(row) for row in session.scalars(statement.order_by(Recipient.position, Recipient.id)))


def get_recipient(session: Session, conference_id: str, recipient_id: str) -> RecipientRow:
    """One recipient; raises NotFoundError."""
    row = session.get(Recipient, recipient_id)
    if row is None or row.conference_id != conference_id:
        raise NotFoundError("Diesen Empfänger gibt es nicht (mehr).")
    return _show(row)


def name_recipient(row: Recipient) -> str:
    """What a recipient is called in lists."""
    return _read(row).full_name or row.office or row.organisation


def _read(row: Recipient) -> Addressee:
    return Addressee(Form(row.form), *(getattr(row, each.name) for each in fields(Addressee)[1:]))


def _show(row: Recipient) -> RecipientRow:
    to = _read(row)
    rule = address(to, email=row.email)
    own_lines = tuple(line.strip() for line in row.own_lines.split("\n") if line.strip())
    first_line, lines = row.own_first_line or rule.first_line, own_lines or rule.lines
    field = (first_line, *lines) if first_line else lines
    own = {"first_line": row.own_first_line, "lines": row.own_lines, "salutation": row.own_salutation}
    # Who says the salutation by hand has answered what the rules would have asked.
    question = "" if row.own_salutation else rule.question
    return RecipientRow(
        id=row.id,
        to=to,
        label=to.full_name or to.office or to.organisation,
        form_label=FORM_LABELS[to.form],
        email=row.email,
        first_line=first_line,
        lines=lines,
        salutation=row.own_salutation or rule.salutation,
        own=frozenset(name for name, said in own.items() if said),
        question=question,
        about=rule.about,
        remarks=list_remarks(field, to, email=row.email),
        by_rule=rule,
        opening=row.opening,
        leads=tuple(row.leads),
    )
