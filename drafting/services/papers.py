"""Papers: saving an imported draft, assigning sections to panels, freezing editions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, func, select, union_all, update

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.events import PaperChanged
from drafting.imports.drafts import DraftPaper
from drafting.models import (
    Amendment,
    Comment,
    Demand,
    DemandVersion,
    Edition,
    EditionEntry,
    EditionSection,
    Example,
    LetterSettings,
    Panel,
    Paper,
    PaperChange,
    PressRelease,
    Publication,
    Review,
    Section,
    Signing,
)
from drafting.models.journal import digest
from drafting.queries.orders import digest_order
from drafting.rules.paper_details import Detail
from drafting.rules.permissions import may_organize
from drafting.services import journal
from drafting.services.access import lock_conference, require_role
from drafting.text import provenance
from drafting.text.document import Document
from drafting.text.markdown import to_markdown

_LONGEST_NAME = 80


def import_paper(work: UnitOfWork, conference_id: str, draft: DraftPaper, *, actor: str, source: str = "") -> str:
    """Save a draft as the conference's paper and freeze it as an edition; returns the paper's id.

    A paper without any amendment or new version is replaced; afterwards ClosedError is raised. ``source`` names the
    file.
    """
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    if not draft.demands:
        raise InvalidInputError("In diesem Entwurf steht noch keine Forderung.", field="text")
    _remove_untouched(work, conference_id, actor=actor)
    paper = Paper(
        conference_id=conference_id,
        title=draft.title,
        subtitle=draft.subtitle,
        date=draft.date,
        place=draft.place,
        signatories=list(draft.signatories),
        source=source,
    )
    work.session.add(paper)
    work.session.flush()
    versions = list(_add_demands(work, paper, draft, actor=actor))
    journal.append(
        work,
        conference_id,
        "paper.imported",
        actor=actor,
        paper=paper.id,
        versions=[[version.id, version.demand_id, digest(version.text)] for version in versions],
        order=digest_order(work.session, paper.id),
    )
    _freeze(work, paper, kind="import", name=_name_import(draft.date))
    work.publish(PaperChanged(conference_id=conference_id, paper_id=paper.id))
    return paper.id


def _add_demands(work: UnitOfWork, paper: Paper, draft: DraftPaper, *, actor: str) -> Iterator[DemandVersion]:
    if draft.preamble.title or draft.preamble.body:
        yield _add_demand(work, paper, draft.preamble, kind="preamble", position=0, actor=actor)
    position = 0
    for place, given in enumerate(draft.sections, start=1):
        section = Section(paper_id=paper.id, position=place, heading=given.heading)
        work.session.add(section)
        work.session.flush()
        for demand in given.demands:
            position += 1
            yield _add_demand(
                work,
                paper,
                demand.document,
                position=position,
                section_id=section.id,
                number=demand.number,
                actor=actor,
            )
    if draft.closing.title or draft.closing.body:
        yield _add_demand(work, paper, draft.closing, kind="closing", position=position + 1, actor=actor)


def _add_demand(
    work: UnitOfWork,
    paper: Paper,
    document: Document,
    *,
    position: int,
    actor: str,
    kind: str = "demand",
    section_id: str | None = None,
    number: str = "",
) -> DemandVersion:
    demand = Demand(
        paper_id=paper.id, section_id=section_id, kind=kind, number=number, position=position, title=document.title
    )
    work.session.add(demand)
    work.session.flush()
    return add_first_version(work, demand, document, source="import", actor=actor)


def add_first_version(
    work: UnitOfWork, demand: Demand, document: Document, *, source: str, actor: str, **origin: str | None
) -> DemandVersion:
    """Give a new demand its first text; ``origin`` names the poll that brought it."""
    version = DemandVersion(
        demand_id=demand.id, number=1, text=to_markdown(document), source=source, created_by=actor, **origin
    )
    work.session.add(version)
    work.session.flush()
    version.provenance = provenance.dump(provenance.begin(document, version.id))
    return version


def _remove_untouched(work: UnitOfWork, conference_id: str, *, actor: str) -> None:
    """Take away an imported paper nobody has worked on yet, so that a better reading of the file can follow."""
    paper = work.session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        return
    demands = select(Demand.id).where(Demand.paper_id == paper.id)
    changed = select(DemandVersion.id).where(DemandVersion.demand_id.in_(demands), DemandVersion.source != "import")
    amended = select(Amendment.id).where(Amendment.paper_id == paper.id)
    if work.session.scalar(changed.limit(1)) or work.session.scalar(amended.limit(1)):
        raise ClosedError(
            "Zu diesem Papier gibt es schon Anträge. Es kann nicht mehr durch ein anderes ersetzt werden."
        )
    talked_about = union_all(
        *(select(of.demand_id).where(of.demand_id.in_(demands)) for of in (Comment, Example, Review))
    )
    if work.session.execute(talked_about.limit(1)).first():
        raise ClosedError(
            "Zu diesem Papier gibt es schon Kommentare, Praxisbeispiele oder eine Bilanz. "
            "Es kann nicht mehr durch ein anderes ersetzt werden."
        )
    if work.session.get(Signing, conference_id) is not None:
        raise ClosedError("Dieses Papier wird schon gezeichnet. Es kann nicht mehr durch ein anderes ersetzt werden.")
    publications = select(Publication.id).where(Publication.conference_id == conference_id)
    if work.session.scalar(publications.where(Publication.published_at.is_not(None)).limit(1)) is not None:
        raise ClosedError("Dieses Papier ist veröffentlicht. Es kann nicht mehr durch ein anderes ersetzt werden.")
    editions = select(Edition.id).where(Edition.paper_id == paper.id)
    for statement in (
        # The pages being prepared, and the letter, were to be of that paper.
        delete(PressRelease).where(PressRelease.publication_id.in_(publications)),
        delete(Publication).where(Publication.conference_id == conference_id),
        update(LetterSettings).where(LetterSettings.conference_id == conference_id).values(edition_id=None),
        delete(EditionEntry).where(EditionEntry.edition_id.in_(editions)),
        delete(EditionSection).where(EditionSection.edition_id.in_(editions)),
        delete(Edition).where(Edition.paper_id == paper.id),
        delete(PaperChange).where(PaperChange.paper_id == paper.id),
        delete(DemandVersion).where(DemandVersion.demand_id.in_(demands)),
        delete(Demand).where(Demand.paper_id == paper.id),
        delete(Section).where(Section.paper_id == paper.id),
        delete(Paper).where(Paper.id == paper.id),
    ):
        work.session.execute(statement.execution_options(synchronize_session=False))
    work.session.expunge(paper)
    journal.append(work, conference_id, "paper.removed", actor=actor, paper=paper.id)


def assign_panel(work: UnitOfWork, section_id: str, panel_id: str | None, *, actor: str) -> None:
    """Give a section to a panel, or to none."""
    section = work.session.get(Section, section_id)
    if section is None:
        raise NotFoundError
    conference_id = work.session.get_one(Paper, section.paper_id).conference_id
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    if panel_id is not None:
        panel = work.session.get(Panel, panel_id)
        if panel is None or panel.conference_id != conference_id:
            raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    section.panel_id = panel_id
    journal.append(work, conference_id, "section.assigned", actor=actor, section=section_id, panel=panel_id)
    work.publish(PaperChanged(conference_id=conference_id, paper_id=section.paper_id))


def freeze_edition(work: UnitOfWork, paper_id: str, *, name: str, actor: str) -> str:
    """Name the present versions of the whole paper („Mittwoch, 18 Uhr“); returns the edition's id.

    The same name for the same versions and lines again is that edition.
    """
    paper = work.session.get(Paper, paper_id)
    if paper is None:
        raise NotFoundError
    require_role(work, paper.conference_id, actor, may_organize)
    lock_conference(work, paper.conference_id)
    name = " ".join(name.split())
    if not name:
        raise InvalidInputError("Der Stand braucht einen Namen.", field="name")
    if len(name) > _LONGEST_NAME:
        raise InvalidInputError("Der Name ist zu lang.", field="name")
    same = work.session.scalars(select(Edition).where(Edition.paper_id == paper_id, Edition.name == name)).first()
    if same is not None and _is_present(work, paper, same):
        # The same act twice: what it asks for is there.
        return same.id
    if same is not None:
        raise InvalidInputError("So heißt schon ein anderer Stand.", field="name")
    edition = _freeze(work, paper, kind="named", name=name)
    count = work.session.scalar(select(func.count()).where(EditionEntry.edition_id == edition.id))
    journal.append(
        work, paper.conference_id, "edition.frozen", actor=actor, edition=edition.id, paper=paper_id, versions=count
    )
    return edition.id


def freeze_for_vote(work: UnitOfWork, paper: Paper, *, name: str) -> str:
    """Freeze the paper as it is put to its final vote; the poll records it; returns the edition's id."""
    return _freeze(work, paper, kind="named", name=name).id


def freeze_final(work: UnitOfWork, paper: Paper, *, name: str, actor: str) -> str:
    """Freeze the paper as it stands for signing; a name that is taken by another state gets a number."""
    for number in range(1, 100):
        numbered = name if number == 1 else f"{name} {number}"
        same = work.session.scalars(
            select(Edition).where(Edition.paper_id == paper.id, Edition.name == numbered)
        ).first()
        if same is None or _is_present(work, paper, same):
            return freeze_edition(work, paper.id, name=numbered, actor=actor)
    raise InvalidInputError("Bitte halten Sie zuerst einen Stand mit eigenem Namen fest.", field="stand")


def _name_import(date: str) -> str:
    """Name the paper as it was read by its date: „Eingelesen: 2. Oktober 2024“."""
    date = date.removeprefix("Stand:").strip()
    return f"Eingelesen: {date}" if date else "Eingelesen"


def _is_present(work: UnitOfWork, paper: Paper, edition: Edition) -> bool:
    """Whether an edition holds just the versions and the lines that make the paper now."""
    if edition.details != paper.details:
        return False
    frozen = select(EditionEntry.version_id).where(EditionEntry.edition_id == edition.id)
    return set(work.session.scalars(frozen)) == {version_id for _, version_id in _list_present(work, paper)}


def _list_present(work: UnitOfWork, paper: Paper) -> list[tuple[Demand, str]]:
    rows = work.session.execute(
        select(Demand, DemandVersion.id)
        .join(DemandVersion, DemandVersion.demand_id == Demand.id)
        .where(Demand.paper_id == paper.id, DemandVersion.number == Demand.version_number)
        .order_by(Demand.position)
    )
    return [(demand, version_id) for demand, version_id in rows]


def _freeze(work: UnitOfWork, paper: Paper, *, kind: str, name: str) -> Edition:
    lines = {detail.value: paper.details.get(detail) for detail in Detail}
    edition = Edition(paper_id=paper.id, kind=kind, name=name, **lines)
    work.session.add(edition)
    work.session.flush()
    work.session.add_all(
        EditionEntry(
            edition_id=edition.id,
            demand_id=demand.id,
            version_id=version_id,
            section_id=demand.section_id,
            number=demand.number,
            position=demand.position,
        )
        for demand, version_id in _list_present(work, paper)
    )
    work.session.add_all(
        EditionSection(edition_id=edition.id, section_id=section.id, position=section.position, heading=section.heading)
        for section in work.session.scalars(select(Section).where(Section.paper_id == paper.id))
    )
    work.session.flush()
    return edition
