"""A conference for each test of a service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.database import Database
from drafting.settings import Settings
from tests import make
from tests.make import Hall
from tests.services.smtp import MailServer, open_mail_server


@pytest.fixture
def hall(database: Database) -> Hall:
    """A conference in which amendments are open and everybody is present."""
    return make.hall(database)


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
        mail_from="Fachkonferenz Städte <post@konferenz.example>",
    )


@pytest.fixture
def three(hall: Hall) -> tuple[str, str, str]:
    """Three amendments that nobody disputes, two of them to one demand."""
    return (
        hall.propose("alle", "viele"),
        hall.propose("Zeit", "Geld", by=hall.ben),
        hall.propose("drei", "vier", by=hall.cem, demand=hall.second),
    )
