"""The look of prints in Word: those of the letter, and what tables and lists need beside it."""

from __future__ import annotations

from dataclasses import replace

from drafting.exports import docx_styles as styles
from drafting.exports.docx_styles import ACCENT, FONT_STYLE, STYLES, Style
from drafting.exports.docx_styles import QUIET as QUIET_INK
from drafting.exports.prints import NEW, REMOVED
from drafting.exports.prints import QUIET as REMARK

QUIET, LEAD, SIGN, DEMAND, THIRD = "Randbemerkung", "Ergebnis", "Unterschriftszeile", styles.DEMAND, "Heading3"
CELL, HEADER, CELL_QUIET, CELL_REASON, CELL_ITEM = (
    "Tabellentext",
    "Tabellenkopf",
    "Tabellenbemerkung",
    "Tabellenbegruendung",
    "Tabellenpunkt",
)
MARKS = {REMOVED: "Entfallen", NEW: "Neu", REMARK: "Bemerkung"}

_HEADING = "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"


def _spacing(before: int, after: int, line: int = 264) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _ink(color: str) -> str:
    return f'<w:color w:val="{color}"/>'


_BOLD = "<w:b/><w:bCs/>"
_FOOTER = next(style for style in STYLES if style.id == styles.FOOTER)

PRINT_STYLES = (
    Style(
        styles.TITLE,
        "Title",
        _HEADING + _spacing(0, 80, 252),
        _BOLD + _ink(ACCENT) + _size(40),
        next=styles.SUBTITLE,
    ),
    Style(styles.SUBTITLE, "Subtitle", _HEADING + _spacing(0, 80), _size(24), next=styles.TEXT),
    Style(
        styles.SECTION,
        "heading 1",
        _HEADING + _spacing(400, 100) + '<w:outlineLvl w:val="0"/>',
        _BOLD + _ink(ACCENT) + _size(28),
        next=styles.TEXT,
    ),
    # Here the number stands in the line: tables go from edge to edge.
    Style(
        DEMAND,
        "heading 2",
        _HEADING + _spacing(320, 100) + '<w:outlineLvl w:val="1"/>',
        _BOLD + _size(23),
        next=styles.TEXT,
    ),
    Style(
        THIRD,
        "heading 3",
        _HEADING + _spacing(200, 80) + '<w:outlineLvl w:val="2"/>',
        _BOLD + _size(20),
        next=styles.TEXT,
    ),
    Style(QUIET, "Randbemerkung", _spacing(0, 80), _ink(QUIET_INK) + _size(19), based_on=styles.TEXT, custom=True),
    Style(LEAD, "Ergebnis", "<w:keepNext/>" + _spacing(0, 80), _BOLD + _size(22), based_on=styles.TEXT, custom=True),
    Style(
        SIGN,
        "Unterschriftszeile",
        '<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="131525"/></w:pBdr>'
        + _spacing(900, 0)
        + '<w:ind w:right="5100"/>',
        _size(18),
        based_on=styles.TEXT,
        custom=True,
    ),
    Style(CELL, "Tabellentext", _spacing(0, 40, 252), _size(19), custom=True),
    Style(HEADER, "Tabellenkopf", "<w:keepNext/><w:suppressAutoHyphens/>", _BOLD, based_on=CELL, custom=True),
    Style(CELL_QUIET, "Tabellenbemerkung", run=_ink(QUIET_INK) + _size(17), based_on=CELL, custom=True),
    Style(
        CELL_REASON,
        "Tabellenbegründung",
        '<w:ind w:left="113"/>',
        _ink(QUIET_INK),
        based_on=CELL,
        custom=True,
    ),
    Style(CELL_ITEM, "Tabellenpunkt", based_on=CELL, custom=True),
    Style(
        MARKS[REMOVED],
        "Entfallen",
        run="<w:i/><w:iCs/><w:strike/>" + _ink("A3160F"),
        based_on=FONT_STYLE,
        kind="character",
        custom=True,
    ),
    Style(
        MARKS[NEW],
        "Neu",
        run=_BOLD + _ink("005741") + '<w:u w:val="single"/>',
        based_on=FONT_STYLE,
        kind="character",
        custom=True,
    ),
    Style(MARKS[REMARK], "Bemerkung", run=_ink(QUIET_INK), based_on=FONT_STYLE, kind="character", custom=True),
    replace(_FOOTER, paragraph=_FOOTER.paragraph.replace('w:pos="8504"', 'w:pos="POSITION"')),
)
