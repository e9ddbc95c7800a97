"""The public page: its state at a moment, its address, its embargo, and whether an author has learned the outcome."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from drafting.errors import InvalidInputError
from drafting.rules.lifecycle import ADOPTED, AmendmentState
from drafting.rules.notices import NoticeKind, name_outcome
from drafting.rules.signing import keep_day

ZONE = ZoneInfo("Europe/Berlin")
SHORTEST_SLUG, LONGEST_SLUG = 3, 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_MOST_YEARS = 3


class PublicationState(StrEnum):
    """Where a public page stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


PUBLICATION_STATE_LABELS = {
    PublicationState.DRAFT: "in Vorbereitung",
    PublicationState.WAITING: "öffnet sich von selbst",
    PublicationState.OPEN: "öffentlich",
    PublicationState.WITHDRAWN: "zurückgezogen",
}


class Format(StrEnum):
    """A kind of file offered on the public page; its value is what the file's name ends in."""

    WORD = "docx"
    PDF = "pdf"
    ODT = "odt"
    MARKDOWN = "md"


FORMAT_LABELS = {
    Format.WORD: "Word (docx)",
    Format.PDF: "PDF",
    Format.ODT: "OpenDocument (odt)",
    Format.MARKDOWN: "Markdown (md)",
}


class Learning(StrEnum):
    """Whether an author has learned what became of an amendment.

    ``UNTOLD`` has no notice yet; ``WAITING`` has one that could be mailed and is not; ``UNDER_WAY`` has one whose mail
    has not gone out yet; ``UNREACHED`` has one, unread, and no mail reaches them.
    """

    UNTOLD = "untold"
    WAITING = "waiting"
    UNDER_WAY = "under way"
    UNREACHED = "unreached"
    TOLD = "told"


LEARNING_LABELS = {
    Learning.UNTOLD: "noch keine Mitteilung",
    Learning.WAITING: "Mitteilung ungelesen, noch nicht gemailt",
    Learning.UNDER_WAY: "Mail ist noch unterwegs",
    Learning.UNREACHED: "Mitteilung ungelesen, per E-Mail nicht zu erreichen",
    Learning.TOLD: "unterrichtet",
}


def name_state(
    *, published_at: datetime | None, opens_at: datetime | None, withdrawn_at: datetime | None, moment: datetime
) -> PublicationState:
    """Name where a page stands at a moment; it opens by the clock alone, whoever looks."""
    if withdrawn_at is not None:
        return PublicationState.WITHDRAWN
    if published_at is None:
        return PublicationState.DRAFT
    return PublicationState.OPEN if opens_at is not None and opens_at <= moment else PublicationState.WAITING


def list_fitting(state: AmendmentState) -> frozenset[NoticeKind]:
    """Which notices tell of an amendment's outcome; none while it is undecided."""
    kind = name_outcome(state)
    if kind is None or kind is NoticeKind.REOPENED:
        return frozenset()
    # What came in by a compromise is told as one.
    return frozenset({kind, NoticeKind.COMPROMISE_ADOPTED}) if state in ADOPTED else frozenset({kind})


def name_learning(
    *, has_notice: bool, is_read: bool, is_mailed: bool, is_under_way: bool, is_given_up: bool, takes_mail: bool
) -> Learning:
    """Name whether somebody has learned of an outcome, from what became of the notice that tells it.

    A mail ``is_mailed`` once it is written; it ``is_under_way`` until a server has taken it.
    """
    if not has_notice:
        return Learning.UNTOLD
    if is_read:
        return Learning.TOLD
    if is_mailed and not is_given_up:
        return Learning.UNDER_WAY if is_under_way else Learning.TOLD
    return Learning.WAITING if takes_mail and not is_mailed else Learning.UNREACHED


def make_slug(text: str) -> str:
    """Propose an address for a title: „Jahreskonferenz Köln 2026“ → „jahreskonferenz-koeln-2026“."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED)).encode("ascii", "ignore").decode()
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain):
        if len("-".join([*words, word])) > LONGEST_SLUG:
            break
        words.append(word)
    slug = "-".join(words)
    return slug if len(slug) >= SHORTEST_SLUG else "forderungspapier"


def read_slug(text: str, *, field: str = "slug") -> str:
    """Take the last part of the page's address as typed; raises InvalidInputError."""
    slug = text.strip().lower()
    if not SHORTEST_SLUG <= len(slug) <= LONGEST_SLUG or _SLUG.fullmatch(slug) is None:
        raise InvalidInputError(
            "Bitte nur kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche, 3 bis 60 Zeichen.", field=field
        )
    return slug


def read_opening(day: str, clock: str, *, field: str = "tag") -> datetime | None:
    """Take a day and a time as typed, where the conference is; nothing typed is at once. Raises InvalidInputError."""
    day, clock = day.strip(), clock.strip()
    if not day and not clock:
        return None
    if not day:
        raise InvalidInputError("Zur Uhrzeit fehlt der Tag.", field=field)
    try:
        parts = date.fromisoformat(day), time.fromisoformat(clock or "00:00")
    except ValueError:
        raise InvalidInputError("Bitte geben Sie Tag und Uhrzeit so an: 2026-11-27 und 10:00.", field=field) from None
    if parts[1].tzinfo is not None or parts[0].year > datetime.now(ZONE).year + _MOST_YEARS or parts[0].year < 2000:
        raise InvalidInputError("Dieser Zeitpunkt kann nicht stimmen.", field=field)
    local = datetime.combine(*parts, tzinfo=ZONE)
    moment = local.astimezone(UTC)
    if moment.astimezone(ZONE).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InvalidInputError("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhren werden umgestellt.", field=field)
    return moment


def say_moment(moment: datetime) -> str:
    """A moment as press releases write it: „27. November 2026, 10:00 Uhr“, with blanks that do not break."""
    local = moment.astimezone(ZONE)
    return f"{keep_day(local.date())}, {local.hour}:{local.minute:02}\u00a0Uhr"
