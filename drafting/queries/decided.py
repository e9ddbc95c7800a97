"""What was decided of an amendment's words: the author's wording beside the paper's, sentence by sentence.

The sentences in which an amendment landed are followed through every later version, so that the page shows how they
read now, and names what has changed them since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, VersionAmendment
from drafting.queries import texts
from drafting.queries.editorials import ObjectionState, list_objections
from drafting.queries.moves import name_demand
from drafting.queries.people import Viewer
from drafting.queries.sayings import NOTHING, Saying, saying
from drafting.rules.lifecycle import ADOPTED, AmendmentKind
from drafting.text.diff import find_edits
from drafting.text.document import ITEMS, Document, Kind
from drafting.text.edits import load_edits
from drafting.text.places import Place, Span, cut, find_places, follow, land, widen
from drafting.text.redline import RedlineBlock, redline

PLACE_SENTENCES = {
    "inside": "%(demand)s, %(place)s",
    "two": "%(one)s und %(other)s",
    "several": "an %(number)s Stellen",
    "title": "Titel",
    "paragraph": "Absatz %(block)s",
    "paragraph_sentence": "Absatz %(block)s, Satz %(sentence)s",
    "item": "Punkt %(block)s",
    "item_sentence": "Punkt %(block)s, Satz %(sentence)s",
    "sentence": "Satz %(sentence)s",
    "reason": "Begründung",
    "reason_sentence": "Begründung, Satz %(sentence)s",
    "struck": "%(demand)s ist gestrichen",
}
LATER_SENTENCES = {
    "editorial": "Eine redaktionelle Änderung danach.",
    "amendment": "Eine spätere Entscheidung ändert denselben Satz: %(others)s.",
    "undo": "Danach wurde eine Entscheidung zurückgenommen.",
    "restore": "Danach wurde eine frühere Fassung wiederhergestellt.",
    "vote": "Danach wurde die Forderung durch Abstimmung gestrichen.",
    "struck": "Die Forderung ist inzwischen gestrichen: %(others)s.",
}


@dataclass(frozen=True, slots=True)
class LaterChange:
    """What has changed the same sentences after the decision; ``previous_id`` is the version to compare it with.

    ``objections`` are those to an editorial change, None for a decision.
    """

    label: Saying
    reason: str
    at: datetime
    is_editorial: bool
    demand_id: str
    version_id: str
    previous_id: str
    objections: ObjectionState | None


@dataclass(frozen=True, slots=True)
class Decided:
    """An amendment's words and the paper's; in ``now`` what differs from ``own`` is marked as inserted or deleted."""

    place: Saying
    own: tuple[RedlineBlock, ...]
    now: tuple[RedlineBlock, ...]
    later: tuple[LaterChange, ...]


NOTHING_DECIDED = Decided(NOTHING, (), (), ())


def find_decided(
    session: Session,
    amendment: Amendment,
    revision: AmendmentRevision,
    versions: Sequence[DemandVersion],
    *,
    viewer: Viewer | None = None,
) -> Decided:
    """What an amendment that is decided on came to; ``versions`` are those of its demand, from the first on."""
    if not versions or amendment.kind == AmendmentKind.MOVE:
        return NOTHING_DECIDED
    demand = session.get_one(Demand, versions[0].demand_id)
    name = name_demand(demand)
    if amendment.state not in ADOPTED:
        return _show_kept(revision, versions, demand)
    brought = _find_version(session, amendment, versions)
    if brought is None:
        return NOTHING_DECIDED
    if amendment.kind == AmendmentKind.STRIKE:
        return Decided(saying(PLACE_SENTENCES["struck"], demand=name), (), (), ())
    base = next((version for version in versions if version.number + 1 == brought.number), None)
    if base is not None and revision.base_version_id != base.id:
        return NOTHING_DECIDED
    own, spans = _find_own(revision, brought, base)
    later = [version for version in versions if version.number > brought.number]
    followed, touching = _carry(spans, brought, later)
    changes = _tell_later(session, demand, touching, versions, viewer)
    shown = _draw(own, own)
    if demand.is_struck:
        return Decided(name, shown, (), changes)
    present = texts.read(versions[-1].text)
    if base is None:
        return Decided(name, shown, _draw(own, present), changes)
    place = _name_places(find_places(present, followed))
    now = cut(present, widen(present, followed))
    return Decided(
        saying(PLACE_SENTENCES["inside"], demand=name, place=place) if place else name,
        shown,
        _draw(own, now),
        changes,
    )


def _find_version(session: Session, amendment: Amendment, versions: Sequence[DemandVersion]) -> DemandVersion | None:
    """The version by which it came into the text: its own, or that of the one that said the same."""
    linked = select(VersionAmendment.version_id).where(VersionAmendment.amendment_id == amendment.id)
    ids = session.scalars(linked).all() or [amendment.settled_by_version_id or ""]
    return next((version for version in reversed(versions) if version.id in ids), None)


def _find_own(
    revision: AmendmentRevision, brought: DemandVersion, base: DemandVersion | None
) -> tuple[Document, tuple[Span, ...]]:
    """The author's sentences, and where they stand in the text they came into; all of it for a new demand."""
    own, decided = texts.read(revision.text), texts.read(brought.text)
    if base is None:
        return own, ((0, len(decided.tokens())),)
    edits = load_edits(revision.edits)
    spans = widen(decided, land(edits, load_edits(brought.edits)))
    return cut(own, widen(own, land(edits, edits))), spans


def _show_kept(revision: AmendmentRevision, versions: Sequence[DemandVersion], demand: Demand) -> Decided:
    """How the sentences read that somebody wanted to change and that were decided otherwise."""
    base = next((version for version in versions if version.id == revision.base_version_id), None)
    if base is None or demand.is_struck or not revision.text.strip():
        return NOTHING_DECIDED
    spans = widen(texts.read(base.text), [edit.span for edit in load_edits(revision.edits)])
    followed, _ = _carry(spans, base, [version for version in versions if version.number > base.number])
    present = texts.read(versions[-1].text)
    kept = cut(present, widen(present, followed))
    return Decided(NOTHING, (), _draw(kept, kept), ())


def _draw(before: Document, after: Document) -> tuple[RedlineBlock, ...]:
    """The redline between two excerpts; they have no lines of their own to be cited by."""
    return tuple(
        replace(block, pieces=tuple(replace(piece, line=None) for piece in block.pieces))
        for block in redline(before, find_edits(before, after))
    )


def _carry(
    spans: Iterable[Span], base: DemandVersion, later: Sequence[DemandVersion]
) -> tuple[list[Span], list[DemandVersion]]:
    """Follow sentences through versions; returns where they are in the last, and the versions that touched them."""
    followed, touching, before = list(spans), [], texts.read(base.text)
    for version in later:
        moved = [follow(before.tokens(), span, load_edits(version.edits)) for span in followed]
        followed = [span for span, _ in moved]
        if version.is_struck or any(is_touched for _, is_touched in moved):
            touching.append(version)
        before = texts.read(version.text)
    return followed, touching


def _tell_later(
    session: Session,
    demand: Demand,
    touching: Sequence[DemandVersion],
    versions: Sequence[DemandVersion],
    viewer: Viewer | None,
) -> tuple[LaterChange, ...]:
    if not touching:
        return ()
    others: dict[str, list[str]] = {}
    for version_id, number in session.execute(
        select(VersionAmendment.version_id, Amendment.number)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .where(VersionAmendment.version_id.in_([version.id for version in touching]))
        .order_by(Amendment.number)
    ):
        others.setdefault(version_id, []).append(f"Ä{number}")
    ids = {version.number: version.id for version in versions}
    objections = list_objections(session, touching, viewer=viewer)
    return tuple(
        LaterChange(
            label=_word_later(version, ", ".join(others.get(version.id, ()))),
            reason=version.reason,
            at=version.created_at,
            is_editorial=version.source == "editorial",
            demand_id=demand.id,
            version_id=version.id,
            previous_id=ids[version.number - 1],
            objections=objections.get(version.id),
        )
        for version in touching
    )


def _word_later(version: DemandVersion, others: str) -> Saying:
    if not others:
        return Saying(LATER_SENTENCES.get(version.source, LATER_SENTENCES["editorial"]))
    return saying(LATER_SENTENCES["struck" if version.is_struck else "amendment"], others=others)


def _name_places(places: Sequence[Place]) -> Saying:
    """The sentences in words: one or two by their numbers, more by how many there are."""
    named = [name for place in places if (name := _name_place(place))]
    if len(named) < len(places) or not named:
        return NOTHING
    if len(named) == 1:
        return named[0]
    if len(named) == 2:
        return saying(PLACE_SENTENCES["two"], one=named[0], other=named[1])
    return saying(PLACE_SENTENCES["several"], number=len(named))


def _name_place(place: Place) -> Saying:
    kind = "item" if place.kind in ITEMS else place.kind.value
    if place.kind is Kind.TITLE:
        return Saying(PLACE_SENTENCES["title"])
    parts = [kind] if place.block or place.kind is Kind.REASON else []
    key = "_".join([*parts, "sentence"] if place.sentence else parts)
    return saying(PLACE_SENTENCES[key], block=place.block, sentence=place.sentence) if key else NOTHING
