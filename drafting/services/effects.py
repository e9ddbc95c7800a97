"""Effects: what a verdict, or a decision without a vote, does to amendments and to the paper.

Equal amendments share one fate. What a poll does by its verdict is in ``verdicts``.
"""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.events import AmendmentChanged
from drafting.models import Amendment, DemandVersion, now
from drafting.rules.lifecycle import UNDECIDED, AmendmentState, may_amendment_become
from drafting.services import bundles, carrying, demands, journal, notices, overlaps


def adopt(
    work: UnitOfWork, amendment: Amendment, *, state: AmendmentState, actor: str, poll_id: str | None = None
) -> DemandVersion | None:
    """Let an amendment take effect, and with it all that say the same; returns the version it brings, if any."""
    equal = bundles.list_equal(work, amendment)
    version = demands.adopt(work, amendment, state=state, actor=actor, poll_id=poll_id)
    for other in equal:
        # Equal moves are settled where a move is carried out.
        if version is not None and other.is_undecided:
            # A new or moved text is not carried over to a version, and equal words may have been written otherwise.
            carrying.settle(work, other, version, AmendmentState.ADOPTED)
            notices.tell_outcome(work, other, actor=actor)
            announce(work, other)
    return version


def reject(work: UnitOfWork, amendment: Amendment, *, actor: str, poll_id: str | None = None) -> None:
    """Reject an amendment, and with it all that say the same."""
    give_state(work, amendment, AmendmentState.REJECTED, action="amendment.rejected", actor=actor, poll=poll_id)


def give_state(
    work: UnitOfWork,
    amendment: Amendment,
    state: AmendmentState,
    *,
    action: str,
    actor: str,
    note: str = "",
    settled_by_id: str | None = None,
    **data: str | None,
) -> None:
    """Give an amendment, and all that say the same, a state that leaves the paper as it is; one act, one entry.

    ``note`` says in words why, or where it goes on. Of equal ones that end, each names the one that was decided.
    """
    equal = [
        other
        for other in bundles.list_equal(work, amendment)
        if may_amendment_become(AmendmentState(other.state), state)
    ]
    ends = state not in UNDECIDED
    for one in (amendment, *equal):
        one.state = state
        one.needs_answer = one.needs_answer and not ends
        one.outcome_note = note
        one.decided_at = now() if ends else None
        if ends:
            one.settled_by_amendment_id = settled_by_id or (amendment.id if one is not amendment else None)
        carrying.drop_prepared_polls(work, one.id, reason="Über den Antrag ist anders entschieden.")
        announce(work, one)
    journal.append(
        work,
        amendment.conference_id,
        action,
        actor=actor,
        amendment=amendment.id,
        equal=[other.id for other in equal],
        settled_by=settled_by_id,
        **data,
    )
    notices.tell_outcomes(work, [amendment, *equal], actor=actor)
    if amendment.demand_id is not None:
        overlaps.refresh(work, amendment.demand_id)


def announce(work: UnitOfWork, amendment: Amendment) -> None:
    """Say that something has become of an amendment."""
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
