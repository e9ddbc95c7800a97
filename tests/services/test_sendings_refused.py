"""What a mail server may answer, and what it may not have answered: nothing is lost, and nobody gets it twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.models import now
from drafting.rules.addresses import Addressee, Form
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.sendings import REFUSAL_LABELS, SendingAct
from drafting.services.recipients import RecipientEntry
from drafting.settings import Settings
from tests import make
from tests.make import Hall
from tests.services.letters import (
    AHORN,
    BIRKE,
    actions,
    again,
    confirm,
    deliver,
    pass_time,
    prepare,
    rows,
    states,
)
from tests.services.smtp import MailServer, open_mail_server
from tests.states import SQLITE
from tests.tables import open_new


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
