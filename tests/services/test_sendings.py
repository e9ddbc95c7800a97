"""Sending the letter through a real mail server: what goes out, what it says, and that nobody gets it twice."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from sqlalchemy import select, update

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.exports.attachments import AttachmentWriter
from drafting.exports.bundles import write_annexes
from drafting.exports.pdf import can_write_pdf
from drafting.models import JournalEntry, Mail, now
from drafting.rules.addresses import Addressee, Form
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.sendings import REFUSAL_LABELS, SendingAct
from drafting.services.delivery import Round
from drafting.services.minority_notes import Authority
from drafting.services.recipients import RecipientEntry
from drafting.services.sendings import TextEntry
from drafting.settings import Settings
from tests import make
from tests.make import Hall
from tests.services.letters import again, confirm, draft, prepare, rows, states
from tests.services.smtp import MailServer, open_mail_server
from tests.tables import open_new

AHORN, BIRKE = "ahorn@amt.example", "birke@amt.example"
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with open_mail_server() as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path, server: MailServer) -> Settings:
    """An installation that mails through the server."""
    return Settings(
        data_dir=tmp_path / "data",
        base_url="https://konferenz.example",
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security="none",
        mail_from="Fachkonferenz <post@konferenz.example>",
    )


def deliver(hall: Hall, settings: Settings) -> Round:
    return services.delivery.deliver(hall.database, settings)


def pass_time(hall: Hall, **ago: int) -> None:
    """Let every pause be over, and what was handed over be so long ago."""
    with hall.database.write() as work:
        work.session.execute(update(Mail).values(next_try_at=now() - timedelta(seconds=1)))
        work.session.execute(
            update(Mail).where(Mail.handed_at.is_not(None)).values(handed_at=now() - timedelta(**ago or {"minutes": 6}))
        )


def move(hall: Hall, recipient_id: str) -> None:
    """Give Kim Ahorn another e-mail address."""
    to = Addressee(Form.WOMAN, given_name="Kim", name="Ahorn", organisation="Amt")
    with hall.database.write() as work:
        entry = RecipientEntry(to, "neu@amt.example")
        services.recipients.save(work, hall.id, recipient_id, entry, actor=hall.organizer)


def actions(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        found = select(JournalEntry.action).where(JournalEntry.action.startswith("sending."))
        return list(session.scalars(found.order_by(JournalEntry.number)))


def said(mail: EmailMessage) -> str:
    """The text of a mail."""
    body = mail.get_body()
    assert body is not None
    words: str = body.get_content()
    return words.replace("\r\n", "\n")


def attached(mail: EmailMessage) -> tuple[str, bytes]:
    (part,) = mail.iter_attachments()
    return part.get_filename() or "", part.get_content()


@SQLITE
def test_the_draft_says_who_gets_it_and_who_cannot_and_why(hall: Hall) -> None:
    prepare(hall)

    found = draft(hall)

    assert [each.row.to.name for each in found.ready] == ["Ahorn", "Birke"]
    assert [str(each.obstacle) for each in found.blocked] == [
        "Ohne E-Mail-Adresse.",
        "Für Kim Douglasie fehlt die Anrede: Frau, Herr oder keine von beiden?",
    ]


def test_each_gets_their_own_letter_once_and_the_very_file_is_kept(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    prepare(hall)
    seen = draft(hall)
    previewed = {
        each.row.email: AttachmentWriter(seen.source.letter, seen.letterhead, seen.text.format).write(each.copy)
        for each in seen.ready
    }

    assert confirm(hall) == 2
    for _ in range(3):
        deliver(hall, settings)

    assert server.addresses == [AHORN, BIRKE]
    assert states(hall) == {"ahorn": "sent", "birke": "sent"}
    for mail in server.mails:
        name, data = attached(mail)
        assert name == "Was Kommunen brauchen.docx"
        assert data == previewed[str(mail["To"])]
    first = server.mails[0]
    assert said(first).startswith("Sehr geehrte Frau Ahorn,\n")
    assert "Sehr geehrte Frau Ahorn," in [
        each.text for each in docx.Document(io.BytesIO(attached(first)[1])).paragraphs
    ]
    assert (first["List-Unsubscribe"], first["Auto-Submitted"]) == (None, None)
    with hall.database.read() as session:
        details = queries.sendings.get_details(session, hall.id, rows(hall)[AHORN].id)
        kept = queries.sendings.get_file(session, hall.id, details.row.id, 1)
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "sending.sent")).first()
    turn = details.turns[0]
    assert kept.data == previewed[AHORN]
    assert turn.file_digest == hashlib.sha256(kept.data).hexdigest() == (entry.data["file"] if entry else "")
    assert turn.answer == "250 ok"
    assert actions(hall) == ["sending.confirmed", "sending.sent", "sending.sent"]


def test_clicking_twice_and_two_organizers_at_once_order_it_once(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    prepare(hall)
    digest = draft(hall).digest
    start, counts = threading.Barrier(3), []

    def go() -> None:
        start.wait()
        counts.append(confirm(hall, digest=digest))

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    senders = [threading.Thread(target=deliver, args=(hall, settings)) for _ in range(3)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()

    assert sorted(counts) == [0, 0, 2]
    assert sorted(server.addresses) == [AHORN, BIRKE]


@SQLITE
def test_what_changed_after_it_was_looked_at_is_not_ordered(hall: Hall) -> None:
    ids = prepare(hall)
    digest = draft(hall).digest
    move(hall, ids["Ahorn"])

    with pytest.raises(OutdatedError):
        confirm(hall, digest=digest)

    assert states(hall) == {}


@SQLITE
def test_a_letter_that_changes_before_it_is_written_is_held_and_sent_only_when_asked(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    prepare(hall)
    confirm(hall)
    entry = services.letters.LetterEntry(draft(hall).edition_id, "plain", False, True, {"subject": "Anders"}, ())
    with hall.database.write() as work:
        services.letters.change_settings(work, hall.id, entry, actor=hall.organizer)

    deliver(hall, settings)

    assert server.mails == []
    assert states(hall) == {"ahorn": "held", "birke": "held"}
    assert rows(hall)[AHORN].words == "Der Brief hat sich nach der Bestätigung geändert."
    assert again(hall, AHORN)
    deliver(hall, settings)
    assert server.addresses == [AHORN]
    assert states(hall) == {"ahorn": "sent", "birke": "held"}


def test_only_a_frozen_edition_is_sent(hall: Hall) -> None:
    prepare(hall, edition=False)

    with pytest.raises(ClosedError, match="festgehaltener Stand"):
        confirm(hall)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("550 5.1.1 unknown user", "mailbox"),
        ("550 5.7.1 SPF check failed", "policy"),
        ("552 5.2.2 over quota", "full"),
        ("554 no", "refused"),
    ],
)
@SQLITE
def test_a_refusal_for_good_is_not_tried_again_and_said_plainly(
    hall: Hall, settings: Settings, server: MailServer, answer: str, reason: str
) -> None:
    prepare(hall)
    server.refuse[AHORN] = answer
    confirm(hall)

    for _ in range(2):
        deliver(hall, settings)
        pass_time(hall)

    assert server.addresses == [BIRKE]
    row = rows(hall)[AHORN]
    assert (row.state, row.code, row.attempts) == ("refused", int(answer[:3]), MOST_ATTEMPTS)
    assert (row.reason, row.words) == (REFUSAL_LABELS[reason], answer)
    assert "sending.refused" in actions(hall)
    server.refuse.clear()
    assert again(hall, AHORN)
    deliver(hall, settings)
    assert states(hall) == {"ahorn": "sent", "birke": "sent"}
    assert server.addresses == [BIRKE, AHORN]


@SQLITE
def test_a_passing_refusal_waits_and_is_tried_again_by_itself(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    prepare(hall)
    server.refuse[AHORN] = "451 4.7.1 greylisted"
    confirm(hall)

    deliver(hall, settings)
    deliver(hall, settings)

    row = rows(hall)[AHORN]
    assert (row.state, row.state_label, row.attempts) == ("waiting", "wird noch einmal versucht", 1)
    assert row.reason == REFUSAL_LABELS["later"]
    assert row.next_try_at is not None
    assert row.next_try_at > now() + timedelta(minutes=4)
    server.refuse.clear()
    pass_time(hall)
    deliver(hall, settings)
    assert states(hall) == {"ahorn": "sent", "birke": "sent"}


def declare_note(hall: Hall) -> str:
    """Declare a minority note for one municipality, and let that be enough; returns its id."""
    yes = Authority("Stadt Calw", "Bürgermeisterin", is_confirmed=True)
    with hall.database.write() as work:
        services.minority_notes.set_minimum(work, hall.id, municipalities=1, actor=hall.organizer)
        return services.minority_notes.write(
            work, hall.first, title="Zu wenig", text="Wir wollen mehr.", authority=yes, actor=hall.ada
        )


@SQLITE
@pytest.mark.parametrize("changes", ["the settings", "what is enclosed"])
def test_a_letter_that_changes_while_the_server_is_away_is_held(
    hall: Hall, settings: Settings, server: MailServer, changes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(hall)
    # Word files are quicker.
    monkeypatch.setattr("drafting.queries.sending_drafts.can_write_pdf", lambda: False)
    note = declare_note(hall)
    server.refuse = {AHORN: "450 later", BIRKE: "450 later"}
    confirm(hall)
    deliver(hall, settings)
    entry = services.letters.LetterEntry(draft(hall).edition_id, "plain", False, False, {"subject": "Anders"}, ())
    with hall.database.write() as work:
        if changes == "the settings":
            services.letters.change_settings(work, hall.id, entry, actor=hall.organizer)
        else:
            services.minority_notes.leave(work, note, actor=hall.ada)
    server.refuse.clear()

    pass_time(hall)
    deliver(hall, settings)

    assert server.mails == []
    assert set(states(hall).values()) == {"held"}
    assert services.delivery.write_files(hall.database, settings) == []


@SQLITE
def test_after_all_attempts_it_is_given_up(hall: Hall, settings: Settings, server: MailServer) -> None:
    prepare(hall)
    server.refuse[AHORN] = "450 later"
    confirm(hall)

    for _ in range(MOST_ATTEMPTS + 1):
        deliver(hall, settings)
        pass_time(hall)

    assert states(hall)["ahorn"] == "refused"
    assert actions(hall).count("sending.refused") == 1


@pytest.mark.parametrize("trouble", ["gone", "before"])
@SQLITE
def test_without_a_connection_nothing_was_sent_so_it_is_tried_again(
    hall: Hall, settings: Settings, server: MailServer, trouble: str
) -> None:
    prepare(hall)
    confirm(hall)
    broken = settings
    if trouble == "gone":
        with open_mail_server() as other:
            broken = settings.model_copy(update={"smtp_port": other.port})
    else:
        server.begins = "421 4.3.2 going down"

    deliver(hall, broken)

    assert server.mails == []
    assert set(states(hall).values()) == {"waiting"}
    server.begins = "354 go on"
    pass_time(hall)
    deliver(hall, settings)
    assert sorted(server.addresses) == [AHORN, BIRKE]
    assert set(states(hall).values()) == {"sent"}


def test_after_a_lost_answer_it_is_uncertain_and_never_sent_again_by_itself(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    ids = prepare(hall)
    server.data = ""
    confirm(hall, only=ids["Ahorn"])

    deliver(hall, settings)
    server.data = "250 ok"
    pass_time(hall)
    deliver(hall, settings)

    assert server.addresses == [AHORN]
    row = rows(hall)[AHORN]
    assert row.state == "uncertain"
    assert row.acts == (SendingAct.ARRIVED, SendingAct.BOUNCE, SendingAct.AGAIN, SendingAct.SKIP)
    with hall.database.write() as work:
        assert services.mails.try_again(work, hall.id, actor=hall.organizer) == 0
        services.sendings.note_arrived(work, row.id, turn=1, actor=hall.organizer)
    assert states(hall) == {"ahorn": "sent"}
    assert actions(hall) == ["sending.confirmed", "sending.uncertain", "sending.arrived"]


def test_a_kill_between_the_server_and_our_commit_leaves_it_uncertain(tmp_path: Path, server: MailServer) -> None:
    hall = make.hall(open_new(tmp_path))
    prepare(hall)
    confirm(hall)
    server.holds = True
    environment = {
        **os.environ,
        "DRAFTING_SMTP_HOST": "127.0.0.1",
        "DRAFTING_SMTP_PORT": str(server.port),
        "DRAFTING_SMTP_SECURITY": "none",
    }
    command = [sys.executable, "-m", "drafting.cli.main", "mail", "send", "--data-dir", str(tmp_path)]
    with subprocess.Popen(command, env=environment) as process:
        assert server.taken.wait(30)
        process.send_signal(signal.SIGKILL)
    server.holds = False
    server.released.set()
    taken = server.addresses[0]
    assert rows(hall)[taken].acts == ()

    settings = Settings(data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none")
    services.delivery.deliver(hall.database, settings)
    pass_time(hall)
    assert rows(hall)[taken].state == "uncertain"
    services.delivery.deliver(hall.database, settings)
    services.delivery.deliver(hall.database, settings)

    assert sorted(server.addresses) == [AHORN, BIRKE]
    assert sorted(states(hall).values()) == ["sent", "uncertain"]
    assert actions(hall).count("sending.uncertain") == 1
    assert confirm(hall) == 0
    hall.database.dispose()


@SQLITE
def test_a_bounce_is_noted_by_hand_and_the_letter_goes_to_the_new_address(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    ids = prepare(hall)
    confirm(hall)
    deliver(hall, settings)
    row = rows(hall)[AHORN]
    with hall.database.write() as work:
        with pytest.raises(InvalidInputError):
            services.sendings.note_bounce(work, row.id, turn=1, reason=" ", actor=hall.organizer)
        services.sendings.note_bounce(work, row.id, turn=1, reason="Unbekannt", actor=hall.organizer)
        services.sendings.note_bounce(work, row.id, turn=1, reason="Unbekannt", actor=hall.organizer)
        entry = RecipientEntry(
            Addressee(Form.WOMAN, given_name="Kim", name="Ahorn", organisation="Amt"), "neu@amt.example"
        )
        services.recipients.save(work, hall.id, ids["Ahorn"], entry, actor=hall.organizer)
    bounced = rows(hall)[AHORN]
    assert (bounced.state, bounced.note, bounced.address_now) == ("bounced", "Unbekannt", "neu@amt.example")

    assert again(hall, AHORN)
    deliver(hall, settings)

    assert server.addresses == [AHORN, BIRKE, "neu@amt.example"]
    with hall.database.read() as session:
        details = queries.sendings.get_details(session, hall.id, row.id)
    assert [turn.address for turn in details.turns] == ["neu@amt.example", AHORN]
    assert details.turns[1].sent_at is not None
    assert actions(hall).count("sending.bounced") == 1


@SQLITE
def test_an_address_that_changes_after_sending_is_shown(hall: Hall, settings: Settings) -> None:
    ids = prepare(hall)
    confirm(hall)
    deliver(hall, settings)
    move(hall, ids["Ahorn"])

    assert {row.address: row.address_now for row in rows(hall).values()} == {AHORN: "neu@amt.example", BIRKE: ""}
    with pytest.raises(OutdatedError):
        again(hall, AHORN)


@SQLITE
def test_asking_for_it_again_twice_sends_it_once(hall: Hall, settings: Settings, server: MailServer) -> None:
    prepare(hall)
    server.refuse[AHORN] = "550 no"
    confirm(hall)
    deliver(hall, settings)
    server.refuse.clear()
    row, found = rows(hall)[AHORN], draft(hall)
    candidate = found.find(row.recipient_id)
    assert candidate is not None
    made = []
    for _ in range(2):
        with hall.database.write() as work:
            seal = found.seal(candidate)
            made.append(services.sendings.send_again(work, row.id, turn=1, seal=seal, actor=hall.organizer))

    deliver(hall, settings)

    assert made == [True, False]
    assert server.addresses.count(AHORN) == 1


@SQLITE
def test_what_is_taken_out_does_not_go_out_until_it_is_put_back(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    prepare(hall)
    confirm(hall)
    row = rows(hall)[AHORN]
    with hall.database.write() as work:
        services.sendings.skip(work, row.id, turn=1, actor=hall.organizer)

    deliver(hall, settings)

    assert server.addresses == [BIRKE]
    assert states(hall) == {"ahorn": "skipped", "birke": "sent"}
    assert confirm(hall) == 0
    assert again(hall, AHORN)
    deliver(hall, settings)
    assert server.addresses == [BIRKE, AHORN]


@SQLITE
def test_what_is_being_handed_over_cannot_be_taken_out(hall: Hall) -> None:
    prepare(hall)
    confirm(hall)
    assert services.attachments.write_some(hall.database)
    with hall.database.write() as work:
        letter = services.mails.claim(work)
    assert letter is not None
    row = rows(hall)[letter.address]
    assert row.state_label == "wird gerade übergeben"

    with pytest.raises(ClosedError), hall.database.write() as work:
        services.sendings.skip(work, row.id, turn=1, actor=hall.organizer)


@SQLITE
def test_a_test_goes_to_the_organizer_with_the_same_file(hall: Hall, settings: Settings, server: MailServer) -> None:
    ids = prepare(hall)

    def test() -> bool:
        with hall.database.write() as work:
            return services.sendings.send_test(
                work, hall.id, ids["Ahorn"], address="olga@stadt.example", actor=hall.organizer
            )

    assert (test(), test()) == (True, False)
    deliver(hall, settings)
    confirm(hall, only=ids["Ahorn"])
    deliver(hall, settings)

    probe, real = server.mails
    assert (probe["To"], probe["Subject"]) == ("olga@stadt.example", "Test: Was Kommunen brauchen")
    assert attached(probe) == attached(real)
    assert said(probe) == said(real)
    assert states(hall) == {"ahorn": "sent"}


@SQLITE
def test_the_text_of_the_mail_is_kept_and_strange_brackets_are_refused(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    ids = prepare(hall)

    def change(body: str, *, subject: str = "Unser Brief", reply_to: str = "wir@stadt.example") -> None:
        with hall.database.write() as work:
            entry = TextEntry(subject, body, reply_to, "docx")
            services.sendings.change_text(work, hall.id, entry, actor=hall.organizer)

    for wrong in ("Sehr geehrte [Name],", ""):
        with pytest.raises(InvalidInputError) as refused:
            change(wrong)
        assert refused.value.field == "text"
    with pytest.raises(InvalidInputError):
        change("Guten Tag", subject="Für [Anrede]")
    with pytest.raises(InvalidInputError):
        change("Guten Tag", reply_to="niemand")
    change("[Anrede],\n\nanbei [1] der Brief.")
    confirm(hall, only=ids["Birke"])
    deliver(hall, settings)

    mail = server.mails[0]
    assert (mail["Subject"], mail["Reply-To"]) == ("Unser Brief", "wir@stadt.example")
    assert said(mail) == "Sehr geehrter Herr Birke,\n\nanbei [1] der Brief.\n"


@SQLITE
def test_two_recipients_with_one_address_are_named(hall: Hall) -> None:
    ids = prepare(hall)
    entry = RecipientEntry(Addressee(Form.MAN, name="Birke"), AHORN.upper())
    with hall.database.write() as work:
        services.recipients.save(work, hall.id, ids["Birke"], entry, actor=hall.organizer)
    assert [str(hint) for each in draft(hall).ready for hint in each.hints] == [
        "Dieselbe Adresse wie Birke.",
        "Dieselbe Adresse wie Kim Ahorn.",
    ]

    confirm(hall, only=ids["Ahorn"])

    (birke,) = draft(hall).ready
    assert birke.is_doubled
    assert [str(hint) for hint in birke.hints] == ["An diese Adresse ging dieser Brief schon: Kim Ahorn."]


@SQLITE
def test_who_was_sent_the_letter_stays_on_the_list(hall: Hall) -> None:
    ids = prepare(hall)
    confirm(hall, only=ids["Ahorn"])

    for name in ("Ahorn", "Birke"):
        with hall.database.write() as work:
            if name == "Ahorn":
                with pytest.raises(ClosedError):
                    services.recipients.remove(work, hall.id, ids[name], actor=hall.organizer)
            else:
                services.recipients.remove(work, hall.id, ids[name], actor=hall.organizer)

    assert [each.row.to.name for each in draft(hall).candidates] == ["Ahorn", "Cypresse", "Douglasie"]


@SQLITE
def test_without_a_server_the_mails_are_files_and_not_called_sent(hall: Hall, settings: Settings) -> None:
    prepare(hall)
    confirm(hall)

    deliver(hall, settings.model_copy(update={"smtp_host": ""}))

    assert set(states(hall).values()) == {"filed"}
    assert len(list((settings.data_dir / "mail").glob("*.eml"))) == 2


@SQLITE
def test_only_organizers_send(hall: Hall) -> None:
    prepare(hall)
    found = draft(hall)

    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.sendings.confirm(work, hall.id, [found.ready[0].row.id], digest=found.digest, actor=hall.moderator)


@pytest.mark.skipif(not can_write_pdf(), reason="WeasyPrint is not there")
@SQLITE
def test_the_letter_may_hang_on_it_as_pdf(hall: Hall, settings: Settings, server: MailServer) -> None:
    ids = prepare(hall)
    declare_note(hall)
    with hall.database.write() as work:
        entry = TextEntry("Brief", "[Anrede], anbei der Brief.", "", "pdf")
        services.sendings.change_text(work, hall.id, entry, actor=hall.organizer)
    seen = draft(hall)
    copy = seen.ready[0].copy
    confirm(hall, only=ids["Ahorn"])

    deliver(hall, settings)

    letter, annexes = server.mails[0].iter_attachments()
    assert letter.get_filename() == "Was Kommunen brauchen.pdf"
    assert letter.get_content() == AttachmentWriter(seen.source.letter, seen.letterhead, "pdf").write(copy)
    assert annexes.get_filename() == seen.annexes_name == "Anlagen.pdf"
    assert seen.source.letter.annexes
    assert annexes.get_content() == write_annexes(seen.source.letter.annexes, "pdf")
    with hall.database.read() as session:
        kept = queries.sendings.get_annexes_file(session, hall.id, rows(hall)[AHORN].id, 1)
        (turn,) = queries.sendings.get_details(session, hall.id, rows(hall)[AHORN].id).turns
    assert kept.data == annexes.get_content()
    assert turn.annexes_digest == hashlib.sha256(kept.data).hexdigest()
