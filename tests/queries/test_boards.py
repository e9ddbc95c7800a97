"""The moderators' read models on both databases: the board, what is left, the report, what closing would end."""

from __future__ import annotations

from drafting import queries, services
from drafting.queries import places
from drafting.rules.lifecycle import Advice
from drafting.services.recommendations import Proposal
from tests.make import Hall
from tests.queries.test_polls import viewer
from tests.services.test_effects import give_sections, panel_vote


def test_a_board_groups_bundles_and_puts_aside(hall: Hall) -> None:
    far, near = hall.propose("alle Schriftformerfordernisse", "das"), hall.propose("alle", "viele", by=hall.ben)
    equal = hall.propose("alle", "viele", by=hall.cem)
    apart, later = hall.propose("hohen", "vielen"), hall.propose("Zeit", "Geld")
    with hall.database.write() as work:
        services.moderating.adjourn(work, later, actor=hall.moderator)
        services.amendments.support(work, near, actor=hall.ada)
        services.amendments.support(work, equal, actor=hall.ada)

    with hall.database.read() as session:
        board = queries.boards.get_board(session, hall.id, hall.first, viewer=viewer(hall, hall.moderator))

    assert [(place.kind, place.relation, place.among) for place in board.places] == [
        (places.CHANGES, "conflict", (far, near)),
        (places.CHANGES, "", (apart,)),
        (places.ASIDE, "", (later,)),
    ]
    bundle = board.places[0].entries[1]
    assert ([card.id for card in bundle.cards], bundle.supporters, bundle.position) == ([near, equal], 1, 2)
    assert (board.amendment_count, board.place_count, board.decision_count) == (4, 2, 3)


def test_a_strike_meets_every_change_and_brings_none_of_them_together(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld", by=hall.ben)
    strike = hall.propose_strike(hall.first, by=hall.cem)

    with hall.database.read() as session:
        board = queries.boards.get_board(session, hall.id, hall.first, viewer=viewer(hall, hall.moderator))
        card = queries.amendments.get_card(session, first)

    assert [place.among for place in board.places] == [(strike,), (first,), (second,)]
    assert [(note.relation, note.amendment_id) for note in card.overlaps] == [("conflict", strike)]


def test_what_is_left_the_report_and_closing_agree(hall: Hall) -> None:
    give_sections(hall, decides=False)
    together, open_one = hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)
    new = hall.propose_new("# Neu\n\nDas Land hilft.\n")
    taken = hall.propose("bezahlt", "finanziert", demand=hall.third)
    with hall.database.write() as work:
        services.amendments.take_over(work, taken, actor=hall.organizer)
        services.recommendations.recommend(work, hall.id, [Proposal(open_one, Advice.REJECT)], actor=hall.moderator)
    panel_vote(hall, together, "yes", "yes")

    with hall.database.read() as session:
        person = viewer(hall, hall.moderator)
        left = queries.plenary.get_open(session, hall.id, panel_id="", viewer=person)
        seen = queries.plenary.get_open(session, hall.id, panel_id="", viewer=viewer(hall, hall.ada))
        report = queries.reports.get_report(session, hall.id, panel_id=hall.panel, viewer=person)
        closing = queries.closing.get_closing(session, hall.id, panel_id=hall.panel, viewer=person)
        whole = queries.closing.get_closing(session, hall.id, panel_id="", viewer=person)

    assert left.together_ids == (together,)
    assert [line.ids for demand in left.demands for line in demand.singly] == [(open_one,), (new,)]
    assert [line.recommendation for demand in seen.demands for line in demand.singly] == [None, None]
    assert (report.adopted, report.open, report.polls) == (1, 3, 1)
    assert [each.number for each in report.changed] == ["3"]
    assert ([row.number for row in closing.rows], closing.total, closing.waiting) == (["2", ""], 2, 1)
    assert (whole.total, whole.waiting, whole.may_close) == (3, 0, False)


def test_panels_are_listed_with_their_people_and_sections(hall: Hall) -> None:
    give_sections(hall, decides=True)
    with hall.database.read() as session:
        page = queries.panels.get_panels(session, hall.id)
    assert [(row.name, row.decides, row.members, row.moderators) for row in page.panels] == [("Recht", True, 3, 1)]
    assert [section.panel_name for section in page.sections] == ["Recht", "Recht"]
