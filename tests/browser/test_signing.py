"""Signing as it happens: an organizer makes a link, the mayor signs with a reservation on a phone, then withdraws."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from drafting.models import now
from drafting.rules.signing import local_day
from tests.browser.hall import Halls
from tests.browser.test_outcomes import prepare


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_link_is_signed_with_a_reservation_seen_and_withdrawn(halls: Halls, tmp_path: Path, scripts: bool) -> None:
    with halls.open(tmp_path / "data") as hall:
        prepare(hall)
        until = local_day(now()) + timedelta(days=60)
        desk = hall.organizer("Olga Orga").goes_to("/brief")
        desk.get_by_role("link", name="Mitzeichnung durch Kommunen").click()
        desk.get_by_label("Frist").fill((until - timedelta(days=30)).isoformat())
        desk.get_by_role("button", name="Mitzeichnung beginnen").click()
        desk.get_by_text("Kommune aufnehmen").click()
        desk.get_by_label("Kommune", exact=True).fill("Stadt Rosenau")
        desk.get_by_role("button", name="Aufnehmen").click()
        desk.get_by_role("link", name="Stadt Rosenau").click()
        desk.get_by_role("button", name="Link erstellen").click()
        link = desk.get_by_label("Link kopieren").input_value()

        phone = hall.stranger(scripts=scripts)
        phone.goto("/mitzeichnung/" + link.rsplit("/", 1)[1])
        expect(phone.get_by_role("heading", level=1)).to_have_text("Mitzeichnung: Stadt Rosenau")
        expect(phone.get_by_text("alle Schriftformerfordernisse zu streichen")).to_be_visible()
        phone.get_by_label("Ja, vorbehaltlich Gremienbeschluss").check()
        phone.get_by_label("Das Gremium entscheidet bis").fill(until.isoformat())
        phone.get_by_label("Ihr Name").fill("Berta Berg")
        phone.get_by_role("button", name="Weiter zur Bestätigung").click()
        # What is missing is on the screen, not a long text away, and is where the keyboard goes on.
        missing = phone.get_by_role("alert")
        expect(missing).to_contain_text("Bitte geben Sie Ihre Funktion an.")
        expect(missing).to_be_in_viewport()
        expect(phone.get_by_role("heading", name="Erklärung")).to_be_focused()
        expect(phone).to_have_title(re.compile("^Fehler: Mitzeichnung"))
        phone.get_by_label("Ihre Funktion").fill("Bürgermeisterin")
        phone.get_by_role("button", name="Weiter zur Bestätigung").click()
        phone.get_by_role("button", name="Zurück und ändern").click()
        expect(phone.get_by_label("Ihre Funktion")).to_have_value("Bürgermeisterin")
        expect(phone.get_by_role("heading", name="Erklärung")).to_be_in_viewport()
        phone.get_by_role("button", name="Weiter zur Bestätigung").click()
        phone.get_by_label("Ich bin befugt").check()
        phone.get_by_role("button", name="So erklären").click()
        expect(phone.get_by_role("status")).to_contain_text("Stadt Rosenau zeichnet mit, vorbehaltlich")

        desk.goto("/mitzeichnungen")
        row = desk.get_by_role("row", name="Stadt Rosenau")
        expect(row).to_contain_text("vorbehaltlich Gremienbeschluss")
        expect(row).to_contain_text("Berta Berg")

        phone.get_by_role("link", name="Mitzeichnung zurückziehen").click()
        phone.get_by_label("Ihr Name").fill("Berta Berg")
        phone.get_by_label("Ich bin befugt").check()
        phone.get_by_role("button", name="Ja, zurückziehen").click()
        expect(phone.get_by_role("status")).to_contain_text("Die Mitzeichnung ist zurückgezogen.")
        desk.reload()
        expect(row).to_contain_text("zurückgezogen")
        # The refusal answers with its status, which the browser notes.
        assert [line for line in hall.complaints() if "422" not in line] == []
