"""Meetings: the open amendments that a text being written meets, and whether one of them says the same already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, AmendmentRevision, DemandVersion, Organisation, Person, Support
from drafting.queries import texts
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind
from drafting.text.document import Document
from drafting.text.edits import Edit, load_edits
from drafting.text.likeness import Likeness, compare_wordings
from drafting.text.merge import list_pairs, merge_edits
from drafting.text.redline import RedlineBlock

_ORDER = {Likeness.SAME: 0, Likeness.ALIKE: 1, Likeness.DIFFERENT: 2}
Found = Row[Amendment, Person, AmendmentRevision, str | None, int]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An open amendment that wants the same words as the text being written, or stands in their sentence.

    So does one that would strike the whole: it excludes every change.

    ``relation`` is "conflict", "identical" or "neighbour"; ``likeness`` says whether the two are the same as a whole.
    ``redline`` is the other's change.
    """

    amendment_id: str
    label: str
    proposer: str
    relation: str
    likeness: str
    words: str
    redline: tuple[RedlineBlock, ...]
    supporters: int
    is_mine: bool
    is_supported: bool
    may_support: bool
    is_strike: bool = False

    @property
    def is_alike(self) -> bool:
        """Whether supporting it would do as well."""
        return self.likeness != Likeness.DIFFERENT


def list_meetings(
    session: Session,
    base: DemandVersion,
    after: Document,
    edits: Sequence[Edit],
    *,
    viewer: Viewer | None,
    apart_from: Collection[str] = (),
) -> tuple[Meeting, ...]:
    """What a text meets on the same version, those that say the same first; but for ``apart_from``."""
    on_base = (AmendmentRevision.base_version_id == base.id, Amendment.id.not_in(apart_from))
    found = {row[0].id: row for row in session.execute(_select(*on_base))} if edits else {}
    if not found:
        return ()
    document = texts.read(base.text)
    relations: dict[str, tuple[str, str]] = {}
    for other, (amendment, _, revision, *_rest) in found.items():
        if amendment.kind == AmendmentKind.STRIKE:
            relations[other] = ("conflict", "")
        elif met := _find_relation(document, edits, load_edits(revision.edits)):
            relations[other] = met
    supported = _list_supported(session, relations, viewer)
    return _in_order(
        _meet(found[other], relation, words, after, base, supported, viewer)
        for other, (relation, words) in relations.items()
    )


def _find_relation(base: Document, own: Sequence[Edit], other: Sequence[Edit]) -> tuple[str, str] | None:
    """How two amendments alone stand to each other: whom the other meets besides does not matter to an author."""
    pairs = list_pairs(merge_edits(base, {"own": own, "other": other}))
    return next(((relation, words) for _, _, relation, words in pairs), None)


def list_equal_new(
    session: Session, paper_id: str, after: Document, *, viewer: Viewer | None, apart_from: Collection[str] = ()
) -> tuple[Meeting, ...]:
    """The new demands asked for already that say the same as the one being written."""
    is_new = (Amendment.paper_id == paper_id, Amendment.kind == AmendmentKind.NEW, Amendment.id.not_in(apart_from))
    rows = session.execute(_select(*is_new)).all()
    alike = [row for row in rows if compare_wordings(after, texts.read(row[2].text)) is not Likeness.DIFFERENT]
    supported = _list_supported(session, [row[0].id for row in alike], viewer)
    return _in_order(_meet(row, "identical", "", after, None, supported, viewer) for row in alike)


def _select(*conditions: ColumnElement[bool]) -> Select[Amendment, Person, AmendmentRevision, str | None, int]:
    supporters = select(func.count()).where(Support.amendment_id == Amendment.id).scalar_subquery()
    return (
        select(Amendment, Person, AmendmentRevision, Organisation.name, supporters)
        .join(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(Amendment.state.in_(UNDECIDED), *conditions)
        .order_by(Amendment.number)
    )


def _list_supported(session: Session, ids: Collection[str], viewer: Viewer | None) -> set[str]:
    if viewer is None:
        return set()
    mine = select(Support.amendment_id).where(Support.person_id == viewer.person_id, Support.amendment_id.in_(ids))
    return set(session.scalars(mine))


def _meet(
    row: Found,
    relation: str,
    words: str,
    after: Document,
    base: DemandVersion | None,
    supported: set[str],
    viewer: Viewer | None,
) -> Meeting:
    amendment, person, revision, organisation, supporters = row
    is_mine = viewer is not None and viewer.person_id == person.id
    stored = StoredEdits(revision.id, base.text if base else "", revision.edits)
    return Meeting(
        amendment_id=amendment.id,
        label=amendment.label,
        proposer=organisation or person.label,
        relation=relation,
        likeness=compare_wordings(after, texts.read(revision.text)),
        words=words,
        redline=texts.show_changes(stored) if base else texts.show_new(revision.text),
        supporters=supporters,
        is_mine=is_mine,
        is_supported=amendment.id in supported,
        may_support=viewer is not None and viewer.may_support and not is_mine,
        is_strike=amendment.kind == AmendmentKind.STRIKE,
    )


def _in_order(meetings: Iterator[Meeting]) -> tuple[Meeting, ...]:
    return tuple(
        sorted(
            meetings,
            key=lambda one: (_ORDER[Likeness(one.likeness)], one.relation == "neighbour", int(one.label.lstrip("Ä"))),
        )
    )
