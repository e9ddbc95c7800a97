"""Who was asked to sign, and the list of those who sign, on the command line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafting import queries, services
from drafting.cli import signatures
from drafting.errors import InvalidInputError
from drafting.models import now
from drafting.rules.signing import local_day
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked
from drafting.services.signings import PRESENT
from tests import make
from tests.tables import open_new


def test_the_list_and_the_files_name_what_they_should(tmp_path: Path) -> None:
    hall = make.hall(open_new(tmp_path))
    last = local_day(now()) + timedelta(days=9)
    with hall.database.write() as work:
        services.signings.open_signing(work, hall.id, edition_id=PRESENT, last=last, actor=hall.organizer)
        ids = [
            services.signatures.ask(work, hall.id, Asked(name, "town"), actor=hall.organizer)
            for name in ("Stadt Rosenau", "Stadt Fragau")
        ]
        token = services.signatures.show_link(work, ids[0], actor=hall.organizer)
    with hall.database.read() as session:
        edition = queries.signing.get_by_link(session, token).text.edition_id
    with hall.database.write() as work:
        services.declarations.declare(work, token, Declaration("signed", "B", "C"), edition_id=edition, revision=0)

    def run(*arguments: str) -> str:
        command = [*arguments, "--data-dir", str(tmp_path)]
        return CliRunner().invoke(signatures.command, command, catch_exceptions=False).stdout

    assert run("list") == "Stadt Fragau: noch keine Antwort\nStadt Rosenau: zeichnet mit\n"
    assert [row["standing"] for row in json.loads(run("list", "--json"))] == ["asked", "signed"]
    assert run("export", "-o", str(tmp_path / "liste.csv")) == "1 Mitzeichnende\n"
    words = (tmp_path / "liste.csv").read_text("utf-8-sig")
    assert ("Rosenau" in words, "Fragau" in words) == (True, False)
    assert run("export", "-o", str(tmp_path / "liste.docx")) == "1 Mitzeichnende\n"
    assert (tmp_path / "liste.docx").read_bytes().startswith(b"PK")
    with pytest.raises(InvalidInputError):
        run("export", "-o", str(tmp_path / "liste.pdf"))
