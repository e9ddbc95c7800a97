"""The paper as people read it: contents, sections, line numbers, touched words, notes in the margin."""

from __future__ import annotations

from drafting import queries, services
from tests.site import Site


def first_section(site: Site) -> str:
    return str(site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id)


def propose(site: Site, old: str, new: str, *, role: str = "participant") -> str:
    """Let a person ask for other words in the first demand."""
    demand = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands[0]
    editor = site.look_up(queries.editors.get_editor, demand.id)
    return str(
        site.do(
            services.amendments.propose,
            demand.id,
            text=editor.text.replace(old, new),
            reason="Damit es geht.",
            base_version_id=editor.base_version_id,
            actor=site.people[role],
        )
    )


def test_before_the_import_the_paper_says_so(site: Site) -> None:
    response = site.browser("participant").get("/papier")
    assert response.template.name == "papers/show.html"
    assert "Noch kein Papier" in response.text


def test_the_contents_lead_to_every_demand(site: Site) -> None:
    site.import_paper()
    response = site.browser("observer").get("/papier")
    outline = response.context["outline"]
    assert [demand.number for demand in outline.sections[0].demands] == ["1", "2"]
    for demand in outline.sections[0].demands:
        assert f'href="/forderungen/{demand.id}"' in response.text


def test_a_section_shows_lines_and_where_people_may_amend(site: Site) -> None:
    site.import_paper()
    response = site.browser("participant").get(f"/papier/abschnitte/{first_section(site)}")
    assert response.template.name == "papers/text.html"
    assert 'class="zl" data-n="2"' in response.text
    assert "Absatz 1 ändern" in response.text


def test_who_may_not_amend_sees_no_pencil(site: Site) -> None:
    site.import_paper()
    response = site.browser("observer").get(f"/papier/abschnitte/{first_section(site)}")
    assert "Absatz 1 ändern" not in response.text


def test_words_somebody_wants_to_change_are_marked_and_noted_in_the_margin(site: Site) -> None:
    site.import_paper()
    propose(site, "alle Schriftformerfordernisse", "sämtliche Schriftformerfordernisse")
    response = site.browser("observer").get(f"/papier/abschnitte/{first_section(site)}")
    assert '<span class="touched">alle</span>' in response.text
    assert '<a href="/antraege/' in response.text.partition('class="mnote')[2]
    assert "<del>alle</del> <ins>sämtliche</ins>" in response.text


def test_an_unknown_section_is_not_found(site: Site) -> None:
    site.import_paper()
    assert site.browser("participant").get("/papier/abschnitte/nichts").status_code == 404


def test_strangers_are_sent_to_sign_in(site: Site) -> None:
    response = site.stranger().get("/papier")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/anmelden")
