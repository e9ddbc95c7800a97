"""The small paper of the tests: three demands as text, and as a Word file with some of its parts written otherwise."""

from __future__ import annotations

from drafting.imports.base_papers import BasePaper
from tests.imports.tracked import bookmark, file, paper_of, read
from tests.imports.word import paragraph, run

MONEY = "# Betrieb finanzieren\n\nWir fordern mindestens 5 Euro je Einwohner.\n"
PEOPLE = "# Personal gewinnen\n\nDas Land bildet aus.\n\nEs bezahlt Stellen.\n"
LAW = "# Recht ändern\n\nDas Gesetz ist zu ändern.\n\n- Anträge,\n- Urkunden.\n"
PAPER = paper_of(MONEY, PEOPLE, LAW, sections=(2,))


def heading(*content: str, properties: str = "") -> str:
    return paragraph(*content, style="berschrift2", number=1, properties=properties)


def section(text: str) -> str:
    return paragraph(text, style="berschrift1")


def body(
    money: str = "", people: str = "", law: str = "", *, between: str = "", first: str = "", sections: bool = True
) -> list[str]:
    """The paper of the tests as a file, some of its parts written otherwise."""
    return [
        section("Recht") if sections else "",
        first or heading("Betrieb finanzieren"),
        money or paragraph("Wir fordern mindestens 5 Euro je Einwohner."),
        between,
        people or heading("Personal gewinnen") + paragraph("Das Land bildet aus.") + paragraph("Es bezahlt Stellen."),
        section("Abschnitt 1") if sections else "",
        law
        or heading("Recht ändern")
        + paragraph("Das Gesetz ist zu ändern.")
        + paragraph("Anträge,", number=2)
        + paragraph("Urkunden.", number=2),
    ]


def notes(data: bytes, paper: BasePaper = PAPER) -> list[str]:
    return [str(each) for each in read(data, paper).ignored]


def anchored(money: str, *, paper: BasePaper = PAPER, last: str = "") -> bytes:
    first, second, third = (demand.anchor.replace("f_", "F_", 1) for demand in paper.demands)
    said = {
        "drafting.format": "1",
        "drafting.scope": "paper",
        f"drafting.{first}": "d1:v1.1",
        f"drafting.{second}": "d2:v2.1",
        f"drafting.{third}": "d3:v3.1",
    }
    return file(
        paragraph("Recht", style="berschrift1"),
        paragraph(bookmark(first), bookmark(f"{first}_0"), run("1.\tGanz anders"), style="berschrift2"),
        money,
        paragraph(bookmark(second), run("2.\tPersonal gewinnen"), style="berschrift2"),
        paragraph("Das Land bildet aus."),
        paragraph("Es bezahlt Stellen."),
        paragraph("Fachkonferenz", last, style="Schlusszeile"),
        properties=said,
    )
