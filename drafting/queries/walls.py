"""Walls: what a projector shows of a running poll: its question, shortened to what fits."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.walls import WallText, fit_redline, fit_text
from drafting.models import DemandVersion, Poll
from drafting.queries import texts
from drafting.queries.asking import JointItem, Question, show_items
from drafting.queries.asking_words import name_answer
from drafting.queries.effect_words import tell_prospect
from drafting.queries.moves import Move, list_moves
from drafting.queries.poll_rows import get_question
from drafting.queries.poll_wordings import get_wording
from drafting.queries.sayings import NOTHING, Saying
from drafting.rules.questions import COUNTED_BY_LABELS, VOTE_KIND_LABELS, CountedBy, VoteKind
from drafting.rules.questions import Question as Asked
from drafting.text.document import Kind
from drafting.text.redline import RedlineBlock

# More than these do not fit in a size that can be read.
MOST_ITEMS = 4
# Longer questions have smaller type, and the lines they take are missing below: how many rows of answers there is room
# for beneath a question of at most so many letters.
SIZES = (("l", 55, 8), ("m", 120, 7), ("s", 1_000, 4))
_ONE_COLUMN = 4
# How many letters of an answer stand in a line, by the number of columns, and how many lines it has.
_PER_LINE = {1: 56, 2: 26}
_MOST_LINES = 2
WEIGHTED_LABELS = {"weighted": "gewichtet"}
_QUESTION_LINE = 84  # pixels of 1,080
# The line above the question takes a second one from so many letters on.
_LINE_ABOVE, _PER_LINE_ABOVE = 52, 56


@dataclass(frozen=True, slots=True)
class WallQuestion:
    """What is asked, shortened to what a wall holds.

    ``place`` and ``by`` are the line above it: „Forderung 4“, „Ä12, Stadt Calw“; ``notes`` how it is voted on, where
    that is unusual; ``prospect`` what a yes would do, where the question does not say it. ``items`` are several
    amendments with their changes, ``answers`` what can be named, both cut; ``more`` says how many are left out.
    ``size`` is that of the question's type, ``columns`` how the answers stand.
    """

    poll_id: str
    number: int
    question_kind: str
    place: Saying
    by: str
    notes: tuple[str, ...]
    sentence: Saying
    prospect: Saying
    text: WallText
    move: Move | None
    items: tuple[JointItem, ...]
    answers: tuple[Saying, ...]
    more: int
    most_choices: int
    size: str
    columns: int


def show_question(session: Session, poll: Poll) -> WallQuestion:
    """A running poll as a wall asks it."""
    question = get_question(session, poll.id)
    move = list_moves(session, [question.amendment]).get(question.amendment.id) if question.amendment else None
    sentence = move.question if move else question.sentence
    items = show_items(session, question)
    answers = [name_answer(question.kind, option) for option in question.options]
    of_amendments = {item.label for item in items}
    # A choice shows its answers as amendments with what each changes; what is left is the text as it is.
    rest = [label for label in answers if str(label) not in of_amendments] if poll.question == Asked.CHOICE else answers
    length = len(str(sentence).removeprefix(f"{question.place}: "))
    size, _letters, rows = next(each for each in SIZES if length <= each[1] or each is SIZES[-1])
    columns = 1 if len(rest) < rows or len(rest) <= _ONE_COLUMN else 2
    fits = _fit_lines(rest, rows, columns) if poll.question == Asked.PRIORITIES else len(rest) <= 2 * rows
    shown_answers = rest if fits else []
    prospect = tell_prospect(question)
    # What a yes would do takes the room of one item.
    most = MOST_ITEMS - 1 if prospect else MOST_ITEMS
    shown_items = items if len(items) <= most else items[: most - 1]
    left_out = len(items) - len(shown_items) + len(rest) - len(shown_answers)
    return WallQuestion(
        poll_id=poll.id,
        number=poll.number,
        question_kind=poll.question,
        place=name_place(question),
        by=name_mover(question),
        notes=list_notes(poll),
        sentence=sentence,
        prospect=prospect,
        text=_fit_text(session, question, taken=_measure_above(question, size)),
        move=move,
        items=shown_items,
        answers=tuple(shown_answers),
        more=left_out,
        most_choices=poll.most_choices,
        size=size,
        columns=columns,
    )


def _measure_above(question: Question, size: str) -> int:
    """How many pixels of 1,080 the lines above the text take beyond one of each."""
    above = len(" · ".join([str(name_place(question)), name_mover(question), *list_notes(question.poll)]))
    return (0 if size == SIZES[0][0] else _QUESTION_LINE) + _LINE_ABOVE * (above // _PER_LINE_ABOVE)


def _fit_lines(answers: Sequence[Saying], rows: int, columns: int) -> bool:
    """Tell whether titles can stand in whole, none in more lines than two; those that cannot are read on the phones."""
    lines = [len(textwrap.wrap(str(answer), _PER_LINE[columns])) for answer in answers]
    return max(lines) <= _MOST_LINES and sum(lines) <= rows * columns


def name_place(question: Question) -> Saying:
    """The demand a question is about, for the line above it."""
    return question.place if question.demand else NOTHING


def name_mover(question: Question) -> str:
    """„Ä12, Stadt Calw“: the wall names municipalities, no people."""
    if question.amendment is None:
        return ""
    town = question.proposer.municipality if question.proposer else ""
    return ", ".join(part for part in (str(question.label), town) if part)


def list_notes(poll: Poll) -> tuple[str, ...]:
    """How is voted, where that is unusual."""
    notes = []
    if poll.kind != VoteKind.OPEN:
        notes.append(VOTE_KIND_LABELS[VoteKind(poll.kind)])
    if poll.counts_by == CountedBy.MUNICIPALITY:
        notes.append(COUNTED_BY_LABELS[CountedBy.MUNICIPALITY])
    if poll.is_weighted:
        notes.append(WEIGHTED_LABELS["weighted"])
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
