"""Registering, codes, links, sessions and presence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import Event, PresenceChanged
from drafting.imports.registrations import Registration
from drafting.models import AccessCode, FailedAttempt, LoginSession, Panel, Person, SignInLink, now
from drafting.rules.codes import ALPHABET
from drafting.services.badges import Arrival
from drafting.services.sessions import ATTEMPTS_PER_PREFIX
from tests.make import Hall
from tests.states import SQLITE

ROWS = (
    Registration("Dorn", given_name="Dora", municipality="Stadt Ulm", email="dorn@ulm.example", panel="Recht", row=1),
    Registration("Esch", given_name="Emil", municipality="Stadt Aalen", role="moderator", panel="Personal", row=2),
    Registration("Falk", given_name="Fee", municipality="Stadt Wangen", role="speaker", row=3),
)


def register(hall: Hall, *rows: Registration) -> services.people.RegistrationReport:
    with hall.database.write() as work:
        return services.people.register(work, hall.id, rows, actor=hall.organizer)


def test_registering_again_adds_nobody(hall: Hall) -> None:
    first, second = register(hall, *ROWS), register(hall, *ROWS)

    assert (len(first.added), first.unchanged, first.duplicates) == (3, 0, ())
    assert (second.added, second.unchanged, second.duplicates) == ((), 3, ())
    with hall.database.read() as session:
        people = {row.name: row for row in queries.people.list_people(session, hall.id).rows}
    assert people["Dora Dorn"].panels == ("Recht",)
    assert (people["Emil Esch"].role, people["Fee Falk"].role) == ("moderator", "observer")


def test_panels_stand_in_the_order_of_their_numbers(hall: Hall) -> None:
    workshops = ("WS 10 Recht", "WS 2 Personal")
    register(hall, *(Registration("Gold", given_name=name, panel=name) for name in workshops))
    with hall.database.read() as session:
        names = session.scalars(select(Panel.name).order_by(Panel.position)).all()
    assert [name for name in names if name in workshops] == ["WS 2 Personal", "WS 10 Recht"]


@SQLITE
def test_duplicates_are_named(hall: Hall) -> None:
    double = Registration("Dorn-Neu", given_name="Dora", municipality="Stadt Ulm", email="DORN@ulm.example", row=4)

    report = register(hall, *ROWS, double)

    assert len(report.added) == 3
    assert "Zeile 4" in report.duplicates[0]
    assert "Dora Dorn" in report.duplicates[0]


@SQLITE
def test_people_of_the_same_name_elsewhere_are_different_people(hall: Hall) -> None:
    report = register(hall, ROWS[1], Registration("Esch", given_name="Emil", municipality="Stadt Horb"))

    assert len(report.added) == 2


def test_a_code_signs_in_on_several_devices_and_is_stored_as_a_hash_only(hall: Hall) -> None:
    with hall.database.write() as work:
        issued = services.people.issue_code(work, hall.ada, actor=hall.organizer)
    with hall.database.write() as work:
        one = services.people.sign_in_with_code(work, issued.code)
        two = services.people.sign_in_with_code(work, f" {issued.code.lower().replace('-', ' ')} ")

    assert [len(part) for part in issued.code.split("-")] == [4, 4, 2]
    assert set(issued.code) <= {*ALPHABET, "-"}
    with hall.database.read() as session:
        assert {queries.people.get_viewer(session, token.token).person_id for token in (one, two)} == {hall.ada}
        assert issued.code.replace("-", "") not in str(session.scalars(select(AccessCode.code_hash)).all())
        assert one.token not in str(session.scalars(select(LoginSession.id)).all())


@SQLITE
def test_a_fresh_code_ends_the_one_before(hall: Hall) -> None:
    with hall.database.write() as work:
        old = services.people.issue_code(work, hall.ada, actor=hall.organizer)
        services.people.issue_code(work, hall.ada, actor=hall.organizer)

    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.people.sign_in_with_code(work, old.code)


def test_sheets_are_for_those_who_have_not_used_a_code(hall: Hall) -> None:
    with hall.database.write() as work:
        first = services.people.issue_codes(work, hall.id, actor=hall.organizer)
        used = next(code for code in first if code.person_id == hall.ada)
        services.people.sign_in_with_code(work, used.code)
    with hall.database.write() as work:
        second = services.people.issue_codes(work, hall.id, actor=hall.organizer)

    assert {code.person_id for code in first} - {code.person_id for code in second} == {hall.ada}
    assert next(code for code in first if code.person_id == hall.ben).panel == "Recht"


def test_the_owner_of_a_code_is_shown_before_signing_in(hall: Hall) -> None:
    with hall.database.write() as work:
        code = services.people.issue_code(work, hall.ada, actor=hall.organizer).code
        owner = services.people.recognise_code(work, code)

    assert (owner.name, owner.municipality, owner.panel) == ("Ada Amsel", "Stadt Calw", "Recht")
    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_guessing_the_rest_of_a_code_is_stopped_and_others_still_come_in(hall: Hall) -> None:
    with hall.database.write() as work:
        ada = services.people.issue_code(work, hall.ada, actor=hall.organizer).code
        ben = services.people.issue_code(work, hall.ben, actor=hall.organizer).code
    wrong = ada[:-1] + ("2" if ada[-1] != "2" else "3")
    for _ in range(ATTEMPTS_PER_PREFIX):
        with pytest.raises(NotAllowedError, match="nicht gültig"), hall.database.write() as work:
            services.people.sign_in_with_code(work, wrong)

    with pytest.raises(NotAllowedError, match="zu oft"), hall.database.write() as work:
        services.people.sign_in_with_code(work, ada)
    with hall.database.write() as work:
        assert services.people.sign_in_with_code(work, ben).person_id == hall.ben

    with hall.database.write() as work:
        work.session.execute(update(FailedAttempt).values(at=now() - timedelta(minutes=11)))
        assert services.people.sign_in_with_code(work, ada).person_id == hall.ada


def test_a_link_signs_in_once(hall: Hall) -> None:
    with hall.database.write() as work:
        link = services.people.add_organizer(work, hall.id, name="Nora Neu")
    with hall.database.read() as session:
        owner = queries.people.find_link_owner(session, link.token)
    assert owner is not None
    assert owner.name == "Nora Neu"
    with hall.database.write() as work:
        token = services.people.sign_in_with_link(work, link.token).token

    with hall.database.read() as session:
        assert queries.people.get_viewer(session, token).may_organize
        assert queries.people.find_link_owner(session, link.token) is None
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.people.sign_in_with_link(work, link.token)


def test_a_link_ends_by_itself(hall: Hall) -> None:
    with hall.database.write() as work:
        link = services.people.issue_link(work, hall.ada, actor=hall.organizer)
        work.session.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))

    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.people.sign_in_with_link(work, link.token)


def test_adding_the_same_organizer_again_gives_the_same_person_a_new_link(hall: Hall) -> None:
    with hall.database.write() as work:
        first = services.people.add_organizer(work, hall.id, name="Nora Neu", email="nora@example.org")
        second = services.people.add_organizer(work, hall.id, name="Nora Neu", email="nora@example.org")

    assert (first.person_id, first.token != second.token) == (second.person_id, True)


def test_revoking_access_ends_sessions_codes_and_links(hall: Hall) -> None:
    with hall.database.write() as work:
        code = services.people.issue_code(work, hall.ada, actor=hall.organizer).code
        link = services.people.issue_link(work, hall.ada, actor=hall.organizer)
        token = services.people.sign_in_with_code(work, code).token
        services.people.revoke_access(work, hall.ada, actor=hall.organizer)

    with hall.database.read() as session:
        assert queries.people.find_viewer(session, token) is None
        assert queries.people.find_link_owner(session, link.token) is None
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.people.sign_in_with_code(work, code)


def test_a_session_ends_by_itself_and_by_signing_out(hall: Hall) -> None:
    with hall.database.write() as work:
        code = services.people.issue_code(work, hall.ada, actor=hall.organizer).code
        left, old = (services.people.sign_in_with_code(work, code) for _ in range(2))
        services.people.sign_out(work, left.token)
    with hall.database.write() as work:
        work.session.execute(update(LoginSession).values(expires_at=now() - timedelta(seconds=1)))

    with hall.database.read() as session:
        assert queries.people.find_viewer(session, left.token) is None
        assert queries.people.find_viewer(session, old.token) is None


@SQLITE
def test_a_badge_checks_in_and_never_signs_in(hall: Hall, events: list[Event]) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.ada, actor=hall.ada)
        badge = work.session.get_one(Person, hall.ada).badge
    with hall.database.write() as work:
        assert services.badges.check_in(work, hall.id, badge, actor=hall.moderator) == Arrival(hall.ada, None)

    assert events == [PresenceChanged(conference_id=hall.id, person_id=hall.ada)] * 2
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.people.sign_in_with_code(work, badge)


def test_a_badge_scanned_twice_says_since_when_one_is_there(hall: Hall, events: list[Event]) -> None:
    with hall.database.read() as session:
        ada = session.get_one(Person, hall.ada)
        badge, since = ada.badge, ada.present_since
    with hall.database.write() as work:
        assert services.badges.check_in(work, hall.id, badge, actor=hall.moderator) == Arrival(hall.ada, since)
    assert since is not None
    assert events == []


def test_a_lost_badge_is_blocked_and_the_new_one_checks_in(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.ada, actor=hall.ada)
        lost = work.session.get_one(Person, hall.ada).badge
        services.badges.replace(work, hall.id, hall.ada, actor=hall.organizer)
        badge = work.session.get_one(Person, hall.ada).badge

    with pytest.raises(ClosedError, match="gesperrt"), hall.database.write() as work:
        services.badges.check_in(work, hall.id, lost, actor=hall.moderator)
    with hall.database.write() as work:
        assert services.badges.check_in(work, hall.id, badge, actor=hall.moderator).person_id == hall.ada


def test_a_badge_of_another_conference_is_unknown(hall: Hall) -> None:
    with hall.database.write() as work:
        other = services.conferences.create(work, name="Andere")
        stranger = services.people.add_person(work, other, name="Fremd", actor="system")
        badge = work.session.get_one(Person, stranger).badge
    with pytest.raises(NotFoundError), hall.database.write() as work:
        services.badges.check_in(work, hall.id, badge, actor=hall.moderator)


@SQLITE
def test_only_organizers_manage_people(hall: Hall) -> None:
    for act in (
        lambda work: services.people.register(work, hall.id, ROWS, actor=hall.moderator),
        lambda work: services.people.issue_codes(work, hall.id, actor=hall.ada),
        lambda work: services.people.revoke_access(work, hall.ben, actor=hall.ada),
        lambda work: services.people.check_in(work, hall.ben, actor=hall.ada),
    ):
        with pytest.raises(NotAllowedError), hall.database.write() as work:
            act(work)


@SQLITE
def test_a_role_nobody_has_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInputError, match="König"), hall.database.write() as work:
        services.people.add_person(work, hall.id, name="Karl", role="König", actor=hall.organizer)
