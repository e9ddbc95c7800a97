"""The synopsis for exports: two states of the paper, each change with what it is owed to.

Which decision a change is owed to is not guessed: provenance knows for each word who brought it in and who struck it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.exports.acts import Act
from drafting.exports.days import print_day
from drafting.exports.synopses import Ground, Synopsis, SynopsisLine, SynopsisUnit
from drafting.models import Amendment, Conference, Demand, DemandVersion, Paper
from drafting.models.demands import Source
from drafting.queries import paper_states, texts
from drafting.queries.acts import Acts
from drafting.queries.editions import DemandPair, Pairing, PaperState, compare_pair, pair_states
from drafting.queries.origin_sources import Origin, Vote, look_up
from drafting.queries.versions import VERSION_LABELS
from drafting.text import provenance
from drafting.text.edits import Edit
from drafting.text.provenance import Provenance
from drafting.text.redline import redline
from drafting.text.synopsis import arrange

PRESENT = "Jetziger Stand"


def get_synopsis(session: Session, conference_id: str, *, before: str, after: str) -> Synopsis:
    """Two states of the paper side by side; raises NotFoundError for one there is not."""
    pairing = pair_states(session, conference_id, before, after)
    headings = paper_states.list_headings(session, conference_id, after)
    moves = _find_moves(session, pairing)
    return Synopsis(
        title=pairing.title,
        before=name_state(pairing.before),
        after=name_state(pairing.after),
        lines=tuple(SynopsisLine(line.label, line.before, line.after) for line in pairing.lines),
        units=tuple(
            _make_unit(session, pair, headings.get(pair.demand.section_id, ""), moves.get(pair.demand.id))
            for pair in pairing.pairs
        ),
        sender=session.get_one(Conference, conference_id).name,
        moment=pairing.after.at or _find_latest(session, pairing.paper),
    )


def name_state(state: PaperState) -> str:
    """What a state of the paper is called in print."""
    return state.name or PRESENT


def _find_latest(session: Session, paper: Paper) -> datetime | None:
    return session.scalar(
        select(func.max(DemandVersion.created_at))
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .where(Demand.paper_id == paper.id)
    )


def _find_moves(session: Session, pairing: Pairing) -> dict[str, Act]:
    """The move that was adopted last, by demand."""
    acts = Acts(session, pairing.paper, {})
    moves = acts.find_moves(pairing.before.at, pairing.after.at)
    reasons = {f"move {amendment.id}": amendment.reason for amendment, _ in acts.amendments.values()}
    return {demand_id: replace(acts.found[key], is_move=False, reason=reasons[key]) for demand_id, key in moves.items()}


def _make_unit(session: Session, pair: DemandPair, section: str, move: Act | None) -> SynopsisUnit:
    stored, change = compare_pair(pair)
    demand = pair.demand
    names = _list_sources(session, pair) if change != "same" else []
    grounds = _list_grounds(session, demand, names)
    edits = stored.load()
    owners = [_name_owners(by, names) for by in _own(pair, edits, names)] if change == "changed" else []
    blocks = redline(texts.read(stored.base), edits, owners=owners)
    return SynopsisUnit(
        label=_name(demand, pair.number_after or pair.number_before),
        title=demand.title,
        change=change,
        remarks=tuple(_remark(pair, move)),
        rows=tuple(arrange(blocks)) if change != "same" else (),
        grounds=tuple(grounds),
        section=section,
    )


def _name(demand: Demand, number: str) -> str:
    return f"Forderung {number}" if number else demand.label


def _remark(pair: DemandPair, move: Act | None) -> Iterator[str]:
    stands = pair.before is not None and pair.after is not None
    if stands and (pair.was_moved or move is not None):
        yield "Steht an anderer Stelle als zuvor."
    if stands and move is not None:
        yield ". ".join(said.removesuffix(".") for said in move.describe()) + "."
    if pair.number_before and pair.number_after and pair.number_before != pair.number_after:
        yield f"Zuvor Forderung {pair.number_before}."


def _list_sources(session: Session, pair: DemandPair) -> list[str]:
    """The names of what was decided between both states, in its order: versions, or their single amendments."""
    first = pair.before.number if pair.before else 0
    versions = session.scalars(
        select(DemandVersion)
        .where(DemandVersion.demand_id == pair.demand.id, DemandVersion.number > first)
        .order_by(DemandVersion.number)
    ).all()
    if pair.after is None:
        # Whatever was decided before, it is the strike to which it is owed that it is gone.
        versions = versions[-1:]
    else:
        versions = [version for version in versions if version.number <= pair.after.number]
    found: dict[str, None] = {}
    for version in versions:
        known = provenance.load(version.provenance)
        here = [*(name for run in known.runs for name in run.sources)]
        here += [name for removal in known.removals for name in removal.removed_by]
        own = [name for name in dict.fromkeys(here) if Source.read(name).version_id == version.id]
        found.update(dict.fromkeys(own or [version.id]))
    return list(found)


def _own(pair: DemandPair, edits: Sequence[Edit], names: Sequence[str]) -> Iterator[list[str]]:
    """For each edit those of the names it is owed to."""
    assert pair.after is not None
    known: Provenance = provenance.load(pair.after.provenance)
    sources = known.per_token()
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.inserted)
        shift += len(edit.inserted) - (edit.end - edit.start)
        by = [name for token in sources[start:end] for name in token]
        by += [name for gone in known.removals if start <= gone.position <= end for name in gone.removed_by]
        yield [name for name in names if name in by]


def _name_owners(by: Iterable[str], names: Sequence[str]) -> str:
    return " ".join(str(names.index(name)) for name in by)


def _list_grounds(session: Session, demand: Demand, names: Sequence[str]) -> list[Ground]:
    origins = look_up(session, demand, names, None)
    ids = {each.id for origin in origins.values() for each in origin.amendments}
    rows = session.execute(select(Amendment.id, Amendment.reason).where(Amendment.id.in_(ids)))
    reasons = {row.id: row.reason for row in rows}
    return [_make_ground(origins[name], reasons) for name in names]


def _make_ground(origin: Origin, reasons: dict[str, str]) -> Ground:
    labels = [f"{each.label}{' zum Teil' if each.is_partial else ''}, {each.proposer}" for each in origin.amendments]
    title = "; ".join(labels) or VERSION_LABELS.get(origin.source, VERSION_LABELS["editorial"])
    words = list(dict.fromkeys(reasons[each.id] for each in origin.amendments if reasons.get(each.id)))
    return Ground(title, _say_decision(origin), " ".join([*words, *([origin.reason] if origin.reason else [])]))


def _say_decision(origin: Origin) -> str:
    if origin.vote is not None:
        return say_vote(origin.vote)
    day = f", {print_day(origin.at)}" if origin.at else ""
    return f"Ohne Abstimmung übernommen{day}." if origin.amendments else f"Ohne Abstimmung{day}."


def say_vote(vote: Vote) -> str:
    """How a vote ended, for print: where, when, with which numbers, by which rule."""
    day = f", {print_day(vote.at)}" if vote.at else ""
    counted = f"{vote.yes} Ja, {vote.no} Nein, {vote.abstain} {'Enthaltung' if vote.abstain == 1 else 'Enthaltungen'}. "
    # A vote with other answers than yes and no has its numbers in the formula.
    numbers = counted if vote.yes or vote.no or vote.abstain else ""
    return f"Abstimmung {vote.number} ({vote.electorate}{day}): {numbers}{vote.formula}".strip()
