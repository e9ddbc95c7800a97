"""A conference on a real database, and a browser for each role that talks to the application without a network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from drafting import services
from drafting.database import Database, open_database
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.migrations import upgrade
from drafting.rules.lifecycle import Phase
from drafting.settings import Settings
from drafting.text.markdown import parse
from drafting.web.app import create_app

ROLES = ("organizer", "moderator", "participant", "observer")
FIRST = (
    "# Schriftform abbauen\n\nWir fordern das Land auf, alle Schriftformerfordernisse zu streichen. "
    "Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies sagen.\n\n> Papier kostet Zeit.\n"
)
SECOND = "# Digitalcheck einführen\n\nAn jedem Gesetz sind mindestens drei Kommunen zu beteiligen.\n"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and nothing in it: migrating once is enough."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("empty"))
    database = open_database(settings)
    upgrade(database)
    database.dispose()
    return settings.data_dir


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """The settings of an installation of its own for each test."""
    shutil.copytree(empty_database, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", base_url="https://konferenz.example")


@pytest.fixture
def database(settings: Settings) -> Database:
    """The database of this test's installation."""
    return open_database(settings)


@pytest.fixture
def app(settings: Settings, database: Database) -> Starlette:
    """The whole application on this test's database."""
    return create_app(settings, database=database)


class Hall:
    """A conference with one person of each role, and what tests want to do in it."""

    def __init__(self, app: Starlette, database: Database) -> None:
        self.app = app
        self.database = database
        self.conference_id: str = self.do(services.conferences.create, name="Fachkonferenz 2025")
        self.people = {
            role: self.do(
                services.people.add_person,
                self.conference_id,
                name=f"Person {role}",
                municipality="Stadt Calw",
                role=role,
                actor="system",
            )
            for role in ROLES
        }
        for person_id in self.people.values():
            self.do(services.people.check_in, person_id, actor=person_id)
        self.clients: dict[str, TestClient] = {}

    def do(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do something as one transaction."""
        with self.database.write() as work:
            return service(work, *args, **kwargs)

    def look_up(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Look something up."""
        with self.database.read() as session:
            return query(session, *args, **kwargs)

    def code(self, role: str) -> str:
        """Issue an access code for a person."""
        return str(self.do(services.people.issue_code, self.people[role], actor="system").code)

    def browser(self, role: str) -> TestClient:
        """A browser in which the person of this role is signed in."""
        if role not in self.clients:
            client = self.stranger()
            token = self.do(services.people.sign_in_with_code, self.code(role)).token
            client.cookies.set("drafting", token)
            self.clients[role] = client
        return self.clients[role]

    def stranger(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(self.app, follow_redirects=False)

    def import_paper(self) -> str:
        """Give the conference a paper of two demands in one section, and open the intake."""
        section = DraftSection("Recht", (DraftDemand("1", parse(FIRST)), DraftDemand("2", parse(SECOND))))
        draft = DraftPaper(title="Forderungspapier 2025", sections=(section,))
        organizer = self.people["organizer"]
        paper_id: str = self.do(services.papers.import_paper, self.conference_id, draft, actor=organizer)
        self.do(services.conferences.set_phase, self.conference_id, Phase.OPEN, actor=organizer)
        return paper_id


@pytest.fixture
def hall(app: Starlette, database: Database) -> Iterator[Hall]:
    """A conference with one person of each role."""
    hall = Hall(app, database)
    yield hall
    database.dispose()
