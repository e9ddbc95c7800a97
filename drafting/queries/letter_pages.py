"""The page of the letter: whom it goes to, what stands in it, on which sheet, and how one letter reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import InvalidInputError
from drafting.exports.correspondence import (
    Copy,
    Correspondence,
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
from drafting.exports.lines import plain
from drafting.models import Letterhead, Paper
from drafting.queries import correspondence, editions, letter_changes, paper_details, polls, recipients, signatories
from drafting.queries.correspondence import LetterSettingsPage, LetterSource
from drafting.queries.editions import EditionRow
from drafting.queries.letter_changes import LaterChanges
from drafting.queries.recipients import RecipientRow
from drafting.rules.placeholders import LABELS, USUAL
from drafting.text.document import Kind
from drafting.text.redline import RedlineBlock, redline

# What the one-page version has room for on its page, in lines of so many characters.
_PAGE_LINES, _LINE = 29, 92
_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class LetterheadNote:
    """The letterhead kept: what was found in it, and which usual placeholders are missing."""

    name: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    fonts: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What organizers see of the letter. ``later`` is what was changed after the edition was frozen.

    ``unsigned`` counts municipalities whose yes is to another edition than that of the letter; ``stale`` is a line with
    date or place that the paper still has from the one read in. ``annexes`` go with every letter as their own file; of
    the examples in it ``unnamed`` do not say whose they are, and ``withheld`` stay out until a municipality signs.
    """

    recipients: tuple[RecipientRow, ...]
    settings: LetterSettingsPage
    letterhead: LetterheadNote | None
    edition_name: str
    edition_key: str
    later: LaterChanges
    leads: dict[str, str]
    is_too_long: bool
    unsigned: int
    has_signers: bool
    stale: str
    annexes: tuple[str, ...]
    unnamed: int
    withheld: int

    @property
    def ready(self) -> tuple[RecipientRow, ...]:
        """Those whose letter can be written."""
        return tuple(row for row in self.recipients if row.is_ready)

    @property
    def open(self) -> tuple[RecipientRow, ...]:
        """Those of whom something is not known."""
        return tuple(row for row in self.recipients if not row.is_ready)


@dataclass(frozen=True, slots=True)
class PreviewText:
    """A demand, or the preamble or closing, as a letter shows it."""

    number: str
    title: str
    blocks: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A heading of the letter with what stands under it."""

    heading: str
    texts: tuple[PreviewText, ...]


@dataclass(frozen=True, slots=True)
class PreviewShort:
    """A demand as the one-page version has it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """One letter as it will be: everything in the order in which one reads it, and the letterhead it is written on."""

    row: RecipientRow
    letter: Correspondence
    sender: str
    opening: tuple[str, ...]
    ending: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]
    annexes: tuple[str, ...]
    shorts: tuple[PreviewShort, ...]
    parts: tuple[PreviewPart, ...]
    signed: str
    signers: tuple[tuple[str, str], ...]
    copy: Copy
    letterhead: bytes | None


def get_page(session: Session, conference_id: str) -> LetterPage:
    """Everything the page of the letter shows; raises NotFoundError before there is a paper."""
    source = correspondence.get_source(session, conference_id)
    later = (
        letter_changes.list_changes(session, conference_id, source.edition_key) if source.edition_at else LaterChanges()
    )
    rows = recipients.list_recipients(session, conference_id)
    labels = {choice.value: choice.label for choice in source.choices}
    return LetterPage(
        recipients=rows,
        settings=correspondence.get_settings(session, conference_id),
        letterhead=find_letterhead_note(session, conference_id),
        edition_name=source.edition_name,
        edition_key=source.edition_key,
        later=later,
        leads={row.id: ", ".join(labels[lead] for lead in row.leads if lead in labels) for row in rows},
        is_too_long=source.letter.is_short and _count_lines(source.letter) > _PAGE_LINES,
        unsigned=signatories.count_signers(session, conference_id) if not source.letter.signatories else 0,
        has_signers=bool(source.letter.signatories),
        stale=paper_details.find_stale(session, conference_id),
        annexes=source.letter.annexes.names if source.letter.annexes else (),
        unnamed=source.unnamed,
        withheld=source.withheld,
    )


def _count_lines(letter: Correspondence) -> int:
    """About how many lines the first page of the one-page version takes, from the subject on."""
    said = [*paragraphs(letter.frame.opening), *paragraphs(letter.frame.ending)]
    said += [f"{name_unit(unit)}. {gist(unit.document)}" for unit in choose(letter, Copy(""))]
    lines = sum(-(-len(words) // _LINE) + 0.5 for words in said)
    people = list_people(letter)
    lines += sum(map(len, people)) + 3 * max(len(people) - 1, 0)
    return round(lines + 6 + len(list_annexes(letter)) + 2 * bool(letter.signatories))


def find_letterhead_note(session: Session, conference_id: str) -> LetterheadNote | None:
    """The letterhead kept, without its file; None where there is none."""
    row = session.get(Letterhead, conference_id)
    if row is None:
        return None
    missing = tuple(LABELS[name] for name in USUAL if LABELS[name] not in row.found)
    return LetterheadNote(row.name, tuple(row.found), missing, tuple(row.fonts), row.uploaded_at)


def list_editions(session: Session, conference_id: str) -> tuple[EditionRow, ...]:
    """The editions the letter can be of, the latest first."""
    paper_id = session.scalar(select(Paper.id).where(Paper.conference_id == conference_id))
    return tuple(reversed(editions.list_editions(session, paper_id))) if paper_id else ()


def suggest_priorities(session: Session, conference_id: str) -> tuple[str, ...]:
    """The demands the last vote on priorities put first, as many as the short version has room for."""
    ranked = polls.rank_demands(session, conference_id)
    return tuple(each.demand_id for each in ranked if each.count)[:_PROPOSED]


def get_letters(
    session: Session, conference_id: str, recipient_id: str = ""
) -> tuple[LetterSource, tuple[Copy, ...], bytes | None]:
    """The letter, the copies that can be written, and the letterhead; of one recipient, or of all.

    Raises InvalidInputError where the one asked for, or everyone, still lacks a form of address.
    """
    source = correspondence.get_source(session, conference_id)
    if recipient_id:
        rows: tuple[RecipientRow, ...] = (recipients.get_recipient(session, conference_id, recipient_id),)
    else:
        rows = recipients.list_recipients(session, conference_id)
    ready = [row for row in rows if row.is_ready]
    if rows and not ready:
        raise InvalidInputError(rows[0].question or "Für %(name)s fehlt die Anrede.", name=rows[0].about)
    copies = tuple(correspondence.make_copy(source, row) for row in ready)
    return source, copies, correspondence.find_letterhead(session, conference_id)


def get_preview(session: Session, conference_id: str, recipient_id: str) -> LetterPreview:
    """How one recipient's letter reads."""
    source = correspondence.get_source(session, conference_id)
    row = recipients.get_recipient(session, conference_id, recipient_id)
    copy, letter = correspondence.make_copy(source, row), source.letter
    parts = [PreviewPart(plain(letter.preamble.title), (_show(letter, Unit("", "", letter.preamble), title=False),))]
    parts += [
        PreviewPart(part.heading, tuple(_show(letter, unit) for unit in part.units))
        for part in (letter.parts if letter.is_short else arrange(letter, copy))
    ]
    parts.append(PreviewPart(plain(letter.closing.title), (_show(letter, Unit("", "", letter.closing), title=False),)))
    return LetterPreview(
        row=row,
        letter=letter,
        sender=" · ".join(paragraphs(letter.frame.sender)),
        opening=paragraphs(copy.opening or letter.frame.opening),
        ending=paragraphs(letter.frame.ending),
        people=list_people(letter),
        annexes=list_annexes(letter),
        shorts=tuple(PreviewShort(name_unit(unit), gist(unit.document)) for unit in choose(letter, copy))
        if letter.is_short
        else (),
        parts=tuple(part for part in parts if part.heading or any(text.blocks for text in part.texts)),
        signed=say_signed(letter) if letter.is_short else "",
        signers=list_signers(letter),
        copy=copy if row.salutation else replace(copy, salutation="…"),
        letterhead=correspondence.find_letterhead(session, conference_id),
    )


def _show(letter: Correspondence, unit: Unit, *, title: bool = True) -> PreviewText:
    # Lines are counted for amending; in a letter nobody cites them.
    blocks = tuple(
        replace(block, pieces=tuple(replace(piece, line=None) for piece in block.pieces))
        for block in redline(unit.document, ())
        if block.kind is not Kind.TITLE and (letter.has_reasons or block.kind is not Kind.REASON)
    )
    return PreviewText(unit.number, unit.document.title if title else "", blocks)
