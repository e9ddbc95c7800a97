"""Every kind of question on the phone: its words and buttons before, its numbers and verdict after; secret votes."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.rules.questions import ProceduralAct, Question, VoteKind
from drafting.rules.voting import Rule
from drafting.services.asking import USUAL, Terms
from drafting.services.hand_counts import Numbers
from tests.site import Site
from tests.web.test_papers import propose

SECRET = Terms(kind=VoteKind.SECRET)
FIRST = "Ä1 In Zeile 2 wird „drei“ durch „fünf“ ersetzt"
SECOND = "Ä2 In Zeile 2 wird „drei“ durch „vier“ ersetzt"


def open_it(site: Site, poll: str) -> str:
    site.do(services.polls.open_poll, poll, actor=site.people["moderator"])
    return poll


def close(site: Site, poll: str) -> str:
    site.do(services.polls.close_poll, poll, actor=site.people["moderator"])
    return site.browser("observer").get(f"/abstimmungen/{poll}").text


def vote(site: Site, poll: str, **choices: str) -> None:
    for role, choice in choices.items():
        site.do(services.polls.cast, poll, choice, actor=site.people[role])


def words(page: str) -> str:
    """A page as read: without tags, blanks joined."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def buttons(page: str) -> list[str]:
    found = re.findall(r'<button class="vote[^>]*>.*?<span>(.*?)<span class="vote__note"', page, re.DOTALL)
    return [words(each) for each in found]


def demand(site: Site) -> str:
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    return str(outline.sections[0].demands[0].id)


def two(site: Site) -> list[str]:
    return [
        propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse"),
        site.propose("participant"),
    ]


def ask(site: Site, question: str, terms: Terms = USUAL) -> str:
    """Put a question of this kind and open it."""
    site.import_paper()
    conference, actor = site.conference_id, site.people["moderator"]
    hall, some = services.hall_questions, services.questions
    match question:
        case "several":
            poll = site.do(some.ask_several, two(site), actor=actor, terms=terms)
        case "choice":
            rivals = [site.propose("participant"), site.propose("organizer", "vier Kommunen")]
            poll = site.do(some.ask_choice, rivals, actor=actor, terms=terms)
        case "adjourn":
            poll = site.do(some.ask_procedure, ProceduralAct.ADJOURN, two(site)[:1], actor=actor, terms=terms)
        case "demand":
            poll = site.do(hall.ask_demand, demand(site), actor=actor, terms=terms)
        case "paper":
            poll = site.do(hall.ask_paper, conference, actor=actor, terms=terms)
        case "priorities":
            poll = site.do(hall.ask_priorities, conference, most=1, actor=actor, terms=terms)
        case "test":
            poll = site.do(hall.ask_test, conference, actor=actor, terms=terms)
        case _:
            answers = ["gar nicht", "teils", "ganz"]
            kind = Question(question)
            poll = site.do(
                hall.ask_opinion, conference, kind, title="Wie sehr?", answers=answers, actor=actor, terms=terms
            )
    return open_it(site, str(poll))


@pytest.mark.parametrize(
    ("question", "heading", "labels"),
    [
        ("several", "Sollen diese Änderungen alle angenommen werden?", ["Ja, alle annehmen", "Nein, alle ablehnen"]),
        ("choice", "Welche Fassung soll gelten?", [FIRST, SECOND, "Text so lassen"]),
        ("adjourn", "Soll Ä1 vertagt werden?", ["Ja, vertagen", "Nein, jetzt behandeln"]),
        ("demand", "Forderung 1: Soll sie so im Papier stehen?", ["Ja, behalten", "Nein, streichen"]),
        ("paper", "Soll das Papier so beschlossen werden?", ["Ja, beschließen", "Nein, nicht beschließen"]),
        ("single", "Wie sehr?", ["gar nicht", "teils", "ganz"]),
        ("scale", "Wie sehr?", ["gar nicht", "teils", "ganz"]),
        ("test", "Probe: Kommt diese Frage bei Ihnen an?", ["Ja", "Nein"]),
    ],
)
def test_each_question_has_its_heading_and_its_buttons(
    site: Site, question: str, heading: str, labels: list[str]
) -> None:
    page = site.browser("participant").get(f"/abstimmungen/{ask(site, question)}").text
    assert heading in words(page)
    assert buttons(page) == [*labels, "Enthaltung"]
    assert "Im Protokoll stehen nur Zahlen." in page


def test_striking_has_its_own_buttons(site: Site) -> None:
    site.import_paper()
    first = demand(site)
    base = site.look_up(queries.editors.get_editor, first).base_version_id
    moderator = site.people["moderator"]
    strike = site.do(
        services.amendments.propose_strike, first, reason="Entbehrlich.", base_version_id=base, actor=moderator
    )
    poll = site.do(services.polls.open_now, strike, actor=moderator)
    page = site.browser("participant").get(f"/abstimmungen/{poll}").text
    assert buttons(page) == ["Ja, streichen", "Nein, behalten", "Enthaltung"]


def test_several_answers_are_ticked_and_given_together(site: Site) -> None:
    poll, phone = ask(site, "multiple"), site.browser("participant")
    assert phone.get(f"/abstimmungen/{poll}").text.count('type="checkbox"') == 3
    assert phone.post(f"/abstimmungen/{poll}/stimme", data={"choice": ["3", "1"]}).status_code == 303
    page = phone.get(f"/abstimmungen/{poll}")
    assert page.context["ballot"].choice == "1,3"
    assert page.text.count(" checked") == 2


def test_who_abstains_takes_back_what_was_ticked(site: Site) -> None:
    poll, phone = ask(site, "multiple"), site.browser("participant")
    phone.post(f"/abstimmungen/{poll}/stimme", data={"choice": ["3", "1"]})
    assert phone.post(f"/abstimmungen/{poll}/stimme", data={"choice": ["3", "1", "abstain"]}).status_code == 303
    assert phone.get(f"/abstimmungen/{poll}").context["ballot"].choice == "abstain"


def test_nothing_ticked_is_no_ballot(site: Site) -> None:
    poll = ask(site, "multiple")
    response = site.browser("participant").post(f"/abstimmungen/{poll}/stimme", data={})
    assert response.status_code == 422
    assert "Bitte wählen Sie eine der Antworten." in response.text


def test_a_demand_asked_about_as_a_whole_is_shown_unmarked(site: Site) -> None:
    page = site.browser("participant").get(f"/abstimmungen/{ask(site, 'demand')}").text
    assert "alle Schriftformerfordernisse" in words(page)
    assert "<ins>" not in page


def test_a_vote_by_name_says_so_before_and_shows_names_after(site: Site) -> None:
    poll = ask(site, "paper", Terms(kind=VoteKind.NAMED))
    page = site.browser("participant").get(f"/abstimmungen/{poll}").text
    assert "Im Protokoll steht, wie Sie abgestimmt haben." in page
    assert "nur Zahlen" not in page
    vote(site, poll, participant="yes", moderator="no")
    assert "Person participant Stadt Calw Ja" in words(close(site, poll))


def test_a_deviating_rule_says_why(site: Site) -> None:
    terms = Terms(rule=Rule.TWO_THIRDS, rule_reason="So will es die Satzung.")
    page = words(site.browser("participant").get(f"/abstimmungen/{ask(site, 'paper', terms)}").text)
    assert "Nötig: mindestens zwei Drittel von Ja und Nein. Abweichende Regel: So will es die Satzung." in page


@pytest.mark.parametrize(
    ("question", "choice", "said"),
    [
        ("several", "yes", "Angenommen"),
        ("choice", "1", "Angenommen"),
        ("choice", "3", "Es bleibt beim bisherigen Text"),
        ("adjourn", "yes", "Darum ging es"),
        ("demand", "yes", "Die Forderung bleibt im Papier."),
        ("demand", "no", "Die Forderung ist gestrichen."),
        ("paper", "yes", "Das Papier ist beschlossen"),
        ("priorities", "2", "1. Forderung 2: Digitalcheck einführen"),
        ("scale", "2", "Mitte: teils"),
        ("single", "2", "Ein Stimmungsbild, entscheidet nichts."),
        ("multiple", "1,2", "Ein Stimmungsbild, entscheidet nichts."),
        ("test", "yes", "Nur zur Probe, entscheidet nichts."),
    ],
)
def test_each_result_says_what_it_came_to(site: Site, question: str, choice: str, said: str) -> None:
    poll = ask(site, question)
    vote(site, poll, participant=choice)
    page = words(close(site, poll))
    assert said in page
    assert "1 von 2 haben abgestimmt, 1 nicht." in page


def test_counts_by_hand_show_both_numbers_and_the_sum(site: Site) -> None:
    poll = ask(site, "paper")
    moderator, organizer = site.people["moderator"], site.people["organizer"]
    site.do(services.hand_counts.mark, poll, moderator, actor=organizer)
    count = site.do(services.hand_counts.enter, poll, Numbers(yes=1), actor=moderator)
    site.do(services.hand_counts.confirm, count, Numbers(yes=1), actor=organizer)
    vote(site, poll, participant="yes")
    page = words(close(site, poll))
    assert "Auf Geräten 1, von Hand 1, zusammen 2." in page
    # How a single person voted by hand is nobody's business.
    assert "Ja 1 1 2" not in page


def test_an_effect_that_waits_is_not_told_as_done(site: Site) -> None:
    organizer = site.people["organizer"]
    site.do(services.conferences.change_settings, site.conference_id, confirms_effects=True, actor=organizer)
    poll = ask(site, "demand")
    vote(site, poll, participant="no")
    page = words(close(site, poll))
    assert "Die Leitung bestätigt dieses Ergebnis noch." in page
    assert "ist gestrichen" not in page


def test_an_annulled_poll_keeps_its_numbers(site: Site) -> None:
    poll = ask(site, "paper")
    vote(site, poll, participant="yes")
    site.do(services.polls.annul, poll, reason="Falsche Frage.", actor=site.people["moderator"])
    page = words(site.browser("observer").get(f"/abstimmungen/{poll}").text)
    assert "Aufgehoben Diese Abstimmung zählt nicht. Grund: Falsche Frage. Die Zahlen bleiben im Protokoll:" in page
    assert "Angenommen" not in page


# Secret votes


@pytest.fixture
def five(site: Site) -> Site:
    """As many as a secret vote needs."""
    for number in range(3):
        person = site.do(
            services.people.add_person,
            site.conference_id,
            name=f"Gast {number}",
            municipality=f"Ort {number}",
            role="participant",
            actor="system",
        )
        site.do(services.people.check_in, person, actor=person)
    return site


def fields(page: str) -> dict[str, list[str]]:
    """The hidden fields of the ballot."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name in {"receipt", "fragen", "choice"}}


def vote_secretly(phone: TestClient, poll: str, choice: str) -> str:
    """Vote as a browser without scripts does; returns the last page."""
    ballot = fields(phone.get(f"/abstimmungen/{poll}").text)
    asked = phone.post(f"/abstimmungen/{poll}/stimme", data={**ballot, "choice": choice})
    return phone.post(f"/abstimmungen/{poll}/stimme", data=fields(asked.text)).text


def test_a_secret_vote_is_asked_about_once_more_and_nothing_is_stored_before(five: Site) -> None:
    poll, phone = ask(five, "paper", SECRET), five.browser("participant")
    page = phone.get(f"/abstimmungen/{poll}").text
    assert "Die Stimme lässt sich nicht ändern." in page
    assert "Bis zum Schluss änderbar." not in page
    asked = phone.post(f"/abstimmungen/{poll}/stimme", data={**fields(page), "choice": "no"})
    assert "Ihre Wahl: Nein, nicht beschließen" in words(asked.text)
    assert five.look_up(queries.polls.get_participation, poll).cast == 0
    assert "fragen" not in fields(asked.text)


def test_a_secret_vote_counts_once_and_its_receipt_is_shown_once(five: Site) -> None:
    poll, phone = ask(five, "paper", SECRET), five.browser("participant")
    saved = vote_secretly(phone, poll, "yes")
    assert "Gespeichert." in saved
    (receipt,) = re.findall(r"data-receipt-code>([\w-]{22})<", saved.split("</template>")[-1])
    again = phone.get(f"/abstimmungen/{poll}").text
    assert "Sie haben abgestimmt. Eine geheime Stimme lässt sich nicht ändern." in words(again)
    assert receipt not in again
    assert buttons(again) == []
    refused = phone.post(f"/abstimmungen/{poll}/stimme", data={"choice": "no", "receipt": "x" * 22})
    assert "Sie haben schon abgestimmt." in refused.text
    close(five, poll)
    assert f"{receipt} Ja" in words(phone.get(f"/abstimmungen/{poll}/stimmen").text)


def test_the_list_of_receipts_is_not_there_before_the_end(five: Site) -> None:
    poll = ask(five, "paper", SECRET)
    vote_secretly(five.browser("participant"), poll, "yes")
    assert five.browser("moderator").get(f"/abstimmungen/{poll}/stimmen").status_code == 409


def test_without_receipts_there_is_none_to_show(five: Site) -> None:
    poll = ask(five, "paper", Terms(kind=VoteKind.SECRET, has_receipts=False))
    assert "Beleg" not in vote_secretly(five.browser("participant"), poll, "yes")
    assert "Liste der Stimmen" not in close(five, poll)


def test_a_script_gets_the_ballot_alone_and_nothing_of_a_result(site: Site) -> None:
    poll = ask(site, "paper")
    vote(site, poll, moderator="yes")
    response = site.browser("participant").get(f"/abstimmungen/{poll}", headers={"hx-request": "true"})
    assert response.template.name == "polls/_ballot.html"
    assert "data-may-vote" in response.text
    assert "result" not in response.context


def test_a_running_time_limit_is_shown_and_follows_its_extension(site: Site) -> None:
    poll = ask(site, "paper", Terms(time_limit=60))
    first = site.browser("participant").get(f"/abstimmungen/{poll}").context["time"].closes_at
    site.do(services.polls.extend, poll, seconds=30, actor=site.people["moderator"])
    page = site.browser("participant").get(f"/abstimmungen/{poll}")
    assert (page.context["time"].closes_at - first).total_seconds() == 30
    assert f'data-closes="{page.context["time"].closes_at.isoformat()}"' in page.text
