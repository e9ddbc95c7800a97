"""Carry an amendment over to the text that a decision made of its base.

Law, for recorded edits: rebasing over the amendment itself leaves nothing; over an independent edit, then applying,
gives the merge of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from drafting.text.document import Document
from drafting.text.edits import Edit, apply, apply_tokens, keep_links
from drafting.text.markdown import to_markdown
from drafting.text.merge import Conflict, drop_emptied, merge_edits, show_conflicts
from drafting.text.relations import Item, Relations

Status = Literal["applies", "neighbour", "conflict", "settled"]
AMENDED, DECIDED = "amended", "decided"


@dataclass(frozen=True, slots=True)
class Rebase:
    """An amendment on the new base: ``edits`` are those kept, ``document`` and ``text`` the new base with them.

    ``adopted`` says of a settled amendment that all its edits are in the new base.
    """

    status: Status
    document: Document
    text: str
    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    adopted: bool


def rebase(base: Document, edits: Iterable[Edit], decided: Iterable[Edit]) -> Rebase:
    """Carry ``edits`` over the ``decided`` ones, edit by edit: kept and shifted, already in, or in conflict."""
    edits, decided = tuple(edits), tuple(decided)
    tokens = base.tokens()
    relations = Relations(tokens, {AMENDED: edits, DECIDED: decided})
    new_base = apply(base, decided)
    kept = drop_emptied(new_base.tokens(), _shift(relations.items))
    document = Document.from_tokens(apply_tokens(new_base.tokens(), kept))
    open_conflicts = any(item.group is not None and item.owners == (AMENDED,) for item in relations.items)
    return Rebase(
        _status(relations, kept, conflict=open_conflicts),
        document,
        to_markdown(document),
        kept,
        tuple(show_conflicts(tokens, relations)) if open_conflicts else (),
        adopted=not kept and not open_conflicts and set(edits) <= set(decided),
    )


def impose(base: Document, edits: Iterable[Edit], decided: Iterable[Edit]) -> Document:
    """The text that was decided, with ``edits`` as they are wherever the two collide."""
    edits, decided = tuple(edits), tuple(decided)
    merged = merge_edits(base, {AMENDED: edits, DECIDED: decided})
    return apply(base, sorted({*merged.edits, *edits}, key=lambda edit: edit.span))


def _shift(items: Iterable[Item]) -> list[Edit]:
    """The amendment's own edits outside conflicts, as spans of the new base."""
    places: dict[tuple[int, int], tuple[int, int]] = {}
    kept: list[Edit] = []
    by = 0
    for item in items:
        edit = item.edit
        if DECIDED in item.owners:
            by += len(edit.inserted) - (edit.end - edit.start)
        elif item.group is None:
            places[edit.span] = (edit.start + by, edit.end + by)
            kept.append(edit)
    return _unite([Edit(*places[e.span], e.inserted, places.get(e.moved) if e.moved else None) for e in kept])


def _unite(edits: list[Edit]) -> list[Edit]:
    """Make one of insertions that fall on one point because what stood between them is gone, in their order."""
    united: list[Edit] = []
    for edit in edits:
        last = united[-1] if united else None
        if last is not None and last.span == edit.span and edit.start == edit.end:
            united[-1] = Edit(*edit.span, last.inserted + edit.inserted)
        else:
            united.append(edit)
    return list(keep_links(united))


def _status(relations: Relations, kept: tuple[Edit, ...], *, conflict: bool) -> Status:
    if conflict:
        return "conflict"
    if not kept:
        return "settled"
    return "neighbour" if _has_neighbours(relations.items) else "applies"


def _has_neighbours(items: list[Item]) -> bool:
    """Whether a kept edit touches a decided one or stands in one sentence with it."""
    own = [item for item in items if item.owners == (AMENDED,)]
    other = [item for item in items if item.owners == (DECIDED,)]
    sentences = {number for item in other for number in item.sentences}
    edges = {place for item in other for place in item.edit.span}
    return any(not sentences.isdisjoint(item.sentences) or not edges.isdisjoint(item.edit.span) for item in own)
