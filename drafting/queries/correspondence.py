"""The letter as it is sent: the decided edition with what stands around it, and each recipient's copy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.correspondence import Copy, Correspondence, Frame, Part, Unit
from drafting.models import (
    Conference,
    Edition,
    Letterhead,
    LetterSettings,
    Paper,
)
from drafting.queries import annexes, paper_states, signatories, texts
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.recipients import RecipientRow
from drafting.rules.addresses import is_long
from drafting.text.addressees import find_addressees

TO, SECTION, DEMAND = "to:", "section:", "demand:"
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)
TEXTS = ("sender", "information", "place_date", "subject", "opening", "ending", "greeting", "signature", "annexes")


@dataclass(frozen=True, slots=True)
class LetterSettingsPage:
    """What stands around the paper, as kept or as it is usual; ``edition_id`` "" is the paper as it stands."""

    edition_id: str
    layout: str
    is_short: bool
    has_reasons: bool
    has_annexes: bool
    texts: dict[str, str]
    priorities: tuple[str, ...]
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can come first in a letter: an addressee, a section, a demand; ``value`` as forms send it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class LetterSource:
    """The letter with what is needed to choose from it: its demands, and by addressee which are theirs.

    Of the examples that go with it ``unnamed`` do not say whose they are; ``withheld`` wait for a municipality's yes.
    """

    letter: Correspondence
    sections: dict[str, tuple[str, ...]]
    addressees: dict[str, tuple[str, ...]]
    choices: tuple[Choice, ...]
    edition_key: str
    edition_name: str
    edition_at: datetime | None
    unnamed: int
    withheld: int


def get_settings(session: Session, conference_id: str) -> LetterSettingsPage:
    """What stands around the paper; where nothing was kept yet, what is usual."""
    row = session.get(LetterSettings, conference_id)
    if row is not None:
        return LetterSettingsPage(
            row.edition_id or "",
            row.layout,
            row.is_short,
            row.has_reasons,
            row.has_annexes,
            {name: getattr(row, name) for name in TEXTS},
            tuple(row.priorities),
            is_kept=True,
        )
    conference = session.get_one(Conference, conference_id)
    title = session.scalar(select(Paper.title).where(Paper.conference_id == conference_id)) or ""
    ends = conference.ends_on
    usual = {
        "sender": conference.name,
        "place_date": ", ".join(part for part in (conference.place, show_date(ends) if ends else "") if part),
        "subject": title,
        "opening": f"die Teilnehmenden der Veranstaltung „{conference.name}“ haben gemeinsam die folgenden Forderungen "
        "beschlossen. Wir bitten Sie, sich zu ihnen zu äußern.",
        "ending": "Für ein Gespräch stehen wir gern zur Verfügung.",
        "greeting": "Mit freundlichen Grüßen",
        "signature": conference.name,
    }
    said = {name: usual.get(name, "") for name in TEXTS}
    return LetterSettingsPage("", "din", False, False, True, said, (), is_kept=False)


def show_date(day: date) -> str:
    """A day as letters write it: „26. November 2026“."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def get_source(session: Session, conference_id: str, name: str = "") -> LetterSource:
    """The letter in the state of the paper named, or in the one its settings name; NotFoundError before the import."""
    settings = get_settings(session, conference_id)
    name = name or _find_key(session, settings.edition_id)
    state = paper_states.find_state(session, conference_id, name)
    paper = paper_states.get_paper(session, conference_id, name)
    parts = tuple(
        Part(section.heading, tuple(Unit(unit.id, unit.number, unit.document) for unit in section.units))
        for section in paper.sections
        if section.units
    )
    sections = {section.id: tuple(unit.id for unit in section.units) for section in paper.sections if section.units}
    kept = session.get(LetterSettings, conference_id)
    edition_id = "" if state.at is None else state.key
    signed = signatories.find_list(session, conference_id, edition_id)
    found = annexes.get_annexes(session, conference_id, edition_id)
    enclosed = found if settings.has_annexes and found.names else None
    dates = (
        paper.moment,
        kept.updated_at if kept else None,
        signed.moment if signed else None,
        enclosed.moment if enclosed else None,
    )
    moments = [moment for moment in dates if moment]
    said = settings.texts
    letter = Correspondence(
        frame=Frame(
            sender=said["sender"],
            information=_lines(said["information"]),
            place_date=said["place_date"],
            subject=said["subject"],
            opening=said["opening"],
            ending=said["ending"],
            greeting=said["greeting"],
            signature=tuple(line.strip() for line in said["signature"].strip().split("\n")),
            annexes=_lines(said["annexes"]),
        ),
        title=paper.title,
        subtitle=paper.subtitle,
        preamble=paper.preamble.document if paper.preamble else texts.EMPTY,
        parts=parts,
        closing=paper.closing.document if paper.closing else texts.EMPTY,
        is_din=settings.layout == "din",
        is_short=settings.is_short,
        has_reasons=settings.has_reasons,
        priorities=settings.priorities,
        sender=session.get_one(Conference, conference_id).name,
        signatories=signed.groups if signed else (),
        annexes=enclosed,
        moment=max(moments, default=None),
    )
    addressees = _group(letter)
    return LetterSource(
        letter=letter,
        sections=sections,
        addressees=addressees,
        choices=tuple(_list_choices(letter, sections, addressees)),
        edition_key=state.key,
        edition_name=state.name if state.at else "",
        edition_at=state.at,
        unnamed=found.unnamed if settings.has_annexes else 0,
        withheld=found.withheld if settings.has_annexes else 0,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _find_key(session: Session, edition_id: str) -> str:
    edition = session.get(Edition, edition_id) if edition_id else None
    if edition is None:
        return NOW
    return IMPORT if edition.kind == "import" else edition.id


def _group(letter: Correspondence) -> dict[str, tuple[str, ...]]:
    """By addressee: the demands that name it."""
    found: dict[str, tuple[str, ...]] = {}
    for unit in letter.units.values():
        for name in find_addressees(unit.document):
            found[name] = (*found.get(name, ()), unit.id)
    return found


def _list_choices(
    letter: Correspondence, sections: dict[str, tuple[str, ...]], addressees: dict[str, tuple[str, ...]]
) -> list[Choice]:
    choices = [Choice(f"{TO}{name}", name) for name in sorted(addressees)]
    headings = {part.units[0].id: part.heading for part in letter.parts}
    choices += [Choice(f"{SECTION}{key}", headings[ids[0]]) for key, ids in sections.items()]
    return choices + [
        Choice(f"{DEMAND}{unit.id}", " ".join(filter(None, (unit.number, unit.document.title))))
        for unit in letter.units.values()
    ]


def find_leads(source: LetterSource, leads: Collection[str]) -> tuple[str, ...]:
    """The demands that come first by what was chosen, in the order of the paper; what is gone meanwhile is left out."""
    chosen: set[str] = set()
    for lead in leads:
        if lead.startswith(TO):
            chosen.update(source.addressees.get(lead.removeprefix(TO), ()))
        elif lead.startswith(SECTION):
            chosen.update(source.sections.get(lead.removeprefix(SECTION), ()))
        elif lead.startswith(DEMAND):
            chosen.add(lead.removeprefix(DEMAND))
    return tuple(id_ for id_ in source.letter.units if id_ in chosen)


def make_copy(source: LetterSource, row: RecipientRow) -> Copy:
    """What a recipient's letter has of its own."""
    return Copy(
        name=", ".join(part for part in (row.to.name or row.to.office, row.to.organisation) if part) or row.label,
        field=row.field,
        salutation=row.salutation,
        opening=row.opening,
        leads=find_leads(source, row.leads),
        is_narrow=is_long(row.field),
        leads_are_theirs=bool(row.leads) and all(lead.startswith(TO) for lead in row.leads),
    )


def find_letterhead(session: Session, conference_id: str) -> bytes | None:
    """The letterhead's file; None where the letter has none."""
    return session.scalar(select(Letterhead.data).where(Letterhead.conference_id == conference_id))
