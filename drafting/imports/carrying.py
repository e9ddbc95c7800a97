"""From the text of a file to the text of the paper: what differs without meaning, and what has been decided since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drafting.imports.base_papers import BaseDemand, BaseVersion
from drafting.text.diff import find_edits
from drafting.text.document import Document, Start, Token, Word
from drafting.text.edits import Edit, apply, apply_tokens, invert
from drafting.text.likeness import plain_word
from drafting.text.rebase import impose, rebase


@dataclass(frozen=True, slots=True)
class Carried:
    """A wish on another text; ``collides`` where that was changed in the same place, ``settled`` where it has all."""

    document: Document
    collides: bool = False
    settled: bool = False
    moved: bool = False


def find_meant(base: Document, new: Document) -> tuple[Edit, ...]:
    """The edits that change words, without those of marks, of quotation signs and of the kind of a paragraph."""
    tokens = base.tokens()
    return tuple(edit for edit in find_edits(base, new) if changes_words(tokens[edit.start : edit.end], edit.inserted))


def changes_words(deleted: Sequence[Token], inserted: Sequence[Token]) -> bool:
    """Whether an edit changes more than looks."""
    return _plain(deleted) != _plain(inserted)


def only_marks(base: Document, edit: Edit) -> bool:
    """Whether an edit leaves every word as it is written and changes only how it looks."""
    deleted = base.tokens()[edit.start : edit.end]
    return _spelled(deleted) == _spelled(edit.inserted)


def _plain(tokens: Iterable[Token]) -> list[str]:
    return [plain_word(token) if isinstance(token, Word) else "\n" for token in tokens]


def _spelled(tokens: Iterable[Token]) -> list[object]:
    return [(token.text, token.blank) if isinstance(token, Word) else token for token in tokens]


def settle_looks(version: Document, found: Document) -> Document:
    """A file's text with the paper's own looks wherever both say the same."""
    return apply(version, find_meant(version, found))


def carry_onto_looks(found: Document, edits: Sequence[Edit], settled: Document) -> Document:
    """Edits of a file's text carried out on the same text with the paper's looks."""
    if _starts(found) == _starts(settled):
        return Document.from_tokens(apply_tokens(settled.tokens(), edits))
    carried = rebase(found, edits, find_edits(found, settled, clean=False))
    return carried.document if carried.status != "conflict" else apply(found, edits)


def _starts(document: Document) -> list[bool]:
    return [isinstance(token, Start) for token in document.tokens()]


def without_untracked(version: Document, settled: Document, wanted: Document) -> Carried:
    """What an author wants of the paper's version, without what else the file changed untracked."""
    untracked = find_edits(version, settled)
    if not untracked:
        return Carried(wanted)
    return _carry(settled, find_edits(settled, wanted), invert(version, untracked))


def onto_present(demand: BaseDemand, version: BaseVersion, wanted: Document) -> Carried:
    """What an author wants of an older version, on the present one."""
    if version is demand.present:
        return Carried(wanted)
    carried = _carry(version.document, find_edits(version.document, wanted), _decided_since(demand, version))
    return Carried(carried.document, carried.collides, carried.settled, moved=True)


def _decided_since(demand: BaseDemand, version: BaseVersion) -> tuple[Edit, ...]:
    present = demand.present
    if version.number + 1 == present.number:
        return present.edits
    return find_edits(version.document, present.document, clean=False)


def _carry(base: Document, edits: tuple[Edit, ...], decided: tuple[Edit, ...]) -> Carried:
    outcome = rebase(base, edits, decided)
    if outcome.status == "conflict":
        return Carried(impose(base, edits, decided), collides=True)
    return Carried(outcome.document, settled=outcome.status == "settled")
