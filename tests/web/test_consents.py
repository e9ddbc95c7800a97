"""Joint decisions on pages: listing, reading, pulling out, the vote on all, and the clock that ends a period."""

from __future__ import annotations

from datetime import timedelta

import anyio
import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.models import Amendment, ConsentList, now
from drafting.web.clock import Clock
from drafting.web.fragments import paint
from drafting.web.live import Topic
from tests.running import run_async
from tests.site import Site


@pytest.fixture
def moderator(site: Site) -> TestClient:
    site.import_paper()
    return site.browser("moderator")


def draw_up(moderator: TestClient, *amendment_ids: str, ende: str = "30", **fields: str) -> str:
    """Put amendments on a list; returns its address."""
    response = moderator.post("/leitung/gemeinsam", data={"antrag": list(amendment_ids), "ende": ende, **fields})
    assert response.status_code == 303, response.context["form"].errors
    return str(response.headers["location"])


def pass_deadline(site: Site, list_id: str) -> None:
    with site.database.write() as work:
        work.session.execute(
            update(ConsentList).where(ConsentList.id == list_id).values(closes_at=now() - timedelta(seconds=1))
        )


def state(site: Site, amendment_id: str) -> str:
    with site.database.read() as session:
        return session.get_one(Amendment, amendment_id).state


def test_what_nobody_disputes_is_proposed_and_ticked(site: Site, moderator: TestClient) -> None:
    alone = site.propose("participant", title="Den Digitalcheck einführen")
    clashing = [site.propose("participant"), site.propose("organizer", "zehn Kommunen")]

    response = moderator.get("/leitung/gemeinsam")

    assert response.template.name == "consents/new.html"
    assert f'value="{alone}" checked' in response.text
    assert not any(amendment_id in response.text for amendment_id in clashing)


def test_the_boards_choice_is_ticked(site: Site, moderator: TestClient) -> None:
    wanted, other = site.propose("participant"), site.propose("organizer", title="Den Digitalcheck einführen")

    response = moderator.get(f"/leitung/gemeinsam?antrag={wanted}")

    assert f'value="{wanted}" checked' in response.text
    assert f'value="{other}">' in response.text


def test_colliding_ones_come_back_with_a_word_and_the_ticks(site: Site, moderator: TestClient) -> None:
    first, second = site.propose("participant"), site.propose("organizer", "zehn Kommunen")

    response = moderator.post("/leitung/gemeinsam", data={"antrag": [first, second], "ende": "60", "titel": "Rest"})

    assert response.status_code == 422
    assert "Ä1 und Ä2 überschneiden sich." in response.text
    assert f'value="{second}" checked' in response.text
    assert '<option value="60" selected>' in response.text
    assert "Rest" in response.text


def test_a_participant_finds_the_list_pulls_an_item_out_and_puts_it_back(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("organizer")
    address = draw_up(moderator, amendment_id)
    participant = site.browser("participant")

    for page in ("/", "/antraege", f"/antraege/{amendment_id}"):
        assert address in participant.get(page).text
    pull = f"{address}/antraege/{amendment_id}"
    response = participant.post(pull, data={"einzeln": "ja"})
    assert (response.status_code, response.headers["location"]) == (303, f"{address}#consents-item-{amendment_id}")
    assert "wird einzeln entschieden" in participant.get(address).text
    part = participant.post(pull, data={"einzeln": "nein"}, headers={"hx-request": "true"})
    assert part.template.name == "consents/_item.html"
    assert "Einzeln abstimmen" in part.text


def test_an_observer_reads_and_cannot_pull_out(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("organizer")
    address = draw_up(moderator, amendment_id)
    observer = site.browser("observer")

    assert "Einzeln abstimmen" not in observer.get(address).text
    assert observer.post(f"{address}/antraege/{amendment_id}", data={"einzeln": "ja"}).status_code == 403
    assert observer.get("/leitung/gemeinsam").status_code == 403
    assert observer.post(f"/leitung{address}/abstimmen").status_code == 403


def test_opening_the_page_after_the_deadline_lets_the_list_take_effect(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("organizer")
    address = draw_up(moderator, amendment_id)
    pass_deadline(site, address.rsplit("/", 1)[1])

    response = site.browser("observer").get(address)

    assert "1 Antrag ist gemeinsam angenommen." in response.text
    assert state(site, amendment_id) == "taken_over"


def test_the_clock_ends_a_period_once_for_several_servers(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("organizer")
    pass_deadline(site, draw_up(moderator, amendment_id).rsplit("/", 1)[1])
    clocks = [Clock(site.app.state.workers), Clock(site.app.state.workers)]

    async def tick_all() -> None:
        async with anyio.create_task_group() as tasks:
            for clock in clocks:
                tasks.start_soon(clock.tick)

    run_async(tick_all())

    assert state(site, amendment_id) == "taken_over"
    with site.database.read() as session:
        assert queries.journal.verify(session, site.conference_id).problems == ()


def test_the_joint_ballot_shows_all_and_folds_what_is_more_than_three(site: Site, moderator: TestClient) -> None:
    parts = ("die Kommunen", "den Gesetzen", "das Gesetz", "eine Prüfung")
    ids = [
        site.do(
            services.amendments.propose_new,
            site.look_up(queries.papers.get_outline, site.conference_id).paper_id,
            text=f"# Forderung für {words}\n\nEs geht um {words}.\n",
            reason="Das fehlt.",
            section_id=site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id,
            actor=site.people["organizer"],
        )
        for words in parts
    ]
    address = draw_up(moderator, *ids, ende="0")

    desk = moderator.post(f"/leitung{address}/abstimmen")
    poll_id = desk.headers["location"].rsplit("/", 1)[1]
    ballot = site.browser("participant").get(f"/abstimmungen/{poll_id}")

    assert "Gemeinsam: Ä1, Ä2, Ä3, Ä4: Sollen diese unstrittigen Änderungen angenommen werden?" in ballot.text
    assert "Ja, alle annehmen" in ballot.text
    assert "1 weitere Änderung" in ballot.text
    assert "Gemeinsam: Ä1, Ä2, Ä3, Ä4" in moderator.get(desk.headers["location"]).text
    assert "Gemeinsam: Ä1" in site.browser("participant").get("/").text


def test_the_result_says_what_was_adopted_and_what_stays_open(site: Site, moderator: TestClient) -> None:
    adopted, pulled = site.propose("organizer"), site.propose("organizer", title="Den Digitalcheck einführen")
    address = draw_up(moderator, adopted, pulled, ende="0")
    participant = site.browser("participant")
    participant.post(f"{address}/antraege/{pulled}", data={"einzeln": "ja"})
    poll_id = moderator.post(f"/leitung{address}/abstimmen").headers["location"].rsplit("/", 1)[1]
    participant.post(f"/abstimmungen/{poll_id}/stimme", data={"choice": "yes"})
    moderator.post(f"/leitung/abstimmungen/{poll_id}/schliessen")

    result = participant.get(f"/abstimmungen/{poll_id}").text

    assert "Gemeinsam angenommen" in result
    assert (state(site, adopted), state(site, pulled)) == ("adopted", "open")
    assert "Nicht dabei:" in participant.get(address).text
    assert "Gemeinsam: Ä1" in participant.get("/abstimmungen").text
    assert participant.get(f"/antraege/{adopted}").status_code == 200


def test_a_list_on_screen_follows_pulls_and_its_end(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("organizer")
    list_id = draw_up(moderator, amendment_id).rsplit("/", 1)[1]
    topic = Topic(site.conference_id, "de", f"consent-{list_id}")
    with site.database.read() as session:
        before = paint(session, [topic])[topic].decode()
    site.do(services.pulls.pull, list_id, amendment_id, actor=site.people["participant"])
    with site.database.read() as session:
        after = paint(session, [topic])[topic].decode()

    assert f'hx-target="#consent-{list_id}-{amendment_id}"' in before
    assert "wird einzeln entschieden" not in before
    assert "wird einzeln entschieden" in after
    site.do(services.consents.drop, list_id, actor=site.people["moderator"])
    with site.database.read() as session:
        assert "is-over" in paint(session, [topic])[topic].decode()


def test_unknown_lists_are_not_found(site: Site, moderator: TestClient) -> None:
    assert moderator.get("/gemeinsam/nirgends").status_code == 404
    assert moderator.get("/leitung/gemeinsam?ag=nirgends").status_code == 404
