"""The letter as it is sent: what stands around the paper, and what each recipient's copy has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from drafting.exports.annexes import Annexes
from drafting.exports.lines import cut, plain
from drafting.exports.signatories import SignatoryGroup
from drafting.rules.sheets import MOST_SENDER_LINES, count_sender_lines
from drafting.text.document import ITEMS, Document, Kind
from drafting.text.sentences import find_sentences

REASON = "Begründung:"
SIGNED = "Mitgezeichnet haben:"
_RUNNING = 70
TO_YOU, FIRST_OF_ALL = "An Sie gerichtete Forderungen", "Vorrangige Forderungen"


@dataclass(frozen=True, slots=True)
class Unit:
    """A demand as it stands in the decided edition."""

    id: str
    number: str
    document: Document


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its demands; without a heading they simply follow."""

    heading: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the paper, the same for all; texts have paragraphs, the others lines.

    An empty line of ``signature`` stands between two people who sign.
    """

    sender: str = ""
    information: tuple[str, ...] = ()
    place_date: str = ""
    subject: str = ""
    opening: str = ""
    ending: str = ""
    greeting: str = ""
    signature: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One letter to many: ``priorities`` are the demands of the one-page version, whose annex is the whole paper.

    ``is_din`` sets it after DIN 5008 form B, else on plain paper. ``signatories`` are municipalities whose authorised
    yes to this very text holds. ``annexes`` go with every copy as a file of their own; None for none. ``moment`` is the
    date of the file: the same state gives the same bytes.
    """

    frame: Frame
    title: str
    subtitle: str
    preamble: Document
    parts: tuple[Part, ...]
    closing: Document
    is_din: bool = True
    is_short: bool = False
    has_reasons: bool = False
    priorities: tuple[str, ...] = ()
    signatories: tuple[SignatoryGroup, ...] = ()
    annexes: Annexes | None = None
    sender: str = ""
    moment: datetime | None = None

    @property
    def units(self) -> dict[str, Unit]:
        """The demands by id."""
        return {unit.id: unit for part in self.parts for unit in part.units}

    @property
    def sender_line(self) -> str:
        """The return address as it stands above the address, in one go."""
        return " · ".join(paragraphs(self.frame.sender))

    @property
    def sender_lines(self) -> int:
        """How many lines of the address zone the return address takes: none of its words may be cut off."""
        return min(MOST_SENDER_LINES, count_sender_lines(self.sender_line))

    @property
    def subject(self) -> str:
        """The subject, in one line and without a full stop; the paper's title where none is given."""
        return plain(self.frame.subject or self.title).rstrip(".")

    @property
    def running_subject(self) -> str:
        """The subject as it stands at the foot of the further pages, in one line."""
        return cut(self.subject, _RUNNING)


@dataclass(frozen=True, slots=True)
class Copy:
    """What one recipient's letter has of its own; ``leads`` are ids of the demands that come first.

    ``name`` is what its file is called, without an ending. ``opening`` stands in place of the common one.
    """

    name: str
    field: tuple[str, ...] = ()
    salutation: str = "Sehr geehrte Damen und Herren"
    opening: str = ""
    leads: tuple[str, ...] = ()
    is_narrow: bool = False
    leads_are_theirs: bool = False


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text somebody typed: one for each line that has words."""
    return tuple(line for line in map(plain, text.split("\n")) if line)


def list_people(letter: Correspondence) -> tuple[tuple[str, ...], ...]:
    """Those who sign the letter, each with their lines; every one needs room for a signature."""
    people: list[list[str]] = [[]]
    for line in map(plain, letter.frame.signature):
        if line:
            people[-1].append(line)
        else:
            people.append([])
    return tuple(tuple(lines) for lines in people if lines)


def list_annexes(letter: Correspondence) -> tuple[str, ...]:
    """What is enclosed: the paper with the one-page version, the annexes, and what the settings name."""
    paper = (plain(letter.title) or "Forderungspapier",) if letter.is_short else ()
    annexes = letter.annexes.names if letter.annexes else ()
    return tuple(dict.fromkeys((*paper, *annexes, *filter(None, map(plain, letter.frame.annexes)))))


def list_signers(letter: Correspondence) -> tuple[tuple[str, str], ...]:
    """Who has signed with it: each level with its municipalities in one line."""
    return tuple(
        (plain(group.label), ", ".join(plain(each.line) for each in group.signatories))
        for group in letter.signatories
        if group.signatories
    )


def say_signed(letter: Correspondence) -> str:
    """What the one-page version says of those whose names have no room on its page; "" where nobody has signed."""
    number = sum(len(group.signatories) for group in letter.signatories)
    if not number:
        return ""
    return f"Mitgezeichnet {'hat 1 Kommune' if number == 1 else f'haben {number} Kommunen'}; siehe das Ende der Anlage."


def arrange(letter: Correspondence, copy: Copy) -> tuple[Part, ...]:
    """The paper's parts as this copy has them: what comes first stands under a heading of its own."""
    units = letter.units
    leads = [units[id_] for id_ in copy.leads if id_ in units]
    if not leads:
        return letter.parts
    chosen = {unit.id for unit in leads}
    first = Part(TO_YOU if copy.leads_are_theirs else FIRST_OF_ALL, tuple(leads))
    rest = (Part(part.heading, tuple(unit for unit in part.units if unit.id not in chosen)) for part in letter.parts)
    return (first, *(part for part in rest if part.units))


def choose(letter: Correspondence, copy: Copy) -> tuple[Unit, ...]:
    """The demands of the one-page version, those that come first for this copy before the others."""
    chosen = [letter.units[id_] for id_ in letter.priorities if id_ in letter.units]
    first = [unit for unit in chosen if unit.id in copy.leads]
    return (*first, *(unit for unit in chosen if unit.id not in copy.leads))


def name_unit(unit: Unit) -> str:
    """What a demand is called inside a sentence: „Forderung 7a: Personal gewinnen“."""
    number, title = plain(unit.number), unit.document.blocks[0].plain
    return ": ".join(part for part in (f"Forderung {number}" if number else "", title) if part)


def list_words(letter: Correspondence, copy: Copy) -> list[list[str]]:
    """What a copy must say of the paper: the decided edition's own words and no other.

    Stretches of paragraphs that follow one another: the paper and those who have signed it; of the one-page version
    its demands, and the annex with both. Made from the edition alone, so that what was written can be held against it.
    """
    signed = [f"{level}: {names}" for level, names in list_signers(letter)]
    signed = [SIGNED, *signed] if signed else []
    if not letter.is_short:
        return [list(_list_paper(letter, arrange(letter, copy))), signed]
    said = [
        " ".join(part for part in (f"{name_unit(unit)}.", gist(unit.document)) if part) for unit in choose(letter, copy)
    ]
    return [said, [*_list_paper(letter, letter.parts), *signed]]


def gist(document: Document) -> str:
    """A demand's first sentence, which stands for it in the one-page version, with the list it introduces."""
    body = document.body
    if not body:
        return ""
    first, last = next(find_sentences(body[0].words))
    said = "".join(word.text + word.blank for word in body[0].words[first:last]).strip()
    items = [block.plain for block in takewhile(lambda block: block.kind in ITEMS, body[1:])]
    return " ".join([said, *items]) if said.endswith(":") else said


def _list_paper(letter: Correspondence, parts: Iterable[Part]) -> Iterator[str]:
    yield from _list_text(letter, letter.preamble)
    for part in parts:
        yield from filter(None, [plain(part.heading)])
        for unit in part.units:
            number, title = plain(unit.number), unit.document.blocks[0].plain
            yield from filter(None, [f"{number}.\t{title}" if number else title])
            yield from _list_blocks(letter, unit.document)
    if len(letter.closing.blocks) > 1:
        yield from _list_text(letter, letter.closing)


def _list_text(letter: Correspondence, document: Document) -> Iterator[str]:
    yield from filter(None, [plain(document.title)])
    yield from _list_blocks(letter, document)


def _list_blocks(letter: Correspondence, document: Document) -> Iterator[str]:
    before: Kind | None = None
    for block in document.blocks[1:]:
        if block.kind is not Kind.REASON:
            yield block.plain
        elif letter.has_reasons:
            yield block.plain if before is Kind.REASON else f"{REASON} {block.plain}"
        before = block.kind
