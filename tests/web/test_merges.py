"""Merging on a page: what is chosen, how the text reads, each conflict side by side, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from drafting import queries, services
from drafting.rules.lifecycle import Advice
from drafting.services.recommendations import Proposal
from tests.site import Site


@dataclass(frozen=True, slots=True)
class Table:
    """Two amendments that collide and one that does not, on one demand."""

    site: Site
    address: str
    demand_id: str
    five: str
    four: str
    title: str

    def page(self, **chosen: object) -> queries.merges.MergePage:
        """The page as a moderator first sees it, or the preview of what is chosen."""
        browser = self.site.browser("moderator")
        response = (
            browser.post(self.address, data={"tun": "vorschau", **chosen}) if chosen else browser.get(self.address)
        )
        assert response.status_code == 200
        found: queries.merges.MergePage = response.context["page"]
        return found

    def form(self, **chosen: object) -> dict[str, object]:
        """What the page sends: the text and the wordings it shows, and what is chosen."""
        page = self.page()
        wordings = [f"{each.card.id}:{each.card.revision_id}" for each in page.candidates]
        return {"fassung": page.base_version_id, "wortlaut": wordings, "tun": "uebernehmen", **chosen}

    def send(self, **chosen: object) -> Any:
        """Hand in what is chosen."""
        return self.site.browser("moderator").post(self.address, data=self.form(**chosen))

    def state(self, amendment_id: str) -> str:
        card = self.site.look_up(queries.amendments.get_card, amendment_id)
        return str(card.state)


@pytest.fixture
def table(site: Site) -> Table:
    site.import_paper()
    five = site.propose("participant", "fünf Kommunen")
    four = site.propose("moderator", "vier Kommunen")
    title = site.propose("participant", title="Digitalcheck vorschreiben")
    demand_id = site.look_up(queries.amendments.get_card, five).demand_id
    return Table(site, f"/leitung/forderungen/{demand_id}/zusammenfuehren", demand_id, five, four, title)


def test_all_that_fits_together_is_chosen_first(table: Table) -> None:
    page = table.page()
    assert [(candidate.card.label, candidate.is_chosen) for candidate in page.candidates] == [
        ("Ä1", False),
        ("Ä2", False),
        ("Ä3", True),
    ]
    assert [candidate.clashes_with for candidate in page.candidates] == [("Ä2",), ("Ä1",), ()]
    assert page.decisions == ()
    assert [(part.card.label, part.what) for part in page.rest] == [("Ä1", "stays"), ("Ä2", "stays")]


def test_what_is_recommended_otherwise_is_not_chosen_first(table: Table) -> None:
    longer = table.site.propose("participant", "mindestens drei Kommunen und ein Kreis")
    for proposal in (Proposal(table.title, verdict=Advice.REJECT), Proposal(longer, verdict=Advice.ADOPT)):
        table.site.do(
            services.recommendations.recommend,
            table.site.conference_id,
            [proposal],
            actor=table.site.people["moderator"],
        )
    assert table.title not in [each.card.id for each in table.page().candidates if each.is_chosen]
    assert table.title in [each.card.id for each in table.page().candidates]


def test_the_address_names_what_to_choose(table: Table) -> None:
    response = table.site.browser("moderator").get(f"{table.address}?antrag={table.five}&antrag={table.four}")
    page = response.context["page"]
    assert page.count == 2
    assert [option.card.label for option in page.decisions[0].options] == ["Ä1", "Ä2"]
    assert page.decisions[0].choice == "keep"


def test_the_preview_marks_words_with_letters_and_foresees_what_becomes_of_the_others(table: Table) -> None:
    (decision,) = table.page(antrag=[table.five, table.four, table.title]).decisions
    data = {"antrag": [table.five, table.four, table.title], f"wahl-{decision.key}": table.five}
    page = table.page(**data)
    assert [(owner.letter, [card.label for card in owner.amendments]) for owner in page.owners] == [
        ("A", ["Ä3"]),
        ("B", ["Ä1"]),
    ]
    assert [(part.card.label, part.what) for part in page.rest] == [("Ä2", "asked")]
    html = table.site.browser("moderator").post(table.address, data={"tun": "vorschau", **data}).text
    assert '<ins class="own own--b">fünf<sup>B</sup></ins>' in html
    assert "wird gefragt" in html


def test_a_script_gets_the_form_alone(table: Table) -> None:
    response = table.site.browser("moderator").post(
        table.address, data={"tun": "vorschau", "antrag": table.five}, headers={"HX-Request": "true"}
    )
    assert response.template.name == "merges/_merge.html"
    assert "<html" not in response.text


def test_one_version_comes_of_it_and_the_one_not_taken_is_asked(table: Table) -> None:
    (decision,) = table.page(antrag=[table.five, table.four, table.title]).decisions
    chosen = {"antrag": [table.five, table.four, table.title], f"wahl-{decision.key}": table.five}
    response = table.send(**chosen)
    assert response.status_code == 303
    assert response.headers["location"] == f"/forderungen/{table.demand_id}"
    assert [table.state(each) for each in (table.five, table.four, table.title)] == ["taken_over", "open", "taken_over"]
    demand = table.site.look_up(queries.demands.get_demand, table.demand_id)
    assert demand.version_number == 2
    assert demand.versions[0].label == "Ä1, Ä3 übernommen"
    page = table.site.browser("moderator").get(f"/antraege/{table.four}")
    assert "Der Text wurde geändert" in page.text


def test_a_double_click_makes_one_version(table: Table) -> None:
    data = table.form(antrag=table.title)
    answers = [table.site.browser("moderator").post(table.address, data=data).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert table.site.look_up(queries.demands.get_demand, table.demand_id).version_number == 2


def test_own_words_without_consent_come_back_with_the_words(table: Table) -> None:
    both = [table.five, table.four]
    (decision,) = table.page(antrag=both).decisions
    data = {"antrag": both, f"wahl-{decision.key}": "write", f"worte-{decision.key}": "mehrere"}
    response = table.send(**data)
    assert response.status_code == 422
    assert response.context["page"].decisions[0].words == "mehrere"
    assert response.context["page"].decisions[0].choice == "write"
    assert "Kompromiss" in response.context["form"].error(f"einig-{decision.key}")
    assert [part.what for part in response.context["page"].rest][:2] == ["consent", "consent"]

    agreed = table.send(**data, **{f"einig-{decision.key}": " ".join(both)})
    assert agreed.status_code == 303
    assert [table.state(each) for each in both] == ["adopted_changed", "adopted_changed"]
    assert "mindestens mehrere Kommunen" in table.site.look_up(queries.editors.get_editor, table.demand_id).text


def test_an_outdated_text_comes_back_with_the_choice_and_the_new_text(table: Table) -> None:
    data = table.form(antrag=table.five)
    table.site.do(services.amendments.take_over, table.title, actor=table.site.people["moderator"])
    response = table.site.browser("moderator").post(table.address, data=data)
    assert response.status_code == 409
    assert response.context["problem"]
    page = response.context["page"]
    assert [candidate.card.label for candidate in page.candidates if candidate.is_chosen] == ["Ä1"]
    assert page.next_number == 3


def test_nothing_chosen_and_nonsense_are_said_on_the_page(table: Table) -> None:
    empty = table.send()
    assert empty.status_code == 422
    assert "mindestens einen Antrag" in empty.text
    odd = table.send(**{"antrag": "egal", "wahl-x.y": "egal", "worte-": "x", "wortlaut": "egal", "geaendert": "egal"})
    assert odd.status_code == 404


def test_while_a_vote_runs_there_is_no_button(table: Table) -> None:
    table.site.do(services.polls.open_now, table.five, actor=table.site.people["moderator"])
    assert "übernehmen" not in table.site.browser("moderator").get(table.address).text
    assert table.send(antrag=table.title).status_code == 409


def test_only_moderators_may_merge(table: Table) -> None:
    for role in ("participant", "observer"):
        assert table.site.browser(role).get(table.address).status_code == 403
        assert table.site.browser(role).post(table.address, data={"antrag": table.five}).status_code == 403
    assert table.site.browser("moderator").get("/leitung/forderungen/egal/zusammenfuehren").status_code == 404


def test_the_desk_leads_there_where_there_is_something_to_merge(table: Table) -> None:
    desk = table.site.browser("moderator").get(f"/leitung/forderungen/{table.demand_id}").text
    assert f'href="{table.address}"' in desk
    assert any(
        f'href="{table.address}?antrag={one}&amp;antrag={other}"' in desk
        for one, other in ((table.five, table.four), (table.four, table.five))
    )
