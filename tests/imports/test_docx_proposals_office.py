"""Files that went through LibreOffice: styles renamed, ids lost, all written out, and still the same proposals."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.imports.small_paper import LAW as LAW_TEXT
from tests.imports.small_paper import MONEY as MONEY_TEXT
from tests.imports.small_paper import PEOPLE as PEOPLE_TEXT
from tests.imports.small_paper import anchored, body, heading
from tests.imports.tracked import CALW, LAHR, ULM, commented, dele, end, file, ins, moved, paper_of, read, told
from tests.imports.word import paragraph, run

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")

PAPER = paper_of(MONEY_TEXT, PEOPLE_TEXT + "\nUnd bleibt dabei.\n", LAW_TEXT, sections=(2,))
MONEY = paragraph(
    run("Wir fordern "),
    commented("mindestens"),
    run(" "),
    dele("5"),
    ins("8", CALW) + ins(dele("0", ULM), CALW),
    run(" Euro je Einwohner."),
    ins(" Sofort.", LAHR),
)
PEOPLE = (
    heading("Personal gewinnen")
    + paragraph(moved("To", "Es bezahlt Stellen.", ULM), properties=end("moveTo", ULM))
    + paragraph("Das Land bildet aus.")
    + paragraph(moved("From", "Es bezahlt Stellen.", ULM), properties=end("moveFrom", ULM))
    + paragraph("Und bleibt dabei.")
)
NEW = heading(ins("Freie Software", LAHR), properties=end("ins", LAHR)) + paragraph(
    ins("Sie geht vor.", LAHR), properties=end("ins", LAHR)
)
LAW = (
    heading("Recht ändern")
    + paragraph("Das Gesetz ist ", properties=end("ins", ULM))
    + paragraph("zu ändern.")
    + paragraph("Anträge,", number=2)
    + paragraph(ins("Bescheide,"), number=2, properties=end("ins"))
    + paragraph("Urkunden.", number=2)
)


def through_office(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Open and save the files with LibreOffice, all in one go."""
    (folder / "out").mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx"]
    paths = [str(folder / name) for name in files]
    subprocess.run([*command, "--outdir", str(folder / "out"), *paths], capture_output=True, check=True, timeout=180)
    return {name: (folder / "out" / name).read_bytes() for name in files}


def test_a_round_trip_through_libreoffice_changes_no_proposal(tmp_path: Path) -> None:
    changed = file(*body(MONEY, PEOPLE, LAW, between=NEW), with_comments=[(CALW, "Alles wird teurer.")])
    ours = anchored(MONEY.replace("w:comment", "w:ignored"))
    back = through_office({"changed.docx": changed, "ours.docx": ours}, tmp_path)
    before, after = read(changed, PAPER), read(back["changed.docx"], PAPER)
    assert told(after) == told(before)
    assert len(before.proposals) == 7
    assert [(r.author, r.text, r.is_reason) for r in after.remarks] == [(CALW, "Alles wird teurer.", True)]
    assert told(read(back["ours.docx"], PAPER)) == told(read(ours, PAPER))
