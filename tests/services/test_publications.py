"""Publishing: nobody's amendment is decided in public before they know, and what is public stays what it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import JournalEntry, Mail, Notice, Person, Publication, now
from drafting.queries.learned import Learned
from drafting.rules.mails import MOST_ATTEMPTS
from drafting.rules.publishing import Learning, PublicationState
from drafting.services.press_releases import PressEntry
from drafting.services.publications import PublicationEntry
from tests.make import Hall
from tests.states import SQLITE

BASE = "https://konferenz.example"
pytestmark = SQLITE


def freeze(hall: Hall, name: str = "Beschlussfassung") -> str:
    with hall.database.write() as work:
        return services.papers.freeze_edition(work, hall.paper, name=name, actor=hall.organizer)


def prepare(hall: Hall, name: str = "Beschlussfassung") -> str:
    edition = freeze(hall, name)
    with hall.database.write() as work:
        return services.publications.prepare(work, hall.id, edition_id=edition, actor=hall.organizer)


def publish(hall: Hall, page: str, *, told_otherwise: bool = False, actor: str = "") -> None:
    with hall.database.write() as work:
        services.publications.publish(
            work, page, told_otherwise=told_otherwise, leaves_open=True, actor=actor or hall.organizer
        )


def tell(hall: Hall) -> tuple[int, int]:
    with hall.database.write() as work:
        return services.publications.tell_authors(work, hall.id, base_url=BASE, actor=hall.organizer)


def learned(hall: Hall) -> Learned:
    with hall.database.read() as session:
        return queries.learned.get_learned(session, hall.id)


def give_address(hall: Hall, person: str) -> None:
    with hall.database.write() as work:
        work.session.get_one(Person, person).email = "ada@calw.example"


def entry(hall: Hall, page: str, **changed: object) -> PublicationEntry:
    with hall.database.read() as session:
        row = session.get_one(Publication, page)
        values: dict[str, object] = {"edition_id": row.edition_id, "slug": row.slug, "title": row.title}
    return PublicationEntry(**{**values, **changed})  # type: ignore[arg-type]


def change(hall: Hall, page: str, **changed: object) -> None:
    wanted = entry(hall, page, **changed)
    with hall.database.write() as work:
        services.publications.change(work, page, wanted, actor=hall.organizer)


def state(hall: Hall, page: str) -> PublicationState:
    with hall.database.read() as session:
        return queries.publications.get_page(session, page, hall.id).row.state


def actions(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        wanted = select(JournalEntry.action).where(JournalEntry.action.like("p%")).order_by(JournalEntry.number)
        return [action for action in session.scalars(wanted) if action.startswith(("publication.", "press"))]


def test_a_double_click_prepares_one_page(hall: Hall) -> None:
    edition = freeze(hall, "Beschlussfassung")
    with hall.database.write() as work:
        pages = {
            services.publications.prepare(work, hall.id, edition_id=edition, actor=hall.organizer) for _ in range(2)
        }
    assert len(pages) == 1


def test_an_author_who_was_never_told_hinders_publishing(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        work.session.execute(delete(Notice))
    page = prepare(hall)

    with pytest.raises(ClosedError, match="Ä1"):
        publish(hall, page, told_otherwise=True)

    assert state(hall, page) is PublicationState.DRAFT
    assert [row.learning for row in learned(hall).rows] == [Learning.UNTOLD]


def test_one_act_tells_everybody_and_mails_whoever_can_be_reached(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("drei", "fünf", by=hall.ben, demand=hall.second))
    with hall.database.write() as work:
        work.session.execute(delete(Notice).where(Notice.person_id == hall.ben))
    give_address(hall, hall.ada)
    page = prepare(hall)

    assert tell(hall) == (2, 1)
    assert tell(hall) == (0, 0)

    rows = {row.person_id: row for row in learned(hall).rows}
    assert {each: row.learning for each, row in rows.items()} == {
        hall.ben: Learning.UNREACHED,
        hall.ada: Learning.UNDER_WAY,
    }
    with hall.database.read() as session:
        (mail,) = session.scalars(select(Mail))
        assert (mail.address, "Ä1" in mail.subject) == ("ada@calw.example", True)
    with pytest.raises(InvalidInputError) as refused:
        publish(hall, page)
    assert refused.value.field == "told_otherwise"
    publish(hall, page, told_otherwise=True)
    with hall.database.read() as session:
        assert session.get_one(Publication, page).told_otherwise == 2


def test_who_has_read_it_knows(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    give_address(hall, hall.ada)
    page = prepare(hall)
    assert [row.learning for row in learned(hall).rows] == [Learning.WAITING]

    with hall.database.write() as work:
        services.notices.mark_read(work, actor=hall.ada)

    assert learned(hall).rows == ()
    publish(hall, page)
    assert state(hall, page) is PublicationState.OPEN


def test_a_decision_taken_back_and_made_otherwise_is_to_be_learned_anew(hall: Hall) -> None:
    amendment = hall.propose("alle", "viele")
    hall.decide(amendment, "no", "no")
    with hall.database.write() as work:
        services.notices.mark_read(work, actor=hall.ada)
        services.reopening.reopen(work, amendment, reason="Zählfehler.", actor=hall.organizer)
        services.amendments.take_over(work, amendment, actor=hall.moderator)

    assert [row.learning for row in learned(hall).rows] == [Learning.UNREACHED]


def test_a_mail_that_was_given_up_has_told_nobody(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    give_address(hall, hall.ada)
    tell(hall)

    with hall.database.write() as work:
        work.session.scalars(select(Mail)).one().attempts = MOST_ATTEMPTS

    assert [row.learning for row in learned(hall).rows] == [Learning.UNREACHED]


def test_a_mail_has_told_somebody_once_it_has_gone_out(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    give_address(hall, hall.ada)
    page = prepare(hall)
    tell(hall)

    assert [row.learning for row in learned(hall).rows] == [Learning.UNDER_WAY]
    with pytest.raises(InvalidInputError, match="auf anderem Weg"):
        publish(hall, page)
    with hall.database.write() as work:
        work.session.scalars(select(Mail)).one().sent_at = now()

    assert learned(hall).rows == ()
    publish(hall, page)
    assert state(hall, page) is PublicationState.OPEN


def test_who_has_part_in_nothing_decided_need_not_be_told(hall: Hall) -> None:
    hall.propose("alle", "viele")
    withdrawn = hall.propose("drei", "fünf", demand=hall.second)
    with hall.database.write() as work:
        services.amendments.withdraw(work, withdrawn, actor=hall.ada)

    found = learned(hall)

    assert (found.rows, found.told, found.open) == ((), 0, 1)


def test_only_organizers_prepare_tell_publish_and_withdraw(hall: Hall) -> None:
    page = prepare(hall)
    with hall.database.write() as work:
        with pytest.raises(NotAllowedError):
            services.publications.prepare(work, hall.id, edition_id="x", actor=hall.moderator)
        with pytest.raises(NotAllowedError):
            services.publications.tell_authors(work, hall.id, base_url=BASE, actor=hall.moderator)
        with pytest.raises(NotAllowedError):
            services.publications.withdraw(work, page, note="", actor=hall.ada)
        with pytest.raises(NotAllowedError):
            services.press_releases.keep(work, page, PressEntry("Titel"), actor=hall.moderator)
        with pytest.raises(NotFoundError):
            services.publications.publish(work, "keine", actor=hall.organizer)
    with pytest.raises(NotAllowedError):
        publish(hall, page, actor=hall.moderator)


def test_last_years_paper_is_not_published(hall: Hall) -> None:
    with hall.database.read() as session:
        imported = queries.editions.list_editions(session, hall.paper)[0]
    assert imported.kind == "import"
    with pytest.raises(InvalidInputError), hall.database.write() as work:
        services.publications.prepare(work, hall.id, edition_id=imported.id, actor=hall.organizer)


def test_two_pages_never_share_an_address(hall: Hall) -> None:
    first, second = prepare(hall), prepare(hall, "Später")
    with hall.database.read() as session:
        slugs = {session.get_one(Publication, page).slug for page in (first, second)}
        taken = session.get_one(Publication, first).slug
    assert len(slugs) == 2
    with pytest.raises(InvalidInputError) as refused:
        change(hall, second, slug=taken)
    assert refused.value.field == "slug"


def test_what_is_published_keeps_its_text_and_its_address(hall: Hall) -> None:
    page = prepare(hall)
    opens_at = now() + timedelta(hours=1)
    change(hall, page, opens_at=opens_at)
    publish(hall, page)
    assert state(hall, page) is PublicationState.WAITING
    hall.take_over(hall.propose("alle", "viele"))
    later = freeze(hall, "Später")

    change(hall, page, edition_id=later, slug="anders", title="Neuer Titel", opens_at=opens_at + timedelta(hours=1))

    with hall.database.read() as session:
        row = session.get_one(Publication, page)
        assert (row.title, row.slug != "anders", row.edition_id != later) == ("Neuer Titel", True, True)
        assert row.opens_at == opens_at + timedelta(hours=1)
    change(hall, page, opens_at=None)
    assert state(hall, page) is PublicationState.OPEN
    change(hall, page, opens_at=now() + timedelta(days=1))
    assert state(hall, page) is PublicationState.OPEN


def test_publishing_and_withdrawing_twice_is_once(hall: Hall) -> None:
    page = prepare(hall)
    publish(hall, page)
    publish(hall, page)
    with hall.database.write() as work:
        services.publications.withdraw(work, page, note="Ein Fehler im Titel.", actor=hall.organizer)
        services.publications.withdraw(work, page, note="Noch einmal.", actor=hall.organizer)

    assert state(hall, page) is PublicationState.WITHDRAWN
    assert actions(hall) == ["publication.prepared", "publication.published", "publication.withdrawn"]
    with pytest.raises(ClosedError):
        change(hall, page, title="Doch")
    with pytest.raises(ClosedError):
        publish(hall, page)
    with hall.database.read() as session:
        assert session.get_one(Publication, page).withdrawal_note == "Ein Fehler im Titel."
        assert queries.journal.verify(session, hall.id).is_whole


def test_a_prepared_page_is_discarded_with_its_press_version(hall: Hall) -> None:
    page = prepare(hall)
    with hall.database.write() as work:
        services.press_releases.keep(work, page, PressEntry("Titel"), actor=hall.organizer)
        services.publications.discard(work, page, actor=hall.organizer)
    with hall.database.read() as session:
        assert queries.publications.list_publications(session, hall.id).rows == ()
    published = prepare(hall)
    publish(hall, published)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.publications.discard(work, published, actor=hall.organizer)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (PressEntry(" "), "headline"),
        (PressEntry("x" * 201), "headline"),
        (PressEntry("Titel", lead="x" * 2001), "lead"),
        (PressEntry("Titel", quote="Endlich."), "speaker"),
        (PressEntry("Titel", quote="Endlich.", speaker="Berta Berg, OB"), "releaser"),
        (PressEntry("Titel", demands=("a", "b", "c", "d")), "demands"),
    ],
)
def test_a_press_version_is_refused_by_the_field(hall: Hall, typed: PressEntry, field: str) -> None:
    page = prepare(hall)
    with pytest.raises(InvalidInputError) as refused, hall.database.write() as work:
        services.press_releases.keep(work, page, typed, actor=hall.organizer)
    assert refused.value.field == field


def test_the_press_version_is_proposed_from_facts_alone(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    page = prepare(hall)
    with hall.database.read() as session:
        proposed = queries.press_releases.get_page(session, page, hall.id)
    assert "3 Forderungen" in proposed.lead
    assert "einen Änderungsantrag" in proposed.lead
    assert (proposed.quote, proposed.speaker, proposed.demands, proposed.is_public) == ("", "", (), False)


def test_amendments_without_an_outcome_are_confirmed_before_the_text_goes_public(hall: Hall) -> None:
    hall.propose("alle", "viele")
    page = prepare(hall)
    tell(hall)
    with pytest.raises(InvalidInputError) as refused, hall.database.write() as work:
        services.publications.publish(work, page, told_otherwise=True, actor=hall.organizer)
    assert refused.value.field == "leaves_open"
    publish(hall, page, told_otherwise=True)
