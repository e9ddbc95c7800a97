"""The editor: fields and text, live preview, handing in, and nothing lost when it is refused."""

from __future__ import annotations

import pytest
from httpx2 import Response

from drafting import queries, services
from drafting.text.markdown import normalise
from drafting.web.editing import Fields
from tests.site import FIRST, SECOND, Site
from tests.web.test_demands import adopt, demand_id
from tests.web.test_papers import propose

WHY = "Damit es geht."


def send(
    site: Site, *, old: str = "alle", new: str = "sämtliche", role: str = "participant", **fields: str
) -> Response:
    """Open the editor, change words in the text, and send it."""
    address = f"/forderungen/{demand_id(site)}/aendern"
    editor = site.browser(role).get(address).context["editor"]
    data = {
        "fassung": editor.base_version_id,
        "title": editor.fields.title,
        "text": editor.fields.text.replace("alle", new),
        "reasons": editor.fields.reasons or "",
        "reason": WHY,
        **fields,
    }
    headers = {"hx-request": "true"} if fields.get("tun") == "vorschau" and role == "participant" else {}
    return site.browser(role).post(address, data=data, headers=headers)


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        SECOND,
        "# Nur ein Titel",
        "# \n\nOhne Titel",
        "# T\n\n1\\. Januar 2026 gilt es.\n\n- a\n  1. b\n\n> Grund eins\n\n> Grund _zwei_",
        "# 1. Titel mit **Zeichen**\n\nText",
    ],
)
def test_taking_a_text_apart_and_putting_it_together_changes_nothing(text: str) -> None:
    assert Fields.of(text).compose() == normalise(text)


def test_reasons_between_paragraphs_stay_where_they_are() -> None:
    text = "# T\n\nEins\n\n> Warum eins\n\nZwei"
    assert Fields.of(text).reasons is None
    assert Fields.of(text).compose() == text


def test_the_word_that_introduces_reasons_is_not_kept() -> None:
    assert Fields("T", "Text", "Begründung: Weil es so ist.").compose() == "# T\n\nText\n\n> Weil es so ist."


def test_nothing_in_the_text_becomes_the_title() -> None:
    assert Fields("T", "# Gar kein Titel", "").compose().startswith("# T\n\n\\# Gar kein Titel")


def test_the_editor_begins_with_the_present_text(site: Site) -> None:
    site.import_paper()
    response = site.browser("participant").get(f"/forderungen/{demand_id(site)}/aendern?absatz=1")
    editor = response.context["editor"]
    assert response.template.name == "amendments/edit.html"
    assert editor.fields.title == "Schriftform abbauen"
    assert editor.fields.text.startswith("Wir fordern das Land auf")
    assert editor.fields.reasons == "Papier kostet Zeit."
    assert (editor.place.field, editor.place.caret) == ("text", len(editor.fields.text))


LONG = "# Titel\n\nEins.\n\n- a\n  - b\n- a\n\nEins.\n\n> Weil.\n\n> Darum."


@pytest.mark.parametrize(
    ("index", "field", "before"),
    [
        (0, "title", "Titel"),
        (1, "text", "Eins."),
        (3, "text", "Eins.\n\n- a\n  - b"),
        (4, "text", "Eins.\n\n- a\n  - b\n- a"),
        (5, "text", "Eins.\n\n- a\n  - b\n- a\n\nEins."),
        (6, "reasons", "Weil."),
        (7, "reasons", "Weil.\n\nDarum."),
        (99, "title", "Titel"),
    ],
)
def test_the_editor_opens_at_the_end_of_the_block_whose_pencil_was_used(index: int, field: str, before: str) -> None:
    place = Fields.find_place(LONG, index)
    value = getattr(Fields.of(LONG), field)
    assert (place.field, value[: place.caret]) == (field, before)


def test_the_title_and_the_reason_open_with_their_fold(site: Site) -> None:
    site.import_paper()
    address = f"/forderungen/{demand_id(site)}/aendern"
    for index, field in ((0, "title"), (2, "reasons")):
        response = site.browser("participant").get(f"{address}?absatz={index}")
        assert response.context["editor"].place.field == field
        assert '<details class="fold-out" open>' in response.text


def test_a_script_gets_the_preview_alone(site: Site) -> None:
    site.import_paper()
    response = send(site, tun="vorschau")
    assert response.template.name == "amendments/_preview.html"
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text
    assert response.context["preview"].sentences


def test_without_scripts_the_preview_is_the_page_with_what_was_typed(site: Site) -> None:
    site.import_paper()
    response = send(site, role="moderator", tun="vorschau")
    assert response.status_code == 200
    assert response.template.name == "amendments/edit.html"
    assert "<ins>sämtliche</ins>" in response.text
    assert response.context["editor"].reason == WHY


def test_the_preview_says_who_wants_the_same_words(site: Site) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse")
    response = send(site, role="moderator", tun="vorschau")
    assert "Ä1 (Stadt Calw) ändert dieselben Wörter" in response.text


def test_an_amendment_is_handed_in(site: Site) -> None:
    site.import_paper()
    response = send(site)
    assert response.status_code == 303
    card = site.look_up(queries.amendments.get_card, response.headers["location"].rsplit("/", 1)[1])
    assert (card.label, card.reason, card.place) == ("Ä1", WHY, "Zeile 2")


def test_a_text_without_a_change_comes_back_with_a_message(site: Site) -> None:
    site.import_paper()
    response = send(site, new="alle")
    assert response.status_code == 422
    assert response.context["form"].error("text")
    assert 'aria-invalid="true"' in response.text


def test_a_missing_reason_is_said_beside_its_field(site: Site) -> None:
    site.import_paper()
    response = send(site, reason=" ")
    assert response.status_code == 422
    assert response.context["form"].error("reason")
    assert "sämtliche" in response.context["editor"].fields.text


def test_when_the_intake_closes_while_somebody_writes_the_text_is_not_lost(site: Site) -> None:
    site.import_paper()
    address = f"/forderungen/{demand_id(site)}/aendern"
    version = site.browser("participant").get(address).context["editor"].base_version_id
    site.do(services.conferences.set_phase, site.conference_id, "decision", actor=site.people["organizer"])
    data = {"fassung": version, "title": "Schriftform abbauen", "text": "Ganz anderer Text.", "reason": WHY}
    response = site.browser("participant").post(address, data=data)
    assert response.status_code in (403, 409)
    assert "Ganz anderer Text." in response.text


def test_a_text_written_for_an_older_version_is_carried_over(site: Site) -> None:
    site.import_paper()
    address = f"/forderungen/{demand_id(site)}/aendern"
    editor = site.browser("participant").get(address).context["editor"]
    adopt(site, propose(site, "muss das Gesetz", "muss jedes Gesetz"))
    data = {
        "fassung": editor.base_version_id,
        "title": editor.fields.title,
        "text": editor.fields.text.replace("alle", "sämtliche"),
        "reasons": editor.fields.reasons,
        "reason": WHY,
    }
    response = site.browser("participant").post(address, data=data)
    assert response.status_code == 303
    card = site.look_up(queries.amendments.get_card, response.headers["location"].rsplit("/", 1)[1])
    assert card.base_version_number == 2


def test_observers_cannot_amend(site: Site) -> None:
    site.import_paper()
    response = site.browser("observer").get(f"/forderungen/{demand_id(site)}/aendern")
    assert response.status_code == 403
    assert "<textarea" not in response.text


def test_a_new_demand_is_handed_in(site: Site) -> None:
    site.import_paper()
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    address = f"/papier/abschnitte/{section}/neu"
    assert site.browser("participant").get(address).status_code == 200
    data = {
        "fassung": "",
        "title": "Breitband für alle",
        "text": "Wir fordern Glasfaser.",
        "reasons": "",
        "reason": WHY,
    }
    preview = site.browser("participant").post(address, data={**data, "tun": "vorschau"})
    assert "Wir fordern Glasfaser." in preview.text
    response = site.browser("participant").post(address, data=data)
    assert response.status_code == 303
    assert site.browser("observer").get(response.headers["location"]).context["page"].card.kind == "new"
