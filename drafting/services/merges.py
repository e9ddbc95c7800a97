"""Merges: several amendments to one demand take effect together, as one new version.

What collides is decided by a moderator: one is taken, the text stays, or words are written to which the proposers have
agreed. Nothing else is lost: what is not in stays open and is carried over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError, OutdatedError
from drafting.models import Amendment, CompromisePart, Demand, DemandVersion, JournalEntry
from drafting.models.journal import digest
from drafting.rules.lifecycle import Advice, AmendmentKind, AmendmentState
from drafting.rules.permissions import may_moderate
from drafting.services import agreements, demands, panels, recommendations, supports, wordings
from drafting.services.access import require_role
from drafting.services.merge_effects import MERGED, Act, Part, read_part, take_effect
from drafting.services.together import Together, adopt_together, is_voted_on
from drafting.text.markdown import parse
from drafting.text.resolution import KEEP, Choice, Resolution, Take, Write, resolve

__all__ = ["Together", "adopt_together", "merge"]
VOTING = "Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab."


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

    Where a panel can only recommend, its moderator's merge recommends what is wholly in and makes none: "".
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
    if poll_id is None and parts and (panel := panels.find_recommending(work, parts[0].amendment, actor=actor)):
        _recommend(work, resolution, agreed, panel_id=panel.id, actor=actor)
        return ""
    state = AmendmentState.TAKEN_OVER if poll_id is None else AmendmentState.ADOPTED
    act = Act(state=state, agreed=agreed, actor=actor, poll_id=poll_id, request=request)
    return take_effect(work, demand, present, parts, resolution, act).id


def _refuse_closed(work: UnitOfWork, demand: Demand) -> None:
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    if is_voted_on(work, demand):
        raise ClosedError(VOTING)


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


def _recommend(work: UnitOfWork, resolution: Resolution, agreed: Collection[str], *, panel_id: str, actor: str) -> None:
    """Recommend to the plenary what is wholly in; parts and words of one's own go there as a compromise."""
    if resolution.written or set(resolution.partial) & set(agreed):
        raise InvalidInputError(
            "Ihre Arbeitsgruppe empfiehlt nur. Teile und eigene Worte gehen als Kompromiss an das Plenum.",
            field="antrag",
        )
    wordings.require_change(resolution.edits)
    for amendment_id in resolution.whole:
        amendment = work.session.get_one(Amendment, amendment_id)
        recommendations.record_panel(work, amendment, Advice.ADOPT, panel_id=panel_id, actor=actor)


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
