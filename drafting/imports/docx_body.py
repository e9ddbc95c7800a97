"""Reading the body of a Word file: its paragraphs as passages, everything else as asides where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from drafting.imports.docx_inline import MC, Inline, choose
from drafting.imports.docx_numbering import Label, Numbering
from drafting.imports.docx_styles import DEFAULT_SIZE, Look, Style, W, read_numbering, read_outline, value
from drafting.imports.passages import Passage, has_words
from drafting.imports.refusals import embedded, long_paragraph, too_long
from drafting.imports.rows import Role, Row, plain_row
from drafting.text.document import Run

MAX_PARAGRAPHS = 5_000
MAX_CHARACTERS = 20_000
# Set by us on every paragraph where each is to be known again in the passage made of it (``Body.memory``).
ORIGIN = "origin"
STATE = "state"

Item = Passage | Row


@dataclass(slots=True)
class Memory:
    """What was read of paragraphs that come again in several readings of a file.

    Two paragraphs of one ``ORIGIN`` and one ``STATE`` are the same; one without a state is not remembered.
    """

    found: dict[tuple[str, str], tuple[tuple[Run, ...], int, list[Row]]] = field(default_factory=dict)


@dataclass(slots=True)
class Body:
    """Walks through the body once, in order, because automatic numbers count.

    With a ``memory``, paragraphs are numbered by ``ORIGIN``, and passages know from which they come.
    """

    inline: Inline
    numbering: Numbering
    items: list[Item] = field(default_factory=list)
    carried: tuple[Run, ...] = ()
    paragraphs: int = 0
    memory: Memory | None = None

    def read(self, body: etree._Element) -> list[Item]:
        """Return passages and asides in the order of the text."""
        self._walk(body)
        if has_words(self.carried):
            self.items.append(Passage(self.carried))
        return self.items

    def _walk(self, element: etree._Element) -> None:
        for child in element:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._aside(self.inline.plain(child), "table")
            elif child.tag == f"{W}sdt":
                self._control(child)
            elif child.tag == f"{W}altChunk":
                raise embedded()
            elif child.tag == f"{MC}AlternateContent":
                self._walk(choose(child))
            elif child.tag in (f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"):
                self._walk(child)

    def _control(self, control: etree._Element) -> None:
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            self._aside(self.inline.plain(content), "contents")
        else:
            self._walk(content)

    def _aside(self, text: str, kind: str) -> None:
        if text.strip():
            self.items.append(plain_row(Role.ASIDE, text, aside=kind))

    def _paragraph(self, paragraph: etree._Element) -> None:
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise too_long(MAX_PARAGRAPHS)
        properties = paragraph.find(f"{W}pPr")
        style = self.inline.styles.paragraph("" if properties is None else value(properties, "pStyle"))
        base = style.look.over(self.inline.styles.base)
        in_contents = self.inline.fields.is_contents
        origin = -1 if self.memory is None else int(paragraph.get(ORIGIN, "-1"))
        runs = self.carried + self._read(paragraph, base)
        self.carried = ()
        if sum(len(run.text) for run in runs) > MAX_CHARACTERS:
            raise long_paragraph()
        asides, self.inline.asides = self.inline.asides, []
        if in_contents or self.inline.fields.is_contents or any(name.startswith("toc ") for name in style.names):
            self._contents(runs)
        elif _ends_deleted(properties):
            self.carried = runs  # accepting the change joins this paragraph to the next one
        elif has_words(runs):
            self.items.append(self._passage(runs, style, base, properties, origin))
        self.items += asides

    def _read(self, paragraph: etree._Element, base: Look) -> tuple[Run, ...]:
        """The words of a paragraph, from memory where they are known."""
        key = paragraph.get(ORIGIN, ""), paragraph.get(STATE, "")
        if self.memory is None or not key[1] or self.inline.fields.open:
            return self.inline.read(paragraph, base)
        if key not in self.memory.found:
            runs = self.inline.read(paragraph, base)
            if self.inline.fields.open:
                return runs
            self.memory.found[key] = runs, self.inline.largest, self.inline.asides
        runs, self.inline.largest, asides = self.memory.found[key]
        self.inline.asides = list(asides)
        return runs

    def _contents(self, runs: Sequence[Run]) -> None:
        text = "".join(run.text for run in runs)
        before = self.items[-1] if self.items else None
        if isinstance(before, Row) and before.aside == "contents":
            text = f"{self.items.pop().text}\n{text}"
        self._aside(text, "contents")

    def _passage(
        self, runs: tuple[Run, ...], style: Style, base: Look, properties: etree._Element | None, origin: int
    ) -> Passage:
        label = self._label(style, properties)
        outline = style.outline
        centred = style.centred
        if properties is not None:
            outline = outline if (own := read_outline(properties)) is None else own
            if value(properties, "outlineLvl") == "9":
                outline = None
            centred = value(properties, "jc") == "center" if value(properties, "jc") else centred
        return Passage(
            _against(runs, base),
            style.name,
            outline,
            label.kind if label else None,
            label.level if label else 0,
            label.text if label else "",
            all(run.bold for run in runs if run.text.strip()),
            (self.inline.largest or base.size or DEFAULT_SIZE) / 2,
            centred,
            origin,
        )

    def _label(self, style: Style, properties: etree._Element | None) -> Label | None:
        number, level = style.number, style.level
        if properties is not None:
            own, own_level = read_numbering(properties)
            number = number if own is None else own
            level = level if own_level is None else own_level
        return self.numbering.count(number, level or 0) if number and number != "0" else None


def _against(runs: Sequence[Run], base: Look) -> tuple[Run, ...]:
    """Marks as stress: where the paragraph's style is bold, bold runs stress nothing."""
    return tuple(Run(run.text, run.bold and not base.bold, run.italic and not base.italic, run.link) for run in runs)


def _ends_deleted(properties: etree._Element | None) -> bool:
    if properties is None:
        return False
    return properties.find(f"{W}rPr/{W}del") is not None or properties.find(f"{W}rPr/{W}moveFrom") is not None
