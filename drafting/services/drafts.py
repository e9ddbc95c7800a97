"""Drafts: what somebody is writing, kept for them alone on every device of theirs; in no journal.

A draft's place names the editor it belongs to: "change:{demand id}", "new:{section id}", "revise:{amendment id}",
"adapt:{amendment id}", "compromise:{demand id}+{what it is made of}", or "edit:{demand id}" for editors. A person
has one draft for each place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Draft, Paper, Person, Section, now
from drafting.models.journal import digest
from drafting.rules.lifecycle import UNDECIDED
from drafting.rules.permissions import Role, may_edit

FIELDS = ("title", "text", "reasons", "reason", "headline", "editorial", "organisation", "mit", "ort")
# What a draft's fields make together, in canonical form, so that it can be carried over.
WHOLE = "whole"
_LONGEST = 100_000
_MOST = 200


def save(
    work: UnitOfWork, place: str, *, fields: Mapping[str, str], text: str, base_version_id: str = "", actor: str
) -> datetime | None:
    """Keep what somebody has written so far; ``text`` is the whole in canonical form.

    Returns when it was kept, or None where there is nothing to keep: this very text is handed in already, or nothing
    has been changed. So a message that comes late brings back no draft that has become an amendment.
    """
    if len(text) + sum(len(value) for value in fields.values()) > 2 * _LONGEST:
        raise InvalidInputError("Der Text ist zu lang. Eine Forderung darf höchstens 3.000 Wörter haben.", field="text")
    # One person's drafts take turns, or two devices at once would write the same one twice.
    person = work.session.scalar(select(Person).where(Person.id == actor).with_for_update(key_share=True))
    if person is None:
        raise NotAllowedError("Einen Entwurf schreibt immer eine Person.")
    demand_id = _find_demand(work, place, person)
    base = work.session.get(DemandVersion, base_version_id) if base_version_id else None
    if base is not None and base.demand_id != demand_id:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    kept = {name: fields[name] for name in FIELDS if fields.get(name)}
    if _is_handed_in(work, place, demand_id, text, actor) or _is_untouched(kept, text, base):
        discard(work, place, actor=actor)
        return None
    draft = work.session.scalar(select(Draft).where(Draft.person_id == actor, Draft.place == place))
    if draft is None:
        _refuse_too_many(work, actor)
        draft = Draft(person_id=actor, place=place, demand_id=demand_id)
        work.session.add(draft)
    draft.fields = {**kept, WHOLE: text}
    draft.base_version_id = base.id if base else None
    draft.updated_at = now()
    work.session.flush()
    return draft.updated_at


def discard(work: UnitOfWork, place: str, *, actor: str) -> None:
    """Drop a draft; twice is harmless."""
    work.session.execute(delete(Draft).where(Draft.person_id == actor, Draft.place == place))


def name_compromise(demand_id: str, amendment_ids: Collection[str]) -> str:
    """The place of a compromise made of these amendments."""
    return f"compromise:{demand_id}+{digest(' '.join(sorted(amendment_ids)))[:16]}"


def _find_demand(work: UnitOfWork, place: str, person: Person) -> str | None:
    """The demand a place is about, if it is about one; raises NotFoundError for places this person does not know."""
    kind, _, key = place.partition("+")[0].partition(":")
    of_demand = select(Demand.id, Paper.conference_id).join(Paper, Paper.id == Demand.paper_id)
    of_section = select(Section.id, Paper.conference_id).join(Paper, Paper.id == Section.paper_id)
    statement = {
        "change": of_demand.where(Demand.id == key),
        "new": of_section.where(Section.id == key),
        "revise": select(Amendment.demand_id, Amendment.conference_id).where(
            Amendment.id == key, Amendment.proposer_id == person.id
        ),
    }
    statement["adapt"], statement["compromise"] = statement["revise"], statement["change"]
    if may_edit(Role(person.role)):
        statement["edit"] = statement["change"]
    found = work.session.execute(statement[kind]).first() if kind in statement else None
    if found is None or found[1] != person.conference_id:
        raise NotFoundError("Hier lässt sich kein Entwurf speichern.")
    return None if kind == "new" else found[0]


def _is_handed_in(work: UnitOfWork, place: str, demand_id: str | None, text: str, actor: str) -> bool:
    kind, _, key = place.partition(":")
    if kind not in ("change", "new"):
        return False
    same = (
        select(Amendment.id)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == 1),
        )
        .where(Amendment.proposer_id == actor, Amendment.state.in_(UNDECIDED), AmendmentRevision.text == text)
        .where(Amendment.demand_id == demand_id if kind == "change" else Amendment.section_id == key)
    )
    return work.session.scalar(same.limit(1)) is not None


def _is_untouched(fields: Mapping[str, str], text: str, base: DemandVersion | None) -> bool:
    typed = any(value.strip() for name, value in fields.items() if name not in ("title", "text", "reasons", "ort"))
    return not typed and (base.text == text if base else not any(map(str.isalnum, text)))


def _refuse_too_many(work: UnitOfWork, actor: str) -> None:
    if (work.session.scalar(select(func.count()).where(Draft.person_id == actor)) or 0) >= _MOST:
        raise ClosedError("Mehr Entwürfe lassen sich nicht speichern. Bitte verwerfen Sie einen.")
