"""The public pages and their files on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafting import services
from drafting.cli import publications
from drafting.errors import NotFoundError
from drafting.services.publications import PublicationEntry
from tests import make
from tests.tables import open_new


def test_pages_are_listed_and_a_file_is_written_by_address(tmp_path: Path) -> None:
    hall = make.hall(open_new(tmp_path))
    with hall.database.write() as work:
        edition = services.papers.freeze_edition(work, hall.paper, name="Beschluss", actor=hall.organizer)
        page = services.publications.prepare(work, hall.id, edition_id=edition, actor=hall.organizer)
        entry = PublicationEntry(edition_id=edition, slug="papier", title="Forderungen", formats=("md",))
        services.publications.change(work, page, entry, actor=hall.organizer)

    def run(*arguments: str) -> str:
        command = [*arguments, "--data-dir", str(tmp_path)]
        return CliRunner().invoke(publications.command, command, catch_exceptions=False).stdout

    assert run("list") == "/oeffentlich/papier: Forderungen, Stand „Beschluss“, in Vorbereitung\n"
    assert [row["slug"] for row in json.loads(run("list", "--json"))] == ["papier"]
    run("export", "papier", "--format", "md", "-o", str(tmp_path / "papier.md"))
    assert "Schriftform abbauen" in (tmp_path / "papier.md").read_text("utf-8")
    for wanted in (("papier", "odt"), ("keine", "md")):
        with pytest.raises(NotFoundError):
            run("export", wanted[0], "--format", wanted[1], "-o", str(tmp_path / "x"))
