"""The parts of a merge as the page tells them: owners by letter, conflicts side by side, what becomes of the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from drafting.queries.cards import AmendmentCard
from drafting.text.document import Document, Start, Word
from drafting.text.edits import Edit
from drafting.text.lines import Line
from drafting.text.rebase import rebase
from drafting.text.redline import RedlineBlock, redline
from drafting.text.resolution import WRITTEN, Decision, Keep, Resolution, Take, Write

_AROUND = 8


@dataclass(frozen=True, slots=True)
class OwnerPart:
    """Whose changes a letter marks; ``near`` are the letters beside which they stand in one sentence.

    Several amendments want the same words, or ``is_written``: a moderator wrote them in their stead.
    """

    letter: str
    amendments: tuple[AmendmentCard, ...]
    is_written: bool
    is_chosen: bool
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionPart:
    """One amendment at a conflict, with its own changes there."""

    card: AmendmentCard
    blocks: tuple[RedlineBlock, ...]
    is_taken: bool


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """A conflict: its place, what stands there, what each wants, and what is chosen.

    ``words`` stand in the field for own words, ``before`` and ``after`` around it; ``agreed`` says that the proposers
    agreed or that it was decided so. ``is_late``: it came up by another choice.
    """

    key: str
    line: int
    is_insertion: bool
    base: str
    options: tuple[OptionPart, ...]
    choice: str
    words: str
    before: str
    after: str
    agreed: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class RestPart:
    """An amendment that is not wholly in, and what becomes of it.

    ``what`` is "part" (only a part is in), "consent" (words were written in its stead, its proposers must agree),
    "asked" (stays open, its author is asked), "stays" (stays open), "waits" (its author is asked already), "same"
    (adopted with identical words) or "settled" (nothing is left of it).
    """

    card: AmendmentCard
    what: str
    is_partial: bool = False
    is_agreed: bool = False


def tell_owners(
    resolution: Resolution, names: Mapping[tuple[str, ...], str], cards: Mapping[str, AmendmentCard]
) -> tuple[OwnerPart, ...]:
    """Who stands behind each letter."""
    chosen = {d.choice.name for d in resolution.decisions if isinstance(d.choice, Take)}
    near = _find_near(resolution, names)
    return tuple(
        OwnerPart(
            letter=letter,
            amendments=tuple(sorted((cards[name] for name in owners if name in cards), key=lambda card: card.number)),
            is_written=WRITTEN in owners,
            is_chosen=bool(chosen & set(owners)),
            near=tuple(sorted(near.get(letter, ()))),
        )
        for owners, letter in names.items()
    )


def _find_near(resolution: Resolution, names: Mapping[tuple[str, ...], str]) -> dict[str, set[str]]:
    """By letter: the letters it stands beside."""
    written = {WRITTEN + decision.key: (*decision.amendments, WRITTEN) for decision in resolution.written}
    found: dict[str, set[str]] = {}
    for neighbour in resolution.neighbours:
        together = {
            letter
            for owners, letter in names.items()
            if any(
                written.get(name) == owners or (name in owners and WRITTEN not in owners)
                for name in neighbour.amendments
            )
        }
        for letter in together:
            found.setdefault(letter, set()).update(together - {letter})
    return found


def tell_decisions(
    base: Document,
    resolution: Resolution,
    cards: Mapping[str, AmendmentCard],
    lines: Sequence[Line],
    *,
    words: Mapping[str, str],
    agreed: Collection[str],
) -> tuple[DecisionPart, ...]:
    """The conflicts in order of place."""
    return tuple(_tell_decision(base, each, cards, lines, words, agreed) for each in resolution.decisions)


def _tell_decision(
    base: Document,
    decision: Decision,
    cards: Mapping[str, AmendmentCard],
    lines: Sequence[Line],
    words: Mapping[str, str],
    agreed: Collection[str],
) -> DecisionPart:
    start, end = decision.span
    named = sorted((cards[name] for name in decision.amendments), key=lambda card: card.number)
    wordings = dict.fromkeys(decision.proposals[card.id] for card in named)
    proposed = "\n".join(each.strip() for each in wordings if each.strip() and each != decision.base)
    before, after = _around(base, start, end)
    return DecisionPart(
        key=decision.key,
        line=max((line.number for line in lines if line.start <= max(start - (start == end), 0)), default=1),
        is_insertion=start == end,
        base=decision.base.strip(),
        options=tuple(
            OptionPart(card, redline(base, decision.edits[card.id]), decision.choice == Take(card.id))
            for card in named
            if decision.edits[card.id]
        ),
        choice=_name_choice(decision),
        words=words.get(decision.key) or proposed or decision.base.strip(),
        before=before,
        after=after,
        agreed=set(decision.amendments) <= set(agreed),
        is_late="." in decision.key,
    )


def _name_choice(decision: Decision) -> str:
    match decision.choice:
        case Take(name):
            return name
        case Write():
            return "write"
        case Keep():
            return "keep"


def _around(base: Document, start: int, end: int) -> tuple[str, str]:
    """A few words of the block before and after a span, with an ellipsis where more stands there."""
    tokens = base.tokens()
    first = next(place for place in range(start - 1, -1, -1) if isinstance(tokens[place], Start)) + 1 if start else 0
    last = next((place for place in range(end, len(tokens)) if isinstance(tokens[place], Start)), len(tokens))
    before, after = max(first, start - _AROUND), min(last, end + _AROUND)
    head = ("… " if before > first else "") + _plain(tokens[before:start])
    tail = _plain(tokens[end:after]) + (" …" if after < last else "")
    return head.strip(), tail.strip()


def _plain(tokens: Sequence[object]) -> str:
    return "".join(token.text + token.blank for token in tokens if isinstance(token, Word))


def tell_rest(
    base: Document,
    resolution: Resolution,
    every: Mapping[str, tuple[Edit, ...]],
    cards: Mapping[str, AmendmentCard],
    *,
    chosen: Collection[str],
    behind: Collection[str],
    agreed: Collection[str],
) -> tuple[RestPart, ...]:
    """What becomes of each open amendment that is not wholly in: carried over, asked, or settled by the others."""
    decided = {*resolution.whole, *(name for name in resolution.partial if name in agreed)}
    left = sorted(set(every) - decided, key=lambda name: cards[name].number)
    written = {name for decision in resolution.written for name in decision.amendments}
    rest = []
    for name in left:
        if name in written:
            what = "consent"
        elif name in behind and name not in chosen:
            what = "waits"
        else:
            what = _foresee(base, every[name], resolution.edits)
        rest.append(RestPart(cards[name], what, is_partial=name in resolution.partial and name not in written))
    return tuple(rest)


def _foresee(base: Document, own: tuple[Edit, ...], decided: tuple[Edit, ...]) -> str:
    """What the new version will mean for an amendment that stays open."""
    outcome = rebase(base, own, decided)
    if outcome.status == "settled":
        return "same" if outcome.adopted else "settled"
    return "asked" if outcome.status == "conflict" else "stays"
