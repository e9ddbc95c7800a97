"""The Bilanz: who says what became of a demand, and last year's table read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.exports.reviews import reviews_csv
from drafting.imports.reviews import ReviewLine, read_review_lines
from drafting.models import Demand, JournalEntry
from drafting.queries.reviews import ReviewMark
from drafting.rules.lifecycle import Phase
from drafting.rules.reviews import ReviewStatus
from drafting.services.reviews import ReviewReport
from tests.make import Hall
from tests.states import SQLITE


def do(hall: Hall, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with hall.database.write() as work:
        return service(work, *args, **kwargs)


def review(hall: Hall, status: str = "partly", *, by: str = "", demand: str = "", **more: str) -> None:
    do(hall, services.reviews.review, demand or hall.first, status=status, actor=by or hall.moderator, **more)


def mark(hall: Hall, demand: str = "") -> ReviewMark | None:
    with hall.database.read() as session:
        return queries.reviews.list_marks(session, [demand or hall.first]).get(demand or hall.first)


def entries(hall: Hall, action: str) -> list[Any]:
    with hall.database.read() as session:
        return [entry.data for entry in session.scalars(select(JournalEntry).where(JournalEntry.action == action))]


def read(hall: Hall, *lines: ReviewLine) -> ReviewReport:
    report: ReviewReport = do(hall, services.reviews.read_reviews, hall.id, lines, actor="system")
    return report


def test_a_demand_says_what_became_of_it(hall: Hall) -> None:
    with hall.database.read() as session:
        before = session.get_one(Demand, hall.first).stamp
    for _click in range(2):
        review(hall, evidence="96 von 412 Vorschriften", link="www.land.example/d")

    found = mark(hall)
    assert found is not None
    assert (found.label, found.sign, found.evidence) == ("Teilweise erfüllt", "half", "96 von 412 Vorschriften")
    assert found.link == "https://www.land.example/d"
    assert entries(hall, "review.set") == [{"demand": hall.first, "status": "partly"}]
    with hall.database.read() as session:
        assert session.get_one(Demand, hall.first).stamp > before
        shown = queries.papers.get_demand_text(session, hall.first).review
    assert shown is not None
    assert shown.label == "Teilweise erfüllt"


def test_it_is_said_anew_and_taken_back(hall: Hall) -> None:
    review(hall)
    review(hall, "fulfilled", by=hall.organizer)
    found = mark(hall)
    assert found is not None
    assert (found.status, found.evidence) == ("fulfilled", "")
    for _click in range(2):
        review(hall, "")
    assert mark(hall) is None
    assert len(entries(hall, "review.set")) == 3


@SQLITE
def test_only_those_who_run_the_conference_say_so(hall: Hall) -> None:
    for person in (hall.ada, hall.observer):
        with pytest.raises(NotAllowedError):
            review(hall, by=person)
    do(hall, services.conferences.set_phase, hall.id, Phase.ARCHIVED, actor=hall.organizer)
    with pytest.raises(NotAllowedError):
        review(hall)
    assert mark(hall) is None


@SQLITE
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "vielleicht"}, "status"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"evidence": "x" * 5_001}, "evidence"),
    ],
)
def test_nonsense_is_refused_by_its_field(hall: Hall, fields: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        review(hall, **fields)
    assert refusal.value.field == field


def test_a_new_demand_and_the_preamble_have_none(hall: Hall) -> None:
    hall.take_over(hall.propose_new("# Neues\n\nWir fordern mehr.\n"))
    with hall.database.read() as session:
        new = session.scalars(select(Demand.id).where(Demand.title == "Neues")).one()
        preamble = session.scalars(select(Demand.id).where(Demand.kind == "preamble")).one()
        assert queries.reviews.list_reviews(session, hall.id).total == 3
    for demand in (new, preamble):
        with pytest.raises(ClosedError):
            review(hall, demand=demand)
    with pytest.raises(NotFoundError):
        review(hall, demand="nichts")


@SQLITE
def test_the_list_counts_all_and_shows_what_is_asked_for(hall: Hall) -> None:
    review(hall)
    review(hall, "open", demand=hall.second)
    with hall.database.read() as session:
        everything = queries.reviews.list_reviews(session, hall.id)
        partly = queries.reviews.list_reviews(session, hall.id, status="partly")
        without = queries.reviews.list_reviews(session, hall.id, status="")
    assert everything.counts == {"fulfilled": 0, "partly": 1, "open": 1, "": 1}
    assert [row.number for row in everything.rows] == ["1", "2", "3"]
    assert [row.number for row in partly.rows] == ["1"]
    assert [row.number for row in without.rows] == ["3"]


def test_what_was_written_a_year_ago_is_read_again(hall: Hall) -> None:
    review(hall, evidence="=viel", link="https://land.example")
    review(hall, "fulfilled", demand=hall.third)
    with hall.database.read() as session:
        table = reviews_csv(row.cells for row in queries.reviews.list_reviews(session, hall.id).rows)
    review(hall, "")
    review(hall, "open", demand=hall.third)

    report = read(hall, *read_review_lines("bilanz.csv", table))

    assert (report.changed, report.unchanged, report.unmatched) == (2, 0, ())
    first, third = mark(hall), mark(hall, hall.third)
    assert first is not None
    assert third is not None
    assert (first.status, first.evidence, first.link) == ("partly", "=viel", "https://land.example")
    assert third.status == "fulfilled"
    assert read(hall, *read_review_lines("bilanz.csv", table)).unchanged == 2
    assert entries(hall, "reviews.read") == [{"demands": 2}]


def test_a_demand_is_found_by_number_and_title_or_by_the_title_alone(hall: Hall) -> None:
    report = read(
        hall,
        ReviewLine(2, "1.", "schriftform  ABBAUEN", ReviewStatus.OPEN),
        ReviewLine(3, "9", "Personal fördern", ReviewStatus.FULFILLED),
        ReviewLine(4, "2", "Etwas anderes", ReviewStatus.FULFILLED),
        ReviewLine(5, "7", "Nie gehört", ReviewStatus.OPEN),
    )
    assert report.changed == 2
    assert [line.row for line in report.unmatched] == [4, 5]
    assert mark(hall) is not None
    assert mark(hall, hall.second) is None


@SQLITE
def test_a_demand_whose_text_moved_on_keeps_its_bilanz(hall: Hall) -> None:
    review(hall)
    hall.take_over(hall.propose("alle", "viele"))
    assert mark(hall) is not None
