"""The archive: everything of a conference, valid by its schema, with every word's origin and without a person."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.exports.akn import write_akn
from drafting.exports.archives import Archive, write_archive
from drafting.rules.lifecycle import Advice
from drafting.rules.questions import VoteKind
from drafting.services.asking import Terms
from drafting.text.document import Document
from drafting.text.markdown import parse
from tests.make import PEOPLE, Hall
from tests.states import SQLITE

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/json.schema.json").read_text("utf-8"))


def read(hall: Hall, edition: str = "jetzt") -> Archive:
    with hall.database.read() as session:
        return queries.archives.get_archive(session, hall.id, edition)


def write(hall: Hall) -> dict[str, Any]:
    """The file as a program reads it, once it is known to be valid."""
    found = json.loads(write_archive(read(hall)))
    jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert isinstance(found, dict)
    return found


@SQLITE
def test_an_adopted_amendment_is_told_with_its_vote_and_its_words(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no", "abstain")
    found = write(hall)
    (amendment,) = found["amendments"]
    assert (amendment["proposer"], amendment["state"], amendment["polls"]) == ("Stadt Calw", "adopted", [1])
    (poll,) = found["polls"]
    assert [poll[name] for name in ("yes", "no", "abstain", "cast", "entitled")] == [2, 1, 1, 4, 4]
    (unit,) = [unit for unit in found["paper"]["units"] if unit["id"] == hall.first]
    version = unit["versions"][-1]
    assert (version["number"], version["poll"], version["amendments"]) == (
        2, 1, [{"amendment": amendment["label"], "is_partial": False}],
    )  # fmt: skip
    brought = [origin["words"].strip() for origin in version["origins"] if origin["sources"][0]["version"] == 2]
    assert brought == ["viele"]
    (removal,) = version["removals"]
    assert (removal["words"].strip(), removal["block"]) == ("alle", 1)


def join(origins: list[dict[str, Any]], document: Document) -> list[str]:
    return ["".join(each["words"] for each in origins if each["block"] == at) for at in range(len(document.blocks))]


def test_the_origins_join_to_the_text(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Papier kostet Zeit.", "Papier kostet Zeit und **Geld**."))
    for unit in write(hall)["paper"]["units"]:
        for version in unit["versions"]:
            document = parse(version["text"])
            assert join(version["origins"], document) == [block.plain for block in document.blocks]


@SQLITE
def test_no_person_and_no_ballot_is_in_it(hall: Hall) -> None:
    amendment = hall.propose("alle", "viele")
    poll = hall.ask(amendment, Terms(kind=VoteKind.NAMED))
    hall.vote(poll, "yes", "no", "no", "no")
    hall.close(poll)
    with hall.database.write() as work:
        services.comments.comment_on_amendment(work, amendment, text="Guter Punkt.", actor=hall.ben)
    archive = read(hall)
    assert archive.polls[0].names
    assert archive.comments[0].municipality == "Gemeinde Malsch"
    write(hall)
    for text in (write_archive(archive).decode(), write_akn(archive).decode()):
        for name, *_ in PEOPLE:
            assert name not in text
    assert "names" not in json.loads(write_archive(archive))["polls"][0]


@SQLITE
def test_an_edition_holds_what_stood_then(hall: Hall) -> None:
    with hall.database.write() as work:
        services.papers.freeze_edition(work, hall.paper, name="Mittag", actor=hall.organizer)
    hall.take_over(hall.propose_strike(hall.second))
    hall.take_over(hall.propose("alle", "viele"))
    noon, now = read(hall, "Mittag"), read(hall)
    assert [edition.name for edition in now.editions][-2:] == ["Mittag", ""]
    versions = {entry.unit: entry.version for entry in noon.state().entries}
    assert (versions[hall.first], versions[hall.second]) == (1, 1)
    later = {entry.unit: entry.version for entry in now.state().entries}
    assert (later[hall.first], hall.second in later) == (2, False)
    assert noon.paper == now.paper


def test_the_same_state_gives_the_same_bytes(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes")
    assert write_archive(read(hall)) == write_archive(read(hall))
    assert write_akn(read(hall)) == write_akn(read(hall))


@SQLITE
def test_advice_is_told_once_it_is_published(hall: Hall) -> None:
    proposal = services.recommendations.Proposal(hall.propose("alle", "viele"), Advice.ADOPT, reason="Klar.")
    with hall.database.write() as work:
        services.recommendations.recommend(work, hall.id, [proposal], actor=hall.moderator)
    assert read(hall).amendments[0].recommendation is None
    with hall.database.write() as work:
        services.recommendations.publish(work, hall.id, actor=hall.moderator)
    assert write(hall)["amendments"][0]["recommendation"]["label"] == "annehmen"


def test_only_examples_given_for_the_annex_and_shown_comments_leave_the_house(hall: Hall) -> None:
    example = services.examples.ExampleText(municipality="Stadt Calw", title="Ein Formular", text="Es spart Wege.")
    with hall.database.write() as work:
        services.examples.add(work, hall.first, example, actor=hall.ada)
        inside = replace(example, title="Noch eins", in_annex=False)
        services.examples.add(work, hall.first, inside, actor=hall.ada)
        comment = services.comments.comment_on_demand(work, hall.first, text="Unfug.", actor=hall.ben)
        services.comments.hide(work, comment, reason="Beleidigung", actor=hall.moderator)
    found = write(hall)
    assert [each["title"] for each in found["examples"]] == ["Ein Formular"]
    (shown,) = found["comments"]
    assert (shown["text"], shown["is_hidden"], shown["hidden_reason"]) == ("", True, "Beleidigung")


@SQLITE
def test_an_edition_there_is_not_is_refused(hall: Hall) -> None:
    with pytest.raises(NotFoundError):
        read(hall, "Abend")
