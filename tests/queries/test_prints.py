"""What is printed is what was decided: each change in the synopsis with the decision it is owed to."""

from __future__ import annotations

from drafting import queries, services
from drafting.exports.correspondence import list_annexes
from drafting.exports.prints import NEW, Table
from drafting.exports.synopses import Synopsis, SynopsisUnit, lay_out_synopsis
from drafting.models import Amendment, Demand, Paper
from drafting.queries import annexes, printed_amendments, synopses
from drafting.rules.paper_details import Detail
from drafting.services.examples import ExampleText
from drafting.services.letters import LetterEntry
from tests.make import Hall
from tests.states import SQLITE


def compare(hall: Hall, before: str = "import", after: str = "jetzt") -> Synopsis:
    with hall.database.read() as session:
        return synopses.get_synopsis(session, hall.id, before=before, after=after)


def unit(synopsis: Synopsis, label: str) -> SynopsisUnit:
    return next(each for each in synopsis.units if each.label == label)


def owed(changed: SynopsisUnit) -> list[tuple[str, str]]:
    """New words with the title of what they are owed to."""
    return [
        (piece.text.strip(), changed.grounds[int(piece.owner)].title)
        for row in changed.rows
        for piece in (row.after.pieces if row.after else ())
        if piece.change == "ins"
    ]


@SQLITE
def test_each_change_names_the_decision_it_is_owed_to(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")
    hall.take_over(hall.propose("hohen Fallzahlen", "vielen Fällen", by=hall.ben))
    changed = unit(compare(hall), "Forderung 1")
    assert changed.change == "changed"
    assert owed(changed) == [("viele", "Ä1, Stadt Calw"), ("vielen Fällen", "Ä2, Gemeinde Malsch")]
    assert changed.grounds[0].decision.startswith("Abstimmung 1 (Plenum, ")
    assert "2 Ja, 1 Nein, 0 Enthaltungen. Mehr Ja als Nein: 2 gegen 1." in changed.grounds[0].decision
    assert changed.grounds[0].reason == "Damit es geht."
    assert changed.grounds[1].decision.startswith("Ohne Abstimmung übernommen, ")


@SQLITE
def test_what_was_struck_is_owed_to_whoever_struck_it(hall: Hall) -> None:
    hall.take_over(hall.propose("Vorrang haben Verfahren mit hohen Fallzahlen.\n\n", ""))
    changed = unit(compare(hall), "Forderung 1")
    (row,) = [row for row in changed.rows if row.change == "gone"]
    assert row.before is not None
    assert {changed.grounds[int(piece.owner)].title for piece in row.before.pieces} == {"Ä1, Stadt Calw"}


@SQLITE
def test_demands_nobody_changed_are_as_they_were(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    units = compare(hall).units
    assert [(each.label, each.change) for each in units if each.change != "same"] == [("Forderung 1", "changed")]
    assert [each.section for each in units if each.label.startswith("Forderung")] == ["Recht", "Recht", "Personal"]


def test_a_struck_demand_is_gone_with_what_struck_it(hall: Hall) -> None:
    hall.take_over(hall.propose("drei Kommunen", "fünf Kommunen", demand=hall.second, by=hall.ben))
    hall.take_over(hall.propose_strike(hall.second))
    struck = unit(compare(hall), "Forderung 2")
    assert struck.change == "struck"
    # What was decided before it explains nothing of it.
    assert [ground.title for ground in struck.grounds] == ["Ä2, Stadt Calw"]
    assert {row.change for row in struck.rows} == {"gone"}


def test_a_demand_that_was_moved_names_who_moved_it(hall: Hall) -> None:
    with hall.database.write() as work:
        section = hall.section(hall.third)
        move = services.moves.propose_move(
            work, hall.first, section_id=section, after_demand_id=None, reason="Passt besser.", actor=hall.ben
        )
    hall.decide(move, "yes", "yes", "no")
    remarks = next(each.remarks for each in compare(hall).units if each.title == "Schriftform abbauen")
    assert remarks[0] == "Steht an anderer Stelle als zuvor."
    assert remarks[1].startswith("Ä1 · Gemeinde Malsch: ")
    assert "2 Ja, 1 Nein, 0 Enthaltungen" in remarks[1]
    assert remarks[1].endswith("„Passt besser.“.")


def test_who_proposes_for_an_organisation_is_not_named_by_their_municipality(hall: Hall) -> None:
    amendment = hall.propose("alle", "viele")
    with hall.database.write() as work:
        network = services.organisations.add(work, hall.id, name="Netzwerk Rathaus", actor=hall.organizer)
        work.session.get_one(Amendment, amendment).organisation_id = network
    hall.take_over(amendment)
    assert [ground.title for ground in unit(compare(hall), "Forderung 1").grounds] == ["Ä1, Netzwerk Rathaus"]
    with hall.database.read() as session:
        versions = queries.versions.list_versions(session, session.get_one(Demand, hall.first))
    assert [author.proposer for version in versions for author in version.amendments] == ["Netzwerk Rathaus"]


def test_a_line_of_the_paper_that_changed_stands_above_the_demands(hall: Hall) -> None:
    assert compare(hall).lines == ()
    with hall.database.write() as work:
        details = work.session.get_one(Paper, hall.paper).details
        lines = {detail: details.get(detail) for detail in Detail} | {Detail.DATE: "Stand: 27. November 2026"}
        services.paper_details.change(work, hall.id, lines, actor=hall.organizer)
    synopsis = compare(hall)
    assert synopsis.lines == (("Zeile mit dem Datum", details.date, "Stand: 27. November 2026"),)
    sheet = lay_out_synopsis(synopsis)
    (table,) = [part for part in sheet.parts if isinstance(part, Table)]
    assert table.rows[0][2][0].spans[0].mark == NEW
    assert "Zwischen beiden Ständen gibt es keinen Unterschied." not in repr(sheet)


def test_the_list_has_every_amendment_in_the_order_of_the_paper(hall: Hall) -> None:
    hall.propose("drei Kommunen", "fünf Kommunen", demand=hall.second)
    hall.propose("hohen Fallzahlen", "vielen Fällen", by=hall.ben)
    hall.propose("alle", "viele")
    hall.propose_new("# Neues\n\nEs kommt etwas dazu.")
    with hall.database.read() as session:
        listed = printed_amendments.get_amendments(session, hall.id)
    assert [line.label for line in listed.lines] == ["Ä3", "Ä2", "Ä1", "Ä4"]
    assert listed.lines[0].sentences == ("In Zeile 2 wird „alle“ durch „viele“ ersetzt.",)
    assert listed.lines[0].headline == ""
    assert listed.lines[-1].text == ("Neues", "Es kommt etwas dazu.")


def test_only_examples_meant_for_the_annex_are_in_it(hall: Hall) -> None:
    with hall.database.write() as work:
        for title, in_annex in (("Ja", True), ("Nein", False)):
            text = ExampleText(municipality="Stadt Calw", title=title, text="So war es.", in_annex=in_annex)
            services.examples.add(work, hall.first, text, actor=hall.ada)
    with hall.database.read() as session:
        found = annexes.get_annexes(session, hall.id)
        letter = queries.correspondence.get_source(session, hall.id).letter
    assert [example.title for example in found.examples] == ["Ja"]
    assert found.examples[0].demand == "Forderung 1: Schriftform abbauen"
    # They go with the letter, which names them, unless it is said that none do.
    assert (letter.annexes, list_annexes(letter)) == (found, ("Praxisbeispiele",))
    with hall.database.write() as work:
        entry = LetterEntry("", "din", False, False, {}, (), has_annexes=False)
        services.letters.change_settings(work, hall.id, entry, actor=hall.organizer)
    with hall.database.read() as session:
        assert list_annexes(queries.correspondence.get_source(session, hall.id).letter) == ()


def test_a_state_is_found_by_its_key_and_by_its_name(hall: Hall) -> None:
    with hall.database.write() as work:
        edition = services.papers.freeze_edition(work, hall.paper, name="Mittwoch", actor=hall.organizer)
    with hall.database.read() as session:
        assert queries.prints.find_state(session, hall.id, "Mittwoch") == edition
        assert queries.prints.find_state(session, hall.id, edition) == edition
