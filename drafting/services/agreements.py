"""Agreements: what those asked about a compromise have answered, and what its adoption does to their amendments.

Nothing here makes versions, so that the one place that does can ask: which parts does this compromise bring with it?
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, AmendmentRevision, CompromisePart, DemandVersion, VersionAmendment, now
from drafting.rules.lifecycle import UNDECIDED, AmendmentState
from drafting.rules.notices import NoticeKind
from drafting.services import carrying, journal, notices


def list_asked(work: UnitOfWork, compromise_id: str) -> Sequence[CompromisePart]:
    """The parts whose proposers are still asked: a part withdrawn or decided meanwhile is not."""
    return work.session.scalars(
        select(CompromisePart)
        .join(Amendment, Amendment.id == CompromisePart.amendment_id)
        .where(CompromisePart.compromise_id == compromise_id, Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
    ).all()


def is_agreed(work: UnitOfWork, amendment: Amendment) -> bool:
    """Tell whether nobody has to be asked: of a compromise, that all who are asked agree."""
    if not amendment.is_compromise:
        return True
    asked = list_asked(work, amendment.id)
    return bool(asked) and all(part.agreed for part in asked)


def require_agreement(work: UnitOfWork, amendment: Amendment) -> None:
    """Raise ClosedError for a compromise that not all who are asked agree to: only a vote decides on it."""
    if not is_agreed(work, amendment):
        raise ClosedError("Noch sind nicht alle mit dem Kompromiss einverstanden. Ohne das entscheidet die Abstimmung.")


def require_answers(work: UnitOfWork, amendment: Amendment) -> None:
    """Raise ClosedError for a compromise while somebody is asked and has time left to answer."""
    if not amendment.is_compromise or amendment.answers_until is None or amendment.answers_until <= now():
        return
    if any(part.agreed is None for part in list_asked(work, amendment.id)):
        raise ClosedError("Zu diesem Kompromiss stehen noch Antworten aus. Bitte warten Sie die Frist ab.")


def ask_again(work: UnitOfWork, amendment: Amendment) -> None:
    """Forget the answers to a compromise that has another wording now, and give as much time as before."""
    if not amendment.is_compromise or amendment.answers_until is None:
        return
    amendment.answers_until = now() + (amendment.answers_until - amendment.submitted_at)
    parts = list_asked(work, amendment.id)
    for part in parts:
        own = work.session.get_one(Amendment, part.amendment_id).proposer_id == amendment.proposer_id
        part.agreed = True if own else None
        part.answered_at = now() if own else None
    ask(work, [work.session.get_one(Amendment, part.amendment_id) for part in parts], actor=amendment.proposer_id)


def ask(work: UnitOfWork, parts: Sequence[Amendment], *, actor: str) -> None:
    """Tell the proposers of a compromise's parts that their answer is wanted."""
    for part in parts:
        notices.tell(
            work,
            [part.proposer_id],
            NoticeKind.COMPROMISE_ASKED,
            demand_id=part.demand_id,
            amendment_id=part.id,
            apart_from=actor,
        )


def bring_agreed(work: UnitOfWork, version: DemandVersion, links: Sequence[VersionAmendment]) -> list[VersionAmendment]:
    """Let a version also bring the parts whose proposers agreed to a compromise it adopts, as adopted changed."""
    agreed = work.session.execute(
        select(Amendment, AmendmentRevision.id, CompromisePart.compromise_id)
        .join(CompromisePart, CompromisePart.amendment_id == Amendment.id)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(
            CompromisePart.compromise_id.in_([link.amendment_id for link in links]),
            CompromisePart.agreed.is_(True),
            Amendment.state.in_(UNDECIDED),
            Amendment.id.not_in(select(VersionAmendment.amendment_id).where(VersionAmendment.version_id == version.id)),
        )
        .order_by(Amendment.number)
    ).all()
    brought: dict[str, VersionAmendment] = {}
    for amendment, revision_id, compromise_id in agreed:
        if amendment.id not in brought:
            _adopt_changed(work, amendment, compromise_id)
            brought[amendment.id] = VersionAmendment(
                version_id=version.id, amendment_id=amendment.id, revision_id=revision_id, is_partial=True
            )
    work.session.add_all(brought.values())
    return list(brought.values())


def record_agreed(work: UnitOfWork, conference_id: str, links: Sequence[VersionAmendment], *, actor: str) -> None:
    """Note in the journal which amendments came in by a compromise, and tell those concerned."""
    if not links:
        return
    journal.append(
        work,
        conference_id,
        "compromise.parts_adopted",
        actor=actor,
        version=links[0].version_id,
        amendments=[link.amendment_id for link in links],
    )
    for link in links:
        part = work.session.get_one(Amendment, link.amendment_id)
        notices.tell_outcome(work, part, actor=actor, kind=NoticeKind.COMPROMISE_ADOPTED)


def _adopt_changed(work: UnitOfWork, amendment: Amendment, compromise_id: str) -> None:
    amendment.state = AmendmentState.ADOPTED_CHANGED
    amendment.needs_answer = False
    amendment.settled_by_amendment_id = compromise_id
    amendment.decided_at = now()
    carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag ist in einem Kompromiss aufgegangen.")
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
