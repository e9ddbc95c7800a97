"""The public text: every word of the edition is in it once, each sentence names what brought and struck its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drafting import services
from drafting.models import Paper
from drafting.queries import paper_states
from drafting.queries.public_sources import Release
from drafting.queries.public_texts import PublicBlock, PublicText, PublicUnit, read_text
from drafting.rules.paper_details import Detail
from tests.make import Hall

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ALL = Release(proposers=True, votes=True, signed=frozenset({"calw"}))


def read(hall: Hall, release: Release = ALL, *, reasons: bool = True) -> PublicText:
    with hall.database.read() as session:
        row = session.get_one(Paper, hall.paper)
        return read_text(session, row, paper_states.get_paper(session, hall.id), release, reasons=reasons)


def units(text: PublicText) -> Iterator[PublicUnit]:
    yield from [text.preamble] if text.preamble else []
    yield from (unit for section in text.sections for unit in section.units)
    yield from [text.closing] if text.closing else []


def words(blocks: tuple[PublicBlock, ...]) -> list[str]:
    return [" ".join("".join(p.text for p in each.pieces) for each in block.sentences) for block in blocks]


def notes(hall: Hall, number: str = "1") -> list[str]:
    unit = next(unit for unit in units(read(hall)) if unit.number == number)
    found = [note for block in unit.blocks for each in block.sentences for note in each.notes]
    return [f"{'−' if note.is_struck else ''}{note.words}: {note.act}".strip() for note in found]


def test_every_word_of_the_edition_is_in_it_once(hall: Hall) -> None:
    hall.take_over(hall.propose("alle Schriftformerfordernisse", "_alle_ **Erfordernisse**"))
    with hall.database.read() as session:
        paper = paper_states.get_paper(session, hall.id)
    shown = {unit.id: words(unit.blocks) + words(unit.reasons) for unit in units(read(hall))}
    for unit in paper.units():
        assert shown[unit.id] == [block.plain for block in unit.document.blocks[1:]]


def test_an_untouched_paper_comes_from_the_earlier_one(hall: Hall) -> None:
    with hall.database.write() as work:
        services.paper_details.change(work, hall.id, {Detail.DATE: "26. November 2026"}, actor=hall.organizer)
    text = read(hall)
    assert all(unit.is_unchanged for unit in units(text))
    assert {str(act) for unit in units(text) for act in unit.acts} == {"Seit 2024 im Papier"}
    assert text.demand_count == 3


def test_a_sentence_names_what_brought_and_what_struck_its_words(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")

    found = notes(hall)

    assert found[0].startswith(
        "Wir fordern das Land auf, … Schriftformerfordernisse zu streichen.: Seit 2024 im Papier"
    )
    assert found[1].startswith("viele: Änderungsantrag Ä1 (Stadt Calw), angenommen mit 2 Ja, 1 Nein, 0 Enthaltungen am")
    assert found[1].endswith(", Plenum")
    assert found[2].startswith("−alle: Änderungsantrag Ä1 (Stadt Calw)")


def test_only_what_was_released_is_told(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")
    unit = next(unit for unit in units(read(hall, Release(proposers=False, votes=False))) if unit.number == "1")
    told = " ".join(map(str, unit.acts))
    assert "Änderungsantrag Ä1, angenommen am" in told
    assert not [word for word in ("Calw", "Ja", "Amsel") if word in told]


def test_a_municipality_is_named_only_where_it_signs(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    unit = next(unit for unit in units(read(hall, Release(proposers=True, votes=True))) if unit.number == "1")
    told = " ".join(map(str, unit.acts))
    assert "Änderungsantrag Ä1, ohne Abstimmung übernommen" in told
    assert "Calw" not in told


def test_somebody_from_nowhere_is_not_named_instead_of_their_town(hall: Hall) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        person = services.people.add_person(work, hall.id, name="Nora Niemand", role="participant", actor="system")
        amendment = services.amendments.propose(
            work,
            hall.first,
            text=version.text.replace("alle", "viele"),
            reason="Weil.",
            base_version_id=version.id,
            actor=person,
        )
    hall.take_over(amendment)
    assert any("Änderungsantrag Ä1, ohne Abstimmung übernommen am" in note for note in notes(hall))
    assert not [note for note in notes(hall) if "Niemand" in note]


def test_without_reasons_neither_they_nor_what_made_them_is_told(hall: Hall) -> None:
    hall.take_over(hall.propose("Papier kostet Zeit.", "Papier kostet Geld."))
    assert next(unit for unit in units(read(hall)) if unit.number == "1").reasons
    unit = next(unit for unit in units(read(hall, reasons=False)) if unit.number == "1")
    assert (unit.reasons, unit.is_unchanged) == ((), True)


def test_an_editors_reason_is_not_told(hall: Hall) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text=version.text.replace("alle", "sämtliche"),
            reason="Wunsch von Frau Geheim.",
            base_version_id=version.id,
            actor="system",
        )
    told = notes(hall)
    assert any("sämtliche: Redaktionell geändert am" in note for note in told)
    assert "Geheim" not in " ".join(told)


def test_what_was_taken_back_is_told_as_such(hall: Hall) -> None:
    version_id = hall.take_over(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.undoing.undo(work, version_id, reason="Irrtum.", actor=hall.organizer)
    unit = next(unit for unit in units(read(hall)) if unit.number == "1")
    assert words(unit.blocks)[0].startswith("Wir fordern das Land auf, alle Schriftform")
