"""Working with Word: the paper a file is compared with, and what the file proposes, shaped for the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.imports.base_papers import BaseDemand, BasePaper, BaseVersion
from drafting.imports.matching import name_words
from drafting.imports.notes import Note
from drafting.imports.proposals import Kind, Proposal
from drafting.models import Demand, DemandVersion, Organisation, Paper, Person, Section
from drafting.queries import texts
from drafting.queries.sayings import Saying
from drafting.rules.permissions import Role, is_member
from drafting.text.edits import load_edits
from drafting.text.redline import RedlineBlock

PERSON, ORGANISATION = "person:", "organisation:"
OWN = "selbst"  # instead of somebody else's key
_MEMBERS = [role for role in Role if is_member(role)]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody in whose name something can be handed in: ``key`` is ``OWN``, "person:…" or "organisation:…"."""

    key: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal as the preview shows it; ``number`` counts them, ``place`` says where a new or moved demand goes."""

    number: int
    proposal: Proposal
    title: str
    place: str
    redline: tuple[RedlineBlock, ...]
    notes: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class WordPage:
    """What the page needs to know of the paper."""

    paper_id: str
    title: str


def get_page(session: Session, conference_id: str) -> WordPage:
    """The paper to be worked on; raises NotFoundError before the import."""
    paper = _get_paper(session, conference_id)
    return WordPage(paper.id, paper.title)


def get_base_paper(session: Session, conference_id: str) -> BasePaper:
    """The paper with all versions of all demands, to compare a file with; raises NotFoundError before the import."""
    paper = _get_paper(session, conference_id)
    demands = session.scalars(select(Demand).where(Demand.paper_id == paper.id).order_by(Demand.position)).all()
    sections = session.scalars(select(Section).where(Section.paper_id == paper.id).order_by(Section.position))
    versions: dict[str, list[BaseVersion]] = {demand.id: [] for demand in demands}
    rows = session.execute(
        select(DemandVersion.demand_id, DemandVersion.id, DemandVersion.number, DemandVersion.text, DemandVersion.edits)
        .where(DemandVersion.demand_id.in_(versions))
        .order_by(DemandVersion.number)
    )
    for demand_id, version_id, number, text, edits in rows:
        versions[demand_id].append(BaseVersion(version_id, number, text, load_edits(edits)))
    return BasePaper(
        tuple((section.id, section.heading) for section in sections),
        tuple(
            BaseDemand(d.id, d.kind, d.number, d.label, d.section_id, tuple(versions[d.id]), d.is_struck)
            for d in demands
        ),
        above=tuple(filter(None, (paper.title, paper.subtitle, paper.date))),
        below=tuple(filter(None, (paper.place, *map(str, paper.signatories)))),
    )


def _get_paper(session: Session, conference_id: str) -> Paper:
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    return paper


def list_bearers(session: Session, conference_id: str, own: str = "") -> tuple[Bearer, ...]:
    """Everybody in whose name an organizer can hand in: organisations first, then the people who may propose.

    ``own`` is the person who hands in, and comes before all others.
    """
    handing = session.get(Person, own) if own else None
    organisations = session.scalars(
        select(Organisation).where(Organisation.conference_id == conference_id).order_by(Organisation.name)
    )
    people = session.scalars(
        select(Person)
        .where(Person.conference_id == conference_id, Person.role.in_(_MEMBERS))
        .order_by(Person.municipality, Person.name, Person.id)
    )
    return (
        *([Bearer(OWN, "", (handing.name, handing.email))] if handing else ()),
        *(Bearer(ORGANISATION + each.id, each.name, (each.name,)) for each in organisations),
        *(
            Bearer(
                PERSON + each.id,
                ", ".join(filter(None, (each.municipality, each.name))),
                tuple(filter(None, (each.name, each.email, each.municipality))),
            )
            for each in people
        ),
    )


def find_bearer(author: str, bearers: Sequence[Bearer]) -> Bearer | None:
    """Whom an author's name in a file means; None where nobody is called so, or several are."""
    wanted = name_words(author)
    if not wanted:
        return None
    for index in range(3):
        found = [each for each in bearers if len(each.names) > index and name_words(each.names[index]) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def show_proposals(session: Session, conference_id: str, proposals: Sequence[Proposal]) -> tuple[ProposalCard, ...]:
    """The proposals with their redlines against the text they are on; of another conference nothing is shown."""
    paper = _get_paper(session, conference_id)
    versions = select(DemandVersion.id, DemandVersion.text).join(Demand, Demand.id == DemandVersion.demand_id)
    bases = dict(
        session.execute(
            versions.where(Demand.paper_id == paper.id, DemandVersion.id.in_({p.base_version_id for p in proposals}))
        ).all()
    )
    ids = {each.demand_id or each.after_demand_id for each in proposals} | {p.after_demand_id for p in proposals}
    titles = {d.id: d for d in session.scalars(select(Demand).where(Demand.paper_id == paper.id, Demand.id.in_(ids)))}
    sections = {
        section.id: section.heading
        for section in session.scalars(
            select(Section).where(
                Section.paper_id == paper.id, Section.id.in_({p.section_id for p in proposals if p.section_id})
            )
        )
    }
    return tuple(
        ProposalCard(
            number,
            proposal,
            titles[proposal.demand_id].title if proposal.demand_id in titles else "",
            _place(proposal, titles, sections),
            _draw(proposal, bases.get(proposal.base_version_id, "")),
            tuple(show_notes(proposal.notes)),
        )
        for number, proposal in enumerate(proposals)
    )


def show_notes(notes: Sequence[Note]) -> list[Saying]:
    """Notes as sentences that can be said in another language."""
    return [Saying(each.sentence, each.values) for each in notes]


def _place(proposal: Proposal, demands: Mapping[str, Demand], sections: Mapping[str, str]) -> str:
    if proposal.kind not in (Kind.NEW, Kind.MOVE):
        return ""
    after = demands.get(proposal.after_demand_id)
    if after is None:
        return sections.get(proposal.section_id, "")
    return " ".join(filter(None, (after.number, after.title)))


def _draw(proposal: Proposal, base: str) -> tuple[RedlineBlock, ...]:
    if proposal.kind is Kind.NEW:
        return texts.show_new(proposal.text)
    if proposal.kind is Kind.CHANGE:
        return texts.show_changes(texts.compare(base, proposal.text))
    return ()


def find_actor(session: Session, conference_id: str, name: str) -> str | None:
    """The person of this name or e-mail address; without a name the first who organizes. None where there is none."""
    people = session.scalars(
        select(Person).where(Person.conference_id == conference_id).order_by(Person.created_at, Person.id)
    ).all()
    if not name:
        return next((person.id for person in people if person.role == Role.ORGANIZER), None)
    wanted = name_words(name)
    found = [p.id for p in people if p.email.casefold() == name.casefold() or name_words(p.name) == wanted]
    return found[0] if len(found) == 1 else None
