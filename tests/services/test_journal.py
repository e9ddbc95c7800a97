"""The journal: one chain, no personal data, and every manipulation found."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import select, text

from drafting import queries, services
from drafting.models import JournalEntry
from drafting.rules.lifecycle import Choice
from tests.make import Hall
from tests.states import SQLITE, begin


@pytest.fixture
def worked(hall: Hall) -> Hall:
    """A conference in which much has happened: votes, a strike, a new demand, a collision, an editorial change."""
    begin(hall.database, "worked", lambda: do_much(hall))
    return hall


def do_much(hall: Hall) -> None:
    late = hall.propose("alle Schriftformerfordernisse", "die Schriftform", by=hall.cem)
    hall.propose("Vorrang haben", "Zuerst kommen", by=hall.ben)
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")
    hall.decide(hall.propose("drei", "vier", demand=hall.second), "no", "no")
    hall.decide(late, "yes")
    hall.take_over(hall.propose_strike(hall.third))
    hall.take_over(hall.propose_new("# Neu\n\nDas Land hilft.\n", after=hall.first))
    present = hall.version(hall.second)
    with hall.database.write() as work:
        services.demands.edit(
            work,
            hall.second,
            text=present.text.replace("beteiligen", "hören"),
            reason="Kürzer.",
            base_version_id=present.id,
            actor=hall.organizer,
        )


def problems(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def test_everything_agrees_after_all_that(worked: Hall) -> None:
    with worked.database.read() as session:
        found = queries.journal.verify(session, worked.id)

    assert found.problems == ()
    assert found.is_whole
    assert (found.polls, found.versions) == (3, 10)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE journal_entries SET action = 'poll.opened' WHERE number = 9", "verändert"),
        ("UPDATE journal_entries SET actor = 'system' WHERE action = 'poll.closed'", "verändert"),
        ("DELETE FROM journal_entries WHERE number = 5", "fehlt"),
        ("DELETE FROM journal_entries WHERE number = (SELECT max(number) FROM journal_entries)", "Am Ende"),
        ("UPDATE polls SET yes = yes + 1, no = no - 1 WHERE number = 1", "yes"),
        ("UPDATE polls SET verdict = 'adopted' WHERE number = 2", "folgt nicht"),
        ("UPDATE polls SET entitled = entitled + 1 WHERE number = 1", "Wählerverzeichnis"),
        ("UPDATE demand_versions SET text = text || 'und mehr' WHERE number = 2", "nicht der beschlossene"),
        ("UPDATE demand_versions SET edits = '[]' WHERE number = 2 AND source = 'amendment'", "folgt nicht"),
        ("UPDATE demands SET version_number = 1 WHERE number = '1'", "letzte Fassung"),
        ("UPDATE amendment_revisions SET text = text || 'und mehr' WHERE number = 1", "eingereichte"),
    ],
)
def test_what_is_changed_behind_the_journal_is_found(worked: Hall, statement: str, word: str) -> None:
    with worked.database.write() as work:
        work.session.execute(text(statement))

    assert any(word in problem for problem in problems(worked)), problems(worked)


@SQLITE
def test_the_chain_holds_no_names_and_no_texts(worked: Hall) -> None:
    with worked.database.read() as session:
        entries = session.scalars(select(JournalEntry)).all()

    everything = json.dumps([entry.data for entry in entries], ensure_ascii=False)
    for word in ("Amsel", "Calw", "Schriftform", "Kürzer", "Damit es geht"):
        assert word not in everything


def test_many_at_once_make_one_chain(hall: Hall) -> None:
    start = threading.Barrier(4)

    def work_on(person: str, word: str) -> None:
        start.wait()
        for turn in range(3):
            version = hall.version(hall.first)
            with hall.database.write() as work:
                services.amendments.propose(
                    work,
                    hall.first,
                    text=version.text.replace("alle", f"Wort {word}{turn}"),
                    reason="Darum.",
                    base_version_id=version.id,
                    actor=person,
                )

    threads = [threading.Thread(target=work_on, args=named) for named in zip(hall.members, "ABCD", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with hall.database.read() as session:
        cards = queries.amendments.list_amendments(session, hall.id)
    assert [card.number for card in cards] == list(range(1, 13))
    assert problems(hall) == ()


def test_ballots_are_no_entries(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.read() as session:
        before = len(session.scalars(select(JournalEntry.number)).all())
    with hall.database.write() as work:
        services.polls.cast(work, poll_id, Choice.YES, actor=hall.ada)

    with hall.database.read() as session:
        assert len(session.scalars(select(JournalEntry.number)).all()) == before


def test_entries_are_told_in_words(worked: Hall) -> None:
    with worked.database.read() as session:
        rows = queries.journal.list_entries(session, worked.id, limit=500)
        page = queries.journal.list_entries(session, worked.id, before=rows[2].number, limit=2)

    closed = next(row for row in reversed(rows) if row.action == "poll.closed")
    assert (closed.label, closed.who) == ("Abstimmung beendet", "Mona Moder")
    assert [str(detail) for detail in closed.details[-1:]] == ["2 Ja, 1 Nein, 0 Enthaltungen von 4"]
    assert [row.number for row in page] == [rows[3].number, rows[4].number]
    assert all(row.label != row.action for row in rows)
