"""Walls: what a projector shows of one poll: its question, shortened to what fits, and afterwards its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.walls import WallText, fit_redline, fit_text
from drafting.models import DemandVersion, Poll
from drafting.queries import texts
from drafting.queries.asking import JointItem, Question, find_questions, show_items
from drafting.queries.moves import Move, list_moves
from drafting.queries.poll_wordings import get_wording
from drafting.queries.results import ResultPage, get_result
from drafting.queries.sayings import NOTHING, Saying
from drafting.rules.questions import COUNTED_BY_LABELS, VOTE_KIND_LABELS, CountedBy, VoteKind
from drafting.rules.questions import Question as Asked
from drafting.rules.voting import VERDICT_LABELS, Verdict
from drafting.text.document import Kind
from drafting.text.redline import RedlineBlock

# More than these do not fit in a size that can be read.
MOST_ITEMS = 4
MOST_BARS = 8
# Longer questions have smaller type, and the lines they take are missing below: how many rows of answers there is room
# for beneath a question of at most so many letters.
SIZES = (("l", 55, 8), ("m", 120, 7), ("s", 1_000, 4))
_ONE_COLUMN = 4
_QUESTION_LINE = 84  # pixels of 1,080
_SHORT_ANSWER = 14
_CHOSEN = frozenset({VERDICT_LABELS[Verdict.ADOPTED], VERDICT_LABELS[Verdict.REJECTED]})

_LOST = frozenset({Verdict.REJECTED, Verdict.TIE})


@dataclass(frozen=True, slots=True)
class WallQuestion:
    """What is asked, shortened to what a wall holds.

    ``place`` and ``by`` are the line above it: „Forderung 4“, „Ä12, Stadt Calw“; ``notes`` how it is voted on, where
    that is unusual. ``items`` are several amendments with their changes, ``answers`` what can be named, both cut;
    ``more`` says how many are left out. ``size`` is that of the question's type, ``columns`` how the answers stand.
    """

    poll_id: str
    number: int
    question_kind: str
    place: Saying
    by: str
    notes: tuple[str, ...]
    sentence: Saying
    text: WallText
    move: Move | None
    items: tuple[JointItem, ...]
    answers: tuple[str, ...]
    more: int
    most_choices: int
    size: str
    columns: int


@dataclass(frozen=True, slots=True)
class WallResult:
    """How a poll ended: „ABGELEHNT“ is its ``verdict``, „Stimmengleichheit“ the ``remark`` beside it.

    ``won`` says that the remark names the answer that won. ``sign`` is "yes", "no" or, where nothing was decided,
    "none". ``is_wide`` asks for room for long answers.
    """

    result: ResultPage
    place: Saying
    by: str
    notes: tuple[str, ...]
    verdict: str
    remark: str
    won: bool
    sign: str
    is_wide: bool
    bars: tuple[Bar, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its bar; ``share`` is of the largest, in percent; ``style`` how the bar is drawn."""

    label: str
    count: int
    share: int
    style: str


def show_question(session: Session, poll: Poll) -> WallQuestion:
    """A running poll as a wall asks it."""
    (question,) = find_questions(session, [Poll.id == poll.id])
    move = list_moves(session, [question.amendment]).get(question.amendment.id) if question.amendment else None
    sentence = move.question if move else question.sentence
    # What a procedural question is about stands in its sentence.
    has_items = bool(question.listed) and poll.question != Asked.PROCEDURE
    items = show_items(session, question) if has_items else ()
    answers = [option.label for option in question.options]
    of_amendments = {item.label for item in items}
    # A choice shows its answers as amendments with what each changes; what is left is the text as it is.
    rest = [label for label in answers if label not in of_amendments] if poll.question == Asked.CHOICE else answers
    length = len(str(sentence).removeprefix(f"{question.place}: "))
    size, _letters, rows = next(each for each in SIZES if length <= each[1] or each is SIZES[-1])
    shown_answers = rest if len(rest) <= 2 * rows else []
    shown_items = items if len(items) <= MOST_ITEMS else items[: MOST_ITEMS - 1]
    left_out = len(items) - len(shown_items) + len(rest) - len(shown_answers)
    return WallQuestion(
        poll_id=poll.id,
        number=poll.number,
        question_kind=poll.question,
        place=_name_place(question),
        by=_name_mover(question),
        notes=_list_notes(poll),
        sentence=sentence,
        text=_fit_text(session, question, taken=0 if size == SIZES[0][0] else _QUESTION_LINE),
        move=move,
        items=shown_items,
        answers=tuple(shown_answers),
        more=left_out,
        most_choices=poll.most_choices,
        size=size,
        columns=1 if len(shown_answers) < rows or len(shown_answers) <= _ONE_COLUMN else 2,
    )


def _name_place(question: Question) -> Saying:
    return question.place if question.demand else NOTHING


def _name_mover(question: Question) -> str:
    """„Ä12, Stadt Calw“: the wall names municipalities, no people."""
    if question.amendment is None:
        return ""
    town = question.proposer.municipality if question.proposer else ""
    return ", ".join(part for part in (str(question.label), town) if part)


def _list_notes(poll: Poll) -> tuple[str, ...]:
    notes = []
    if poll.kind != VoteKind.OPEN:
        notes.append(VOTE_KIND_LABELS[VoteKind(poll.kind)])
    if poll.counts_by == CountedBy.MUNICIPALITY:
        notes.append(COUNTED_BY_LABELS[CountedBy.MUNICIPALITY])
    return tuple(notes)


def _fit_text(session: Session, question: Question, *, taken: int) -> WallText:
    """What is asked about, as a redline, or the demand as it stands."""
    poll = question.poll
    if poll.amendment_id is not None:
        return fit_redline(_leave_reasons(get_wording(session, poll).redline), taken=taken)
    if poll.question != Asked.DEMAND or question.demand is None:
        return WallText((), "l")
    version = session.scalars(
        select(DemandVersion)
        .where(DemandVersion.demand_id == question.demand.id)
        .order_by(DemandVersion.number.desc())
        .limit(1)
    ).one()
    return fit_text(_leave_reasons(texts.show_kept(version.text)), taken=taken)


def _leave_reasons(blocks: Sequence[RedlineBlock]) -> tuple[RedlineBlock, ...]:
    """The text without its reasons, unless nothing but they change."""
    rest = tuple(block for block in blocks if block.kind is not Kind.REASON)
    changes = any(block.change or any(piece.change for piece in block.pieces) for block in rest)
    return rest if changes or not any(piece.change for block in blocks for piece in block.pieces) else tuple(blocks)


def show_result(session: Session, poll: Poll) -> WallResult:
    """How a poll ended, as a wall tells it."""
    (question,) = find_questions(session, [Poll.id == poll.id])
    result = get_result(session, poll.id)
    verdict, _colon, remark = result.verdict_label.partition(": ") if result.verdict else ("", "", "")
    bars = _draw_bars(result)
    won = result.question_kind == Asked.CHOICE and verdict in _CHOSEN and not result.recommends
    return WallResult(
        result=result,
        place=_name_place(question),
        by=_name_mover(question) or (str(question.label) if question.listed and not result.answers else ""),
        notes=_list_notes(poll),
        # „Empfohlen: annehmen“ is one thing; „Abgelehnt: Stimmengleichheit“ are two.
        verdict=result.verdict_label if result.recommends and result.verdict else verdict,
        remark="" if result.recommends else result.answers[0].label if won else remark,
        won=won,
        sign="yes" if result.is_adopted else "no" if result.verdict in _LOST else "none",
        is_wide=any(len(bar.label) > _SHORT_ANSWER for bar in bars),
        bars=_cut(bars),
        more=max(len(bars) - MOST_BARS, 0),
    )


def _cut(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """As many bars as fit; what is left out are answers, never the abstentions below them."""
    if len(bars) <= MOST_BARS:
        return bars
    last = bars[-1:] if bars[-1].style == "abs" else ()
    return bars[: MOST_BARS - len(last)] + last


def _draw_bars(result: ResultPage) -> tuple[Bar, ...]:
    if not result.answers:
        return (
            Bar("Ja", result.yes, result.yes_share, "yes"),
            Bar("Nein", result.no, result.no_share, "no"),
            Bar("Enthaltung", result.abstain, result.abstain_share, "abs"),
        )
    answers = result.answers
    if result.question_kind == Asked.SCALE:
        # The steps of a scale stay in their order.
        answers = tuple(sorted(answers, key=lambda each: each.key))
    bars = [Bar(each.label, each.count, each.share, "yes") for each in answers]
    if result.abstain:
        largest = max(each.count for each in answers) or 1
        bars.append(Bar("Enthaltung", result.abstain, min(100 * result.abstain // largest, 100), "abs"))
    return tuple(bars)
