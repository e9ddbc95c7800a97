"""After closing, whoever reads every file finds nobody's vote: database, log, free pages, keys, logs, journal."""

from __future__ import annotations

import logging
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text

from drafting import queries, services
from drafting.database import Database
from drafting.models import Base, Poll, Voter
from drafting.rules.questions import VoteKind
from drafting.rules.voting import Tally
from drafting.services import sealing
from drafting.services.asking import Terms
from tests import make
from tests.make import Hall

CHOICES = ("no", "yes", "no", "abstain", "yes")


@pytest.fixture
def hall(database: Database) -> Hall:
    """A hall of five on a file."""
    hall = make.hall(database)
    with database.write() as work:
        person = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
        services.people.check_in(work, person, actor=person)
    return hall


def folder(hall: Hall) -> Path:
    return hall.database.keyring.directory.parent


def read_files(hall: Hall) -> dict[str, bytes]:
    """Every file of the installation, as it lies on the disk at this moment."""
    return {
        str(path.relative_to(folder(hall))): path.read_bytes() for path in folder(hall).rglob("*") if path.is_file()
    }


def voters(hall: Hall, poll_id: str) -> list[str]:
    with hall.database.read() as session:
        return list(session.scalars(select(Voter.person_id).where(Voter.poll_id == poll_id).order_by(Voter.person_id)))


def vote(hall: Hall, poll_id: str, people: list[str], choices: tuple[str, ...] = CHOICES) -> dict[str, str]:
    """Let these vote in this order, one transaction each; returns their receipts."""
    receipts = {person: sealing.new_receipt() for person in people}
    for person, choice in zip(people, choices, strict=True):
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, choice, actor=person, receipt=receipts[person])
    return receipts


def rows(hall: Hall) -> dict[str, list[str]]:
    """Every row of every table, in the order in which the file keeps them."""
    with hall.database.read() as session:
        return {
            table.name: [repr(row) for row in session.execute(text(f'SELECT * FROM "{table.name}"'))]
            for table in Base.metadata.sorted_tables
        }


def open_poll(hall: Hall, kind: VoteKind, words: str = "viele") -> str:
    return hall.ask(hall.propose("alle", words), Terms(kind=kind, has_receipts=True, time_limit=0))


def test_of_an_open_vote_closing_leaves_nowhere_who_voted_how(hall: Hall) -> None:
    poll_id = open_poll(hall, VoteKind.OPEN)
    people = voters(hall, poll_id)
    vote(hall, poll_id, people)
    # As SQLite writes a ballot: its columns one after the other.
    ballots = [(poll_id + person + choice).encode() for person, choice in zip(people, CHOICES, strict=True)]
    running = b"".join(read_files(hall).values())
    assert all(ballot in running for ballot in ballots)

    hall.close(poll_id)

    after = read_files(hall)
    assert "drafting.sqlite" in after
    assert not [name for name, data in after.items() if any(ballot in data for ballot in ballots)]
    assert rows(hall)["ballots"] == []


@pytest.mark.parametrize("ends", ["close", "annul"])
def test_of_a_secret_vote_the_end_leaves_nothing_that_leads_to_a_voter(
    hall: Hall, ends: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    poll_id = open_poll(hall, VoteKind.SECRET)
    people = voters(hall, poll_id)
    key = hall.database.keyring.read(poll_id)
    receipts = vote(hall, poll_id, people[::-1])
    tags = [sealing.tag(key, receipt).encode() for receipt in receipts.values()]
    running = read_files(hall)
    assert all(any(tag in data for data in running.values()) for tag in tags)
    assert not any(receipt.encode() in data for data in running.values() for receipt in receipts.values())

    with hall.database.write() as work:
        if ends == "close":
            services.polls.close_poll(work, poll_id, actor=hall.moderator)
        else:
            services.polls.annul(work, poll_id, reason="Falsche Frage.", actor=hall.moderator)

    after = read_files(hall)
    assert not [name for name, data in after.items() for trace in (*tags, key) if trace in data]
    kept = rows(hall)
    # A receipt stands in one place only, in an order of its own; so does the roll, with nothing of when.
    assert {name for name, lines in kept.items() for receipt in receipts.values() if receipt in repr(lines)} == {
        "receipts"
    }
    assert kept["receipts"] == sorted(kept["receipts"])
    assert [row.split("'")[3] for row in kept["voters"]] == people
    assert len({row.split(", ", 2)[2] for row in kept["voters"]}) == 1
    assert not [receipt for receipt in receipts.values() if receipt in caplog.text]
    assert not [person for person in people if person in caplog.text]


@pytest.mark.parametrize("ends", ["close", "annul"])
def test_of_a_secret_vote_with_one_ballot_nothing_says_whose_it_is(hall: Hall, ends: str) -> None:
    poll_id = open_poll(hall, VoteKind.SECRET)
    people = voters(hall, poll_id)
    vote(hall, poll_id, [people[2]], ("no",))

    with hall.database.write() as work:
        if ends == "close":
            services.polls.close_poll(work, poll_id, actor=hall.moderator)
        else:
            services.polls.annul(work, poll_id, reason="Falsche Frage.", actor=hall.moderator)

    with hall.database.read() as session:
        assert session.get_one(Poll, poll_id).tally == Tally(0, 1, 0, entitled=5)
    kept = rows(hall)["voters"]
    assert [row.split("'")[3] for row in kept] == people
    assert len({row.split(", ", 2)[2] for row in kept}) == 1
    # Nor does it lie elsewhere in the file than those of others: SQLite fills a page from its end.
    file = read_files(hall)["drafting.sqlite"]
    places = [[match.start() for match in re.finditer((poll_id + person).encode(), file)] for person in people]
    assert {len(found) for found in places} == {2}
    for those in zip(*places, strict=True):
        assert list(those) == sorted(those, reverse=True)


def test_the_order_of_voting_leaves_no_trace(hall: Hall) -> None:
    """The same ballots in another order leave the same rows, but for what is random in each."""
    found = []
    for step in (1, -1):
        poll_id = open_poll(hall, VoteKind.SECRET, f"{step} und mehr")
        people = voters(hall, poll_id)[::step]
        vote(hall, poll_id, people, CHOICES[::step])
        hall.close(poll_id)
        with hall.database.read() as session:
            listed = queries.polls.list_receipts(session, poll_id)
        found.append(([row for row in rows(hall)["voters"] if poll_id in row], sorted(choice for _, choice in listed)))
    (first, said), (second, said_again) = found
    assert [row.split(", ")[1:] for row in first] == [row.split(", ")[1:] for row in second]
    assert said == said_again == sorted(CHOICES)


def test_a_reader_at_the_moment_of_closing_only_delays_the_wiping(hall: Hall) -> None:
    poll_id = open_poll(hall, VoteKind.OPEN)
    people = voters(hall, poll_id)
    vote(hall, poll_id, people)
    ballot = (poll_id + people[0] + CHOICES[0]).encode()
    reader = sqlite3.connect(folder(hall) / "drafting.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ballots").fetchone()

    hall.close(poll_id)
    assert hall.database.has_traces
    reader.close()
    hall.database.wipe_log()

    assert not hall.database.has_traces
    assert not any(ballot in data for data in read_files(hall).values())
