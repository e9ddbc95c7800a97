"""What changes after the letter was confirmed: it is not ordered, held, or goes out as it was confirmed."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest

from drafting import services
from drafting.errors import OutdatedError
from drafting.models import Signature, now
from drafting.rules.signing import local_day
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked
from drafting.settings import Settings
from tests.make import Hall
from tests.services.letters import (
    AHORN,
    BIRKE,
    again,
    attached,
    confirm,
    declare_note,
    deliver,
    draft,
    move,
    pass_time,
    prepare,
    rows,
    states,
)
from tests.services.smtp import MailServer
from tests.states import SQLITE


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


@pytest.fixture
def as_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The annexes as where no PDF can be written: Word files are quicker."""
    monkeypatch.setattr("drafting.queries.sending_drafts.can_write_pdf", lambda: False)


@SQLITE
@pytest.mark.usefixtures("as_word")
@pytest.mark.parametrize("changes", ["the settings", "what is enclosed"])
def test_a_letter_that_changes_while_the_server_is_away_is_held(
    hall: Hall, settings: Settings, server: MailServer, changes: str
) -> None:
    prepare(hall)
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
@pytest.mark.usefixtures("as_word")
def test_who_signs_while_the_server_is_away_holds_nothing_and_who_takes_it_back_does(
    hall: Hall, settings: Settings, server: MailServer
) -> None:
    prepare(hall)
    with hall.database.write() as work:
        last = local_day(now()) + timedelta(days=30)
        edition_id = draft(hall).edition_id
        services.signings.open_signing(work, hall.id, edition_id=edition_id, last=last, actor=hall.organizer)
    first = sign(hall, "Stadt Rosenau")
    server.refuse = {AHORN: "451 4.7.1 greylisted", BIRKE: "451 4.7.1 greylisted"}
    confirm(hall)
    deliver(hall, settings)

    sign(hall, "Stadt Nelkenau")
    del server.refuse[AHORN]
    pass_time(hall)
    deliver(hall, settings)
    assert states(hall) == {"ahorn": "sent", "birke": "waiting"}
    words = "\n".join(each.text for each in docx.Document(io.BytesIO(attached(server.mails[0])[1])).paragraphs)
    assert "Stadt Rosenau" in words
    assert "Stadt Nelkenau" not in words

    with hall.database.write() as work:
        signature = work.session.get_one(Signature, first)
        services.declarations.withdraw(work, signature, signer="Berta Berg", actor="system")
    server.refuse.clear()
    pass_time(hall)
    deliver(hall, settings)
    assert states(hall) == {"ahorn": "sent", "birke": "held"}
    assert rows(hall)[BIRKE].words.startswith("Eine Kommune hat ihre Mitzeichnung seither zurückgenommen")
    assert again(hall, BIRKE)
    deliver(hall, settings)
    assert states(hall) == {"ahorn": "sent", "birke": "sent"}
    assert "Stadt Rosenau" not in "\n".join(
        each.text for each in docx.Document(io.BytesIO(attached(server.mails[1])[1])).paragraphs
    )


@SQLITE
@pytest.mark.usefixtures("as_word")
def test_a_yes_taken_back_a_moment_before_the_letter_is_handed_over_holds_it(hall: Hall) -> None:
    prepare(hall)
    with hall.database.write() as work:
        last = local_day(now()) + timedelta(days=30)
        edition_id = draft(hall).edition_id
        services.signings.open_signing(work, hall.id, edition_id=edition_id, last=last, actor=hall.organizer)
    signature = sign(hall, "Stadt Rosenau")
    confirm(hall)
    assert services.attachments.write_some(hall.database)

    with hall.database.write() as work:
        row = work.session.get_one(Signature, signature)
        services.declarations.withdraw(work, row, signer="Berta Berg", actor="system")
    with hall.database.write() as work:
        assert services.mails.claim(work) is None

    assert set(states(hall).values()) == {"held"}


def sign(hall: Hall, name: str) -> str:
    """Let a municipality sign; returns its id."""
    yes = Declaration("signed", "Berta Berg", "Bürgermeisterin")
    with hall.database.write() as work:
        signature = services.signatures.ask(work, hall.id, Asked(name, "town", "Ria", ""), actor=hall.organizer)
        link = services.signatures.show_link(work, signature, actor=hall.organizer)
        edition_id = draft(hall).edition_id
        services.declarations.declare(work, link, yes, edition_id=edition_id, revision=0, base_url="")
    return signature
