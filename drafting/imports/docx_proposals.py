"""Reading a Word file with changes as proposals to a paper: one for each author and demand.

Law: without untracked changes and on the present version, the text of a proposal is exactly what its author left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from drafting.imports import carrying
from drafting.imports.base_papers import BaseDemand, BasePaper
from drafting.imports.docx_revised import RevisedFile, read_revised
from drafting.imports.notes import Note, note, shorten
from drafting.imports.outcomes import Outcome, Place, find_outcome, find_unit, list_owners
from drafting.imports.paper_lines import read_words
from drafting.imports.proposals import Proposal, Reading, Remark
from drafting.imports.unit_matching import Match, match_units
from drafting.imports.units import Layout, lay_out
from drafting.imports.wishes import NOBODY, wish_change, wish_move, wish_new, wish_strike
from drafting.rules.anchors import anchor_section
from drafting.text.diff import find_edits
from drafting.text.document import Document

# More than twice what a demand may have; comparing texts of any length would take any time.
MAX_WORDS = 8_000


def read_proposals(data: bytes, paper: BasePaper, *, formatting: bool = False) -> Reading:
    """Read a Word file as proposals to the paper; raises InvalidInputError for one that is unreadable or another."""
    reader = _Reader(read_revised(data, paper, formatting=formatting), paper, formatting)
    proposals = reader.read()
    remarks = tuple(reader.remarks(proposals))
    ignored = [*reader.tell(), *reader.ignored]
    if not proposals and not remarks and not ignored:
        ignored = [note("nothing")]
    return Reading(_give_reasons(proposals, remarks), remarks, tuple(dict.fromkeys(ignored)))


def _give_reasons(proposals: Sequence[Proposal], remarks: Sequence[Remark]) -> tuple[Proposal, ...]:
    """An author's comments on a demand are the reason of what the same author wants of it."""
    said: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        if remark.is_reason:
            said.setdefault((remark.author, remark.demand_id), []).append(remark.text)
    return tuple(
        replace(each, reason="\n\n".join(said.get((each.authors[0], each.demand_id), ()))) if each.authors else each
        for each in proposals
    )


@dataclass(slots=True)
class _Reader:
    """Goes through the file unit by unit; ``ignored`` gathers what it has to say."""

    file: RevisedFile
    paper: BasePaper
    formatting: bool
    before: Layout = field(init=False)
    outcomes: dict[str, Outcome] = field(init=False)
    matches: list[Match | None] = field(init=False)
    settled: list[Document] = field(init=False)
    ignored: list[Note] = field(default_factory=list)
    too_long: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.before = lay_out(self.file.before.rows)
        self.outcomes = {a: find_outcome(a, self.before, reading) for a, reading in self.file.readings.items()}
        anchors = [self.file.units.get(unit.origins[0], "") if unit.origins else "" for unit in self.before.units]
        self.matches = match_units(self.before.units, anchors, self.paper, self.file.bases)
        for index, unit in enumerate(self.before.units):
            if sum(len(block.words) for block in unit.blocks) > MAX_WORDS:
                self.ignored.append(note("too_long", words=shorten(unit.blocks[0].plain)))
                self.too_long.add(index)
        self.settled = [
            carrying.settle_looks(match.version.document, unit.document)
            if match and index not in self.too_long
            else unit.document
            for index, (unit, match) in enumerate(zip(self.before.units, self.matches, strict=True))
        ]

    def read(self) -> tuple[Proposal, ...]:
        """All proposals in the order of the paper, those without an author last for each demand."""
        found: list[tuple[float, Proposal]] = []
        for author in self.outcomes:
            own = list(self._read_author(author))
            if not own and not any(each.values.get("author") == self.name(author) for each in self.ignored):
                self.ignored += self._say_undone(author)
            found += own
        found += self._read_untracked()
        found.sort(key=lambda item: item[0])
        return tuple(self._without_borrowed([proposal for _, proposal in found]))

    def name(self, author: str | None) -> str:
        """How an author is called."""
        return author or "Ohne Namen"

    def _say_undone(self, author: str) -> Iterator[Note]:
        if not any(each.author == author for each in self.file.formats):
            yield note("undone", author=self.name(author), label="insgesamt")

    # What an author wants

    def _read_author(self, author: str) -> Iterator[tuple[float, Proposal]]:
        outcome = self.outcomes[author]
        self.ignored += outcome.untold
        for index in range(len(self.before.units)):
            if index in outcome.moved:
                yield from self._move(author, index, outcome.moved[index])
            if index in outcome.changed:
                yield from self._change(author, index, outcome.changed[index])
            if index in outcome.struck:
                yield from self._strike(author, index)
        for place, document in outcome.new:
            yield from self._new(author, place, document)

    def _change(self, author: str, index: int, document: Document) -> Iterator[tuple[float, Proposal]]:
        match = self._match(author, index)
        if match is None:
            return
        found = self.before.units[index].document
        if sum(len(block.words) for block in document.blocks) > MAX_WORDS:
            self.ignored.append(note("too_long", words=match.demand.label))
            return
        edits = find_edits(found, document)
        if not self.formatting:
            edits = tuple(edit for edit in edits if not carrying.only_marks(found, edit))
            if not edits:
                self.ignored.append(note("format_only", author=self.name(author), label=match.demand.label))
                return
        settled = self.settled[index]
        wanted = carrying.carry_onto_looks(found, edits, settled)
        carried = carrying.without_untracked(match.version.document, settled, wanted)
        notes = [note("untracked_same_place")] if carried.collides else []
        if found.title and not document.title:
            notes.append(note("title_gone"))
        yield from self._on_present(author, match, carried.document, notes)

    def _on_present(
        self, author: str | None, match: Match, wanted: Document, notes: Sequence[Note]
    ) -> Iterator[tuple[float, Proposal]]:
        carried = carrying.onto_present(match.demand, match.version, wanted)
        proposal = wish_change(author, match, carried, notes)
        if proposal is not None:
            yield self._position(match.demand), proposal
        else:
            key = "settled" if carried.settled else "undone"
            self.ignored.append(note(key, author=self.name(author), label=match.demand.label))

    def _strike(self, author: str, index: int) -> Iterator[tuple[float, Proposal]]:
        match = self._match(author, index)
        if match is not None and match.demand.kind == "demand":
            yield self._position(match.demand), wish_strike(author, match.demand)
        elif match is not None:
            self.ignored.append(note("frame_struck", author=self.name(author), label=match.demand.label))

    def _new(
        self, author: str | None, place: Place, document: Document, notes: Sequence[Note] = ()
    ) -> Iterator[tuple[float, Proposal]]:
        words = shorten(document.title or (document.blocks[-1].plain if document.blocks else ""))
        section_id, after = self._locate(place)
        if not document.title or not section_id:
            key = "no_section" if document.title else "untitled"
            self.ignored.append(note(key, author=self.name(author), words=words))
            return
        position = self._position(after) if after is not None else self._section_start(section_id)
        yield position + 0.5, wish_new(author, document, section_id, after, notes)

    def _move(self, author: str, index: int, place: Place) -> Iterator[tuple[float, Proposal]]:
        match = self._match(author, index)
        section_id, after = self._locate(place)
        if match is not None and section_id and match.demand.kind == "demand":
            yield self._position(match.demand), wish_move(author, match.demand, self.paper, section_id, after)
        elif match is not None:
            words = match.demand.present.document.title
            self.ignored.append(note("no_section", author=self.name(author), words=words))

    # What nobody has tracked

    def _read_untracked(self) -> Iterator[tuple[float, Proposal]]:
        last = Place(-1, None)
        for index, (unit, match) in enumerate(zip(self.before.units, self.matches, strict=True)):
            if unit.kind == "demand" and unit.section != last.section:
                last = Place(unit.section, None)
            if index in self.too_long:
                continue
            if match is None:
                yield from self._new(NOBODY, last, unit.document, [note("untracked")])
                continue
            last = Place(last.section, index) if match.demand.kind == "demand" else last
            if self.settled[index] != match.version.document and not match.demand.is_struck:
                yield from self._on_present(NOBODY, match, self.settled[index], [note("untracked")])
        yield from self._read_missing()
        self.ignored += self._say_order()
        self.ignored += self._say_renamed()

    def _read_missing(self) -> Iterator[tuple[float, Proposal]]:
        """Demands that are not in the file although the file says that they were."""
        matched = {match.demand.id for match in self.matches if match is not None}
        missing = [d for d in self.paper.demands if d.id not in matched and not d.is_struck and d.kind == "demand"]
        said = self.file.bases
        for demand in missing:
            if demand.anchor in said:
                yield self._position(demand), wish_strike(NOBODY, demand, [note("untracked")])
            elif not any(name.startswith("f_") for name in said) and self._is_between(demand, matched):
                self.ignored.append(note("absent", label=demand.label))

    def _is_between(self, demand: BaseDemand, matched: set[str]) -> bool:
        """Whether what stands before and behind a demand in the paper is in the file, so that it is no part of it."""
        place = self.paper.demands.index(demand)
        around = (*self.paper.demands[place - 1 : place], *self.paper.demands[place + 1 : place + 2])
        return len(around) == 2 and all(other.id in matched for other in around)

    def _say_order(self) -> Iterator[Note]:
        places = [(self._position(match.demand), match.demand) for match in self.matches if match is not None]
        late = [
            demand.label for (place, demand), (before, _) in zip(places[1:], places, strict=False) if place < before
        ]
        if late:
            yield note("order", labels=", ".join(late))

    def _say_renamed(self) -> Iterator[Note]:
        headings = {anchor_section(section_id).name.lower(): heading for section_id, heading in self.paper.sections}
        for origin, found in self.before.sections.items():
            heading = headings.get(self.file.headings.get(origin, ""), found)
            if read_words(heading) != read_words(found):
                yield note("section_renamed", author=self.name(NOBODY), words=heading, new=found)

    # Where things are

    def _match(self, author: str, index: int) -> Match | None:
        match = self.matches[index]
        if index in self.too_long:
            return None
        if match is None:
            unit = self.before.units[index].document
            words = shorten(unit.title or (unit.blocks[-1].plain if unit.blocks else ""))
            self.ignored.append(note("unknown_unit", author=self.name(author), words=words))
        elif match.demand.is_struck:
            self.ignored.append(note("struck_already", author=self.name(author), label=match.demand.label))
            return None
        return match

    def _position(self, demand: BaseDemand) -> float:
        return float(self.paper.demands.index(demand))

    def _section_start(self, section_id: str) -> float:
        places = [place for place, demand in enumerate(self.paper.demands) if demand.section_id == section_id]
        return float(min(places, default=len(self.paper.demands))) - 1

    def _locate(self, place: Place) -> tuple[str, BaseDemand | None]:
        """The section of the paper and the demand behind which something stands."""
        match = self.matches[place.after] if place.after is not None else None
        if match is not None and match.demand.section_id and not match.demand.is_struck:
            return match.demand.section_id, match.demand
        near = [
            found.demand.section_id
            for unit, found in zip(self.before.units, self.matches, strict=True)
            if unit.section == place.section and found is not None and found.demand.section_id
        ]
        heading = list(self.before.sections.values())[place.section] if place.section >= 0 else ""
        named = [section_id for section_id, known in self.paper.sections if known == heading]
        return next(iter([*near, *named]), ""), None

    def _without_borrowed(self, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
        """Leave out what an author has only taken along from another, and say where something was."""
        for proposal in proposals:
            lenders = self.file.readings[proposal.authors[0]].lenders if proposal.authors else frozenset()
            twins = [p for p in proposals if p.authors and p.authors[0] in lenders and _is_about(p, proposal)]
            if any(_asks_same(twin, proposal) for twin in twins):
                continue
            others = ", ".join(sorted({self.name(twin.authors[0]) for twin in twins}))
            yield replace(proposal, notes=(*proposal.notes, note("borrowed", others=others))) if twins else proposal

    # What is said beside the text

    def remarks(self, proposals: Sequence[Proposal]) -> Iterator[Remark]:
        """The comments, each at its demand; those at none are told."""
        owners = list_owners(self.outcomes)
        for comment in self.file.comments:
            index = find_unit(self.before.units, comment.paragraph, owners)
            match = self.matches[index] if index is not None else None
            author = self.name(comment.author)
            if match is None:
                self.ignored.append(note("comment_apart", author=author, words=shorten(comment.text, 120)))
                continue
            demand = match.demand
            is_reason = any(p.authors == (comment.author,) and p.demand_id == demand.id for p in proposals)
            yield Remark(comment.author, comment.text, comment.about, demand.id, demand.label, is_reason)

    def tell(self) -> Iterator[Note]:
        """What is to be said of the file as a whole, and of changes of format."""
        if self.file.scrubbed:
            yield note("scrubbed")
        for place in self.file.missed:
            yield note("missed", place=place)
        for change in self.file.formats:
            index = find_unit(self.before.units, change.paragraph, {})
            match = self.matches[index] if index is not None else None
            label = match.demand.label if match else "außerhalb der Forderungen"
            yield note(
                "format", author=self.name(change.author), label=label, what=change.what, words=shorten(change.words)
            )


def _is_about(one: Proposal, other: Proposal) -> bool:
    return one.kind is other.kind and one.demand_id == other.demand_id and one.after_demand_id == other.after_demand_id


def _asks_same(one: Proposal, other: Proposal) -> bool:
    return one.text == other.text and one.section_id == other.section_id
