"""Organisations and their representatives."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.services.particulars import Particulars
from tests.make import Hall
from tests.services.test_amendments import actions
from tests.services.test_proposals import propose


def add(hall: Hall, name: str = "Städtetag", *, by: str = "") -> str:
    with hall.database.write() as work:
        return services.organisations.add(work, hall.id, name=name, actor=by or hall.organizer)


def names(hall: Hall) -> list[tuple[str, list[str]]]:
    with hall.database.read() as session:
        rows = queries.organisations.list_organisations(session, hall.id)
    return [(row.name, [person.label for person in row.representatives]) for row in rows]


def test_an_organisation_gets_representatives_and_loses_them(hall: Hall) -> None:
    organisation = add(hall)
    assert add(hall, "  Städtetag ") == organisation
    for _ in range(2):
        with hall.database.write() as work:
            services.organisations.appoint(work, organisation, hall.ada, actor=hall.organizer)
    assert names(hall) == [("Städtetag", ["Ada Amsel, Stadt Calw"])]

    for _ in range(2):
        with hall.database.write() as work:
            services.organisations.dismiss(work, organisation, hall.ada, actor=hall.organizer)

    assert names(hall) == [("Städtetag", [])]
    assert actions(hall)[-3:] == ["organisation.added", "organisation.appointed", "organisation.dismissed"]


def test_one_that_has_proposed_stays_in_the_list(hall: Hall) -> None:
    used, unused = add(hall), add(hall, "Gemeindetag")
    with hall.database.write() as work:
        services.organisations.appoint(work, used, hall.ada, actor=hall.organizer)
    propose(hall, Particulars(organisation_id=used))

    with hall.database.write() as work:
        services.organisations.remove(work, unused, actor=hall.organizer)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.organisations.remove(work, used, actor=hall.organizer)

    assert [name for name, _ in names(hall)] == ["Städtetag"]


def test_only_organizers_keep_the_list_and_only_members_represent(hall: Hall) -> None:
    organisation = add(hall)

    with pytest.raises(NotAllowedError):
        add(hall, "Landkreistag", by=hall.moderator)
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.organisations.appoint(work, organisation, hall.ada, actor=hall.ada)
    with pytest.raises(InvalidInputError), hall.database.write() as work:
        services.organisations.appoint(work, organisation, hall.observer, actor=hall.organizer)
    with pytest.raises(InvalidInputError):
        add(hall, " ")
    with pytest.raises(NotFoundError), hall.database.write() as work:
        services.organisations.remove(work, "unbekannt", actor=hall.organizer)
