"""Versions of a demand: what each is and what brought it, and the redline between any two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Demand, DemandVersion, Organisation, Person, VersionAmendment
from drafting.queries import texts
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits
from drafting.rules.undoing import find_undone
from drafting.text.diff import find_edits
from drafting.text.edits import Edit, load_edits
from drafting.text.redline import RedlineBlock
from drafting.text.synopsis import SynopsisRow


@dataclass(frozen=True, slots=True)
class VersionAuthor:
    """An amendment that took effect with a version, and whose it is; ``is_partial`` where only in part.

    ``is_editorial`` says that its author called it a mere matter of wording.
    """

    amendment_id: str
    label: str
    proposer: str
    is_partial: bool = False
    is_editorial: bool = False
    headline: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a demand and what brought it; ``previous_id`` is "" for the first.

    ``amendments`` are those that took effect with it; ``label`` says the whole in words. ``undoes`` is the number of
    the version it takes back, ``undone_by`` that of the one that takes it back, 0 for none.
    """

    id: str
    number: int
    at: datetime
    source: str
    label: str
    amendments: tuple[VersionAuthor, ...]
    poll_id: str
    reason: str
    previous_id: str
    is_current: bool
    is_struck: bool
    undoes: int
    undone_by: int
    may_undo: bool
    may_restore: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a demand compared; ``unchanged`` says that there is nothing to see."""

    demand_id: str
    number: str
    title: str
    before: VersionRow
    after: VersionRow
    blocks: tuple[RedlineBlock, ...]
    synopsis: tuple[SynopsisRow, ...]
    unchanged: bool
    versions: tuple[VersionRow, ...]


def list_versions(session: Session, demand: Demand, *, viewer: Viewer | None = None) -> list[VersionRow]:
    """The versions of a demand from the first on, each with what brought it and what the viewer may do with it."""
    found = session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand.id).order_by(DemandVersion.number)
    ).all()
    authors = _list_authors(session, demand)
    undone = find_undone([(version.id, version.undoes_id) for version in found])
    numbers = {version.id: version.number for version in found}
    undone_by = {version.undoes_id: version.number for version in found if version.id not in undone}
    versions: list[VersionRow] = []
    for version in found:
        by = tuple(authors.get(version.id, ()))
        is_current = version.number == demand.version_number
        versions.append(
            VersionRow(
                id=version.id,
                number=version.number,
                at=version.created_at,
                source=version.source,
                label=_label_version(version, by),
                amendments=by,
                poll_id=version.poll_id or "",
                reason=version.reason,
                previous_id=versions[-1].id if versions else "",
                is_current=is_current,
                is_struck=version.is_struck,
                undoes=numbers.get(version.undoes_id or "", 0),
                undone_by=undone_by.get(version.id, 0) if version.id in undone else 0,
                may_undo=version.id not in undone and _may_undo(found, version, viewer),
                may_restore=_may_restore(demand, version, viewer) and not is_current,
            )
        )
    return versions


def _may_undo(versions: Sequence[DemandVersion], version: DemandVersion, viewer: Viewer | None) -> bool:
    """Moderators take back what was decided, editors what editors did; nobody what was read in."""
    if viewer is None or version.source == "import":
        return False
    root = version
    while root.undoes_id is not None:
        root = next(each for each in versions if each.id == root.undoes_id)
    return viewer.may_moderate or (viewer.may_edit and root.source in EDITORIAL)


def _may_restore(demand: Demand, version: DemandVersion, viewer: Viewer | None) -> bool:
    return viewer is not None and viewer.may_edit and not (demand.is_struck or version.is_struck)


def _list_authors(session: Session, demand: Demand) -> dict[str, list[VersionAuthor]]:
    """By version: the amendments that took effect with it."""
    authors: dict[str, list[VersionAuthor]] = {}
    for version_id, is_partial, amendment, person, organisation in session.execute(
        select(VersionAmendment.version_id, VersionAmendment.is_partial, Amendment, Person, Organisation.name)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .join(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .join(DemandVersion, DemandVersion.id == VersionAmendment.version_id)
        .where(DemandVersion.demand_id == demand.id)
        .order_by(Amendment.number)
    ):
        authors.setdefault(version_id, []).append(
            VersionAuthor(
                amendment.id,
                amendment.label,
                organisation or person.label,
                is_partial,
                amendment.editorial,
                amendment.headline,
            )
        )
    return authors


# What editors do by themselves.
EDITORIAL = frozenset({"editorial", "restore"})
VERSION_LABELS = {
    "import": "Eingelesen",
    "editorial": "Redaktionell geändert",
    "undo": "Entscheidung zurückgenommen",
    "restore": "Frühere Fassung wiederhergestellt",
    "vote": "Durch Abstimmung gestrichen",
}


def _label_version(version: DemandVersion, by: tuple[VersionAuthor, ...]) -> str:
    if not by:
        return VERSION_LABELS.get(version.source, VERSION_LABELS["editorial"])
    way = "wieder beschlossen" if version.source == "undo" else "angenommen" if version.poll_id else "übernommen"
    return f"{', '.join(f'{author.label} zum Teil' if author.is_partial else author.label for author in by)} {way}"


def decided_since(base: DemandVersion, present: DemandVersion) -> tuple[Edit, ...]:
    """What was decided since a version; the recorded edits where there is one step only."""
    if base.number + 1 == present.number:
        return load_edits(present.edits)
    return find_edits(texts.read(base.text), texts.read(present.text), clean=False)


def compare(session: Session, before_id: str, after_id: str, *, viewer: Viewer | None = None) -> Comparison:
    """The redline and the synopsis between two versions of the same demand; raises NotFoundError."""
    before, after = session.get(DemandVersion, before_id), session.get(DemandVersion, after_id)
    if before is None or after is None or before.demand_id != after.demand_id:
        raise NotFoundError("Diese Fassungen gibt es nicht.")
    demand = session.get_one(Demand, before.demand_id)
    stored = compare_texts(before, after)
    versions = list_versions(session, demand, viewer=viewer)
    rows = {version.id: version for version in versions}
    return Comparison(
        demand_id=demand.id,
        number=demand.number,
        title=demand.title,
        before=rows[before_id],
        after=rows[after_id],
        blocks=texts.show_changes(stored),
        synopsis=texts.show_synopsis(stored),
        unchanged=not stored.edits,
        versions=tuple(versions),
    )


def compare_texts(before: DemandVersion, after: DemandVersion) -> StoredEdits:
    """What lies between two versions: as decided where it is one step, else as a reader would mark it."""
    if before.number + 1 == after.number:
        return StoredEdits(after.id, before.text, after.edits)
    return texts.compare(before.text, after.text)
