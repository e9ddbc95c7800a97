"""Taking in a paper: nothing is saved before it was looked at, and everything can be put right."""

from __future__ import annotations

from typing import Any

import pytest

from drafting import queries
from drafting.imports.outline import load_rows
from tests.site import Site

PAPER = """# Forderungspapier

## Präambel

Wir sagen, worum es geht.

## Recht

### 1. Schriftform abbauen

Alle Schriftformerfordernisse sind zu streichen.

Wo es geht, reicht ein Klick.

> Papier kostet Zeit.

### 2. Digitalcheck einführen

An jedem Gesetz sind drei Kommunen zu beteiligen.
"""


def upload(site: Site, text: str = PAPER) -> Any:
    files = {"datei": ("papier.md", text.encode(), "text/markdown")}
    return site.browser("organizer").post("/einlesen", files=files)


def form(response: Any, **changes: str) -> dict[str, str]:
    """What the preview's form sends back."""
    return {"stand": response.context["state"], "quelle": response.context["source"], **changes}


def index_of(response: Any, words: str) -> int:
    return next(number for number, row in enumerate(response.context["rows"]) if words in row.plain)


def titles(response: Any) -> list[str]:
    return [demand.document.title for demand in response.context["draft"].demands]


def test_an_uploaded_file_is_shown_before_anything_is_saved(site: Site) -> None:
    response = upload(site)
    assert response.status_code == 200
    assert response.template.name == "papers/preview.html"
    assert titles(response) == ["Schriftform abbauen", "Digitalcheck einführen"]
    assert site.look_up(queries.papers.find_outline, site.conference_id) is None


@pytest.mark.parametrize(
    "files",
    [{}, {"datei": ("papier.docx", b"%PDF-1.7 ...", "application/pdf")}, {"datei": ("leer.md", b"", "text/markdown")}],
)
def test_what_cannot_be_read_is_refused_by_the_field(site: Site, files: dict[str, tuple[str, bytes, str]]) -> None:
    response = site.browser("organizer").post("/einlesen", files=files)
    assert response.status_code == 422
    assert response.template.name == "papers/upload.html"
    assert response.context["form"].error("datei")


def test_the_preview_is_saved_as_it_was_shown(site: Site) -> None:
    shown = upload(site)
    response = site.browser("organizer").post("/einlesen/speichern", data=form(shown))
    assert response.status_code == 303
    assert response.headers["location"] == "/papier"
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    assert [demand.title for demand in outline.sections[0].demands] == ["Schriftform abbauen", "Digitalcheck einführen"]


def test_a_demand_is_divided_where_the_organizer_says(site: Site) -> None:
    shown = upload(site)
    act = f"split:{index_of(shown, 'reicht ein Klick')}"
    response = site.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert titles(response) == ["Schriftform abbauen", "", "Digitalcheck einführen"]
    assert [demand.number for demand in response.context["draft"].demands] == ["1", "2", "3"]


def test_two_demands_are_joined(site: Site) -> None:
    shown = upload(site)
    act = f"join:{index_of(shown, 'Digitalcheck')}"
    response = site.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert titles(response) == ["Schriftform abbauen"]
    assert "drei Kommunen" in response.context["draft"].demands[0].document.body[-1].plain


def test_a_title_and_a_part_are_changed_by_typing(site: Site) -> None:
    shown = upload(site)
    title, reason = index_of(shown, "Digitalcheck"), index_of(shown, "Papier kostet")
    typed = {f"text-{title}": "Digitalcheck vorschreiben", f"role-{reason}": "paragraph"}
    response = site.browser("organizer").post("/einlesen/vorschau", data=form(shown, **typed))
    assert titles(response)[1] == "Digitalcheck vorschreiben"
    assert response.context["draft"].demands[0].document.reasons == ()


def test_demands_are_put_in_another_order(site: Site) -> None:
    shown = upload(site)
    act = f"up:{index_of(shown, 'Digitalcheck')}"
    response = site.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert titles(response) == ["Digitalcheck einführen", "Schriftform abbauen"]


def test_what_was_typed_is_saved_too(site: Site) -> None:
    shown = upload(site)
    typed = {f"text-{index_of(shown, 'Digitalcheck')}": "Digitalcheck vorschreiben"}
    site.browser("organizer").post("/einlesen/speichern", data=form(shown, **typed))
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    assert outline.sections[0].demands[1].title == "Digitalcheck vorschreiben"


def test_what_is_left_out_is_named_and_may_be_taken_in_again(site: Site) -> None:
    shown = upload(site)
    index = index_of(shown, "reicht ein Klick")
    left = site.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=f"drop:{index}"))
    assert [item.text for item in left.context["draft"].not_represented] == ["Wo es geht, reicht ein Klick."]
    again = site.browser("organizer").post(
        "/einlesen/vorschau", data=form(left, tun=f"retype:{index_of(left, 'reicht ein Klick')}:paragraph")
    )
    assert again.context["draft"].not_represented == ()


def test_a_step_that_cannot_be_done_says_so_and_loses_nothing(site: Site) -> None:
    shown = upload(site)
    act = f"join:{index_of(shown, 'Schriftform abbauen')}"
    response = site.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert response.status_code == 422
    assert response.context["problem"]
    assert response.context["rows"] == load_rows(shown.context["state"])


@pytest.mark.parametrize("state", ["", "kein json", "[[1]]", '[["unbekannt","",0,"","",""]]'])
def test_a_preview_that_arrives_broken_is_refused_in_words(site: Site, state: str) -> None:
    response = site.browser("organizer").post("/einlesen/vorschau", data={"stand": state, "tun": "up:1"})
    assert response.status_code == 422
    assert "Bitte die Datei noch einmal einlesen" in response.text


def test_a_paper_with_amendments_is_not_replaced(site: Site) -> None:
    site.import_paper()
    site.propose("participant")
    response = site.browser("organizer").post("/einlesen/speichern", data=form(upload(site)))
    assert response.status_code == 409
    assert site.look_up(queries.papers.get_outline, site.conference_id).title == "Forderungspapier 2025"
