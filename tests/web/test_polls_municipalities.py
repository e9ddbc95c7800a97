"""Votes by municipality on the phone: for whom one votes, what the vote weighs, and the result in votes."""

from __future__ import annotations

from drafting import services
from drafting.rules.questions import CountedBy
from drafting.services.asking import Terms
from tests.site import Site
from tests.web.test_polls_kinds import ask, close, vote, words


def test_a_delegate_is_told_for_whom_they_vote_and_what_it_weighs(site: Site) -> None:
    organizer = site.people["organizer"]
    site.do(services.conferences.change_settings, site.conference_id, enables_weights=True, actor=organizer)
    delegate = site.people["participant"]
    site.do(services.municipalities.name_delegate, site.conference_id, "Stadt Calw", delegate, actor=organizer)
    site.do(services.municipalities.set_weight, site.conference_id, "Stadt Calw", 3, actor=organizer)
    poll = ask(site, "paper", Terms(counts_by=CountedBy.MUNICIPALITY, is_weighted=True))
    page = words(site.browser("participant").get(f"/abstimmungen/{poll}").text)
    assert "Sie stimmen für Calw. Ihre Stimme zählt 3-fach." in page
    assert "Hier hat jede Kommune eine Stimme." in site.browser("moderator").get(f"/abstimmungen/{poll}").text
    vote(site, poll, participant="yes")
    page = words(site.browser("participant").get(f"/abstimmungen/{poll}").text)
    assert "Gespeichert. Sie haben für Calw abgestimmt. Ihre Stimme zählt 3-fach. Bis zum Schluss änderbar." in page
    said = "1 von 1 haben abgestimmt, 0 nicht. Gewichtet nach Kommune: 3 von 3 Stimmen."
    desk = site.browser("moderator")
    assert "offene Abstimmung · gewichtet" in words(desk.get(f"/leitung/abstimmungen/{poll}").text)
    assert said in words(close(site, poll))
    # Weights are called people nowhere.
    token = site.do(services.screens.renew_link, site.conference_id, actor=site.people["moderator"])
    for address in (f"/saal/{token}", f"/leitung/abstimmungen/{poll}"):
        page = words(desk.get(address).text)
        assert said in page
        assert page.count("haben abgestimmt") == 1
    assert said in words(desk.get("/abstimmungen").text)
