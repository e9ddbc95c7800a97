"""The ballot, participation, results and the desk: no tally before closing."""

from __future__ import annotations

import dataclasses

import pytest

from drafting import queries, services
from drafting.errors import ClosedError
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import Choice
from tests.make import Hall
from tests.states import SQLITE


def viewer(hall: Hall, person_id: str) -> Viewer:
    with hall.database.read() as session:
        return queries.people.view_as(session, person_id)


@SQLITE
def test_a_ballot_asks_shows_and_remembers(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.polls.cast(work, poll_id, Choice.NO, actor=hall.ben)

    with hall.database.read() as session:
        page = queries.polls.get_ballot(session, poll_id, viewer=viewer(hall, hall.ben))
        looking_on = queries.polls.get_ballot(session, poll_id, viewer=viewer(hall, hall.observer))

    assert str(page.question) == "Forderung 1: Soll der Text so geändert werden?"
    assert (page.yes_label, page.no_label) == ("Ja, ändern", "Nein, so lassen")
    assert (page.is_entitled, page.choice, page.why_not) == (True, "no", "")
    assert (page.rule_label, str(page.electorate)) == ("Mehr Ja als Nein", "Alle Anwesenden, Plenum")
    assert page.excerpt
    assert (looking_on.is_entitled, looking_on.choice) == (False, "")
    assert looking_on.why_not == "Sie nehmen ohne Stimmrecht teil."


@SQLITE
def test_a_strike_and_a_new_demand_have_their_own_words(hall: Hall) -> None:
    strike, new = hall.propose_strike(hall.second), hall.propose_new("# Neu\n\nDas Land hilft.\n")
    with hall.database.write() as work:
        polls = [services.questions.prepare(work, a, actor=hall.moderator) for a in (strike, new)]

    with hall.database.read() as session:
        pages = [queries.polls.get_ballot(session, poll, viewer=viewer(hall, hall.ada)) for poll in polls]
    assert [(page.yes_label, page.no_label) for page in pages] == [
        ("Ja, streichen", "Nein, behalten"),
        ("Ja, aufnehmen", "Nein, nicht aufnehmen"),
    ]
    assert pages[1].demand_title == "Neu"


def test_nothing_of_the_tally_is_readable_before_closing(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.vote(poll_id, "yes", "yes", "no")

    with hall.database.read() as session:
        participation = queries.polls.get_participation(session, poll_id)
        row = queries.polls.get_poll(session, poll_id)
        desk = queries.polls.get_desk(session, hall.id, viewer=viewer(hall, hall.moderator))
        with pytest.raises(ClosedError):
            queries.polls.get_result(session, poll_id)

    assert dataclasses.astuple(participation) == (poll_id, "open", 3, 4, 0, 0)
    assert (row.yes, row.no, row.abstain, row.verdict) == (0, 0, 0, "")
    assert desk.running == (row,)


def test_a_result_has_every_number_the_rule_and_the_text_of_now(hall: Hall) -> None:
    colliding = hall.propose("alle", "manche", by=hall.cem)
    equal = hall.propose("alle", "viele", by=hall.ben)
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.vote(poll_id, "yes", "yes", "no")
    hall.close(poll_id)

    with hall.database.read() as session:
        page = queries.polls.get_result(session, poll_id)
        decisions = queries.polls.list_decisions(session, hall.id)
        assert queries.polls.find_running(session, hall.id) is None

    assert (page.verdict_label, page.is_adopted) == ("Angenommen", True)
    assert (page.yes, page.no, page.abstain, page.cast, page.entitled) == (2, 1, 0, 3, 4)
    assert (page.yes_share, page.no_share, page.abstain_share) == (100, 50, 0)
    assert str(page.formula) == "Mehr Ja als Nein: 2 gegen 1."
    assert page.now
    assert {note.amendment_id: note.state for note in page.settled} == {colliding: "open", equal: "adopted"}
    assert [(str(row.what), row.verdict) for row in decisions] == [("Ä3 zu Forderung 1", "adopted")]


def test_the_running_poll_is_found_by_those_who_may_vote(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"), panel_id=hall.panel)

    with hall.database.read() as session:
        found = queries.polls.find_running(session, hall.id, person_id=hall.ada)
        assert queries.polls.find_running(session, hall.id, person_id=hall.cem) is None
    assert found is not None
    assert found.id == poll_id


@SQLITE
def test_the_desk_shows_what_is_left_and_who_is_there(hall: Hall) -> None:
    hall.propose("alle", "viele")
    hall.take_over(hall.propose("Zeit", "Geld"))
    hall.propose_new("# Neu\n\nDas Land hilft.\n")
    queued = hall.propose("drei", "vier", demand=hall.second)
    with hall.database.write() as work:
        poll_id = services.questions.prepare(work, queued, actor=hall.moderator)
        services.people.check_out(work, hall.cem, actor=hall.cem)

    with hall.database.read() as session:
        desk = queries.polls.get_desk(session, hall.id, viewer=viewer(hall, hall.moderator))

    assert (desk.open_count, desk.decided_count, desk.present, desk.members) == (3, 1, 3, 4)
    assert [(d.number, d.open_count, d.decided_count) for d in desk.demands if d.number] == [
        ("1", 1, 1),
        ("2", 1, 0),
        ("3", 0, 0),
    ]
    assert desk.apart_count == 1
    assert [row.id for row in desk.queue] == [poll_id]
    assert desk.may_open


def test_a_panels_desk_has_its_sections_only(hall: Hall) -> None:
    hall.propose("alle", "viele")
    with hall.database.read() as session:
        sections = queries.papers.get_outline(session, hall.id).sections
    with hall.database.write() as work:
        services.papers.assign_panel(work, sections[1].id, hall.panel, actor=hall.organizer)

    with hall.database.read() as session:
        desk = queries.polls.get_desk(session, hall.id, viewer=viewer(hall, hall.moderator), panel_id=hall.panel)
    assert [d.number for d in desk.demands] == ["3"]
    assert (desk.open_count, desk.members, desk.panel_name) == (0, 3, "Recht")


def test_the_overview_leads_with_what_needs_an_answer(hall: Hall) -> None:
    asked = hall.propose("alle", "manche", by=hall.cem)
    later = hall.propose("Vorrang haben", "Zuerst kommen", by=hall.cem)
    hall.take_over(hall.propose("alle", "viele"))

    with hall.database.read() as session:
        member = queries.conferences.get_overview(session, hall.id, viewer=viewer(hall, hall.cem))
        organizer = queries.conferences.get_overview(session, hall.id, viewer=viewer(hall, hall.organizer))

    assert [card.id for card in member.mine] == [asked, later]
    assert (member.needs_answer, member.open_amendments, member.decided_amendments) == (1, 2, 1)
    assert (member.people, member.present, member.tasks) == (6, 6, ())
    assert [step.phase for step in member.phases if step.is_current] == ["open"]
    assert [task.key for task in organizer.tasks if task.is_done] == ["paper", "people", "phase"]
