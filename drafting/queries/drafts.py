"""Drafts as their writer sees them: what was typed, carried over to the text as it now stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Demand, DemandVersion, Draft, Section
from drafting.models.journal import digest
from drafting.queries import texts
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits
from drafting.text.diff import find_edits
from drafting.text.edits import Edit, dump_edits, load_edits
from drafting.text.markdown import parse, to_markdown
from drafting.text.rebase import impose, rebase
from drafting.text.redline import RedlineBlock

_WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class CarriedDraft:
    """A draft on a newer version than it was written for.

    ``text`` is that version with what the author wants; where both collide (``collides``) the author's words stand,
    and ``own`` and ``decided`` show both. ``is_settled`` says that the text has it all already.
    """

    text: str
    version_number: int
    collides: bool
    is_settled: bool
    own: tuple[RedlineBlock, ...]
    decided: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class DraftState:
    """What somebody has typed, by field; ``carried`` is None while the text is the one it was written for."""

    fields: dict[str, str]
    updated_at: datetime
    carried: CarriedDraft | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list: the editor it belongs to (``kind`` and ``key``), what it is about, and the changed words."""

    place: str
    kind: str
    key: str
    about: str
    excerpt: tuple[RedlineBlock, ...]
    updated_at: datetime


def find_draft(session: Session, place: str, *, viewer: Viewer, onto_version_id: str = "") -> DraftState | None:
    """What the viewer has written here, on the version given; None where there is no draft."""
    draft = session.scalar(select(Draft).where(Draft.person_id == viewer.person_id, Draft.place == place))
    if draft is None:
        return None
    typed = {name: str(value) for name, value in draft.fields.items() if name != _WHOLE}
    carried = carry_over(session, str(draft.fields[_WHOLE]), draft.base_version_id or "", onto_version_id)
    return DraftState(typed, draft.updated_at, carried)


def carry_over(session: Session, whole: str, base_version_id: str, onto_version_id: str) -> CarriedDraft | None:
    """A text written for one version on a later one of the same demand; None where nothing lies between them."""
    base, onto = session.get(DemandVersion, base_version_id), session.get(DemandVersion, onto_version_id)
    if base is None or onto is None or base.demand_id != onto.demand_id or base.number >= onto.number:
        return None
    before, own = texts.read(base.text), find_edits(texts.read(base.text), parse(whole))
    decided = _decided_since(base, onto)
    outcome = rebase(before, own, decided)
    collides = outcome.status == "conflict"
    return CarriedDraft(
        text=to_markdown(impose(before, own, decided)) if collides else outcome.text,
        version_number=onto.number,
        collides=collides,
        is_settled=outcome.status == "settled",
        own=texts.show_changes(StoredEdits(f"{base.id} {digest(whole)}", base.text, dump_edits(own))),
        decided=texts.show_changes(StoredEdits(f"{base.id} {onto.id}", base.text, dump_edits(decided))),
    )


def _decided_since(base: DemandVersion, onto: DemandVersion) -> tuple[Edit, ...]:
    if base.number + 1 == onto.number:
        return load_edits(onto.edits)
    return find_edits(texts.read(base.text), texts.read(onto.text), clean=False)


def list_drafts(session: Session, *, viewer: Viewer) -> tuple[DraftRow, ...]:
    """All of the viewer's drafts, the latest first, with a fixed number of statements."""
    drafts = session.scalars(
        select(Draft).where(Draft.person_id == viewer.person_id).order_by(Draft.updated_at.desc())
    ).all()
    if not drafts:
        return ()
    names = _name_places(session, drafts)
    bases = select(DemandVersion.id, DemandVersion.text).where(
        DemandVersion.id.in_({draft.base_version_id for draft in drafts})
    )
    versions = dict(session.execute(bases).all())
    return tuple(
        _make_row(draft, names[draft.place], versions.get(draft.base_version_id or ""))
        for draft in drafts
        if draft.place in names
    )


def _name_places(session: Session, drafts: Sequence[Draft]) -> dict[str, str]:
    """By place: the demand, section or amendment it is about; a place that is gone is not in it."""
    keys: dict[str, set[str]] = {}
    for draft in drafts:
        kind, _, key = draft.place.partition(":")
        keys.setdefault(kind, set()).add(key)
    asked = keys.get("revise", set()) | keys.get("adapt", set())
    named = keys.get("change", set()) | keys.get("edit", set())
    demands = session.scalars(select(Demand).where(Demand.id.in_(named))).all()
    sections = session.scalars(select(Section).where(Section.id.in_(keys.get("new", set()))))
    amendments = session.scalars(select(Amendment).where(Amendment.id.in_(asked)))
    labels = {amendment.id: amendment.label for amendment in amendments}
    return {
        **{
            f"{kind}:{demand.id}": " ".join(filter(None, (demand.number, demand.title)))
            for demand in demands
            for kind in ("change", "edit")
        },
        **{f"new:{section.id}": section.heading for section in sections},
        **{f"{kind}:{key}": label for key, label in labels.items() for kind in ("revise", "adapt")},
    }


def _make_row(draft: Draft, about: str, base_text: str | None) -> DraftRow:
    kind, _, key = draft.place.partition(":")
    whole = str(draft.fields[_WHOLE])
    if base_text is None:
        shown = texts.show_new(whole)
    else:
        edits = dump_edits(find_edits(texts.read(base_text), parse(whole)))
        shown = texts.show_changes(StoredEdits(f"{draft.base_version_id} {digest(whole)}", base_text, edits))
    return DraftRow(draft.place, kind, key, about, shown, draft.updated_at)
