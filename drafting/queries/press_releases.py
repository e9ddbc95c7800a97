"""The press version: its text modules as kept, or proposed from nothing but what the conference has decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.correspondence import gist
from drafting.exports.papers import Paper as PaperText
from drafting.exports.papers import PaperUnit
from drafting.exports.press import Press
from drafting.models import (
    Amendment,
    Conference,
    Edition,
    LetterSettings,
    Poll,
    PressRelease,
    Publication,
)
from drafting.queries import letter_pages, paper_states
from drafting.queries.public_pages import list_groups
from drafting.rules.lifecycle import PollState
from drafting.rules.publishing import say_moment
from drafting.rules.signing import keep_day, local_day

_KEY_DEMANDS = 3


@dataclass(frozen=True, slots=True)
class PressPage:
    """The text modules; ``is_kept`` says that organizers have saved them, else they are proposed.

    ``signers`` is what is true now where the text kept says something else of how many have signed.
    """

    publication_id: str
    title: str
    is_kept: bool
    is_withdrawn: bool
    headline: str
    lead: str
    demands: tuple[str, ...]
    quote: str
    speaker: str
    releaser: str
    about: str
    contact: str
    is_public: bool
    signers: str = ""


def get_page(session: Session, publication_id: str, conference_id: str) -> PressPage:
    """The text modules of a page; raises NotFoundError."""
    publication = session.get(Publication, publication_id)
    if publication is None or publication.conference_id != conference_id:
        raise NotFoundError("Diese Seite gibt es nicht (mehr).")
    row = session.get(PressRelease, publication_id)
    if row is None:
        return _propose(session, publication)
    return PressPage(
        publication_id=publication.id,
        title=publication.title,
        is_kept=True,
        is_withdrawn=publication.withdrawn_at is not None,
        headline=row.headline,
        lead=row.lead,
        demands=tuple(row.demands),
        quote=row.quote,
        speaker=row.speaker,
        releaser=row.releaser,
        about=row.about,
        contact=row.contact,
        is_public=row.is_public,
        signers=_find_true(session, publication, row.lead),
    )


def _find_true(session: Session, publication: Publication, lead: str) -> str:
    """How many have signed, where a text tells of them and does not say this."""
    if not publication.shows_signatories:
        return ""
    true = _count_signers(session, publication) or "Niemand hat ihn mitgezeichnet."
    return true if "mitgezeichnet" in lead and true not in lead else ""


def get_press(session: Session, publication_id: str, *, address: str, has_embargo: bool = True) -> Press:
    """The press version as it is read; without its embargo for those who see it after it is over.

    Raises NotFoundError where no text modules have been saved yet.
    """
    row, publication = session.get(PressRelease, publication_id), session.get(Publication, publication_id)
    if row is None or publication is None:
        raise NotFoundError("Eine Pressefassung gibt es noch nicht.")
    conference = session.get_one(Conference, publication.conference_id)
    opens_at = publication.opens_at
    day = local_day(opens_at or row.updated_at)
    return Press(
        conference=conference.name,
        place_date=", ".join(part for part in (conference.place, keep_day(day)) if part),
        embargo=say_moment(opens_at) if has_embargo and opens_at is not None and _waits(publication) else "",
        headline=row.headline,
        lead=row.lead,
        demands=tuple(row.demands),
        quote=row.quote,
        speaker=row.speaker,
        about=row.about,
        contact=row.contact,
        address=address,
        moment=row.updated_at,
    )


def _waits(publication: Publication) -> bool:
    """Whether a moment was set to wait for; of what was published at once there is no embargo to speak of."""
    return publication.published_at is None or publication.opens_at != publication.published_at


def _propose(session: Session, publication: Publication) -> PressPage:
    conference = session.get_one(Conference, publication.conference_id)
    paper = paper_states.get_paper(session, publication.conference_id, publication.edition_id)
    numbered = [unit for section in paper.sections for unit in section.units if unit.number]
    count = "Eine Forderung" if len(numbered) == 1 else f"{len(numbered)} Forderungen"
    settings = session.get(LetterSettings, publication.conference_id)
    return PressPage(
        publication_id=publication.id,
        title=publication.title,
        is_kept=False,
        is_withdrawn=publication.withdrawn_at is not None,
        headline=f"{conference.name} veröffentlicht „{publication.title}“",
        lead=" ".join(_list_facts(session, publication, conference, count)),
        demands=tuple(_show(unit) for unit in _choose(session, publication.conference_id, paper)),
        quote="",
        speaker="",
        releaser="",
        about=_say_about(session, conference),
        contact=settings.information if settings else "",
        is_public=False,
    )


def _list_facts(session: Session, publication: Publication, conference: Conference, count: str) -> Iterator[str]:
    where = f" in {conference.place}" if conference.place else ""
    when = _say_days(conference)
    verb = "stellt" if count.startswith("Eine ") else "stellen"
    when = f" ({when})" if when else ""
    yield f"{count} {verb} die Teilnehmenden der Veranstaltung „{conference.name}“{where}{when}."
    frozen = session.get_one(Edition, publication.edition_id).created_at
    # What came or was decided later, or not at all, this text did not go through.
    amendments = _count(session, Amendment, publication, Amendment.decided_at <= frozen)
    polls = _count(session, Poll, publication, (Poll.state == PollState.CLOSED) & (Poll.closed_at <= frozen))
    if amendments:
        votes = f" und {polls} Abstimmungen" if polls > 1 else ""
        asked = "einen Änderungsantrag" if amendments == 1 else f"{amendments} Änderungsanträge"
        yield f"Der Text ging durch {asked}{votes}; er hat den Stand vom {keep_day(local_day(frozen))}."
    if signers := _count_signers(session, publication):
        yield signers


def _count_signers(session: Session, publication: Publication) -> str:
    """How many have signed, in a sentence; "" for none, or where that is not released."""
    names = [each for group in list_groups(session, publication) for each in group.signatories]
    reserved = sum(each.until is not None for each in names)
    if not names:
        return ""
    alone = len(names) == 1
    said = "Eine Kommune hat ihn mitgezeichnet" if alone else f"{len(names)} Kommunen haben ihn mitgezeichnet"
    return f"{said}, davon {reserved} vorbehaltlich der Zustimmung des Gremiums." if reserved else f"{said}."


def _count(session: Session, model: type[Amendment | Poll], publication: Publication, fits: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(model).where(model.conference_id == publication.conference_id)
    return session.scalar(statement.where(fits)) or 0


def _say_days(conference: Conference) -> str:
    starts, ends = conference.starts_on, conference.ends_on
    if starts is None or ends is None or starts == ends:
        day: date | None = ends or starts
        return keep_day(day) if day else ""
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}.\u00a0bis {keep_day(ends)}"
    return f"{keep_day(starts)} bis {keep_day(ends)}"


def _say_about(session: Session, conference: Conference) -> str:
    sender = session.get(LetterSettings, conference.id)
    opening = [conference.name, _say_days(conference), conference.place]
    facts = ", ".join(part for part in opening if part)
    lines = sender.sender.split("\n") if sender and sender.sender else []
    return "\n".join([facts, *([", ".join(lines)] if lines and lines != [conference.name] else [])])


def _choose(session: Session, conference_id: str, paper: PaperText) -> list[PaperUnit]:
    """The demands put first: by the letter's settings, else by the last vote on priorities; none where neither is."""
    settings = session.get(LetterSettings, conference_id)
    wanted = list(settings.priorities) if settings and settings.priorities else []
    wanted = wanted or list(letter_pages.suggest_priorities(session, conference_id))
    units = {unit.id: unit for unit in paper.units()}
    return [units[each] for each in wanted if each in units][:_KEY_DEMANDS]


def _show(unit: PaperUnit) -> str:
    return "\n".join(part for part in (unit.document.title, gist(unit.document)) if part)
