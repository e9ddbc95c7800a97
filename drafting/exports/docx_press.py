"""The press version as a Word file, ready to be mailed to newsrooms."""

from __future__ import annotations

from drafting.exports import docx_styles as styles
from drafting.exports.docx_elements import element
from drafting.exports.docx_layout import GERMAN
from drafting.exports.docx_package import new_package, save
from drafting.exports.docx_runs import plain, text_runs
from drafting.exports.docx_writers import PaperWriter
from drafting.exports.press import Press, split_demand
from drafting.text.document import Block, Document, Kind, Run, make_block

_TITLE = "Pressemitteilung"


def write_press(press: Press) -> bytes:
    """Write the release; the same one gives the same bytes."""
    document = new_package(
        language=GERMAN.tag, running_title=f"{_TITLE}, {plain(press.conference)}", page_words=GERMAN.page
    )
    writer = PaperWriter(document, GERMAN, reasons=False)
    writer.line(styles.DATE, f"{_TITLE} · {press.conference}")
    writer.line(styles.DATE, press.place_date)
    if press.embargo:
        said = f"Sperrfrist: {press.embargo}"
        writer.paragraph(styles.TEXT, said, [*text_runs("Sperrfrist: ", bold=True), *text_runs(press.embargo)]).append(
            element("spacing", after=200)
        )
    writer.line(styles.TITLE, press.headline)
    _write(writer, press.lead)
    if press.demands:
        writer.line(
            styles.SECTION, "Die wichtigsten Forderungen" if len(press.demands) > 1 else "Die wichtigste Forderung"
        )
        writer.blocks(Document.of([_make_item(demand) for demand in press.demands]))
    if press.quote:
        writer.line(styles.SECTION, "Zitat")
        _write(writer, f"„{press.quote}“")
        writer.line(styles.TEXT, press.speaker)
    for heading, words in (("Hintergrund", press.about), ("Kontakt", press.contact)):
        if words:
            writer.line(styles.SECTION, heading)
            _write(writer, words)
    writer.line(styles.SECTION, "Der ganze Text")
    writer.line(styles.TEXT, f"Wortlaut, Herkunft jedes Satzes und Dateien: {press.address}")
    return save(
        document,
        title=plain(press.headline),
        creator=plain(press.conference) or "drafting",
        language=GERMAN.tag,
        moment=press.moment,
    )


def _write(writer: PaperWriter, text: str) -> None:
    """Write a text with a paragraph for each of its lines."""
    for line in text.split("\n"):
        writer.line(styles.TEXT, line)


def _make_item(demand: str) -> Block:
    heading, rest = split_demand(demand)
    # A line that is bold as a whole would look like a heading that is none.
    runs = [Run(f"{heading}: ", bold=True), Run(rest)] if rest else [Run(heading)]
    return make_block(Kind.BULLET, runs)
