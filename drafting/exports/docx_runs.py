"""Words with their marks as Word runs: bold, italic, links, and the direction of right-to-left writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import regex
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from drafting.exports import docx_elements
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_styles import LINK
from drafting.text.document import Run

# Hebrew, Arabic and their neighbours, together with the blanks and signs between two of their words.
_RTL = r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]"
_DIRECTIONS = regex.compile(rf"(?P<rtl>{_RTL}(?:[^\p{{L}}]*{_RTL})*)|(?P<ltr>(?:(?!{_RTL}).)+)", regex.DOTALL)
_FIRST_LETTER = regex.compile(r"[\p{L}\p{N}]")
_NO_XML = regex.compile(r"[\ufffe\uffff\p{Cs}]")
_CHARACTER = r"(?:[^\s<>\"{}|\\^`\[\]%]|%[0-9A-Fa-f]{2})"
_ADDRESS = regex.compile(
    rf"(?:https?://[^\s/?#\[\]@:<>\"{{}}|\\^`%]+(?::\d{{1,5}})?(?:[/?#]{_CHARACTER}*)?|mailto:{_CHARACTER}+)"
)


def is_right_to_left(text: str) -> bool:
    """Tell whether a paragraph with this text runs from right to left: its first letter decides."""
    first = _FIRST_LETTER.search(text)
    return first is not None and regex.match(_RTL, first[0]) is not None


def is_address(link: str) -> bool:
    """Tell whether Word takes this for an address."""
    return _ADDRESS.fullmatch(link) is not None


def word_runs(document: WordDocument, runs: Iterable[Run]) -> Iterator[Element]:
    """Make what a paragraph holds: runs, and links around them."""
    for link, linked in groupby(runs, lambda run: run.link):
        # Word calls a whole file damaged when one address in it is malformed: such a link stays plain text.
        if not is_address(link):
            yield from (piece for run in linked for piece in text_runs(run.text, bold=run.bold, italic=run.italic))
            continue
        around = element("hyperlink")
        around.set(qn("r:id"), document.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        for run in linked:
            around.extend(text_runs(run.text, bold=run.bold, italic=run.italic, style=LINK))
        yield around


def text_runs(text: str, *, bold: bool = False, italic: bool = False, style: str = "") -> Iterator[Element]:
    """Make the runs of one stretch of text, one for each direction of writing in it."""
    for match in _DIRECTIONS.finditer(_NO_XML.sub("", text)):
        wanted = {"b": bold, "bCs": bold, "i": italic, "iCs": italic, "rtl": match["rtl"] is not None}
        properties = element("rPr")
        properties.extend([element("rStyle", val=style)] if style else [])
        properties.extend(element(tag) for tag, on in wanted.items() if on)
        run = element("r")
        run.extend([properties] if len(properties) else [])
        run.append(docx_elements.text(match[0]))
        yield run
