"""The page of settings."""

from __future__ import annotations

import pytest

from drafting import queries
from tests.site import Site

FIELDS = {
    "name": "Fachkonferenz 2026",
    "rule": "two_thirds_of_cast",
    "requires_reason": "ja",
    "amendments_close_at": "2026-11-20T18:00",
    "length_budget": "12.000",
    "minimum_supporters": "3",
    "amendments_per_person": "",
    "pull_out_threshold": "2",
    "objection_hours": "48",
    "poll_seconds": "60",
    "confirms_effects": "ja",
}


def test_an_organizer_sees_and_saves_the_settings(site: Site) -> None:
    organizer = site.browser("organizer")
    assert organizer.get("/einstellungen").template.name == "settings/show.html"
    assert organizer.post("/einstellungen", data=FIELDS).status_code == 303

    settings = site.look_up(queries.settings.get_settings, site.conference_id)
    assert (settings.name, settings.rule) == ("Fachkonferenz 2026", "two_thirds_of_cast")
    assert (settings.length_budget, settings.minimum_supporters, settings.amendments_per_person) == (12_000, 3, 0)
    assert (settings.poll_seconds, settings.confirms_effects, settings.enables_weights) == (60, True, False)
    page = organizer.get("/einstellungen")
    assert 'value="2026-11-20T18:00"' in page.text
    assert organizer.post("/einstellungen", data={**FIELDS, "amendments_close_at": ""}).status_code == 303
    assert site.look_up(queries.settings.get_settings, site.conference_id).amendments_close_at is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pull_out_threshold", "0"),
        ("length_budget", "viel"),
        ("amendments_close_at", "bald"),
        ("rule", ""),
        ("name", " "),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(site: Site, field: str, value: str) -> None:
    response = site.browser("organizer").post("/einstellungen", data={**FIELDS, field: value})
    assert response.status_code == 422
    assert response.context["form"].error(field)
    assert 'value="48"' in response.text
    assert site.look_up(queries.settings.get_settings, site.conference_id).name == "Fachkonferenz 2025"


@pytest.mark.parametrize("role", ["moderator", "participant", "observer"])
def test_settings_are_for_organizers(site: Site, role: str) -> None:
    assert site.browser(role).get("/einstellungen").status_code == 403
    assert site.browser(role).post("/einstellungen", data=FIELDS).status_code == 403
