"""Recommendations (Empfehlung): what moderators or a panel propose to do with amendments, and when others see it.

A recommendation decides nothing: carrying it out is an act of its own. The journal names amendments and advice, never
the words given with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.events import RecommendationsChanged
from drafting.models import Amendment, Recommendation, now
from drafting.queries import panels
from drafting.rules.lifecycle import ADVICE_LABELS, UNDECIDED, Advice, AmendmentState
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, may_moderate, may_organize
from drafting.services import bundles, follows, journal, notices
from drafting.services.access import find_actor, lock_conference, require_role

_LONGEST = 2_000
_NOBODYS = frozenset({AmendmentState.DRAFT, AmendmentState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to recommend for one amendment; ``verdict`` None takes a recommendation back.

    ``reason`` is shown to others, ``note`` only to those who moderate; None leaves what is there.
    """

    amendment_id: str
    verdict: Advice | None
    settled_by_id: str = ""
    reason: str | None = None
    note: str | None = None


def recommend(work: UnitOfWork, conference_id: str, proposals: Sequence[Proposal], *, actor: str) -> int:
    """Recommend what to do with amendments, as many at once as there are; returns how many changed.

    What is new or changed is not shown to others before it is published. Equal amendments get the same.
    """
    require_role(work, conference_id, actor, may_moderate)
    lock_conference(work, conference_id)
    person = find_actor(work, conference_id, actor)
    overrules = person is None or may_organize(Role(person.role))
    changed: list[list[str | None]] = []
    touched: set[str] = set()
    for proposal in proposals:
        amendment = _get_undecided(work, conference_id, proposal.amendment_id)
        for one in (amendment, *bundles.list_equal(work, amendment)):
            if _set(work, one, proposal, overrules=overrules, actor=actor):
                changed.append([one.id, proposal.verdict, proposal.settled_by_id or None])
                touched.add(one.demand_id or "")
    if changed:
        journal.append(work, conference_id, "recommendations.given", actor=actor, recommendations=changed)
        _announce(work, conference_id, touched)
    return len(changed)


def _set(work: UnitOfWork, amendment: Amendment, proposal: Proposal, *, overrules: bool, actor: str) -> bool:
    """Write one recommendation down; tells whether anything changed."""
    present = work.session.get(Recommendation, amendment.id, populate_existing=True)
    if proposal.verdict is None:
        if present is None:
            return False
        _refuse_overruling(present, amendment, overrules=overrules)
        work.session.delete(present)
        return True
    settled_by = _find_settler(work, amendment, proposal)
    advice = (proposal.verdict, settled_by)
    is_new = present is None or (present.verdict, present.settled_by_id) != advice
    # Why the advice before it was given says nothing about the new one.
    reason = _read(proposal.reason, "" if present is None or is_new else present.reason, field="reason")
    note = _read(proposal.note, present.note if present else "", field="note")
    if present is not None and not is_new and (reason, note) == (present.reason, present.note):
        return False
    if present is None:
        present = Recommendation(amendment_id=amendment.id, verdict=proposal.verdict, updated_by=actor)
        work.session.add(present)
    elif is_new or reason != present.reason:
        _refuse_overruling(present, amendment, overrules=overrules)
    if is_new or reason != present.reason:
        present.verdict, present.settled_by_id = advice
        present.reason = reason
        present.panel_id = present.poll_id = present.published_at = None
    present.note = note
    present.updated_by, present.updated_at = actor, now()
    work.session.flush()
    return True


def publish(
    work: UnitOfWork, conference_id: str, *, actor: str, panel_id: str | None = None, demand_id: str | None = None
) -> int:
    """Show what is recommended to everybody: for a demand, a panel's sections, or the whole paper; returns how many."""
    require_role(work, conference_id, actor, may_moderate)
    lock_conference(work, conference_id)
    statement = (
        select(Recommendation, Amendment)
        .join(Amendment, Amendment.id == Recommendation.amendment_id)
        .where(
            Amendment.conference_id == conference_id,
            Amendment.state.in_(UNDECIDED),
            Recommendation.published_at.is_(None),
        )
        .order_by(Amendment.number)
    )
    if demand_id is not None:
        statement = statement.where(Amendment.demand_id == demand_id)
    if panel_id is not None:
        statement = statement.where(panels.is_of_panel(panel_id))
    found = work.session.execute(statement).all()
    for recommendation, _ in found:
        recommendation.published_at = now()
    if found:
        ids = [amendment.id for _, amendment in found]
        journal.append(work, conference_id, "recommendations.published", actor=actor, amendments=ids)
        _tell(work, [(amendment, Advice(recommendation.verdict)) for recommendation, amendment in found], actor=actor)
        _announce(work, conference_id, {amendment.demand_id or "" for _, amendment in found})
    return len(found)


def record_panel(
    work: UnitOfWork,
    amendment: Amendment,
    advice: Advice,
    *,
    panel_id: str,
    actor: str,
    poll_id: str | None = None,
    settled_by_id: str | None = None,
) -> None:
    """Write down and show what a panel recommends that does not decide: by its vote, or by its moderator's word."""
    alike = (amendment, *bundles.list_equal(work, amendment))
    for one in alike:
        present = work.session.get(Recommendation, one.id, populate_existing=True)
        if present is None:
            present = Recommendation(amendment_id=one.id)
            work.session.add(present)
        present.verdict = advice
        present.settled_by_id = settled_by_id
        present.reason = ""
        present.panel_id, present.poll_id = panel_id, poll_id
        present.updated_by, present.updated_at, present.published_at = actor, now(), now()
    work.session.flush()
    journal.append(
        work,
        amendment.conference_id,
        "panel.recommended",
        actor=actor,
        amendment=amendment.id,
        equal=[other.id for other in alike[1:]],
        panel=panel_id,
        poll=poll_id,
        verdict=advice,
        settled_by=settled_by_id,
    )
    _tell(work, [(one, advice) for one in alike], actor=actor)
    _announce(work, amendment.conference_id, {amendment.demand_id or ""})


def _get_undecided(work: UnitOfWork, conference_id: str, amendment_id: str) -> Amendment:
    amendment = work.session.get(Amendment, amendment_id, populate_existing=True)
    if amendment is None or amendment.conference_id != conference_id:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    if not amendment.is_undecided:
        raise ClosedError("Über %(label)s ist schon entschieden.", label=amendment.label)
    return amendment


def _find_settler(work: UnitOfWork, amendment: Amendment, proposal: Proposal) -> str | None:
    """The amendment that would leave nothing to decide; raises InvalidInputError where none or a wrong one is named."""
    if proposal.verdict is not Advice.SETTLED_BY:
        return None
    return get_settler(work, amendment, proposal.settled_by_id).id


def get_settler(work: UnitOfWork, amendment: Amendment, settler_id: str) -> Amendment:
    """The amendment that settles another: of the same paper, not withdrawn, and not one that says the same."""
    settler = work.session.get(Amendment, settler_id) if settler_id else None
    if settler is None or settler.paper_id != amendment.paper_id or settler.state in _NOBODYS:
        raise InvalidInputError("Bitte sagen Sie, durch welchen Antrag er erledigt ist.", field="settled_by")
    if settler.id == amendment.id or settler in bundles.list_equal(work, amendment):
        raise InvalidInputError("Ein Antrag erledigt sich nicht durch sich selbst.", field="settled_by")
    return settler


def _refuse_overruling(present: Recommendation, amendment: Amendment, *, overrules: bool) -> None:
    if present.poll_id is not None and not overrules:
        raise ClosedError(
            "Über %(label)s hat die Arbeitsgruppe abgestimmt; ihre Empfehlung steht.", label=amendment.label
        )


def _read(given: str | None, present: str, *, field: str) -> str:
    if given is None:
        return present
    if len(given) > _LONGEST:
        raise InvalidInputError("Das ist zu lang.", field=field)
    return given.strip()


def _tell(work: UnitOfWork, advised: Sequence[tuple[Amendment, Advice]], *, actor: str) -> None:
    """Tell those concerned what is recommended for their amendments."""
    concerned = follows.list_concerned(work, [amendment.id for amendment, _ in advised])
    notices.tell_all(
        work,
        [
            notices.News(
                person_id, NoticeKind.RECOMMENDED, amendment.demand_id, amendment.id, ADVICE_LABELS[advice].rstrip(" …")
            )
            for amendment, advice in advised
            for person_id in concerned[amendment.id]
        ],
        apart_from=actor,
    )


def _announce(work: UnitOfWork, conference_id: str, demand_ids: Iterable[str]) -> None:
    for demand_id in sorted(demand_ids):
        work.publish(RecommendationsChanged(conference_id=conference_id, demand_id=demand_id))
