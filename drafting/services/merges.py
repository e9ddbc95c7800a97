"""Merges: several amendments to one demand take effect together, as one new version.

What collides is decided by a moderator: one is taken, the text stays, or words are written to which the proposers have
agreed. Nothing else is lost: what is not in stays open and is carried over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError, OutdatedError
from drafting.models import Amendment, CompromisePart, Demand, DemandVersion, JournalEntry, Poll
from drafting.models.journal import digest
from drafting.queries.questions import is_about
from drafting.rules.lifecycle import AmendmentKind, AmendmentState, PollState
from drafting.rules.permissions import may_moderate
from drafting.services import agreements, carrying, demands, orders, supports, wordings
from drafting.services.access import require_role
from drafting.services.merge_effects import MERGED, Act, Part, read_part, take_effect
from drafting.text.markdown import parse
from drafting.text.resolution import KEEP, Choice, Resolution, Take, Write, resolve

VOTING = "Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab."


@dataclass(frozen=True, slots=True)
class Together:
    """What became of amendments adopted together: the versions made, and what was left out because it collides."""

    version_ids: tuple[str, ...]
    left_out: tuple[str, ...]


def merge(
    work: UnitOfWork,
    demand_id: str,
    amendment_ids: Collection[str],
    choices: Mapping[str, Choice],
    *,
    base_version_id: str,
    actor: str,
    agreed: Collection[str] = (),
    revisions: Mapping[str, str] | None = None,
    poll_id: str | None = None,
) -> str:
    """Make one version of several amendments, conflicts decided by ``choices``; moderators; returns the version's id.

    What is in wholly is taken over, or adopted where a poll decided. What is in only in part stays open with what is
    left of it, unless it is named in ``agreed``: its proposers agreed, or it was decided so. ``revisions`` are the
    wordings that were looked at; another one since is outdated. The same act twice is done once.
    """
    demand = demands.lock_demand(work, demand_id)
    conference_id = demands.get_conference_id(work, demand)
    require_role(work, conference_id, actor, may_moderate)
    present = wordings.get_present(work, demand)
    request = _describe(amendment_ids, choices, agreed, base_version_id, actor)
    if present.id != base_version_id:
        if _was_done(work, conference_id, present, request):
            return present.id
        raise OutdatedError
    _refuse_closed(work, demand)
    parts = [_take_part(work, demand, present, each) for each in dict.fromkeys(amendment_ids)]
    if poll_id is None:
        for part in parts:
            agreements.require_agreement(work, part.amendment)
    _refuse_parts_beside(work, parts)
    if revisions is not None and any(revisions.get(p.amendment.id) != p.revision.id for p in parts):
        raise OutdatedError("Ein Antrag wurde inzwischen geändert. Bitte sehen Sie die Vorschau noch einmal an.")
    resolution = resolve(parse(present.text), {part.amendment.id: part.edits for part in parts}, choices)
    _refuse_words_alone(resolution, agreed)
    state = AmendmentState.TAKEN_OVER if poll_id is None else AmendmentState.ADOPTED
    act = Act(state=state, agreed=agreed, actor=actor, poll_id=poll_id, request=request)
    return take_effect(work, demand, present, parts, resolution, act).id


def adopt_together(
    work: UnitOfWork,
    amendment_ids: Collection[str],
    *,
    state: AmendmentState,
    actor: str,
    poll_id: str | None = None,
) -> Together:
    """Adopt what nobody disputes: of each demand one version with all that fits together.

    The caller has the right to do so and holds the conference's lock. Left out is whatever collides, with another of
    them or with a text decided since, whatever is being voted on, lacks supporters or is decided already.
    """
    act = Act(state=state, agreed=(), actor=actor, poll_id=poll_id)
    found = work.session.scalars(
        select(Amendment)
        .where(Amendment.id.in_(amendment_ids))
        .order_by(Amendment.number)
        .execution_options(populate_existing=True)
    ).all()
    by_demand: dict[str, list[Amendment]] = {}
    versions: list[str] = []
    left_out: list[str] = []
    for amendment in found:
        if not amendment.is_undecided or supports.count_lacking(work, amendment):
            left_out.append(amendment.id)
        elif amendment.demand_id is not None:
            by_demand.setdefault(amendment.demand_id, []).append(amendment)
    for demand_id, amendments in by_demand.items():
        made, left = _adopt_of_demand(work, demand_id, amendments, act)
        versions += made
        left_out += left
    for amendment in found:
        # A move of a section may have been settled by the one before it.
        if amendment.demand_id is None and amendment.is_undecided and amendment.id not in left_out:
            versions.append(_adopt_alone(work, amendment, act))
    return Together(tuple(filter(None, versions)), tuple(left_out))


def _adopt_of_demand(
    work: UnitOfWork, demand_id: str, amendments: Sequence[Amendment], act: Act
) -> tuple[list[str], list[str]]:
    """Adopt those of one demand that fit together; returns the versions made and the ids left out."""
    demand = demands.lock_demand(work, demand_id)
    every = [amendment.id for amendment in amendments]
    if demand.is_struck or _is_voted_on(work, demand):
        return [], every
    changes = [amendment for amendment in amendments if amendment.kind == AmendmentKind.CHANGE]
    strikes = [amendment for amendment in amendments if amendment.kind == AmendmentKind.STRIKE]
    moves = [amendment for amendment in amendments if amendment.kind == AmendmentKind.MOVE]
    if strikes and (changes or moves):
        return [], every
    versions, left_out = _adopt_moves(work, moves, act)
    if strikes:
        # Of several strikes the first takes effect, and the others are settled by it.
        versions.append(_adopt_alone(work, strikes[0], act))
    if changes:
        made, left = _adopt_changes(work, demand, changes, act)
        versions += made
        left_out += left
    return versions, left_out


def _adopt_moves(work: UnitOfWork, moves: Sequence[Amendment], act: Act) -> tuple[list[str], list[str]]:
    """Carry out the one move that all of them ask for; different ones exclude each other."""
    if len({(move.section_id, move.after_demand_id) for move in moves}) == 1 and orders.has_place(work, moves[0]):
        # Equal ones are adopted along with the first.
        return [_adopt_alone(work, moves[0], act)], []
    return [], [move.id for move in moves]


def _adopt_changes(
    work: UnitOfWork, demand: Demand, changes: Sequence[Amendment], act: Act
) -> tuple[list[str], list[str]]:
    present = wordings.get_present(work, demand)
    parts = [read_part(work, amendment, present) for amendment in changes]
    fitting = [part for part in parts if part.revision.base_version_id == present.id and part.edits]
    base = parse(present.text)
    decisions = resolve(base, {part.amendment.id: part.edits for part in fitting}).decisions
    colliding = {name for decision in decisions for name in decision.amendments}
    chosen = [part for part in fitting if part.amendment.id not in colliding]
    kept = {part.amendment.id for part in chosen}
    left_out = [amendment.id for amendment in changes if amendment.id not in kept]
    if len(chosen) == 1:
        return [_adopt_alone(work, chosen[0].amendment, act)], left_out
    if not chosen:
        return [], left_out
    resolution = resolve(base, {part.amendment.id: part.edits for part in chosen})
    return [take_effect(work, demand, present, chosen, resolution, act).id], left_out


def _adopt_alone(work: UnitOfWork, amendment: Amendment, act: Act) -> str:
    """Adopt one amendment; returns the version it brings, "" for a move."""
    if act.poll_id is None:
        carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag wurde ohne Abstimmung übernommen.")
    version = demands.adopt(work, amendment, state=act.state, actor=act.actor, poll_id=act.poll_id)
    return version.id if version else ""


# One merge


def _refuse_closed(work: UnitOfWork, demand: Demand) -> None:
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    if _is_voted_on(work, demand):
        raise ClosedError(VOTING)


def _is_voted_on(work: UnitOfWork, demand: Demand) -> bool:
    running = select(Poll.id).where(Poll.state == PollState.OPEN, is_about(demands=[demand.id])).limit(1)
    return work.session.scalar(running) is not None


def _take_part(work: UnitOfWork, demand: Demand, present: DemandVersion, amendment_id: str) -> Part:
    """An amendment as it would enter the present text; refuses what cannot be merged."""
    amendment = work.session.get(Amendment, amendment_id, populate_existing=True)
    if amendment is None or amendment.demand_id != demand.id:
        raise NotFoundError("Diesen Antrag gibt es zu dieser Forderung nicht.")
    if not amendment.is_undecided:
        raise OutdatedError("Über %(label)s ist schon entschieden.", label=amendment.label)
    if lacking := supports.count_lacking(work, amendment):
        raise InvalidInputError(
            "%(label)s wird noch nicht behandelt: Ihm fehlen noch %(number)s Unterstützungen.",
            label=amendment.label,
            number=lacking,
            field="antrag",
        )
    if amendment.kind != AmendmentKind.CHANGE:
        raise InvalidInputError(
            "%(label)s ändert keine Wörter und lässt sich nicht zusammenführen. Bitte entscheiden Sie darüber einzeln.",
            label=amendment.label,
            field="antrag",
        )
    return read_part(work, amendment, present)


def _refuse_parts_beside(work: UnitOfWork, parts: Sequence[Part]) -> None:
    """Raise InvalidInputError where a compromise is to be merged with what it is made of."""
    ids = [part.amendment.id for part in parts]
    compromise_id = work.session.scalar(
        select(CompromisePart.compromise_id)
        .where(CompromisePart.compromise_id.in_(ids), CompromisePart.amendment_id.in_(ids))
        .limit(1)
    )
    if compromise_id is not None:
        raise InvalidInputError(
            "%(label)s ist ein Kompromiss. Bitte wählen Sie ihn oder die Anträge, aus denen er gemacht ist.",
            label=work.session.get_one(Amendment, compromise_id).label,
            field="antrag",
        )


def _refuse_words_alone(resolution: Resolution, agreed: Collection[str]) -> None:
    """Raise InvalidInputError where a moderator's own words would stand with nobody's consent."""
    for decision in resolution.decisions:
        if isinstance(decision.choice, Write) and not set(decision.amendments) <= set(agreed):
            raise InvalidInputError(
                "Eigene Worte gelten, wenn die Antragstellenden einverstanden sind oder so beschlossen wurde. "
                "Sonst entwerfen Sie bitte einen Kompromiss.",
                field=f"einig-{decision.key}",
            )


# The same act twice


def _describe(
    amendment_ids: Collection[str],
    choices: Mapping[str, Choice],
    agreed: Collection[str],
    base_version_id: str,
    actor: str,
) -> str:
    """A digest of what is asked for, by which a double click is known."""
    chosen = sorted((key, _name_choice(choice)) for key, choice in choices.items())
    return digest(repr((sorted(set(amendment_ids)), chosen, sorted(set(agreed)), base_version_id, actor)))


def _name_choice(choice: Choice) -> tuple[str, str]:
    match choice:
        case Take(name):
            return "take", name
        case Write(words):
            return "write", words
        case _:
            assert choice == KEEP
            return "keep", ""


def _was_done(work: UnitOfWork, conference_id: str, present: DemandVersion, request: str) -> bool:
    latest = work.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.conference_id == conference_id, JournalEntry.action == MERGED)
        .order_by(JournalEntry.number.desc())
        .limit(5)
    )
    return any(entry.data["version"] == present.id and entry.data["request"] == request for entry in latest)
