"""The page of minority notes."""

from __future__ import annotations

from drafting import queries
from tests.site import Site


def first_demand(site: Site) -> str:
    return str(site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands[0].id)


YES = {"kommune": "Stadt Calw", "funktion": "Leiterin des Hauptamts", "befugt": "ja"}


def test_a_note_is_declared_taken_back_joined_and_withdrawn(site: Site) -> None:
    site.import_paper()
    author, other = site.browser("participant"), site.browser("moderator")
    fields = {"forderung": first_demand(site), "title": "Zu wenig", "text": "Wir wollen mehr.", **YES}
    note = author.post("/sondervoten", data=fields).headers["location"].partition("#sondervotum-")[2]

    page = other.get("/sondervoten")
    assert page.template.name == "minority_notes/index.html"
    assert "Dahinter stehen: Stadt Calw" in page.text
    assert "Es fehlen noch 2 Kommunen." in page.text
    assert "Leiterin des Hauptamts" not in page.text
    assert "erklärt als Leiterin des Hauptamts" in site.browser("organizer").get("/sondervoten").text
    # Both come from the same town: whoever has not declared it is asked before they take it back.
    back, join = f"/sondervoten/{note}/verlassen", f"/sondervoten/{note}/anschliessen"
    assert other.post(back).status_code == 403
    asked = other.get(back)
    assert asked.template.name == "minority_notes/declare.html"
    assert "Ich bin befugt, das für Stadt Calw zu erklären." in asked.text
    assert other.post(back, data=YES).status_code == 303
    assert "Noch steht keine Kommune dahinter." in other.get("/sondervoten").text
    assert "Wir wollen mehr." in other.get(join).text
    refused = other.post(join, data={**YES, "befugt": ""})
    assert (refused.status_code, refused.context["form"].error("befugt")) == (
        422,
        "Bitte bestätigen Sie, dass Sie dazu befugt sind.",
    )
    assert 'value="Leiterin des Hauptamts"' in refused.text
    assert other.post(join, data=YES).status_code == 303
    who = {"wer": site.people["moderator"]}
    assert author.post(f"/sondervoten/{note}/herausnehmen", data=who).status_code == 403
    assert site.browser("organizer").post(f"/sondervoten/{note}/herausnehmen", data=who).status_code == 303
    assert author.post(f"/sondervoten/{note}/zurueckziehen").status_code == 303
    assert "Noch hat niemand eines geschrieben." in author.get("/sondervoten").text


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(site: Site) -> None:
    site.import_paper()
    fields = {"forderung": first_demand(site), "title": "", "text": "Wir wollen mehr.", **YES}
    answer = site.browser("participant").post("/sondervoten", data=fields)
    assert answer.status_code == 422
    assert answer.context["form"].error("title") == "Bitte geben Sie einen kurzen Titel an."
    assert "Wir wollen mehr." in answer.text


def test_the_organisation_alone_says_how_many_it_takes(site: Site) -> None:
    site.import_paper()
    organizer = site.browser("organizer")
    assert organizer.post("/sondervoten/mindestzahl", data={"mindestzahl": "zwei"}).status_code == 422
    assert organizer.post("/sondervoten/mindestzahl", data={"mindestzahl": "2"}).status_code == 303
    assert organizer.get("/sondervoten").context["page"].minimum == 2
    assert site.browser("participant").post("/sondervoten/mindestzahl", data={"mindestzahl": "1"}).status_code == 403
    assert "mindestzahl" not in site.browser("observer").get("/sondervoten").text
