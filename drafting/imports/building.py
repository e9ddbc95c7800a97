"""Building the draft of a paper from its rows, so that every word is in it or listed as left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection, NotRepresented
from drafting.imports.rows import Role, Row
from drafting.text.document import Block, Document, Kind


@dataclass(slots=True)
class _Text:
    """A text being gathered: its title and the blocks below."""

    number: str = ""
    blocks: list[Block] = field(default_factory=list)

    def document(self) -> Document:
        return Document.of(self.blocks)


@dataclass(slots=True)
class _Builder:
    """Takes the rows one by one; ``here`` is the text to which the next paragraph belongs."""

    lines: dict[Role, list[str]] = field(default_factory=dict)
    preamble: _Text = field(default_factory=_Text)
    closing: _Text = field(default_factory=_Text)
    sections: list[tuple[str, list[_Text]]] = field(default_factory=list)
    left: list[NotRepresented] = field(default_factory=list)
    here: _Text | None = None
    place: str = ""

    def take(self, row: Row) -> None:
        match row.role:
            case Role.PREAMBLE:
                self._open(self.preamble, row)
            case Role.CLOSING:
                self._open(self.closing, row)
            case Role.SECTION:
                self.sections.append((row.plain, []))
                self.here = None
                self.place = f"Abschnitt „{_shorten(row.plain)}“"
            case Role.DEMAND:
                self._open_demand(row.number, title=row)
            case Role.ASIDE:
                self.left.append(NotRepresented(row.aside or "aside", row.place or self._place(), row.text))
            case _ if row.is_text:
                self._text().blocks.append(row.block())
            case _:
                self._take_line(row)

    def _take_line(self, row: Row) -> None:
        self.lines.setdefault(row.role, []).append(row.plain)
        if row.role in (Role.PLACE, Role.SIGNATORIES, Role.SIGNATORY):
            self.here = self.closing
            self.place = "nach dem Schluss"

    def _open(self, text: _Text, row: Row) -> None:
        """Go on in the preamble or closing; a second heading in it stays as a bold paragraph."""
        self.here = text
        self.place = f"„{_shorten(row.plain)}“" if row.words else row.label
        if text.blocks:
            text.blocks.append(row.block())
        elif row.words:
            text.blocks.append(Block(Kind.TITLE, 0, row.words))

    def _open_demand(self, number: str, *, title: Row | None = None) -> _Text:
        if not self.sections:
            self.sections.append(("", []))
        self.here = _Text(number, [Block(Kind.TITLE, 0, title.words if title else ())])
        self.sections[-1][1].append(self.here)
        if title:
            name = f"Forderung {number}".strip()
            self.place = f"{name} „{_shorten(title.plain)}“" if title.words else name
        return self.here

    def _text(self) -> _Text:
        """The text to which a paragraph belongs; under a section's heading it introduces the section."""
        if self.here is None:
            self.here = self._open_demand("") if self.sections else self.preamble
        return self.here

    def _place(self) -> str:
        before = self.here.blocks[-1].plain if self.here and len(self.here.blocks) > 1 else ""
        place = self.place or ("am Anfang" if not self.lines else "nach dem Titel")
        return f"{place}, nach „{_shorten(before)}“" if before else place

    def paper(self) -> DraftPaper:
        return DraftPaper(
            title=self._line(Role.TITLE),
            subtitle=self._line(Role.SUBTITLE),
            date=self._line(Role.DATE),
            preamble=self.preamble.document(),
            sections=tuple(_section(heading, texts) for heading, texts in self.sections),
            closing=self.closing.document(),
            place=self._line(Role.PLACE),
            signatories=tuple(line for line in self.lines.get(Role.SIGNATORY, ()) if line),
            not_represented=tuple(self.left),
            signatories_heading=self._line(Role.SIGNATORIES),
        )

    def _line(self, role: Role) -> str:
        return " ".join(line for line in self.lines.get(role, ()) if line)


def build(rows: Iterable[Row]) -> DraftPaper:
    """Build the draft; law: every word of the rows is in the draft or in ``not_represented``."""
    builder = _Builder()
    for row in rows:
        builder.take(row)
    return builder.paper()


def _section(heading: str, texts: Sequence[_Text]) -> DraftSection:
    demands = tuple(DraftDemand(text.number, text.document()) for text in texts)
    return DraftSection(heading, tuple(demand for demand in demands if demand.document.tokens()[1:]))


def _shorten(text: str, limit: int = 50) -> str:
    """The beginning of a text, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
