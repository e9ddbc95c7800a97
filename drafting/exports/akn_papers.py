"""The paper in one state as an Akoma Ntoso document: sections, demands as articles, reasons, and what amended it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafting.exports.akn_metadata import SOURCE, identify, list_votes, show_moment
from drafting.exports.akn_texts import Element, blocks, element, hierarchy, inline, make_id, number_id
from drafting.exports.archives import Archive, EntryRecord, UnitRecord, VersionRecord
from drafting.exports.lines import plain
from drafting.text.document import Document
from drafting.text.markdown import parse

MODIFICATIONS = {"change": "substitution", "new": "insertion", "strike": "repeal", "move": "renumbering"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit of the paper in the state: its entry, its text there, and its name in the file."""

    unit: UnitRecord
    entry: EntryRecord
    document: Document
    id: str


def place_units(archive: Archive) -> tuple[Placed, ...]:
    """The units of the state with their names in the file, in order."""
    units = {unit.id: unit for unit in archive.paper.units}
    sections = {each.section: f"sec_{place}" for place, each in enumerate(archive.state().sections, start=1)}
    taken: set[str] = set()
    found = []
    for entry in archive.state().entries:
        unit = units[entry.unit]
        if unit.kind == "demand":
            id_ = number_id("art", entry.number, taken, sections.get(entry.section, ""))
        else:
            id_ = unit.kind
        version = next(version for version in unit.versions if version.number == entry.version)
        found.append(Placed(unit, entry, parse(version.text), id_))
    return tuple(found)


def write_paper(archive: Archive, placed: tuple[Placed, ...], path: str) -> Element:
    """Write the paper as ``doc``; ``path`` is its address below the country's."""
    paper = archive.paper
    state = archive.state()
    moment = state.at or archive.at
    first = min((version.at for unit in paper.units for version in unit.versions), default=None)
    about_amendments = {number for amendment in archive.amendments for number in amendment.polls}
    analysis = [*_list_modifications(archive, placed)]
    analysis += list_votes(poll for poll in archive.polls if poll.number not in about_amendments)
    events = list(_list_events(archive))
    meta = element(
        "meta",
        identify(path, work=first, expression=moment, author=SOURCE),
        *([element("lifecycle", *events, source=SOURCE)] if events else []),
        *([element("analysis", *analysis, source=SOURCE)] if analysis else []),
    )
    title = plain(state.title) or "Forderungspapier"
    preface = [element("p", element("docTitle", words=title))]
    for line in map(plain, (state.subtitle, state.date)):
        preface += [element("p", words=line)] if line else []
    body = [*_write_sections(archive, placed), *_write_closing(placed)]
    ending = [element("p", words=plain(state.place))] if plain(state.place) else []
    ending += [element("p", element("signature", words=name)) for name in map(plain, paper.signatories) if name]
    return element(
        "doc",
        meta,
        element("preface", *preface),
        *_write_preamble(placed),
        element("mainBody", *(body or [element("p")])),
        *([element("conclusions", *ending)] if ending else []),
        name="forderungspapier",
    )


def _known(archive: Archive) -> Iterator[tuple[UnitRecord, VersionRecord]]:
    """The versions there were in the state, by their time."""
    until = archive.state().at
    pairs = [(unit, version) for unit in archive.paper.units for version in unit.versions]
    yield from sorted(
        (pair for pair in pairs if until is None or pair[1].at <= until),
        key=lambda pair: (pair[1].at, archive.paper.units.index(pair[0])),
    )


def _list_events(archive: Archive) -> Iterator[Element]:
    """The import, then every later version with what made it."""
    begun = False
    for place, (_, version) in enumerate(_known(archive), start=1):
        if version.source == "import" and begun:
            continue
        begun = begun or version.source == "import"
        by = f"#am_{version.amendments[0].amendment[1:]}" if version.amendments else SOURCE
        yield element(
            "eventRef",
            eId=f"event_{place}",
            date=show_moment(version.at),
            source=by,
            type="generation" if version.source == "import" else "amendment",
        )


def _list_modifications(archive: Archive, placed: tuple[Placed, ...]) -> list[Element]:
    kinds: Mapping[str, str] = {amendment.label: amendment.kind for amendment in archive.amendments}
    places = {each.unit.id: each.id for each in placed}
    made: list[Element] = []
    for unit, version in _known(archive):
        for effect in version.amendments:
            made.append(
                element(
                    "textualMod",
                    element("source", href=f"#am_{effect.amendment[1:]}"),
                    element("destination", href=f"#{places.get(unit.id, 'paper')}"),
                    eId=f"pmod_{len(made) + 1}",
                    type=MODIFICATIONS[kinds[effect.amendment]],
                )
            )
    return [element("passiveModifications", *made)] if made else []


def _write_preamble(placed: tuple[Placed, ...]) -> Iterator[Element]:
    for each in placed:
        if each.unit.kind == "preamble" and each.document.tokens()[1:]:
            heading = [inline("heading", each.document.blocks[0].runs())] if each.document.title else []
            recital = [element("recital", *blocks(each.document))] if each.document.blocks[1:] else []
            yield element("preamble", element("recitals", *heading, *recital, eId=each.id, GUID=each.unit.id))


def _write_sections(archive: Archive, placed: tuple[Placed, ...]) -> Iterator[Element]:
    for place, section in enumerate(archive.state().sections, start=1):
        articles = [_write_demand(each) for each in placed if each.entry.section == section.section]
        heading = plain(section.heading)
        if not heading:
            yield from articles
        elif articles:
            yield element("section", element("heading", words=heading), *articles, eId=f"sec_{place}")


def _write_demand(placed: Placed) -> Element:
    return write_article(placed.document, placed.id, number=placed.entry.number, guid=placed.unit.id)


def write_article(document: Document, id_: str, *, number: str, guid: str = "") -> Element:
    """Write a demand; one without number and title, which introduces its section, is a container of that name."""
    number = plain(number)
    head = [element("num", words=f"{number}.")] if number else []
    head += [inline("heading", document.blocks[0].runs())] if document.title else []
    below = hierarchy(document, id_)
    if head:
        return element("article", *head, *below, eId=id_, GUID=guid)
    return element("hcontainer", *below, eId=id_, GUID=guid, name="introduction")


def _write_closing(placed: tuple[Placed, ...]) -> Iterator[Element]:
    for each in placed:
        if each.unit.kind == "closing" and each.document.tokens()[1:]:
            heading = [inline("heading", each.document.blocks[0].runs())] if each.document.title else []
            below = hierarchy(each.document, make_id(each.id))
            yield element("hcontainer", *heading, *below, eId=each.id, GUID=each.unit.id, name="closing")
