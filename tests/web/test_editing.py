"""The editor: fields and text, live preview, handing in, and nothing lost when it is refused."""

from __future__ import annotations

import pytest
from httpx2 import Response

from drafting import queries, services
from drafting.text.markdown import normalise
from drafting.web.editor_fields import Fields
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


# Drafts


def test_a_draft_is_kept_by_a_script_and_is_there_on_another_device(site: Site) -> None:
    site.import_paper()
    address = f"/forderungen/{demand_id(site)}/aendern"
    editor = site.browser("participant").get(address).context["editor"]
    data = {
        "fassung": editor.base_version_id,
        "title": editor.fields.title,
        "text": "Anders.",
        "reasons": "",
        "tun": "entwurf",
    }
    answer = site.browser("participant").post(address, data=data, headers={"hx-request": "true"})
    assert (answer.status_code, bool(answer.headers["x-draft"])) == (204, True)

    page = site.browser("participant").get(address)
    assert page.context["editor"].fields.text == "Anders."
    assert "Ihr Entwurf ist wieder da." in page.text
    assert site.browser("moderator").get(address).context["editor"].fields.text != "Anders."


def test_without_scripts_a_button_keeps_the_draft(site: Site) -> None:
    site.import_paper()
    response = send(site, tun="entwurf", headline="Mehr", mit="Person moderator")
    assert response.status_code == 303
    page = site.browser("participant").get(response.headers["location"])
    editor = page.context["editor"]
    assert "sämtliche" in editor.fields.text
    assert (editor.reason, editor.besides.headline, editor.besides.names) == (WHY, "Mehr", ("Person moderator",))


def test_a_draft_is_discarded(site: Site) -> None:
    site.import_paper()
    address = send(site, tun="entwurf").headers["location"]
    assert site.browser("participant").post(address, data={"tun": "verwerfen"}).status_code == 303
    assert "sämtliche" not in site.browser("participant").get(address).context["editor"].fields.text


def test_a_draft_is_carried_over_and_says_so(site: Site) -> None:
    site.import_paper()
    address = send(site, tun="entwurf").headers["location"]
    adopt(site, propose(site, "muss das Gesetz", "muss jedes Gesetz", role="moderator"))
    page = site.browser("participant").get(address)
    assert "Ihr Entwurf ist auf Fassung\u00a02 übertragen." in page.text
    assert "sämtliche" in page.context["editor"].fields.text
    assert "jedes Gesetz" in page.context["editor"].fields.text


def test_a_text_that_collides_when_handed_in_comes_back_with_both_wordings(site: Site) -> None:
    site.import_paper()
    address = f"/forderungen/{demand_id(site)}/aendern"
    editor = site.browser("participant").get(address).context["editor"]
    adopt(site, propose(site, "alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse"))
    data = {"fassung": editor.base_version_id, "title": editor.fields.title, "reasons": editor.fields.reasons,
            "text": editor.fields.text.replace("alle", "sämtliche"), "reason": WHY}  # fmt: skip
    response = site.browser("participant").post(address, data=data)
    assert response.status_code == 409
    assert "an derselben Stelle geändert" in response.text
    assert "<ins>die meisten</ins>" in response.text
    assert "sämtliche" in response.context["editor"].fields.text
    again = {
        **data,
        "fassung": response.context["editor"].base_version_id,
        "text": response.context["editor"].fields.text,
    }
    assert site.browser("participant").post(address, data=again).status_code == 303


def test_a_draft_stays_readable_when_the_intake_has_closed(site: Site) -> None:
    site.import_paper()
    address = send(site, tun="entwurf").headers["location"]
    site.do(services.conferences.set_phase, site.conference_id, "decision", actor=site.people["organizer"])
    page = site.browser("participant").get(address)
    assert page.status_code == 403
    assert "sämtliche" in page.text
    assert "keine Änderungsanträge" in page.text


# Others who want the same, and handing in


def test_supporting_instead_supports_and_keeps_the_draft_until_it_is_discarded(site: Site) -> None:
    site.import_paper()
    other = propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    preview = send(site, role="moderator", tun="vorschau")
    assert "Ä1 (Stadt Calw) schlägt dasselbe vor." in preview.text
    assert "Lieber Ä1 unterstützen" in preview.text
    response = send(site, role="moderator", tun=f"unterstuetzen:{other}")
    assert response.status_code == 303
    page = site.browser("moderator").get(response.headers["location"])
    assert "Sie unterstützen jetzt Ä1" in page.text
    assert "sämtliche" in page.context["editor"].fields.text
    assert site.look_up(queries.amendments.get_card, other).supporters == 1
    gone = site.browser("moderator").post(page.url.path, data={"tun": f"verwerfen:{other}"})
    assert gone.headers["location"] == f"/antraege/{other}"


def test_two_clicks_hand_in_once_and_both_lead_to_the_amendment(site: Site) -> None:
    site.import_paper()
    first, second = send(site), send(site)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]


def test_the_same_text_with_another_reason_is_no_second_click_and_comes_back(site: Site) -> None:
    site.import_paper()
    send(site)
    again = send(site, reason="Aus einem anderen Grund.")
    assert again.status_code == 422
    assert "Das haben Sie schon beantragt: Ä1." in again.text
    assert "Aus einem anderen Grund." in again.text


def test_the_length_of_the_paper_is_shown_where_it_is_limited(site: Site) -> None:
    site.import_paper()
    assert "Zeichen" not in send(site, tun="vorschau").text
    organizer = site.people["organizer"]
    site.do(services.conferences.change_settings, site.conference_id, actor=organizer, length_budget=12_000)
    response = send(site, tun="vorschau")
    budget = response.context["preview"].budget
    assert (budget.limit, budget.change) == (12_000, len("sämtliche") - len("alle"))
    assert f"Papier: {budget.length} von 12.000 Zeichen, mit dieser Änderung +5" in response.text


def test_particulars_are_handed_in_and_unknown_names_said_beside_their_field(site: Site) -> None:
    site.import_paper()
    wrong = send(site, mit="Niemand Bekanntes")
    assert wrong.status_code == 422
    assert "Niemand Bekanntes" in wrong.context["form"].error("mit")
    assert '<a class="link" href="#mit">„Niemand Bekanntes“' in wrong.text
    assert 'id="mit"' in wrong.text
    response = send(site, headline="Weniger Papier", editorial="ja", mit="Person moderator, Stadt Calw")
    amendment_id = response.headers["location"].rsplit("/", 1)[1]
    card = site.look_up(queries.amendments.get_card, amendment_id)
    assert (card.headline, card.editorial) == ("Weniger Papier", True)
    invited = site.look_up(queries.invitations.list_invited, amendment_id)
    assert [each.label for each in invited] == ["Person moderator, Stadt Calw"]
    page = site.browser("participant").get(f"/antraege/{amendment_id}/aendern")
    assert page.context["editor"].besides.headline == "Weniger Papier"
    assert "eingeladen" in page.text


def test_a_new_demand_gets_the_place_chosen(site: Site) -> None:
    site.import_paper()
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0]
    address = f"/papier/abschnitte/{section.id}/neu"
    page = site.browser("participant").get(f"{address}?nach={section.demands[0].id}")
    assert page.context["editor"].spot == f"nach:{section.demands[0].id}"
    for title, spot, place in (
        ("Eins", "anfang", f"Am Anfang des Abschnitts „{section.heading}“"),
        ("Zwei", f"nach:{section.demands[0].id}", "Nach Forderung 1"),
        ("Drei", "ende", f"Am Ende des Abschnitts „{section.heading}“"),
    ):
        data = {"fassung": "", "title": title, "text": f"Text {title}.", "reasons": "", "reason": WHY, "ort": spot}
        response = site.browser("participant").post(address, data=data)
        card = site.look_up(queries.amendments.get_card, response.headers["location"].rsplit("/", 1)[1])
        assert card.place == place
        assert place in site.browser("participant").get(response.headers["location"]).text
