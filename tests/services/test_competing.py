"""A choice is between what excludes each other, and settles nothing else."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.models import Amendment
from drafting.rules.lifecycle import Advice
from drafting.rules.questions import CountedBy, VoteKind
from drafting.services.asking import Terms
from tests.make import Hall

NAMED = Terms(kind=VoteKind.NAMED, counts_by=CountedBy.MUNICIPALITY, time_limit=0)


def states(hall: Hall, *ids: str) -> list[str]:
    with hall.database.read() as session:
        return [session.get_one(Amendment, each).state for each in ids]


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def prepare(hall: Hall, amendment_id: str, terms: Terms | None = None, *, actor: str = "") -> str:
    with hall.database.write() as work:
        return services.questions.prepare(work, amendment_id, actor=actor or hall.moderator, terms=terms or Terms())


def test_what_excludes_none_of_the_others_is_not_put_to_a_choice(hall: Hall) -> None:
    one, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    apart = hall.propose("drei", "vier", demand=hall.second)
    with pytest.raises(InvalidInputError, match="Ä3 schließt keinen"), hall.database.write() as work:
        services.questions.ask_choice(work, [one, other, apart], actor=hall.moderator)


@pytest.mark.parametrize(("panel", "after"), [(False, ["adopted", "settled", "open"]), (True, ["open"] * 3)])
def test_a_choice_settles_only_what_the_chosen_one_excludes(hall: Hall, panel: bool, after: list[str]) -> None:
    chosen = hall.propose("alle", "viele")
    between = hall.propose("alle Schriftformerfordernisse zu streichen", "nichts", by=hall.ben)
    beside = hall.propose("zu streichen", "abzuschaffen", by=hall.cem)
    with hall.database.write() as work:
        terms = Terms(panel_id=hall.panel if panel else None)
        poll_id = services.questions.ask_choice(work, [chosen, between, beside], actor=hall.moderator, terms=terms)
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    for person, choice in ((hall.ada, "1"), (hall.ben, "1"), (hall.moderator, "2")):
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, choice, actor=person)

    hall.close(poll_id)

    assert states(hall, chosen, between, beside) == after
    with hall.database.read() as session:
        settled = queries.polls.get_result(session, poll_id).settled
        notes = queries.recommendations.find_notes(session, [chosen, between, beside], viewer=None)
    assert [note.amendment_id for note in settled] == ([] if panel else [between])
    assert {each: note.verdict for each, note in notes.items()} == (
        {chosen: Advice.ADOPT, between: Advice.REJECT} if panel else {}
    )
    assert verify(hall) == ()


def test_new_demands_for_one_place_can_be_chosen_from(hall: Hall) -> None:
    ids = [hall.propose_new(f"# Neu {n}\n\nDas Land hilft {n}-mal.\n") for n in (1, 2)]
    with hall.database.write() as work:
        poll_id = services.questions.ask_choice(work, ids, actor=hall.moderator)
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
        services.polls.cast(work, poll_id, "2", actor=hall.ada)
    hall.close(poll_id)
    assert states(hall, *ids) == ["settled", "adopted"]
