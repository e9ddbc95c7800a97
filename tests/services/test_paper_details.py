"""The lines the paper bears besides its text: who changes them, what the journal has of it, and what keeps the old."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select, update

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError
from drafting.events import Event, PaperChanged
from drafting.models import JournalEntry, PaperChange
from drafting.models.journal import digest
from drafting.queries.paper_details import DetailsPage
from drafting.rules.lifecycle import Phase
from drafting.rules.paper_details import LONGEST, Detail, Details
from tests import make
from tests.make import Hall
from tests.states import SQLITE

OLD = Details("Forderungspapier", "Stellungnahme", "2. Oktober 2024", "Stuttgart")


def change(hall: Hall, lines: Mapping[Detail, str], *, by: str = "") -> bool:
    with hall.database.write() as work:
        return services.paper_details.change(work, hall.id, lines, actor=by or hall.organizer)


def get_page(hall: Hall) -> DetailsPage:
    with hall.database.read() as session:
        return queries.paper_details.get_page(session, hall.id)


def read_states(hall: Hall) -> dict[str, str]:
    """By state: the line with the date in all that is written of it."""
    with hall.database.read() as session:
        states = queries.paper_states.list_states(session, hall.id)
        return {each.name: queries.paper_states.get_paper(session, hall.id, each.key).date for each in states}


def test_editions_keep_the_lines_they_were_frozen_with(hall: Hall, events: list[Event]) -> None:
    with hall.database.write() as work:
        editor = services.people.add_person(
            work, hall.id, name="Edda Edel", municipality="", role="editor", actor=hall.organizer
        )
        services.papers.freeze_edition(work, hall.paper, name="Mittag", actor=hall.organizer)
    events.clear()

    assert change(hall, {Detail.DATE: " Stand:\n26. November 2026 ", Detail.TITLE: OLD.title}, by=editor)
    assert not change(hall, {Detail.DATE: "Stand: 26. November 2026"})

    assert events == [PaperChanged(conference_id=hall.id, paper_id=hall.paper)]
    with hall.database.write() as work:
        again = services.papers.freeze_edition(work, hall.paper, name="Abend", actor=hall.organizer)
        assert services.papers.freeze_edition(work, hall.paper, name="Abend", actor=hall.organizer) == again
        with pytest.raises(InvalidInputError, match="So heißt schon"):
            services.papers.freeze_edition(work, hall.paper, name="Mittag", actor=hall.organizer)
    new = "Stand: 26. November 2026"
    assert read_states(hall) == {
        "Jetziger Stand": new,
        "Abend": new,
        "Mittag": OLD.date,
        "Eingelesen: 2. Oktober 2024": OLD.date,
    }
    with hall.database.read() as session:
        (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.action == "paper.details_changed"))
        row = queries.journal.list_entries(session, hall.id)[1]
        assert queries.journal.verify(session, hall.id).problems == ()
    assert entry.data["details"] == [["date", digest(OLD.date), digest(new)]]
    assert (row.who, [str(each) for each in row.details]) == (
        "Edda Edel",
        ["Zeile mit dem Datum: „2. Oktober 2024“, jetzt „Stand: 26. November 2026“"],
    )
    page = get_page(hall)
    assert page.imported == OLD
    assert [(each.line.before, each.line.after, each.who) for each in page.changes] == [(OLD.date, new, "Edda Edel")]

    with hall.database.write() as work:
        work.session.execute(update(PaperChange).values(before="1. Oktober 2024"))
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == (
            "Angaben zum Papier: Ihre Änderungen stehen anders im Journal.",
        )


@SQLITE
def test_what_cannot_be_on_a_paper_is_refused_and_nothing_is_lost(hall: Hall) -> None:
    for lines, field in (
        ({Detail.TITLE: " \u200b"}, "title"),
        ({Detail.DATE: "x" * (LONGEST[Detail.DATE] + 1)}, "date"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            change(hall, {Detail.PLACE: "Ulm", **lines})
        assert refused.value.field == field
    for person in (hall.moderator, hall.ada, hall.observer):
        with pytest.raises(NotAllowedError):
            change(hall, {Detail.PLACE: "Ulm"}, by=person)
    assert get_page(hall).details == OLD
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.ARCHIVED, actor=hall.organizer)
    with pytest.raises(ClosedError):
        change(hall, {Detail.PLACE: "Ulm"})


def test_a_paper_whose_lines_were_changed_can_still_be_read_in_anew(hall: Hall) -> None:
    change(hall, {Detail.DATE: "2026"})
    with hall.database.write() as work:
        services.papers.import_paper(work, hall.id, make.draft(make.FIRST, make.SECOND), actor=hall.organizer)
    assert (get_page(hall).details, get_page(hall).changes) == (OLD, ())
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).is_whole


@SQLITE
def test_the_date_read_in_is_pointed_out_once_something_was_decided(hall: Hall) -> None:
    assert get_page(hall).stale == ""
    hall.take_over(hall.propose("alle", "viele"))
    assert get_page(hall).stale == "2. Oktober 2024"
    change(hall, {Detail.DATE: "26. November 2026"})
    assert get_page(hall).stale == "Stuttgart"
    change(hall, {Detail.PLACE: ""})
    assert get_page(hall).stale == ""
