"""Random documents and random amendments: from plausible German drafts to texts nobody would write.

A text is sketched as blocks of chunks; a chunk is what stands between two blanks. Sketches are what amendments
change, so that no strategy depends on the code that finds, merges or applies changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from drafting.text.document import Document, Kind, Run, make_block
from tests.text.vocabulary import GERMAN, LINKS, MARKDOWN, ODD, REPEATED

Chunk = tuple[Run, ...]

BLOCK_KINDS = (Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.BULLET, Kind.NUMBER, Kind.LETTER, Kind.REASON)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A block before it is made: its kind, level and chunks."""

    kind: Kind
    level: int
    chunks: tuple[Chunk, ...]


Draft = tuple[Sketch, ...]


def build(draft: Draft) -> Document:
    """Make the document a draft sketches."""
    return Document.of(
        make_block(block.kind, [run for chunk in block.chunks for run in (*chunk, Run(" "))], level=block.level)
        for block in draft
    )


def plain_chunks(words: tuple[str, ...]) -> SearchStrategy[Chunk]:
    """Chunks without marks out of a few words."""
    return st.sampled_from(words).map(lambda word: (Run(word),))


MARKS = st.sampled_from(
    [(False, False, "")] * 6 + [(True, False, ""), (False, True, ""), (True, True, "")] + [(False, False, LINKS[0])]
) | st.builds(lambda *marks: marks, st.booleans(), st.booleans(), st.sampled_from(("", *LINKS)))


def marked_chunks(words: tuple[str, ...]) -> SearchStrategy[Chunk]:
    """Chunks of one to three pieces, each under marks of its own."""
    # Made once and drawn from thousands of times: a composite would make the lists and tuples anew at each draw.
    pieces = st.lists(st.tuples(st.sampled_from(words), MARKS), min_size=1, max_size=3)
    return pieces.map(lambda drawn: tuple(Run(text, *marks) for text, marks in drawn))


CHUNKS = st.one_of(
    plain_chunks(GERMAN),
    plain_chunks(GERMAN),
    plain_chunks(REPEATED),
    marked_chunks((*GERMAN, *ODD, *MARKDOWN)),
)
ANY_TEXT = st.text(max_size=12).map(lambda text: (Run(text),))
WILD_CHUNKS = st.one_of(plain_chunks(ODD), plain_chunks(MARKDOWN), marked_chunks((*ODD, *MARKDOWN)), ANY_TEXT)


@st.composite
def drafts(draw: st.DrawFn, chunks: SearchStrategy[Chunk] = CHUNKS, *, blocks: int = 6, length: int = 10) -> Draft:
    """A title and a few blocks."""

    def words(least: int) -> tuple[Chunk, ...]:
        return tuple(draw(st.lists(chunks, min_size=least, max_size=length)))

    rest = tuple(
        Sketch(draw(st.sampled_from(BLOCK_KINDS)), draw(st.integers(0, 2)), words(1))
        for _ in range(draw(st.integers(0, blocks)))
    )
    return (Sketch(Kind.TITLE, 0, words(0)), *rest)


def documents(chunks: SearchStrategy[Chunk] = CHUNKS) -> SearchStrategy[Document]:
    """Normal documents."""
    return drafts(chunks).map(build)


WILD_DOCUMENTS = st.one_of(documents(), documents(WILD_CHUNKS), documents(plain_chunks(REPEATED)))


@st.composite
def changed(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk] = CHUNKS, *, most: int = 3) -> Draft:
    """The draft after one to ``most`` changes of the kinds real amendments make."""
    for _ in range(draw(st.integers(1, most))):
        change = draw(st.sampled_from(WORD_CHANGES if draw(st.booleans()) else BLOCK_CHANGES))
        draft = draw(change(draft, chunks))
    return draft


def amendments(
    chunks: SearchStrategy[Chunk] = CHUNKS, *, ids: str = "ABC"
) -> SearchStrategy[tuple[Document, dict[str, Document]]]:
    """A base and two or more texts proposed for it."""

    @st.composite
    def draw_all(draw: st.DrawFn) -> tuple[Document, dict[str, Document]]:
        base = draw(drafts(chunks))
        chosen = ids[: draw(st.integers(2, len(ids)))]
        return build(base), {key: build(draw(changed(base, chunks))) for key in chosen}

    return draw_all()


def revisions(chunks: SearchStrategy[Chunk] = CHUNKS, *, versions: int = 4) -> SearchStrategy[list[Document]]:
    """A text and its later versions."""

    @st.composite
    def draw_all(draw: st.DrawFn) -> list[Document]:
        row = [draw(drafts(chunks))]
        for _ in range(draw(st.integers(1, versions))):
            row.append(draw(changed(row[-1], chunks)))
        return [build(draft) for draft in row]

    return draw_all()


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two texts: one an amendment of the other, or with nothing in common."""
    chunks = draw(st.sampled_from([CHUNKS, CHUNKS, WILD_CHUNKS, plain_chunks(REPEATED)]))
    before = draw(drafts(chunks))
    after = draw(changed(before, chunks, most=6) if draw(st.integers(0, 4)) else drafts(chunks))
    return build(before), build(after)


@st.composite
def tagged(draw: st.DrawFn, *, ids: str = "ABC") -> tuple[Document, dict[str, Document]]:
    """A base whose every word is different, and texts whose new words name who brought them in ("A0x", "B3x")."""
    numbers = count()
    base = draw(drafts(_numbered("w", numbers), blocks=5, length=9))
    texts = {}
    for key in ids[: draw(st.integers(2, len(ids)))]:
        texts[key] = build(draw(changed(base, _numbered(key, count()))))
    return build(base), texts


def _numbered(letter: str, numbers: Iterator[int]) -> SearchStrategy[Chunk]:
    ends = st.sampled_from(["", "", "", "", ".", ","])
    return ends.map(lambda end: (Run(f"{letter}{next(numbers)}x{end}"),))


def _at(draft: Draft, index: int, *blocks: Sketch) -> Draft:
    return (*draft[:index], *blocks, *draft[index + 1 :])


@st.composite
def _replace_words(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    """Replace, delete or insert a few words of one block."""
    index = draw(st.integers(0, len(draft) - 1))
    words = draft[index].chunks
    start = draw(st.integers(0, len(words)))
    end = draw(st.integers(start, min(len(words), start + 4)))
    new = draw(st.lists(chunks, max_size=4))
    return _at(draft, index, replace(draft[index], chunks=(*words[:start], *new, *words[end:])))


@st.composite
def _mark_words(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    """Change nothing but the marks of a few words."""
    index = draw(st.integers(0, len(draft) - 1))
    words = draft[index].chunks
    start = draw(st.integers(0, len(words)))
    bold, italic, link = draw(MARKS)
    touched = tuple(tuple(Run(run.text, bold, italic, link) for run in chunk) for chunk in words[start : start + 3])
    return _at(draft, index, replace(draft[index], chunks=(*words[:start], *touched, *words[start + 3 :])))


@st.composite
def _move_words(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    """Move the words from one place to the end of the block."""
    index = draw(st.integers(0, len(draft) - 1))
    words = draft[index].chunks
    start = draw(st.integers(0, len(words)))
    length = draw(st.integers(1, 4))
    moved = (*words[:start], *words[start + length :], *words[start : start + length])
    return _at(draft, index, replace(draft[index], chunks=moved))


@st.composite
def _change_kind(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    """Make a block another kind, or move it to another level."""
    if len(draft) == 1:
        return draft
    index = draw(st.integers(1, len(draft) - 1))
    kind, level = draw(st.sampled_from(BLOCK_KINDS)), draw(st.integers(0, 2))
    return _at(draft, index, replace(draft[index], kind=kind, level=level))


@st.composite
def _insert_block(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    index = draw(st.integers(0, len(draft) - 1))
    words = tuple(draw(st.lists(chunks, min_size=1, max_size=6)))
    new = Sketch(draw(st.sampled_from(BLOCK_KINDS)), draw(st.integers(0, 2)), words)
    return _at(draft, index, draft[index], new)


@st.composite
def _delete_blocks(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    start = draw(st.integers(1, len(draft)))
    return (*draft[:start], *draft[start + draw(st.integers(1, 2)) :])


@st.composite
def _move_block(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    if len(draft) < 3:
        return draft
    index = draw(st.integers(1, len(draft) - 1))
    rest = (*draft[:index], *draft[index + 1 :])
    place = draw(st.integers(1, len(rest)))
    return (*rest[:place], draft[index], *rest[place:])


@st.composite
def _split_block(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    if len(draft) == 1:
        return draft
    index = draw(st.integers(1, len(draft) - 1))
    block = draft[index]
    place = draw(st.integers(0, len(block.chunks)))
    halves = replace(block, chunks=block.chunks[:place]), replace(block, chunks=block.chunks[place:])
    return _at(draft, index, *halves)


@st.composite
def _join_blocks(draw: st.DrawFn, draft: Draft, chunks: SearchStrategy[Chunk]) -> Draft:
    if len(draft) < 3:
        return draft
    index = draw(st.integers(1, len(draft) - 2))
    joined = replace(draft[index], chunks=draft[index].chunks + draft[index + 1].chunks)
    return (*draft[:index], joined, *draft[index + 2 :])


WORD_CHANGES = (_replace_words, _replace_words, _replace_words, _mark_words, _move_words)
BLOCK_CHANGES = (_change_kind, _insert_block, _insert_block, _delete_blocks, _move_block, _split_block, _join_blocks)
