"""The check before a letter goes out: what it says of the paper is the decided edition, word by word."""

from __future__ import annotations

from collections.abc import Sequence

from drafting.errors import InvalidInputError

# A letter's stretches: paragraphs, as their words, which follow one another with nothing between.
Stretches = Sequence[Sequence[list[str]]]


def check_paragraphs(found: Sequence[str], wanted: Sequence[Stretches]) -> None:
    """Hold what a finished file says, paragraph by paragraph, against the decided edition, for each letter in it.

    Raises InvalidInputError with the first difference: such a letter must not go out.
    """
    said = [words for words in (each.split() for each in found) if words]
    at = 0
    for stretches in wanted:
        for stretch in stretches:
            at = _find(said, stretch, at)


def _find(said: Sequence[list[str]], meant: Sequence[list[str]], at: int) -> int:
    """Return where a stretch ends that stands as a whole in what is said."""
    if not meant:
        return at
    starts = [place for place in range(at, len(said)) if said[place] == meant[0]]
    for start in starts:
        if list(said[start : start + len(meant)]) == list(meant):
            return start + len(meant)
    there = said[starts[0] :] if starts else []
    lacking = next((n for n, words in enumerate(meant) if n >= len(there) or there[n] != words), 0)
    raise InvalidInputError(
        "Der Brief wurde nicht ausgegeben, denn sein Text weicht vom beschlossenen Stand ab. "
        "Beschlossen ist: „%(meant)s“. Im Brief steht dort: „%(said)s“.",
        meant=_shorten(meant[lacking]),
        said=_shorten(there[lacking]) if lacking < len(there) else "",
    )


def _shorten(words: Sequence[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= 120 else f"{text[:120]} …"
