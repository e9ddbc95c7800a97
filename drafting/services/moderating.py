"""Moderating: the steps a moderator takes with an amendment without a vote, besides taking it over.

Referring it to the editors and adjourning it leave it undecided, and it can be taken up again. Settling it ends it.
What says the same shares its fate.
"""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError
from drafting.models import Amendment
from drafting.rules.lifecycle import (
    AMENDMENT_STATE_LABELS,
    Advice,
    AmendmentState,
    may_amendment_become,
)
from drafting.rules.permissions import may_moderate
from drafting.services import amendments, effects, panels, recommendations
from drafting.services.access import require_role

_LONGEST = 500


def refer(work: UnitOfWork, amendment_id: str, *, actor: str, note: str = "") -> None:
    """Leave an amendment to the editors: nothing of substance is disputed."""
    amendment = _get(work, amendment_id, AmendmentState.REFERRED, actor=actor)
    effects.give_state(
        work, amendment, AmendmentState.REFERRED, action="amendment.referred", actor=actor, note=read_note(note)
    )


def adjourn(work: UnitOfWork, amendment_id: str, *, actor: str, note: str = "") -> None:
    """Put an amendment off; ``note`` says until when, or where it goes on."""
    amendment = _get(work, amendment_id, AmendmentState.ADJOURNED, actor=actor)
    effects.give_state(
        work, amendment, AmendmentState.ADJOURNED, action="amendment.adjourned", actor=actor, note=read_note(note)
    )


def resume(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Take up again what was referred or adjourned."""
    amendment = _get(work, amendment_id, AmendmentState.OPEN, actor=actor)
    effects.give_state(work, amendment, AmendmentState.OPEN, action="amendment.resumed", actor=actor)


def settle(work: UnitOfWork, amendment_id: str, *, settled_by_id: str, actor: str) -> bool:
    """End an amendment because another decision covers it; tells whether that has taken effect.

    The moderator of a panel that does not decide can but recommend it to the plenary.
    """
    amendment = _get(work, amendment_id, AmendmentState.SETTLED, actor=actor)
    settler = recommendations.get_settler(work, amendment, settled_by_id)
    panel = panels.find_recommending(work, amendment, actor=actor)
    if panel is not None:
        recommendations.record_panel(
            work, amendment, Advice.SETTLED_BY, panel_id=panel.id, settled_by_id=settler.id, actor=actor
        )
        return False
    effects.give_state(
        work,
        amendment,
        AmendmentState.SETTLED,
        action="amendment.settled",
        actor=actor,
        settled_by_id=settler.id,
    )
    return True


def read_note(note: str) -> str:
    """Read where or when something goes on; raises InvalidInputError for too long a note."""
    if len(note) > _LONGEST:
        raise InvalidInputError("Das ist zu lang.", field="note")
    return note.strip()


def _get(work: UnitOfWork, amendment_id: str, after: AmendmentState, *, actor: str) -> Amendment:
    """An amendment that may take this step, under its conference's lock."""
    amendment = amendments.get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    amendments.refuse_while_voting(work, amendment)
    state = AmendmentState(amendment.state)
    if not may_amendment_become(state, after):
        raise ClosedError("%(label)s ist %(state)s.", label=amendment.label, state=AMENDMENT_STATE_LABELS[state])
    return amendment
