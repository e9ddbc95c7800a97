"""The letter's own sheet: DIN 5008 form B by its measures, or plain paper.

Measures are millimetres from the paper's edges (docx-facts §4). Address field and information block are paragraphs with
a frame, so that they stay in the order in which one reads; fold and hole marks stand in the first page's header, whose
last paragraph reaches down to where the subject begins.
"""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from drafting.exports import docx_styles as styles
from drafting.exports.correspondence import (
    Correspondence,
    list_annexes,
    list_people,
    list_signers,
    paragraphs,
    say_signed,
)
from drafting.exports.docx_bodies import Bodies, Looks, paragraph
from drafting.exports.docx_elements import Element, element, text
from drafting.exports.docx_lists import Lists
from drafting.exports.docx_package import new_package
from drafting.exports.docx_runs import text_runs
from drafting.exports.docx_styles import Style
from drafting.exports.lines import plain

SENDER, FIELD, NARROW, INFORMATION = "Absenderzeile", "Anschrift", "AnschriftEng", "Informationsblock"
SUBJECT, SALUTATION, GREETING, SIGNATURE, ANNEXES = "Betreff", "Anrede", "Grussformel", "Unterschrift", "Anlagen"
SLOT = "\ue000{}\ue001".format
LANGUAGE = "de-DE"
ROOM_TO_SIGN = 760

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEADER, _SUBJECT = 25.0, 20.0, 25.0, 25.0, 12.5, 98.46
_FOLDS, _HOLE = (105.0, 210.0), 148.5
_TEXT_WIDTH = 210.0 - _LEFT - _RIGHT


def twips(millimetres: float) -> int:
    """Millimetres in the unit of Word files."""
    return round(millimetres * 1440 / 25.4)


def _line(points: float) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{round(points * 20)}" w:lineRule="exact"/>'


def _gap(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


_PLAIN = "<w:suppressAutoHyphens/>"
_STYLES = (
    Style(SENDER, "Absenderzeile", _PLAIN + _line(9.5), f'<w:color w:val="{styles.QUIET}"/>' + _size(8), custom=True),
    Style(FIELD, "Anschrift", _PLAIN + _line(12.9), _size(10.5), custom=True),
    Style(NARROW, "Anschrift eng", _PLAIN + _line(11), _size(9), custom=True),
    Style(INFORMATION, "Informationsblock", _PLAIN + _line(12.9), _size(9.5), custom=True),
    Style(
        SUBJECT,
        "Betreff",
        f'<w:keepNext/><w:keepLines/>{_PLAIN}{_gap(0, 520)}<w:outlineLvl w:val="0"/>',
        "<w:b/><w:bCs/>",
        next=SALUTATION,
        custom=True,
    ),
    Style(SALUTATION, "Anrede", _PLAIN + _gap(0, styles.PARAGRAPH_GAP + 60), next=styles.TEXT, custom=True),
    Style(GREETING, "Grußformel", "<w:keepNext/>" + _gap(260, ROOM_TO_SIGN), next=SIGNATURE, custom=True),
    Style(SIGNATURE, "Unterschrift", "<w:keepLines/>" + _gap(0, 260), custom=True),
    Style(ANNEXES, "Anlagen", "<w:keepLines/>" + _gap(260, 0), _size(9.5), custom=True),
)


_QUIETER = {styles.SECTION: "25", styles.TITLE: "36", styles.SUBTITLE: "23"}


def new_sheet(letter: Correspondence) -> tuple[WordDocument, Bodies]:
    """Open the sheet with everything but the text: slots stand for what each copy has of its own."""
    document = new_package(language=LANGUAGE, running_title=letter.running_subject, page_words=("Seite", "von"))
    _add_styles(document)
    _set_page(document, is_din=letter.is_din)
    bodies = Bodies(document, Lists(document.part.numbering_part.element), Looks(), reasons=letter.has_reasons)
    end = document.element.body[-1]
    for each in (*_head(letter), etree.Comment("text"), *_foot(letter, bodies)):
        end.addprevious(each)
    if letter.is_short:
        for each in annex(letter, bodies):
            end.addprevious(each)
    return document, bodies


def _add_styles(document: WordDocument) -> None:
    root = document.styles.element
    for style in _STYLES:
        markup = style.to_xml().replace("<w:style ", f'<w:style xmlns:w="{styles.W}" ', 1)
        root.append(parse_xml(markup))
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) == styles.DEMAND:
            # A letter keeps its margin of 25 mm free: the numbers hang inside the text's width.
            style.find(".//" + qn("w:ind")).set(qn("w:left"), "567")
            style.find(".//" + qn("w:ind")).set(qn("w:hanging"), "567")
            style.find(".//" + qn("w:tab")).set(qn("w:pos"), "567")
        if style.get(qn("w:styleId")) in _QUIETER:
            # In a letter the headings do not shout.
            for size in style.iter(qn("w:sz"), qn("w:szCs")):
                size.set(qn("w:val"), _QUIETER[str(style.get(qn("w:styleId")))])
        if style.get(qn("w:styleId")) == styles.SECTION:
            style.find(".//" + qn("w:spacing")).set(qn("w:before"), "360")
        if style.get(qn("w:styleId")) == styles.FOOTER:
            style.find(".//" + qn("w:tab")).set(qn("w:pos"), str(twips(_TEXT_WIDTH)))


def _set_page(document: WordDocument, *, is_din: bool) -> None:
    section = document.sections[0]
    margins = section._sectPr.find(qn("w:pgMar"))
    assert margins is not None, "the package has margins"
    for side, width in (("top", _TOP), ("right", _RIGHT), ("bottom", _BOTTOM), ("left", _LEFT), ("header", _HEADER)):
        margins.set(qn(f"w:{side}"), str(twips(width)))
    if not is_din:
        return
    header = section.first_page_header
    header.is_linked_to_previous = False
    root = header._element
    for child in list(root):
        root.remove(child)
    for height in (*_FOLDS, _HOLE):
        root.append(_mark(height, 4.0 if height in _FOLDS else 6.0))
    spacer = element("p")
    properties = element("pPr")
    properties.append(
        element("spacing", before=0, after=0, line=twips(_SUBJECT - _HEADER), lineRule="exact"),
    )
    spacer.append(properties)
    root.append(spacer)


def _mark(height: float, width: float) -> Element:
    """A fold or hole mark: a thin line at the left edge."""
    border = element("pBdr")
    border.append(element("top", val="single", sz=2, space=0, color="808080"))
    size = element("spacing", before=0, after=0, line=20, lineRule="exact")
    return paragraph("", (), _frame(5.0, height, width, 0.5, is_exact=True), border, size)


def _frame(left: float, top: float, width: float, height: float, *, is_exact: bool) -> Element:
    place = {"w": twips(width), "h": twips(height), "hRule": "exact" if is_exact else "atLeast", "hSpace": 0}
    return element("framePr", **place, wrap="around", vAnchor="page", hAnchor="page", x=twips(left), y=twips(top))


def lines_of(lines: Iterable[str], *, bold_first: bool = False) -> list[Element]:
    """Make runs of several lines of one paragraph."""
    runs: list[Element] = []
    for number, line in enumerate(filter(None, map(plain, lines))):
        if number:
            run = element("r")
            run.append(element("br"))
            runs.append(run)
        runs.extend(text_runs(line, bold=bold_first and not number))
    return runs


def slot(name: str) -> Element:
    """Make a run in which something of each copy will stand."""
    run = element("r")
    run.append(text(SLOT(name)))
    return run


def _head(letter: Correspondence) -> list[Element]:
    """What stands above the text: sender, address, information, subject, salutation."""
    frame = letter.frame
    sender = letter.sender_line
    said = [*frame.information, frame.place_date]
    made: list[Element] = []
    if letter.is_din:
        if sender:
            line = element("pBdr")
            line.append(element("bottom", val="single", sz=2, space=1, color=styles.HAIRLINE))
            # It grows upwards, into what the norm keeps for remarks, and ends where one line would.
            more = 3.4 * (letter.sender_lines - 1)
            place = _frame(_LEFT, 57.0 - more, 80.0, 4.4 + more, is_exact=True)
            made.append(paragraph(SENDER, text_runs(sender), place, line))
        made.append(paragraph(FIELD, [slot("field")], _frame(_LEFT, 62.7, 80.0, 27.3, is_exact=False)))
        made += [
            paragraph(INFORMATION, lines_of(lines), _frame(125.0, 50.0, 65.0, 40.0, is_exact=False), *gap)
            for lines, gap in (
                (frame.information, ()),
                ((frame.place_date,), (element("spacing", before=120 if any(frame.information) else 0),)),
            )
            if any(map(plain, lines))
        ]
    else:
        made += [paragraph(SENDER, text_runs(sender), element("spacing", after=480))] if sender else []
        # As wide as the window of an envelope.
        narrow = element("ind", right=twips(210 - _LEFT - _RIGHT - 80))
        made.append(paragraph(FIELD, [slot("field")], element("spacing", after=480), narrow))
        made += [
            paragraph(INFORMATION, text_runs(words), element("jc", val="right"), element("spacing", after=after))
            for words, after in zip(filter(None, map(plain, said)), (0,) * 100, strict=False)
        ]
    gap = [] if letter.is_din else [element("spacing", before=480, after=520)]
    made.append(paragraph(SUBJECT, text_runs(letter.subject), *gap, words=letter.subject))
    made.append(paragraph(SALUTATION, [slot("salutation")]))
    return made


def _foot(letter: Correspondence, bodies: Bodies) -> list[Element]:
    """What stands below the text: the last sentences, the greeting, who signs, what is enclosed."""
    frame = letter.frame
    made = ending(letter, bodies)
    if words := plain(frame.greeting):
        made.append(paragraph(GREETING, text_runs(words), words=words))
    people = list_people(letter)
    for number, lines in enumerate(people, 1):
        # Everybody has the room above their name that the greeting leaves for the first.
        room = (element("keepNext"), element("spacing", before=0, after=ROOM_TO_SIGN)) if number < len(people) else ()
        made.append(paragraph(SIGNATURE, lines_of(lines), *room))
    made += signed(letter, bodies)
    if enclosed := list_annexes(letter):
        heading = "Anlage" if len(enclosed) == 1 else "Anlagen"
        made.append(paragraph(ANNEXES, lines_of((heading, *enclosed), bold_first=True)))
    return made


def ending(letter: Correspondence, bodies: Bodies) -> list[Element]:
    """The last sentences; nobody's greeting stands alone on a page, so the very last stays with it."""
    *before, last = paragraphs(letter.frame.ending) or ("",)
    return [*(each for words in before for each in bodies.say(words)), *bodies.say(last, element("keepNext"))]


def signed(letter: Correspondence, bodies: Bodies) -> list[Element]:
    """Who has signed, after the signature; where the letter has one page they stand at the annex's end."""
    return bodies.say(say_signed(letter)) if letter.is_short else bodies.signers(list_signers(letter))


def annex(letter: Correspondence, bodies: Bodies) -> list[Element]:
    """The whole paper as the annex of the one-page version, from a new page on."""
    title = plain(letter.title) or "Forderungspapier"
    by_hand = [element("pageBreakBefore")]
    if bodies.looks.is_bare:
        made = bodies.heading(title, *by_hand)
    else:
        by_hand.append(element("outlineLvl", val=0))
        made = [paragraph(styles.TITLE, text_runs(title), *by_hand, words=title)]
        subtitle = plain(letter.subtitle)
        made += [paragraph(styles.SUBTITLE, text_runs(subtitle), words=subtitle)] if subtitle else []
    made += bodies.text(letter.preamble) if len(letter.preamble.blocks) > 1 or letter.preamble.title else []
    for part in letter.parts:
        made += bodies.heading(part.heading)
        for unit in part.units:
            made += bodies.unit(unit, under_heading=bool(plain(part.heading)))
    return [*made, *closing(letter, bodies), *bodies.signers(list_signers(letter))]


def closing(letter: Correspondence, bodies: Bodies) -> list[Element]:
    """The paper's closing, where it says anything."""
    return bodies.text(letter.closing) if len(letter.closing.blocks) > 1 else []
