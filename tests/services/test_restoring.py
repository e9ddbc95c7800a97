"""Giving a demand an earlier text again."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.models import Amendment, DemandVersion
from drafting.text import provenance
from tests.make import Hall
from tests.states import SQLITE


def restore(hall: Hall, version_id: str, *, base: str = "", by: str = "", reason: str = "Versehen.") -> DemandVersion:
    with hall.database.write() as work:
        services.restoring.restore(
            work,
            hall.first,
            version_id,
            reason=reason,
            base_version_id=base or hall.version(hall.first).id,
            actor=by or hall.organizer,
        )
    return hall.version(hall.first)


@SQLITE
def test_an_earlier_text_is_a_new_version_with_what_had_brought_its_words(hall: Hall) -> None:
    imported = hall.version(hall.first)
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Zeit", "Geld"))

    restored = restore(hall, imported.id)

    assert (restored.number, restored.text, restored.source, restored.reason) == (
        4,
        imported.text,
        "restore",
        "Versehen.",
    )
    assert provenance.load(restored.provenance).runs == provenance.load(imported.provenance).runs
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == ()


@SQLITE
def test_open_amendments_are_carried_over(hall: Hall) -> None:
    imported = hall.version(hall.first)
    hall.take_over(hall.propose("alle", "viele"))
    amendment_id = hall.propose("Zeit", "Geld")

    restored = restore(hall, imported.id)

    with hall.database.read() as session:
        amendment = session.get_one(Amendment, amendment_id)
        card = queries.amendments.get_card(session, amendment_id)
    assert (amendment.fit, card.base_version_id) == ("applies", restored.id)


@SQLITE
def test_what_cannot_be_restored_is_refused(hall: Hall) -> None:
    imported = hall.version(hall.first)
    decided = hall.take_over(hall.propose("alle", "viele"))

    with pytest.raises(OutdatedError):
        restore(hall, imported.id, base=imported.id)
    with pytest.raises(InvalidInputError):
        restore(hall, decided)
    with pytest.raises(InvalidInputError):
        restore(hall, imported.id, reason="")
    with pytest.raises(NotAllowedError):
        restore(hall, imported.id, by=hall.moderator)
    with pytest.raises(NotFoundError):
        restore(hall, hall.version(hall.second).id)
    poll = hall.open_poll(hall.propose("Zeit", "Geld"))
    with pytest.raises(ClosedError):
        restore(hall, imported.id)
    hall.close(poll)
    assert hall.version(hall.first).id == decided


@SQLITE
def test_a_struck_demand_is_neither_edited_nor_restored(hall: Hall) -> None:
    imported = hall.version(hall.first)
    hall.take_over(hall.propose_strike(hall.first))

    with pytest.raises(ClosedError):
        restore(hall, imported.id)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text="# Neu",
            reason="Doch.",
            base_version_id=hall.version(hall.first).id,
            actor=hall.organizer,
        )
