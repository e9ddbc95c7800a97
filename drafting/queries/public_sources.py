"""What the public reads of where words come from: acts in sentences, with no person's name in any of them.

Named are the paper, amendments by their number, municipalities and votes as far as the conference has released them.
A reason somebody typed is left out: it may say anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    DemandVersion,
    Edition,
    Organisation,
    Panel,
    Paper,
    Person,
    Poll,
    VersionAmendment,
)
from drafting.models.demands import Source
from drafting.queries.sayings import Saying, saying
from drafting.rules.signing import keep_day, local_day, name_body
from drafting.rules.sizes import name_key

PUBLIC_SENTENCES = {
    "since": "Seit %(year)s im Papier",
    "import": "Aus dem vorigen Papier übernommen",
    "unknown": "Herkunft nicht aufgezeichnet",
    "editorial": "Redaktionell geändert am %(day)s",
    "restore": "Frühere Fassung wiederhergestellt am %(day)s",
    "undo": "Frühere Entscheidung zurückgenommen am %(day)s",
    "vote": "Durch Abstimmung entschieden am %(day)s",
    "one": "Änderungsantrag %(names)s",
    "many": "Änderungsanträge %(names)s",
    "compromise": "Kompromiss %(names)s",
    "by": "%(label)s (%(by)s)",
    "partial": "%(name)s, zum Teil",
    "taken_over": "%(what)s, ohne Abstimmung übernommen am %(day)s",
    "adopted": "%(what)s, angenommen am %(day)s, %(where)s",
    "counted": "%(what)s, angenommen mit %(numbers)s am %(day)s, %(where)s",
    "counted_vote": "Durch Abstimmung entschieden mit %(numbers)s am %(day)s, %(where)s",
}
COUNTED_SENTENCES = {
    "votes": ("%(yes)s Ja, %(no)s Nein, %(number)s Enthaltung", "%(yes)s Ja, %(no)s Nein, %(number)s Enthaltungen"),
    "plenum": "Plenum",
    "panel": "Arbeitsgruppe %(panel)s",
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Release:
    """What a conference has released of how its text came about.

    Of proposers only organisations are named and those municipalities, by their ``key``, whose authorised yes to just
    this text holds.
    """

    proposers: bool
    votes: bool
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Brought:
    """An amendment that took effect with a version."""

    id: str
    label: str
    by: str
    is_compromise: bool
    is_partial: bool


class PublicSources:
    """Names the acts behind the sources of a paper's provenance; looked up once, with a fixed number of statements."""

    def __init__(self, session: Session, paper: Paper, release: Release, names: Collection[str]) -> None:
        self.release = release
        versions = {Source.read(name).version_id for name in names}
        self.versions = {
            version.id: version
            for version in session.scalars(select(DemandVersion).where(DemandVersion.id.in_(versions)))
        }
        self.brought = _list_brought(session, versions, release.signed)
        polls = {version.poll_id for version in self.versions.values() if version.poll_id}
        rows = session.execute(
            select(Poll, Panel.name).outerjoin(Panel, Panel.id == Poll.panel_id).where(Poll.id.in_(polls))
        )
        self.polls = {poll.id: (poll, panel or "") for poll, panel in rows}
        imported = select(Edition.date).where(Edition.paper_id == paper.id, Edition.kind == "import")
        found = _YEAR.findall(session.scalar(imported.limit(1)) or "")
        self.year = found[-1] if found else ""

    def is_new(self, names: Iterable[str]) -> bool:
        """Whether any of these sources is more than the paper that was read in."""
        found = (self.versions.get(Source.read(name).version_id) for name in names)
        return any(version is not None and version.source != "import" for version in found)

    def order(self, names: Iterable[str]) -> tuple[int, str]:
        """What the acts behind these sources are put in order by: the number of the latest version among them."""
        found = [self.versions.get(Source.read(name).version_id) for name in names]
        return max(((version.number, version.id) for version in found if version is not None), default=(0, ""))

    def name(self, names: Sequence[str]) -> Saying:
        """The act behind these sources, in one sentence."""
        sources = [source for source in map(Source.read, names) if source.version_id in self.versions]
        if not sources:
            return Saying(PUBLIC_SENTENCES["unknown"])
        version = max((self.versions[source.version_id] for source in sources), key=lambda each: each.created_at)
        brought = [
            each
            for source in sources
            if source.version_id == version.id
            for each in self.brought.get(version.id, ())
            if source.amendment_id in ("", each.id)
        ]
        if version.source == "import":
            key = "since" if self.year else "import"
            return saying(PUBLIC_SENTENCES[key], year=self.year)
        if not brought:
            return self._name_act(version)
        return self._name_amendments(version, list(dict.fromkeys(brought)))

    def _name_act(self, version: DemandVersion) -> Saying:
        vote = self.polls.get(version.poll_id or "")
        if vote is not None and self._has_numbers(vote):
            return self._count("counted_vote", vote, Saying())
        key = version.source if version.source in ("restore", "undo", "vote") else "editorial"
        return saying(PUBLIC_SENTENCES[key], day=_say(version.created_at))

    def _name_amendments(self, version: DemandVersion, brought: Sequence[_Brought]) -> Saying:
        names = [self._label(each) for each in brought]
        key = "one" if len(brought) == 1 else "many"
        if len(brought) == 1 and brought[0].is_compromise:
            key = "compromise"
        what = saying(PUBLIC_SENTENCES[key], names=_join(names))
        vote = self.polls.get(version.poll_id or "")
        if vote is None:
            return saying(PUBLIC_SENTENCES["taken_over"], what=what, day=_say(version.created_at))
        return self._count("counted" if self._has_numbers(vote) else "adopted", vote, what)

    def _has_numbers(self, vote: tuple[Poll, str]) -> bool:
        """Whether yes and no are told; a choice between several was decided by neither."""
        return self.release.votes and vote[0].yes > 0

    def _label(self, each: _Brought) -> Saying:
        name = Saying(each.label)
        if self.release.proposers and each.by:
            name = saying(PUBLIC_SENTENCES["by"], label=each.label, by=each.by)
        return saying(PUBLIC_SENTENCES["partial"], name=name) if each.is_partial else name

    def _count(self, key: str, vote: tuple[Poll, str], what: Saying) -> Saying:
        poll, panel = vote
        one, many = COUNTED_SENTENCES["votes"]
        return saying(
            PUBLIC_SENTENCES[key],
            what=what,
            numbers=saying(one if poll.abstain == 1 else many, yes=poll.yes, no=poll.no, number=poll.abstain),
            day=_say(poll.closed_at or poll.created_at),
            where=saying(str(COUNTED_SENTENCES["panel"]), panel=panel)
            if panel
            else Saying(str(COUNTED_SENTENCES["plenum"])),
        )


def _say(moment: datetime) -> str:
    """A day that is not torn apart at the end of a line."""
    return keep_day(local_day(moment))


def _join(names: Sequence[Saying]) -> Saying:
    """Several names as one saying."""
    values = {f"n{number}": name for number, name in enumerate(names)}
    return Saying(", ".join(f"%({key})s" for key in values), values)


def _list_brought(
    session: Session, version_ids: Collection[str], signed: Collection[str]
) -> dict[str, tuple[_Brought, ...]]:
    rows = session.execute(
        select(
            VersionAmendment.version_id,
            VersionAmendment.is_partial,
            Amendment,
            Person.municipality,
            Organisation.name,
        )
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .join(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .where(VersionAmendment.version_id.in_(version_ids))
        .order_by(Amendment.number)
    )
    found: dict[str, tuple[_Brought, ...]] = {}
    for version_id, is_partial, amendment, municipality, organisation in rows:
        by = organisation or (municipality if name_key(name_body(municipality)) in signed else "")
        each = _Brought(amendment.id, amendment.label, by, amendment.is_compromise, is_partial)
        found[version_id] = (*found.get(version_id, ()), each)
    return found
