"""One letter to many: built once, then each recipient's copy by putting in what is theirs.

What is the same for all is written once as markup; a copy is that markup with its slots filled. Before a copy goes
out, the paper's words are read back from the finished file and held against the decided edition.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import regex
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from drafting.errors import InvalidInputError
from drafting.exports.bundles import Count, write_bundle
from drafting.exports.checks import check_paragraphs
from drafting.exports.correspondence import Copy, Correspondence, Frame, arrange, choose, list_words, paragraphs
from drafting.exports.docx_bodies import Bodies, as_markup, write_parts
from drafting.exports.docx_letterheads import open_letterhead
from drafting.exports.docx_package import save
from drafting.exports.docx_sheets import FIELD, LANGUAGE, NARROW, SLOT, closing, new_sheet
from drafting.exports.docx_totals import drop_totals
from drafting.exports.lines import plain
from drafting.exports.packing import pack
from drafting.text.document import Document, Kind, Run, make_block

_MAIN = "word/document.xml"
_TEXT = "<!--text-->"
_NUMBER = regex.compile(r'(?<=<w:numId w:val=")[0-9]+(?=")')
_LIST = regex.compile(r'<w:num w:numId="([0-9]+)".*?</w:num>', regex.DOTALL)
_NEXT_LINE = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class File:
    """A finished file with its name."""

    name: str
    data: bytes


class Letters:
    """A letter built for all its recipients, on a sheet of its own or on a letterhead."""

    def __init__(self, letter: Correspondence, letterhead: bytes | None = None) -> None:
        self.letter = letter
        document, bodies = open_letterhead(letterhead, letter) if letterhead else new_sheet(letter)
        self._write_text(bodies)
        self._words: dict[tuple[tuple[str, ...], bool], list[list[list[str]]]] = {}
        creator = plain(letter.sender) or "drafting"
        data = save(document, title=letter.subject or "Brief", creator=creator, language=LANGUAGE, moment=letter.moment)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._lists = str(document.part.numbering_part.partname).lstrip("/")
        self._cut(self._parts.pop(_find_main(document)).decode())
        # What all copies share is packed once; each adds its main part.
        self._shared = pack(self._parts)

    def _write_text(self, bodies: Bodies) -> None:
        """Write what the copies' texts are made of, each piece once."""
        letter = self.letter
        self._bodies = bodies
        self._units = write_parts(bodies, letter.parts) if not letter.is_short else {}
        self._shorts = {unit.id: as_markup(bodies.short(unit)) for unit in choose(letter, Copy(""))}
        has_preamble = len(letter.preamble.blocks) > 1 or bool(letter.preamble.title)
        self._preamble = as_markup(bodies.text(letter.preamble)) if has_preamble else ""
        self._closing = as_markup(closing(letter, bodies))

    def _cut(self, markup: str) -> None:
        """Cut the main part into what stands before the body, the body with its slots, and the page set-up."""
        body = markup.index(">", markup.index("<w:body")) + 1
        end = markup.rindex("<w:sectPr", 0, markup.rindex("</w:body>"))
        self._head, self._body, self._page = markup[:body], markup[body:end], markup[end : markup.rindex("</w:body>")]
        self._tail = markup[markup.rindex("</w:body>") :]

    def write(self, copy: Copy) -> bytes:
        """Write one recipient's letter; raises InvalidInputError where its words are not the edition's."""
        main = self._head + self._fill(copy) + self._page + self._tail
        data = pack({_MAIN: main.encode()}, onto=self._shared)
        check_paragraphs(read_paragraphs(data), [self._list_words(copy)])
        return data

    def write_each(self, copies: Sequence[Copy], *, count: Count | None = None) -> bytes:
        """Write a ZIP with one letter for each recipient, and the annexes."""
        return write_bundle(self.letter, copies, self.write, format_="docx", count=count)

    def write_together(self, copies: Sequence[Copy]) -> bytes:
        """Write all letters into one file: each a section of its own, whose pages count from 1."""
        numbering = self._parts[self._lists].decode()
        lists = [(int(found[1]), found[0]) for found in _LIST.finditer(numbering)]
        most = max((number for number, _ in lists), default=0)
        page = _count_from_one(self._page)
        bodies, more = [], []
        for place, copy in enumerate(copies):
            bodies.append(_shift(self._fill(copy), place * most))
            if place:
                more += [
                    markup.replace(f'w:numId="{number}"', f'w:numId="{number + place * most}"', 1)
                    for number, markup in lists
                ]
        broken = f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{page}</w:pPr></w:p>'
        main = self._head + broken.join(bodies) + page + self._tail
        parts = {name: drop_totals(data) if _is_footer(name) else data for name, data in self._parts.items()}
        if more:
            end = numbering.rindex("</w:num>") + len("</w:num>")
            parts[self._lists] = (numbering[:end] + "".join(more) + numbering[end:]).encode()
        data = pack({**parts, _MAIN: main.encode()})
        check_paragraphs(read_paragraphs(data), [self._list_words(copy) for copy in copies])
        return data

    def _list_words(self, copy: Copy) -> list[list[list[str]]]:
        """What a copy must say, as words; the same for all who read the demands in the same order."""
        key = (copy.leads, copy.leads_are_theirs)
        if key not in self._words:
            said = list_words(self.letter, copy)
            self._words[key] = [[paragraph.split() for paragraph in stretch] for stretch in said]
        return self._words[key]

    def _fill(self, copy: Copy) -> str:
        body = self._body.replace(_TEXT, self._say(copy))
        for name, lines in (("field", copy.field), ("salutation", (f"{copy.salutation.rstrip(',')},",))):
            body = body.replace(SLOT(name), _NEXT_LINE.join(escape(plain(line)) for line in lines))
        return body.replace(f'w:val="{FIELD}"', f'w:val="{NARROW}"') if copy.is_narrow else body

    def _say(self, copy: Copy) -> str:
        """The text of one copy, from its opening to the paper's last word."""
        letter, bodies = self.letter, self._bodies
        opening = [each for words in paragraphs(copy.opening or letter.frame.opening) for each in bodies.say(words)]
        said = as_markup(opening)
        if letter.is_short:
            return said + "".join(self._shorts[unit.id] for unit in choose(letter, copy))
        said += self._preamble
        for part in arrange(letter, copy):
            said += as_markup(bodies.heading(part.heading)) + "".join(self._units[unit.id] for unit in part.units)
        return said + self._closing


# What the library raises for files no office program writes; its own readers expect only whole ones.
_UNREADABLE = (KeyError, ValueError, AttributeError, TypeError, IndexError, AssertionError, StopIteration)


def try_letterhead(data: bytes) -> None:
    """Write a letter on a letterhead, so that one that cannot be used is refused while it is being uploaded.

    Raises InvalidInputError.
    """
    words = Document.of([make_block(Kind.TITLE, [Run("Probe")]), make_block(Kind.NUMBER, [Run("eins")])])
    letter = Correspondence(Frame(subject="Probe"), "Probe", "", words, (), words)
    try:
        Letters(letter, data).write_together([Copy("Probe"), Copy("Probe")])
    except _UNREADABLE as error:
        raise InvalidInputError(
            "Auf diesem Briefkopf lässt sich kein Brief schreiben; die Datei ist beschädigt oder ungewöhnlich "
            "aufgebaut. Bitte in Word öffnen und neu speichern."
        ) from error


def _find_main(document: WordDocument) -> str:
    name = str(document.part.partname).lstrip("/")
    assert name == _MAIN, "a letterhead with another main part is not let through"
    return name


def _is_footer(name: str) -> bool:
    return regex.fullmatch(r"word/(?:header|footer)[0-9]*\.xml", name) is not None


def _shift(markup: str, by: int) -> str:
    """Give the lists of a copy numbers of their own, so that each letter counts its items from 1."""
    return _NUMBER.sub(lambda found: str(int(found[0]) + by) if found[0] != "0" else "0", markup) if by else markup


def _count_from_one(page: str) -> str:
    """Let the pages of a section count from 1."""
    page = regex.sub(r"<w:pgNumType\b[^>]*?(?:/>|>\s*</w:pgNumType>)", "", page)
    after = r"<w:(?:pgSz|pgMar|paperSrc|pgBorders|lnNumType)\b[^>]*?(?:/>|>.*?</w:(?:paperSrc|pgBorders|lnNumType)>)"
    *_, last = regex.finditer(after, page, regex.DOTALL)
    return page[: last.end()] + '<w:pgNumType w:start="1"/>' + page[last.end() :]


def read_paragraphs(data: bytes) -> list[str]:
    """The text of a Word file's body, paragraph by paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(_MAIN), etree.XMLParser(resolve_entities=False, no_network=True))
    found: list[list[str]] = []
    for each in root.iter(_PARAGRAPH, _RUN):
        if each.tag == _PARAGRAPH:
            found.append([])
            continue
        found[-1] += [(part.text or "") if part.tag == _WORDS else _SIGNS.get(str(part.tag), "") for part in each]
    return ["".join(parts) for parts in found]


_PARAGRAPH, _RUN, _WORDS = qn("w:p"), qn("w:r"), qn("w:t")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n"}
