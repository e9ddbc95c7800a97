"""Words at the desk and on the phone for what a vote keeps people from doing, and where they can go instead."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.rules.questions import Question, VoteKind
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from tests.site import Site


def words(page: str) -> str:
    """A page as read: without tags, blanks joined."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.fixture
def moderator(site: Site) -> TestClient:
    site.import_paper()
    return site.browser("moderator")


def add_guests(site: Site, number: int) -> list[str]:
    found = []
    for each in range(number):
        person = site.do(services.people.add_person, site.conference_id, name=f"Gast {each}", actor="system")
        site.do(services.people.check_in, person, actor=person)
        found.append(str(person))
    return found


def open_now(site: Site, terms: Terms) -> str:
    amendment_id = site.propose("participant")
    return str(site.do(services.polls.open_now, amendment_id, actor=site.people["organizer"], terms=terms))


def ask_opinion(site: Site, title: str = "Wie weiter?") -> str:
    poll_id = site.do(
        services.hall_questions.ask_opinion,
        site.conference_id,
        Question.SINGLE,
        title=title,
        answers=["So", "Anders"],
        actor=site.people["moderator"],
    )
    return str(poll_id)


# Another panel's vote


def test_a_panels_vote_shows_others_who_leads_it_and_no_buttons(site: Site, moderator: TestClient) -> None:
    panel = site.do(services.conferences.add_panel, site.conference_id, name="Recht", actor="system")
    person = site.do(
        services.people.add_person, site.conference_id, name="Rita", role="moderator", panel="Recht", actor="system"
    )
    site.do(services.people.check_in, person, actor=person)
    queued = str(
        site.do(
            services.hall_questions.ask_test,
            site.conference_id,
            actor=site.people["organizer"],
            terms=Terms(panel_id=panel),
        )
    )
    who = "leiten die Moderation der Arbeitsgruppe und die Organisation"
    for page in (f"/leitung/abstimmungen/{queued}", f"/leitung/abstimmungen/{queued}"):
        foreign, own = moderator.get(page).text, site.browser("organizer").get(page).text
        assert who in foreign
        assert who not in own
        for act in ("oeffnen", "schliessen", "zeit", "aufheben", "bedingungen", "verzeichnis"):
            assert f"/leitung/abstimmungen/{queued}/{act}" not in foreign
        refused = moderator.post(f"/leitung/abstimmungen/{queued}/oeffnen")
        assert refused.status_code == 403
        assert "Arbeitsgruppe „Recht“" in refused.text
        site.browser("organizer").post(f"/leitung/abstimmungen/{queued}/oeffnen")
    assert moderator.get(page).context["poll"].state == "open"


# What stands in the way


def test_a_refusal_that_names_a_vote_leads_to_it(site: Site, moderator: TestClient) -> None:
    running = open_now(site, Terms(time_limit=0))
    queued = ask_opinion(site)
    refused = moderator.post(f"/leitung/abstimmungen/{queued}/oeffnen")
    assert refused.status_code == 409
    assert "Es läuft noch Abstimmung 1." in refused.text
    assert f'href="/leitung/abstimmungen/{running}"' in refused.text


def test_terms_chosen_for_a_question_in_the_queue_hold(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")
    fields = {"antrag": amendment_id, "art": "open", "je": "person", "zeit": "45", "wer": "da"}
    assert moderator.post("/leitung/frage/antrag", data=fields).status_code == 303
    chosen = fields | {"art": "named", "je": "municipality", "zeit": "0"}
    address = moderator.post("/leitung/frage/antrag", data=chosen).headers["location"]
    terms = moderator.get(address).context["terms"]
    assert (terms.kind, terms.counts_by, terms.time_limit) == ("named", "municipality", 0)


# What is asked


def test_moderators_have_before_them_what_a_vote_on_a_demand_is_about(site: Site, moderator: TestClient) -> None:
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    demand = outline.sections[0].demands[0].id
    text = words(moderator.get(f"/forderungen/{demand}").text)
    assert "Unterschrift" in text
    poll = site.do(services.hall_questions.ask_demand, demand, actor=site.people["moderator"])
    prepared = words(moderator.get(f"/leitung/abstimmungen/{poll}").text)
    site.do(services.polls.open_poll, poll, actor=site.people["moderator"])
    running = words(moderator.get(f"/leitung/abstimmungen/{poll}").text)
    for page in (prepared, running):
        assert "Schriftform abbauen" in page
        assert "Unterschrift" in page
    assert "Nötig: mehr Ja als Nein. Ergebnisse sieht bis zum Schluss niemand." in running
    assert "Schriftform abbauen" in words(moderator.get(f"/leitung/abstimmungen/{poll}/verzeichnis").text)


def test_before_a_panels_vote_only_what_is_of_that_panel_is_counted(site: Site, moderator: TestClient) -> None:
    organizer = site.people["organizer"]
    panel = site.do(services.conferences.add_panel, site.conference_id, name="Recht", actor="system")
    person = site.do(services.people.add_person, site.conference_id, name="Rita", panel="Recht", actor="system")
    site.do(services.people.check_in, person, actor=person)
    poll = site.do(services.hall_questions.ask_test, site.conference_id, actor=organizer, terms=Terms(panel_id=panel))
    site.do(services.polls.open_poll, ask_opinion(site), actor=site.people["moderator"])
    page = site.browser("organizer").get(f"/leitung/abstimmungen/{poll}")
    assert "1 von 1 anwesend" in words(page.text)
    # The plenary's vote is none that this one waits for.
    assert page.context["running_here"] == []
    assert "Es wird gerade abgestimmt." not in page.text


# Time


def test_when_time_is_up_phone_and_desk_say_so_and_a_ballot_gets_a_clear_word(
    site: Site, moderator: TestClient
) -> None:
    poll = open_now(site, Terms())
    (guest,) = add_guests(site, 1)
    site.do(services.polls.add_voter, poll, guest, actor=site.people["moderator"])
    site.do(services.hand_counts.mark, poll, guest, actor=site.people["moderator"])
    site.do(services.hand_counts.enter, poll, Numbers(yes=1), actor=site.people["moderator"])
    participant = site.browser("participant")
    assert "vote" in participant.get(f"/abstimmungen/{poll}").text
    ends_at = site.look_up(queries.polls.get_poll, poll).closes_at
    assert not site.do(services.polls.close_due, poll, ends_at=ends_at)

    page = participant.get(f"/abstimmungen/{poll}").text
    assert "Die Zeit ist um. Es wird noch von Hand gezählt." in words(page)
    # Nobody is invited to what takes no votes any more.
    elsewhere = words(participant.get("/papier").text)
    assert "Es wird von Hand gezählt" in elsewhere
    assert "Jetzt abstimmen" not in elsewhere
    token = site.do(services.screens.renew_link, site.conference_id, actor=site.people["moderator"])
    wall = site.stranger().get(f"/saal/{token}").text
    assert "data-time-over" in wall
    assert "Es wird von Hand gezählt" in wall
    assert "Schluss" not in wall
    # What cannot be done is not offered; what must be done first is.
    desk = moderator.get(f"/leitung/abstimmungen/{poll}").text
    assert f"/leitung/abstimmungen/{poll}/schliessen" not in desk
    assert re.search(rf'kern-btn--primary" href="/leitung/abstimmungen/{poll}/verzeichnis"', desk)
    assert "data-closes" not in page
    assert "data-may-vote" not in page
    assert "Sie haben nicht abgestimmt." in words(page)
    # Without scripts as well there is nothing left to press.
    answers = re.findall(r'<button class="vote[^>]*>', page)
    assert len(answers) == 3
    assert all(each.endswith(" disabled>") for each in answers)
    sent = participant.post(f"/abstimmungen/{poll}/stimme", data={"choice": "yes"}, headers={"HX-Request": "true"})
    assert (sent.status_code, sent.json()["outcome"]) == (409, "time_over")
    assert "Die Zeit ist um." in sent.json()["say"]
    desk = moderator.get(f"/leitung/abstimmungen/{poll}").text
    assert "Die Zeit ist um, Stimmen von Geräten zählen nicht mehr." in words(desk)
    assert "Schließt von selbst um" not in desk


# Counting by hand in a secret vote


def test_a_secret_count_says_beforehand_how_many_it_needs_and_keeps_what_was_typed(
    site: Site, moderator: TestClient
) -> None:
    guests = add_guests(site, 5)
    poll = open_now(site, Terms(kind=VoteKind.SECRET, time_limit=0))
    roll = f"/leitung/abstimmungen/{poll}/verzeichnis"
    assert "Geheim von Hand gezählt wird erst ab fünf Personen. Es fehlen noch 5." in words(moderator.get(roll).text)
    for guest in guests[:4]:
        moderator.post(f"{roll}/{guest}", data={"so": "hand"})
    page = moderator.get(roll)
    assert "Es fehlt noch 1." in words(page.text)
    assert 'name="ja"' not in page.text
    refused = moderator.post(f"/leitung/abstimmungen/{poll}/zaehlung", data={"ja": "3"})
    assert (refused.status_code, refused.template.name) == (422, "polls/roll.html")
    assert refused.context["form"].value("ja") == "3"
    moderator.post(f"{roll}/{guests[4]}", data={"so": "hand"})
    page = moderator.get(roll)
    assert "Geheim von Hand gezählt wird erst" not in page.text
    assert 'name="ja"' in page.text


# The whole paper


def test_the_vote_on_the_whole_paper_is_secret_unless_chosen_otherwise_and_says_what_is_open(
    site: Site, moderator: TestClient
) -> None:
    site.propose("participant")
    form = moderator.get("/leitung/frage/papier")
    assert (form.context["form"].value("art"), form.context["form"].value("quittung")) == ("secret", "ja")
    assert "1 Antrag ist noch offen." in form.text
    assert moderator.get("/leitung/frage/probe").context["form"].value("art") == "open"
    poll = site.do(services.hall_questions.ask_paper, site.conference_id, actor=site.people["moderator"])
    assert "1 Antrag ist noch offen." in moderator.get(f"/leitung/abstimmungen/{poll}").text
    site.do(services.polls.open_poll, poll, actor=site.people["moderator"])
    ballot = site.browser("participant").get(f"/abstimmungen/{poll}").text
    assert re.search(r"Abgestimmt wird über den Stand von [\d:]+( Uhr)?: Schlussabstimmung 1", ballot)


# Lists


def test_a_straw_poll_is_told_by_its_answers_and_is_no_rejection(site: Site, moderator: TestClient) -> None:
    poll = ask_opinion(site)
    site.do(services.polls.open_poll, poll, actor=site.people["moderator"])
    site.do(services.polls.cast, poll, "2", actor=site.people["participant"])
    site.do(services.polls.close_poll, poll, actor=site.people["moderator"])
    page = site.browser("observer").get("/").text
    part = page[page.index("decision") :]
    assert "Am meisten Stimmen: Anders (1)." in part
    assert "0 Ja" not in part
    assert "status--bad" not in part


def test_what_decides_nothing_names_no_rule_in_the_queue(site: Site, moderator: TestClient) -> None:
    poll = ask_opinion(site)
    for page in ("/leitung", f"/leitung/abstimmungen/{poll}"):
        assert "Mehr Ja als Nein ·" not in words(moderator.get(page).text)
        assert "Plenum, Mehr Ja als Nein" not in words(moderator.get(page).text)
    moderator.cookies.set("sprache", "en")
    for page in ("/leitung", f"/leitung/abstimmungen/{poll}"):
        # What has no words is not looked up: the catalogue has its own title under "".
        assert "Project-Id-Version" not in moderator.get(page).text
