"""Resolve a merge: every conflict decided by somebody, and what then stands in the text, with its owners.

Where amendments collide, one of them is taken, the base is kept, or words are written that may combine several. What
the choices leave is merged again, so that nothing enters that collides with anything else.

Laws: without conflicts it is exactly ``merge``; ``apply(base, edits) == document``; every inserted word of every
amendment is in the text with its owners or in a conflict decided otherwise; taking one amendment at every conflict it
is in makes it wholly in; the order given does not matter; every edit has owners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from drafting.text.compose import Change, compose
from drafting.text.document import Document, Token
from drafting.text.edits import Edit
from drafting.text.merge import Identical, Neighbour, merge_edits, show_conflict
from drafting.text.relations import Group, Item, Relations
from drafting.text.writing import write_edit

#: Stands among the owners of words that a moderator wrote.
WRITTEN = "*"


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave the base as it is."""


@dataclass(frozen=True, slots=True)
class Take:
    """Let one amendment's edits enter."""

    name: str


@dataclass(frozen=True, slots=True)
class Write:
    """Put words of one's own there, in canonical form: some words, or several blocks."""

    words: str


Choice = Keep | Take | Write
KEEP = Keep()


@dataclass(frozen=True, slots=True)
class Decision:
    """A conflict and what was chosen; ``key`` names it as long as its place is the same.

    ``edits`` are each amendment's own in it: both halves where a moved block collides. ``base`` and ``proposals`` are
    the words of the place ``span``, where written ones would stand.
    """

    key: str
    span: tuple[int, int]
    amendments: tuple[str, ...]
    base: str
    proposals: dict[str, str]
    edits: dict[str, tuple[Edit, ...]]
    choice: Choice


@dataclass(frozen=True, slots=True)
class Resolution:
    """The text after all decisions. ``changes`` are its edits on the base in order, each with its owners.

    ``whole``, ``partial`` and ``out`` say of every amendment with an edit how much of it is in; words written in its
    stead count as a part.
    """

    document: Document
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]
    neighbours: tuple[Neighbour, ...]
    identical: tuple[Identical, ...]
    whole: tuple[str, ...]
    partial: tuple[str, ...]
    out: tuple[str, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits alone."""
        return tuple(change.edit for change in self.changes)

    @property
    def written(self) -> tuple[Decision, ...]:
        """The conflicts at which words were written."""
        return tuple(decision for decision in self.decisions if isinstance(decision.choice, Write))


def resolve(
    base: Document, proposals: Mapping[str, Iterable[Edit]], choices: Mapping[str, Choice] | None = None
) -> Resolution:
    """Merge edits on one base, with a choice for each conflict by its key; without one the base is kept."""
    tokens = base.tokens()
    every = {name: tuple(edits) for name, edits in proposals.items()}
    left, decisions = _decide(tokens, every, choices or {})
    relations = Relations(tokens, left)
    changes = [Change(item.edit, item.owners) for item in relations.items]
    written = _write(tokens, decisions, relations.items)
    document, composed = compose(tokens, [*changes, *(Change(edit, owners) for _, edit, owners in written)])
    merged = merge_edits(base, {**left, **{WRITTEN + key: [edit] for key, edit, _ in written}})
    return Resolution(
        document,
        composed,
        decisions,
        merged.neighbours,
        merged.identical,
        *_sort_out(every, composed, decisions),
    )


def _decide(
    tokens: Sequence[Token], proposals: Mapping[str, tuple[Edit, ...]], choices: Mapping[str, Choice]
) -> tuple[dict[str, tuple[Edit, ...]], tuple[Decision, ...]]:
    """Drop what was decided against until nothing collides; what a choice makes collide anew is decided too."""
    left = dict(proposals)
    decisions: list[Decision] = []
    for turn in count(1):
        relations = Relations(tokens, left)
        if not relations.groups:
            return left, tuple(decisions)
        dropped: defaultdict[str, set[Edit]] = defaultdict(set)
        for key, groups in _name_knots(relations, turn):
            decision = _make_decision(tokens, key, groups, choices)
            decisions.append(decision)
            for item in (item for group in groups for item in group.items):
                if not (isinstance(decision.choice, Take) and decision.choice.name in item.owners):
                    for owner in item.owners:
                        dropped[owner].add(item.edit)
        left = {name: tuple(edit for edit in edits if edit not in dropped[name]) for name, edits in left.items()}
    raise AssertionError  # pragma: no cover — each turn drops edits


def _name_knots(relations: Relations, turn: int) -> Iterator[tuple[str, list[Group]]]:
    """The groups that one choice decides together: a conflict, and the far halves of the moves in it."""
    groups = relations.groups
    leaders = {id(group): _find_leader(group, groups) for group in groups}
    seen: defaultdict[str, int] = defaultdict(int)
    for leader in groups:
        if leaders[id(leader)] is not leader:
            continue
        start, end = leader.span
        place = f"{start}-{end}"
        seen[place] += 1
        key = place if seen[place] == 1 else f"{place}-{seen[place]}"
        knot = [leader, *(group for group in groups if group is not leader and leaders[id(group)] is leader)]
        yield key if turn == 1 else f"{turn}.{key}", knot


def _find_leader(group: Group, groups: Sequence[Group]) -> Group:
    """The group a move's far half hangs on; of groups that hang on each other, the first."""
    row = [group]
    present = {id(each) for each in groups}
    while (ahead := row[-1].follows) is not None and id(ahead) in present:
        if any(ahead is each for each in row):
            circle = row[next(place for place, each in enumerate(row) if each is ahead) :]
            return min(circle, key=lambda each: next(i for i, one in enumerate(groups) if one is each))
        row.append(ahead)
    return row[-1]


def _make_decision(
    tokens: Sequence[Token], key: str, groups: Sequence[Group], choices: Mapping[str, Choice]
) -> Decision:
    shown = show_conflict(tokens, groups[0])
    names = tuple(sorted({name for group in groups for name in group.amendments}))
    edits = {name: tuple(_edits_of(groups, name)) for name in names}
    choice = choices.get(key, KEEP)
    if isinstance(choice, Write):
        choice = _simplify(choice, shown.base, shown.proposals, edits)
    if isinstance(choice, Take) and choice.name not in names:
        choice = KEEP
    proposals = {name: shown.proposals.get(name, shown.base) for name in names}
    return Decision(key, groups[0].span, names, shown.base, proposals, edits, choice)


def _edits_of(groups: Sequence[Group], name: str) -> list[Edit]:
    edits = [item.edit for group in groups for item in group.items if name in item.owners]
    return sorted(edits, key=lambda edit: (edit.start, edit.end, edit.opens_block))


def _simplify(choice: Write, base: str, proposals: Mapping[str, str], edits: Mapping[str, tuple[Edit, ...]]) -> Choice:
    """Whoever writes what stood there keeps it; whoever writes an amendment's words takes it."""
    words = " ".join(choice.words.split())
    if words == " ".join(base.split()):
        return KEEP
    same = [name for name, proposal in proposals.items() if words == " ".join(proposal.split())]
    # Two moves of one block read alike at the old place; then the words do not tell which is meant.
    is_clear = len({edits[name] for name in same}) == 1
    return Take(min(same)) if is_clear else choice


def _write(
    tokens: Sequence[Token], decisions: Iterable[Decision], merged: Sequence[Item]
) -> list[tuple[str, Edit, tuple[str, ...]]]:
    """The edits that bring written words, each with the key of its decision and its owners."""
    found = []
    for decision in decisions:
        if not isinstance(decision.choice, Write):
            continue
        start, end = decision.span
        here = [e for edits in decision.edits.values() for e in edits if start <= e.start and e.end <= end]
        opens = start == end and all(edit.opens_block for edit in here)
        edit = write_edit(tokens, decision.span, decision.choice.words, opens_block=opens, others=merged)
        if edit is not None:
            found.append((decision.key, edit, (*decision.amendments, WRITTEN)))
    return found


def _sort_out(
    proposals: Mapping[str, tuple[Edit, ...]], changes: Iterable[Change], decisions: Sequence[Decision]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Which amendments are wholly in, which partly, which not at all."""
    entered: defaultdict[str, set[Edit]] = defaultdict(set)
    touched = {name for d in decisions if isinstance(d.choice, Write) for name in d.amendments if d.edits[name]}
    for change in changes:
        for owner in change.owners:
            entered[owner].add(change.edit)
    whole, partial, out = [], [], []
    for name in sorted(proposals):
        edits = set(proposals[name])
        inside = edits & entered[name]
        if edits and inside == edits:
            whole.append(name)
        elif inside or name in touched:
            partial.append(name)
        elif edits:
            out.append(name)
    return tuple(whole), tuple(partial), tuple(out)
