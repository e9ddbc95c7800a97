"""Attribution: of two states of a text, who took out each word of the earlier and who brought each of the later.

Laws: ``removed`` has a place for each token of the earlier text and ``brought`` for each of the later; a token that
was never touched in between has no sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drafting.text.document import Document, Token
from drafting.text.edits import Edit, apply_tokens, without_kept_word
from drafting.text.provenance import Provenance, Sources


@dataclass(frozen=True, slots=True)
class Step:
    """A version on the way from one text to the other: its edits, its provenance, and the source it is named by."""

    source: str
    edits: tuple[Edit, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Attribution:
    """For each token of the earlier text who took it out, for each of the later who brought it; () for nobody."""

    removed: tuple[Sources, ...]
    brought: tuple[Sources, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A token on its way: its place in the earlier text, if it was there, and who put it where it stands."""

    token: Token
    place: int | None
    brought: Sources


def attribute(earlier: Document, steps: Iterable[Step]) -> Attribution:
    """Follow the words of a text through its later versions."""
    row = [_Standing(token, place, ()) for place, token in enumerate(earlier.tokens())]
    removed: list[Sources] = [()] * len(row)
    for step in steps:
        tokens = [standing.token for standing in row]
        sources = step.provenance.per_token()
        new: list[_Standing] = []
        at = 0
        for edit in (without_kept_word(tokens, edit) for edit in step.edits):
            new += row[at : edit.start]
            owners = _find_owners(step, edit, len(new), sources)
            for gone in row[edit.start : edit.end]:
                if gone.place is not None:
                    removed[gone.place] = owners
            new += [
                _Standing(token, None, _own(step, sources[len(new) + n : len(new) + n + 1]) or owners)
                for n, token in enumerate(edit.inserted)
            ]
            at = edit.end
        new += row[at:]
        # A word that came to end its block, or no longer does, is the same word with another blank.
        exact = Document.from_tokens(apply_tokens(tokens, step.edits)).tokens()
        row = [_Standing(token, each.place, each.brought) for token, each in zip(exact, new, strict=True)]
    return Attribution(tuple(removed), tuple(standing.brought for standing in row))


def _find_owners(step: Step, edit: Edit, position: int, sources: Sequence[Sources]) -> Sources:
    """Whose an edit is: those who brought its words, those its removal names, else the version as a whole."""
    inserted = (_own(step, [each]) for each in sources[position : position + len(edit.inserted)])
    struck = (_own(step, [each.removed_by]) for each in step.provenance.removals if each.position == position)
    return next((found for found in (*inserted, *struck) if found), (step.source,))


def _own(step: Step, named: Iterable[Sources]) -> Sources:
    """Those of the sources that are this version, or an amendment of it."""
    return tuple(_list_own(step.source, named))


def _list_own(source: str, named: Iterable[Sources]) -> Iterator[str]:
    for names in named:
        yield from (name for name in names if name == source or name.startswith(f"{source}:"))
