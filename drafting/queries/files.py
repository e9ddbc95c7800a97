"""Files to take away: what there is, and how each is read from the conference and written.

A kind of file is one line of ``KINDS``. Its ``read`` looks up what it needs and returns what writes the file, so that
writing needs no database; the pages and the command line ask for files by the same names. What writes a kind is loaded
only where it is used: the server starts sooner and needs less memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.archives import write_archive
from drafting.exports.markdown_letters import write_markdown
from drafting.exports.packing import name_files
from drafting.models import Conference, Demand, Paper, Section
from drafting.queries import archives, letters, paper_states, redlines
from drafting.queries.editions import IMPORT, NOW

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Writer = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a file: which state, against which, with reasons or without, which part."""

    edition: str = NOW
    against: str = IMPORT
    reasons: bool = True
    part: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; ``for_members`` where not only organizers may have it."""

    read: Callable[[Session, str, Wish], Writer]
    file_name: str
    extension: str = "docx"
    media_type: str = WORD
    for_members: bool = False


def prepare(session: Session, conference_id: str, kind: str, wish: Wish) -> Writer:
    """Look up what a file needs; what comes back writes it. Raises NotFoundError for a state or part there is not."""
    return KINDS[kind].read(session, conference_id, wish)


def name_file(session: Session, conference_id: str, kind: str, wish: Wish) -> str:
    """How a file that was prepared is called; one to work in after what of the paper is in it."""
    found = KINDS[kind]
    words = (found.file_name, _name_part(session, conference_id, wish.part) if kind == "word" else "")
    return name_files([" - ".join(filter(None, words))], f".{found.extension}")[0]


def _name_part(session: Session, conference_id: str, part: str) -> str:
    if not part:
        return session.scalars(select(Paper.title).where(Paper.conference_id == conference_id)).one()
    section = session.get(Section, part)
    if section is not None:
        return f"Abschnitt {section.heading}"
    demand = session.get_one(Demand, part)
    return " ".join(dict.fromkeys(filter(None, (demand.label, demand.title))))


def _read_odt(session: Session, conference_id: str, wish: Wish) -> Writer:
    from drafting.exports.odt_letters import write_odt

    return partial(write_odt, letters.get_letter(session, conference_id, wish.edition), reasons=wish.reasons)


def _read_markdown(session: Session, conference_id: str, wish: Wish) -> Writer:
    return partial(write_markdown, letters.get_letter(session, conference_id, wish.edition), reasons=wish.reasons)


def _read_json(session: Session, conference_id: str, wish: Wish) -> Writer:
    return partial(write_archive, archives.get_archive(session, conference_id, wish.edition))


def _read_akn(session: Session, conference_id: str, wish: Wish) -> Writer:
    from drafting.exports.akn import write_akn

    return partial(write_akn, archives.get_archive(session, conference_id, wish.edition))


def _read_paper(session: Session, conference_id: str, wish: Wish) -> Writer:
    from drafting.exports.docx_papers import write_paper

    paper = paper_states.get_paper(session, conference_id, wish.edition)
    return partial(write_paper, paper, reasons=wish.reasons)


def _read_redline(session: Session, conference_id: str, wish: Wish) -> Writer:
    from drafting.exports.docx_redlines import write_redline

    redline = redlines.get_redline(session, conference_id, wish.edition, wish.against)
    return partial(write_redline, redline, reasons=wish.reasons)


def _read_copy(session: Session, conference_id: str, wish: Wish) -> Writer:
    from drafting.exports.docx_copies import write_working_copy

    paper = paper_states.get_paper(session, conference_id, wish.edition)
    width = session.get_one(Conference, conference_id).line_width
    return partial(write_working_copy, paper, reasons=wish.reasons, width=width)


def _read_working_file(session: Session, conference_id: str, wish: Wish) -> Writer:
    """The present paper, or of it a section or a unit by its id."""
    from drafting.exports.docx_working import cut_section, cut_unit, write_working_file

    paper = paper_states.get_paper(session, conference_id)
    if not wish.part:
        return partial(write_working_file, paper)
    if any(section.id == wish.part for section in paper.sections):
        return partial(write_working_file, cut_section(paper, wish.part), scope="section")
    if any(unit.id == wish.part for unit in paper.units()):
        return partial(write_working_file, cut_unit(paper, wish.part), scope="demand")
    raise NotFoundError("Diesen Abschnitt oder diese Forderung gibt es nicht (mehr).")


KINDS = {
    "paper": Kind(_read_paper, "Papier", for_members=True),
    "redline": Kind(_read_redline, "Redline", for_members=True),
    "copy": Kind(_read_copy, "Arbeitsfassung", for_members=True),
    "odt": Kind(_read_odt, "Papier", "odt", "application/vnd.oasis.opendocument.text", for_members=True),
    "markdown": Kind(_read_markdown, "Papier", "md", "text/markdown; charset=utf-8", for_members=True),
    "json": Kind(_read_json, "Konferenz", "json", "application/json"),
    "akn": Kind(_read_akn, "Papier mit Antraegen", "akn.xml", "application/akn+xml"),
    "word": Kind(_read_working_file, "Zur Bearbeitung", for_members=True),
}


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A part of the paper that can be taken away by itself; ``number`` is "" for a section."""

    id: str
    number: str
    title: str
    is_section: bool


@dataclass(frozen=True, slots=True)
class FileChoices:
    """What can be chosen on the page of files: states, and the parts of the present paper."""

    states: tuple[paper_states.StateChoice, ...]
    parts: tuple[PartChoice, ...]


def list_choices(session: Session, conference_id: str) -> FileChoices:
    """What can be chosen; nothing before there is a paper."""
    states = paper_states.list_states(session, conference_id)
    if not states:
        return FileChoices((), ())
    paper = paper_states.get_paper(session, conference_id)
    opens = {section.units[0].id: section for section in paper.sections if section.units}
    parts = []
    for unit in paper.units():
        above = [opens[unit.id]] if unit.id in opens else []
        parts += [PartChoice(section.id, "", section.heading, is_section=True) for section in above]
        parts += [PartChoice(unit.id, unit.number, unit.document.title, is_section=False)]
    return FileChoices(states, tuple(part for part in parts if part.title))
