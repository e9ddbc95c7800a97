"""Leaves: rendered once for everybody, never shown stale, and bound to one stream that any browser can read."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Hashable

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import queries, services
from drafting.web.languages import use_language
from drafting.web.leaves import Copy, Part, Sheet, Shelf, cut, pack, slot
from drafting.web.papers import read_sheet
from tests.running import run_async
from tests.site import Site, timeless
from tests.web.test_papers import propose


@given(st.lists(st.binary(max_size=3_000), max_size=12))
def test_parts_compressed_apart_are_one_stream(pieces: list[bytes]) -> None:
    assert gzip.decompress(pack(map(Part.of, pieces))) == b"".join(pieces)


def test_slots_are_filled_in_their_order() -> None:
    html = f"a{slot('x')}b{slot('y-1_')}c"
    parts = cut(html, {"x": [Part.of(b"1"), Part.of(b"2")], "y-1_": []})
    assert b"".join(part.plain for part in parts) == b"a12bc"


class CountingShelf(Shelf):
    """A shelf that remembers of what kind each copy was that had to be made."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[type] = []

    def put(self, key: Hashable, state: Hashable, copy: Copy) -> Copy:
        """Keep a copy, and remember it."""
        self.made.append(type(copy))
        return super().put(key, state, copy)


def show(site: Site, shelf: Shelf, role: str = "participant", section_id: str = "") -> str:
    viewer = site.look_up(queries.people.view_as, site.people[role])
    sheet = site.look_up(read_sheet, shelf, viewer, section_id=section_id)
    return str(sheet.text.plain, "utf-8")


def first_demand(site: Site) -> str:
    return str(site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands[0].id)


def support(site: Site) -> None:
    amendment_id = site.look_up(queries.amendments.list_amendments, site.conference_id)[0].id
    site.do(services.amendments.support, amendment_id, actor=site.people["moderator"])


def take_over(site: Site) -> None:
    amendment_id = site.look_up(queries.amendments.list_amendments, site.conference_id)[0].id
    site.do(services.amendments.take_over, amendment_id, actor=site.people["organizer"])


def propose_new(site: Site) -> None:
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    site.do(
        services.amendments.propose_new,
        outline.paper_id,
        text="# Neu\n\nDas Land hilft.",
        reason="Fehlt.",
        section_id=outline.sections[0].id,
        actor=site.people["participant"],
    )


def withdraw(site: Site) -> None:
    amendment_id = site.look_up(queries.amendments.list_amendments, site.conference_id)[0].id
    site.do(services.amendments.withdraw, amendment_id, actor=site.people["participant"])


def edit(site: Site) -> None:
    page = site.look_up(queries.demands.get_demand, first_demand(site))
    text = site.look_up(queries.editors.get_editor, page.id).text.replace("Papier kostet", "Das Papier kostet")
    site.do(
        services.demands.edit,
        page.id,
        text=text,
        reason="Artikel.",
        base_version_id=page.version_id,
        actor=site.people["organizer"],
    )


@pytest.mark.parametrize("act", [support, take_over, propose_new, withdraw, edit])
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "section"])
def test_whatever_changes_the_paper_is_shown_at_once(site: Site, act: object, whole: bool) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    section_id = "" if whole else site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    shelf = Shelf()
    before = show(site, shelf, section_id=section_id)

    act(site)  # type: ignore[operator]

    after = show(site, shelf, section_id=section_id)
    assert after != before
    assert after == show(site, Shelf(), section_id=section_id)


def test_what_has_not_changed_is_not_rendered_again(site: Site) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    shelf = CountingShelf()
    viewer = site.look_up(queries.people.view_as, site.people["participant"])
    first = site.look_up(read_sheet, shelf, viewer)
    assert site.look_up(read_sheet, shelf, viewer) is first

    shelf.made.clear()

    support(site)

    site.look_up(read_sheet, shelf, viewer)
    assert shelf.made == [Part, Sheet]  # the first demand and the frame; the second demand was kept


def test_who_may_not_amend_gets_no_copy_with_pencils(site: Site) -> None:
    site.import_paper()
    shelf = Shelf()
    assert "Absatz 1 ändern" in show(site, shelf, "participant")
    assert "Absatz 1 ändern" not in show(site, shelf, "observer")


def test_each_language_has_its_own_copy(site: Site) -> None:
    site.import_paper()
    shelf = Shelf()
    german = show(site, shelf)
    use_language("en")
    try:
        assert show(site, shelf) != german
    finally:
        use_language("de")


def test_the_shelf_forgets_what_was_not_used_for_longest() -> None:
    shelf = Shelf(most=2)
    for number in (1, 2):
        shelf.put(number, "now", Part.of(b""))
    shelf.find(Part, 1, "now")
    shelf.put(3, "now", Part.of(b""))
    assert [shelf.find(Part, number, "now") is not None for number in (1, 2, 3)] == [True, False, True]


def test_the_shelf_keeps_one_copy_of_each_thing() -> None:
    shelf = Shelf(most=2)
    shelf.put("other", 0, Part.of(b"other"))
    for state in range(9):
        shelf.put("paper", state, Part.of(str(state).encode()))
    assert shelf.find(Part, "paper", 7) is None
    assert shelf.find(Part, "paper", 8) == Part.of(b"8")
    assert shelf.find(Part, "other", 0) == Part.of(b"other")


def test_the_whole_text_has_every_demand_once(site: Site) -> None:
    site.import_paper()
    page = site.browser("observer").get("/papier/text")
    for demand in site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands:
        assert page.text.count(f'id="papers-demand-{demand.id}"') == 1
    assert "<!--slot" not in page.text


def test_a_hall_that_opens_the_paper_at_once_has_it_rendered_once(site: Site) -> None:
    site.import_paper()
    shelf = site.app.state.shelf = CountingShelf()
    cookies = dict(site.browser("participant").cookies)

    async def open_all() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app=site.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies) as browser:
            return await asyncio.gather(*(browser.get("/papier/text") for _ in range(12)))

    answers = run_async(open_all())

    assert {answer.status_code for answer in answers} == {200}
    # Each page says when it was made, for the clocks of running votes.
    assert len({timeless(answer.text) for answer in answers}) == 1
    assert shelf.made.count(Sheet) == 1
