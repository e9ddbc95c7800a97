"""The outbox: what is mailed when, through a real server that takes, refuses, hangs up or says nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import NotAllowedError, NotFoundError
from drafting.models import Mail, Notice, Person, now
from drafting.rules.mails import MOST_ATTEMPTS, MailState
from drafting.rules.notices import MailRhythm, NoticeKind
from drafting.services.delivery import Round
from drafting.settings import Settings
from tests.make import Hall
from tests.services.smtp import MailServer, open_mail_server
from tests.states import SQLITE

BASE = "https://konferenz.example"


@pytest.fixture
def readers(hall: Hall) -> Hall:
    """A hall in which Ada and Ben are mailed at once."""
    for name in ("ada", "ben"):
        set_person(hall, name, rhythm=MailRhythm.AT_ONCE)
    return hall


def set_person(hall: Hall, name: str, *, rhythm: MailRhythm, email: str | None = None) -> None:
    with hall.database.write() as work:
        person = work.session.get_one(Person, getattr(hall, name))
        person.email = f"{name}@kommune.example" if email is None else email
        person.mail_rhythm = rhythm.value


def tell(hall: Hall, *names: str, at: datetime | None = None) -> None:
    """Tell people that the first demand has a new version, now or at a moment."""
    with hall.database.write() as work:
        services.notices.tell(
            work, [getattr(hall, name) for name in names], NoticeKind.DEMAND_RESTORED, demand_id=hall.first
        )
    if at is not None:
        with hall.database.write() as work:
            for notice in work.session.scalars(select(Notice).where(Notice.mailed_at.is_(None))):
                notice.created_at = at


def collect(hall: Hall, moment: datetime) -> int:
    with hall.database.write() as work:
        return services.mails.collect(work, base_url=BASE, moment=moment)


def outbox(hall: Hall) -> queries.mails.Outbox:
    with hall.database.read() as session:
        return queries.mails.list_mails(session, hall.id)


def pass_time(hall: Hall) -> None:
    """Let the pause of every mail be over."""
    with hall.database.write() as work:
        for mail in work.session.scalars(select(Mail)):
            mail.next_try_at = now() - timedelta(seconds=1)


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 11, day, hour, minute, tzinfo=services.mails.ZONE).astimezone(UTC)


def test_a_mail_says_what_happened_where_and_how_to_end_it(
    readers: Hall, settings: Settings, server: MailServer
) -> None:
    amendment_id = readers.propose("alle", "viele")
    readers.decide(amendment_id, "yes", "yes", "no")

    assert services.delivery.deliver(readers.database, settings) == Round(sent=1)

    mail = server.mails[0]
    body = mail.get_content().replace("\r\n", "\n")
    assert mail["Subject"] == "Angenommen: Ä1 (Forderung 1)"
    assert (mail["To"], mail["From"]) == ("ada@kommune.example", "Fachkonferenz Städte <post@konferenz.example>")
    assert "\nAngenommen: Ä1 (Forderung 1).\n" in body
    assert "\n2 Ja, 1 Nein\n" in body
    assert f"{BASE}/mitteilungen/" in body
    assert f"{BASE}/mitteilungen#rhythmus" in body
    assert mail["List-Unsubscribe"].startswith(f"<{BASE}/mitteilungen/abbestellen/")
    assert mail["Auto-Submitted"] == "auto-generated"
    # Others are named by their labels at most.
    assert not [name for name in ("Ada", "Mona", "Ben") if name in body]


def test_each_notice_is_mailed_once(readers: Hall, settings: Settings, server: MailServer) -> None:
    tell(readers, "ada")
    tell(readers, "ada", "ben")

    for _ in range(3):
        services.delivery.deliver(readers.database, settings)

    assert sorted(server.addresses) == ["ada@kommune.example", "ben@kommune.example"]
    assert "2 Mitteilungen, Fachkonferenz" in {str(mail["Subject"]) for mail in server.mails}


@SQLITE
def test_what_was_read_is_not_mailed(readers: Hall, settings: Settings, server: MailServer) -> None:
    tell(readers, "ada")
    with readers.database.write() as work:
        services.notices.mark_read(work, actor=readers.ada)

    services.delivery.deliver(readers.database, settings)

    assert server.mails == []


@pytest.mark.parametrize(
    ("rhythm", "told", "before", "then"),
    [
        (MailRhythm.HOURLY, berlin(6, 14, 20), berlin(6, 14, 59), berlin(6, 15)),
        (MailRhythm.DAILY, berlin(6, 14, 20), berlin(6, 17, 59), berlin(6, 18)),
        (MailRhythm.DAILY, berlin(6, 18, 1), berlin(7, 17, 59), berlin(7, 18)),
        # The evening of the day on which the clocks change.
        (MailRhythm.DAILY, datetime(2025, 10, 25, 17, 0, tzinfo=UTC), berlin(1, 0) - timedelta(days=6), berlin(1, 0)),
    ],
)
def test_digests_come_at_their_time(
    hall: Hall, rhythm: MailRhythm, told: datetime, before: datetime, then: datetime
) -> None:
    set_person(hall, "ada", rhythm=rhythm)
    tell(hall, "ada", at=told)

    assert (collect(hall, before), collect(hall, then), collect(hall, then)) == (0, 1, 0)


@SQLITE
def test_nobody_is_mailed_who_does_not_want_it_or_has_no_address(hall: Hall) -> None:
    set_person(hall, "ada", rhythm=MailRhythm.OFF)
    set_person(hall, "ben", rhythm=MailRhythm.AT_ONCE, email="")
    tell(hall, "ada", "ben")

    assert collect(hall, now() + timedelta(days=2)) == 0


def test_a_long_digest_is_cut(hall: Hall) -> None:
    set_person(hall, "ada", rhythm=MailRhythm.AT_ONCE)
    for _ in range(services.mails.MOST_NOTICES + 5):
        tell(hall, "ada")

    assert collect(hall, now()) == 1

    with hall.database.read() as session:
        body = session.scalars(select(Mail.body)).one()
    assert body.count("Frühere Fassung") == services.mails.MOST_NOTICES
    assert "… und 5 weitere" in body


def test_an_address_refused_for_good_is_given_up_and_the_others_get_theirs(
    readers: Hall, settings: Settings, server: MailServer
) -> None:
    set_person(readers, "cem", rhythm=MailRhythm.AT_ONCE, email="kein Postfach")
    server.refuse["ada@kommune.example"] = "550 unknown"
    tell(readers, "ada", "cem", "ben")

    assert services.delivery.deliver(readers.database, settings) == Round(sent=1, refused=2)

    assert server.addresses == ["ben@kommune.example"]
    found = outbox(readers)
    assert found.counts[MailState.GIVEN_UP] == 2
    assert {row.error for row in found.rows[:2]} == {"550 unknown", "Das ist keine E-Mail-Adresse."}


def test_a_passing_refusal_is_tried_again_with_growing_pauses_and_then_given_up(
    readers: Hall, settings: Settings, server: MailServer
) -> None:
    server.refuse["ada@kommune.example"] = "450 later"
    tell(readers, "ada")
    waits = []

    for _ in range(MOST_ATTEMPTS + 2):
        services.delivery.deliver(readers.database, settings)
        services.delivery.deliver(readers.database, settings)
        row = outbox(readers).rows[0]
        waits.append(round((row.next_try_at - now()).total_seconds() / 60))
        pass_time(readers)

    assert waits[:5] == [5, 15, 60, 240, 720]
    assert outbox(readers).rows[0].state == MailState.GIVEN_UP
    server.refuse.clear()
    with readers.database.write() as work:
        assert services.mails.try_again(work, readers.id, actor=readers.organizer) == 1
    assert services.delivery.deliver(readers.database, settings) == Round(sent=1)
    with pytest.raises(NotAllowedError), readers.database.write() as work:
        services.mails.try_again(work, readers.id, actor=readers.ada)


@pytest.mark.parametrize("trouble", ["silent", "gone", "unprotected"])
def test_a_server_that_cannot_be_used_costs_one_attempt_and_no_mail(
    readers: Hall, settings: Settings, server: MailServer, trouble: str
) -> None:
    tell(readers, "ada", "ben")
    server.silent = trouble == "silent"
    if trouble == "unprotected":
        settings = settings.model_copy(update={"smtp_security": "starttls"})
    if trouble == "gone":
        with open_mail_server() as other:
            settings = settings.model_copy(update={"smtp_port": other.port})

    assert services.delivery.deliver(readers.database, settings, timeout=0.3) == Round(refused=1)

    assert server.mails == []
    assert sorted(row.attempts for row in outbox(readers).rows) == [0, 1]
    assert [bool(row.error) for row in outbox(readers).rows if row.attempts] == [True]


def test_after_a_lost_answer_it_is_sent_once_more_and_can_be_recognised(
    readers: Hall, settings: Settings, server: MailServer
) -> None:
    server.data = ""
    tell(readers, "ada")
    services.delivery.deliver(readers.database, settings)
    server.data = "250 ok"
    services.delivery.deliver(readers.database, settings)
    assert len(server.mails) == 1
    pass_time(readers)

    services.delivery.deliver(readers.database, settings)

    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert len(server.mails) == 2


def test_a_process_that_died_with_a_mail_in_hand_keeps_others_from_it_only_for_the_pause(readers: Hall) -> None:
    tell(readers, "ada")
    collect(readers, now())

    def claim(moment: datetime) -> str:
        with readers.database.write() as work:
            letter = services.mails.claim(work, moment=moment)
        return letter.id if letter else ""

    first = claim(now())
    assert first
    assert claim(now()) == ""
    assert claim(now() + timedelta(minutes=6)) == first


def test_two_postmen_never_send_the_same_mail(readers: Hall, settings: Settings, server: MailServer) -> None:
    for name in ("cem", "moderator", "organizer", "observer"):
        set_person(readers, name, rhythm=MailRhythm.AT_ONCE)
    tell(readers, "ada", "ben", "cem", "moderator", "organizer", "observer")
    start = threading.Barrier(3)

    def go() -> None:
        start.wait()
        services.delivery.deliver(readers.database, settings)

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(server.mails) == len(set(server.addresses)) == 6
    assert outbox(readers).counts[MailState.SENT] == 6


@SQLITE
def test_without_a_server_mails_become_files(readers: Hall, settings: Settings) -> None:
    settings = settings.model_copy(update={"smtp_host": ""})
    tell(readers, "ada")

    assert services.delivery.deliver(readers.database, settings) == Round(sent=1)

    files = list((settings.data_dir / "mail").glob("*.eml"))
    assert len(files) == 1
    assert b"To: ada@kommune.example" in files[0].read_bytes()


def test_a_dry_run_writes_files_and_sends_nothing(readers: Hall, settings: Settings, server: MailServer) -> None:
    tell(readers, "ada", "ben")

    first = services.delivery.write_files(readers.database, settings)
    assert services.delivery.write_files(readers.database, settings) == first

    assert (len(first), server.mails) == (2, [])
    assert services.delivery.deliver(readers.database, settings) == Round(sent=2)


@SQLITE
def test_words_of_others_cannot_add_headers(readers: Hall, settings: Settings, server: MailServer) -> None:
    with readers.database.write() as work:
        services.notices.tell(
            work,
            [readers.ada],
            NoticeKind.CONTACT_ASKED,
            demand_id=readers.first,
            detail="Stadt\r\nBcc: alle@kommune.example\r\n\r\nHallo",
        )

    services.delivery.deliver(readers.database, settings)

    assert server.mails[0]["Bcc"] is None
    assert "Bcc: alle@kommune.example" in server.mails[0]["Subject"]


@SQLITE
def test_a_whole_hall_gets_its_mails_some_at_a_time(hall: Hall, settings: Settings, server: MailServer) -> None:
    people = []
    for number in range(services.mails.PEOPLE_AT_ONCE + 2):
        with hall.database.write() as work:
            person_id = services.people.add_person(
                work,
                hall.id,
                name=f"Person {number}",
                email=f"{number}@kommune.example",
                role="participant",
                actor="system",
            )
            work.session.get_one(Person, person_id).mail_rhythm = MailRhythm.AT_ONCE.value
            people.append(person_id)
    with hall.database.write() as work:
        services.notices.tell(work, people, NoticeKind.DEMAND_RESTORED, demand_id=hall.first)

    assert collect(hall, now()) == services.mails.PEOPLE_AT_ONCE
    services.delivery.deliver(hall.database, settings)

    assert len(set(server.addresses)) == len(server.mails) == len(people)


def test_unsubscribing_needs_a_mail_that_was_sent(readers: Hall, settings: Settings) -> None:
    tell(readers, "ada")
    services.delivery.deliver(readers.database, settings)
    with readers.database.write() as work:
        services.mails.unsubscribe(work, outbox(readers).rows[0].id)
    tell(readers, "ada")

    assert services.delivery.deliver(readers.database, settings) == Round()
    with pytest.raises(NotFoundError), readers.database.write() as work:
        services.mails.unsubscribe(work, "geraten")
