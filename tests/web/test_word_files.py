"""Working with Word: upload, preview, and handing in what was chosen; nothing is kept on the server between."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.models import Amendment, Comment
from drafting.rules.lifecycle import Phase
from tests.imports.tracked import commented, dele, file, ins, reformatted
from tests.imports.word import paragraph, run
from tests.site import Site

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHANGED = file(
    paragraph("Recht", style="berschrift1"),
    paragraph("Schriftform abbauen", style="berschrift2", number=1),
    paragraph(
        run("Wir fordern das Land auf, alle "),
        commented("Schriftformerfordernisse"),
        run(" "),
        ins("bis 2027 ", "Person moderator"),
        run("zu streichen. Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies sagen."),
    ),
    paragraph("Begründung: Papier kostet viel Zeit."),
    paragraph("Digitalcheck einführen", style="berschrift2", number=1),
    paragraph(
        run("An jedem Gesetz sind mindestens "),
        dele("drei", "<b>Böse</b>"),
        ins("fünf", "<b>Böse</b>"),
        run(" Kommunen zu beteiligen."),
    ),
    with_comments=[("Stadt Lahr", "Alle?")],
)


@pytest.fixture
def site(site: Site) -> Site:
    site.import_paper()
    return site


def upload(site: Site, role: str = "participant", data: bytes = CHANGED, **fields: str) -> Any:
    return site.browser(role).post("/mit-word", files={"datei": ("papier.docx", data, WORD)}, data=fields)


def hand_in(site: Site, shown: Any, role: str = "participant", **fields: str | list[str]) -> Any:
    form = {"stand": shown.context["state"], "quelle": "papier.docx", **fields}
    return site.browser(role).post("/mit-word/einreichen", data=form)


def amendments(site: Site) -> list[Amendment]:
    with site.database.read() as session:
        return list(session.scalars(select(Amendment).order_by(Amendment.number)))


def test_the_page_explains_and_asks_for_the_file(site: Site) -> None:
    response = site.browser("participant").get("/mit-word")
    assert (response.status_code, response.template.name) == (200, "word_files/show.html")
    assert 'type="file"' in response.text


def test_those_who_look_on_see_no_form_and_can_hand_in_nothing(site: Site) -> None:
    state = upload(site).context["state"]
    form = {"stand": state, "wahl": "0", "grund": "Ja."}
    browser = site.browser("observer")
    answers = [browser.get("/mit-word"), upload(site, "observer"), browser.post("/mit-word/einreichen", data=form)]
    assert [(each.status_code, each.template.name) for each in answers] == [
        (status, "word_files/show.html") for status in (200, 403, 403)
    ]
    for answer in answers:
        assert 'type="file"' not in answer.text
        assert "Sie können hier lesen, aber keine Änderungen vorschlagen." in answer.text


def test_strangers_are_asked_to_sign_in(site: Site) -> None:
    assert site.stranger().get("/mit-word").status_code == 303


def test_the_preview_shows_every_proposal_and_stores_nothing(site: Site) -> None:
    response = upload(site)
    assert (response.status_code, response.template.name) == (200, "word_files/preview.html")
    cards = response.context["cards"]
    assert [(card.proposal.label, card.proposal.tracked, card.title) for card in cards] == [
        ("Forderung 1", True, "Schriftform abbauen"),
        ("Forderung 1", False, "Schriftform abbauen"),
        ("Forderung 2", True, "Digitalcheck einführen"),
    ]
    # Who hands in as their own alone takes of several people's only their own unasked; what nobody tracked nobody does.
    assert response.context["chosen"] == set()
    assert upload(site, "moderator").context["chosen"] == {0}
    assert upload(site, "organizer").context["chosen"] == {0, 2}
    assert "<ins>bis 2027" in response.text
    assert "&lt;b&gt;Böse&lt;/b&gt;" in response.text
    assert "<b>Böse" not in response.text
    assert amendments(site) == []


@pytest.mark.parametrize("files", [{}, {"datei": ("papier.docx", b"%PDF-1.7", WORD)}, {"datei": ("x.docx", b"", WORD)}])
def test_what_cannot_be_read_is_refused_by_the_field(site: Site, files: dict[str, tuple[str, bytes, str]]) -> None:
    response = site.browser("participant").post("/mit-word", files=files)
    assert (response.status_code, response.template.name) == (422, "word_files/show.html")
    assert response.context["form"].error("datei")


def test_another_document_is_refused_and_proposes_nothing(site: Site) -> None:
    letter = file(paragraph("Sehr geehrte Frau Ministerin,"), paragraph("anbei unser Papier."))
    response = upload(site, data=letter)
    assert (response.status_code, response.template.name) == (422, "word_files/show.html")
    assert "scheint ein anderes Dokument zu sein" in response.context["form"].error("datei")


def test_a_participant_hands_in_as_their_own(site: Site) -> None:
    shown = upload(site)
    response = hand_in(site, shown, wahl=["0", "2"], kommentar="0", grund="Es eilt.", **{"grund-2": "Drei sind wenig."})
    assert (response.status_code, response.headers["location"]) == (303, "/antraege/meine")
    found = amendments(site)
    assert [(each.proposer_id, each.reason) for each in found] == [
        (site.people["participant"], "Es eilt."),
        (site.people["participant"], "Drei sind wenig."),
    ]
    with site.database.read() as session:
        assert [comment.text for comment in session.scalars(select(Comment))] == ["Stadt Lahr: Alle?"]
    page = site.look_up(queries.editors.get_editor, found[1].demand_id)
    assert "drei" in page.text  # the paper itself is as it was


def test_an_organizer_hands_in_in_the_authors_names(site: Site) -> None:
    shown = upload(site, "organizer")
    authors = shown.context["authors"]
    assert [(author.name, author.bearer) for author in authors] == [
        ("Person moderator", f"person:{site.people['moderator']}"),
        ("<b>Böse</b>", ""),
    ]
    response = hand_in(
        site,
        shown,
        "organizer",
        wahl=["0", "2"],
        grund="Aus Word.",
        **{authors[0].field: authors[0].bearer, authors[1].field: "selbst"},
    )
    assert response.headers["location"] == "/antraege"
    assert [each.proposer_id for each in amendments(site)] == [site.people["moderator"], site.people["organizer"]]


def test_whom_nobody_knows_is_nobodys_until_it_was_chosen(site: Site) -> None:
    shown = upload(site, "organizer")
    unknown = shown.context["authors"][1].field
    assert '<option value="">Bitte wählen</option>' in shown.text.partition(f'name="{unknown}"')[2]
    sent = {"fuer-0": shown.context["authors"][0].bearer, "grund-2": "Meine Worte."}
    for nobody in ({}, {unknown: ""}, {unknown: "niemand"}):
        response = hand_in(site, shown, "organizer", wahl=["0", "2"], grund="Ja.", **sent, **nobody)
        assert (response.status_code, response.template.name) == (422, "word_files/preview.html")
        assert "Bitte wählen" in response.context["form"].error(unknown)
        assert (response.context["chosen"], "Meine Worte." in response.text) == ({0, 2}, True)
        assert f'value="{sent["fuer-0"]}" selected' in response.text
        assert amendments(site) == []
    # What is not chosen needs no name.
    assert hand_in(site, shown, "organizer", wahl="0", grund="Ja.", **sent, **{unknown: ""}).status_code == 303


def test_an_organizers_own_changes_are_her_own(site: Site) -> None:
    data = file(
        paragraph("Recht", style="berschrift1"),
        paragraph("Digitalcheck einführen", style="berschrift2", number=1),
        paragraph(
            run("An jedem Gesetz sind mindestens drei Kommunen "),
            ins("früh ", "Person organizer"),
            run("zu beteiligen."),
        ),
    )
    shown = upload(site, "organizer", data)
    (author,) = shown.context["authors"]
    assert (author.name, author.bearer) == ("Person organizer", "selbst")
    assert 'value="selbst" selected' in shown.text
    hand_in(site, shown, "organizer", wahl="0", grund="Ja.", **{author.field: author.bearer})
    assert [each.proposer_id for each in amendments(site)] == [site.people["organizer"]]


def test_a_participant_cannot_hand_in_for_others_whatever_the_form_says(site: Site) -> None:
    hand_in(site, upload(site), wahl="0", grund="Ja.", **{"fuer-0": f"person:{site.people['moderator']}"})
    assert [each.proposer_id for each in amendments(site)] == [site.people["participant"]]


def test_a_missing_reason_is_said_at_its_proposal_and_nothing_typed_is_lost(site: Site) -> None:
    response = hand_in(site, upload(site), wahl=["0", "2"], **{"grund-0": "Meine Worte."})
    assert (response.status_code, response.template.name) == (422, "word_files/preview.html")
    assert response.context["form"].error("vorschlag-2")
    assert "Meine Worte." in response.text
    assert response.context["chosen"] == {0, 2}
    assert response.context["kept"] == set()
    assert amendments(site) == []


def test_nothing_chosen_is_said(site: Site) -> None:
    response = hand_in(site, upload(site))
    assert response.status_code == 422
    assert response.context["form"].error("wahl")


def test_after_the_intake_the_preview_stays_and_says_so(site: Site) -> None:
    shown = upload(site)
    organizer = site.people["organizer"]
    site.do(services.conferences.set_phase, site.conference_id, Phase.DECISION, actor=organizer)
    response = hand_in(site, shown, wahl="0", grund="Ja.")
    assert response.status_code == 422
    assert "Zurzeit werden keine Änderungsanträge angenommen" in response.text


def test_the_same_file_again_is_not_handed_in_twice(site: Site) -> None:
    said = []
    for _ in range(2):
        response = hand_in(site, upload(site), wahl="0", grund="Ja.")
        assert response.status_code == 303
        said.append(site.browser("participant").get("/antraege/meine").text)
    assert len(amendments(site)) == 1
    assert "1 Antrag ist eingereicht." in said[0]
    assert "Alles Gewählte war schon beantragt; es steht nur einmal da." in said[1]
    assert "0 Anträge" not in said[1]


def test_formatting_is_named_and_taken_where_it_is_wanted(site: Site) -> None:
    bold = file(
        paragraph("Recht", style="berschrift1"),
        paragraph("Digitalcheck einführen", style="berschrift2", number=1),
        paragraph(run("An jedem Gesetz sind "), reformatted("mindestens"), run(" drei Kommunen zu beteiligen.")),
    )
    plain, wanted = upload(site, data=bold), upload(site, data=bold, formatierung="ja")
    assert (plain.context["cards"], len(wanted.context["cards"])) == ((), 1)
    assert "nur die Formatierung geändert (fett: „mindestens“)" in plain.text


@pytest.mark.parametrize("state", ["", "{}", "[1]", '{"proposals":[{"kind":"x"}],"remarks":[],"ignored":[]}'])
def test_a_form_that_came_in_pieces_is_refused(site: Site, state: str) -> None:
    response = site.browser("participant").post("/mit-word/einreichen", data={"stand": state, "wahl": "0"})
    assert response.status_code == 422


def test_without_a_paper_there_is_nothing_to_work_on(app: Any, database: Any) -> None:
    site = Site(app, database)
    assert site.browser("organizer").get("/mit-word").status_code == 404


def test_in_english_the_notes_are_english(site: Site) -> None:
    browser = site.browser("participant")
    browser.cookies.set("sprache", "en")
    assert "The file says this differently from the paper" in upload(site).text
