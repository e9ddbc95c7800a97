"""A decision with a hundred amendments open, from the call to the commit: the half of goal P6 that needs a database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from drafting import migrations, services
from drafting.bench.samples import make_amendments
from drafting.database import Database, open_database
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import Demand, DemandVersion
from drafting.rules.lifecycle import Phase
from drafting.settings import Settings
from drafting.text.markdown import normalise, parse


@contextmanager
def open_demand(text: str, amendments: int) -> Iterator[tuple[Database, str, str]]:
    """Give a new SQLite file in which a demand has so many open amendments, one of them, and an organizer's id."""
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(data_dir=Path(directory))
        database = open_database(settings)
        migrations.upgrade(database)
        yield database, *_fill(database, normalise(text), amendments)
        database.dispose()


def _fill(database: Database, text: str, amendments: int) -> tuple[str, str]:
    with database.write() as work:
        conference = services.conferences.create(work, name="Messung")
        organizer = services.people.add_organizer(work, conference, name="Organisation").person_id
        services.papers.import_paper(work, conference, _paper(text), actor=organizer)
        services.conferences.set_phase(work, conference, Phase.OPEN, actor=organizer)
        row = work.session.execute(
            select(Demand.id, DemandVersion.id).join(DemandVersion, DemandVersion.demand_id == Demand.id)
        ).one()
    ids = []
    for proposed in make_amendments(text, amendments).values():
        with database.write() as work:
            ids.append(
                services.amendments.propose(
                    work, row[0], text=proposed, reason="Messung", base_version_id=row[1], actor=organizer
                )
            )
    return ids[0], organizer


def _paper(text: str) -> DraftPaper:
    demand = DraftDemand(number="1", document=parse(text))
    return DraftPaper(title="Messung", sections=(DraftSection(heading="Messung", demands=(demand,)),))


def take_over(database: Database, amendment_id: str, organizer: str) -> None:
    """Adopt one amendment; every other open one of the demand is carried to the new version in the same transaction."""
    with database.write() as work:
        services.amendments.take_over(work, amendment_id, actor=organizer)
