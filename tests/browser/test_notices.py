"""The bell on a phone: a number when the moderator decides, the sentence, and the way to one's amendment."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from drafting import services
from drafting.models import Person
from tests.browser.hall import Halls
from tests.site import Site


def test_an_author_hears_of_the_decision_without_reloading_and_lands_on_the_amendment(
    halls: Halls, tmp_path: Path
) -> None:
    with halls.open(tmp_path) as hall:
        site = Site.__new__(Site)
        site.database, site.conference_id, site.people = hall.database, hall.conference_id, {}
        moderator = hall.person("Mona Moder", "Stadt Ulm", role="moderator", phone=False)
        author = hall.person("Ada Amsel", "Stadt Calw", reads=False)
        with hall.database.read() as session:
            for person in session.query(Person):
                site.people[person.role] = person.id
        site.people["organizer"] = "system"
        site.import_paper()
        amendment_id = site.propose("participant")
        phone = author.goes_to("/papier")
        expect(phone.get_by_role("link", name="Mitteilungen, keine neuen")).to_be_visible()

        poll_id = site.do(services.polls.open_now, amendment_id, actor=site.people["moderator"])
        site.do(services.polls.cast, poll_id, "yes", actor=site.people["participant"])
        moderator.goes_to(f"/leitung/abstimmungen/{poll_id}")
        moderator.page.get_by_role("button", name="Abstimmung schließen").click()

        phone.get_by_role("link", name="1 neue Mitteilung").tap()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Mitteilungen")
        phone.get_by_role("link", name="Angenommen: Ä1").tap()
        expect(phone).to_have_url(f"{hall.address}/antraege/{amendment_id}")
        expect(phone.get_by_role("link", name="Mitteilungen, keine neuen")).to_be_visible()
        assert hall.complaints() == []
