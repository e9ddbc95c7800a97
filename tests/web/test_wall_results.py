"""What a wall and the result page say when a vote has ended: what was asked and what it did, in the phones' words."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.queries.screens import make_mark
from drafting.queries.wall_results import WallResult
from drafting.rules.lifecycle import Choice
from drafting.rules.questions import CountedBy, ProceduralAct, Question
from drafting.services.asking import Terms
from tests.site import Site
from tests.web.test_screens import cast, make_link, open_poll, open_prepared, see, words

TIE = {"participant": Choice.YES, "moderator": Choice.NO}


def list_demands(site: Site) -> list[str]:
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    return [demand.id for section in outline.sections for demand in section.demands]


def propose_without(site: Site, demand_id: str, gone: str) -> str:
    page = site.look_up(queries.editors.get_editor, demand_id)
    assert gone in page.text
    given = {"reason": "Das kann weg.", "base_version_id": page.base_version_id, "actor": site.people["participant"]}
    text = page.text.replace(gone, "")
    return str(site.do(services.amendments.propose, demand_id, text=text, **given))


def add_paragraph(site: Site, demand_id: str, paragraph: str) -> None:
    page = site.look_up(queries.editors.get_editor, demand_id)
    given = {"reason": "Ergänzt.", "base_version_id": page.base_version_id, "actor": site.people["participant"]}
    text = f"{page.text.rstrip()}\n\n{paragraph}\n"
    amendment = site.do(services.amendments.propose, demand_id, text=text, **given)
    site.do(services.amendments.take_over, amendment, actor=site.people["moderator"])


def close(site: Site, poll: str) -> None:
    site.do(services.polls.close_poll, poll, actor=site.people["organizer"])


def see_result(site: Site, token: str) -> WallResult:
    page = site.look_up(queries.screens.get_screen, site.conference_id, make_mark(token))
    assert isinstance(page.result, WallResult)
    return page.result


def page_of(site: Site, poll: str) -> str:
    return words(site.browser("observer").get(f"/abstimmungen/{poll}").text)


@pytest.mark.parametrize(
    ("choice", "effect"),
    [(Choice.YES, "Die Forderung bleibt im Papier."), (Choice.NO, "Die Forderung ist gestrichen.")],
)
def test_a_demand_that_was_voted_on_says_what_became_of_it(site: Site, choice: Choice, effect: str) -> None:
    token = make_link(site)
    site.import_paper()
    demand = list_demands(site)[0]
    poll = site.do(services.hall_questions.ask_demand, demand, actor=site.people["moderator"])
    cast(site, open_prepared(site, poll), participant=choice)
    close(site, poll)
    said = words(see(site, token))
    assert "Forderung 1: Schriftform abbauen" in said
    assert "Soll sie so im Papier stehen?" in said
    assert effect in said
    assert effect in page_of(site, poll)


def test_the_final_vote_says_that_the_paper_is_decided_or_not(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    moderator = site.people["moderator"]
    first = site.do(services.hall_questions.ask_paper, site.conference_id, actor=moderator, terms=Terms())
    cast(site, open_prepared(site, first), **TIE)
    close(site, first)
    said = words(see(site, token))
    assert "Soll das Papier so beschlossen werden?" in said
    assert "Das Papier ist nicht beschlossen." in said
    second = site.do(services.hall_questions.ask_paper, site.conference_id, actor=moderator, terms=Terms())
    cast(site, open_prepared(site, second), participant=Choice.YES)
    close(site, second)
    assert "Das Papier ist beschlossen, so wie es zu Beginn der Abstimmung stand." in words(see(site, token))


def test_an_annulled_poll_says_what_was_asked(site: Site) -> None:
    token, poll = make_link(site), open_poll(site)
    site.do(services.polls.annul, poll, reason="Falsche Frage.", actor=site.people["moderator"])
    said = words(see(site, token))
    assert "Forderung 2: Digitalcheck einführen · Ä1, Stadt Calw" in said
    assert "Soll der Text so geändert werden?" in said


def test_a_procedural_question_says_what_it_is_about_and_what_a_yes_would_do(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    amendments = [site.propose("participant", "vier Kommunen"), site.propose("moderator", "fünf Kommunen")]
    moderator = site.people["moderator"]
    poll = site.do(services.questions.ask_procedure, ProceduralAct.ADJOURN, amendments, actor=moderator)
    cast(site, open_prepared(site, poll), participant=Choice.YES)
    wall = see(site, token)
    assert "<ins>vier</ins>" in wall
    assert "<ins>fünf</ins>" in wall
    assert "Bei Ja werden die Anträge jetzt nicht behandelt. Sie können wieder aufgenommen werden." in words(wall)
    close(site, poll)
    done = "Ä1, Ä2 sind vertagt und können wieder aufgenommen werden."
    assert "Sollen Ä1, Ä2 vertagt werden?" in words(see(site, token))
    assert done in words(see(site, token))
    assert done in page_of(site, poll)


@pytest.mark.parametrize(
    ("act", "prospect", "effect"),
    [
        (ProceduralAct.ADJOURN, "Bei Ja wird der Antrag jetzt nicht behandelt.", "Ä1 wird jetzt behandelt."),
        (ProceduralAct.REFER, "Bei Ja arbeitet die Redaktion den Antrag ein", "Über Ä1 wird hier entschieden."),
        (ProceduralAct.END_DEBATE, "Bei Ja wird über den Antrag sofort", "Die Debatte über Ä1 geht weiter."),
    ],
)
def test_a_procedural_question_that_was_lost_says_what_goes_on(
    site: Site, act: ProceduralAct, prospect: str, effect: str
) -> None:
    token = make_link(site)
    site.import_paper()
    moderator = site.people["moderator"]
    poll = site.do(services.questions.ask_procedure, act, [site.propose("participant")], actor=moderator)
    cast(site, open_prepared(site, poll), **TIE)
    assert prospect in words(see(site, token))
    close(site, poll)
    assert effect in words(see(site, token))


def test_where_only_words_are_struck_the_wall_asks_as_the_phones_do(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    amendment = propose_without(site, list_demands(site)[0], "alle ")
    poll = site.do(services.polls.open_now, amendment, actor=site.people["moderator"])
    assert "Soll das gestrichen werden?" in see(site, token)
    assert "Soll das gestrichen werden?" in site.browser("participant").get(f"/abstimmungen/{poll}").text
    cast(site, poll, participant=Choice.YES)
    close(site, poll)
    assert "Gestrichen: „alle“" in words(see(site, token))


@pytest.mark.parametrize(
    ("choice", "says", "heading"),
    [
        (Choice.YES, "Aus dem Papier gestrichen Ein Absatz für sich.", "So steht es jetzt im Papier"),
        (Choice.NO, "Es bleibt beim bisherigen Text Ein Absatz für sich.", "Aus dem Papier gestrichen"),
    ],
)
def test_a_paragraph_that_was_struck_is_shown_struck_and_no_section_is_empty(
    site: Site, choice: Choice, says: str, heading: str
) -> None:
    site.import_paper()
    demand = list_demands(site)[1]
    add_paragraph(site, demand, "Ein Absatz für sich.")
    poll = site.do(
        services.polls.open_now,
        propose_without(site, demand, "\n\nEin Absatz für sich."),
        actor=site.people["moderator"],
    )
    cast(site, poll, participant=choice)
    close(site, poll)
    page = page_of(site, poll)
    assert says in page
    assert heading not in page


def test_a_new_demand_that_was_refused_leaves_no_empty_section(site: Site) -> None:
    paper = site.import_paper()
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    amendment = site.do(
        services.amendments.propose_new,
        paper,
        text="# Neu\n\nDas Land hilft.\n",
        reason="Das fehlt.",
        section_id=section,
        after_demand_id=None,
        actor=site.people["participant"],
    )
    poll = site.do(services.polls.open_now, amendment, actor=site.people["moderator"])
    close(site, poll)
    page = page_of(site, poll)
    assert "Die Forderung ist nicht aufgenommen." in page
    assert "Es bleibt beim bisherigen Text" not in page


def test_a_panels_text_has_its_names_beside_the_bars(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    amendment = site.propose("participant")
    person = {"municipality": "Stadt Ulm", "panel": "AG Recht", "actor": "system"}
    member = site.do(services.people.add_person, site.conference_id, name="Mitglied", **person)
    site.do(services.people.check_in, member, actor=member)
    panel = site.look_up(queries.people.list_people, site.conference_id).panels[0].id
    leader = site.people["organizer"]
    advice = site.do(services.questions.prepare, amendment, actor=leader, terms=Terms(panel_id=panel))
    site.do(services.polls.open_poll, advice, actor=leader)
    site.do(services.polls.cast, advice, Choice.YES, actor=member)
    close(site, advice)
    poll = site.do(services.questions.ask_panel_text, amendment, actor=leader)
    cast(site, open_prepared(site, poll), participant=Choice.YES)
    assert "Text der Arbeitsgruppe oder bisheriger Text?" in words(see(site, token))
    close(site, poll)
    said = words(see(site, token))
    assert "Text der Arbeitsgruppe 1 Bisheriger Text 0 Enthaltung 0" in said
    assert "Es gilt der Text der Arbeitsgruppe." in said


def test_weighted_votes_are_called_so_and_told_with_how_many_people_voted(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    organizer, delegate = site.people["organizer"], site.people["participant"]
    site.do(services.conferences.change_settings, site.conference_id, enables_weights=True, actor=organizer)
    site.do(services.municipalities.name_delegate, site.conference_id, "Stadt Calw", delegate, actor=organizer)
    site.do(services.municipalities.set_weight, site.conference_id, "Stadt Calw", 3, actor=organizer)
    terms = Terms(counts_by=CountedBy.MUNICIPALITY, is_weighted=True)
    poll = site.do(services.polls.open_now, site.propose("participant"), actor=organizer, terms=terms)
    assert "je Kommune · gewichtet" in words(see(site, token))
    cast(site, poll, participant=Choice.YES)
    close(site, poll)
    for said in (words(see(site, token)), page_of(site, poll)):
        assert "1 von 1 haben abgestimmt, 0 nicht. Gewichtet nach Kommune: 3 von 3 Stimmen." in said


def test_priorities_have_places_which_equal_ones_share_and_whole_titles(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    poll = site.do(services.hall_questions.ask_priorities, site.conference_id, most=1, actor=site.people["moderator"])
    cast(site, open_prepared(site, poll), participant="1", moderator="2")
    wall = words(see(site, token))
    assert "Forderung 1: Schriftform abbauen Forderung 2: Digitalcheck einführen" in wall
    close(site, poll)
    said = words(see(site, token))
    assert "1. Forderung 1: Schriftform abbauen 1 1. Forderung 2: Digitalcheck einführen 1" in said
    assert "Gleich viele Stimmen, gleicher Platz." in said


def test_what_is_left_out_of_many_answers_is_told_and_long_ones_take_the_room_of_two(site: Site) -> None:
    token = make_link(site)
    site.import_paper()
    moderator = site.people["moderator"]
    shown = {}
    for length in ("kurz", "eine sehr lange Antwort, die auf keiner Zeile einer Wand Platz hat"):
        poll = site.do(
            services.hall_questions.ask_opinion,
            site.conference_id,
            Question.SINGLE,
            title="Was fehlt?",
            answers=[f"{number} {length}" for number in range(1, 13)],
            actor=moderator,
        )
        close(site, open_prepared(site, poll))
        result = see_result(site, token)
        assert len(result.bars) + result.more == 12
        shown[length] = len(result.bars)
    short, long = shown.values()
    assert 3 <= long < short < 12


def test_a_place_that_others_share_who_are_left_out_is_said(site: Site) -> None:
    token = make_link(site)
    outline = site.import_paper()
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    for number in range(12):
        amendment = site.do(
            services.amendments.propose_new,
            outline,
            text=f"# Neu {number}\n\nDas Land hilft.\n",
            reason="Das fehlt.",
            section_id=section,
            after_demand_id=None,
            actor=site.people["participant"],
        )
        site.do(services.amendments.take_over, amendment, actor=site.people["moderator"])
    poll = site.do(services.hall_questions.ask_priorities, site.conference_id, most=2, actor=site.people["moderator"])
    cast(site, open_prepared(site, poll), participant="1,2")
    close(site, poll)
    result = see_result(site, token)
    assert [bar.place for bar in result.bars[:3]] == [1, 1, 3]
    # All others have no votes, and so the third place.
    assert result.tied == result.more == 14 - len(result.bars)
    assert f"und {result.more} weitere, alle auf Platz 3." in words(see(site, token))
    assert "Gleich viele Stimmen, gleicher Platz." in page_of(site, poll)
