"""Handing in: limits, waiting for supporters, what an author may say besides, and where a new demand stands."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import AmendmentChanged, Event
from drafting.models import Amendment, CoProposer, JournalEntry, Notice, Organisation, Representative
from drafting.services.intake import AlreadyProposedError
from drafting.services.particulars import Particulars
from tests.make import Hall
from tests.services.test_amendments import actions, get
from tests.states import SQLITE


def settle(hall: Hall, **settings: int) -> None:
    """Change settings as the organizer."""
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, actor=hall.organizer, **settings)  # type: ignore[arg-type]


def support(hall: Hall, amendment_id: str, *people: str) -> None:
    for person in people:
        with hall.database.write() as work:
            services.amendments.support(work, amendment_id, actor=person)


def propose(hall: Hall, besides: Particulars, *, by: str = "", words: str = "viele") -> str:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        return services.amendments.propose(
            work,
            hall.first,
            text=version.text.replace("alle", words),
            reason="Darum.",
            base_version_id=version.id,
            actor=by or hall.ada,
            besides=besides,
        )


# Limits


def test_one_person_hands_in_no_more_than_the_limit_and_withdrawn_ones_do_not_count(hall: Hall) -> None:
    settle(hall, amendments_per_person=2)
    first = hall.propose("alle", "viele")
    hall.propose_strike(hall.second)

    with pytest.raises(ClosedError, match="schon 2 Anträge"):
        hall.propose_new("# Neu\n\nText.")
    hall.propose("alle", "manche", by=hall.ben)
    with hall.database.write() as work:
        services.amendments.withdraw(work, first, actor=hall.ada)
    hall.propose_new("# Neu\n\nText.")

    assert actions(hall).count("amendment.proposed") == 4


@SQLITE
def test_the_same_amendment_twice_names_the_first(hall: Hall) -> None:
    first = hall.propose("alle", "viele")

    with pytest.raises(AlreadyProposedError) as refused:
        hall.propose("alle", "viele")

    assert refused.value.amendment_id == first


def test_two_clicks_at_once_hand_in_once(hall: Hall) -> None:
    version = hall.version(hall.first)
    text = version.text.replace("alle", "viele")
    begin, outcomes = threading.Barrier(2), []

    def click() -> None:
        begin.wait()
        try:
            with hall.database.write() as work:
                services.amendments.propose(
                    work, hall.first, text=text, reason="Darum.", base_version_id=version.id, actor=hall.ada
                )
            outcomes.append("handed in")
        except InvalidInputError:
            outcomes.append("refused")

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert sorted(outcomes) == ["handed in", "refused"]


@SQLITE
def test_the_preamble_can_be_changed_and_not_struck(hall: Hall) -> None:
    with hall.database.read() as session:
        preamble = queries.papers.get_outline(session, hall.id).preamble
    assert preamble
    amendment_id = hall.propose("jeden Tag", "täglich", demand=preamble.id)

    with pytest.raises(InvalidInputError, match="nicht streichen"):
        hall.propose_strike(preamble.id)

    assert get(hall, amendment_id).state == "open"


# Supporters


@SQLITE
def test_an_amendment_waits_until_enough_support_it(hall: Hall, events: list[Event]) -> None:
    settle(hall, minimum_supporters=2)
    amendment_id = hall.propose("alle", "viele")
    assert get(hall, amendment_id).state == "submitted"

    support(hall, amendment_id, hall.ben)
    assert get(hall, amendment_id).state == "submitted"
    with hall.database.read() as session:
        assert queries.amendments.get_card(session, amendment_id).lacking_supporters == 1
    events.clear()
    support(hall, amendment_id, hall.cem)

    assert get(hall, amendment_id).state == "open"
    assert actions(hall)[-1] == "amendment.opened"
    assert AmendmentChanged(conference_id=hall.id, amendment_id=amendment_id, demand_id=hall.first) in events


def test_losing_supporters_later_changes_nothing(hall: Hall) -> None:
    settle(hall, minimum_supporters=1)
    amendment_id = hall.propose("alle", "viele")
    support(hall, amendment_id, hall.ben)

    with hall.database.write() as work:
        services.amendments.unsupport(work, amendment_id, actor=hall.ben)
    support(hall, amendment_id, hall.ben)

    assert get(hall, amendment_id).state == "open"
    assert actions(hall).count("amendment.opened") == 1


def test_what_waits_is_not_taken_over_nor_voted_on(hall: Hall) -> None:
    settle(hall, minimum_supporters=2)
    amendment_id = hall.propose("alle", "viele")

    with pytest.raises(ClosedError, match="fehlen noch 2 Unterstützungen"):
        hall.take_over(amendment_id)
    with pytest.raises(ClosedError, match="fehlen noch 2"):
        hall.open_poll(amendment_id)
    with hall.database.write() as work:
        services.amendments.withdraw(work, amendment_id, actor=hall.ada)

    assert hall.version(hall.first).number == 1


@SQLITE
def test_a_lower_minimum_opens_what_has_enough(hall: Hall) -> None:
    settle(hall, minimum_supporters=3)
    one, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    support(hall, one, hall.cem)

    settle(hall, minimum_supporters=1)

    assert (get(hall, one).state, get(hall, other).state) == ("open", "submitted")


@SQLITE
def test_what_waits_is_settled_by_an_equal_one_and_not_adopted(hall: Hall) -> None:
    chosen = hall.propose("alle", "viele")
    settle(hall, minimum_supporters=1)
    waiting = hall.propose("alle", "viele", by=hall.ben)

    hall.take_over(chosen)

    assert get(hall, waiting).state == "settled"


# Particulars


@SQLITE
def test_a_headline_is_proposed_and_follows_the_wording_until_the_author_writes_one(hall: Hall) -> None:
    amendment_id = propose(hall, Particulars())
    assert get(hall, amendment_id).headline == "In Zeile 2 wird „alle“ durch „viele“ ersetzt"
    version = hall.version(hall.first)

    def revise(words: str, headline: str) -> str:
        with hall.database.write() as work:
            services.amendments.revise(
                work,
                amendment_id,
                text=version.text.replace("alle", words),
                base_version_id=version.id,
                actor=hall.ada,
                besides=Particulars(headline=headline),
            )
        return get(hall, amendment_id).headline

    assert "manche" in revise("manche", get(hall, amendment_id).headline)
    assert revise("einige", "Weniger  Zwang") == "Weniger Zwang"
    assert revise("etliche", "Weniger Zwang") == "Weniger Zwang"
    assert "wenige" in revise("wenige", "")


@SQLITE
def test_a_headline_that_is_too_long_is_refused_at_its_field(hall: Hall) -> None:
    with pytest.raises(InvalidInputError) as refused:
        propose(hall, Particulars(headline="Wort " * 40))
    assert refused.value.field == "headline"


def test_co_proposers_are_asked_and_shown_only_once_they_agree(hall: Hall) -> None:
    amendment_id = propose(hall, Particulars(co_proposer_ids=(hall.ben, hall.cem)))

    def shown() -> tuple[str, ...]:
        with hall.database.read() as session:
            return queries.amendments.get_card(session, amendment_id).co_proposers

    assert shown() == ()
    for agrees in (True, True):
        with hall.database.write() as work:
            services.invitations.answer(work, amendment_id, agrees=agrees, actor=hall.ben)
    with hall.database.write() as work:
        services.invitations.answer(work, amendment_id, agrees=False, actor=hall.cem)

    assert shown() == ("Gemeinde Malsch",)
    assert actions(hall)[-2:] == ["amendment.joined", "amendment.not_joined"]
    with hall.database.read() as session:
        told = set(session.execute(select(Notice.person_id, Notice.kind)))
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "amendment.joined")).one()
    assert {(hall.ben, "invited"), (hall.cem, "invited"), (hall.ada, "invitation_accepted")} <= told
    assert "Malsch" not in str(entry.data)


def test_nobody_agrees_uninvited_and_nobody_is_asked_who_could_not_propose(hall: Hall) -> None:
    amendment_id = propose(hall, Particulars())

    with pytest.raises(NotFoundError), hall.database.write() as work:
        services.invitations.answer(work, amendment_id, agrees=True, actor=hall.ben)
    with pytest.raises(InvalidInputError):
        propose(hall, Particulars(co_proposer_ids=(hall.observer,)), words="manche")


def test_revising_names_others_and_takes_back_an_invitation(hall: Hall) -> None:
    amendment_id = propose(hall, Particulars(co_proposer_ids=(hall.ben,)))
    version = hall.version(hall.first)

    with hall.database.write() as work:
        services.amendments.revise(
            work,
            amendment_id,
            text=version.text.replace("alle", "manche"),
            base_version_id=version.id,
            actor=hall.ada,
            besides=Particulars(co_proposer_ids=(hall.cem, hall.ada)),
        )

    with hall.database.read() as session:
        assert session.scalars(select(CoProposer.person_id)).all() == [hall.cem]


def test_an_organisation_proposes_through_its_representatives_alone(hall: Hall) -> None:
    with hall.database.write() as work:
        organisation = Organisation(conference_id=hall.id, name="Städtetag")
        work.session.add(organisation)
        work.session.flush()
        work.session.add(Representative(organisation_id=organisation.id, person_id=hall.ada))
        chosen = organisation.id

    amendment_id = propose(hall, Particulars(organisation_id=chosen))
    with pytest.raises(NotAllowedError):
        propose(hall, Particulars(organisation_id=chosen), by=hall.ben)

    with hall.database.read() as session:
        card = queries.amendments.get_card(session, amendment_id)
    assert (card.proposer, card.represented_by) == ("Städtetag", "Stadt Calw")


# Where a new demand stands


def test_new_demands_at_the_beginning_of_a_section_stand_before_its_first(hall: Hall) -> None:
    with hall.database.read() as session:
        section = session.get_one(Amendment, hall.propose_new("# X\n\nText.", after=hall.third)).section_id or ""
    for title in ("Eins", "Zwei"):
        with hall.database.write() as work:
            amendment_id = services.amendments.propose_new(
                work,
                hall.paper,
                text=f"# {title}\n\nText.",
                reason="Fehlt.",
                section_id=section,
                is_first=True,
                actor=hall.ben,
            )
        hall.take_over(amendment_id)

    with hall.database.read() as session:
        sections = queries.papers.get_outline(session, hall.id).sections
    assert [(demand.number, demand.title) for demand in sections[1].demands] == [
        ("2a", "Eins"),
        ("2b", "Zwei"),
        ("3", "Personal fördern"),
    ]
