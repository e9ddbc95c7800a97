"""Signatories: who signs what is signed now, with an authorised yes that holds today, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.signatories import Signatory, SignatoryGroup, SignatoryList, Supporter
from drafting.models import (
    Conference,
    Edition,
    Paper,
    Person,
    PersonalSupport,
    Signature,
    Signing,
    now,
)
from drafting.queries.editions import IMPORT
from drafting.queries.signing_texts import is_present
from drafting.rules.signing import (
    LEVEL_LABELS,
    Level,
    SignatureState,
    Standing,
    is_named,
    last_day,
    local_day,
    name_standing,
)
from drafting.rules.sizes import name_key, sort_key


@dataclass(frozen=True, slots=True)
class SignatoriesPage:
    """Who signs, for everybody signed in, with the reader's own personal support."""

    found: SignatoryList
    last: date
    is_over: bool
    my_name: str
    my_function: str
    has_given: bool


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
        if is_named(find_standing(each, signing, moment))
    ]
    named.sort(key=lambda each: (each.key, each.id))
    supports = list_supporters(session, conference_id)
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
        not is_named(find_standing(each, signing, moment))
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


def list_supporters(session: Session, conference_id: str) -> list[PersonalSupport]:
    """Those who stand behind the paper as experts, in order."""
    rows = session.scalars(select(PersonalSupport).where(PersonalSupport.conference_id == conference_id))
    return sorted(rows, key=lambda row: (sort_key(row.name), row.person_id))


def find_standing(each: Signature, signing: Signing | None, moment: datetime) -> Standing:
    """Where a municipality stands to what is signed, at a moment."""
    return name_standing(
        SignatureState(each.state),
        until=each.reserved_until,
        is_current=signing is not None and each.edition_id == signing.edition_id,
        today=local_day(moment),
    )
