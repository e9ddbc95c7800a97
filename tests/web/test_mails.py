"""The outbox in the browser, ending mails without signing in, and the postman who goes round while the server runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.database import Database
from drafting.models import Mail, Person
from drafting.rules.notices import MailRhythm, NoticeKind
from drafting.services.mails import Refusal
from drafting.settings import Settings
from drafting.web.postman import Postman
from tests.running import run_async
from tests.site import Site


@pytest.fixture
def told(site: Site) -> str:
    """The participant has a notice that is to be mailed at once; returns the demand's id."""
    site.import_paper()
    with site.database.write() as work:
        person = work.session.get_one(Person, site.people["participant"])
        person.email, person.mail_rhythm = "calw@kommune.example", MailRhythm.AT_ONCE.value
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    demand_id: str = outline.sections[0].demands[1].id
    site.do(services.notices.tell, [site.people["participant"]], NoticeKind.DEMAND_RESTORED, demand_id=demand_id)
    return demand_id


def collect(site: Site) -> str:
    site.do(services.mails.collect, base_url="https://konferenz.example")
    mail_id: str = site.look_up(lambda session: session.scalars(select(Mail.id)).one())
    return mail_id


def test_organizers_see_why_a_mail_was_given_up_and_send_it_again(site: Site, told: str) -> None:
    mail_id = collect(site)
    site.do(services.mails.note_refused, mail_id, Refusal(550, "550 <unbekannt>", for_good=True))
    browser = site.browser("organizer")

    page = browser.get("/personen/mail").text

    assert "calw@kommune.example" in page
    assert "aufgegeben" in page
    assert "550 &lt;unbekannt&gt;" in page
    assert "kein Mailserver eingerichtet" in page
    assert browser.post("/personen/mail/erneut").status_code == 303
    assert "1 Mail wird noch einmal verschickt." in browser.get("/personen/mail").text
    assert site.look_up(lambda session: session.get_one(Mail, mail_id)).attempts == 0


@pytest.mark.parametrize("role", ["moderator", "participant", "observer"])
def test_only_organizers_see_the_outbox(site: Site, role: str) -> None:
    assert site.browser(role).get("/personen/mail").status_code == 403
    assert site.browser(role).post("/personen/mail/erneut").status_code == 403


def test_mails_end_without_signing_in_but_not_by_looking(site: Site, told: str) -> None:
    address = f"/mitteilungen/abbestellen/{collect(site)}"
    person_id = site.people["participant"]
    stranger = site.stranger()

    assert "calw@kommune.example" in stranger.get(address).text
    assert site.look_up(queries.notices.list_notices, person_id).rhythm == MailRhythm.AT_ONCE
    done = stranger.post(address, data={"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    assert "Keine E-Mails mehr" in done.text
    assert site.look_up(queries.notices.list_notices, person_id).rhythm == MailRhythm.OFF
    assert stranger.get("/mitteilungen/abbestellen/geraten").status_code == 404
    assert stranger.post("/mitteilungen/abbestellen/geraten").status_code == 404


def test_the_postman_goes_round_while_the_server_runs(site: Site, told: str, settings: Settings) -> None:
    folder = settings.data_dir / "mail"

    async def serve() -> list[Path]:
        task = asyncio.create_task(Postman(site.database, settings, seconds=0.01).deliver_forever())
        while site.look_up(lambda session: session.scalar(select(Mail.sent_at))) is None:
            await asyncio.wait([task], timeout=0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return list(folder.glob("*.eml"))

    assert len(run_async(serve())) == 1


def test_a_round_that_fails_does_not_end_the_postman(settings: Settings, database: Database, site: Site) -> None:
    broken = Database(f"sqlite:///{settings.data_dir}/none/drafting.sqlite", secret=b"none", keys=settings.keys)

    async def serve() -> bool:
        task = asyncio.create_task(Postman(broken, settings, seconds=0.01).deliver_forever())
        await asyncio.wait([task], timeout=0.5)
        running = not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return running

    assert run_async(serve())
