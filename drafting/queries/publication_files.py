"""The files of a public page: its very edition, written as everywhere else, with the names that were released."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.letter_prints import lay_out_letter
from drafting.exports.markdown_letters import write_markdown
from drafting.exports.pdf import write_pdf
from drafting.models import PressRelease, Publication
from drafting.queries import letters, paper_states, public_answers, signatories
from drafting.rules.publishing import Format

Writer = Callable[[], bytes]


def prepare(session: Session, publication_id: str, format: Format) -> Writer:
    """Look up what a file needs; what comes back writes it. Raises NotFoundError for one that is not offered."""
    row = session.get(Publication, publication_id)
    if row is None or format not in row.formats:
        raise NotFoundError("Diese Datei gibt es hier nicht.")
    # What writes a kind is loaded only where it is used: the server starts sooner and needs less memory.
    if format is Format.WORD:
        from drafting.exports.docx_papers import write_paper

        paper = paper_states.get_paper(session, row.conference_id, row.edition_id)
        paper = paper if row.shows_signatories else replace(paper, signatories=())
        return partial(write_paper, paper, reasons=row.has_reasons)
    letter = letters.get_letter(session, row.conference_id, row.edition_id)
    letter = letter if row.shows_signatories else replace(letter, signatories=())
    if format is Format.PDF:
        return partial(write_pdf, lay_out_letter(letter, reasons=row.has_reasons))
    if format is Format.ODT:
        from drafting.exports.odt_letters import write_odt

        return partial(write_odt, letter, reasons=row.has_reasons)
    return partial(write_markdown, letter, reasons=row.has_reasons)


def stamp(session: Session, publication_id: str) -> str:
    """What a page and its files depend on beside the edition, which never changes: what was set, who signs, answers."""
    row, press = session.get_one(Publication, publication_id), session.get(PressRelease, publication_id)
    names = signatories.list_names(session, row.conference_id, row.edition_id) if row.shows_signatories else ()
    moments = (row.updated_at, press.updated_at if press else None)
    return " ".join([row.edition_id, *map(str, moments), *names, *public_answers.stamp(session, row.conference_id)])
