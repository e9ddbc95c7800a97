"""Signatures: the organizers' table of who was asked and what they declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import (
    LetterSettings,
    Paper,
    Person,
    Signature,
    SignatureLink,
    Signing,
    SigningChange,
    now,
)
from drafting.queries.editions import EditionRow, list_editions
from drafting.queries.signatories import find_list, find_standing, list_supporters
from drafting.queries.signature_mails import find_refusals
from drafting.queries.signing_texts import is_present
from drafting.rules.permissions import Role, is_member
from drafting.rules.signing import (
    LEVEL_LABELS,
    SOON,
    STANDING_LABELS,
    Level,
    SignatureState,
    Standing,
    last_day,
    local_day,
    name_body,
)
from drafting.rules.sizes import name_key, plain_name, sort_key

# What an organizer has to see to comes first.
_ORDER = (
    Standing.OVERDUE,
    Standing.OUTDATED,
    Standing.ASKED,
    Standing.RESERVED,
    Standing.SIGNED,
    Standing.WITHDRAWN,
    Standing.DECLINED,
)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A municipality in the organizers' table.

    ``is_file_former`` says that the signed paper belongs to a declaration that holds no more; ``refusal`` is why the
    last mail has not arrived, in plain words.
    """

    id: str
    name: str
    level: str
    level_label: str
    contact: str
    email: str
    standing: Standing
    standing_label: str
    until: date | None
    signer: str
    function: str
    declared_at: datetime | None
    has_file: bool
    is_file_former: bool
    has_link: bool
    takes_mail: bool
    refusal: str
    mailed_at: datetime | None
    remind_at: datetime | None
    may_be_mailed: bool
    may_be_withdrawn: bool
    may_be_removed: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Another edition that took the place of the one signed before."""

    at: datetime
    before: str
    before_key: str
    after: str
    after_key: str
    is_slip: bool
    note: str


@dataclass(frozen=True, slots=True)
class SigningPage:
    """The organizers' page: what is signed until when, and everybody who was asked.

    ``edition`` is "" before signing begins. ``is_present`` says that the paper still stands as it is signed,
    ``is_in_letter`` that the letter is of what is signed, ``letter`` of which edition it is, "" for the paper of now.
    ``unreminded`` are those whose reservation runs out, or has, and whom no mail reaches.
    """

    edition_id: str
    edition: str
    edition_key: str
    closes_at: datetime | None
    last: date | None
    is_over: bool
    is_present: bool
    is_in_letter: bool
    letter: str
    editions: tuple[EditionRow, ...]
    rows: tuple[SignatureRow, ...]
    counts: Mapping[Standing, int]
    changes: tuple[ChangeRow, ...]
    supporters: int
    registered: int
    mailable: int
    unreminded: tuple[SignatureRow, ...]


def get_page(session: Session, conference_id: str) -> SigningPage:
    """The organizers' page; raises NotFoundError before there is a paper."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    signing, moment = session.get(Signing, conference_id), now()
    editions = list_editions(session, paper.id)
    keys = {row.id: row.key for row in editions}
    names = {row.id: row.name for row in editions}
    rows = _list_rows(session, conference_id, signing, moment)
    letter = session.get(LetterSettings, conference_id)
    letter_id = (letter.edition_id or "") if letter else ""
    return SigningPage(
        edition_id=signing.edition_id if signing else "",
        edition=names.get(signing.edition_id, "") if signing else "",
        edition_key=keys.get(signing.edition_id, "") if signing else "",
        closes_at=signing.closes_at if signing else None,
        last=last_day(signing.closes_at) if signing else None,
        is_over=signing is not None and signing.closes_at <= moment,
        is_present=signing is not None and is_present(session, signing.edition_id),
        is_in_letter=find_list(session, conference_id, letter_id) is not None,
        letter=names.get(letter_id, ""),
        editions=editions,
        rows=rows,
        counts={standing: sum(row.standing is standing for row in rows) for standing in Standing},
        changes=tuple(
            ChangeRow(
                each.at,
                names[each.before_id],
                keys[each.before_id],
                names[each.after_id],
                keys[each.after_id],
                each.is_slight,
                each.note,
            )
            for each in list_changes(session, conference_id)
        ),
        supporters=len(list_supporters(session, conference_id)),
        registered=_count_unasked(session, conference_id, {row.name for row in rows}),
        mailable=sum(row.may_be_mailed and row.standing in (Standing.ASKED, Standing.OUTDATED) for row in rows),
        unreminded=tuple(row for row in rows if _is_unreminded(row, local_day(moment))),
    )


def get_row(session: Session, signature_id: str, conference_id: str) -> SignatureRow:
    """One municipality of the organizers' table; raises NotFoundError."""
    rows = _list_rows(session, conference_id, session.get(Signing, conference_id), now())
    found = next((row for row in rows if row.id == signature_id), None)
    if found is None:
        raise NotFoundError("Diese Kommune steht nicht (mehr) in der Liste.")
    return found


def find_file(session: Session, signature_id: str, conference_id: str) -> str:
    """The name of the signed PDF in the data directory; raises NotFoundError where there is none."""
    name = session.scalar(
        select(Signature.file).where(Signature.id == signature_id, Signature.conference_id == conference_id)
    )
    if not name:
        raise NotFoundError("Hier ist kein unterschriebenes Blatt hinterlegt.")
    return name


def list_changes(session: Session, conference_id: str) -> list[SigningChange]:
    """The changes of what is signed, oldest first."""
    return list(
        session.scalars(
            select(SigningChange)
            .where(SigningChange.conference_id == conference_id)
            .order_by(SigningChange.at, SigningChange.id)
        )
    )


def _list_rows(
    session: Session, conference_id: str, signing: Signing | None, moment: datetime
) -> tuple[SignatureRow, ...]:
    linked = set(
        session.scalars(
            select(SignatureLink.signature_id)
            .join(Signature, Signature.id == SignatureLink.signature_id)
            .where(Signature.conference_id == conference_id, SignatureLink.revoked_at.is_(None))
        )
    )
    refusals = find_refusals(session, conference_id)
    rows = [
        _make_row(each, signing, moment, has_link=each.id in linked, refusal=refusals.get((each.id, each.email), ""))
        for each in session.scalars(select(Signature).where(Signature.conference_id == conference_id))
    ]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.standing), sort_key(row.name), row.id)))


def _is_unreminded(row: SignatureRow, today: date) -> bool:
    if row.standing not in (Standing.RESERVED, Standing.OVERDUE) or row.until is None:
        return False
    return row.until - today <= SOON and not (row.email and row.takes_mail and not row.refusal)


def _make_row(
    each: Signature, signing: Signing | None, moment: datetime, *, has_link: bool, refusal: str
) -> SignatureRow:
    standing = find_standing(each, signing, moment)
    is_open = standing in (Standing.ASKED, Standing.OUTDATED) and signing is not None and signing.closes_at > moment
    return SignatureRow(
        id=each.id,
        name=each.name,
        level=each.level,
        level_label=LEVEL_LABELS[Level(each.level)],
        contact=each.contact,
        email=each.email,
        standing=standing,
        standing_label=STANDING_LABELS[standing],
        until=each.reserved_until,
        signer=each.signer,
        function=each.function,
        declared_at=each.declared_at,
        has_file=bool(each.file),
        is_file_former=each.file_revision != each.revision,
        has_link=has_link,
        takes_mail=each.takes_mail,
        refusal=refusal,
        mailed_at=each.mailed_at,
        remind_at=each.remind_at,
        may_be_mailed=bool(each.email)
        and each.takes_mail
        and (is_open or standing in (Standing.RESERVED, Standing.OVERDUE)),
        may_be_withdrawn=each.state in (SignatureState.SIGNED, SignatureState.RESERVED),
        may_be_removed=each.revision == 0,
    )


def _count_unasked(session: Session, conference_id: str, asked: set[str]) -> int:
    """How many municipalities people come from that nobody has put on the list."""
    known = {name_key(name) for name in asked}
    towns = session.scalars(
        select(Person.municipality).where(
            Person.conference_id == conference_id, Person.role.in_([role for role in Role if is_member(role)])
        )
    )
    return len({name_key(name_body(town)) for town in towns if plain_name(town)} - known)
