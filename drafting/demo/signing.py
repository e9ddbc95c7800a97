"""Signing in the demonstration: some municipalities have answered, by people who are obviously invented."""

from __future__ import annotations

from datetime import timedelta

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.contents import load_table
from drafting.demo.hall import Hall, Places
from drafting.models import now
from drafting.rules.signing import local_day
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked

# Long enough that the demonstration can still be looked at months later.
_PERIOD = timedelta(days=300)


def sign(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Put the evening's state forward, ask everybody's municipality, and let some of them answer by their links."""
    today = local_day(now())
    edition = queries.editions.list_editions(work.session, places.paper_id)[-1].id
    services.signings.open_signing(
        work, hall.conference_id, edition_id=edition, last=today + _PERIOD, actor=hall.organizer
    )
    services.signatures.ask_registered(work, hall.conference_id, actor=hall.organizer)
    rows = {row.name: row for row in queries.signatures.get_page(work.session, hall.conference_id).rows}
    for told in load_table("signatures")["signature"]:
        row = rows[told["name"]]
        if "level" in told:
            asked = Asked(row.name, told["level"], row.contact, row.email)
            services.signatures.correct(work, row.id, asked, actor=hall.organizer)
        token = services.signatures.show_link(work, row.id, actor=hall.organizer)
        until = today + timedelta(days=told["days"]) if "days" in told else None
        services.declarations.declare(
            work,
            token,
            Declaration(told["answer"], told["signer"], told["function"], until),
            edition_id=edition,
            revision=0,
        )
        if told.get("withdrawn"):
            services.declarations.withdraw_by_link(work, token, signer=told["signer"], revision=1)
    services.personal_supports.give(
        work, hall.conference_id, name="Paul Pappelhain", function="Referent für Digitales", actor=hall.guest
    )
