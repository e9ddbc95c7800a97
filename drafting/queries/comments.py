"""Comments: the threads under a demand or an amendment, and one comment for its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Comment, Demand, Paper, Person
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import AmendmentState, Phase
from drafting.rules.permissions import ROLE_LABELS, Role, is_member, may_comment

# For those who speak for the conference, their role stands beside the name.
_OFFICES = frozenset({Role.ORGANIZER, Role.EDITOR, Role.MODERATOR})


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """What is commented on; ``kind`` is "demand" or "amendment", ``address`` its page."""

    kind: str
    id: str
    conference_id: str
    label: str
    title: str

    @property
    def address(self) -> str:
        """The page with the comments."""
        return f"/{'forderungen' if self.kind == 'demand' else 'antraege'}/{self.id}"


@dataclass(frozen=True, slots=True)
class CommentsState:
    """How the comments of a place stand, for everybody: what has come since is told by ``count`` and ``stamp``."""

    key: str
    count: int
    stamp: str


@dataclass(frozen=True, slots=True)
class CommentCard:
    """One comment; ``text`` is empty where it is hidden from the viewer, moderators and its author still read it."""

    id: str
    author: str
    office: str
    at: datetime
    is_edited: bool
    text: str
    is_hidden: bool
    hidden_reason: str
    is_mine: bool
    may_edit: bool
    may_hide: bool


@dataclass(frozen=True, slots=True)
class CommentThread:
    """A comment with its answers in the order they came."""

    first: CommentCard
    answers: tuple[CommentCard, ...]
    may_answer: bool


@dataclass(frozen=True, slots=True)
class CommentList:
    """The threads of a place, the latest first; ``why_not`` says why the viewer may not write, "" where they may."""

    place: CommentPlace
    state: CommentsState
    threads: tuple[CommentThread, ...]
    may_write: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One comment with where it stands, for answering, changing or hiding it; ``raw`` is its text as it was typed."""

    card: CommentCard
    place: CommentPlace
    raw: str
    may_answer: bool


def get_comments(session: Session, *, demand_id: str = "", amendment_id: str = "", viewer: Viewer) -> CommentList:
    """The comments on a demand or on an amendment; raises NotFoundError."""
    place = get_place(session, demand_id=demand_id, amendment_id=amendment_id)
    if place.conference_id != viewer.conference_id:
        raise NotFoundError
    rows = [(comment, person) for comment, person in session.execute(_select().where(_of(place)))]
    why_not = _explain_why_not(viewer)
    answers: dict[str, list[CommentCard]] = {}
    for comment, person in rows:
        if comment.parent_id:
            answers.setdefault(comment.parent_id, []).append(_make_card(comment, person, viewer))
    threads = [
        CommentThread(
            first=_make_card(comment, person, viewer),
            answers=tuple(answers.get(comment.id, ())),
            may_answer=not why_not and comment.hidden_at is None,
        )
        for comment, person in reversed(rows)
        if not comment.parent_id
    ]
    return CommentList(
        place=place,
        state=_make_state(place, [comment for comment, _ in rows]),
        threads=tuple(threads),
        may_write=not why_not,
        why_not=why_not,
    )


def get_state(session: Session, conference_id: str, *, demand_id: str = "", amendment_id: str = "") -> CommentsState:
    """How the comments of a place stand, without anything personal; raises NotFoundError."""
    place = get_place(session, demand_id=demand_id, amendment_id=amendment_id)
    if place.conference_id != conference_id:
        raise NotFoundError
    return _make_state(place, session.scalars(select(Comment).where(_of(place))))


def get_comment(session: Session, comment_id: str, *, viewer: Viewer) -> CommentPage:
    """One comment for the page on which it is answered, changed or hidden; raises NotFoundError."""
    found = session.execute(_select().where(Comment.id == comment_id)).first()
    if found is None or found[0].conference_id != viewer.conference_id:
        raise NotFoundError("Diesen Kommentar gibt es nicht.")
    comment, person = found
    card = _make_card(comment, person, viewer)
    return CommentPage(
        card=card,
        place=get_place(session, demand_id=comment.demand_id or "", amendment_id=comment.amendment_id or ""),
        raw=card.text,
        may_answer=not _explain_why_not(viewer) and not card.is_hidden,
    )


def get_place(session: Session, *, demand_id: str = "", amendment_id: str = "") -> CommentPlace:
    """What is commented on; raises NotFoundError."""
    if demand_id:
        found = session.execute(
            select(Demand, Paper.conference_id).join(Paper, Paper.id == Demand.paper_id).where(Demand.id == demand_id)
        ).first()
        if found is not None:
            return CommentPlace("demand", demand_id, found[1], found[0].label, found[0].title)
    amendment = session.get(Amendment, amendment_id) if amendment_id else None
    if amendment is None or amendment.state == AmendmentState.DRAFT:
        raise NotFoundError
    return CommentPlace("amendment", amendment_id, amendment.conference_id, amendment.label, amendment.headline)


def _select() -> Select[Comment, Person]:
    return select(Comment, Person).join(Person, Person.id == Comment.author_id).order_by(Comment.created_at, Comment.id)


def _of(place: CommentPlace) -> ColumnElement[bool]:
    return (Comment.demand_id if place.kind == "demand" else Comment.amendment_id) == place.id


def _make_state(place: CommentPlace, comments: Iterable[Comment]) -> CommentsState:
    rows = list(comments)
    moments = [moment for row in rows for moment in (row.created_at, row.edited_at, row.hidden_at) if moment]
    hidden = sum(row.hidden_at is not None for row in rows)
    stamp = f"{max(moments).isoformat()} {hidden}" if moments else ""
    return CommentsState(f"{place.kind}-{place.id}", len(rows), stamp)


def _make_card(comment: Comment, person: Person, viewer: Viewer) -> CommentCard:
    is_mine = person.id == viewer.person_id
    is_hidden = comment.hidden_at is not None
    role = Role(person.role)
    return CommentCard(
        id=comment.id,
        author=person.label,
        office=ROLE_LABELS[role] if role in _OFFICES else "",
        at=comment.created_at,
        is_edited=comment.edited_at is not None,
        text=comment.text if not is_hidden or is_mine or viewer.may_moderate else "",
        is_hidden=is_hidden,
        hidden_reason=comment.hidden_reason,
        is_mine=is_mine,
        may_edit=is_mine and not is_hidden and not _explain_why_not(viewer),
        may_hide=viewer.may_moderate,
    )


def _explain_why_not(viewer: Viewer) -> str:
    role = Role(viewer.role)
    if may_comment(role, Phase(viewer.phase)):
        return ""
    if is_member(role) or role is Role.ORGANIZER:
        return "Die Konferenz ist zu Ende. Die Kommentare bleiben lesbar."
    return "Sie können hier lesen, aber nichts schreiben."
