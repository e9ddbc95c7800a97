"""The letter on the organizer's own letterhead: its header, footer, fonts, margins and styles, its placeholders filled.

The file has passed the gate (imports/letterheads.py) before it is kept.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.section import Section
from docx.shared import Emu, Mm
from lxml import etree

from drafting.exports import docx_styles as styles
from drafting.exports.correspondence import Correspondence, list_annexes, list_people, paragraphs
from drafting.exports.docx_bodies import Bodies, Looks
from drafting.exports.docx_elements import Element, element, text
from drafting.exports.docx_lists import Lists
from drafting.exports.docx_sheets import LANGUAGE, ROOM_TO_SIGN, SLOT, annex, ending, signed
from drafting.exports.lines import plain
from drafting.rules.placeholders import PATTERN, read_placeholder

_DROPPED = (
    *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak"),
    *("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
)
# What stands before size and margins in the set-up of a page, and both as Word has them for A4.
_BEFORE_SIZE = ("headerReference", "footerReference", "footnotePr", "endnotePr", "type")
_SIZE = {"w": 11906, "h": 16838}
_MARGINS = {"top": 1417, "right": 1417, "bottom": 1134, "left": 1417, "header": 708, "footer": 708, "gutter": 0}
_WINDOW = Mm(80)
_NO_LISTS = f'<w:numbering xmlns:w="{styles.W}"/>'
_LINK = (
    f'<w:style xmlns:w="{styles.W}" w:type="character" w:styleId="{styles.LINK}"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:u w:val="single"/></w:rPr></w:style>'
)


def open_letterhead(data: bytes, letter: Correspondence) -> tuple[WordDocument, Bodies]:
    """Open the letterhead and fill in all but what each copy has of its own."""
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    for tag in _DROPPED:
        for each in list(body.iter(qn(f"w:{tag}"))):
            each.getparent().remove(each)
    _set_language(document)
    _set_page(body)
    place = next(each for each in body.iter(qn("w:p")) if _find_names(each) == ["text"])
    looks = _find_looks(document, place)
    _check_styles(document, looks)
    bodies = Bodies(document, _open_lists(document), looks, reasons=letter.has_reasons)
    # What people wrote is put in only after the placeholders are filled.
    foot = etree.Comment("signed")
    _find_foot(body, place).addnext(foot)
    values = _list_values(letter)
    _give_room(body, list_people(letter))
    for each in list(body.iter(qn("w:p"))):
        if each is not place:
            names = _find_names(each)
            if names == ["field"] and each.getparent() is body:
                _narrow(each, document.sections[-1])
            _fill(each, values, is_heading=names == ["subject"])
            for tag in _KEPT.get(names[0], ()) if len(names) == 1 else ():
                _keep(each, tag)
    for each in signed(letter, bodies):
        foot.addprevious(each)
    body_of_foot = foot.getparent()
    assert body_of_foot is not None, "it was put there"
    body_of_foot.remove(foot)
    place.addprevious(etree.Comment("text"))
    for said in ending(letter, bodies):
        place.addprevious(said)
    place.getparent().remove(place)
    if letter.is_short:
        end = body[-1]
        for each in annex(letter, bodies):
            end.addprevious(each) if end.tag == qn("w:sectPr") else body.append(each)
    return document, bodies


def _find_foot(body: Element, place: Element) -> Element:
    """Where those who have signed stand: after the signature, else after the greeting, else after the text."""
    named = {name: each for each in reversed(list(body.iter(qn("w:p")))) for name in _find_names(each)}
    return named.get("signature", named.get("greeting", place))


def _set_page(body: Element) -> None:
    """Let the letterhead say what Word takes for granted: that it has a page set-up, with its size and margins."""
    page = body[-1] if len(body) and body[-1].tag == qn("w:sectPr") else None
    if page is None:
        page = element("sectPr")
        body.append(page)
    place = sum(etree.QName(each).localname in _BEFORE_SIZE for each in page)
    for tag, values in (("pgSz", _SIZE), ("pgMar", _MARGINS)):
        found = page.find(qn(f"w:{tag}"))
        if found is None:
            page.insert(place, element(tag, **values))
        place += 1


def _open_lists(document: WordDocument) -> Lists:
    try:
        document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        # Word writes none into a file without lists, and the library cannot make one.
        made = NumberingPart.load(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, _NO_LISTS.encode(), document.part.package
        )
        document.part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    numbering = document.part.numbering_part.element
    for each in numbering.findall(qn("w:numIdMacAtCleanup")):
        numbering.remove(each)
    return Lists(numbering)


def _list_values(letter: Correspondence) -> dict[str, tuple[str, ...]]:
    """What stands in place of each placeholder; slots where each copy has something of its own."""
    frame = letter.frame
    enclosed = list_annexes(letter)
    heading = "Anlage:" if len(enclosed) == 1 else "Anlagen:"
    return {
        "field": (SLOT("field"),),
        "salutation": (SLOT("salutation"),),
        "place_date": (plain(frame.place_date),),
        "subject": (letter.subject,),
        "greeting": (plain(frame.greeting),),
        "signature": next(reversed(list_people(letter)), ()),
        "annexes": (heading, *enclosed) if enclosed else (),
        "sender": (" · ".join(paragraphs(frame.sender)),),
        "information": tuple(filter(None, map(plain, frame.information))),
    }


def _give_room(body: Element, people: Sequence[Sequence[str]]) -> None:
    """Let a paragraph as that of the signature precede it for each but the last, each with room to sign above it."""
    for each in [p for p in body.iter(qn("w:p")) if len(people) > 1 and "signature" in _find_names(p)]:
        for number, lines in enumerate(people[:-1]):
            made = deepcopy(each)
            for name in [name for name in made.attrib if etree.QName(name).localname in ("paraId", "textId")]:
                del made.attrib[name]
            # The end of a section, where it has one, stays with the last.
            for properties in list(made.iter(qn("w:pPr"))):
                for page in properties.findall(qn("w:sectPr")):
                    properties.remove(page)
            each.addprevious(made)
            _fill(made, {"signature": tuple(lines)}, is_heading=False)
            if number:
                _space_before(made, ROOM_TO_SIGN)
        _space_before(each, ROOM_TO_SIGN)


def _space_before(paragraph: Element, twips: int) -> None:
    """Leave so much room above a paragraph, besides what stands in it."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    spacing = properties.find(qn("w:spacing"))
    if spacing is None:
        spacing = element("spacing")
        late = [each for each in properties if etree.QName(each).localname in _AFTER_SPACING]
        late[0].addprevious(spacing) if late else properties.append(spacing)
    for name in ("beforeLines", "beforeAutospacing"):
        if qn(f"w:{name}") in spacing.attrib:
            del spacing.attrib[qn(f"w:{name}")]
    spacing.set(qn("w:before"), str(twips))


def _narrow(paragraph: Element, page: Section) -> None:
    """Let an address that stands by itself break its lines where the window of an envelope ends."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    rest = Emu((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0) - _WINDOW)
    if rest <= 0 or any(properties.find(qn(f"w:{tag}")) is not None for tag in ("ind", "framePr")):
        return
    made = element("ind", right=rest.twips)
    late = [each for each in properties if etree.QName(each).localname in _AFTER_SPACING[1:]]
    late[0].addprevious(made) if late else properties.append(made)


def _own_texts(paragraph: Element) -> list[Element]:
    """The text elements of a paragraph's own runs; text boxes inside are paragraphs of their own."""
    return [each for each in paragraph.iter(qn("w:t")) if next(each.iterancestors(qn("w:p"))) is paragraph]


def _find_names(paragraph: Element) -> list[str]:
    words = "".join(each.text or "" for each in _own_texts(paragraph))
    return [name for match in PATTERN.finditer(words) if (name := read_placeholder(match["word"]))]


def _fill(paragraph: Element, values: dict[str, tuple[str, ...]], *, is_heading: bool) -> None:
    """Put values in place of a paragraph's placeholders, however their letters are split over runs.

    A value has the looks of the placeholder's first letter. A paragraph of which nothing is left is removed, unless it
    is the only one of its cell.
    """
    texts = _own_texts(paragraph)
    words = "".join(each.text or "" for each in texts)
    for match in reversed(list(PATTERN.finditer(words))):
        name = read_placeholder(match["word"])
        if name:
            _replace(texts, match.start(), match.end(), values.get(name, ()))
    if not _find_names_in(words):
        return
    if is_heading and (properties := paragraph.find(qn("w:pPr"))) is not None:
        # The subject heads the letter for whoever reads by headings.
        for each in properties.findall(qn("w:outlineLvl")):
            properties.remove(each)
        level = element("outlineLvl", val=0)
        late = [e for e in properties if etree.QName(e).localname in _AFTER_OUTLINE]
        late[0].addprevious(level) if late else properties.append(level)
    left = "".join(each.text or "" for each in _own_texts(paragraph)).strip()
    around = paragraph.getparent()
    assert around is not None, "a paragraph stands in something"
    if not left and len(around.findall(qn("w:p"))) > 1 and paragraph.find(".//" + qn("w:sectPr")) is None:
        around.remove(paragraph)


# Nobody's greeting, and no signature, stands alone on a page.
_KEPT = {"subject": ("keepNext",), "greeting": ("keepNext",), "signature": ("keepLines",)}


def _keep(paragraph: Element, tag: str) -> None:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    if properties.find(qn(f"w:{tag}")) is None:
        before = [each for each in properties if etree.QName(each).localname in ("pStyle", "keepNext")]
        properties.insert(len(before), element(tag))


_AFTER_OUTLINE = ("divId", "cnfStyle", "rPr", "sectPr", "pPrChange")
_AFTER_SPACING = (
    *("ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl", *_AFTER_OUTLINE),
)


def _find_names_in(words: str) -> bool:
    return any(read_placeholder(match["word"]) for match in PATTERN.finditer(words))


def _replace(texts: Sequence[Element], start: int, end: int, lines: Sequence[str]) -> None:
    """Replace characters of several text elements by lines, which begin where the first of them stood."""
    at, first = 0, True
    for each in texts:
        own = each.text or ""
        low, high = max(start - at, 0), min(end - at, len(own))
        at += len(own)
        if low >= high:
            continue
        before, after = own[:low], own[high:]
        each.text = before + (lines[0] if first and lines else "") + ("" if first and len(lines) > 1 else after)
        each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if first and len(lines) > 1:
            _add_lines(each, lines[1:], after)
        first = False


def _add_lines(before: Element, lines: Sequence[str], after: str) -> None:
    for number, line in enumerate(lines, 1):
        made = text(line + (after if number == len(lines) else ""))
        rest = element("br")
        before.addnext(rest)
        rest.addnext(made)
        before = made


def _find_looks(document: WordDocument, place: Element) -> Looks:
    """The letterhead's own styles: the text has that of its placeholder, headings one that is named so."""
    held = place.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    own = str(held.get(qn("w:val"))) if held is not None else ""
    names = {
        str(style.get(qn("w:styleId"))): (style.find(qn("w:name")).get(qn("w:val")), style.get(qn("w:customStyle")))
        for style in document.styles.element.findall(qn("w:style"))
        if style.get(qn("w:type")) == "paragraph" and style.find(qn("w:name")) is not None
    }
    headings = [key for key, (name, custom) in names.items() if custom and "überschrift" in name.casefold()]
    headings += [key for key, (name, _) in names.items() if name.casefold() in ("heading 1", "überschrift 1")]
    return Looks(text=own, item=own, reason=own, section=headings[0] if headings else own, demand=own, is_bare=True)


def _check_styles(document: WordDocument, looks: Looks) -> None:
    """Add what our text needs and the letterhead lacks: the looks of a link."""
    root = document.styles.element
    if not any(style.get(qn("w:styleId")) == styles.LINK for style in root.findall(qn("w:style"))):
        root.append(parse_xml(_LINK))


def _set_language(document: WordDocument) -> None:
    """Let the file say that it is German, for whoever has it read aloud."""
    root = document.styles.element
    defaults = root.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("docDefaults")
        root.insert(0, defaults)
    for tag in ("rPrDefault", "rPr"):
        found = defaults.find(qn(f"w:{tag}"))
        if found is None:
            found = element(tag)
            defaults.insert(0, found)
        defaults = found
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = element("lang")
        late = [each for each in defaults if etree.QName(each).localname in ("eastAsianLayout", "specVanish", "oMath")]
        late[0].addprevious(language) if late else defaults.append(language)
    language.set(qn("w:val"), LANGUAGE)
