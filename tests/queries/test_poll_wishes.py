"""What amendments asked for when they were voted on: alone with others, in the wording of that vote."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.database import Database
from drafting.exports.minutes import Wish
from tests import make
from tests.make import Hall


@pytest.fixture
def hall(database: Database) -> Hall:
    return make.hall(database)


def test_each_vote_holds_the_wording_it_was_about_and_who_proposed_it(hall: Hall) -> None:
    alone = hall.propose("alle", "viele")
    first = hall.open_poll(alone)
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.polls.annul(work, first, reason="Falsche Frage.", actor=hall.moderator)
        text = version.text.replace("alle", "manche")
        services.amendments.revise(work, alone, text=text, base_version_id=version.id, actor=hall.ada)
    second = hall.open_poll(alone)
    hall.close(second)
    several = [
        hall.propose("bezahlt", "finanziert", demand=hall.third),
        hall.propose_new("# Neu\n\nGanz.", by=hall.ben),
    ]
    with hall.database.write() as work:
        third = services.questions.ask_several(work, several, actor=hall.moderator)
        services.polls.open_poll(work, third, actor=hall.moderator)

    with hall.database.read() as session:
        found = queries.poll_wishes.list_wishes(session, hall.id)

    assert found[first] == (Wish("Ä1", "Stadt Calw", ("In Zeile 2 wird „alle“ durch „viele“ ersetzt.",)),)
    assert found[second] == (Wish("Ä1", "Stadt Calw", ("In Zeile 2 wird „alle“ durch „manche“ ersetzt.",)),)
    changed, new = found[third]
    assert (changed.label, changed.proposer) == ("Ä2", "Stadt Calw")
    assert new == Wish("Ä3", "Gemeinde Malsch", ("Als neue Forderung wird aufgenommen:",), ("Neu", "Ganz."))
