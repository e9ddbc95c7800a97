"""``drafting mail``: a dry run leaves everything, sending without a server writes files, the list says what is what."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from drafting import services
from drafting.cli.main import drafting
from drafting.models import Person
from drafting.rules.notices import MailRhythm, NoticeKind
from tests import make
from tests.tables import open_new


def run(directory: Path, *words: str) -> str:
    result = CliRunner().invoke(drafting, ["mail", *words, "--data-dir", str(directory)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_outbox_is_shown_tried_out_and_sent(tmp_path: Path) -> None:
    database = open_new(tmp_path)
    hall = make.hall(database)
    with database.write() as work:
        ada = work.session.get_one(Person, hall.ada)
        ada.email, ada.mail_rhythm = "ada@kommune.example", MailRhythm.AT_ONCE.value
        services.notices.tell(work, [hall.ada], NoticeKind.DEMAND_RESTORED, demand_id=hall.first)
    database.dispose()

    assert ".eml" in run(tmp_path, "send", "--dry-run")
    assert run(tmp_path, "list").startswith("waiting   0  ada@kommune.example")
    assert run(tmp_path, "send") == "1 verschickt, 0 nicht angenommen\n"
    assert run(tmp_path, "send") == "0 verschickt, 0 nicht angenommen\n"
    assert run(tmp_path, "list").startswith("sent      1  ada@kommune.example")
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
