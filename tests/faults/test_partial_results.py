"""Before closing nobody learns anything of the result: every page and stream is the same, whatever the ballots say.

The same installation twice, from one copied file: once the hall votes one way, once the other. Whatever any role can
ask for must then be equal, byte for byte.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.routing import Route

from drafting import services
from drafting.models import Base, Conference
from drafting.rules.questions import VoteKind
from drafting.services import sealing
from drafting.services.asking import Terms
from drafting.web.fragments import FRAGMENTS, paint
from drafting.web.live import Topic
from drafting.web.routes import ROUTES
from tests.site import ROLES, Site, timeless

# The receipt of a form without script is made anew for every page and stored nowhere; and pages tell the time, as the
# hour in the name proposed for a state.
RANDOM = re.compile(
    r'(?:name="receipt" value="|data-receipt-code>)[A-Za-z0-9_-]{22}'
    r"|T\d\d:\d\d:\d\d\.\d+\+\d\d:\d\d|\d+[.:]\d\d\b|\b\d{1,2} Uhr"
)
WAYS = {"one": ("yes",) * 6, "other": ("no", "abstain", "no", "no", "abstain", "no")}


# Who runs the vote sees most; a walk by all five once is enough.
@pytest.mark.parametrize(("kind", "roles"), [(VoteKind.OPEN, (*ROLES, "")), (VoteKind.SECRET, ("moderator",))])
def test_while_a_vote_runs_every_page_is_the_same_whatever_the_ballots_say(
    site: Site, tmp_path: Path, kind: VoteKind, roles: tuple[str, ...]
) -> None:
    site.import_paper()
    others = [_add_person(site, number) for number in range(6)]
    amendment = site.propose("participant")
    terms = Terms(kind=kind, has_receipts=True, time_limit=0)
    moderator = site.people["moderator"]
    poll_id = site.do(services.polls.open_now, amendment, actor=moderator, terms=terms)
    addresses = list(_list_addresses(site, poll_id))
    browsers = [site.browser(role) if role else site.stranger() for role in roles]
    file, copy = tmp_path / "drafting.sqlite", tmp_path / "copy.sqlite"
    site.database.dispose()
    shutil.copy(file, copy)

    seen = {}
    for way, choices in WAYS.items():
        site.database.dispose()
        shutil.copy(copy, file)
        for person, choice in zip(others, choices, strict=True):
            site.do(services.polls.cast, poll_id, choice, actor=person, receipt=sealing.new_receipt())
        pages = {
            (number, address): (answer.status_code, RANDOM.sub("", timeless(answer.text)))
            for number, browser in enumerate(browsers)
            for address in addresses
            for answer in [browser.get(address)]
        }
        names = [f"{f.name}-{poll_id}" if f.key else f.name for f in FRAGMENTS if f.template]
        streams = site.look_up(paint, [Topic(site.conference_id, "de", name) for name in names])
        seen[way] = (pages, streams)

    one, other = seen.values()
    assert [where for where, page in one[0].items() if other[0][where] != page] == []
    assert one[1] == other[1]
    # The walk has been somewhere: the ballot, the desk, the list of votes.
    assert sum(status == 200 for status, _ in one[0].values()) > 20 * len(roles) // 2
    # And the numbers do differ once it is closed.
    assert site.do(services.polls.close_poll, poll_id, actor=moderator).tally.yes == 0


def _add_person(site: Site, number: int) -> str:
    person: str = site.do(services.people.add_person, site.conference_id, name=f"Gast {number}", actor="system")
    site.do(services.people.check_in, person, actor=person)
    return person


def _list_addresses(site: Site, poll_id: str) -> Iterator[str]:
    """Every address that can be asked for, with each id there is of the kind it names, and those of the poll."""
    with site.database.read() as session:
        tables = {table.name: table for table in Base.metadata.sorted_tables}
        screen = session.get_one(Conference, site.conference_id).screen_token

        def find(name: str) -> str:
            if name == "poll_id":
                return poll_id
            if "token" in name:
                return screen or "egal"
            table = tables.get(name.removesuffix("_id") + "s", tables.get(f"demand_{name.removesuffix('_id')}s"))
            return "egal" if table is None else session.scalars(select(table.c.id)).first() or "egal"

        for route in ROUTES:
            # A stream never ends; what it says is painted below.
            if isinstance(route, Route) and "GET" in (route.methods or ()) and "/live" not in route.path:
                yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: find(found[1]), route.path)
