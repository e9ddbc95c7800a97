"""The archive: everything of a conference that may leave it, for the exports; people appear by municipality alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.archives import (
    Archive,
    CommentRecord,
    ConferenceRecord,
    EditionRecord,
    EntryRecord,
    ExampleRecord,
    HeadingRecord,
    PanelRecord,
)
from drafting.models import (
    Amendment,
    Comment,
    Conference,
    Demand,
    DemandVersion,
    Example,
    Panel,
    Paper,
    PaperChange,
    Person,
)
from drafting.queries import paper_states
from drafting.queries.archived_amendments import list_archived_amendments
from drafting.queries.archived_papers import get_archived_paper
from drafting.queries.editions import NOW
from drafting.queries.poll_records import get_polls
from drafting.rules.lifecycle import PHASE_LABELS, AmendmentState, Phase


def get_archive(session: Session, conference_id: str, edition: str = NOW) -> Archive:
    """The whole conference, about an edition or the paper as it stands; raises NotFoundError before there is one."""
    conference = session.get(Conference, conference_id)
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if conference is None or paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    chosen = paper_states.find_state(session, conference_id, edition)
    record = get_archived_paper(session, paper)
    amendments = list_archived_amendments(session, conference_id)
    polls = get_polls(session, conference_id).polls
    examples = tuple(_list_examples(session, conference_id))
    comments = tuple(_list_comments(session, conference_id))
    moments: list[datetime | None] = [version.at for unit in record.units for version in unit.versions]
    moments += [moment for each in amendments for moment in (each.submitted_at, each.decided_at)]
    moments += [wording.at for each in amendments for wording in each.wordings]
    moments += [poll.closed_at for poll in polls]
    moments += session.scalars(select(PaperChange.at).where(PaperChange.paper_id == paper.id))
    moments += [example.at for example in examples] + [comment.at for comment in comments]
    return Archive(
        conference=_make_conference(session, conference),
        edition=chosen.key,
        at=max((moment for moment in moments if moment), default=None),
        paper=record,
        editions=tuple(_list_editions(session, paper)),
        amendments=amendments,
        polls=polls,
        examples=examples,
        comments=comments,
    )


def _make_conference(session: Session, conference: Conference) -> ConferenceRecord:
    quorum = conference.quorum
    panels = session.scalars(select(Panel).where(Panel.conference_id == conference.id).order_by(Panel.position))
    return ConferenceRecord(
        id=conference.id,
        name=conference.name,
        place=conference.place,
        starts_on=conference.starts_on,
        ends_on=conference.ends_on,
        phase=conference.phase,
        phase_label=PHASE_LABELS[Phase(conference.phase)],
        rule=conference.rule,
        quorum=f"{quorum.numerator}/{quorum.denominator}" if quorum else "",
        panels=tuple(PanelRecord(panel.id, panel.name, panel.decides) for panel in panels),
    )


def _list_editions(session: Session, paper: Paper) -> Iterable[EditionRecord]:
    """The named states from the first on, and last the paper as it stands."""
    of_paper = select(Demand.id).where(Demand.paper_id == paper.id)
    numbers = {
        id_: (number, is_struck)
        for id_, number, is_struck in session.execute(
            select(DemandVersion.id, DemandVersion.number, DemandVersion.is_struck).where(
                DemandVersion.demand_id.in_(of_paper)
            )
        )
    }
    for choice in reversed(paper_states.list_states(session, paper.conference_id)):
        state = paper_states.read_state(session, paper, choice)
        entries = [
            EntryRecord(place.demand_id, place.section_id or "", place.number, numbers[place.version_id][0])
            for place in sorted(state.places.values(), key=lambda place: place.position)
            if not numbers[place.version_id][1]
        ]
        kind = "import" if choice.is_import else "named" if choice.at else "present"
        name = choice.name if choice.at else ""
        sections = tuple(HeadingRecord(id_, heading) for id_, heading in state.sections)
        yield EditionRecord(
            key=choice.key,
            kind=kind,
            name=name,
            title=state.details.title,
            subtitle=state.details.subtitle,
            date=state.details.date,
            place=state.details.place,
            at=choice.at,
            sections=sections,
            entries=tuple(entries),
        )


def _list_examples(session: Session, conference_id: str) -> Iterable[ExampleRecord]:
    """Those given for the annex; what was hidden or withdrawn stays inside."""
    released = (Example.in_annex.is_(True), Example.hidden_at.is_(None), Example.withdrawn_at.is_(None))
    found = session.scalars(
        select(Example)
        .join(Demand, Demand.id == Example.demand_id)
        .where(Example.conference_id == conference_id, *released)
        .order_by(Demand.position, Example.created_at, Example.id)
    )
    for example in found:
        yield ExampleRecord(
            example.id,
            example.demand_id,
            example.municipality,
            example.title,
            example.text,
            example.link,
            example.figure,
            example.created_at,
        )


def _list_comments(session: Session, conference_id: str) -> Iterable[CommentRecord]:
    rows = session.execute(
        select(Comment, Person.municipality, Amendment)
        .join(Person, Person.id == Comment.author_id)
        .outerjoin(Amendment, Amendment.id == Comment.amendment_id)
        .where(Comment.conference_id == conference_id)
        .order_by(Comment.created_at, Comment.id)
    )
    for comment, municipality, amendment in rows:
        if amendment is not None and amendment.state == AmendmentState.DRAFT:
            continue
        is_hidden = comment.hidden_at is not None
        yield CommentRecord(
            id=comment.id,
            unit=comment.demand_id or "",
            amendment=amendment.label if amendment is not None else "",
            answers=comment.parent_id or "",
            municipality=municipality,
            at=comment.created_at,
            text="" if is_hidden else comment.text,
            is_hidden=is_hidden,
            hidden_reason=comment.hidden_reason if is_hidden else "",
        )
