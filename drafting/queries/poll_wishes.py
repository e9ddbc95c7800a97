"""What amendments asked for when they were voted on: the wording of each poll in sentences, and who proposed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from drafting.exports.minutes import Wish
from drafting.models import Amendment, AmendmentRevision, Organisation, Person, Poll
from drafting.queries import texts
from drafting.queries.moves import Move, list_moves
from drafting.queries.questions import NAMED

_ALONE = select(Poll.id.label("poll_id"), Poll.amendment_id.label("amendment_id"), literal(0).label("position")).where(
    Poll.amendment_id.is_not(None)
)


def list_wishes(session: Session, conference_id: str) -> dict[str, tuple[Wish, ...]]:
    """By poll: the amendments it was about, alone or with others, in the order in which it names them."""
    about = union_all(_ALONE, select(NAMED)).subquery()
    rows = session.execute(
        select(Poll, Amendment, Person, Organisation.name)
        .join(about, about.c.poll_id == Poll.id)
        .join(Amendment, Amendment.id == about.c.amendment_id)
        .join(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .where(Poll.conference_id == conference_id, Poll.opened_at.is_not(None))
        .order_by(Poll.number, about.c.position, Amendment.number)
    ).all()
    moves = list_moves(session, [row[1] for row in rows])
    wordings: dict[str, list[AmendmentRevision]] = defaultdict(list)
    for revision in session.scalars(
        select(AmendmentRevision)
        .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
        .where(Amendment.conference_id == conference_id)
        .order_by(AmendmentRevision.number)
    ):
        wordings[revision.amendment_id].append(revision)
    wishes: dict[str, list[Wish]] = defaultdict(list)
    for poll, amendment, person, organisation in rows:
        revision = _find_wording(poll, wordings[amendment.id])
        wishes[poll.id].append(_word(amendment, revision, moves.get(amendment.id), organisation or person.label))
    return {poll_id: tuple(found) for poll_id, found in wishes.items()}


def _find_wording(poll: Poll, wordings: Sequence[AmendmentRevision]) -> AmendmentRevision:
    """The wording fixed at the opening; where several are voted on, the last that was there by then."""
    fixed = [each for each in wordings if each.id == poll.revision_id]
    earlier = [each for each in wordings if poll.opened_at is not None and each.created_at <= poll.opened_at]
    return (fixed or earlier or wordings)[-1]


def _word(amendment: Amendment, revision: AmendmentRevision, move: Move | None, proposer: str) -> Wish:
    if move is not None:
        return Wish(amendment.label, proposer, (str(move.sentence),))
    if revision.sentences:
        return Wish(amendment.label, proposer, tuple(revision.sentences))
    text = texts.as_plain(texts.read(revision.text)).splitlines()
    return Wish(amendment.label, proposer, ("Als neue Forderung wird aufgenommen:",), tuple(text))
