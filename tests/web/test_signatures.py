"""Signing in the browser: organizers ask, somebody without an account signs by link, and nobody is named unasked."""

from __future__ import annotations

import re

from sqlalchemy import select

from drafting import queries, services
from drafting.models import Signature, SignatureLink
from drafting.rules.lifecycle import Phase
from drafting.rules.signing import SignatureState
from tests.site import Site
from tests.web.signatures import ask, begin, change_text, day, fill, link, replace, set_deadline, sign

WARNING = '<svg class="i"'
WRONG: list[tuple[dict[str, str], str]] = [
    ({}, "antwort"),
    ({"antwort": "vielleicht"}, "antwort"),
    ({"antwort": "signed", "name": " "}, "name"),
    ({"antwort": "signed", "funktion": ""}, "funktion"),
    ({"antwort": "signed", "name": "x" * 121}, "name"),
    ({"antwort": "reserved"}, "bis"),
    ({"antwort": "reserved", "bis": "31.12.2099"}, "bis"),
    ({"antwort": "reserved", "bis": "2000-01-01"}, "bis"),
    ({"antwort": "reserved", "bis": "9999-12-31"}, "bis"),
]


def test_whoever_has_the_link_reads_the_whole_text_and_signs_in_two_steps(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    stranger = site.stranger()
    page = stranger.get(address)
    assert page.template.name == "signing/show.html"
    for words in ("Stadt Rosenau", "Schriftform abbauen", "alle Schriftformerfordernisse", "Digitalcheck einführen"):
        assert words in page.text
    assert page.headers["x-robots-tag"] == "noindex, nofollow"

    form = fill(page.text, antwort="signed")
    asked = stranger.post(address, data=form)
    assert asked.template.name == "signing/confirm.html"
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
    unsure = stranger.post(address, data={**form, "schritt": "erklaeren"})
    assert (unsure.status_code, unsure.context["form"].error("befugt") != "") == (422, True)
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
    done = stranger.post(address, data={**form, "schritt": "erklaeren", "befugt": "ja"})
    assert (done.status_code, done.headers["location"]) == (303, address)

    receipt = stranger.get(address)
    assert "Stadt Rosenau zeichnet mit." in receipt.text
    assert "Berta Berg, Bürgermeisterin" in receipt.text
    assert f"{address}/zurueckziehen" in receipt.text
    assert "Stadt Rosenau" in site.browser("observer").get("/mitzeichnungen/liste").text


def test_going_back_keeps_what_was_typed(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    form = fill(site.stranger().get(address).text, antwort="declined")
    # Going back leads to the form, not to the top of a long text.
    assert f'value="zurueck" formaction="{address}#erklaerung"' in site.stranger().post(address, data=form).text

    page = site.stranger().post(address, data={**form, "schritt": "zurueck"})

    assert page.template.name == "signing/show.html"
    assert 'value="declined" checked' in page.text
    assert 'value="Berta Berg"' in page.text


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    stranger = site.stranger()
    page = stranger.get(address).text
    for answers, field in WRONG:
        form = fill(page, **answers)

        shown = stranger.post(address, data=form)

        assert (shown.status_code, list(shown.context["form"].errors)) == (422, [field])
        assert shown.context["form"].value("name") == form["name"]
        assert "<title>Fehler: Mitzeichnung" in shown.text
        assert shown.text.index('<a href="#erklaerung">Zur Erklärung</a>') < shown.text.index('id="wortlaut"')
        assert f'role="alert"><p>{WARNING}' not in shown.text.split('id="wortlaut"')[0]
        summary = shown.text.split('id="erklaerung"')[1].split("<form")[0]
        assert f'<a href="#{field}">{shown.context["form"].error(field)}</a>' in summary
        assert f'id="{field}"' in shown.text
    assert f'action="{address}#erklaerung"' in page
    shown = stranger.post(address, data=fill(page, antwort="reserved", name="", funktion=""))
    assert list(shown.context["form"].errors) == ["name", "funktion", "bis"], "all at once"


def test_a_double_click_signs_once_and_another_answer_meanwhile_is_told(site: Site) -> None:
    begin(site)
    signature_id = ask(site)
    address = link(site, signature_id)
    form = {**fill(site.stranger().get(address).text, antwort="signed"), "schritt": "erklaeren", "befugt": "ja"}
    first, second = (site.stranger().post(address, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)

    other = site.stranger().post(address, data={**form, "antwort": "declined"})

    assert other.status_code == 409
    assert "schon etwas anderes erklärt" in other.text
    with site.database.read() as session:
        kept = session.get_one(Signature, signature_id)
        assert (kept.state, kept.revision) == (SignatureState.SIGNED, 1)


def test_a_reservation_is_confirmed_by_the_same_link_even_after_the_end(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    sign(site.stranger(), address, antwort="reserved", bis=day(60).isoformat())
    listed = site.browser("observer").get("/mitzeichnungen/liste").text
    assert "Stadt Rosenau" in listed
    assert "vorbehaltlich Gremienbeschluss" in listed

    set_deadline(site, -1)
    site.do(services.conferences.set_phase, site.conference_id, Phase.ARCHIVED, actor=site.people["organizer"])
    assert sign(site.stranger(), address, antwort="signed").status_code == 303

    assert "vorbehaltlich Gremienbeschluss" not in site.browser("observer").get("/mitzeichnungen/liste").text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1


def test_each_link_that_opens_nothing_says_why(site: Site) -> None:
    begin(site)
    revoked, late = ask(site), ask(site, "Gemeinde Spätau")
    organizer, stranger = site.browser("organizer"), site.stranger()
    first = link(site, revoked)
    organizer.post(f"/mitzeichnungen/{revoked}", data={"tun": "link-beenden"})
    address = link(site, late)
    set_deadline(site, -1)

    for path, status, words in (
        ("/mitzeichnung/geraten", 404, "kennen wir nicht"),
        (first, 410, "zurückgezogen oder durch einen neuen ersetzt"),
        (address, 410, "Frist zur Mitzeichnung ist abgelaufen"),
    ):
        for answer in (
            stranger.get(path),
            stranger.get(f"{path}/beschlussvorlage.docx"),
            stranger.get(f"{path}/zurueckziehen"),
            stranger.post(path, data={"antwort": "declined"}),
            stranger.post(path, data={"antwort": "declined", "schritt": "erklaeren", "befugt": "ja"}),
        ):
            assert (answer.status_code, answer.template.name) == (status, "signing/over.html")
            assert words in answer.text


def test_a_renewed_link_ends_the_one_before(site: Site) -> None:
    begin(site)
    signature_id = ask(site)
    old = link(site, signature_id)
    page = site.browser("organizer").post(f"/mitzeichnungen/{signature_id}", data={"tun": "neuer-link"})
    new = re.search(r'value="https://konferenz\.example(/mitzeichnung/\w+)" readonly', page.text)
    assert new
    assert (site.stranger().get(old).status_code, site.stranger().get(new[1]).status_code) == (410, 200)


def test_no_link_can_be_read_out_of_the_database(site: Site) -> None:
    begin(site)
    signature_id = ask(site, email="ria@rosenau.example")
    token = link(site, signature_id).rsplit("/", 1)[1]
    site.browser("organizer").post(f"/mitzeichnungen/{signature_id}", data={"tun": "mail"})

    with site.database.read() as session:
        stored = session.connection().exec_driver_sql("SELECT body FROM mails").scalars().all()
        links = session.scalars(select(SignatureLink)).all()

    assert [(len(stored), token in text) for text in stored] == [(1, False)]
    assert [token in (each.token_hash, each.key) for each in links] == [False]


def test_a_change_of_the_text_while_somebody_reads_is_said_before_anything_is_kept(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    form = fill(site.stranger().get(address).text, antwort="signed")
    change_text(site, "alle Schriftformerfordernisse", "fast alle Schriftformerfordernisse")
    replace(site, is_slip=False)

    for step in ({}, {"schritt": "erklaeren", "befugt": "ja"}):
        answer = site.stranger().post(address, data={**form, **step})
        assert answer.status_code == 409
        assert "Der Wortlaut hat sich inzwischen geändert" in answer.text
        assert "fast alle Schriftformerfordernisse" in answer.text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0


def test_a_slip_is_listed_and_a_real_change_needs_a_new_yes(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    sign(site.stranger(), address, antwort="signed")
    change_text(site, "verzichtbar", "verzichtbarr")
    assert replace(site, is_slip=True).status_code == 303
    page = site.stranger().get(address)
    assert "Forderung 1 berichtigt." in page.text
    assert "Schreibfehler, die Erklärung gilt weiter." in page.text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1

    change_text(site, "alle Schriftformerfordernisse", "keine Schriftformerfordernisse")
    refused = replace(site, is_slip=True)
    assert refused.status_code == 422
    assert "mehr als ein Schreibfehler (Forderung 1)" in refused.context["form"].error("art")
    assert replace(site, is_slip=False).status_code == 303
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
    assert "Der Wortlaut hat sich seit dieser Erklärung geändert" in site.stranger().get(address).text
    sign(site.stranger(), address, antwort="signed")
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1


def test_withdrawing_takes_two_steps_and_can_be_done_after_the_end(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    sign(site.stranger(), address, antwort="signed")
    set_deadline(site, -1)
    site.do(services.conferences.set_phase, site.conference_id, Phase.ARCHIVED, actor=site.people["organizer"])
    assert "abgelaufen" not in site.stranger().get(address).text
    asked = site.stranger().get(f"{address}/zurueckziehen")
    assert asked.template.name == "signing/withdraw.html"
    for wrong in ({"befugt": "ja", "name": " "}, {"befugt": ""}, {"befugt": "ja", "name": "x" * 121}):
        refused = site.stranger().post(f"{address}/zurueckziehen", data=fill(asked.text, **wrong))
        assert (refused.status_code, refused.template.name) == (422, "signing/withdraw.html")
        assert "Noch nichts zurückgezogen." in refused.text
    for _ in range(2):
        told = fill(asked.text, befugt="ja", name="Vera Vize")
        answer = site.stranger().post(f"{address}/zurueckziehen", data=told)
        assert (answer.status_code, answer.headers["location"]) == (303, address)

    receipt = site.stranger().get(address)
    assert "Die Mitzeichnung ist zurückgezogen." in receipt.text
    assert "<dt>Erklärung</dt><dd>Ja, wir zeichnen mit.</dd>" in receipt.text
    page = receipt.context["page"]
    assert page.declared.at < page.withdrawal.at
    assert "</time>, über den Link, von Vera Vize</dd>" in receipt.text
    assert "<dt>Erklärt von</dt><dd>Berta Berg, Bürgermeisterin</dd>" in receipt.text
    assert "Antworten ist nicht mehr möglich" in receipt.text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
