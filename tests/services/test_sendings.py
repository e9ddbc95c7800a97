"""Sending the letter through a real mail server: what goes out, what it says, and that nobody gets it twice."""

from __future__ import annotations

import hashlib
import io
import threading
from email.message import EmailMessage

import docx
import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.exports.attachments import AttachmentWriter
from drafting.exports.bundles import write_annexes
from drafting.exports.pdf import can_write_pdf
from drafting.models import JournalEntry
from drafting.rules.addresses import Addressee, Form
from drafting.services.recipients import RecipientEntry
from drafting.services.sendings import TextEntry
from drafting.settings import Settings
from tests.make import Hall
from tests.services.letters import (
    AHORN,
    BIRKE,
    actions,
    again,
    attached,
    confirm,
    declare_note,
    deliver,
    draft,
    move,
    prepare,
    rows,
    states,
)
from tests.services.smtp import MailServer
from tests.states import SQLITE


def said(mail: EmailMessage) -> str:
    """The text of a mail."""
    body = mail.get_body()
    assert body is not None
    words: str = body.get_content()
    return words.replace("\r\n", "\n")


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
def test_only_a_frozen_edition_is_sent(hall: Hall) -> None:
    prepare(hall, edition=False)

    with pytest.raises(ClosedError, match="festgehaltener Stand"):
        confirm(hall)


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
@pytest.mark.xdist_group("pdf")
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
