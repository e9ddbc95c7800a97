"""Saving a paper, replacing it while nobody has worked on it, freezing editions."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError
from drafting.events import Event, PaperChanged
from drafting.imports.drafts import DraftPaper
from drafting.models import EditionEntry, JournalEntry
from tests import make
from tests.make import Hall
from tests.states import SQLITE


def import_paper(hall: Hall, draft: DraftPaper, *, by: str = "") -> str:
    with hall.database.write() as work:
        return services.papers.import_paper(work, hall.id, draft, actor=by or hall.organizer, source="neu.docx")


def test_a_paper_is_stored_whole_and_in_order(hall: Hall) -> None:
    with hall.database.read() as session:
        page = queries.papers.get_paper(session, hall.id)

    assert (page.title, page.place, page.signatories) == ("Forderungspapier", "Stuttgart", ("Stadt Calw",))
    assert page.preamble is not None
    assert page.closing is not None
    assert (page.preamble.title, page.closing.title) == ("Präambel", "Ausblick")
    assert [section.heading for section in page.sections] == ["Recht", "Personal"]
    assert [demand.number for section in page.sections for demand in section.demands] == ["1", "2", "3"]
    assert hall.text(hall.first).strip() == make.FIRST.strip()


def test_the_import_is_an_edition(hall: Hall) -> None:
    with hall.database.read() as session:
        editions = queries.editions.list_editions(session, hall.paper)
        frozen = session.scalars(select(EditionEntry.version_id)).all()

    assert [(edition.kind, edition.name) for edition in editions] == [("import", "Eingelesen: 2. Oktober 2024")]
    assert len(frozen) == 5


def test_an_untouched_paper_is_replaced(hall: Hall, events: list[Event]) -> None:
    paper_id = import_paper(hall, make.draft(make.SECOND, make.THIRD))

    assert events == [PaperChanged(conference_id=hall.id, paper_id=paper_id)]
    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)
        actions = session.scalars(select(JournalEntry.action).order_by(JournalEntry.number)).all()
        assert queries.journal.verify(session, hall.id).problems == ()
    assert (outline.paper_id, outline.demand_count) == (paper_id, 2)
    assert actions[-2:] == ["paper.removed", "paper.imported"]


def test_a_paper_with_amendments_is_never_replaced(hall: Hall) -> None:
    hall.propose("alle", "viele")

    with pytest.raises(ClosedError):
        import_paper(hall, make.draft(make.SECOND, make.THIRD))


@SQLITE
def test_a_paper_without_demands_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInputError):
        import_paper(hall, DraftPaper(title="Leer"))


@SQLITE
def test_only_organizers_import(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        import_paper(hall, make.draft(make.SECOND, make.THIRD), by=hall.moderator)


@SQLITE
def test_a_section_goes_to_a_panel(hall: Hall) -> None:
    with hall.database.read() as session:
        section = queries.papers.get_outline(session, hall.id).sections[0]
    with hall.database.write() as work:
        services.papers.assign_panel(work, section.id, hall.panel, actor=hall.organizer)

    with hall.database.read() as session:
        assert queries.papers.get_outline(session, hall.id).sections[0].panel_name == "Recht"


def test_an_edition_keeps_the_versions_of_its_moment(hall: Hall) -> None:
    before = hall.version(hall.first).id
    with hall.database.write() as work:
        edition_id = services.papers.freeze_edition(work, hall.paper, name="Mittwoch", actor=hall.organizer)
    hall.take_over(hall.propose("alle", "viele"))

    with hall.database.read() as session:
        entry = session.get_one(EditionEntry, (edition_id, hall.first))
    assert entry.version_id == before
