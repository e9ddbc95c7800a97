"""How fast files are written and read: goal P7, letters, tracked changes, and a paper of twenty pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from drafting.bench import letter_copies
from drafting.bench.report import Row, at_most, median_time
from drafting.bench.samples import change_words, make_text
from drafting.exports.acts import Act, ActVote
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.papers import Paper, PaperSection, PaperUnit
from drafting.exports.redlines import PaperRedline, UnitChange
from drafting.imports.base_papers import BaseDemand, BasePaper, BaseVersion
from drafting.imports.docx_proposals import read_proposals
from drafting.imports.papers import read_paper
from drafting.text.diff import find_edits
from drafting.text.markdown import parse, to_markdown

DEMANDS, CHANGES = 60, 500
_WORDS, _SHARE, _ACTS = 90, 0.095, 20
# Twenty pages, as four people send them back.
_PAGES_WORDS, _FEW, _PEOPLE = 105, 0.01, 4
_NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
_VOTE = ActVote(7, "Plenum", _NOON, 142, 61, 12, 3, "Einfache Mehrheit: 142 gegen 61.")


def run() -> Sequence[Row]:
    """Measure everything and return the rows."""
    return (*_redline_rows(), *letter_copies.run(), *_import_rows())


def _redline_rows() -> Iterator[Row]:
    redline = make_redline()
    count = sum(len(change.edits) for change in redline.changes.values())
    assert count >= CHANGES, count
    what = f"redline of {DEMANDS} demands with {count} tracked changes, each with its comment"
    yield at_most("P7", what, median_time(lambda: write_redline(redline)) * 1000, 300, unit="ms")
    what = f"paper of {DEMANDS} demands"
    yield at_most("P7", what, median_time(lambda: write_paper(redline.after)) * 1000, 300, unit="ms")


def _import_rows() -> Iterator[Row]:
    redline = make_redline(_PAGES_WORDS, _FEW, _PEOPLE)
    count = sum(len(change.edits) for change in redline.changes.values())
    paper, tracked = write_paper(redline.after), write_redline(redline)
    base = BasePaper(
        tuple((section.id, section.heading) for section in redline.before.sections),
        tuple(
            BaseDemand(
                unit.id, "demand", unit.number, unit.number, "s", (BaseVersion("v", 1, to_markdown(unit.document)),)
            )
            for unit in redline.before.units()
        ),
    )
    seconds = median_time(lambda: read_paper("papier.docx", paper))
    yield at_most("P7", "import of a paper of 20 pages", seconds, 1, unit="s")
    seconds = median_time(lambda: read_proposals(tracked, base))
    yield at_most(
        "P7", f"20 pages with {count} tracked changes of {_PEOPLE} people, read as amendments", seconds, 1, unit="s"
    )


def make_redline(words: int = _WORDS, share: float = _SHARE, number_of_acts: int = _ACTS) -> PaperRedline:
    """A paper whose demands are changed, by so many amendments in turn."""
    acts = {
        f"a{number}": Act("amendment", f"Ä{number}", "Stadt Calw", _NOON, "Frist nennen", vote=_VOTE)
        for number in range(number_of_acts)
    }
    olds, news, changes = [], [], {}
    for number in range(DEMANDS):
        text = make_text(words, seed=number)
        before, after = parse(text), parse(change_words(text, share, seed=number))
        olds.append(PaperUnit(f"u{number}", str(number + 1), before, serial=number))
        news.append(PaperUnit(f"u{number}", str(number + 1), after, serial=number))
        act = f"a{number % len(acts)}"
        removed, brought = ((act,) * len(document.tokens()) for document in (before, after))
        changes[f"u{number}"] = UnitChange(find_edits(before, after), removed, brought)
    everybody = {**acts, "otherwise": Act("otherwise", "Redaktion")}
    return PaperRedline(_bind(olds), _bind(news), everybody, "otherwise", "otherwise", changes)


def _bind(units: Sequence[PaperUnit]) -> Paper:
    sections = (PaperSection("s", "Forderungen", tuple(units)),)
    return Paper("p", "Digital und einfach", "", "", None, sections, None, "", (), sender="Netzwerk", moment=_NOON)
