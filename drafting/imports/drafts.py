"""The draft of a paper: what reading a file gives, before anybody has checked or saved it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from drafting.text.document import Block, Document, Kind
from drafting.text.markdown import to_markdown

NO_TEXT = Document.of(())

LABELS = {
    "table": "Tabelle",
    "footnote": "Fußnote",
    "endnote": "Endnote",
    "text box": "Textfeld",
    "image": "Bild",
    "object": "Eingebettetes Objekt",
    "formula": "Formel",
    "header": "Kopfzeile",
    "footer": "Fußzeile",
    "comment": "Kommentar",
    "tracked changes": "Nachverfolgte Änderungen",
    "contents": "Inhaltsverzeichnis",
    "numbering": "Nummerierung",
    "hidden": "Ausgeblendeter Text",
    "struck": "Durchgestrichener Text",
    "symbol": "Sonderzeichen",
    "aside": "Nicht übernommen",
}


@dataclass(frozen=True, slots=True)
class NotRepresented:
    """Something the file holds and the product cannot: what it is, where it stood, and its words."""

    kind: str
    place: str
    text: str

    @property
    def label(self) -> str:
        """The German word for the kind, to be translated where it is shown."""
        return LABELS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class DraftDemand:
    """A demand as read; one without a number introduces its section."""

    number: str
    document: Document


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A heading with its demands; a paper without sections has one without words."""

    heading: str
    demands: tuple[DraftDemand, ...]


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """A whole paper as read; the titles of ``preamble`` and ``closing`` are their headings."""

    title: str = ""
    subtitle: str = ""
    date: str = ""
    preamble: Document = NO_TEXT
    sections: tuple[DraftSection, ...] = ()
    closing: Document = NO_TEXT
    place: str = ""
    signatories: tuple[str, ...] = ()
    not_represented: tuple[NotRepresented, ...] = ()
    signatories_heading: str = ""

    @property
    def demands(self) -> tuple[DraftDemand, ...]:
        """The demands of all sections in order."""
        return tuple(demand for section in self.sections for demand in section.demands)

    def to_json(self) -> dict[str, Any]:
        """The draft for programs: texts in canonical form, without their headings."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "date": self.date,
            "preamble": canonical(self.preamble.blocks[1:]),
            "sections": [
                {"heading": section.heading, "demands": [_demand_json(demand) for demand in section.demands]}
                for section in self.sections
            ],
            "closing": canonical(self.closing.blocks[1:]),
            "place": self.place,
            "signatories": list(self.signatories),
            "not_represented": [
                {"kind": left.kind, "place": left.place, "text": left.text} for left in self.not_represented
            ],
        }


def _demand_json(demand: DraftDemand) -> dict[str, str]:
    document = demand.document
    reasons = [Block(Kind.PARAGRAPH, 0, block.words) for block in document.reasons]
    return {
        "number": demand.number,
        "title": document.title,
        "text": canonical(document.body),
        "reason": canonical(reasons),
    }


def canonical(blocks: Iterable[Block]) -> str:
    """Blocks in canonical form, without a title line."""
    text = to_markdown(Document.of(blocks))
    title, _, rest = text.partition("\n")
    return (rest if title.startswith("#") else text).strip("\n")
