"""Filling the demonstration: everything goes through the services, as if the people had done it themselves."""

from __future__ import annotations

import random

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo import (
    answering,
    deciding,
    lettering,
    noting,
    preparing,
    proposing,
    publishing,
    sending,
    signing,
    talking,
)
from drafting.demo.hall import Hall, Places, gather
from drafting.demo.people import SEED
from drafting.demo.proposing import HandedIn
from drafting.rules.paper_details import Detail

# What the paper bears from the evening on, instead of last year's date.
_LINES = {Detail.DATE: "Stand: 25. November 2026", Detail.PLACE: "Schwäbisch Gmünd, den 25. November 2026"}


def fill(work: UnitOfWork) -> str:
    """Make the whole conference in one transaction, so that it is there wholly or not at all; returns its id."""
    choose = random.Random(SEED)  # noqa: S311 — the same invented content every time, no secret
    hall = gather(work, choose)
    places = Places(queries.papers.get_outline(work.session, hall.conference_id))
    talking.review(work, hall, places)
    handed_in = proposing.hand_in(work, hall, places, choose)
    proposing.begin_draft(work, hall, places)
    proposing.support(work, hall, handed_in, choose)
    talking.follow(work, hall, places, handed_in, choose)
    talking.talk(work, hall, places, handed_in, choose)
    talking.tell_examples(work, hall, places)
    _decide(work, hall, places, handed_in, choose)
    preparing.recommend(work, hall, handed_in)
    deciding.close(work, hall)
    preparing.answer(work, hall)
    preparing.list_undisputed(work, hall)
    preparing.queue(work, hall, handed_in)
    proposing.begin_another_draft(work, hall, places)
    noting.write_notes(work, hall, places)
    lettering.write(work, hall, places)
    signing.sign(work, hall, places)
    sending.send(work, hall)
    publishing.publish(work, hall)
    answering.answer(work, hall, places)
    return hall.conference_id


def _decide(work: UnitOfWork, hall: Hall, places: Places, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Go through the first day, naming the state at noon and in the evening."""
    deciding.settle(work, hall, handed_in)
    preparing.compromise(work, hall, places, handed_in)
    services.papers.freeze_edition(work, places.paper_id, name="Mittwoch, 12 Uhr", actor=hall.organizer)
    deciding.decide(work, hall, handed_in, choose)
    deciding.undo(work, hall, places)
    deciding.merge(work, hall, places, handed_in)
    deciding.edit(work, hall, places, choose)
    services.paper_details.change(work, hall.conference_id, _LINES, actor=hall.editor)
    services.papers.freeze_edition(work, places.paper_id, name="Mittwoch, 18 Uhr", actor=hall.organizer)
