"""A recipient's letter as HTML, from which its PDF is set: what stands on a letter's sheet, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree, html
from markupsafe import Markup

from drafting.exports.correspondence import (
    REASON,
    SIGNED,
    Copy,
    Correspondence,
    Part,
    Unit,
    arrange,
    choose,
    gist,
    list_annexes,
    list_people,
    list_signers,
    name_unit,
    paragraphs,
    say_signed,
)
from drafting.exports.html_prints import parts_html
from drafting.exports.lines import plain
from drafting.exports.prints import Heading, set_text
from drafting.exports.prints import Part as Printed
from drafting.text.document import Document

_WORD = REASON.rstrip(":")
_PARAGRAPH = Markup("<p>{}</p>")
_BREAK = Markup("<br>")
_COUNTER = "print__counter"
_TEXTS = ("h1", "h2", "h3", "h4", "p", "li")


def letter_html(letter: Correspondence, copy: Copy) -> Markup:
    """Render one recipient's letter."""
    own, shared = letter_blocks(letter, copy)
    return bind_letter(copy, [*own, *shared])


def letter_blocks(letter: Correspondence, copy: Copy) -> tuple[list[Markup], list[Markup]]:
    """Render what stands in a letter block by block: down to its opening, and what many may have alike behind it."""
    own = [*_head(letter, copy), *map(_PARAGRAPH.format, paragraphs(copy.opening or letter.frame.opening))]
    return own, [*_text(letter, copy), *_foot(letter), *_annex(letter)]


def bind_letter(copy: Copy, blocks: Iterable[Markup]) -> Markup:
    """Put a letter's blocks together."""
    body = Markup("").join(blocks)
    look = "letter letter--narrow" if copy.is_narrow else "letter"
    return Markup('<article class="{}">{}</article>').format(look, body)


def read_html(page: str) -> list[str]:
    """The paragraphs of a page, an item's without its counter and without the items inside it."""
    found: dict[etree._Element, list[str]] = {}
    for owner, words in _walk(html.document_fromstring(page), None):
        if owner is not None:
            found.setdefault(owner, []).append(words)
    return ["".join(said) for said in found.values()]


def _walk(element: etree._Element, owner: etree._Element | None) -> Iterator[tuple[etree._Element | None, str]]:
    """All words in their order, each with the paragraph it belongs to."""
    owner = element if element.tag in _TEXTS else owner
    if element.get("class") != _COUNTER:
        yield owner, element.text or ""
    for child in element:
        yield from _walk(child, owner)
        yield owner, ("\n" if child.tag == "br" else "") + (child.tail or "")


def _lines(lines: Iterable[str]) -> Markup:
    return _BREAK.join(filter(None, map(plain, lines)))


def _head(letter: Correspondence, copy: Copy) -> Iterator[Markup]:
    """Render sender, address and information as one block, subject, and salutation."""
    yield Markup('<div class="letter__head">{}</div>').format(Markup("").join(_corner(letter, copy)))
    yield Markup('<h1 class="letter__subject" data-running="{}">{}</h1>').format(letter.running_subject, letter.subject)
    yield Markup('<p class="letter__salutation">{},</p>').format(plain(copy.salutation).rstrip(","))


def _corner(letter: Correspondence, copy: Copy) -> Iterator[Markup]:
    frame = letter.frame
    sender = letter.sender_line
    yield Markup('<div class="letter__to">')
    if sender:
        yield Markup('<p class="letter__sender letter__sender--{}">{}</p>').format(letter.sender_lines, sender)
    if field := _lines(copy.field):
        yield Markup('<p class="letter__field">{}</p>').format(field)
    yield Markup("</div>")
    if said := [lines for lines in (_lines(frame.information), _lines([frame.place_date])) if lines]:
        yield Markup('<div class="letter__info">{}</div>').format(Markup("").join(map(_PARAGRAPH.format, said)))


def _text(letter: Correspondence, copy: Copy) -> Iterator[Markup]:
    """Render what is said behind the opening to the last sentence."""
    if letter.is_short:
        for unit in choose(letter, copy):
            said = Markup("<strong>{}.</strong> {}").format(name_unit(unit), gist(unit.document))
            yield _PARAGRAPH.format(said)
    else:
        yield from parts_html(_lay_out(letter, arrange(letter, copy)), 1)
    yield from map(_PARAGRAPH.format, paragraphs(letter.frame.ending))


def _foot(letter: Correspondence) -> Iterator[Markup]:
    """Render the greeting, who signs, who has signed with it, and what is enclosed."""
    frame = letter.frame
    if words := plain(frame.greeting):
        yield Markup('<p class="letter__greeting">{}</p>').format(words)
    for lines in list_people(letter):
        yield Markup('<p class="letter__signature">{}</p>').format(_lines(lines))
    if letter.is_short:
        yield from map(_PARAGRAPH.format, filter(None, [say_signed(letter)]))
    else:
        yield from _signers(letter)
    if enclosed := list_annexes(letter):
        heading = Markup("<strong>{}</strong>").format("Anlage" if len(enclosed) == 1 else "Anlagen")
        yield Markup('<p class="letter__annexes">{}</p>').format(_BREAK.join((heading, *enclosed)))


def _signers(letter: Correspondence) -> Iterator[Markup]:
    if signers := list_signers(letter):
        yield Markup('<p class="letter__signed">{}</p>').format(SIGNED)
        yield from (_PARAGRAPH.format(Markup("<strong>{}:</strong> {}").format(*each)) for each in signers)


def _annex(letter: Correspondence) -> Iterator[Markup]:
    """Render the whole paper as the annex of the one-page version."""
    if not letter.is_short:
        return
    yield Markup('<h2 class="letter__annex">{}</h2>').format(plain(letter.title) or "Forderungspapier")
    if subtitle := plain(letter.subtitle):
        yield Markup('<p class="print__subtitle">{}</p>').format(subtitle)
    yield from parts_html(_lay_out(letter, letter.parts), 2)
    yield from _signers(letter)


def _lay_out(letter: Correspondence, parts: Iterable[Part]) -> Iterator[Printed]:
    yield from _lay_out_text(letter, letter.preamble)
    for part in parts:
        heading = plain(part.heading)
        if heading:
            yield Heading(heading)
        for unit in part.units:
            yield from _lay_out_unit(letter, unit, 2 if heading else 1)
    if len(letter.closing.blocks) > 1:
        yield from _lay_out_text(letter, letter.closing)


def _lay_out_text(letter: Correspondence, document: Document) -> Iterator[Printed]:
    if title := plain(document.title):
        yield Heading(title)
    yield from set_text(document, reasons=letter.has_reasons, reason_word=_WORD)


def _lay_out_unit(letter: Correspondence, unit: Unit, level: int) -> Iterator[Printed]:
    number, title = plain(unit.number), plain(unit.document.title)
    if number or title:
        yield Heading(title, level, number)
    yield from set_text(unit.document, reasons=letter.has_reasons, reason_word=_WORD)
