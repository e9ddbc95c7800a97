"""How fast the letter is written for many: part of goal P7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from drafting.bench.report import Row, at_most, measure, median_time
from drafting.bench.samples import make_text
from drafting.exports.correspondence import Copy, Correspondence, Frame, Part, Unit
from drafting.exports.docx_correspondence import Letters
from drafting.exports.pdf import can_write_pdf
from drafting.exports.pdf_correspondence import write_pdf_letter, write_pdf_letters
from drafting.text.markdown import parse

DEMANDS, WORDS, RECIPIENTS, LIMIT = 60, 60, 50, 1.5
# The goal names no time for PDF: these hold what was reached, so that it is seen when it is lost.
PDF_ONE, PDF_MANY, PDF_SHARE = 2, 40, 0.5


def run() -> Sequence[Row]:
    """Measure building the letter once and writing every copy, each checked word by word."""
    letter, copies = make_letter(), make_copies()
    each = median_time(lambda: Letters(letter).write_each(copies))
    together = median_time(lambda: Letters(letter).write_together(copies))
    row = partial(at_most, "P7", limit=LIMIT, unit="s")
    return (
        row(f"{RECIPIENTS} letters with {DEMANDS} demands, one file for each in a ZIP", each),
        row(f"{RECIPIENTS} letters with {DEMANDS} demands, all in one document", together),
        *(_pdf_rows(letter, copies) if can_write_pdf() else ()),
    )


def _pdf_rows(letter: Correspondence, copies: list[Copy]) -> Iterator[Row]:
    """Measure setting a letter as PDF, and many: what is the same for many is set once, each file is whole."""
    alike = [replace(copy, leads=()) for copy in copies]
    one = median_time(lambda: write_pdf_letter(letter, copies[:1]))
    mixed, same = (measure(partial(write_pdf_letters, letter, each)) for each in (copies, alike))
    what = f"{RECIPIENTS} letters with {DEMANDS} demands as PDF, one file for each in a ZIP"
    yield at_most("P7", f"one letter with {DEMANDS} demands as PDF", one, PDF_ONE, unit="s")
    yield at_most("P7", f"{what}, a third with demands of their own in front", mixed, PDF_MANY, unit="s")
    yield at_most("P7", f"{what}, the text the same for all", same, PDF_MANY, unit="s")
    yield at_most("P7", "the same, of setting each by itself", same / (RECIPIENTS * one), PDF_SHARE, unit="×")


def make_letter() -> Correspondence:
    """A letter of as many demands as the goal names."""
    words = make_text(DEMANDS * WORDS).split()
    units = [
        Unit(f"d{n}", str(n + 1), parse(f"# Forderung {n + 1}\n\n{' '.join(words[n * WORDS : (n + 1) * WORDS])}"))
        for n in range(DEMANDS)
    ]
    parts = tuple(Part(f"Abschnitt {n // 10 + 1}", tuple(units[n : n + 10])) for n in range(0, DEMANDS, 10))
    empty = parse("# ")
    frame = Frame(subject="Forderungen", opening="wir fordern:", greeting="Mit freundlichen Grüßen")
    return Correspondence(frame=frame, title="Papier", subtitle="", preamble=empty, parts=parts, closing=empty)


def make_copies() -> list[Copy]:
    """Recipients, every third of whom reads other demands first."""
    return [
        Copy(
            f"Empfängerin {n}",
            ("Frau Ministerin", f"Beate Buche {n}", "Ministerium", "Straße 1", "70173 Stuttgart"),
            "Sehr geehrte Frau Ministerin",
            leads=(f"d{n}", f"d{n + 1}") if n % 3 == 0 else (),
        )
        for n in range(RECIPIENTS)
    ]
