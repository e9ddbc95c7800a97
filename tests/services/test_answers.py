"""Answers of recipients: recorded, changed, released one by one, and what the next conference starts from."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.exports.reviews import reviews_csv
from drafting.imports.reviews import read_review_lines
from drafting.models import Answer, JournalEntry, now
from drafting.queries.answers import AnswerRow
from drafting.rules.addresses import Addressee, Form
from drafting.rules.signing import local_day
from drafting.services.answers import AnswerEntry
from drafting.services.recipients import RecipientEntry
from tests import make
from tests.make import Hall
from tests.pdfs import make_pdf
from tests.states import SQLITE

MINISTRY = Addressee(Form.WOMAN, "Dr.", "Ada", "Amsel", "Ministerin", "Ministerium für Inneres")


def do(hall: Hall, service: Any, *arguments: Any, by: str = "", **named: Any) -> Any:
    with hall.database.write() as work:
        return service(work, *arguments, actor=by or hall.organizer, **named)


def recipient(hall: Hall, to: Addressee = MINISTRY) -> str:
    return str(do(hall, services.recipients.save, hall.id, None, RecipientEntry(to)))


def entry(hall: Hall, **other: Any) -> AnswerEntry:
    stances = {hall.first: ("promised", "Bis zum Sommer."), hall.second: ("silent", "")}
    usual: dict[str, Any] = {
        "answered_on": date(2026, 1, 12),
        "form": "letter",
        "summary": "Wird umgesetzt.",
        "quote": "Das machen wir.",
        "stances": stances,
    }
    return AnswerEntry(**{**usual, **other})


def record(hall: Hall, to: str = "", **other: Any) -> str:
    return str(do(hall, services.answers.record, to or recipient(hall), entry(hall, **other)))


def read(hall: Hall, answer_id: str) -> AnswerRow:
    with hall.database.read() as session:
        return queries.answers.get_answer(session, answer_id, hall.id)


def actions(hall: Hall) -> list[tuple[str, dict[str, Any]]]:
    with hall.database.read() as session:
        found = session.execute(select(JournalEntry.action, JournalEntry.data).order_by(JournalEntry.number))
        return [(action, data) for action, data in found if action.startswith(("answer.", "letter.posted"))]


def public(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return [row.office for row in queries.public_answers.get_answers(session, hall.id).rows]


@SQLITE
def test_an_answer_is_kept_and_the_journal_has_its_stances_but_no_words(hall: Hall) -> None:
    to = recipient(hall)
    kept = record(hall, to)

    row = read(hall, kept)
    assert (row.office, row.function, row.form_label) == ("Ministerium für Inneres", "Ministerin", "Brief")
    assert [(each.demand.number, each.label, each.note) for each in row.stances] == [
        ("1", "zugesagt", "Bis zum Sommer."),
        ("2", "keine Aussage", ""),
    ]
    [(action, data)] = actions(hall)
    assert (action, data["recipient"], data["stances"]) == (
        "answer.recorded",
        to,
        {hall.first: "promised", hall.second: "silent"},
    )
    assert "Wird umgesetzt" not in str(data)
    assert "Sommer" not in str(data)


def test_a_change_has_its_history_and_takes_the_release_back(hall: Hall) -> None:
    kept = record(hall)
    do(hall, services.answers.release, kept, revision=1)
    for _click in range(2):
        do(hall, services.answers.change, kept, entry(hall, summary="Doch nicht.", stances={}), revision=1)

    row = read(hall, kept)
    assert (row.summary, row.stances, row.revision, row.released_at) == ("Doch nicht.", (), 2, None)
    with hall.database.read() as session:
        history = queries.answer_pages.list_history(session, kept, hall.id)
    assert [(each.label, each.who, each.changed) for each in history] == [
        ("Antwort eines Empfängers geändert", "Olga Orga", ("Zusammenfassung", "Antworten zu den Forderungen")),
        ("Antwort eines Empfängers freigegeben", "Olga Orga", ()),
        ("Antwort eines Empfängers festgehalten", "Olga Orga", ()),
    ]
    assert actions(hall)[-1][1]["unreleased"] is True


def test_nobody_overwrites_or_releases_what_they_have_not_read(hall: Hall) -> None:
    kept = record(hall)
    do(hall, services.answers.change, kept, entry(hall, summary="Neu."), revision=1)
    with pytest.raises(OutdatedError):
        do(hall, services.answers.change, kept, entry(hall, summary="Anders."), revision=1)
    with pytest.raises(OutdatedError):
        do(hall, services.answers.release, kept, revision=1)
    assert read(hall, kept).summary == "Neu."
    assert public(hall) == []


def test_only_what_was_released_one_by_one_is_public(hall: Hall) -> None:
    to = recipient(hall)
    first, second = record(hall, to), record(hall, to, answered_on=date(2026, 2, 1), form="talk")
    for _click in range(2):
        do(hall, services.answers.release, second, revision=1)
    with hall.database.read() as session:
        found = queries.public_answers.get_answers(session, hall.id)
    assert [(row.office, row.form_label) for row in found.rows] == [("Ministerium für Inneres", "Gespräch")]
    assert [stance.label for _, stance in found.by_demand[hall.first]] == ["zugesagt"]
    for _click in range(2):
        do(hall, services.answers.take_back, second)
    assert public(hall) == []
    assert [action for action, _ in actions(hall)][-2:] == ["answer.released", "answer.unreleased"]
    do(hall, services.answers.remove, first, folder=Path("/nowhere"))
    with pytest.raises(NotFoundError):
        read(hall, first)


@SQLITE
@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"summary": "Frau AMSEL sagt zu."}, "AMSEL"),
        ({"quote": "Ihre Amsels grüßen"}, "Amsels"),
        ({"summary": "Mehr bei ada@amt.example."}, "ada@amt.example"),
    ],
)
def test_what_names_a_person_is_not_released(hall: Hall, other: dict[str, str], word: str) -> None:
    kept = record(hall, **other)
    with pytest.raises(ClosedError) as refused:
        do(hall, services.answers.release, kept, revision=1)
    assert word in refused.value.message
    noted = record(hall, stances={hall.first: ("promised", "Sagt Amsel.")})
    with pytest.raises(ClosedError):
        do(hall, services.answers.release, noted, revision=1)
    assert public(hall) == []


@SQLITE
def test_a_private_person_is_never_public_nor_is_a_word_that_only_begins_like_a_name(hall: Hall) -> None:
    person = record(hall, recipient(hall, Addressee(Form.MAN, "", "Ben", "Buche")))
    with pytest.raises(ClosedError):
        do(hall, services.answers.release, person, revision=1)
    kept = record(hall, summary="Die Amselstraße wird digital.")
    do(hall, services.answers.release, kept, revision=1)
    assert public(hall) == ["Ministerium für Inneres"]


@SQLITE
@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"answered_on": None}, "answered_on"),
        ({"answered_on": local_day(now()) + timedelta(days=1)}, "answered_on"),
        ({"form": "fax"}, "form"),
        ({"summary": " \n "}, "summary"),
        ({"summary": "x" * 3_001}, "summary"),
        ({"quote": "x" * 2_001}, "quote"),
    ],
)
def test_what_cannot_stay_is_said_by_the_field(hall: Hall, other: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        record(hall, **other)
    assert refused.value.field == field
    assert actions(hall) == []


@SQLITE
@pytest.mark.parametrize(
    ("said", "field"), [(("maybe", ""), "stance"), (("", "Nur so."), "stance"), (("promised", "x" * 501), "note")]
)
def test_a_stance_is_one_of_five_with_a_short_note(hall: Hall, said: tuple[str, str], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        record(hall, stances={hall.first: said})
    assert refused.value.field == f"{field}-{hall.first}"
    with pytest.raises(NotFoundError):
        record(hall, stances={"anderswo": ("promised", "")})


@SQLITE
def test_only_organizers_do_any_of_it(hall: Hall, tmp_path: Path) -> None:
    to = recipient(hall)
    kept = record(hall, to)
    for person in (hall.moderator, hall.ada, hall.observer):
        for service, arguments, named in (
            (services.answers.record, (to, entry(hall)), {}),
            (services.answers.change, (kept, entry(hall, summary="x")), {"revision": 1}),
            (services.answers.release, (kept,), {"revision": 1}),
            (services.answers.remove, (kept,), {"folder": tmp_path}),
            (services.answers.keep_reply, (kept,), {"data": make_pdf("Ja"), "folder": tmp_path}),
            (services.answers.set_posting, (hall.id, date(2026, 1, 1)), {}),
        ):
            with pytest.raises(NotAllowedError):
                do(hall, service, *arguments, by=person, **named)
    assert len(actions(hall)) == 1


def test_the_reply_is_kept_as_it_came_and_goes_with_the_answer(hall: Hall, tmp_path: Path) -> None:
    kept, folder = record(hall), tmp_path / "answers"
    word = io.BytesIO()
    Document().save(word)
    for data, kind in ((make_pdf("Ja"), "pdf"), (word.getvalue(), "docx")):
        for _click in range(2):
            do(hall, services.answers.keep_reply, kept, data=data, folder=folder)
        [file] = folder.iterdir()
        assert (file.name, file.read_bytes(), read(hall, kept).file_kind) == (read(hall, kept).file, data, kind)
        assert file.stat().st_mode & 0o077 == 0
    for bad in (b"", b"GIF89a", b"PK\x03\x04kaputt", make_pdf("Ja")[:-40]):
        with pytest.raises(InvalidInputError):
            do(hall, services.answers.keep_reply, kept, data=bad, folder=folder)
    assert [file.suffix for file in folder.iterdir()] == [".docx"]
    do(hall, services.answers.remove_reply, kept, folder=folder)
    assert list(folder.iterdir()) == []
    do(hall, services.answers.keep_reply, kept, data=make_pdf("Nein"), folder=folder)
    do(hall, services.answers.remove, kept, folder=folder)
    assert list(folder.iterdir()) == []
    with hall.database.read() as session:
        assert session.scalar(select(Answer.id)) is None


def test_a_recipient_with_an_answer_stays_on_the_list(hall: Hall) -> None:
    to = recipient(hall)
    record(hall, to)
    with pytest.raises(ClosedError):
        do(hall, services.recipients.remove, hall.id, to)


def test_who_has_not_answered_is_listed_with_the_days_since_posting(hall: Hall) -> None:
    to = recipient(hall)
    recipient(hall, Addressee(Form.MAN, "", "Ben", "Buche", "", "Verband"))
    record(hall, to)

    def waiting() -> list[tuple[str, int | None]]:
        with hall.database.read() as session:
            return [(row.label, row.days) for row in queries.answer_pages.get_page(session, hall.id).waiting]

    assert waiting() == [("Ben Buche", None)]
    day = local_day(now()) - timedelta(days=9)
    for _click in range(2):
        do(hall, services.answers.set_posting, hall.id, day)
    assert waiting() == [("Ben Buche", 9)]
    with pytest.raises(InvalidInputError):
        do(hall, services.answers.set_posting, hall.id, local_day(now()) + timedelta(days=1))
    do(hall, services.answers.set_posting, hall.id, None)
    assert waiting() == [("Ben Buche", None)]
    assert [action for action, _ in actions(hall)][1:] == ["letter.posted", "letter.posted"]


@SQLITE
def test_the_bilanz_of_the_next_conference_starts_from_the_answers(hall: Hall) -> None:
    to = recipient(hall)
    record(hall, to)
    other = record(
        hall, to, form="talk", answered_on=date(2026, 3, 1), stances={hall.third: ("declined", "Kein Geld.")}
    )
    do(hall, services.answers.release, other, revision=1)

    def export(*, released: bool) -> bytes:
        with hall.database.read() as session:
            return reviews_csv(queries.replies.list_review_cells(session, hall.id, released=released))

    next_year = make.make_hall(hall.database)
    lines = read_review_lines("bilanz.csv", export(released=False))
    report = do(next_year, services.reviews.read_reviews, next_year.id, lines)
    assert (report.changed, report.unmatched) == (3, ())
    with hall.database.read() as session:
        marks = queries.reviews.list_marks(session, (next_year.first, next_year.second, next_year.third))
    assert {mark.status for mark in marks.values()} == {"open"}  # a promise is none kept
    assert marks[next_year.first].evidence == (
        "Ministerium für Inneres, Brief vom 12. Januar 2026: zugesagt. Bis zum Sommer."
    )
    assert marks[next_year.third].evidence == (
        "Ministerium für Inneres, Gespräch vom 1. März 2026: abgelehnt. Kein Geld."
    )
    assert [line.number for line in read_review_lines("bilanz.csv", export(released=True))] == ["3"]
