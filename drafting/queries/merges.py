"""Merging: the preview of a text made of several amendments, whose each word is, and the conflicts to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import (
    Amendment,
    AmendmentRevision,
    Conference,
    Demand,
    DemandVersion,
    Panel,
    Paper,
    Poll,
    Recommendation,
    Section,
)
from drafting.queries import texts
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.merge_parts import DecisionPart, OwnerPart, RestPart, tell_decisions, tell_owners, tell_rest
from drafting.queries.people import Viewer
from drafting.queries.questions import is_about, is_binding
from drafting.queries.versions import decided_since
from drafting.rules.lifecycle import UNDECIDED, Advice, AmendmentKind
from drafting.text.diff import find_edits
from drafting.text.document import Document, letters
from drafting.text.edits import Edit, load_edits
from drafting.text.lines import number_lines
from drafting.text.markdown import parse, to_markdown
from drafting.text.rebase import impose
from drafting.text.redline import RedlineBlock, redline
from drafting.text.resolution import Choice, Resolution, resolve

__all__ = ["Candidate", "DecisionPart", "MergePage", "OwnerPart", "RestPart", "Selection", "get_merge"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a moderator has chosen so far: amendments, what stands at each conflict, what was typed, who agreed.

    ``base_version_id`` is the text on which it was chosen, "" for the present one.
    """

    amendment_ids: tuple[str, ...]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    agreed: frozenset[str] = frozenset()
    base_version_id: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amendment that can be merged; ``is_behind`` where it stands on an earlier text and would collide with it."""

    card: AmendmentCard
    is_chosen: bool
    is_behind: bool
    clashes_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergePage:
    """The preview of a merge with everything to decide.

    ``blocks`` is the redline on the present text, each change with its owner's letter. ``owners`` are told by letter;
    ``rest`` is every other open amendment with what will become of it; ``partial`` those that are in only in part;
    ``recommends`` says that merging only recommends it to the plenary.
    """

    demand_id: str
    label: str
    title: str
    base_version_id: str
    next_number: int
    candidates: tuple[Candidate, ...]
    apart: tuple[AmendmentCard, ...]
    blocks: tuple[RedlineBlock, ...]
    owners: tuple[OwnerPart, ...]
    decisions: tuple[DecisionPart, ...]
    rest: tuple[RestPart, ...]
    partial: tuple[RestPart, ...]
    count: int
    is_changed: bool
    why_not: str
    recommends: bool


def get_merge(
    session: Session,
    demand_id: str,
    *,
    viewer: Viewer | None = None,
    selection: Selection | None = None,
    wanted: Sequence[str] = (),
) -> MergePage:
    """The preview; without a selection what is ``wanted`` is chosen, else all that fits; raises NotFoundError."""
    demand, conference = _get(session, demand_id)
    versions = {v.id: v for v in session.scalars(select(DemandVersion).where(DemandVersion.demand_id == demand_id))}
    present = next(version for version in versions.values() if version.number == demand.version_number)
    base = texts.read(present.text)
    amendments = _list_open(session, demand_id)
    cards = make_cards(session, [amendment for amendment, _ in amendments], viewer=viewer)
    by_id = {card.id: card for card in cards}
    every = {
        amendment.id: _on_present(revision, versions, present)
        for amendment, revision in amendments
        if amendment.kind == AmendmentKind.CHANGE and _may_be_merged(by_id[amendment.id])
    }
    behind = {a.id for a, revision in amendments if revision.base_version_id != present.id}
    apart = behind | _list_advised_otherwise(session, every) | _list_compromised(by_id)
    ready = {name: edits for name, edits in every.items() if name not in apart}
    selection = selection or Selection(_choose(base, every, ready, wanted))
    chosen = {
        name: every[name]
        for name in selection.amendment_ids
        # Chosen on an earlier text, it would now strike words decided since: that is to be chosen again, knowingly.
        if name in every and not (name in behind and selection.base_version_id not in ("", present.id))
    }
    resolution = resolve(base, chosen, selection.choices)
    lines = number_lines(base, conference.line_width)
    clashes = _list_clashes(base, every, by_id)
    names = _name_owners(resolution)
    partial = [name for name in resolution.partial if name not in _written(resolution)]
    return MergePage(
        demand_id=demand.id,
        label=demand.label,
        title=demand.title,
        base_version_id=present.id,
        next_number=present.number + 1,
        candidates=tuple(
            Candidate(card, card.id in chosen, card.id in behind, clashes.get(card.id, ()))
            for card in cards
            if card.id in every
        ),
        apart=tuple(card for card in cards if card.id not in every),
        blocks=redline(
            base,
            resolution.edits,
            width=conference.line_width,
            owners=[names[change.owners] for change in resolution.changes],
        ),
        owners=tell_owners(resolution, names, by_id),
        decisions=tell_decisions(base, resolution, by_id, lines, words=selection.words, agreed=selection.agreed),
        rest=tell_rest(base, resolution, every, by_id, chosen=chosen, behind=behind, agreed=selection.agreed),
        partial=tuple(RestPart(by_id[name], "part", is_agreed=name in selection.agreed) for name in partial),
        count=len(chosen),
        is_changed=bool(resolution.changes),
        why_not=_explain_why_not(session, demand),
        recommends=viewer is not None and not viewer.may_organize and _only_recommends(session, demand),
    )


def _get(session: Session, demand_id: str) -> tuple[Demand, Conference]:
    found = session.execute(
        select(Demand, Conference)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(Conference, Conference.id == Paper.conference_id)
        .where(Demand.id == demand_id)
    ).first()
    if found is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    return found[0], found[1]


def _list_open(session: Session, demand_id: str) -> list[tuple[Amendment, AmendmentRevision]]:
    rows = session.execute(
        select(Amendment, AmendmentRevision)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(Amendment.demand_id == demand_id, Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
    )
    return [(amendment, revision) for amendment, revision in rows]


def _on_present(
    revision: AmendmentRevision, versions: Mapping[str, DemandVersion], present: DemandVersion
) -> tuple[Edit, ...]:
    """An amendment's edits on the present text; where they collide with it, its own words stand."""
    edits = load_edits(revision.edits)
    base = versions[revision.base_version_id or ""]
    if base.id == present.id:
        return edits
    imposed = impose(texts.read(base.text), edits, decided_since(base, present))
    return find_edits(texts.read(present.text), parse(to_markdown(imposed)))


def _may_be_merged(card: AmendmentCard) -> bool:
    """Whether it is dealt with already, and no compromise on which only a vote decides."""
    return not card.lacking_supporters and (not card.is_compromise or card.compromise_standing == "agreed")


def _choose(
    base: Document,
    every: Mapping[str, tuple[Edit, ...]],
    ready: Mapping[str, tuple[Edit, ...]],
    wanted: Sequence[str],
) -> tuple[str, ...]:
    """What is wanted; else all that is ready and collides with nothing; where everything collides, everything."""
    if asked := tuple(name for name in every if name in wanted):
        return asked
    colliding = {name for decision in resolve(base, ready).decisions for name in decision.amendments}
    return tuple(name for name in ready if name not in colliding) or tuple(ready)


def _list_advised_otherwise(session: Session, amendment_ids: Iterable[str]) -> set[str]:
    """The amendments for which something else than adopting is recommended, published or not."""
    return set(
        session.scalars(
            select(Recommendation.amendment_id).where(
                Recommendation.amendment_id.in_(amendment_ids),
                Recommendation.verdict.not_in([Advice.ADOPT, Advice.ADOPT_CHANGED]),
            )
        )
    )


def _list_compromised(cards: Mapping[str, AmendmentCard]) -> set[str]:
    """The amendments of which a compromise was made, and those that say the same: taking one would get round it."""
    parts = {card.id for card in cards.values() if card.part_of}
    equal = {
        card.id
        for card in cards.values()
        if any(note.relation == "identical" and note.amendment_id in parts for note in card.overlaps)
    }
    return parts | equal


def _name_owners(resolution: Resolution) -> dict[tuple[str, ...], str]:
    """A letter for each set of owners, in the order in which they come up in the text."""
    names: dict[tuple[str, ...], str] = {}
    for change in resolution.changes:
        names.setdefault(change.owners, letters(len(names) + 1).upper())
    return names


def _written(resolution: Resolution) -> set[str]:
    return {name for decision in resolution.written for name in decision.amendments}


def _list_clashes(
    base: Document, every: Mapping[str, tuple[Edit, ...]], cards: Mapping[str, AmendmentCard]
) -> dict[str, tuple[str, ...]]:
    """By amendment: the labels of those it collides with, if all were merged."""
    found: dict[str, set[int]] = {}
    for decision in resolve(base, every).decisions:
        for name in decision.amendments:
            others = {cards[other].number for other in decision.amendments if other != name}
            found.setdefault(name, set()).update(others)
    return {name: tuple(f"Ä{number}" for number in sorted(numbers)) for name, numbers in found.items()}


def _only_recommends(session: Session, demand: Demand) -> bool:
    """Whether the demand is a panel's that leaves decisions to the plenary."""
    decides = session.scalar(
        select(Panel.decides).join(Section, Section.panel_id == Panel.id).where(Section.id == demand.section_id)
    )
    return decides is False


def _explain_why_not(session: Session, demand: Demand) -> str:
    if demand.is_struck:
        return WHY_NOT_SENTENCES["struck"]
    running = select(Poll.id).where(is_binding(), is_about(demands=[demand.id])).limit(1)
    return WHY_NOT_SENTENCES["voting"] if session.scalar(running) else ""


WHY_NOT_SENTENCES = {
    "struck": "Diese Forderung ist gestrichen.",
    "voting": "Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab.",
}
