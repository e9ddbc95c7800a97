"""Putting questions: every kind, its terms, what is refused; and the queue they then stand in."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.models import Membership
from drafting.web.polls_asking import KINDS
from tests.site import Site


@pytest.fixture
def moderator(site: Site) -> TestClient:
    site.import_paper()
    return site.browser("moderator")


def ask(moderator: TestClient, slug: str, **fields: str | list[str]) -> str:
    """Put a question; returns the poll's id."""
    response = moderator.post(f"/leitung/frage/{slug}", data=fields)
    assert response.status_code == 303, response.context["form"].errors
    return str(response.headers["location"]).rsplit("/", 1)[1]


def demand_ids(site: Site) -> list[str]:
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    return [demand.id for demand in outline.sections[0].demands]


def test_every_kind_has_its_page(moderator: TestClient) -> None:
    page = moderator.get("/leitung/frage")
    for kind in KINDS:
        assert f"/leitung/frage/{kind.slug}?" in page.text
        assert moderator.get(f"/leitung/frage/{kind.slug}").template.name == "polls/ask.html"
    assert moderator.get("/leitung/frage/egal").status_code == 404


@pytest.mark.parametrize(
    ("slug", "fields", "question"),
    [
        ("papier", {}, "paper"),
        ("probe", {}, "test"),
        ("schwerpunkte", {"anzahl": "1"}, "priorities"),
        ("eine-antwort", {"frage": "Wie weiter?", "antworten": "So\nAnders"}, "single"),
        ("mehrere-antworten", {"frage": "Was noch?", "antworten": "Dies\r\nDas\r\n\r\nJenes"}, "multiple"),
        ("skala", {"frage": "Wie sehr?", "antworten": "1\n2\n3"}, "scale"),
    ],
)
def test_questions_to_the_hall_stand_in_the_queue(
    site: Site, moderator: TestClient, slug: str, fields: dict[str, str], question: str
) -> None:
    poll_id = ask(moderator, slug, **fields)
    page = moderator.get(f"/leitung/abstimmungen/{poll_id}")
    assert page.template.name == "polls/prepared.html"
    assert page.context["ballot"].question_kind == question
    assert page.context["terms"].time_limit == 45
    queued = moderator.get("/leitung").context["page"].queue
    assert [row.id for row in queued] == [poll_id]


def test_a_demand_is_put_to_the_vote(site: Site, moderator: TestClient) -> None:
    poll_id = ask(moderator, "forderung", forderung=demand_ids(site)[0])
    assert site.look_up(queries.polls.get_poll, poll_id).demand_id == demand_ids(site)[0]


def test_amendments_are_asked_about_together_or_to_choose_from(site: Site, moderator: TestClient) -> None:
    first = site.propose("participant", "fünf Kommunen")
    second = site.propose("organizer", title="Digitalcheck verbindlich")
    several = ask(moderator, "zusammen", antrag=[first, second])
    assert len(moderator.get(f"/leitung/abstimmungen/{several}").context["ballot"].items) == 2
    other = site.propose("organizer", "vier Kommunen")
    choice = ask(moderator, "auswahl", antrag=[first, other])
    assert len(moderator.get(f"/leitung/abstimmungen/{choice}").context["ballot"].answers) == 3
    for act in ("adjourn", "refer", "end_debate"):
        poll_id = ask(moderator, "verfahren", antrag=[first], schritt=act)
        assert site.look_up(queries.polls.get_poll, poll_id).state == "prepared"


def test_what_is_ticked_on_the_board_is_ticked_in_the_question(site: Site, moderator: TestClient) -> None:
    first = site.propose("participant", "fünf Kommunen")
    second = site.propose("organizer", title="Digitalcheck verbindlich")
    data = {"zeile": [second, first], "wahl": [first, second], "ag": ""}
    response = moderator.post("/leitung/frage", data=data)
    assert response.headers["location"] == f"/leitung/frage?ag=&antrag={second}&antrag={first}"
    page = moderator.get(f"/leitung/frage/zusammen?ag=&antrag={second}&antrag={first}")
    assert page.context["chosen"] == {first, second}


@pytest.mark.parametrize(
    ("slug", "fields", "field"),
    [
        ("zusammen", {}, "antrag"),
        ("verfahren", {}, "schritt"),
        ("schwerpunkte", {"anzahl": "viele"}, "anzahl"),
        ("schwerpunkte", {"anzahl": "9"}, "anzahl"),
        ("eine-antwort", {"frage": "", "antworten": "So\nAnders"}, "frage"),
        ("skala", {"frage": "Wie?", "antworten": "1"}, "antworten"),
        ("papier", {"zeit": "bald"}, "zeit"),
        ("papier", {"zeit": "4000"}, "zeit"),
        ("papier", {"art": "heimlich"}, "art"),
        ("papier", {"regel": "two_thirds"}, "begruendung"),
        ("papier", {"je": "municipality", "gewichtet": "ja"}, "gewichtet"),
    ],
)
def test_what_does_not_go_together_is_said_beside_its_field(
    moderator: TestClient, slug: str, fields: dict[str, str], field: str
) -> None:
    response = moderator.post(f"/leitung/frage/{slug}", data=fields)
    assert response.status_code == 422
    assert response.context["form"].error(field)


def join(site: Site, role: str, panel: str) -> str:
    """Make the person of this role a moderator of a new panel; returns its id."""
    with site.database.write() as work:
        panel_id = services.conferences.add_panel(work, site.conference_id, name=panel, actor="system")
        work.session.add(Membership(person_id=site.people[role], panel_id=panel_id, moderates=True))
    return panel_id


def test_a_refused_question_is_shown_again_as_it_was_filled_in(site: Site, moderator: TestClient) -> None:
    panel_id = join(site, "organizer", "Personal")
    fields = {"frage": "Wie weiter?", "antworten": "So\nAnders", "ag": panel_id, "zeit": "90"}
    response = moderator.post("/leitung/frage/eine-antwort", data=fields)
    assert (response.status_code, response.template.name) == (403, "polls/ask.html")
    assert "Das ist eine Abstimmung der Arbeitsgruppe „Personal“." in response.text
    form = response.context["form"]
    assert {name: form.value(name) for name in fields} == fields
    assert (panel_id, "Personal") in response.context["panels"]


def test_only_panels_one_leads_are_offered_and_the_plenary_keeps_its_votes(site: Site, moderator: TestClient) -> None:
    other, own = join(site, "organizer", "Personal"), join(site, "moderator", "Recht")
    page = moderator.get(f"/leitung/frage/probe?ag={other}")
    assert page.context["panels"] == [("", "Plenum"), (own, "Recht")]
    assert page.context["form"].value("ag") == ""
    poll_id = ask(moderator, "probe", art="named")
    address = f"/leitung/abstimmungen/{poll_id}"
    assert moderator.get(address).context["panels"] == [("", "Plenum")]
    response = moderator.post(f"{address}/bedingungen", data={"ag": own, "zeit": "90"})
    assert (response.status_code, response.template.name) == (403, "polls/prepared.html")
    assert "An eine Arbeitsgruppe geben kann sie nur die Organisation." in response.text
    assert response.context["form"].value("zeit") == "90"
    organizer = site.browser("organizer")
    assert len(organizer.get(address).context["panels"]) == 3
    assert organizer.post(f"{address}/bedingungen", data={"ag": own}).status_code == 303


def test_a_question_about_nothing_there_is_not_found(moderator: TestClient) -> None:
    assert moderator.post("/leitung/frage/antrag", data={"antrag": "egal"}).status_code == 404
    assert moderator.post("/leitung/frage/forderung", data={}).status_code == 404


def test_the_terms_of_a_question_are_kept_and_can_be_changed(site: Site, moderator: TestClient) -> None:
    poll_id = ask(moderator, "papier")
    assert moderator.get("/leitung/frage/papier").context["form"].value("quittung") == "ja"
    given = {
        "wer": "alle",
        "art": "secret",
        "quittung": "nein",
        "zeit": "0",
        "regel": "two_thirds",
        "begruendung": "So steht es in der Ordnung.",
    }
    response = moderator.post(f"/leitung/abstimmungen/{poll_id}/bedingungen", data=given)
    assert response.status_code == 303
    terms = site.look_up(queries.askable.get_terms, poll_id)
    assert (terms.present_only, terms.kind, terms.has_receipts, terms.time_limit) == (False, "secret", False, 0)
    assert (terms.rule, terms.rule_reason) == ("two_thirds", "So steht es in der Ordnung.")
    response = moderator.post(f"/leitung/abstimmungen/{poll_id}/bedingungen", data={"regel": "two_thirds"})
    assert response.status_code == 422
    assert response.context["form"].error("begruendung")


def test_weights_are_offered_only_where_the_conference_has_them(site: Site, moderator: TestClient) -> None:
    assert 'name="gewichtet"' not in moderator.get("/leitung/frage/papier").text
    site.do(
        services.conferences.change_settings, site.conference_id, enables_weights=True, actor=site.people["organizer"]
    )
    assert 'name="gewichtet"' in moderator.get("/leitung/frage/papier").text
    poll_id = ask(moderator, "papier", je="municipality", gewichtet="ja")
    assert site.look_up(queries.askable.get_terms, poll_id).is_weighted


def test_the_queue_is_put_in_another_order(site: Site, moderator: TestClient) -> None:
    first, second, third = (ask(moderator, slug) for slug in ("probe", "papier", "probe"))
    data = {"liste": [first, second, third], "platz": f"{third}:-1"}
    assert moderator.post("/leitung/abstimmungen/reihenfolge", data=data).status_code == 303
    page = moderator.get("/leitung")
    assert [row.id for row in page.context["page"].queue] == [first, third, second]
    assert "noch 3 Abstimmungen, etwa 5 Minuten" in page.text


def test_an_order_made_of_an_old_page_passes_over_what_has_been_opened(site: Site, moderator: TestClient) -> None:
    first, second, third = (ask(moderator, slug) for slug in ("probe", "papier", "probe"))
    site.do(services.polls.open_poll, first, actor=site.people["organizer"])
    data = {"liste": [first, second, third], "platz": f"{third}:-1"}
    assert moderator.post("/leitung/abstimmungen/reihenfolge", data=data).status_code == 303
    page = moderator.get("/leitung").context["page"]
    assert [row.id for row in page.queue] == [third, second]
    assert [row.id for row in page.running] == [first]


def test_terms_of_a_question_opened_meanwhile_are_refused_with_a_sentence(site: Site, moderator: TestClient) -> None:
    poll_id = ask(moderator, "probe")
    site.do(services.polls.open_poll, poll_id, actor=site.people["organizer"])
    response = moderator.post(f"/leitung/abstimmungen/{poll_id}/bedingungen", data={"zeit": "10"})
    assert response.status_code == 409
    assert "Diese Abstimmung läuft schon." in response.text
    assert moderator.post(f"/leitung/abstimmungen/{poll_id}/herausnehmen").status_code == 409


def test_another_quorum_is_on_the_ballot_and_in_the_result_in_words_with_its_reason(
    site: Site, moderator: TestClient
) -> None:
    terms = {"beteiligung": "2/3", "begruendung": "So will es die Satzung.", "ag": "", "wer": "da"}
    refused = moderator.post("/leitung/frage/papier", data={**terms, "begruendung": ""})
    assert refused.context["form"].error("begruendung")
    assert moderator.post("/leitung/frage/papier", data={**terms, "beteiligung": "3/2"}).status_code == 422

    poll_id = ask(moderator, "papier", **terms)
    assert (
        "Mindestbeteiligung zwei Drittel der Stimmberechtigten"
        in moderator.get(f"/leitung/abstimmungen/{poll_id}").text
    )
    moderator.post(f"/leitung/abstimmungen/{poll_id}/oeffnen")
    ballot = site.browser("participant").get(f"/abstimmungen/{poll_id}").text
    assert "Gültig nur bei genug Beteiligung: mindestens zwei Drittel der Stimmberechtigten." in ballot
    assert "So will es die Satzung." in ballot
    moderator.post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    result = site.browser("participant").get(f"/abstimmungen/{poll_id}").text
    assert "Mindestbeteiligung zwei Drittel: 0 von" in result
    assert "So will es die Satzung." in result
