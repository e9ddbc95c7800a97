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

    def import_paper(self, *, date: str = "") -> str:
        """Give the conference a paper of two demands in one section, and open the intake."""
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
