"""Wordings: what a text handed in must satisfy, and writing it down as a revision or version with its edits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.models import Amendment, AmendmentRevision, DemandVersion
from drafting.models.demands import Demand
from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import Edit, apply, dump_edits, load_edits
from drafting.text.headlines import propose_headline
from drafting.text.markdown import parse, to_markdown

MAX_WORDS = 3_000
_MAX_CHARACTERS = 100_000
EMPTY = Document.of(())


def read_text(text: str) -> Document:
    """Read what somebody wrote; raises InvalidInputError for a text that is too long or has no words."""
    # Counting words means reading; what is far too long is not even read.
    if len(text) > _MAX_CHARACTERS:
        raise _too_long()
    document = parse(text)
    if count_words(document) > MAX_WORDS:
        raise _too_long()
    if not count_words(document):
        raise InvalidInputError(
            "Der Text ist leer. Soll die Forderung ganz entfallen, beantragen Sie bitte ihre Streichung.", field="text"
        )
    return document


def _too_long() -> InvalidInputError:
    return InvalidInputError("Der Text ist zu lang. Eine Forderung darf höchstens 3.000 Wörter haben.", field="text")


def count_words(document: Document) -> int:
    """The number of words, punctuation not counted."""
    return sum(any(character.isalnum() for character in word.text) for block in document.blocks for word in block.words)


def read_reason(reason: str, *, is_required: bool) -> str:
    """Read why somebody wants something; raises InvalidInputError when it is missing and required."""
    if is_required and not any(character.isalnum() for character in reason):
        raise InvalidInputError("Bitte schreiben Sie in einem Satz, warum.", field="reason")
    if len(reason) > _MAX_CHARACTERS // 5:
        raise InvalidInputError("Die Begründung ist zu lang.", field="reason")
    return reason.strip()


def require_change(edits: Sequence[Edit]) -> None:
    """Raise InvalidInputError when nothing would be changed."""
    if not edits:
        raise InvalidInputError("Am Text ist noch nichts geändert.", field="text")


def get_version(work: UnitOfWork, demand: Demand, version_id: str) -> DemandVersion:
    """A version of this demand; raises NotFoundError for another's."""
    version = work.session.get(DemandVersion, version_id)
    if version is None or version.demand_id != demand.id:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    return version


def get_present(work: UnitOfWork, demand: Demand) -> DemandVersion:
    """The version that is the demand's text now."""
    return work.session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand.id, DemandVersion.number == demand.version_number)
    ).one()


def get_revision(work: UnitOfWork, amendment: Amendment) -> AmendmentRevision:
    """The wording of an amendment that counts now."""
    return work.session.scalars(
        select(AmendmentRevision).where(
            AmendmentRevision.amendment_id == amendment.id, AmendmentRevision.number == amendment.revision_number
        )
    ).one()


def add_revision(
    work: UnitOfWork,
    amendment: Amendment,
    *,
    cause: str,
    base: DemandVersion | None,
    base_document: Document,
    document: Document,
    edits: Sequence[Edit],
) -> AmendmentRevision:
    """Write a wording down; earlier ones stay as they are."""
    text = to_markdown(document)
    if base is not None and to_markdown(apply(base_document, edits)) != text:
        # Words that came to stand without a blank between them may be read as one: then the text is what counts.
        edits = find_edits(base_document, parse(text))
    latest = work.session.scalar(
        select(AmendmentRevision)
        .where(AmendmentRevision.amendment_id == amendment.id)
        .order_by(AmendmentRevision.number.desc())
        .limit(1)
    )
    revision = AmendmentRevision(
        amendment_id=amendment.id,
        number=latest.number + 1 if latest else 1,
        cause=cause,
        base_version_id=base.id if base else None,
        text=text,
        edits=dump_edits(edits),
        sentences=list(amendment_sentences(base_document, tuple(edits))) if base else [],
        reason=amendment.reason,
    )
    if not amendment.headline or (latest is not None and amendment.headline == _propose_headline(latest)):
        # What was proposed follows the wording; what the author chose stays.
        amendment.headline = _propose_headline(revision)
    work.session.add(revision)
    work.session.flush()
    amendment.revision_number = revision.number
    return revision


def _propose_headline(revision: AmendmentRevision) -> str:
    return propose_headline(revision.sentences) or parse(revision.text).title


def load_revision_edits(revision: AmendmentRevision) -> tuple[Edit, ...]:
    """The edits of a wording on its base version."""
    return load_edits(revision.edits)
