"""Votes in English: no page of any kind of question, before, while and after it runs, keeps words in German."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

import drafting
from drafting import queries, services
from drafting.rules.questions import ProceduralAct, Question
from drafting.web.languages import COOKIE
from drafting.web.polls_asking import KINDS
from tests.site import Site
from tests.web.test_screens import make_link

CATALOGUE = Path(drafting.__file__).parent / "locale/en/LC_MESSAGES/drafting.po"
# Shorter ones may be parts of names, and of the paper, which is German.
_SHORTEST = 9
# The name of the edition that a final vote freezes, what an amendment does to a German paper, and a word of that paper.
_SAID_IN_GERMAN = re.compile(r"Schlussabstimmung \d+|Die Überschrift wird wie folgt neu gefasst|Unterschrift")


@cache
def german() -> tuple[str, ...]:
    """Every sentence of the interface without a place to fill, as it would stand there untranslated."""
    with CATALOGUE.open("rb") as file:
        found = {
            message.id for message in read_po(file) if isinstance(message.id, str) and message.id != message.string
        }
    return tuple(sorted(text for text in found if len(text) >= _SHORTEST and "%" not in text))


def find_german(browser: TestClient, path: str) -> list[str]:
    page = browser.get(path).text
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    words = _SAID_IN_GERMAN.sub("", " ".join(re.sub(r"<[^>]*>", " ", body).split()))
    # Most sentences are nowhere: to look for each as it is takes far less than one pattern of all.
    there = [re.escape(text) for text in german() if text in words]
    return re.findall(rf"(?<!\w)(?:{'|'.join((*there, 'Forderung [0-9]+'))})(?!\w)", words)


@pytest.fixture
def english(site: Site) -> tuple[TestClient, TestClient]:
    """The browsers of a moderator and of a participant who chose English."""
    site.import_paper()
    browsers = site.browser("moderator"), site.browser("participant")
    for browser in browsers:
        browser.cookies.set(COOKIE, "en")
    return browsers


def ask(site: Site, question: Question) -> str:
    actor, conference = site.people["moderator"], site.conference_id
    some, hall = services.questions, services.hall_questions
    one = site.propose("participant", "five towns")
    match question:
        case Question.CHOICE:
            return str(site.do(some.ask_choice, [one, site.propose("organizer", "four towns")], actor=actor))
        case Question.SEVERAL:
            apart = site.propose("organizer", title="Digital check")
            return str(site.do(some.ask_several, [one, apart], actor=actor))
        case Question.PROCEDURE:
            return str(site.do(some.ask_procedure, ProceduralAct.REFER, [one], actor=actor))
        case Question.DEMAND:
            outline = site.look_up(queries.papers.get_outline, conference)
            return str(site.do(hall.ask_demand, outline.sections[0].demands[0].id, actor=actor))
        case Question.PAPER:
            return str(site.do(hall.ask_paper, conference, actor=actor))
        case Question.PRIORITIES:
            return str(site.do(hall.ask_priorities, conference, most=1, actor=actor))
        case Question.TEST:
            return str(site.do(hall.ask_test, conference, actor=actor))
        case Question.AMENDMENT:
            return str(site.do(some.prepare, one, actor=actor))
        case _:
            opinion = {"title": "How?", "answers": ["This", "That"], "actor": actor}
            return str(site.do(hall.ask_opinion, conference, question, **opinion))


ASKED = sorted(set(Question) - {Question.PANEL_TEXT, Question.CONSENT})


@pytest.mark.parametrize("question", ASKED)
def test_a_vote_is_english_before_while_and_after_it_runs(
    site: Site, english: tuple[TestClient, TestClient], question: Question
) -> None:
    desk, phone = english
    poll = ask(site, question)
    at = f"/leitung/abstimmungen/{poll}"
    seen = [(desk, at), (phone, f"/abstimmungen/{poll}"), (phone, "/"), (desk, "/leitung"), (desk, "/protokoll")]
    if question in (Question.PRIORITIES, Question.CHOICE):
        seen.append((phone, f"/saal/{make_link(site)}?sprache=en"))
    found = {f"prepared {path}": find_german(browser, path) for browser, path in seen}

    site.do(services.polls.open_poll, poll, actor=site.people["moderator"])
    seen.append((desk, f"{at}/verzeichnis?suche=person"))
    found |= {f"open {path}": find_german(browser, path) for browser, path in seen}

    is_named = question in {Question.CHOICE, Question.PRIORITIES, Question.SINGLE, Question.MULTIPLE, Question.SCALE}
    site.do(services.polls.cast, poll, "1" if is_named else "yes", actor=site.people["participant"])
    site.do(services.polls.close_poll, poll, actor=site.people["moderator"])
    seen.append((phone, "/abstimmungen"))
    found |= {f"closed {path}": find_german(browser, path) for browser, path in seen}

    assert {place: words for place, words in found.items() if words} == {}


def test_asking_and_what_is_refused_are_english(site: Site, english: tuple[TestClient, TestClient]) -> None:
    desk, phone = english
    amendment = site.propose("participant", "five towns")
    queued = site.do(services.questions.prepare, amendment, actor=site.people["moderator"])
    site.do(services.amendments.withdraw, amendment, actor=site.people["participant"])
    seen = [(desk, f"/leitung/frage/{kind.slug}") for kind in KINDS]
    seen += [(desk, "/leitung/frage"), (desk, "/leitung/gemeinsam"), (desk, f"/leitung/abstimmungen/{queued}")]
    seen += [(desk, "/leitung/abstimmungen/none"), (phone, "/leitung"), (desk, "/nowhere")]

    found = {path: find_german(browser, path) for browser, path in seen}

    assert {place: words for place, words in found.items() if words} == {}
