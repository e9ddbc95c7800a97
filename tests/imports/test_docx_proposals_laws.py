"""Law: whatever several people do to a paper in Word, each one's proposals give exactly the text each one wanted.

A paper is sketched as blocks of words; people then do things to it, each at a place of its own. The file holds all of
it as tracked changes; what one of them wants is the paper with only that one's changes carried out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.text.document import Document, Kind, Run, make_block
from drafting.text.markdown import to_markdown
from tests.imports.tracked import CALW, LAHR, ULM, dele, end, file, ins, paper_of, read
from tests.imports.word import paragraph, run

PEOPLE = (CALW, ULM, LAHR)
WORDS = ("Land", "Bund", "Kommunen", "fordern", "zahlen", "Mittel", "sofort", "Bürger*innen", "und", "nicht", "2027")
STYLES = {Kind.TITLE: "berschrift2", Kind.PARAGRAPH: "", Kind.BULLET: ""}


@dataclass(frozen=True, slots=True)
class Spot:
    """A word with what happens at it: ``by`` does ``act``, which brings ``new``; ``then`` changes that once more."""

    word: str
    act: str = "keep"  # keep, delete, replace, insert (behind it)
    by: str = ""
    new: str = ""
    then: str = ""
    last: str = ""

    def read(self, who: str) -> list[str]:
        """The words as somebody wants them; nobody's are the base's."""
        other = bool(self.then) and who == self.then
        if who != self.by and not other:
            return [self.word]
        kept = [] if self.act in ("delete", "replace") else [self.word]
        return kept if self.act in ("keep", "delete") else [*kept, self.last if other else self.new]

    def write(self) -> str:
        """The words as Word writes them."""
        if self.act == "keep":
            return run(f"{self.word} ")
        old = run(f"{self.word} ") if self.act == "insert" else dele(f"{self.word} ", self.by)
        if self.act == "delete":
            return old
        if not self.then:
            return old + ins(f"{self.new} ", self.by)
        return old + ins(dele(f"{self.new} ", self.then), self.by) + ins(f"{self.last} ", self.then)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block; ``act`` is "keep", "delete" or "insert" of the whole."""

    kind: Kind
    spots: tuple[Spot, ...]
    act: str = "keep"
    by: str = ""

    def read(self, who: str) -> list[str]:
        """Its words as somebody wants them."""
        if self.act != "keep":
            return [spot.word for spot in self.spots] if (self.act == "insert") == (who == self.by) else []
        return [word for spot in self.spots for word in spot.read(who)]

    def write(self) -> str:
        """The paragraph as Word writes it."""
        number = {Kind.TITLE: 1, Kind.BULLET: 2}.get(self.kind, 0)
        if self.act == "keep":
            return paragraph(*(spot.write() for spot in self.spots), style=STYLES[self.kind], number=number)
        mark = "ins" if self.act == "insert" else "del"
        write = ins if self.act == "insert" else dele
        content = [write(f"{spot.word} ", self.by) for spot in self.spots]
        return paragraph(*content, style=STYLES[self.kind], number=number, properties=end(mark, self.by))


def _want(pieces: tuple[Piece, ...], who: str) -> str:
    blocks = [make_block(piece.kind, [Run(" ".join(words))]) for piece in pieces if (words := piece.read(who))]
    return to_markdown(Document.of(blocks)).strip()


words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=7)


@st.composite
def changed_pieces(draw: st.DrawFn, kind: Kind) -> Piece:
    """A block in which people change words, never two in a row."""
    spots: list[Spot] = []
    for word in draw(words):
        spot = Spot(word)
        # The first word stays, and one unchanged word lies between any two changes.
        if spots and spots[-1].act == "keep" and draw(st.booleans()):
            act = draw(st.sampled_from(("delete", "replace", "insert")))
            by, new = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(("Alpha", "Beta", "Gamma")))
            spot = Spot(word, act, by, new)
            if act != "delete" and draw(st.booleans()):
                spot = replace(spot, then=draw(st.sampled_from([p for p in PEOPLE if p != by])), last="Omega")
        spots.append(spot)
    return Piece(kind, tuple(spots))


@st.composite
def demands(draw: st.DrawFn, title: str) -> tuple[Piece, ...]:
    """A demand with what people do to it; its title is its own, and one paragraph at least stays."""
    head = Piece(Kind.TITLE, tuple(Spot(word) for word in title.split()))
    pieces = [head, draw(changed_pieces(Kind.PARAGRAPH))]
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from((Kind.PARAGRAPH, Kind.BULLET)))
        act = draw(st.sampled_from(("keep", "keep", "insert", "delete")))
        if act == "keep":
            pieces.append(draw(changed_pieces(kind)))
        else:
            spots = tuple(Spot(word) for word in draw(words))
            pieces.append(Piece(kind, spots, act, draw(st.sampled_from(PEOPLE))))
    pieces.append(draw(changed_pieces(Kind.PARAGRAPH)))
    return tuple(pieces)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.tuples(demands("Betrieb dauerhaft finanzieren"), demands("Recht ändern"), demands("Personal gewinnen")))
def test_each_gets_exactly_their_own_text(drawn: tuple[tuple[Piece, ...], ...]) -> None:
    paper = paper_of(*(_want(pieces, "") + "\n" for pieces in drawn))
    data = file(paragraph("Recht", style="berschrift1"), *(piece.write() for pieces in drawn for piece in pieces))
    reading = read(data, paper)
    wanted = {
        (f"d{index}", who): text
        for index, pieces in enumerate(drawn, 1)
        for who in PEOPLE
        if (text := _want(pieces, who)) != _want(pieces, "")
    }
    assert {(p.demand_id, "".join(p.authors)): p.text for p in reading.proposals} == wanted
    assert all(each.tracked for each in reading.proposals)
