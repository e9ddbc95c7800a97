"""The projector: open to whoever has the link and to nothing else, and never a result before its time."""

from __future__ import annotations

import re

import pytest

from drafting import events, queries, services
from drafting.queries.screens import make_mark
from drafting.rules.lifecycle import Choice
from drafting.rules.questions import Question, VoteKind
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from drafting.web.fragments import find_fragment, list_changed, may_watch, paint
from drafting.web.live import Topic
from tests.site import Site


def make_link(site: Site) -> str:
    return str(site.do(services.screens.renew_link, site.conference_id, actor=site.people["moderator"]))


def see(site: Site, token: str, name: str = "screen") -> str:
    """The wall's element as it would be sent over the stream now."""
    topic = Topic(site.conference_id, "de", f"{name}-{make_mark(token)}")
    return re.sub(r"\s+", " ", site.look_up(paint, [topic])[topic].decode().replace("data: ", ""))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def open_poll(site: Site, terms: Terms | None = None) -> str:
    site.import_paper()
    amendment = site.propose("participant")
    arguments = {"actor": site.people["moderator"], "terms": terms or Terms()}
    return str(site.do(services.polls.open_now, amendment, **arguments))


def open_prepared(site: Site, poll: str) -> str:
    site.do(services.polls.open_poll, poll, actor=site.people["moderator"])
    return poll


def cast(site: Site, poll: str, **choices: str) -> None:
    for role, choice in choices.items():
        site.do(services.polls.cast, poll, choice, actor=site.people[role])


def close(site: Site, poll: str) -> None:
    site.do(services.polls.close_poll, poll, actor=site.people["moderator"])


def test_anybody_with_the_link_sees_the_wall_and_gets_no_cookie_and_no_rights(site: Site) -> None:
    token = make_link(site)
    stranger = site.stranger()
    response = stranger.get(f"/saal/{token}")
    assert (response.status_code, response.template.name) == (200, "screens/show.html")
    assert "set-cookie" not in response.headers
    assert "konferenz.example" in response.text
    assert 'class="qr"' in response.text
    assert not stranger.cookies
    for address in ("/", "/abstimmungen", "/papier", "/saal"):
        assert stranger.get(address).status_code == 303


@pytest.mark.parametrize("path", ["", "/live", "/uhr"])
def test_without_the_right_link_there_is_nothing(site: Site, path: str) -> None:
    make_link(site)
    for client in (site.stranger(), site.browser("organizer")):
        assert client.get(f"/saal/falsch{path}").status_code == 404


def test_the_address_chooses_light_or_dark_and_the_language(site: Site) -> None:
    address = f"/saal/{make_link(site)}"
    assert 'data-kern-theme="dark"' in site.stranger().get(f"{address}?darstellung=dunkel").text
    assert "data-kern-theme" not in site.stranger().get(address).text
    assert '<html lang="en">' in site.stranger().get(f"{address}?sprache=en").text


def test_the_clock_is_the_servers(site: Site) -> None:
    response = site.stranger().get(f"/saal/{make_link(site)}/uhr")
    assert response.text.isdecimal()
    assert "no-store" in response.headers["cache-control"]


def test_nobody_who_is_signed_in_may_watch_the_walls_elements_by_name(site: Site) -> None:
    token = make_link(site)
    for role in ("organizer", "moderator", "participant"):
        viewer = site.browser(role).get("/").context["viewer"]
        for name in ("screen", "foot"):
            assert not may_watch(viewer, f"{name}-{make_mark(token)}")
            assert site.browser(role).get(f"/live?t={name}-{make_mark(token)}").status_code == 404


def test_a_walls_element_is_named_by_a_mark_from_which_the_link_cannot_be_found(site: Site) -> None:
    token = make_link(site)
    found = find_fragment(f"screen-{make_mark(token)}")
    assert found is not None
    assert token not in see(site, token)
    assert find_fragment("screen") is None


def test_every_ballot_changes_the_foot_of_the_wall_and_nothing_else_of_it() -> None:
    assert {"screen", "foot"} & set(list_changed(events.BallotCast(conference_id="c", poll_id="p"))) == {"foot"}
    assert {"screen", "foot"} <= set(list_changed(events.PollClosed(conference_id="c", poll_id="p")))


def test_while_a_poll_runs_the_wall_has_the_question_and_how_many_have_voted(site: Site) -> None:
    token, poll = make_link(site), open_poll(site)
    cast(site, poll, participant=Choice.NO)
    wall, foot = see(site, token), see(site, token, "foot")
    assert "Forderung 2 · Ä1, Stadt Calw" in words(wall)
    assert "Soll der Text so geändert werden?" in wall
    assert "<del>drei</del> <ins>fünf</ins>" in wall
    assert "1 von 2 haben abgestimmt" in words(foot)
    assert "data-until=" in foot
    assert "Person" not in wall


@pytest.mark.parametrize("kind", [VoteKind.OPEN, VoteKind.NAMED])
def test_the_wall_is_the_same_however_people_vote_until_the_poll_ends(site: Site, kind: VoteKind) -> None:
    token, poll = make_link(site), open_poll(site, Terms(kind=kind))
    seen = []
    for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN):
        cast(site, poll, participant=choice, moderator=choice)
        seen.append((see(site, token), see(site, token, "foot")))
    assert len(set(seen)) == 1


def test_afterwards_the_wall_has_the_verdict_the_numbers_the_rule_and_who_did_not_vote(site: Site) -> None:
    token, poll = make_link(site), open_poll(site)
    cast(site, poll, participant=Choice.YES)
    close(site, poll)
    said = words(see(site, token))
    assert "Angenommen" in said
    for part in (
        "Ja 1",
        "Nein 0",
        "Enthaltung 0",
        "Mehr Ja als Nein: 1 gegen 0.",
        "1 von 2 haben abgestimmt, 1 nicht.",
    ):
        assert part in said
    assert "haben" not in words(see(site, token, "foot"))


def test_a_tie_is_said_to_be_a_rejection(site: Site) -> None:
    token, poll = make_link(site), open_poll(site)
    cast(site, poll, participant=Choice.YES, moderator=Choice.NO)
    close(site, poll)
    assert re.search("Abgelehnt ?: Stimmengleichheit", words(see(site, token)))


def test_an_annulled_poll_shows_no_numbers(site: Site) -> None:
    token, poll = make_link(site), open_poll(site)
    cast(site, poll, participant=Choice.YES)
    site.do(services.polls.annul, poll, reason="Falsche Frage.", actor=site.people["moderator"])
    said = words(see(site, token))
    assert "Aufgehoben" in said
    assert "Falsche Frage." in said
    assert "haben abgestimmt" not in said


def test_what_was_counted_by_hand_is_told_beside_the_sum(site: Site) -> None:
    token, poll = make_link(site), open_poll(site)
    moderator, organizer = site.people["moderator"], site.people["organizer"]
    site.do(services.hand_counts.mark, poll, site.people["participant"], actor=moderator)
    count = site.do(services.hand_counts.enter, poll, Numbers(yes=1), actor=moderator)
    assert "0 von 2 haben abgestimmt" in words(see(site, token, "foot"))
    site.do(services.hand_counts.confirm, count, Numbers(yes=1), actor=organizer)
    assert "1 von 2 haben abgestimmt" in words(see(site, token, "foot"))
    cast(site, poll, moderator=Choice.YES)
    close(site, poll)
    said = words(see(site, token))
    assert "Ja 2" in said
    assert "Auf Geräten 1, von Hand 1, zusammen 2." in said


def test_an_opinion_shows_its_answers_and_then_their_numbers_in_order(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    poll = site.do(
        services.hall_questions.ask_opinion,
        site.conference_id,
        Question.SCALE,
        title="Sind Sie bereit?",
        answers=["1 gar nicht", "2 halb", "3 ganz"],
        actor=site.people["moderator"],
    )
    cast(site, open_prepared(site, poll), participant="3", moderator="2")
    assert "1 gar nicht 2 halb 3 ganz" in words(see(site, token))
    close(site, poll)
    said = words(see(site, token))
    assert "1 gar nicht 0 2 halb 1 3 ganz 1" in said
    assert "Mitte: zwischen „2 halb“ und „3 ganz“" in said
    assert "Das entscheidet nichts." in said


def test_a_choice_shows_what_each_answer_changes_and_then_which_won(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    amendments = [site.propose("participant", "vier Kommunen"), site.propose("moderator", "fünf Kommunen")]
    poll = site.do(services.questions.ask_choice, amendments, actor=site.people["moderator"])
    cast(site, open_prepared(site, poll), participant="2", moderator="2")
    wall = see(site, token)
    assert "<ins>vier</ins>" in wall
    assert "<ins>fünf</ins>" in wall
    assert "Text so lassen" in wall
    close(site, poll)
    said = words(see(site, token))
    assert re.search(r"Angenommen ?: Ä2", said)
    assert "Ä2 2" in said


def test_a_choice_that_was_tied_is_not_said_to_be_lost(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    amendments = [site.propose("participant", "vier Kommunen"), site.propose("moderator", "fünf Kommunen")]
    poll = site.do(services.questions.ask_choice, amendments, actor=site.people["moderator"])
    cast(site, open_prepared(site, poll), participant="1", moderator="2")
    close(site, poll)
    assert "verdict--none" in see(site, token)
    assert "verdict--no" not in see(site, token).replace("verdict--none", "")


def test_many_priorities_are_cut_but_abstentions_are_not_and_nothing_is_drawn_for_no_votes(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    answers = [f"Antwort {number}" for number in range(1, 13)]
    poll = site.do(
        services.hall_questions.ask_opinion,
        site.conference_id,
        Question.SINGLE,
        title="Was fehlt?",
        answers=answers,
        actor=site.people["moderator"],
    )
    cast(site, open_prepared(site, poll), participant="3", moderator=Choice.ABSTAIN)
    close(site, poll)
    wall = see(site, token)
    # Seven answers and the abstentions are shown, of which all but one answer and they have no votes.
    assert "Enthaltung 1" in words(wall)
    assert "und 5 weitere" in words(wall)
    assert wall.count('<rect class="wall__bar') == 2
    page = site.browser("observer").get(f"/abstimmungen/{poll}").text
    assert page.count('<rect class="barline__') == 1


def test_the_wall_says_what_becomes_of_priorities(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    poll = site.do(services.hall_questions.ask_priorities, site.conference_id, most=1, actor=site.people["moderator"])
    close(site, open_prepared(site, poll))
    assert "Aus den Stimmen wird eine Reihenfolge." in see(site, token)
    assert "Das entscheidet nichts." not in see(site, token)


@pytest.mark.parametrize("ask", ["ask_paper", "ask_test"])
def test_other_questions_are_asked_and_answered_on_the_wall(site: Site, ask: str) -> None:
    token = make_link(site)
    site.import_paper()
    poll = site.do(getattr(services.hall_questions, ask), site.conference_id, actor=site.people["moderator"])
    cast(site, open_prepared(site, poll), participant=Choice.YES)
    question = site.look_up(queries.screens.get_screen, site.conference_id, make_mark(token)).question
    assert question
    assert str(question.sentence) in see(site, token)
    close(site, poll)
    assert "Ja 1" in words(see(site, token))


def test_the_wall_follows_the_queue(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    moderator = site.people["moderator"]
    first = site.do(services.hall_questions.ask_test, site.conference_id, actor=moderator)
    assert "Als Nächstes Probeabstimmung" in words(see(site, token))
    close(site, open_prepared(site, first))
    site.do(services.hall_questions.ask_paper, site.conference_id, actor=moderator)
    assert "Probe: Kommt diese Frage" in see(site, token)
    poll = site.do(services.polls.open_now, site.propose("participant"), actor=moderator)
    assert "Soll der Text so geändert werden?" in see(site, token)
    close(site, poll)
    assert "Stimmengleichheit" in see(site, token)


def test_a_screen_whose_link_was_renewed_says_so_and_shows_nothing_more(site: Site) -> None:
    old, _poll = make_link(site), open_poll(site)
    new = make_link(site)
    assert "Dieser Link gilt nicht mehr." in see(site, old)
    assert "haben abgestimmt" not in see(site, old, "foot")
    assert "Soll der Text so geändert werden?" in see(site, new)


def test_moderators_make_show_renew_and_end_the_link(site: Site) -> None:
    moderator = site.browser("moderator")
    assert "Link erstellen" in moderator.get("/saal").text
    assert moderator.post("/saal").status_code == 303
    first = moderator.get("/saal").context["links"][0].token
    assert f"https://konferenz.example/saal/{first}" in moderator.get("/saal").text
    assert site.browser("organizer").post("/saal").status_code == 303
    second = moderator.get("/saal").context["links"][0].token
    assert first != second
    assert moderator.post("/saal/beenden").status_code == 303
    assert moderator.get("/saal").context["links"][0].token == ""


@pytest.mark.parametrize("role", ["participant", "observer"])
def test_others_do_not_get_at_the_link(site: Site, role: str) -> None:
    token, client = make_link(site), site.browser(role)
    assert client.get("/saal").status_code == 403
    assert client.post("/saal").status_code == 403
    assert client.post("/saal/beenden").status_code == 403
    assert token not in client.get("/").text


@pytest.mark.parametrize("looks", ["", "?darstellung=dunkel"])
def test_a_link_that_does_not_hold_says_so_as_large_as_a_wall_and_what_to_do(site: Site, looks: str) -> None:
    old = make_link(site)
    make_link(site)
    for token in (old, "niemals"):
        response = site.stranger().get(f"/saal/{token}{looks}")
        assert (response.status_code, response.template.name) == (404, "screens/ended.html")
        assert 'class="is-wall"' in response.text
        assert ('data-kern-theme="dark"' in response.text) == bool(looks)
        said = words(response.text)
        assert "Dieser Link gilt nicht mehr." in said
        assert "Bitte am Projektor den neuen Link öffnen." in said
    assert words(see(site, old)).count("Bitte am Projektor den neuen Link öffnen.") == 1
