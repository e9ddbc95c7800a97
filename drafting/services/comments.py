"""Comments on demands and amendments: writing, answering, editing one's own, and moderating with a reason.

Only moderation stands in the journal: what people say to each other decides nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import CommentChanged
from drafting.models import Amendment, Comment, Demand, Follow, Paper, now
from drafting.rules.lifecycle import AmendmentState, Phase
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, may_comment, may_moderate
from drafting.rules.remarks import LONGEST_COMMENT, LONGEST_REASON, read_line, read_text
from drafting.services import follows, journal, notices
from drafting.services.access import find_actor, lock_conference, require_role

# The same words at the same place again within this time are a double click.
DOUBLE_CLICK = timedelta(minutes=1)


def comment_on_demand(work: UnitOfWork, demand_id: str, *, text: str, actor: str) -> str:
    """Write a comment on a demand; returns its id."""
    conference_id = work.session.scalar(
        select(Paper.conference_id).join(Demand, Demand.paper_id == Paper.id).where(Demand.id == demand_id)
    )
    if conference_id is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    return _write(work, Comment(conference_id=conference_id, demand_id=demand_id, author_id=actor, text=text))


def comment_on_amendment(work: UnitOfWork, amendment_id: str, *, text: str, actor: str) -> str:
    """Write a comment on an amendment; returns its id."""
    amendment = work.session.get(Amendment, amendment_id)
    if amendment is None or amendment.state == AmendmentState.DRAFT:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    comment = Comment(conference_id=amendment.conference_id, amendment_id=amendment_id, author_id=actor, text=text)
    return _write(work, comment)


def answer(work: UnitOfWork, comment_id: str, *, text: str, actor: str) -> str:
    """Answer a comment; an answer to an answer stands in the same thread. Returns its id."""
    other = _get(work, comment_id)
    first = _get(work, other.parent_id) if other.parent_id else other
    if first.hidden_at is not None or other.hidden_at is not None:
        raise ClosedError("Dieser Kommentar ist ausgeblendet. Darauf kann man nicht mehr antworten.")
    comment = Comment(
        conference_id=first.conference_id,
        demand_id=first.demand_id,
        amendment_id=first.amendment_id,
        parent_id=first.id,
        author_id=actor,
        text=text,
    )
    return _write(work, comment)


def edit(work: UnitOfWork, comment_id: str, *, text: str, actor: str) -> None:
    """Change one's own comment; it is marked as edited."""
    comment = _get(work, comment_id)
    require_writer(work, comment.conference_id, actor)
    if comment.author_id != actor:
        raise NotAllowedError("Ändern können Sie nur Ihre eigenen Kommentare.")
    if comment.hidden_at is not None:
        raise ClosedError("Dieser Kommentar ist ausgeblendet und lässt sich nicht mehr ändern.")
    cleaned = read_text(text, field="text", longest=LONGEST_COMMENT)
    if cleaned != comment.text:
        comment.text = cleaned
        comment.edited_at = now()
        _announce(work, comment)


def hide(work: UnitOfWork, comment_id: str, *, reason: str, actor: str) -> None:
    """Show a reason in place of a comment; its text stays, and moderators can read it. Twice is harmless."""
    comment = _get(work, comment_id)
    require_role(work, comment.conference_id, actor, may_moderate)
    said = read_line(reason, field="reason", longest=LONGEST_REASON)
    if comment.hidden_at is None:
        comment.hidden_at, comment.hidden_by, comment.hidden_reason = now(), actor, said
        _record(work, comment, "comment.hidden", actor)
        _tell(work, {comment.author_id}, NoticeKind.COMMENT_HIDDEN, comment, actor=actor, detail=said)


def unhide(work: UnitOfWork, comment_id: str, *, actor: str) -> None:
    """Show a hidden comment again; twice is harmless."""
    comment = _get(work, comment_id)
    require_role(work, comment.conference_id, actor, may_moderate)
    if comment.hidden_at is not None:
        comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
        _record(work, comment, "comment.shown", actor)


def require_writer(work: UnitOfWork, conference_id: str, actor: str) -> None:
    """Take turns, so that a double click finds what the first has written; raise where the actor may not write."""
    conference = lock_conference(work, conference_id)
    person = find_actor(work, conference_id, actor)
    if person is None or not may_comment(Role(person.role), Phase(conference.phase)):
        raise NotAllowedError("Zurzeit können Sie hier lesen, aber nichts schreiben.")


def _write(work: UnitOfWork, comment: Comment) -> str:
    require_writer(work, comment.conference_id, comment.author_id)
    comment.text = read_text(comment.text, field="text", longest=LONGEST_COMMENT)
    double = work.session.scalar(
        select(Comment.id).where(
            Comment.author_id == comment.author_id,
            Comment.demand_id.is_not_distinct_from(comment.demand_id),
            Comment.amendment_id.is_not_distinct_from(comment.amendment_id),
            Comment.parent_id.is_not_distinct_from(comment.parent_id),
            Comment.text == comment.text,
            Comment.created_at > now() - DOUBLE_CLICK,
        )
    )
    if double is not None:
        return double
    work.session.add(comment)
    work.session.flush()
    _announce(work, comment)
    asked = {work.session.get_one(Comment, comment.parent_id).author_id} if comment.parent_id else set()
    _tell(work, asked, NoticeKind.ANSWERED, comment, actor=comment.author_id)
    _tell(work, _list_listeners(work, comment) - asked, NoticeKind.COMMENTED, comment, actor=comment.author_id)
    return comment.id


def _get(work: UnitOfWork, comment_id: str) -> Comment:
    """The comment as it is once it is our turn."""
    conference_id = work.session.scalar(select(Comment.conference_id).where(Comment.id == comment_id))
    if conference_id is None:
        raise NotFoundError("Diesen Kommentar gibt es nicht.")
    lock_conference(work, conference_id)
    return work.session.get_one(Comment, comment_id, populate_existing=True)


def _record(work: UnitOfWork, comment: Comment, action: str, actor: str) -> None:
    place = {"demand": comment.demand_id} if comment.demand_id else {"amendment": comment.amendment_id}
    journal.append(work, comment.conference_id, action, actor=actor, comment=comment.id, **place)
    _announce(work, comment)


def _list_listeners(work: UnitOfWork, comment: Comment) -> set[str]:
    """Those who follow what is commented on, and those who propose it; supporters would hear too much."""
    if comment.demand_id:
        return follows.list_followers(work, comment.demand_id)
    amendment_id = comment.amendment_id or ""
    following = work.session.scalars(select(Follow.person_id).where(Follow.amendment_id == amendment_id))
    return follows.list_proposers(work, [amendment_id])[amendment_id] | set(following)


def _tell(
    work: UnitOfWork, people: set[str], kind: NoticeKind, comment: Comment, *, actor: str, detail: str = ""
) -> None:
    place = {"demand_id": comment.demand_id, "amendment_id": comment.amendment_id}
    notices.tell(work, people, kind, **place, detail=detail, apart_from=actor)


def _announce(work: UnitOfWork, comment: Comment) -> None:
    work.publish(
        CommentChanged(
            conference_id=comment.conference_id,
            demand_id=comment.demand_id or "",
            amendment_id=comment.amendment_id or "",
        )
    )
