"""The paper with its amendments as Akoma Ntoso 3.0 (LegalDocML), the format in which parliaments exchange texts.

One file: a collection whose first component is the paper in a state, followed by every amendment as a document of its
own with its status, its votes and its reasons. It is valid by the official schema, which the tests prove.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from drafting.exports.akn_metadata import SOURCE, identify, list_references, list_votes, show_moment
from drafting.exports.akn_papers import MODIFICATIONS, Placed, place_units, write_article, write_paper
from drafting.exports.akn_texts import Element, element, lay_out, make_id, paragraphs
from drafting.exports.archives import AmendmentRecord, Archive
from drafting.exports.lines import plain
from drafting.text.markdown import parse


def write_akn(archive: Archive) -> bytes:
    """Write the archive's paper and amendments as one file; the same state gives the same bytes."""
    placed = place_units(archive)
    path = f"doc/forderungspapier/{archive.paper.id}"
    names = sorted({name for each in archive.amendments for name in _list_proposers(each)})
    organisations = {name: f"org_{place}" for place, name in enumerate(names, start=1)}
    components = [element("component", write_paper(archive, placed, path), eId="paper")]
    places = {each.unit.id: each for each in placed}
    components += [
        element("component", _write_amendment(archive, amendment, places, organisations), eId=f"am_{amendment.number}")
        for amendment in archive.amendments
    ]
    moment = archive.state().at or archive.at
    first = min((version.at for unit in archive.paper.units for version in unit.versions), default=None)
    collection = element(
        "documentCollection",
        element(
            "meta",
            identify(f"{path}/antraege", work=first, expression=moment, author=SOURCE),
            list_references(archive, organisations),
        ),
        element("collectionBody", *components),
        name="forderungspapier-mit-antraegen",
    )
    root = element("akomaNtoso", collection)
    lay_out(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _list_proposers(amendment: AmendmentRecord) -> list[str]:
    """Who proposes, an organisation before the municipality of who spoke for it."""
    first = amendment.organisation or amendment.proposer
    return [name for name in dict.fromkeys((first, *amendment.co_proposers)) if plain(name)]


def _write_amendment(
    archive: Archive, amendment: AmendmentRecord, places: Mapping[str, Placed], organisations: Mapping[str, str]
) -> Element:
    prefix = f"am_{amendment.number}"
    proposers = _list_proposers(amendment)
    author = f"#{organisations[proposers[0]]}" if proposers else SOURCE
    last = amendment.decided_at or amendment.wordings[-1].at
    steps = [element("step", date=show_moment(amendment.submitted_at), by=author, outcome="#submitted")]
    if amendment.decided_at:
        steps.append(element("step", date=show_moment(amendment.decided_at), by=SOURCE, outcome=f"#{amendment.state}"))
    target = places[amendment.unit].id if amendment.unit in places else "paper"
    modification = element(
        "textualMod",
        element("source", href=f"#{make_id(prefix, 'mod_1')}"),
        element("destination", href=f"#{target}"),
        eId=make_id(prefix, "amod_1"),
        type=MODIFICATIONS[amendment.kind],
    )
    votes = [poll for poll in archive.polls if poll.number in amendment.polls]
    meta = element(
        "meta",
        identify(
            f"amendment/{amendment.id}",
            work=amendment.submitted_at,
            expression=last,
            author=author,
            number=amendment.label,
        ),
        element("workflow", *steps, source=SOURCE),
        element(
            "analysis",
            element("activeModifications", modification),
            *list_votes(votes, prefix),
            source=SOURCE,
        ),
    )
    return element(
        "amendment", meta, _write_preface(amendment, proposers), _write_body(amendment, prefix, target, places),
        name="aenderungsantrag",
    )  # fmt: skip


def _write_preface(amendment: AmendmentRecord, proposers: list[str]) -> Element:
    lines = [element("p", element("docNumber", words=amendment.label))]
    lines += [element("p", element("docProponent", words=plain(name))) for name in proposers]
    lines.append(element("p", element("docStatus", words=plain(amendment.outcome) or amendment.state_label)))
    return element("preface", *lines)


def _write_body(amendment: AmendmentRecord, prefix: str, target: str, places: Mapping[str, Placed]) -> Element:
    """Heading, what it is about, what it asks for in sentences with the wanted text, and why."""
    made = []
    if headline := plain(amendment.headline):
        made.append(element("amendmentHeading", element("p", words=headline)))
    about = places[amendment.unit].unit.label if amendment.unit in places else "Papier"
    reference = element("ref", words=plain(about), href=f"#{target}")
    made.append(element("amendmentReference", element("p", reference)))
    made.append(element("amendmentContent", *_write_wish(amendment, prefix, places)))
    if reasons := paragraphs(amendment.reason):
        made.append(element("amendmentJustification", *reasons))
    return element("amendmentBody", *made)


def _write_wish(amendment: AmendmentRecord, prefix: str, places: Mapping[str, Placed]) -> list[Element]:
    said = [element("p", words=plain(sentence)) for sentence in amendment.sentences if plain(sentence)]
    wanted = parse(amendment.wordings[-1].text)
    id_ = make_id(prefix, "mod_1")
    if amendment.kind not in ("change", "new") or not wanted.tokens()[1:]:
        return [*said, element("p", element("mod", words=amendment.kind_label, eId=id_))]
    number = places[amendment.unit].entry.number if amendment.unit in places else ""
    article = write_article(wanted, make_id(id_, "art_1"), number=number)
    quoted = element("quotedStructure", article, eId=make_id(id_, "qstr_1"), startQuote="„", endQuote="“")
    return [*said, element("p", element("mod", quoted, eId=id_))]
