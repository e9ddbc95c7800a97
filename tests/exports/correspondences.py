"""A letter of few demands, a few recipients, and small letterheads made from raw XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

from drafting.exports.correspondence import Copy, Correspondence, Frame, Part, Unit
from drafting.exports.signatories import Signatory, SignatoryGroup
from drafting.text.markdown import parse
from tests.imports.word import paragraph, word_file, zip_file

FRAME = Frame(
    sender="Netzwerk\nWeg 1\n70173 Stuttgart",
    information=("Ada Amsel", "Telefon 0711 000"),
    place_date="Stuttgart, 26. November 2026",
    subject="Gemeinsame Forderungen.",
    opening="wir haben beschlossen:\nErstens.",
    ending="Für ein Gespräch stehen wir bereit.",
    greeting="Mit freundlichen Grüßen",
    signature=("Ada Amsel", "Sprecherin"),
    annexes=("Liste",),
)
_FIRST = "# Schrift & <Form>\n\nWir fordern **alle** Wege. Sofort.\n\n1. eins\n2. zwei\n\n> Papier kostet Zeit.\n"
_SECOND = "# Personal\n\nDas Land bezahlt [Stellen](https://land.example):\n\n1. viele\n2. gute\n\nAdressat: Land\n"
_THIRD = "# Netze\n\nDer Bund baut.\n"
LETTER = Correspondence(
    frame=FRAME,
    title="Forderungspapier",
    subtitle="Stellungnahme",
    preamble=parse("# Präambel\n\nWir arbeiten.\n"),
    parts=(
        Part("Recht", (Unit("a", "1", parse(_FIRST)), Unit("b", "2", parse(_SECOND)))),
        Part("Netze", (Unit("c", "2a", parse(_THIRD)),)),
    ),
    closing=parse("# Ausblick\n\nWir kommen wieder.\n"),
    sender="Netzwerk",
    moment=datetime(2026, 11, 26, tzinfo=UTC),
)
SIGNED = replace(
    LETTER,
    signatories=(
        SignatoryGroup("Landkreise", (Signatory("Landkreis Calw", date(2026, 12, 31)),)),
        SignatoryGroup("Städte", (Signatory("Stadt Calw", None), Signatory("Stadt [Unterschrift]", None))),
    ),
)
SHORT = replace(LETTER, is_short=True, priorities=("b", "a"))
ADA = Copy(
    "Amsel, Ministerium",
    ("Frau Ministerin", "Dr. Ada Amsel", "Ministerium <für> Wohnen & Bau", "Weg 1", "70173 Stuttgart"),
    "Sehr geehrte Frau Ministerin",
)
BEN = Copy("Buche", ("Herrn Ben Buche", "70173 Stuttgart"), "Sehr geehrter Herr Buche", leads=("c", "b"))
KIM = Copy("Kolibri", ("Kim Kolibri",), "Guten Tag Kim Kolibri", opening="liebe Kim,", is_narrow=True)


def line(*runs: str, style: str = "") -> str:
    """A paragraph of these runs."""
    return paragraph(*(f"<w:r><w:t>{escape(text)}</w:t></w:r>" for text in runs), style=style)


USUAL_LINES = (
    *(line("[Anschrift]"), line("[Ort, ", "Datum]"), line("Betr.: [Bet", "re", "ff] (Az. 7)"), line("[Anrede]")),
    *(line("[Brief", "text]"), line("[Grußformel]"), line("[Unterschrift]"), line("[Anlagen]")),
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def letterhead(
    *lines: str,
    has_lists: bool = True,
    links: Mapping[str, tuple[str, str]] | None = None,
    styles: str = "styles",
    page: str = "",
) -> bytes:
    """A letterhead of these paragraphs; ``styles`` is what its styles call themselves, ``page`` its set-up."""
    made = word_file(*(lines or USUAL_LINES), links=links)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
    types = {"styles": _TYPE.format(styles), "numbering": _TYPE.format("numbering")}
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in types.items())
    relations = f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
    files["[Content_Types].xml"] = str(files["[Content_Types].xml"]).replace(
        "</Types>", f"{relations}{overrides}</Types>"
    )
    files["word/document.xml"] = str(files["word/document.xml"]).replace("<w:sectPr/>", page or PAGE)
    if not has_lists:
        del files["word/numbering.xml"]
        files["word/_rels/document.xml.rels"] = re.sub(
            '<Relationship Id="rIdN"[^>]*/>', "", str(files["word/_rels/document.xml.rels"])
        )
    return zip_file(files)


_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417"'
    ' w:header="708" w:footer="708" w:gutter="0"/><w:cols w:space="708"/></w:sectPr>'
)
