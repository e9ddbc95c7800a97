"""The paper as a print, for its preview and as PDF: the same words in the same order as in Word."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.exports.letters import Letter, LetterDemand
from drafting.exports.prints import Heading, Part, Print, say, set_text
from drafting.text.document import Document

_WORDS = {
    "de": ("Forderungspapier", "Schluss", "Unterzeichnende", "Begründung"),
    "en": ("Position paper", "Closing", "Signatories", "Reason"),
}


def lay_out_letter(letter: Letter, *, reasons: bool = True) -> Print:
    """The paper's text with its signatories."""
    paper, closing, signatories, reason = _WORDS["en" if letter.language.startswith("en") else "de"]
    parts: list[Part] = []
    parts += _lay_out(letter.preamble, letter.preamble.title, reason, reasons=reasons)
    for section in letter.sections:
        parts += [Heading(section.heading)] if section.heading.strip() else []
        level = 2 if section.heading.strip() else 1
        for demand in section.demands:
            parts += _lay_out_demand(demand, level, reason, reasons=reasons)
    if len(letter.closing.blocks) > 1:
        # Without a heading of its own the closing would read as part of the last demand.
        parts += _lay_out(letter.closing, letter.closing.title or closing, reason, reasons=reasons)
    if letter.place.strip():
        parts.append(say(letter.place))
    names = [name for name in letter.signatories if name.strip()]
    if names:
        parts += [Heading(signatories), *(say(name) for name in names)]
    return Print(
        title=letter.title.strip() or paper,
        subtitle=letter.subtitle,
        lines=(letter.date,) if letter.date.strip() else (),
        parts=tuple(parts),
        language=letter.language,
        sender=letter.sender,
        moment=letter.moment,
    )


def _lay_out(document: Document, heading: str, reason: str, *, reasons: bool) -> Iterator[Part]:
    if heading.strip():
        yield Heading(heading)
    yield from set_text(document, reasons=reasons, reason_word=reason)


def _lay_out_demand(demand: LetterDemand, level: int, reason: str, *, reasons: bool) -> Iterator[Part]:
    title = demand.document.title
    if title or demand.number:
        yield Heading(title, level, demand.number)
    yield from set_text(demand.document, reasons=reasons, reason_word=reason)
