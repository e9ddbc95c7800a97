"""Notices in the browser: the bell, the list that is read by being seen, following, and nobody else's news."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.models import Notice, Person
from drafting.rules.notices import NOTICE_SENTENCES, REPLACES, NoticeKind
from drafting.web.fragments import Painter, may_watch, paint
from drafting.web.live import Hub, Topic
from drafting.web.work import Workers
from tests.running import run_async
from tests.site import Site


@pytest.fixture
def told(site: Site) -> str:
    """An amendment of the participant's that was taken over; returns its id."""
    site.import_paper()
    amendment_id = site.propose("participant")
    site.do(services.amendments.take_over, amendment_id, actor=site.people["moderator"])
    return amendment_id


def second_demand(site: Site) -> str:
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    demand_id: str = outline.sections[0].demands[1].id
    return demand_id


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_a_sentence_that_needs_nothing_else(kind: NoticeKind) -> None:
    words = {"place": "Ä12 (Forderung 4)", "amendment": "Ä12", "demand": "Forderung 4", "detail": "Stadt Calw"}
    assert "%(" not in NOTICE_SENTENCES[kind] % words
    assert REPLACES.get(kind, frozenset()) <= set(NoticeKind)


def test_the_bell_says_how_many_and_opening_the_list_reads_them(site: Site, told: str) -> None:
    browser = site.browser("participant")
    assert "1 neue Mitteilung<" in browser.get("/").text

    page = browser.get("/mitteilungen")

    assert page.template.name == "notices/index.html"
    assert "Übernommen ohne Abstimmung: Ä1" in page.text
    assert f'href="/antraege/{told}"' in page.text
    assert "Neu:" in page.text
    assert "Mitteilungen, keine neuen" in page.text
    assert "Neu:" not in browser.get("/mitteilungen").text


def test_a_mail_leads_to_the_place_and_counts_as_read(site: Site, told: str) -> None:
    notice_id = site.look_up(lambda session: session.scalar(select(Notice.id)))
    assert site.browser("observer").get(f"/mitteilungen/{notice_id}").status_code == 404

    answer = site.browser("participant").get(f"/mitteilungen/{notice_id}")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/antraege/{told}")
    assert site.look_up(queries.notices.count_unread, site.people["participant"]) == 0


def test_nobody_watches_anothers_bell(site: Site, told: str) -> None:
    mine, other = (f"bell-{site.people[role]}" for role in ("participant", "moderator"))
    viewer = site.browser("participant").get("/").context["viewer"]
    assert may_watch(viewer, mine)
    assert not may_watch(viewer, other)
    assert not may_watch(site.browser("organizer").get("/").context["viewer"], mine)
    assert site.browser("participant").get(f"/live?t={other}").status_code == 404


def test_the_bell_of_a_stream_holds_the_number_alone(site: Site, told: str) -> None:
    topic = Topic(site.conference_id, "de", f"bell-{site.people['participant']}")
    html = site.look_up(paint, [topic])[topic].decode()
    assert "1 neue Mitteilung<" in html
    assert "Ä1" not in html


def test_a_hall_that_connects_at_once_is_painted_in_few_looks(site: Site, told: str) -> None:
    """However many wait for the brush, one of them paints for all."""

    class CountingWorkers(Workers):
        looks = 0

        async def read(self, *args: Any, **kwargs: Any) -> Any:
            self.looks += 1
            return await super().read(*args, **kwargs)

    async def connect() -> tuple[int, bool]:
        hub = Hub()
        workers = CountingWorkers(site.database, readers=2, writers=1)
        painter = Painter(hub, workers)
        topics = [Topic(site.conference_id, "de", f"bell-{number}") for number in range(50)]
        for topic in topics:
            hub.join([topic])
        await asyncio.gather(*(painter.prepare([topic]) for topic in topics))
        return workers.looks, all(hub.has(topic) for topic in topics)

    looks, all_known = run_async(connect())
    assert all_known
    assert looks <= 3


def test_many_are_shown_in_pages_and_read_at_once(site: Site) -> None:
    site.import_paper()
    demand_id = second_demand(site)
    person = site.people["observer"]
    kinds = [each for each in NoticeKind if each not in REPLACES]
    for number in range(60):
        site.do(
            services.notices.tell,
            [person],
            kinds[number % len(kinds)],
            demand_id=demand_id,
            detail=f"<b>Nummer {number}</b>",
        )
    browser = site.browser("observer")

    first = browser.get("/mitteilungen").text

    assert first.count("news--new") == 50
    assert "10 weitere sind noch nicht gelesen" in first
    assert "<b>Nummer" not in first
    assert browser.post("/mitteilungen/gelesen").status_code == 303
    second = browser.get("/mitteilungen?seite=2").text
    assert second.count('class="news"') == 10
    assert "news--new" not in second
    for nonsense in ("0", "-1", "²", "x", "9" * 40):
        assert browser.get("/mitteilungen", params={"seite": nonsense}).status_code == 200


def test_following_is_one_tap_on_and_off(site: Site) -> None:
    site.import_paper()
    demand_id = second_demand(site)
    browser = site.browser("observer")
    address = f"/forderungen/{demand_id}"
    for _ in range(2):
        assert browser.post(f"{address}/folgen", data={"folgen": "ja"}).headers["location"] == address
    assert "Sie folgen" in browser.get(address).text
    assert "Sie folgen (1)" in browser.get("/mitteilungen").text

    partial = browser.post(f"{address}/folgen", data={"folgen": "nein"}, headers={"HX-Request": "true"})

    assert partial.template.name == "notices/_follow.html"
    assert 'aria-pressed="false"' in partial.text
    assert browser.post("/forderungen/nirgends/folgen", data={"folgen": "ja"}).status_code == 404


def test_authors_and_supporters_need_not_follow(site: Site) -> None:
    site.import_paper()
    amendment_id = site.propose("participant")
    address = f"/antraege/{amendment_id}"
    assert "Sie erfahren, was daraus wird" in site.browser("participant").get(address).text
    moderator = site.browser("moderator")
    assert 'aria-pressed="false"' in moderator.get(address).text
    moderator.post(f"{address}/folgen", data={"folgen": "ja"})
    assert "Sie folgen" in moderator.get(address).text


def test_the_rhythm_is_chosen_and_nonsense_refused(site: Site) -> None:
    person_id = site.people["participant"]
    browser = site.browser("participant")
    assert "keine E-Mail-Adresse" in browser.get("/mitteilungen").text
    with site.database.write() as work:
        work.session.get_one(Person, person_id).email = "calw@kommune.example"
    assert "täglich um 18 Uhr" in browser.get("/mitteilungen").text

    assert browser.post("/mitteilungen/rhythmus", data={"rhythmus": "hourly"}).status_code == 303

    assert site.look_up(queries.notices.list_notices, person_id).rhythm == "hourly"
    refused = browser.post("/mitteilungen/rhythmus", data={"rhythmus": "dauernd"})
    assert refused.status_code == 422
    assert "Bitte wählen Sie, wie oft." in refused.text
    assert site.stranger().get("/mitteilungen").status_code == 303
