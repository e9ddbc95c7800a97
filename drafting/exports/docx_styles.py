"""The look of a Word letter: its styles, written out so that the file carries these and no others.

Measures are twips (1/1440 inch) and half points, as in the format. Names of built-in styles stay English, because Word
itself shows them in the reader's language ("heading 1" as "Überschrift 1").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

INK, QUIET, ACCENT, HAIRLINE = "131525", "51577A", "1F2F6B", "C0C3D5"
# Arial is on every office computer, and free systems have a font of the same widths in its place.
FONT = "Arial"

NORMAL, TITLE, SUBTITLE, DATE = "Normal", "Title", "Subtitle", "Date"
SECTION, DEMAND = "Heading1", "Heading2"
TEXT, ITEM, REASON = "BodyText", "ListParagraph", "Begruendung"
PLACE, SIGNATORY, FOOTER = "OrtUndDatum", "Unterzeichnende", "Footer"
NUMBER, LINK, FONT_STYLE = "Forderungsnummer", "Hyperlink", "DefaultParagraphFont"
END, COMMENT, COMMENT_MARK = "Schlusszeile", "CommentText", "CommentReference"
STATE, VERSION, LINE = "Stand", "Fassung", "Zeilennummer"

# The number of a demand hangs in the margin, so that all text stands on one edge.
NUMBER_WIDTH = 737
PARAGRAPH_GAP = 140
ITEM_WIDTH = 397


@dataclass(frozen=True, slots=True)
class Style:
    """One style: paragraph properties and run properties as markup in the order the schema asks for."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = NORMAL
    next: str = ""
    kind: str = "paragraph"
    custom: bool = False

    def to_xml(self) -> str:
        """Write the style as markup."""
        flags = ' w:default="1"' if self.id in (NORMAL, FONT_STYLE) else ""
        flags += ' w:customStyle="1"' if self.custom else ""
        based_on = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on and self.id != NORMAL else ""
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        paragraph = f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else ""
        run = f"<w:rPr>{self.run}</w:rPr>" if self.run else ""
        return (
            f'<w:style w:type="{self.kind}"{flags} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f"{based_on}{following}<w:qFormat/>{paragraph}{run}</w:style>"
        )


def _spacing(before: int, after: int, *, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _color(color: str) -> str:
    return f'<w:color w:val="{color}"/>'


def _border(side: str, *, space: int) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="{space}" w:color="{HAIRLINE}"/></w:pBdr>'


_BOLD = "<w:b/><w:bCs/>"
_HEADING = "<w:keepNext/><w:keepLines/>"
_UNBROKEN = "<w:suppressAutoHyphens/>"

STYLES = (
    Style(NORMAL, "Normal"),
    Style(
        TITLE,
        "Title",
        _HEADING + _UNBROKEN + _spacing(0, 120, line=252) + "<w:contextualSpacing/>",
        _BOLD + _color(ACCENT) + _size(48),
        next=SUBTITLE,
    ),
    Style(SUBTITLE, "Subtitle", _HEADING + _UNBROKEN + _spacing(0, 160, line=276), _size(26), next=DATE),
    Style(
        DATE,
        "Date",
        _border("bottom", space=10) + _UNBROKEN + _spacing(0, 360),
        _color(QUIET) + _size(20),
        next=TEXT,
    ),
    Style(
        SECTION,
        "heading 1",
        _HEADING + _UNBROKEN + _spacing(480, 140, line=264) + '<w:outlineLvl w:val="0"/>',
        _BOLD + _color(ACCENT) + _size(30),
        next=TEXT,
    ),
    Style(
        DEMAND,
        "heading 2",
        f'{_HEADING}<w:tabs><w:tab w:val="left" w:pos="0"/></w:tabs>{_UNBROKEN}{_spacing(320, 80, line=264)}'
        f'<w:ind w:left="0" w:hanging="{NUMBER_WIDTH}"/><w:outlineLvl w:val="1"/>',
        _BOLD + _size(23),
        next=TEXT,
    ),
    Style(TEXT, "Body Text"),
    Style(ITEM, "List Paragraph", _spacing(0, 60), based_on=TEXT),
    Style(
        REASON,
        "Begründung",
        f'{_border("left", space=9)}{_spacing(0, 120, line=271)}<w:ind w:left="227"/>',
        _color(QUIET) + _size(19),
        based_on=TEXT,
        custom=True,
    ),
    Style(PLACE, "Ort und Datum", "<w:keepNext/>" + _spacing(480, 120), next=SIGNATORY, custom=True),
    Style(
        SIGNATORY,
        "Unterzeichnende",
        f'<w:keepLines/>{_UNBROKEN}{_spacing(0, 60)}<w:ind w:left="227" w:hanging="227"/>',
        custom=True,
    ),
    Style(
        FOOTER,
        "footer",
        f'<w:tabs><w:tab w:val="right" w:pos="8504"/></w:tabs>{_UNBROKEN}{_spacing(0, 0, line=240)}',
        _color(QUIET) + _size(17),
    ),
    Style(FONT_STYLE, "Default Paragraph Font", based_on="", kind="character"),
    Style(
        NUMBER,
        "Forderungsnummer",
        run=_color(ACCENT),
        based_on=FONT_STYLE,
        kind="character",
        custom=True,
    ),
    Style(
        LINK,
        "Hyperlink",
        run=_color(ACCENT) + '<w:u w:val="single"/>',
        based_on=FONT_STYLE,
        kind="character",
    ),
)


# The paper by itself and its redline: no paragraph's distances depend on what stands beside it, because a change
# beside it would then have to be shown as a change of its form.
_PAPER = {
    TEXT: _spacing(80, 80),
    ITEM: _spacing(0, 80),
    REASON: f'{_border("left", space=9)}{_spacing(80, 80, line=271)}<w:ind w:left="227"/>',
    DEMAND: f'{_HEADING}<w:tabs><w:tab w:val="left" w:pos="0"/></w:tabs>{_UNBROKEN}{_spacing(280, 20, line=264)}'
    f'<w:ind w:left="0" w:hanging="{NUMBER_WIDTH}"/><w:outlineLvl w:val="1"/>',
    SECTION: _HEADING + _UNBROKEN + _spacing(480, 80, line=264) + '<w:outlineLvl w:val="0"/>',
}
PAPER_STYLES = (
    *(replace(style, paragraph=_PAPER.get(style.id, style.paragraph)) for style in STYLES),
    Style(
        END,
        "Schlusszeile",
        _border("top", space=8) + _UNBROKEN + _spacing(600, 0),
        _color(QUIET) + _size(17),
        custom=True,
    ),
    Style(COMMENT, "annotation text", _spacing(0, 60, line=240), _size(20)),
    Style(COMMENT_MARK, "annotation reference", run=_size(16), based_on=FONT_STYLE, kind="character"),
)

# The working copy, in which every line is as long as the product counts it.
_COPY = {
    TEXT: _spacing(60, 60, line=288),
    ITEM: _spacing(0, 60, line=288),
    REASON: _spacing(60, 60, line=288),
}
_USUAL_LENGTH, _USUAL_SIZE = 80, 20


def copy_styles(length: int) -> tuple[Style, ...]:
    """The styles of the working copy, for lines of so many characters."""
    size = _size(min(_USUAL_SIZE, _USUAL_SIZE * _USUAL_LENGTH // max(1, length)))
    runs = {TEXT: size, REASON: _color(QUIET), DEMAND: _BOLD + size}
    return (
        *(
            replace(style, paragraph=_COPY.get(style.id, style.paragraph), run=runs.get(style.id, style.run))
            for style in PAPER_STYLES
        ),
        Style(STATE, "Stand", _UNBROKEN + _spacing(0, 120), _BOLD + _color(QUIET) + _size(20), custom=True),
        Style(VERSION, "Fassung", "<w:keepNext/>" + _spacing(0, 20), _color(QUIET) + _size(16), custom=True),
        Style(LINE, "Zeilennummer", run=_color(QUIET) + _size(15), based_on=FONT_STYLE, kind="character", custom=True),
    )


def styles_xml(language: str, styles: Iterable[Style] = STYLES) -> str:
    """Write the styles part for a file in this language ("de-DE")."""
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    tongue = f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
    run = f"<w:rFonts {fonts}/>{_color(INK)}{_size(21)}{tongue}"
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f"<w:widowControl/>{_spacing(0, PARAGRAPH_GAP, line=295)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    # Word offers only the styles the letter really has.
    latent = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
        ' w:defQFormat="0" w:count="376"/>'
    )
    written = "".join(style.to_xml() for style in styles)
    return f'<w:styles xmlns:w="{W}">{defaults}{latent}{written}</w:styles>'
