"""Results on walls: how a poll ended and what that did, with no more answers than can be read."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.exports.excerpts import ELLIPSIS
from drafting.models import Poll
from drafting.queries.asking import Question
from drafting.queries.poll_rows import get_question
from drafting.queries.results import ResultPage, get_result
from drafting.queries.sayings import NOTHING, Saying
from drafting.queries.walls import list_notes, name_mover, name_place
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import Question as Asked
from drafting.rules.voting import VERDICT_LABELS, Verdict

_SHORT_ANSWER = 14
_CHOSEN = frozenset({VERDICT_LABELS[Verdict.ADOPTED], VERDICT_LABELS[Verdict.REJECTED]})
_LOST = frozenset({Verdict.REJECTED, Verdict.TIE})

# Up to so many bars have large type, or none that is small.
_LARGE_BARS, _MIDDLE_BARS = 3, 5
# In pixels of 1,080: what is left for small bars below a question of one line, and below a verdict. Each has a row of
# at least so many pixels, and another line where its words are longer than so many letters.
_ROOM, _ROOM_BELOW_VERDICT = 600, 370
_ROW, _LINE, _PER_LINE, _PER_RANKED_LINE = 68, 46, 54, 50
# From so many letters on the question takes more than one line, each of about so many letters and pixels.
_HEADING_LINE, _PER_HEADING_LINE = 60, 66
_MOST_LINES = 2
_FEWEST_BARS = 3
# How many letters of what was struck are quoted.
_MOST_STRUCK = 90


@dataclass(frozen=True, slots=True)
class WallResult:
    """How a poll ended: „ABGELEHNT“ is its ``verdict``, „Stimmengleichheit“ the ``remark`` beside it.

    ``asked`` is the question, where nothing above the verdict names it. ``won`` says that the remark names the answer
    that won. ``sign`` is "yes", "no" or, where nothing was decided, "none". ``size`` is that of the bars, ``shape``
    says what room the words beside them need: "short", "long", or "wide" for those of demands and of many answers.

    ``more`` answers are left out, of which ``tied`` share the place of the last shown; ``has_ties`` says that some
    shown share one. ``struck`` are the words that were struck and nothing put in their place.
    """

    result: ResultPage
    place: Saying
    by: str
    notes: tuple[str, ...]
    asked: Saying
    verdict: str
    remark: str
    won: bool
    sign: str
    size: str
    shape: str
    bars: tuple[Bar, ...]
    more: int
    tied: int
    has_ties: bool
    struck: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its bar; ``share`` is of the largest, in percent; ``style`` how the bar is drawn.

    ``place`` is its place among those that are ranked, else 0.
    """

    label: Saying
    count: int
    share: int
    style: str
    place: int = 0


def show_result(session: Session, poll: Poll) -> WallResult:
    """How a poll ended, as a wall tells it."""
    question = get_question(session, poll.id)
    result = get_result(session, poll.id)
    verdict, _colon, remark = result.verdict_label.partition(": ") if result.verdict else ("", "", "")
    bars = _draw_bars(result, question)
    won = result.question_kind == Asked.CHOICE and verdict in _CHOSEN and not result.recommends
    asked = _find_asked(question, result)
    is_long = any(len(str(bar.label)) > _SHORT_ANSWER for bar in bars)
    is_wide = is_long and (result.question_kind == Asked.PRIORITIES or len(bars) > _MIDDLE_BARS)
    # What is said below takes more lines.
    is_crowded = bool(asked) or result.is_weighted or result.recommends or result.by_hand is not None
    size = _find_size(len(bars), is_crowded=is_crowded, is_wide=is_wide)
    shown = _fit(bars, _find_room(result)) if is_wide or len(bars) > _MIDDLE_BARS else bars
    last = max(bar.place for bar in shown)
    return WallResult(
        result=result,
        place=name_place(question),
        by=name_mover(question),
        notes=list_notes(poll),
        asked=asked,
        # „Empfohlen: annehmen“ is one thing; „Abgelehnt: Stimmengleichheit“ are two.
        verdict=result.verdict_label if result.recommends and result.verdict else verdict,
        remark="" if result.recommends else result.answers[0].label if won else remark,
        won=won,
        sign="yes" if result.is_adopted else "no" if result.verdict in _LOST else "none",
        size=size,
        shape="wide" if is_wide else "long" if is_long else "short",
        bars=shown,
        more=len(bars) - len(shown),
        tied=sum(bar.place == last for bar in bars) - sum(bar.place == last for bar in shown) if last else 0,
        has_ties=len({bar.place for bar in shown if bar.place}) < sum(bar.place > 0 for bar in shown),
        struck=_name_struck(question, result),
    )


def _name_struck(question: Question, result: ResultPage) -> str:
    """The words that are gone from the paper, cut to what can be read; "" where it was not about that alone."""
    if not question.strikes or not result.is_adopted or result.recommends or result.is_pending:
        return ""
    stretches = ("".join(piece.text for piece in block.pieces if piece.change == "del") for block in result.now)
    return textwrap.shorten(" ".join(filter(None, stretches)), _MOST_STRUCK, placeholder=f" {ELLIPSIS}")


def _find_asked(question: Question, result: ResultPage) -> Saying:
    """The question; one about a single amendment is told by its label, and what decides nothing has it as its title."""
    if question.poll.state == PollState.ANNULLED or (question.amendment is None and result.verdict):
        return result.question
    return NOTHING


def _find_size(number: int, *, is_crowded: bool, is_wide: bool) -> str:
    """How large the bars are drawn; above them may stand more than a verdict, beside them whole sentences."""
    if number <= _LARGE_BARS:
        return "m" if is_crowded or is_wide else "l"
    return "m" if number <= _MIDDLE_BARS and not is_crowded and not is_wide else "s"


def _find_room(result: ResultPage) -> int:
    """How many pixels of 1,080 there are for small bars."""
    if result.verdict:
        return _ROOM_BELOW_VERDICT
    return _ROOM - _HEADING_LINE * (len(str(result.question)) // _PER_HEADING_LINE)


def _fit(bars: Sequence[Bar], room: int) -> tuple[Bar, ...]:
    """As many bars as fit with their words; what is left out are answers, never the abstentions below them."""
    last = tuple(bars[-1:]) if bars[-1].style == "abs" else ()
    left = room - sum(map(_measure, last))
    shown: list[Bar] = []
    for bar in bars[: len(bars) - len(last)]:
        left -= _measure(bar)
        if left < 0 and len(shown) >= _FEWEST_BARS:
            break
        shown.append(bar)
    return (*shown, *last)


def _measure(bar: Bar) -> int:
    """How high a bar's row is, in pixels of 1,080."""
    per_line = _PER_RANKED_LINE if bar.place else _PER_LINE
    return _ROW + _LINE * (min(len(textwrap.wrap(str(bar.label), per_line)), _MOST_LINES) - 1)


def _draw_bars(result: ResultPage, question: Question) -> tuple[Bar, ...]:
    if not result.answers:
        yes_label, no_label = question.number_labels
        return (
            Bar(Saying(yes_label), result.yes, result.yes_share, "yes"),
            Bar(Saying(no_label), result.no, result.no_share, "no"),
            Bar(Saying("Enthaltung"), result.abstain, result.abstain_share, "abs"),
        )
    answers = result.answers
    if result.question_kind == Asked.SCALE:
        # The steps of a scale stay in their order.
        answers = tuple(sorted(answers, key=lambda each: each.key))
    bars = [
        Bar(
            label=each.said,
            count=each.count,
            share=each.share,
            style="yes",
            place=each.place if result.question_kind == Asked.PRIORITIES else 0,
        )
        for each in answers
    ]
    if result.abstain:
        largest = max(each.count for each in answers) or 1
        share = min(100 * result.abstain // largest, 100)
        bars.append(Bar(Saying("Enthaltung"), result.abstain, share, "abs"))
    return tuple(bars)
