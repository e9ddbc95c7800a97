"""Publications for organizers: the pages there are, one of them with what is missing before it can go public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Edition, Paper, PressRelease, Publication, now
from drafting.queries import editions, learned, signatories
from drafting.queries.editions import EditionRow
from drafting.queries.learned import Learned
from drafting.queries.signing_texts import is_present
from drafting.rules.publishing import PUBLICATION_STATE_LABELS, PublicationState, name_state


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A page in the list."""

    id: str
    slug: str
    title: str
    edition: str
    state: PublicationState
    state_label: str
    opens_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicationList:
    """The pages of a conference, the latest first, and the editions a page can be of, the latest first."""

    rows: tuple[PublicationRow, ...]
    editions: tuple[EditionRow, ...]
    has_paper: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What is to be known before publishing; only ``learned`` can hinder it.

    ``is_present`` says that the paper still stands as in the edition, ``signed_edition`` what is signed instead of it,
    ``names`` how many municipalities the page names.
    """

    learned: Learned
    is_present: bool
    signed_edition: str
    names: int
    has_press: bool
    has_past_opening: bool


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """A page as organizers work on it; ``check`` is there until it is published."""

    row: PublicationRow
    edition_id: str
    introduction: str
    contact: str
    has_reasons: bool
    shows_signatories: bool
    shows_proposers: bool
    shows_votes: bool
    formats: tuple[str, ...]
    published_at: datetime | None
    told_otherwise: int
    withdrawal_note: str
    editions: tuple[EditionRow, ...]
    replaces: str
    check: Check | None


def list_publications(session: Session, conference_id: str) -> PublicationList:
    """All pages of a conference."""
    paper_id = session.scalar(select(Paper.id).where(Paper.conference_id == conference_id))
    moment = now()
    rows = session.execute(
        select(Publication, Edition.name)
        .join(Edition, Edition.id == Publication.edition_id)
        .where(Publication.conference_id == conference_id)
        .order_by(Publication.created_at.desc(), Publication.id)
    )
    return PublicationList(
        rows=tuple(_make_row(publication, name, moment) for publication, name in rows),
        editions=_list_editions(session, paper_id),
        has_paper=paper_id is not None,
    )


def get_page(session: Session, publication_id: str, conference_id: str) -> PublicationPage:
    """One page with its check; raises NotFoundError."""
    publication = session.get(Publication, publication_id)
    if publication is None or publication.conference_id != conference_id:
        raise NotFoundError("Diese Seite gibt es nicht (mehr).")
    edition = session.get_one(Edition, publication.edition_id)
    row = _make_row(publication, edition.name, now())
    others = [
        each
        for each in list_publications(session, conference_id).rows
        if each.id != publication.id and each.state in (PublicationState.OPEN, PublicationState.WAITING)
    ]
    is_draft = row.state is PublicationState.DRAFT
    return PublicationPage(
        row=row,
        edition_id=publication.edition_id,
        introduction=publication.introduction,
        contact=publication.contact,
        has_reasons=publication.has_reasons,
        shows_signatories=publication.shows_signatories,
        shows_proposers=publication.shows_proposers,
        shows_votes=publication.shows_votes,
        formats=tuple(publication.formats),
        published_at=publication.published_at,
        told_otherwise=publication.told_otherwise,
        withdrawal_note=publication.withdrawal_note,
        editions=_list_editions(session, edition.paper_id),
        replaces=others[0].title if others and is_draft else "",
        check=_check(session, publication) if is_draft else None,
    )


def find_slug(session: Session, publication_id: str, conference_id: str) -> str:
    """The last part of a page's address; raises NotFoundError."""
    slug = session.scalar(
        select(Publication.slug).where(Publication.id == publication_id, Publication.conference_id == conference_id)
    )
    if slug is None:
        raise NotFoundError("Diese Seite gibt es nicht (mehr).")
    return slug


def _check(session: Session, publication: Publication) -> Check:
    signing = signatories.find_edition(session, publication.conference_id)
    names = signatories.list_names(session, publication.conference_id, publication.edition_id)
    return Check(
        learned=learned.get_learned(session, publication.conference_id),
        is_present=is_present(session, publication.edition_id),
        signed_edition=signing.name if signing is not None and signing.id != publication.edition_id else "",
        names=len(names) if publication.shows_signatories else 0,
        has_press=session.get(PressRelease, publication.id) is not None,
        has_past_opening=publication.opens_at is not None and publication.opens_at <= now(),
    )


def _list_editions(session: Session, paper_id: str | None) -> tuple[EditionRow, ...]:
    """The editions that can be published, the latest first; what was read in is last year's paper."""
    rows = editions.list_editions(session, paper_id) if paper_id else ()
    return tuple(row for row in reversed(rows) if row.kind != "import")


def _make_row(publication: Publication, edition: str, moment: datetime) -> PublicationRow:
    state = name_state(
        published_at=publication.published_at,
        opens_at=publication.opens_at,
        withdrawn_at=publication.withdrawn_at,
        moment=moment,
    )
    return PublicationRow(
        id=publication.id,
        slug=publication.slug,
        title=publication.title,
        edition=edition,
        state=state,
        state_label=PUBLICATION_STATE_LABELS[state],
        opens_at=publication.opens_at,
        withdrawn_at=publication.withdrawn_at,
    )
