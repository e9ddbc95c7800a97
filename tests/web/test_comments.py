"""Comments on pages: writing, answering, moderating; nothing typed is lost, nothing written becomes markup."""

from __future__ import annotations

import pytest

from drafting import events, queries, services
from drafting.web.fragments import list_changed, paint
from drafting.web.live import Topic
from tests.site import Site
from tests.web.test_demands import demand_id

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)"> javascript:alert(3) https://x.example/"onclick="a'


def write(site: Site, text: str = "Gut so.", *, role: str = "participant") -> str:
    comment: str = site.do(services.comments.comment_on_demand, demand_id(site), text=text, actor=site.people[role])
    return comment


def test_a_comment_leads_back_to_itself_and_a_double_click_writes_once(site: Site) -> None:
    site.import_paper()
    browser, demand = site.browser("participant"), demand_id(site)
    responses = [browser.post(f"/forderungen/{demand}/kommentare", data={"text": "Eins\r\nZwei"}) for _ in range(2)]
    assert [response.status_code for response in responses] == [303, 303]
    address = responses[0].headers["location"]
    assert address.startswith(f"/forderungen/{demand}#kommentar-")
    assert responses[1].headers["location"] == address
    page = browser.get(f"/forderungen/{demand}")
    assert f'id="{address.partition("#")[2]}"' in page.text
    assert "<p>Eins<br>Zwei</p>" in page.text
    assert "1 Kommentar<" in page.text


def test_what_somebody_writes_is_never_markup(site: Site) -> None:
    site.import_paper()
    comment = write(site, EVIL)
    site.do(services.comments.hide, comment, reason=EVIL[:400], actor=site.people["moderator"])
    for role in ("moderator", "observer"):
        page = site.browser(role).get(f"/forderungen/{demand_id(site)}").text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert 'onclick="a' not in page
    for address in ("ausblenden", "antworten"):
        page = site.browser("moderator").get(f"/kommentare/{comment}/{address}").text
        assert "<script>alert" not in page


def test_an_empty_or_endless_comment_comes_back_with_its_words(site: Site) -> None:
    site.import_paper()
    browser, demand = site.browser("participant"), demand_id(site)
    for text in ("  ", "x" * 3_001):
        response = browser.post(f"/forderungen/{demand}/kommentare", data={"text": text})
        assert response.status_code == 422
        assert response.template.name == "comments/edit.html"
        assert response.context["form"].error("text")
        assert text in response.text


def test_too_late_a_comment_is_refused_and_its_words_are_kept(site: Site) -> None:
    site.import_paper()
    site.do(services.conferences.set_phase, site.conference_id, "closing", actor=site.people["organizer"])
    response = site.browser("participant").post(
        f"/forderungen/{demand_id(site)}/kommentare", data={"text": "Noch etwas"}
    )
    assert response.status_code == 403
    assert "Noch etwas" in response.text
    page = site.browser("participant").get(f"/forderungen/{demand_id(site)}")
    assert 'name="text"' not in page.text
    assert page.context["comments"].why_not in page.text


def test_observers_read_and_do_not_write(site: Site) -> None:
    site.import_paper()
    comment = write(site)
    browser = site.browser("observer")
    assert "Gut so." in browser.get(f"/forderungen/{demand_id(site)}").text
    for address in (f"/forderungen/{demand_id(site)}/kommentare", f"/kommentare/{comment}/antworten"):
        assert browser.post(address, data={"text": "Ich auch"}).status_code == 403
    assert browser.get(f"/kommentare/{comment}/antworten").status_code == 403


def test_an_answer_stands_in_its_thread(site: Site) -> None:
    site.import_paper()
    comment = write(site)
    response = site.browser("moderator").post(f"/kommentare/{comment}/antworten", data={"text": "Danke."})
    assert response.status_code == 303
    (thread,) = site.browser("observer").get(f"/forderungen/{demand_id(site)}").context["comments"].threads
    assert [(card.text, card.office) for card in thread.answers] == [("Danke.", "Moderation")]


def test_one_changes_ones_own_comment_alone(site: Site) -> None:
    site.import_paper()
    comment = write(site)
    own, other = site.browser("participant"), site.browser("moderator")
    assert "Gut so." in own.get(f"/kommentare/{comment}/bearbeiten").text
    assert other.get(f"/kommentare/{comment}/bearbeiten").status_code == 403
    refused = other.post(f"/kommentare/{comment}/bearbeiten", data={"text": "Fremd"})
    assert refused.status_code == 403
    assert own.post(f"/kommentare/{comment}/bearbeiten", data={"text": "Besser."}).status_code == 303
    page = own.get(f"/forderungen/{demand_id(site)}").text
    assert "Besser." in page
    assert "bearbeitet" in page


def test_moderators_hide_with_a_reason_and_show_again(site: Site) -> None:
    site.import_paper()
    comment = write(site, "Unfug")
    browser, address = site.browser("moderator"), f"/kommentare/{comment}/ausblenden"
    refused = browser.post(address, data={"reason": " "})
    assert refused.status_code == 422
    assert refused.context["form"].error("reason")
    assert browser.post(address, data={"reason": "Beleidigt"}).status_code == 303
    reader = site.browser("observer").get(f"/forderungen/{demand_id(site)}").text
    assert "Unfug" not in reader
    assert "Beleidigt" in reader
    assert "Unfug" in browser.get(f"/forderungen/{demand_id(site)}").text
    assert browser.post(f"/kommentare/{comment}/einblenden").status_code == 303
    assert "Unfug" in site.browser("observer").get(f"/forderungen/{demand_id(site)}").text


@pytest.mark.parametrize("address", ["ausblenden", "einblenden"])
def test_nobody_else_moderates(site: Site, address: str) -> None:
    site.import_paper()
    comment = write(site)
    for role in ("participant", "observer"):
        response = site.browser(role).post(f"/kommentare/{comment}/{address}", data={"reason": "Weg"})
        assert response.status_code == 403
    assert site.stranger().post(f"/kommentare/{comment}/{address}").status_code == 303


def test_the_threads_alone_are_there_for_scripts_and_a_way_back_for_people(site: Site) -> None:
    site.import_paper()
    write(site)
    address = f"/forderungen/{demand_id(site)}/kommentare"
    partial = site.browser("participant").get(address, headers={"hx-request": "true"})
    assert partial.template.name == "comments/_threads.html"
    assert "<html" not in partial.text
    assert site.browser("participant").get(address).headers["location"].endswith("#kommentare")


def test_everybody_hears_how_many_there_are_and_nothing_else(site: Site) -> None:
    site.import_paper()
    amendment = site.propose("participant")
    write(site, "Geheim")
    site.do(services.comments.comment_on_amendment, amendment, text="Geheim", actor=site.people["moderator"])
    demand = demand_id(site)
    names = [f"comments-demand-{demand}", f"comments-amendment-{amendment}"]
    topics = [Topic(site.conference_id, "de", name) for name in names]
    for topic, data in site.look_up(paint, topics).items():
        html = data.decode()
        assert f'id="{topic.name}"' in html
        assert 'data-count="1"' in html
        assert "Geheim" not in html
        assert "Person" not in html
    other = site.do(services.conferences.create, name="Andere")
    assert site.look_up(paint, [Topic(other, "de", names[0])]) == {}
    changed = list_changed(events.CommentChanged(conference_id="c", demand_id="d"))
    assert "comments-demand-d" in changed
    assert not any(name.startswith("demand-") for name in changed)


def test_comments_on_an_amendment_stand_on_its_page(site: Site) -> None:
    site.import_paper()
    amendment = site.propose("participant")
    response = site.browser("moderator").post(f"/antraege/{amendment}/kommentare", data={"text": "Warum?"})
    assert response.headers["location"].startswith(f"/antraege/{amendment}#kommentar-")
    assert "Warum?" in site.browser("observer").get(f"/antraege/{amendment}").text


def test_support_is_shown_by_size_of_municipality(site: Site) -> None:
    site.import_paper()
    amendment = site.propose("participant")
    site.do(
        services.municipalities.set_populations,
        site.conference_id,
        {"Calw": 24_281},
        actor=site.people["organizer"],
    )
    assert "supports-totals" not in site.browser("observer").get(f"/antraege/{amendment}").text
    site.do(services.amendments.support, amendment, actor=site.people["moderator"])
    page = site.browser("observer").get(f"/antraege/{amendment}")
    assert page.context["totals"].sizes[0].names == ("Calw",)
    assert "1 Person aus 1 Kommune" in page.text
    assert "20.000 bis 50.000" in page.text


@pytest.mark.parametrize("path", ["/forderungen/x/kommentare", "/antraege/x/kommentare", "/kommentare/x/antworten"])
def test_what_does_not_exist_is_not_found(site: Site, path: str) -> None:
    site.import_paper()
    assert site.browser("participant").post(path, data={"text": "Hallo"}).status_code == 404
    assert site.look_up(queries.papers.get_outline, site.conference_id).demand_count == 2
