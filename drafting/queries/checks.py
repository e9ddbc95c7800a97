"""The check: everything decided is recomputed from what is stored, and compared with what the journal says.

An adopted amendment names the version it made and that version's digest; a version names its predecessor and edits; a
poll its numbers. What was changed behind the journal's back disagrees somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    AmendmentRevision,
    Conference,
    Demand,
    DemandVersion,
    JournalEntry,
    Paper,
    Poll,
    VersionAmendment,
)
from drafting.models.demands import Source
from drafting.models.journal import BEGINNING, digest
from drafting.queries.orders import digest_order
from drafting.queries.paper_checks import check_details
from drafting.queries.poll_checks import check_polls
from drafting.text import provenance
from drafting.text.edits import apply, load_edits
from drafting.text.markdown import parse, to_markdown


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking found: numbers of what was checked, and each problem in a sentence."""

    conference_id: str
    entries: int
    polls: int
    versions: int
    revisions: int
    head: str
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything agrees."""
        return not self.problems


def verify(session: Session, conference_id: str) -> Verification:
    """Recompute the chain, each poll's outcome, each version from the one before, and each amendment's revisions."""
    conference = session.get_one(Conference, conference_id)
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.conference_id == conference_id).order_by(JournalEntry.number)
    ).all()
    polls = session.scalars(select(Poll).where(Poll.conference_id == conference_id).order_by(Poll.number)).all()
    versions = session.scalars(
        select(DemandVersion)
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .join(Paper, Paper.id == Demand.paper_id)
        .where(Paper.conference_id == conference_id)
        .order_by(Demand.position, DemandVersion.number)
    ).all()
    revisions = session.scalars(
        select(AmendmentRevision)
        .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
        .where(Amendment.conference_id == conference_id)
        .order_by(Amendment.number, AmendmentRevision.number)
    ).all()
    by_id = {version.id: version for version in versions}
    links = session.scalars(
        select(VersionAmendment)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .where(Amendment.conference_id == conference_id)
    ).all()
    problems = [
        *_check_chain(conference, list(entries)),
        *check_polls(session, list(polls), list(entries)),
        *_check_versions(session, list(versions), list(entries)),
        *_check_revisions(list(revisions), by_id, list(entries)),
        *_check_merges(list(links), by_id, list(revisions), list(entries)),
        *check_details(session, conference_id, entries),
        *_check_order(session, conference_id, list(entries)),
    ]
    return Verification(
        conference_id=conference_id,
        entries=len(entries),
        polls=len(polls),
        versions=len(versions),
        revisions=len(revisions),
        head=conference.journal_hash,
        problems=tuple(problems),
    )


def _check_chain(conference: Conference, entries: list[JournalEntry]) -> Iterator[str]:
    previous = BEGINNING
    for place, entry in enumerate(entries, start=1):
        if entry.number != place:
            yield f"Journal: Eintrag {place} fehlt."
            return
        if entry.previous_hash != previous:
            yield f"Journal: Eintrag {entry.number} schließt nicht an den vorigen an."
        if entry.compute_hash() != entry.hash:
            yield f"Journal: Eintrag {entry.number} wurde verändert."
        previous = entry.hash
    if (conference.journal_number, conference.journal_hash) != (len(entries), previous if entries else ""):
        yield "Journal: Am Ende fehlen Einträge."


def _check_versions(session: Session, versions: list[DemandVersion], entries: list[JournalEntry]) -> Iterator[str]:
    recorded = dict(_recorded_texts(entries))
    demands = {version.demand_id: session.get_one(Demand, version.demand_id) for version in versions}
    latest: dict[str, DemandVersion] = {}
    for version in versions:
        name = f"{demands[version.demand_id].label}, Fassung {version.number}"
        before = latest.get(version.demand_id)
        if version.number != (before.number + 1 if before else 1):
            yield f"{name}: Die Fassung davor fehlt."
        if recorded.get(version.id) != digest(version.text):
            yield f"{name}: Der Text ist nicht der beschlossene."
        if before is not None and to_markdown(apply(parse(before.text), load_edits(version.edits))) != version.text:
            yield f"{name}: Der Text folgt nicht aus der Fassung davor."
        latest[version.demand_id] = version
    for demand_id, version in latest.items():
        if demands[demand_id].version_number != version.number:
            yield f"{demands[demand_id].label}: Es gilt nicht die letzte Fassung."


def _check_order(session: Session, conference_id: str, entries: list[JournalEntry]) -> Iterator[str]:
    """The paper's order is that of the last entry that recorded one."""
    paper_id = session.scalar(select(Paper.id).where(Paper.conference_id == conference_id))
    recorded = [entry.data["order"] for entry in entries if "order" in entry.data]
    if paper_id is not None and recorded and digest_order(session, paper_id) != recorded[-1]:
        yield "Papier: Die Reihenfolge der Forderungen ist nicht die beschlossene."


def _recorded_texts(entries: list[JournalEntry]) -> Iterator[tuple[str, str]]:
    """The versions the journal knows, each with its digest."""
    for entry in entries:
        if entry.action == "paper.imported":
            yield from ((version_id, text) for version_id, _, text in entry.data["versions"])
        elif "version" in entry.data and "text" in entry.data:
            yield entry.data["version"], entry.data["text"]


def _check_revisions(
    revisions: list[AmendmentRevision], versions: dict[str, DemandVersion], entries: list[JournalEntry]
) -> Iterator[str]:
    recorded = {entry.data["revision"]: entry.data["text"] for entry in entries if _is_wording(entry)}
    carried = {
        (amendment_id, text)
        for entry in entries
        if entry.action == "amendments.carried"
        for amendment_id, _, text in entry.data["amendments"]
    }
    for revision in revisions:
        name = f"Antrag {revision.amendment_id}, Wortlaut {revision.number}"
        text = digest(revision.text)
        if recorded.get(revision.id) != text and (revision.amendment_id, text) not in carried:
            yield f"{name}: Er ist nicht der eingereichte."
        base = versions.get(revision.base_version_id or "")
        if base is not None and to_markdown(apply(parse(base.text), load_edits(revision.edits))) != revision.text:
            yield f"{name}: Er folgt nicht aus seinen Änderungen."


def _is_wording(entry: JournalEntry) -> bool:
    return "revision" in entry.data and "text" in entry.data and "version" not in entry.data


def _check_merges(
    links: list[VersionAmendment],
    versions: dict[str, DemandVersion],
    revisions: list[AmendmentRevision],
    entries: list[JournalEntry],
) -> Iterator[str]:
    """Each merge: its amendments are those of the version, what is in wholly is in word by word, owners are known."""
    wordings = {revision.id: revision for revision in revisions}
    by_version: dict[str, list[VersionAmendment]] = {}
    for link in links:
        by_version.setdefault(link.version_id, []).append(link)
    by_compromise = {
        (entry.data["version"], amendment_id)
        for entry in entries
        if entry.action == "compromise.parts_adopted"
        for amendment_id in entry.data["amendments"]
    }
    for entry in entries:
        if entry.action != "amendments.merged":
            continue
        name = f"Zusammenführung, Eintrag {entry.number}"
        version = versions.get(entry.data["version"])
        if version is None or entry.data["base"] not in versions:
            yield f"{name}: Die Fassung fehlt."
            continue
        merged = [
            link for link in by_version.get(version.id, []) if (version.id, link.amendment_id) not in by_compromise
        ]
        recorded = sorted((amendment_id, revision_id) for amendment_id, revision_id, _ in entry.data["amendments"])
        if sorted((link.amendment_id, link.revision_id) for link in merged) != recorded:
            yield f"{name}: Die Anträge sind nicht die der Fassung."
        if not all(_is_within(link, version, wordings, entry.data["base"]) for link in merged):
            yield f"{name}: Ein Antrag ist nicht so in der Fassung, wie er angenommen wurde."
        if not _list_owners(version) <= {link.amendment_id for link in merged}:
            yield f"{name}: Worte sind einem Antrag zugeschrieben, der nicht dabei war."


def _is_within(
    link: VersionAmendment, version: DemandVersion, wordings: dict[str, AmendmentRevision], base_id: str
) -> bool:
    """Whether an amendment is one of those there are, and where it is in wholly, with all its edits."""
    revision = wordings.get(link.revision_id)
    if revision is None or revision.amendment_id != link.amendment_id:
        return False
    if link.is_partial:
        return True
    return revision.base_version_id == base_id and set(load_edits(revision.edits)) <= set(load_edits(version.edits))


def _list_owners(version: DemandVersion) -> set[str]:
    """The amendments that a version's own words are owed to."""
    named = {Source.read(name) for run in provenance.load(version.provenance).runs for name in run.sources}
    return {source.amendment_id for source in named if source.version_id == version.id and source.amendment_id}
