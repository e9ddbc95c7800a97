"""The record, for everybody, and its check."""

from __future__ import annotations

from tests.site import Site


def test_everybody_reads_what_was_done(site: Site) -> None:
    site.import_paper()
    response = site.browser("observer").get("/protokoll")
    assert response.template.name == "journal/show.html"
    numbers = [entry.number for entry in response.context["entries"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) > 1


def test_earlier_entries_are_a_page_away(site: Site) -> None:
    site.import_paper()
    newest = site.browser("observer").get("/protokoll").context["entries"][0].number
    entries = site.browser("observer").get(f"/protokoll?vor={newest}").context["entries"]
    assert all(entry.number < newest for entry in entries)


def test_a_strange_page_number_is_the_first_page(site: Site) -> None:
    assert site.browser("observer").get("/protokoll?vor=abc").status_code == 200


def test_the_record_of_a_conference_is_whole(site: Site) -> None:
    site.import_paper()
    site.propose("participant")
    found = site.browser("organizer").get("/protokoll/pruefen").context["found"]
    assert found.is_whole, found.problems
    assert found.entries > 0
