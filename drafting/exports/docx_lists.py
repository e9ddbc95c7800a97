"""Real Word lists: each run of items gets its numbering, so that Word counts as the text core does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.oxml import parse_xml

from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_styles import ITEM_WIDTH, W
from drafting.text.document import ITEMS, MAX_LEVEL, Block, Kind, shown_levels

FORMATS = {Kind.BULLET: ("bullet", "–"), Kind.NUMBER: ("decimal", "%{}."), Kind.LETTER: ("lowerLetter", "%{})")}


class Lists:
    """The numberings of one letter.

    Word goes on counting wherever two lists share a numbering, so each list, and each nested one, gets its own
    that starts again; bullets need none.
    """

    def __init__(self, numbering: Element) -> None:
        self.numbering = numbering
        self.last = 0
        for abstract, kind in enumerate(FORMATS):
            numbering.append(define_list(abstract, kind))
        self.bullets = self._start(Kind.BULLET, 0, restart=False)

    def number(self, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
        """Yield (numbering, level) for each block, (0, 0) for what is no item."""
        open_lists: list[tuple[Kind, int]] = []
        for block, level in zip(blocks, shown_levels(blocks), strict=True):
            if block.kind not in ITEMS:
                open_lists = []
                yield 0, 0
                continue
            del open_lists[level + 1 :]
            if len(open_lists) > level and open_lists[level][0] is not block.kind:
                del open_lists[level:]
            if len(open_lists) == level:
                open_lists.append((block.kind, self._list(block.kind, level)))
            yield open_lists[level][1], level

    def _list(self, kind: Kind, level: int) -> int:
        return self.bullets if kind is Kind.BULLET else self._start(kind, level, restart=True)

    def _start(self, kind: Kind, level: int, *, restart: bool) -> int:
        self.last += 1
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
        self.numbering.append(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{self.last}"><w:abstractNumId w:val="{list(FORMATS).index(kind)}"/>'
                f"{override}</w:num>"
            )
        )
        return self.last


def define_list(abstract: int, kind: Kind) -> Element:
    """Make the definition of a kind of list with all its levels."""
    number_format, sign = FORMATS[kind]
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{sign.format(level + 1)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{ITEM_WIDTH * (level + 1)}" w:hanging="{ITEM_WIDTH}"/></w:pPr></w:lvl>'
        for level in range(MAX_LEVEL + 1)
    )
    made: Element = parse_xml(
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    return made


def number_properties(numbering: int, level: int) -> Element:
    """Make the properties that put a paragraph into a list."""
    properties = element("numPr")
    properties.extend([element("ilvl", val=level), element("numId", val=numbering)])
    return properties
