"""Carrying over by hand: the amendment on the present text, its author's wordings kept, nothing more asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.models import Amendment, AmendmentRevision, JournalEntry, Notice
from tests.make import Hall
from tests.states import SQLITE


@pytest.fixture
def late(hall: Hall) -> str:
    """An amendment by Ben that collides with what was decided since."""
    first = hall.propose("alle", "viele")
    late = hall.propose("alle", "manche", by=hall.ben)
    hall.take_over(first)
    return late


def carry(hall: Hall, amendment_id: str, new: str = "manche", *, actor: str = "", base: str = "") -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.hand_carries.carry_by_hand(
            work,
            amendment_id,
            text=version.text.replace("viele", new),
            base_version_id=base or version.id,
            actor=actor or hall.moderator,
        )


def test_it_stands_on_the_present_text_and_the_authors_wording_stays(hall: Hall, late: str) -> None:
    carry(hall, late)
    with hall.database.read() as session:
        amendment = session.get_one(Amendment, late)
        revisions = session.scalars(
            select(AmendmentRevision).where(AmendmentRevision.amendment_id == late).order_by(AmendmentRevision.number)
        ).all()
        told = session.scalars(
            select(Notice.kind).where(Notice.person_id == hall.ben, Notice.amendment_id == late)
        ).all()
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc())).first()
        assert queries.journal.verify(session, hall.id).problems == ()
    assert (amendment.fit, amendment.needs_answer, amendment.state) == ("applies", False, "open")
    assert [revision.cause for revision in revisions] == ["submitted", "by_hand"]
    assert "manche Schriftform" in revisions[0].text
    assert revisions[1].base_version_id == hall.version(hall.first).id
    assert "carried_by_hand" in told
    assert entry is not None
    assert (entry.action, entry.actor) == ("amendment.carried_by_hand", hall.moderator)


def test_it_may_then_be_merged_like_any_other(hall: Hall, late: str) -> None:
    carry(hall, late)
    hall.take_over(late)
    assert "manche Schriftform" in hall.text(hall.first)


@SQLITE
def test_only_moderators_may_and_only_where_it_collides(hall: Hall, late: str) -> None:
    fitting = hall.propose("Zeit", "Geld", by=hall.cem)
    with pytest.raises(NotAllowedError):
        carry(hall, late, actor=hall.ada)
    with pytest.raises(ClosedError):
        carry(hall, fitting)
    carry(hall, late)
    with pytest.raises(ClosedError):
        carry(hall, late)


@SQLITE
def test_what_its_author_wants_left_is_left(hall: Hall, late: str) -> None:
    with hall.database.write() as work:
        services.amendments.keep(work, late, actor=hall.ben)
    with pytest.raises(ClosedError, match="so lassen"):
        carry(hall, late)


@SQLITE
def test_nothing_changed_an_older_text_and_a_running_vote_are_refused(hall: Hall, late: str) -> None:
    base = hall.version(hall.first).id
    with pytest.raises(InvalidInputError):
        carry(hall, late, "viele")
    hall.take_over(hall.propose("Zeit", "Geld", by=hall.cem))
    with pytest.raises(OutdatedError):
        carry(hall, late, base=base)
    hall.open_poll(hall.propose("hohen", "sehr hohen", by=hall.cem))
    with pytest.raises(ClosedError):
        carry(hall, late)
