"""Publications: preparing the public page of an edition, telling authors before, publishing, replacing, withdrawing.

A page is refused to the public while an author has not learned what became of their amendment. Once published, its
text and address stay as they are: a newer edition is another publication, and the older page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.models import Edition, Paper, PressRelease, Publication, now
from drafting.queries.learned import AuthorRow, Learned, Outcome, get_learned
from drafting.queries.signing_texts import digest_edition
from drafting.rules import remarks
from drafting.rules.notices import NoticeKind, name_outcome
from drafting.rules.permissions import may_organize
from drafting.rules.publishing import Format, PublicationState, make_slug, name_state, read_slug
from drafting.services import journal, mails, notices
from drafting.services.access import lock_conference, require_role
from drafting.services.comments import DOUBLE_CLICK
from drafting.services.notices import News

LONGEST_TITLE, LONGEST_INTRODUCTION, LONGEST_CONTACT, LONGEST_NOTE = 200, 3_000, 600, 500


@dataclass(frozen=True, slots=True)
class PublicationEntry:
    """What organizers typed in; of a page that is published only what may still change is taken over."""

    edition_id: str
    slug: str
    title: str
    introduction: str = ""
    contact: str = ""
    has_reasons: bool = True
    shows_signatories: bool = True
    shows_proposers: bool = False
    shows_votes: bool = True
    formats: tuple[str, ...] = tuple(Format)
    opens_at: datetime | None = None


def prepare(work: UnitOfWork, conference_id: str, *, edition_id: str, actor: str) -> str:
    """Begin the page of an edition with what is usual; returns its id. Its address is new where others have it.

    Of the same edition within a minute it is a double click.
    """
    require_role(work, conference_id, actor, may_organize)
    conference = lock_conference(work, conference_id)
    edition = _find_edition(work, conference_id, edition_id)
    double = work.session.scalar(
        select(Publication.id).where(
            Publication.conference_id == conference_id,
            Publication.edition_id == edition.id,
            Publication.published_at.is_(None),
            Publication.created_at > now() - DOUBLE_CLICK,
        )
    )
    if double is not None:
        return double
    before = work.session.scalars(
        select(Publication).where(Publication.conference_id == conference_id).order_by(Publication.created_at.desc())
    ).first()
    publication = Publication(
        conference_id=conference_id,
        edition_id=edition.id,
        slug=_find_free_slug(work, make_slug(conference.name)),
        title=work.session.get_one(Paper, edition.paper_id).title,
        formats=[each.value for each in Format],
    )
    if before is not None:
        # What the conference has released once, it has most likely released for the newer text too.
        publication.introduction, publication.contact = before.introduction, before.contact
        publication.has_reasons, publication.formats = before.has_reasons, list(before.formats)
        publication.shows_signatories, publication.shows_proposers = before.shows_signatories, before.shows_proposers
        publication.shows_votes = before.shows_votes
    work.session.add(publication)
    work.session.flush()
    journal.append(
        work, conference_id, "publication.prepared", actor=actor, publication=publication.id, edition=edition.id
    )
    return publication.id


def change(work: UnitOfWork, publication_id: str, entry: PublicationEntry, *, actor: str) -> None:
    """Keep what the page says and shows.

    Once it is published, its edition and address stay, and the moment it opens until it has come.
    """
    publication = get_publication(work, publication_id, actor=actor)
    state = _name_state(publication)
    if state is PublicationState.WITHDRAWN:
        raise ClosedError("Diese Seite ist zurückgezogen.")
    publication.title = remarks.read_line(entry.title, field="title", longest=LONGEST_TITLE)
    publication.introduction = remarks.read_text(
        entry.introduction, field="introduction", longest=LONGEST_INTRODUCTION, required=False
    )
    publication.contact = remarks.read_text(entry.contact, field="contact", longest=LONGEST_CONTACT, required=False)
    publication.has_reasons = entry.has_reasons
    publication.shows_signatories, publication.shows_proposers = entry.shows_signatories, entry.shows_proposers
    publication.shows_votes = entry.shows_votes
    publication.formats = [each.value for each in Format if each in entry.formats]
    if state is PublicationState.DRAFT:
        publication.edition_id = _find_edition(work, publication.conference_id, entry.edition_id).id
        publication.slug = _take_slug(work, publication, read_slug(entry.slug))
    if state is PublicationState.DRAFT:
        publication.opens_at = entry.opens_at
    elif state is PublicationState.WAITING:
        # Nothing typed is at once, as before publishing.
        publication.opens_at = entry.opens_at or now()
    publication.updated_at = now()
    journal.append(
        work,
        publication.conference_id,
        "publication.changed",
        actor=actor,
        publication=publication.id,
        **_describe(publication),
    )


def tell_authors(work: UnitOfWork, conference_id: str, *, base_url: str, actor: str) -> tuple[int, int]:
    """Tell every author who has not learned it what became of their amendments; returns how many people and mails.

    Who has no notice gets one, who has not read theirs gets it by mail now, unless they want none.
    """
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    learned = get_learned(work.session, conference_id)
    if not learned.to_tell:
        return (0, 0)
    notices.tell_all(
        work,
        [
            News(row.person_id, _name_news(outcome), outcome.demand_id, outcome.amendment_id, outcome.note)
            for row in learned.to_tell
            for outcome in row.outcomes
            if not outcome.notice_id
        ],
    )
    waiting = get_learned(work.session, conference_id).to_tell
    mailed = mails.mail_now(work, _list_notices(waiting), base_url=base_url)
    people = len(learned.to_tell)
    journal.append(work, conference_id, "publication.authors_told", actor=actor, people=people, mails=mailed)
    return (people, mailed)


def publish(
    work: UnitOfWork,
    publication_id: str,
    *,
    entry: PublicationEntry | None = None,
    told_otherwise: bool = False,
    leaves_open: bool = False,
    actor: str,
) -> None:
    """Let the page go public at its moment, or at once, with what was typed last; twice is harmless.

    Raises ClosedError while an author has not learned what became of an amendment. Those whom nothing reaches before
    they sign in again are told otherwise by the organizers, who say so with ``told_otherwise``; with ``leaves_open``
    they say that some amendments have no outcome yet.
    """
    publication = get_publication(work, publication_id, actor=actor)
    state = _name_state(publication)
    if state is PublicationState.WITHDRAWN:
        raise ClosedError("Diese Seite ist zurückgezogen.")
    if state is not PublicationState.DRAFT:
        return
    if entry is not None:
        change(work, publication_id, entry, actor=actor)
    learned = get_learned(work.session, publication.conference_id)
    _require_learned(learned, told_otherwise=told_otherwise)
    if learned.open and not leaves_open:
        raise InvalidInputError(
            "Bitte bestätigen Sie, dass die offenen Anträge in diesem Text nicht mehr vorkommen.", field="leaves_open"
        )
    moment = now()
    publication.published_at = moment
    publication.opens_at = max(publication.opens_at or moment, moment)
    publication.told_otherwise = len(learned.not_yet)
    journal.append(
        work,
        publication.conference_id,
        "publication.published",
        actor=actor,
        publication=publication.id,
        digest=digest_edition(work.session, publication.edition_id),
        told_otherwise=publication.told_otherwise,
        left_open=learned.open,
        **_describe(publication),
    )


def withdraw(work: UnitOfWork, publication_id: str, *, note: str, actor: str) -> None:
    """Take a page from the public; ``note`` is what its address says from now on. Twice is harmless."""
    publication = get_publication(work, publication_id, actor=actor)
    state = _name_state(publication)
    if state is PublicationState.WITHDRAWN:
        return
    if state is PublicationState.DRAFT:
        raise ClosedError("Diese Seite ist noch gar nicht veröffentlicht.")
    publication.withdrawal_note = remarks.read_text(note, field="note", longest=LONGEST_NOTE, required=False)
    publication.withdrawn_at = now()
    journal.append(work, publication.conference_id, "publication.withdrawn", actor=actor, publication=publication.id)


def discard(work: UnitOfWork, publication_id: str, *, actor: str) -> None:
    """Throw away a page that was never published."""
    publication = get_publication(work, publication_id, actor=actor)
    if _name_state(publication) is not PublicationState.DRAFT:
        raise ClosedError("Diese Seite ist veröffentlicht. Sie lässt sich nur zurückziehen.")
    work.session.execute(delete(PressRelease).where(PressRelease.publication_id == publication.id))
    work.session.delete(publication)
    journal.append(work, publication.conference_id, "publication.discarded", actor=actor, publication=publication_id)


def get_publication(work: UnitOfWork, publication_id: str, *, actor: str) -> Publication:
    """A page an organizer works on, its conference locked; raises NotFoundError."""
    publication = work.session.get(Publication, publication_id)
    if publication is None:
        raise NotFoundError("Diese Seite gibt es nicht (mehr).")
    require_role(work, publication.conference_id, actor, may_organize)
    lock_conference(work, publication.conference_id)
    work.session.refresh(publication)
    return publication


def _require_learned(learned: Learned, *, told_otherwise: bool) -> None:
    if learned.to_tell:
        raise ClosedError(
            "Noch nicht alle Antragstellenden wissen, was aus ihrem Antrag geworden ist (%(names)s). "
            "Bitte benachrichtigen Sie sie zuerst.",
            names=_name_some(learned.to_tell),
        )
    if learned.not_yet and not told_otherwise:
        raise InvalidInputError(
            "Bitte bestätigen Sie, dass die Genannten es auf anderem Weg erfahren haben.", field="told_otherwise"
        )


def _name_some(rows: Sequence[AuthorRow]) -> str:
    names = [outcome.label for row in rows for outcome in row.outcomes]
    names = list(dict.fromkeys(names))
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _name_news(outcome: Outcome) -> NoticeKind:
    return name_outcome(outcome.state) or NoticeKind.SETTLED


def _list_notices(rows: Sequence[AuthorRow]) -> list[str]:
    return [outcome.notice_id for row in rows for outcome in row.outcomes if outcome.notice_id]


def _name_state(publication: Publication) -> PublicationState:
    return name_state(
        published_at=publication.published_at,
        opens_at=publication.opens_at,
        withdrawn_at=publication.withdrawn_at,
        moment=now(),
    )


def _describe(publication: Publication) -> dict[str, object]:
    """What the journal keeps of a page: what it shows, of which edition, from when on."""
    return {
        "edition": publication.edition_id,
        "opens_at": publication.opens_at.isoformat() if publication.opens_at else None,
        "reasons": publication.has_reasons,
        "signatories": publication.shows_signatories,
        "proposers": publication.shows_proposers,
        "votes": publication.shows_votes,
    }


def _find_edition(work: UnitOfWork, conference_id: str, edition_id: str) -> Edition:
    """An edition that can be published; what was read in is last year's paper."""
    edition = work.session.get(Edition, edition_id)
    paper = work.session.get_one(Paper, edition.paper_id) if edition else None
    if edition is None or paper is None or paper.conference_id != conference_id or edition.kind == "import":
        raise InvalidInputError("Bitte wählen Sie einen festgehaltenen Stand.", field="edition")
    return edition


def _find_free_slug(work: UnitOfWork, slug: str) -> str:
    for number in range(1, 1_000):
        tried = slug if number == 1 else f"{slug}-{number}"
        if work.session.scalar(select(Publication.id).where(Publication.slug == tried)) is None:
            return tried
    raise InvalidInputError("Bitte wählen Sie eine eigene Adresse.", field="slug")


def _take_slug(work: UnitOfWork, publication: Publication, slug: str) -> str:
    taken = work.session.scalar(
        select(Publication.id).where(Publication.slug == slug, Publication.id != publication.id)
    )
    if taken is not None:
        raise InvalidInputError("Unter dieser Adresse gibt es schon eine Seite.", field="slug")
    return slug
