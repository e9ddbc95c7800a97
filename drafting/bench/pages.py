"""How quickly a long paper is shown: goal P4.

The paper has sixty demands and six hundred open amendments. A full render looks everything up and renders every leaf;
what was computed when amendments were saved is stored, in both cases. Readers come from a process of their own, at a
steady rate, and take compressed pages as browsers do.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafting import migrations, queries, services
from drafting.bench.report import Row, at_most, measure, percentile
from drafting.bench.samples import make_amendments, make_text
from drafting.bench.servers import Answer, serve
from drafting.database import Database, open_database
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.settings import Settings
from drafting.text.markdown import normalise, parse
from drafting.web.leaves import Shelf
from drafting.web.papers import read_sheet

DEMANDS, EACH, WORDS = 60, 10, 150
ROUNDS = 7
RATE, SECONDS = 100, 10.0
READERS = 20


@dataclass(frozen=True, slots=True)
class Site:
    """An installation with a long paper: its members' ids and session tokens, and one amendment of each demand."""

    data_dir: Path
    database: Database
    members: tuple[str, ...]
    tokens: tuple[str, ...]
    amendments: tuple[str, ...]


def run() -> Sequence[Row]:
    """Measure everything and return the rows."""
    with open_site() as site:
        return (*_render_rows(site), *_reading_rows(site))


@contextlib.contextmanager
def open_site(demands: int = DEMANDS, each: int = EACH) -> Iterator[Site]:
    """Give a new installation on SQLite with a paper of so many demands and amendments."""
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(data_dir=Path(directory))
        database = open_database(settings)
        migrations.upgrade(database)
        yield _fill(Path(directory), database, demands, each)
        database.dispose()


def _fill(data_dir: Path, database: Database, demands: int, each: int) -> Site:
    texts = [normalise(make_text(WORDS, seed=number)) for number in range(demands)]
    with database.write() as work:
        conference = services.conferences.create(work, name="Messung")
        members = tuple(
            services.people.add_person(work, conference, name=f"Person {n}", municipality=f"Stadt {n}", actor="system")
            for n in range(READERS)
        )
        services.papers.import_paper(work, conference, _paper(texts), actor="system")
        services.conferences.set_phase(work, conference, Phase.OPEN, actor="system")
        codes = [services.people.issue_code(work, member, actor="system").code for member in members]
        tokens = tuple(services.people.sign_in_with_code(work, code).token for code in codes)
    with database.read() as session:
        outline = queries.papers.get_outline(session, conference)
    rows = [demand for section in outline.sections for demand in section.demands]
    amendments = [_amend(database, row.id, text, each, members) for row, text in zip(rows, texts, strict=True)]
    return Site(data_dir, database, members, tokens, tuple(amendments))


def _paper(texts: Sequence[str]) -> DraftPaper:
    demands = tuple(DraftDemand(str(number), parse(text)) for number, text in enumerate(texts, 1))
    sections = tuple(DraftSection(f"Abschnitt {n // 10 + 1}", demands[n : n + 10]) for n in range(0, len(demands), 10))
    return DraftPaper(title="Messung", sections=sections)


def _amend(database: Database, demand_id: str, text: str, count: int, members: Sequence[str]) -> str:
    """Hand in so many amendments to a demand; returns the first."""
    with database.read() as session:
        base = queries.demands.get_demand(session, demand_id).version_id
    ids = []
    for number, proposed in enumerate(make_amendments(text, count).values()):
        with database.write() as work:
            ids.append(
                services.amendments.propose(
                    work,
                    demand_id,
                    text=proposed,
                    reason="Messung",
                    base_version_id=base,
                    actor=members[number % len(members)],
                )
            )
    return ids[0]


def _render_rows(site: Site) -> Iterator[Row]:
    """A page after one change against a page of which nothing is kept, in turn."""
    with site.database.read() as session:
        viewer = queries.people.view_as(session, site.members[0])

    def show(shelf: Shelf) -> None:
        with site.database.read() as session:
            read_sheet(session, shelf, viewer)

    kept = Shelf()
    show(kept)
    ratios = []
    for number in range(ROUNDS):
        with site.database.write() as work:
            services.amendments.support(work, site.amendments[number], actor=site.members[-1])
        ratios.append(measure(lambda: show(kept)) / measure(lambda: show(Shelf())))
    what = "paper of 60 demands, 600 amendments: shown after one change, of a full render"
    yield at_most("P4", what, statistics.median(ratios), 0.12, unit="× full render")


def _reading_rows(site: Site) -> Iterator[Row]:
    with serve(site.data_dir) as (host, port):
        order = {"host": host, "port": port, "path": "/papier/text", "tokens": site.tokens, "rate": RATE}
        _read({**order, "seconds": 1})
        answers = _read({**order, "seconds": SECONDS})
    if any(answer.status != 200 for answer in answers):
        raise RuntimeError("not every reader got the page")
    size = answers[0].size // 1000
    what = f"whole paper ({size} kB compressed) at {RATE} readers a second: time to first byte, 99 of 100"
    yield at_most("P4", what, percentile((answer.first for answer in answers), 0.99) * 1000, 100, unit="ms")
    what = "the same: time to last byte, median"
    yield at_most("P4", what, statistics.median(answer.last for answer in answers) * 1000, 100, unit="ms")


def _read(order: dict[str, object]) -> list[Answer]:
    arguments = [sys.executable, "-m", "drafting.bench.readers", json.dumps(order)]
    printed = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 our own module
    return [Answer(*row) for row in json.loads(printed)]
