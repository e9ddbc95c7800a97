"""Moving a demand or a section: the form with its places, what is refused beside which field, the amendment itself."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.text.markdown import parse
from tests.site import FIRST, SECOND, Site

THIRD = "# Personal fördern\n\nDas Land bezahlt Stellen.\n"


@pytest.fixture
def paper(site: Site) -> Site:
    """A paper of two sections, the intake open."""
    demands = [DraftDemand(str(number), parse(text)) for number, text in enumerate((FIRST, SECOND, THIRD), start=1)]
    sections = (DraftSection("Recht", tuple(demands[:2])), DraftSection("Personal", tuple(demands[2:])))
    organizer = site.people["organizer"]
    draft = DraftPaper(title="Papier", sections=sections)
    site.do(services.papers.import_paper, site.conference_id, draft, actor=organizer)
    site.do(services.conferences.set_phase, site.conference_id, Phase.OPEN, actor=organizer)
    return site


def outline(site: Site) -> queries.papers.Outline:
    found: queries.papers.Outline = site.look_up(queries.papers.get_outline, site.conference_id)
    return found


def test_the_form_offers_the_places_in_words_but_not_the_one_it_has(paper: Site) -> None:
    recht, personal = outline(paper).sections
    page = paper.browser("participant").get(f"/forderungen/{recht.demands[1].id}/verschieben")
    groups = page.context["page"].groups
    assert [[str(choice.label) for choice in group.choices] for group in groups] == [
        ["an den Anfang von Abschnitt 1"],
        ["an den Anfang von Abschnitt 2", "nach Forderung 3: Personal fördern"],
    ]
    assert f'<option value="nach:{personal.demands[0].id}">' in page.text
    section = paper.browser("participant").get(f"/papier/abschnitte/{recht.id}/verschieben").context["page"]
    assert [[str(choice.label) for choice in group.choices] for group in section.groups] == [
        ["nach Abschnitt 2: Personal"]
    ]


def test_a_move_is_handed_in_and_told_in_words(paper: Site) -> None:
    recht, personal = outline(paper).sections
    address = f"/forderungen/{personal.demands[0].id}/verschieben"
    data = {"place": f"nach:{recht.demands[0].id}", "reason": "Gehört zum Recht."}
    response = paper.browser("participant").post(address, data=data)
    assert response.status_code == 303
    text = paper.browser("participant").get(response.headers["location"]).text
    assert "Forderung 3 wird nach Forderung 1 eingefügt." in text
    assert "Die Nummern bleiben, wie sie sind." in text
    again = paper.browser("participant").post(address, data=data)
    assert again.status_code == 422
    assert again.context["form"].error("place") == "Das haben Sie schon beantragt: Ä1."
    assert "Das haben Sie schon beantragt: Ä1." in again.text
    assert "Gehört zum Recht." in again.text


def test_a_section_is_moved_by_a_vote_and_the_ballot_asks_in_words(paper: Site) -> None:
    personal = outline(paper).sections[1]
    response = paper.browser("participant").post(
        f"/papier/abschnitte/{personal.id}/verschieben", data={"place": "anfang:", "reason": "Das Wichtigste zuerst."}
    )
    amendment = response.headers["location"].removeprefix("/antraege/")
    organizer = paper.people["organizer"]
    poll = paper.do(services.polls.open_now, amendment, actor=organizer)
    ballot = paper.browser("participant").get(f"/abstimmungen/{poll}").text
    assert "Soll Abschnitt „Personal“ an den Anfang des Papiers verschoben werden?" in ballot
    assert "Ja, verschieben" in ballot
    assert "Nein, so lassen" in ballot
    paper.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"})
    paper.do(services.polls.close_poll, poll, actor=organizer)
    assert [section.heading for section in outline(paper).sections] == ["Personal", "Recht"]
    result = paper.browser("participant").get(f"/abstimmungen/{poll}").text
    assert "Abschnitt „Personal“ steht jetzt am Anfang des Papiers." in result
    assert "Abschnitt verschieben" in paper.browser("participant").get("/abstimmungen").text


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"place": "", "reason": "Darum."}, "place"),
        ({"place": "nach:nirgends", "reason": "Darum."}, "place"),
        ({"place": "unfug", "reason": "Darum."}, "place"),
        ({"reason": " "}, "place"),
    ],
)
def test_nonsense_is_refused_beside_its_field(paper: Site, data: dict[str, str], field: str) -> None:
    demand = outline(paper).sections[0].demands[0]
    response = paper.browser("participant").post(f"/forderungen/{demand.id}/verschieben", data=data)
    assert response.status_code == 422
    assert response.context["form"].error(field)


def test_a_missing_reason_is_asked_for_and_the_place_stays_chosen(paper: Site) -> None:
    recht, personal = outline(paper).sections
    place = f"nach:{personal.demands[0].id}"
    response = paper.browser("participant").post(
        f"/forderungen/{recht.demands[0].id}/verschieben", data={"place": place, "reason": " "}
    )
    assert response.status_code == 422
    assert response.context["form"].error("reason")
    assert f'<option value="{place}" selected>' in response.text


def test_who_may_not_propose_is_told_why(paper: Site) -> None:
    recht, personal = outline(paper).sections
    addresses = (f"/forderungen/{recht.demands[0].id}/verschieben", f"/papier/abschnitte/{recht.id}/verschieben")
    for address, place in zip(addresses, (f"nach:{personal.demands[0].id}", f"nach:{personal.id}"), strict=True):
        page = paper.browser("observer").get(address)
        assert (page.status_code, "<select" in page.text) == (403, False)
        answer = paper.browser("observer").post(address, data={"place": place, "reason": "Darum."})
        assert answer.status_code == 403
    assert paper.browser("participant").get("/forderungen/nirgends/verschieben").status_code == 404
    assert paper.browser("participant").get("/papier/abschnitte/nirgends/verschieben").status_code == 404


def test_moving_is_reachable_but_folded_away(paper: Site) -> None:
    recht = outline(paper).sections[0]
    demand = recht.demands[0]
    assert (
        f'href="/forderungen/{demand.id}/verschieben"'
        in paper.browser("participant").get(f"/forderungen/{demand.id}").text
    )
    section = paper.browser("participant").get(f"/papier/abschnitte/{recht.id}").text
    assert f'href="/papier/abschnitte/{recht.id}/verschieben"' in section
    observer = paper.browser("observer")
    assert "verschieben" not in observer.get(f"/forderungen/{demand.id}").text
