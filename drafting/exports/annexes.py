"""Annexes of the letter: who signs with it, practical examples, and minority notes (Sondervoten)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Self

from drafting.exports.prints import Heading, Paragraph, Part, Print, Span, Table, as_lines, cell, label, say
from drafting.rules.signing import name_body
from drafting.rules.sizes import plain_name


@dataclass(frozen=True, slots=True)
class CoSigner:
    """A municipality that signs; ``level`` is „Städte“, „Landkreise“ and the like, ``condition`` "" for none."""

    name: str
    level: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class PrintedExample:
    """A municipality's experience with what a demand is about; ``municipality`` is "" where it is not named."""

    demand: str
    municipality: str
    title: str
    text: str
    figure: str = ""
    link: str = ""

    def unnamed(self) -> Self | None:
        """The example without its municipality and the link, which leads there; None where its words name it."""
        name = plain_name(name_body(self.municipality))
        words = "\n".join((self.title, self.text, self.figure))
        if name and re.search(rf"(?<!\w){re.escape(name)}", words, re.IGNORECASE):
            return None
        return replace(self, municipality="", link="")


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A minority note: what it is about, its words, and the municipalities behind it."""

    about: str
    title: str
    text: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annexes:
    """What the letter takes along; parts without anything in them are left out.

    ``withheld`` counts the examples that wait for their municipality's yes because their words name it.
    """

    title: str
    co_signers: tuple[CoSigner, ...] = ()
    examples: tuple[PrintedExample, ...] = ()
    notes: tuple[PrintedNote, ...] = ()
    sender: str = ""
    moment: datetime | None = None
    withheld: int = 0

    @property
    def unnamed(self) -> int:
        """How many examples do not say whose they are."""
        return sum(not example.municipality for example in self.examples)

    def unsigned(self) -> Self:
        """What is in them whoever signs: no signatories, and no example of which a municipality's yes decides."""
        kept = tuple(example for each in self.examples if (example := each.unnamed()))
        return replace(self, co_signers=(), examples=kept, moment=None, withheld=0)

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, as the letter names them; none where there is nothing to enclose."""
        return tuple(name for name, _ in _list_parts(self))


def lay_out_annexes(annexes: Annexes) -> Print:
    """The annexes as a print, called as the letter names them."""
    parts: list[Part] = []
    for name, made in _list_parts(annexes):
        parts += [Heading(name), *made]
    if not parts:
        parts += [Heading("Keine Anlagen"), say("Es gibt noch nichts, was dem Brief beizulegen wäre.", style="lead")]
    return Print(
        title="Anlagen",
        subtitle=annexes.title,
        lines=(),
        parts=tuple(parts),
        sender=annexes.sender,
        moment=annexes.moment,
    )


def _list_parts(annexes: Annexes) -> list[tuple[str, tuple[Part, ...]]]:
    """The annexes that have something in them."""
    kinds = (
        ("Mitzeichnende", tuple(_lay_out_signers(annexes.co_signers))),
        ("Praxisbeispiele", tuple(_lay_out_examples(annexes.examples))),
        ("Sondervoten", tuple(_lay_out_notes(annexes.notes))),
    )
    return [(name, made) for name, made in kinds if made]


def _lay_out_signers(signers: tuple[CoSigner, ...]) -> Iterator[Part]:
    for level, group in groupby(signers, key=lambda each: each.level):
        rows = tuple((cell(each.name), cell(each.condition or "ohne Vorbehalt")) for each in group)
        if level:
            yield Heading(level, 2)
        yield Table(f"Mitzeichnende: {level}" if level else "Mitzeichnende", ("Kommune", "Vorbehalt"), (50, 50), rows)


def _lay_out_examples(examples: tuple[PrintedExample, ...]) -> Iterator[Part]:
    for demand, group in groupby(examples, key=lambda each: each.demand):
        yield Heading(demand, 2)
        for example in group:
            yield Heading(f"{example.municipality}: {example.title}" if example.municipality else example.title, 3)
            yield from as_lines(example.text)
            if example.figure:
                yield label("In Zahlen", example.figure)
            if example.link:
                yield Paragraph((Span(example.link, link=example.link),), "quiet")


def _lay_out_notes(notes: tuple[PrintedNote, ...]) -> Iterator[Part]:
    for note in notes:
        yield Heading(f"{note.about}: {note.title}" if note.title else note.about, 2)
        yield from as_lines(note.text)
        yield say(f"Getragen von: {', '.join(note.municipalities)}.", style="quiet")
