"""The site under test: a conference with one person of each role, and a browser for each of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.database import Database
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.services.particulars import Particulars
from drafting.text.markdown import parse
from tests.states import begin

ROLES = ("organizer", "moderator", "participant", "observer")
FIRST = (
    "# Schriftform abbauen\n\nWir fordern das Land auf, alle Schriftformerfordernisse zu streichen. "
    "Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies sagen.\n\n> Papier kostet Zeit.\n"
)
SECOND = "# Digitalcheck einführen\n\nAn jedem Gesetz sind mindestens drei Kommunen zu beteiligen.\n"


def timeless(page: str) -> str:
    """A page without the moment at which it was made, to compare it with another."""
    return re.sub(r' data-moment="[^"]*"', "", page)


class Site:
    """A conference with one person of each role, and what tests want to do in it."""

    def __init__(self, app: Starlette, database: Database) -> None:
        self.app = app
        self.database = database
        self.conference_id, people = begin(database, "site", self._open)
        self.people = dict(people)
        self.clients: dict[str, TestClient] = {}

    def _open(self) -> tuple[str, dict[str, str]]:
        conference_id: str = self.do(services.conferences.create, name="Fachkonferenz 2025")
        people: dict[str, str] = {
            role: self.do(
                services.people.add_person,
                conference_id,
                name=f"Person {role}",
                municipality="Stadt Calw",
                role=role,
                actor="system",
            )
            for role in ROLES
        }
        for person_id in people.values():
            self.do(services.people.check_in, person_id, actor=person_id)
        return conference_id, people

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
            client.cookies.set("drafting", begin(self.database, f"browser {role}", lambda: self._sign_in(role)))
            self.clients[role] = client
        return self.clients[role]

    def _sign_in(self, role: str) -> str:
        return str(self.do(services.people.sign_in_with_code, self.code(role)).token)

    def stranger(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(self.app, follow_redirects=False)

    def import_paper(self, *, date: str = "") -> str:
        """Give the conference a paper of two demands in one section, and open the intake."""
        return begin(self.database, f"paper {date}", lambda: self._import_paper(date))

    def _import_paper(self, date: str) -> str:
        section = DraftSection("Recht", (DraftDemand("1", parse(FIRST)), DraftDemand("2", parse(SECOND))))
        draft = DraftPaper(title="Forderungspapier 2025", date=date, sections=(section,))
        organizer = self.people["organizer"]
        paper_id: str = self.do(services.papers.import_paper, self.conference_id, draft, actor=organizer)
        self.do(services.conferences.set_phase, self.conference_id, Phase.OPEN, actor=organizer)
        return paper_id

    def propose(
        self,
        role: str,
        words: str = "fünf Kommunen",
        *,
        title: str = "Digitalcheck einführen",
        editorial: bool = False,
    ) -> str:
        """Hand in an amendment to the second demand; returns its id."""
        outline = self.look_up(queries.papers.get_outline, self.conference_id)
        demand_id = outline.sections[0].demands[1].id
        page = self.look_up(queries.editors.get_editor, demand_id)
        text = page.text.replace("Digitalcheck einführen", title)
        if title == "Digitalcheck einführen":
            text = text.replace("drei Kommunen", words)
        amendment_id: str = self.do(
            services.amendments.propose,
            demand_id,
            text=text,
            reason="Weil es nötig ist.",
            base_version_id=page.base_version_id,
            actor=self.people[role],
            besides=Particulars(editorial=editorial),
        )
        return amendment_id
