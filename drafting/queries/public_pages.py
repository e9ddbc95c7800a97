"""The public page: an edition with all that was released of it, for people who are not signed in.

What is read here holds no person's name: neither accounts nor proposers nor supporters are looked at by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.signatories import SignatoryGroup
from drafting.models import Conference, Edition, Paper, PressRelease, Publication, now
from drafting.queries import paper_states, public_answers, signatories
from drafting.queries.public_answers import PublicAnswers
from drafting.queries.public_sources import Release
from drafting.queries.public_texts import PublicText, PublicUnit, read_text
from drafting.rules.publishing import Format, PublicationState, name_state


@dataclass(frozen=True, slots=True)
class Address:
    """What an address of the public leads to: the page's id and state, and when it opens or was withdrawn.

    ``newer`` is the address of the newest page of the same conference that is public, "" where this is it.
    """

    id: str
    slug: str
    state: PublicationState
    opens_at: datetime | None
    withdrawn_at: datetime | None
    note: str
    newer: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Everything the page shows; ``newer`` as in ``Address``, ``formats`` are the files it offers."""

    id: str
    slug: str
    state: PublicationState
    title: str
    subtitle: str
    introduction: str
    contact: str
    conference: str
    place: str
    edition: str
    frozen_at: datetime
    opens_at: datetime | None
    text: PublicText
    groups: tuple[SignatoryGroup, ...]
    formats: tuple[Format, ...]
    has_press: bool
    newer: str
    answers: PublicAnswers

    @property
    def units(self) -> dict[str, PublicUnit]:
        """Its demands by their ids."""
        return {unit.id: unit for section in self.text.sections for unit in section.units}

    @property
    def signatory_count(self) -> int:
        """How many municipalities sign."""
        return sum(len(group.signatories) for group in self.groups)

    @property
    def reserved_count(self) -> int:
        """How many of them sign while their council has yet to agree."""
        return sum(each.until is not None for group in self.groups for each in group.signatories)


def find_address(session: Session, slug: str, *, moment: datetime | None = None) -> Address | None:
    """What an address leads to; None where nobody has published anything there, prepared or not."""
    moment = moment or now()
    row = session.scalar(select(Publication).where(Publication.slug == slug))
    if row is None or row.published_at is None:
        return None
    return Address(
        id=row.id,
        slug=row.slug,
        state=_name_state(row, moment),
        opens_at=row.opens_at,
        withdrawn_at=row.withdrawn_at,
        note=row.withdrawal_note,
        newer=_find_newer(session, row, moment),
    )


def get_page(session: Session, publication_id: str, conference_id: str = "") -> PublicPage:
    """The page, whoever may see it; raises NotFoundError for one there is not, or of another conference."""
    moment = now()
    row = session.get(Publication, publication_id)
    if row is None or conference_id not in ("", row.conference_id):
        raise NotFoundError("Diese Seite gibt es nicht (mehr).")
    edition = session.get_one(Edition, row.edition_id)
    conference = session.get_one(Conference, row.conference_id)
    paper = session.get_one(Paper, edition.paper_id)
    bound = paper_states.get_paper(session, row.conference_id, edition.id)
    press = session.get(PressRelease, row.id)
    return PublicPage(
        id=row.id,
        slug=row.slug,
        state=_name_state(row, moment),
        title=row.title,
        subtitle=bound.subtitle,
        introduction=row.introduction,
        contact=row.contact,
        conference=conference.name,
        place=conference.place,
        edition=edition.name,
        frozen_at=edition.created_at,
        opens_at=row.opens_at,
        text=read_text(session, paper, bound, _find_release(session, row), reasons=row.has_reasons),
        groups=list_groups(session, row),
        formats=tuple(each for each in Format if each in row.formats),
        has_press=press is not None and press.is_public,
        newer=_find_newer(session, row, moment),
        answers=public_answers.get_answers(session, row.conference_id),
    )


def _find_release(session: Session, row: Publication) -> Release:
    signed = signatories.list_keys(session, row.conference_id, row.edition_id) if row.shows_proposers else frozenset()
    return Release(row.shows_proposers, row.shows_votes, signed)


def list_groups(session: Session, row: Publication) -> tuple[SignatoryGroup, ...]:
    """Who signs just this edition, where that was released: only municipalities whose authorised yes holds."""
    if not row.shows_signatories or not signatories.list_names(session, row.conference_id, row.edition_id):
        return ()
    return signatories.get_signatories(session, row.conference_id).groups


def _name_state(row: Publication, moment: datetime) -> PublicationState:
    return name_state(
        published_at=row.published_at, opens_at=row.opens_at, withdrawn_at=row.withdrawn_at, moment=moment
    )


def _find_newer(session: Session, row: Publication, moment: datetime) -> str:
    newest = session.scalars(
        select(Publication)
        .where(
            Publication.conference_id == row.conference_id,
            Publication.published_at.is_not(None),
            Publication.opens_at <= moment,
            Publication.withdrawn_at.is_(None),
        )
        .join(Edition, Edition.id == Publication.edition_id)
        .order_by(Edition.created_at.desc(), Publication.published_at.desc(), Publication.id)
        .limit(1)
    ).first()
    if newest is None or newest.id == row.id:
        return ""
    # What counts is the text's age, then the release: an older text released later is no newer one.
    ours, theirs = (_find_age(session, each) for each in (row, newest))
    return newest.slug if ours and theirs and theirs > ours else ""


def _find_age(session: Session, row: Publication) -> tuple[datetime, datetime] | None:
    if row.published_at is None:
        return None
    return session.get_one(Edition, row.edition_id).created_at, row.published_at


def has_press(session: Session, publication_id: str) -> bool:
    """Whether the press version is released for everybody."""
    press = session.get(PressRelease, publication_id)
    return press is not None and press.is_public


def list_released(session: Session, *, most: int) -> tuple[str, ...]:
    """The pages released last and not withdrawn, of all conferences."""
    statement = select(Publication.id).where(Publication.published_at.is_not(None), Publication.withdrawn_at.is_(None))
    return tuple(session.scalars(statement.order_by(Publication.published_at.desc(), Publication.id).limit(most)))


def find_place(session: Session, publication_id: str, format: Format) -> tuple[str, str] | None:
    """The conference of a released page and its title; None where the page does not offer such a file."""
    row = session.get(Publication, publication_id)
    if row is None or row.published_at is None or row.withdrawn_at is not None or format not in row.formats:
        return None
    return row.conference_id, row.title


def get_place(session: Session, publication_id: str) -> tuple[str, str]:
    """The conference a page is of, and its title."""
    row = session.get_one(Publication, publication_id)
    return row.conference_id, row.title
