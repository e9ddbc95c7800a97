"""Taking in a paper: nothing is saved before it was looked at, and everything can be put right."""

from __future__ import annotations

from typing import Any

import pytest

from drafting import queries
from drafting.imports.outline import load_rows
from tests.hall import Hall

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


def upload(hall: Hall, text: str = PAPER) -> Any:
    files = {"datei": ("papier.md", text.encode(), "text/markdown")}
    return hall.browser("organizer").post("/einlesen", files=files)


def form(response: Any, **changes: str) -> dict[str, str]:
    """What the preview's form sends back."""
    return {"stand": response.context["state"], "quelle": response.context["source"], **changes}


def index_of(response: Any, words: str) -> int:
    return next(number for number, row in enumerate(response.context["rows"]) if words in row.plain)


def titles(response: Any) -> list[str]:
    return [demand.document.title for demand in response.context["draft"].demands]


def test_an_uploaded_file_is_shown_before_anything_is_saved(hall: Hall) -> None:
    response = upload(hall)
    assert response.status_code == 200
    assert response.template.name == "papers/preview.html"
    assert titles(response) == ["Schriftform abbauen", "Digitalcheck einführen"]
    assert hall.look_up(queries.papers.find_outline, hall.conference_id) is None


@pytest.mark.parametrize(
    "files",
    [{}, {"datei": ("papier.docx", b"%PDF-1.7 ...", "application/pdf")}, {"datei": ("leer.md", b"", "text/markdown")}],
)
def test_what_cannot_be_read_is_refused_by_the_field(hall: Hall, files: dict[str, tuple[str, bytes, str]]) -> None:
    response = hall.browser("organizer").post("/einlesen", files=files)
    assert response.status_code == 422
    assert response.template.name == "papers/upload.html"
    assert response.context["form"].error("datei")


def test_the_preview_is_saved_as_it_was_shown(hall: Hall) -> None:
    shown = upload(hall)
    response = hall.browser("organizer").post("/einlesen/speichern", data=form(shown))
    assert response.status_code == 303
    assert response.headers["location"] == "/papier"
    outline = hall.look_up(queries.papers.get_outline, hall.conference_id)
    assert [demand.title for demand in outline.sections[0].demands] == ["Schriftform abbauen", "Digitalcheck einführen"]


def test_a_demand_is_divided_where_the_organizer_says(hall: Hall) -> None:
    shown = upload(hall)
    act = f"split:{index_of(shown, 'reicht ein Klick')}"
    response = hall.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert titles(response) == ["Schriftform abbauen", "", "Digitalcheck einführen"]
    assert [demand.number for demand in response.context["draft"].demands] == ["1", "2", "3"]


def test_two_demands_are_joined(hall: Hall) -> None:
    shown = upload(hall)
    act = f"join:{index_of(shown, 'Digitalcheck')}"
    response = hall.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert titles(response) == ["Schriftform abbauen"]
    assert "drei Kommunen" in response.context["draft"].demands[0].document.body[-1].plain


def test_a_title_and_a_part_are_changed_by_typing(hall: Hall) -> None:
    shown = upload(hall)
    title, reason = index_of(shown, "Digitalcheck"), index_of(shown, "Papier kostet")
    typed = {f"text-{title}": "Digitalcheck vorschreiben", f"role-{reason}": "paragraph"}
    response = hall.browser("organizer").post("/einlesen/vorschau", data=form(shown, **typed))
    assert titles(response)[1] == "Digitalcheck vorschreiben"
    assert response.context["draft"].demands[0].document.reasons == ()


def test_demands_are_put_in_another_order(hall: Hall) -> None:
    shown = upload(hall)
    act = f"up:{index_of(shown, 'Digitalcheck')}"
    response = hall.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert titles(response) == ["Digitalcheck einführen", "Schriftform abbauen"]


def test_what_was_typed_is_saved_too(hall: Hall) -> None:
    shown = upload(hall)
    typed = {f"text-{index_of(shown, 'Digitalcheck')}": "Digitalcheck vorschreiben"}
    hall.browser("organizer").post("/einlesen/speichern", data=form(shown, **typed))
    outline = hall.look_up(queries.papers.get_outline, hall.conference_id)
    assert outline.sections[0].demands[1].title == "Digitalcheck vorschreiben"


def test_what_is_left_out_is_named_and_may_be_taken_in_again(hall: Hall) -> None:
    shown = upload(hall)
    index = index_of(shown, "reicht ein Klick")
    left = hall.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=f"drop:{index}"))
    assert [item.text for item in left.context["draft"].not_represented] == ["Wo es geht, reicht ein Klick."]
    again = hall.browser("organizer").post(
        "/einlesen/vorschau", data=form(left, tun=f"retype:{index_of(left, 'reicht ein Klick')}:paragraph")
    )
    assert again.context["draft"].not_represented == ()


def test_a_step_that_cannot_be_done_says_so_and_loses_nothing(hall: Hall) -> None:
    shown = upload(hall)
    act = f"join:{index_of(shown, 'Schriftform abbauen')}"
    response = hall.browser("organizer").post("/einlesen/vorschau", data=form(shown, tun=act))
    assert response.status_code == 422
    assert response.context["problem"]
    assert response.context["rows"] == load_rows(shown.context["state"])


@pytest.mark.parametrize("state", ["", "kein json", "[[1]]", '[["unbekannt","",0,"","",""]]'])
def test_a_preview_that_arrives_broken_is_refused_in_words(hall: Hall, state: str) -> None:
    response = hall.browser("organizer").post("/einlesen/vorschau", data={"stand": state, "tun": "up:1"})
    assert response.status_code == 422
    assert "Bitte die Datei noch einmal einlesen" in response.text


def test_a_paper_with_amendments_is_not_replaced(hall: Hall) -> None:
    hall.import_paper()
    hall.propose("participant")
    response = hall.browser("organizer").post("/einlesen/speichern", data=form(upload(hall)))
    assert response.status_code == 409
    assert hall.look_up(queries.papers.get_outline, hall.conference_id).title == "Forderungspapier 2025"
