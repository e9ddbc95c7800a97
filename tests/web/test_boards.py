"""The board: places, the order of votes with its reasons, several recommendations at once, the list of what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import event

from drafting import queries, services
from drafting.queries.boards import Board
from drafting.rules.lifecycle import Advice
from drafting.services.recommendations import Proposal
from tests.site import Site


def find_demand(site: Site, place: int = 1) -> str:
    return str(site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands[place].id)


def get_board(site: Site, role: str = "moderator") -> Board:
    board: Board = site.browser(role).get(f"/leitung/forderungen/{find_demand(site)}").context["board"]
    return board


def send(site: Site, ids: Sequence[str], *, demand: str = "", **fields: str | list[str]) -> Any:
    """Send the board's form as a browser would: each line with what it showed and what was chosen."""
    demand = demand or find_demand(site)
    board = site.look_up(
        queries.boards.get_board,
        site.conference_id,
        demand,
        viewer=site.look_up(queries.people.view_as, site.people["moderator"]),
    )
    shown = {entry.card.id: entry.advice for place in board.places for entry in place.entries}
    data: dict[str, str | list[str]] = {"forderung": demand, "zeile": list(ids)}
    for id_ in ids:
        data |= {f"war-{id_}": shown[id_], f"empfehlung-{id_}": shown[id_]}
    return site.browser("moderator").post("/leitung/empfehlungen", data=data | fields)


def test_amendments_to_the_same_words_stand_together_the_farthest_reaching_first(site: Site) -> None:
    site.import_paper()
    site.propose("moderator", "vier Kommunen")
    site.propose("participant", "fünf Städte und alle Kreise")
    (place,) = get_board(site).places
    assert (place.relation, place.name) == ("conflict", "Zeile 2")
    assert [(entry.labels, entry.position, entry.reach.words) for entry in place.entries] == [
        ("Ä2", 1, 2),
        ("Ä1", 2, 1),
    ]
    assert place.entries[1].asked_after == ("Ä2",)
    page = site.browser("moderator").get(f"/leitung/forderungen/{find_demand(site)}").text
    assert "Der weitergehende zuerst" in page
    assert "ersetzt 2 Wörter" in page
    assert "Wird Ä2 angenommen, wird zu Ä1 nachgefragt." in page


def test_equal_amendments_are_one_line_and_one_decision(site: Site) -> None:
    site.import_paper()
    first = site.propose("moderator", "vier Kommunen")
    second = site.propose("participant", "vier Kommunen")
    site.do(services.amendments.support, first, actor=site.people["participant"])
    board = get_board(site)
    (place,) = board.places
    (entry,) = place.entries
    assert (place.relation, entry.labels, entry.supporters) == ("identical", "Ä1, Ä2", 1)
    assert (board.amendment_count, board.place_count, board.decision_count) == (2, 1, 1)
    send(site, [first], **{f"empfehlung-{first}": "reject"})
    card = site.look_up(queries.amendments.get_card, second, viewer=None)
    assert card.recommendation is None
    site.browser("moderator").post("/leitung/empfehlungen/veroeffentlichen")
    assert site.look_up(queries.amendments.get_card, second).recommendation.verdict == "reject"


def test_amendments_at_different_places_and_a_strike_stand_apart(site: Site) -> None:
    site.import_paper()
    site.propose("participant", "fünf Kommunen")
    site.propose("moderator", title="Digitalcheck vorschreiben")
    editor = site.look_up(queries.demands.get_demand, find_demand(site))
    site.do(
        services.amendments.propose_strike,
        find_demand(site),
        reason="Entbehrlich.",
        base_version_id=editor.version_id,
        actor=site.people["participant"],
    )
    board = get_board(site)
    assert [(place.kind, place.relation) for place in board.places] == [
        ("strike", ""),
        ("changes", ""),
        ("changes", ""),
    ]
    assert board.places[0].entries[0].reach.deed == "strikes_all"


def test_the_moderator_overrides_the_order_and_takes_that_back(site: Site) -> None:
    site.import_paper()
    near, far = site.propose("moderator", "vier Kommunen"), site.propose("participant", "fünf Städte und Kreise")
    browser, demand = site.browser("moderator"), find_demand(site)
    data = {"unter": [far, near], "forderung": demand, "platz": f"{near}:1"}
    assert browser.post("/leitung/reihenfolge", data=data).headers["location"] == f"/leitung/forderungen/{demand}?ag="
    (place,) = get_board(site).places
    assert ([entry.card.id for entry in place.entries], place.is_ranked) == ([near, far], True)
    browser.post("/leitung/reihenfolge", data={**data, "platz": ""})
    (place,) = get_board(site).places
    assert ([entry.card.id for entry in place.entries], place.is_ranked) == ([far, near], False)


def test_several_are_recommended_with_one_form_and_seen_by_others_when_published(site: Site) -> None:
    site.import_paper()
    first, second = site.propose("moderator", "vier Kommunen"), site.propose("participant", "fünf Kommunen")
    response = send(site, [first, second], wahl=[first, second], alle="reject", vermerk="Beide zu eng")
    assert response.headers["location"] == f"/leitung/forderungen/{find_demand(site)}?ag="
    page = f"/forderungen/{find_demand(site)}"
    assert "Empfohlen: ablehnen" not in site.browser("participant").get(page).text
    assert "noch nicht veröffentlicht" in site.browser("moderator").get(page).text
    data = {"forderung": find_demand(site), "weiter": "/leitung"}
    assert site.browser("moderator").post("/leitung/empfehlungen/veroeffentlichen", data=data).status_code == 303
    for address in (page, f"/antraege/{first}", "/antraege"):
        text = site.browser("participant").get(address).text
        assert "Empfohlen: ablehnen" in text
        assert "Beide zu eng" not in text
    assert "Beide zu eng" in site.browser("moderator").get(f"/leitung/forderungen/{find_demand(site)}").text


def test_a_line_left_as_it_was_shown_overwrites_nothing(site: Site) -> None:
    site.import_paper()
    first, second = site.propose("moderator", "vier Kommunen"), site.propose("participant", "fünf Kommunen")
    site.do(
        services.recommendations.recommend,
        site.conference_id,
        [Proposal(first, Advice.VOTE)],
        actor=site.people["organizer"],
    )
    data = {
        "forderung": find_demand(site),
        "zeile": [first, second],
        f"war-{first}": "",
        f"empfehlung-{first}": "",
        f"war-{second}": "",
        f"empfehlung-{second}": f"settled_by:{first}",
    }
    site.browser("moderator").post("/leitung/empfehlungen", data=data)
    assert [entry.advice for entry in get_board(site).places[0].entries] == ["vote", f"settled_by:{first}"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"alle": "reject"}, "Bitte kreuzen Sie an"),
        ({"wahl": "ID", "alle": "unsinn"}, "Diese Empfehlung gibt es nicht."),
        ({"wahl": "ID", "alle": "settled_by:egal"}, "Bitte sagen Sie, durch welchen Antrag"),
    ],
)
def test_what_makes_no_sense_comes_back_with_everything_that_was_chosen(
    site: Site, fields: dict[str, str], words: str
) -> None:
    site.import_paper()
    first, second = site.propose("moderator", "vier Kommunen"), site.propose("participant", "fünf Kommunen")
    fields = {name: value.replace("ID", first) for name, value in fields.items()}
    response = send(site, [first, second], **{f"empfehlung-{second}": "adjourn", "vermerk": "Notiz", **fields})
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Notiz"' in response.text
    assert re.search(r'<option value="adjourn" selected', response.text)
    assert [entry.advice for entry in get_board(site).places[0].entries] == ["", ""]


def test_ticked_ones_are_queued_in_the_order_of_the_board_and_opened_from_there(site: Site) -> None:
    site.import_paper()
    near, far = site.propose("moderator", "vier Kommunen"), site.propose("participant", "fünf Städte und Kreise")
    browser = site.browser("moderator")
    data = {"forderung": find_demand(site), "zeile": [far, near], "wahl": [near, far]}
    for _click in range(2):
        assert browser.post("/leitung/abstimmungen", data=data).status_code == 303
    queue = browser.get("/leitung").context["page"].queue
    assert [row.amendment_id for row in queue] == [far, near]
    assert browser.post(f"/leitung/abstimmungen/{queue[1].id}/herausnehmen").status_code == 303
    opened = browser.post(f"/leitung/abstimmungen/{queue[0].id}/oeffnen")
    assert opened.headers["location"] == f"/leitung/abstimmungen/{queue[0].id}"
    page = browser.get("/leitung").context["page"]
    assert ([row.id for row in page.running], page.queue) == ([queue[0].id], ())
    assert browser.post(f"/leitung/abstimmungen/{queue[0].id}/herausnehmen").status_code == 409


def test_one_amendment_is_recommended_adjourned_taken_up_and_settled(site: Site) -> None:
    site.import_paper()
    first, second = site.propose("moderator", "vier Kommunen"), site.propose("participant", "fünf Kommunen")
    browser, address = site.browser("moderator"), f"/leitung/antraege/{first}"
    assert browser.get(address).template.name == "recommendations/show.html"
    data = {"empfehlung": f"settled_by:{second}", "grund": "Steht darin.", "vermerk": "Unter uns"}
    assert browser.post(f"{address}/empfehlung", data=data).status_code == 303
    assert browser.post(f"{address}/vertagen", data={"wo": "Freitagsrunde"}).status_code == 303
    board = get_board(site)
    assert [place.kind for place in board.places] == ["changes", "aside"]
    assert board.decision_count == 1
    again = browser.post(f"{address}/verweisen", data={"wo": "Wohin auch immer"})
    assert again.status_code == 409
    assert "Wohin auch immer" in again.text
    assert browser.post(f"{address}/aufnehmen").status_code == 303
    assert browser.post(f"{address}/erledigen", data={"durch": ""}).status_code == 422
    assert browser.post(f"{address}/erledigen", data={"durch": second}).status_code == 303
    assert site.look_up(queries.amendments.get_card, first).outcome.values == {"others": "Ä2"}
    assert browser.post(f"{address}/empfehlung", data=data).status_code == 409


def test_what_is_left_tells_what_goes_together_and_what_must_be_voted_on(site: Site) -> None:
    site.import_paper()
    undisputed = site.propose("participant", title="Digitalcheck vorschreiben")
    disputed, other = site.propose("participant", "vier Kommunen"), site.propose("moderator", "fünf Kommunen")
    site.do(
        services.recommendations.recommend,
        site.conference_id,
        [Proposal(undisputed, Advice.ADOPT), Proposal(disputed, Advice.ADOPT), Proposal(other, Advice.REJECT)],
        actor=site.people["moderator"],
    )
    left = site.browser("organizer").get("/leitung").context["left"]
    (demand,) = left.demands
    assert [line.ids for line in demand.together] == [(undisputed,)]
    assert [(line.ids, line.clashes) for line in demand.singly] == [((disputed,), ("Ä3",)), ((other,), ("Ä2",))]
    assert (left.together_count, left.single_count) == (1, 2)


def test_new_demands_have_a_board_of_their_own(site: Site) -> None:
    paper_id = site.import_paper()
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    for role in ("participant", "moderator"):
        site.do(
            services.amendments.propose_new,
            paper_id,
            text="# Neu\n\nDas Land hilft.\n",
            reason="Das fehlt.",
            section_id=section,
            actor=site.people[role],
        )
    board = site.browser("moderator").get("/leitung/neu").context["board"]
    (place,) = board.places
    assert [entry.labels for entry in place.entries] == ["Ä1, Ä2"]
    assert site.browser("moderator").get("/leitung").context["page"].apart_count == 2


def test_the_desk_asks_the_database_as_often_for_many_amendments_as_for_few(site: Site) -> None:
    site.import_paper()
    demand = find_demand(site)
    site.browser("organizer")

    def count(address: str) -> int:
        statements: list[str] = []

        def note(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        event.listen(site.database.engine, "before_cursor_execute", note)
        try:
            assert site.browser("organizer").get(address).status_code == 200
        finally:
            event.remove(site.database.engine, "before_cursor_execute", note)
        return sum(statement.lstrip().upper().startswith("SELECT") for statement in statements)

    site.propose("participant", "vier Kommunen")
    few = [count(address) for address in ("/leitung", f"/leitung/forderungen/{demand}")]
    for number in range(20):
        site.propose("participant", f"{number} Kommunen")
        site.propose("moderator", title=f"Digitalcheck {number}")
    many = [count(address) for address in ("/leitung", f"/leitung/forderungen/{demand}")]
    assert many == few


def test_a_refused_board_keeps_what_was_chosen_and_is_not_asked_for_again(site: Site) -> None:
    site.import_paper()
    amendment_id = site.propose("participant")
    board = site.look_up(queries.amendments.get_card, amendment_id).demand_id
    response = site.browser("moderator").post(
        "/leitung/empfehlungen",
        data={"forderung": board, "zeile": amendment_id, f"empfehlung-{amendment_id}": "reject", "vermerk": "Intern"},
    )
    assert response.status_code == 422
    assert "Intern" in response.text
    # The page's address takes forms only: fetching it again would leave the page empty.
    assert "hx-get" not in response.text.partition('id="desk"')[2].partition(">")[0]
