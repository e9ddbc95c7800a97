"""The editor's beginning, and how a text reads while it is being written."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.rules.lifecycle import Phase
from tests import make
from tests.make import Hall
from tests.queries.test_demands import changed, viewer
from tests.states import SQLITE


def test_the_editor_begins_with_the_present_text(hall: Hall) -> None:
    with hall.database.read() as session:
        page = queries.editors.get_editor(session, hall.first, viewer=viewer(hall, hall.ada))

    assert page.text == hall.text(hall.first)
    assert (page.may_propose, page.requires_reason) == (True, True)


@SQLITE
@pytest.mark.parametrize(("phase", "word"), [(Phase.PREPARATION, "vorbereitet"), (Phase.DECISION, "keine")])
def test_the_editor_says_why_not(hall: Hall, phase: Phase, word: str) -> None:
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, phase, actor=hall.organizer)

    with hall.database.read() as session:
        page = queries.editors.get_editor(session, hall.first, viewer=viewer(hall, hall.ada))
    assert not page.may_propose
    assert word in page.why_not


def test_the_preview_shows_the_change_and_whom_it_meets(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    version = hall.version(hall.first)

    with hall.database.read() as session:
        shown = queries.editors.preview(session, version.id, version.text.replace("alle", "manche"))
        same = queries.editors.preview(session, version.id, version.text.replace("alle", "viele"))
        nothing = queries.editors.preview(session, version.id, make.FIRST)

    assert (changed(shown.redline, "del"), changed(shown.redline, "ins")) == ("alle", "manche")
    assert [(note.relation, note.amendment_id) for note in shown.overlaps] == [("conflict", amendment_id)]
    assert [note.relation for note in same.overlaps] == ["identical"]
    assert (shown.is_changed, shown.problem, shown.is_outdated) == (True, "", False)
    assert (nothing.is_changed, bool(nothing.problem), nothing.overlaps) == (False, True, ())


def test_only_those_who_want_the_same_words_are_named_though_a_strike_is_open(hall: Hall) -> None:
    strike = hall.propose_strike(hall.first, by=hall.ben)
    elsewhere = hall.propose("Wir", "Wir alle")
    same_words = hall.propose("alle", "viele")
    version = hall.version(hall.first)

    with hall.database.read() as session:
        shown = queries.editors.preview(session, version.id, version.text.replace("alle", "manche"))

    clashing = [note for note in shown.overlaps if note.relation == "conflict"]
    assert [(note.amendment_id, note.is_strike) for note in clashing] == [(strike, True), (same_words, False)]
    assert all(note.relation == "neighbour" for note in shown.overlaps if note.amendment_id == elsewhere)
