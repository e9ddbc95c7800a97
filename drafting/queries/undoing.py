"""Taking back: what it would do to the text and to amendments, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from drafting.errors import ClosedError, DraftingError, NotFoundError
from drafting.models import Amendment, Conference, Demand, DemandVersion, Paper, Person, Poll, VersionAmendment
from drafting.queries import texts
from drafting.queries.people import Viewer
from drafting.queries.questions import is_about, is_binding
from drafting.queries.texts import StoredEdits
from drafting.queries.versions import VersionAuthor, VersionRow, list_versions
from drafting.rules.lifecycle import AmendmentState, Phase, may_amendment_reopen
from drafting.rules.undoing import find_undone
from drafting.text.edits import dump_edits, load_edits
from drafting.text.redline import RedlineBlock
from drafting.text.undo import Step, TakenBack, take_back


@dataclass(frozen=True, slots=True)
class Plan:
    """How a version is taken back; ``refusal`` says why it cannot be, and then nothing is ``taken``."""

    present: DemandVersion
    before: DemandVersion | None
    taken: TakenBack
    refusal: DraftingError | None = None


@dataclass(frozen=True, slots=True)
class UndoPage:
    """What taking a decision back would do, to be confirmed with a reason.

    ``blocks`` draw it into the present text; ``opened`` are the amendments open again then.
    """

    demand_id: str
    demand_label: str
    version: VersionRow
    blocks: tuple[RedlineBlock, ...]
    opened: tuple[VersionAuthor, ...]
    strikes: bool
    restores: bool
    may_undo: bool
    refusal: DraftingError | None


def get_undo(session: Session, version_id: str, *, viewer: Viewer | None = None) -> UndoPage:
    """What taking this version back would do; raises NotFoundError."""
    version = session.get(DemandVersion, version_id)
    if version is None:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    demand = session.get_one(Demand, version.demand_id)
    plan = plan_undo(session, demand, version)
    row = next(each for each in list_versions(session, demand, viewer=viewer) if each.id == version_id)
    edits = dump_edits(plan.taken.edits)
    is_struck = plan.before.is_struck if plan.before else True
    return UndoPage(
        demand_id=demand.id,
        demand_label=demand.label,
        version=row,
        blocks=texts.show_changes(StoredEdits(f"{version_id} {plan.present.id} undo", plan.present.text, edits)),
        opened=_name(session, list_decided(session, version_id)),
        strikes=is_struck and not demand.is_struck,
        restores=demand.is_struck and not is_struck,
        may_undo=row.may_undo,
        refusal=plan.refusal,
    )


def plan_undo(session: Session, demand: Demand, version: DemandVersion) -> Plan:
    """Work out how a version is taken back from the text as it stands."""
    versions = session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand.id).order_by(DemandVersion.number)
    ).all()
    undone = find_undone([(each.id, each.undoes_id) for each in versions])
    present, since = versions[-1], versions[version.number - 1 :]
    before = versions[version.number - 2] if version.number > 1 else None
    refusal = find_hindrance(session, demand) or _refuse(version, present, undone)
    if refusal is not None:
        return Plan(present, before, _nothing(present), refusal)
    if before is None or not version.edits:
        # What brought no words but the demand as a whole takes nothing but the whole away.
        later = [each for each in since[1:] if each.text != version.text and each.id not in undone]
        return Plan(present, before, _nothing(present), _refuse_blocked(session, later))
    steps = [Step(texts.read(each.text), load_edits(each.edits)) for each in since]
    numbers = {number for number, each in enumerate(since) if each.id in undone}
    taken = take_back(texts.read(before.text), steps, undone=numbers)
    refusal = _refuse_blocked(session, [since[number] for number in taken.blockers])
    if refusal is None and not taken.edits:
        refusal = ClosedError("Davon steht nichts mehr im Text, es gibt nichts zurückzunehmen.")
    return Plan(present, before, taken, refusal)


def _nothing(present: DemandVersion) -> TakenBack:
    return TakenBack((), texts.read(present.text))


def find_hindrance(session: Session, demand: Demand) -> DraftingError | None:
    """Why a demand's text may not be changed by anybody now; None where it may."""
    phase = session.scalar(
        select(Conference.phase).join(Paper, Paper.conference_id == Conference.id).where(Paper.id == demand.paper_id)
    )
    if phase == Phase.ARCHIVED:
        return ClosedError("Die Konferenz ist abgeschlossen.")
    if session.scalar(select(Poll.id).where(is_binding(), is_about(demands=[demand.id])).limit(1)):
        return ClosedError("Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab.")
    return None


def _refuse(version: DemandVersion, present: DemandVersion, undone: frozenset[str]) -> DraftingError | None:
    if version.source == "import":
        return ClosedError("Das ist der eingelesene Text und keine Entscheidung.")
    if version.id in undone:
        return ClosedError("Diese Entscheidung ist schon zurückgenommen.")
    if present.is_struck and version.id != present.id:
        return ClosedError("Die Forderung ist inzwischen gestrichen. Nehmen Sie bitte zuerst die Streichung zurück.")
    return None


def _refuse_blocked(session: Session, blockers: Sequence[DemandVersion]) -> DraftingError | None:
    if not blockers:
        return None
    return ClosedError(
        "Spätere Entscheidungen haben dieselben Wörter geändert: %(versions)s. Nehmen Sie bitte zuerst diese zurück.",
        versions=", ".join(_label(session, version) for version in reversed(blockers)),
    )


def _label(session: Session, version: DemandVersion) -> str:
    brought = session.scalars(
        select(Amendment)
        .join(VersionAmendment, VersionAmendment.amendment_id == Amendment.id)
        .where(VersionAmendment.version_id == version.id)
        .order_by(Amendment.number)
    )
    labels = ", ".join(amendment.label for amendment in brought)
    return f"Fassung {version.number} ({labels})" if labels else f"Fassung {version.number}"


def list_decided(session: Session, version_id: str) -> list[Amendment]:
    """The amendments that took effect with a version, and those it left nothing of, by number."""
    brought = select(VersionAmendment.amendment_id).where(VersionAmendment.version_id == version_id)
    found = session.scalars(
        select(Amendment)
        .where(
            or_(
                Amendment.id.in_(brought),
                Amendment.settled_by_version_id == version_id,
                Amendment.settled_by_amendment_id.in_(brought),
            )
        )
        .order_by(Amendment.number)
    )
    return [amendment for amendment in found if may_amendment_reopen(AmendmentState(amendment.state))]


def _name(session: Session, amendments: Sequence[Amendment]) -> tuple[VersionAuthor, ...]:
    people = {
        person.id: person
        for person in session.scalars(select(Person).where(Person.id.in_({each.proposer_id for each in amendments})))
    }
    return tuple(VersionAuthor(each.id, each.label, people[each.proposer_id].label) for each in amendments)


@dataclass(frozen=True, slots=True)
class RestorePage:
    """What restoring an earlier version would do, to be confirmed with a reason."""

    demand_id: str
    demand_label: str
    version: VersionRow
    present_version_id: str
    blocks: tuple[RedlineBlock, ...]
    may_restore: bool


def get_restore(session: Session, version_id: str, *, viewer: Viewer | None = None) -> RestorePage:
    """What restoring this version would do; raises NotFoundError."""
    version = session.get(DemandVersion, version_id)
    if version is None:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    demand = session.get_one(Demand, version.demand_id)
    rows = list_versions(session, demand, viewer=viewer)
    present = session.get_one(DemandVersion, rows[-1].id)
    row = next(each for each in rows if each.id == version_id)
    return RestorePage(
        demand_id=demand.id,
        demand_label=demand.label,
        version=row,
        present_version_id=present.id,
        blocks=texts.show_changes(texts.compare(present.text, version.text)),
        may_restore=row.may_restore and find_hindrance(session, demand) is None,
    )


def find_version(session: Session, amendment_id: str) -> str:
    """The version with which an amendment took effect last; "" where it stands in no text."""
    return (
        session.scalar(
            select(DemandVersion.id)
            .join(VersionAmendment, VersionAmendment.version_id == DemandVersion.id)
            .where(VersionAmendment.amendment_id == amendment_id)
            .order_by(DemandVersion.number.desc())
            .limit(1)
        )
        or ""
    )
