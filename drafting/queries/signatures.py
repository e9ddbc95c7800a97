"""Signatures: the organizers' table of who was asked, and the list of those who sign, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.signatories import Signatory, SignatoryGroup, SignatoryList, Supporter
from drafting.models import (
    Conference,
    Edition,
    LetterSettings,
    Paper,
    Person,
    PersonalSupport,
    Signature,
    SignatureLink,
    Signing,
    SigningChange,
    now,
)
from drafting.queries.editions import IMPORT, EditionRow, list_editions
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
    is_named,
    last_day,
    local_day,
    name_body,
    name_standing,
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


@dataclass(frozen=True, slots=True)
class SignatoriesPage:
    """Who signs, for everybody signed in, with the reader's own personal support."""

    found: SignatoryList
    last: date
    is_over: bool
    my_name: str
    my_function: str
    has_given: bool


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
        supporters=len(_list_supporters(session, conference_id)),
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


def get_signatories(session: Session, conference_id: str) -> SignatoryList:
    """Who signs what is signed now: only those whose authorised yes to this text holds today."""
    conference = session.get_one(Conference, conference_id)
    signing = session.get(Signing, conference_id)
    if signing is None:
        raise NotFoundError("Die Mitzeichnung hat noch nicht begonnen.")
    moment = now()
    named = [
        each
        for each in session.scalars(select(Signature).where(Signature.conference_id == conference_id))
        if is_named(_find_standing(each, signing, moment))
    ]
    named.sort(key=lambda each: (each.key, each.id))
    supports = _list_supporters(session, conference_id)
    edition = session.get_one(Edition, signing.edition_id)
    return SignatoryList(
        title=edition.title,
        conference=conference.name,
        edition=edition.name,
        groups=tuple(
            SignatoryGroup(
                LEVEL_LABELS[level],
                tuple(Signatory(each.name, each.reserved_until) for each in named if each.level == level),
            )
            for level in Level
            if any(each.level == level for each in named)
        ),
        supporters=tuple(Supporter(each.name, each.function) for each in supports),
        moment=max((each.declared_at for each in named if each.declared_at), default=signing.opened_at),
    )


def find_list(session: Session, conference_id: str, edition_id: str = "") -> SignatoryList | None:
    """Who signs an edition, or the paper as it stands; None where that is not what was signed."""
    signing = session.get(Signing, conference_id)
    if signing is None:
        return None
    if edition_id == IMPORT:
        edition_id = _find_import(session, conference_id)
    if edition_id != signing.edition_id and (edition_id or not is_present(session, signing.edition_id)):
        return None
    return get_signatories(session, conference_id)


def _find_import(session: Session, conference_id: str) -> str:
    imported = select(Edition.id).join(Paper, Paper.id == Edition.paper_id)
    return session.scalars(imported.where(Paper.conference_id == conference_id, Edition.kind == "import")).one()


def count_signers(session: Session, conference_id: str) -> int:
    """How many sign what is signed now; 0 before signing begins."""
    signing = session.get(Signing, conference_id)
    return get_signatories(session, conference_id).count if signing else 0


def list_names(session: Session, conference_id: str, edition_id: str = "") -> tuple[str, ...]:
    """The lines under an edition, or under the paper as it stands; none where that is not what was signed."""
    found = find_list(session, conference_id, edition_id)
    return tuple(each.line for group in found.groups for each in group.signatories) if found else ()


def list_keys(session: Session, conference_id: str, edition_id: str) -> frozenset[str]:
    """What the spellings share of each municipality that signs an edition."""
    found = find_list(session, conference_id, edition_id)
    return (
        frozenset(name_key(each.name) for group in found.groups for each in group.signatories) if found else frozenset()
    )


def is_any_lost(session: Session, conference_id: str, since: datetime) -> bool:
    """Whether a municipality that was named then is not any more: its yes is taken back, or its council was late."""
    signing, moment = session.get(Signing, conference_id), now()
    told = select(Signature).where(Signature.conference_id == conference_id, Signature.created_at <= since)
    return any(
        not is_named(_find_standing(each, signing, moment))
        and (
            (each.revision > 1 and each.declared_at is not None and each.declared_at > since)
            or (each.reserved_until is not None and each.reserved_until >= local_day(since))
        )
        for each in session.scalars(told)
    )


def find_edition(session: Session, conference_id: str) -> Edition | None:
    """The edition that is signed; None before signing begins."""
    signing = session.get(Signing, conference_id)
    return session.get_one(Edition, signing.edition_id) if signing is not None else None


def get_signatories_page(session: Session, conference_id: str, person_id: str) -> SignatoriesPage | None:
    """The list for everybody; None before signing begins."""
    signing = session.get(Signing, conference_id)
    if signing is None:
        return None
    support = session.get(PersonalSupport, person_id)
    person = session.get_one(Person, person_id)
    return SignatoriesPage(
        found=get_signatories(session, conference_id),
        last=last_day(signing.closes_at),
        is_over=signing.closes_at <= now(),
        my_name=support.name if support else person.name,
        my_function=support.function if support else "",
        has_given=support is not None,
    )


def _list_supporters(session: Session, conference_id: str) -> list[PersonalSupport]:
    rows = session.scalars(select(PersonalSupport).where(PersonalSupport.conference_id == conference_id))
    return sorted(rows, key=lambda row: (sort_key(row.name), row.person_id))


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
    standing = _find_standing(each, signing, moment)
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


def _find_standing(each: Signature, signing: Signing | None, moment: datetime) -> Standing:
    return name_standing(
        SignatureState(each.state),
        until=each.reserved_until,
        is_current=signing is not None and each.edition_id == signing.edition_id,
        today=local_day(moment),
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
