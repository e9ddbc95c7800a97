"""Signing: what a municipality's declaration is worth today, at which level it stands, when it is reminded."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from drafting.rules.sizes import plain_name

ZONE = ZoneInfo("Europe/Berlin")
LONGEST_RESERVATION = timedelta(days=366)
# From when on organizers are told of a reservation that runs out and whose municipality gets no mail.
SOON = timedelta(days=14)


class SignatureState(StrEnum):
    """What a municipality declared last."""

    ASKED = "asked"
    SIGNED = "signed"
    RESERVED = "reserved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What that is worth today: a reservation can have run out, the text can have changed since."""

    ASKED = "asked"
    SIGNED = "signed"
    RESERVED = "reserved"
    OVERDUE = "overdue"
    OUTDATED = "outdated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STANDING_LABELS = {
    Standing.ASKED: "noch keine Antwort",
    Standing.SIGNED: "zeichnet mit",
    Standing.RESERVED: "zeichnet mit, vorbehaltlich Gremienbeschluss",
    Standing.OVERDUE: "Vorbehalt überfällig",
    Standing.OUTDATED: "braucht ein neues Ja",
    Standing.DECLINED: "zeichnet nicht mit",
    Standing.WITHDRAWN: "zurückgezogen",
}


class Level(StrEnum):
    """What kind of body signs; lists are in this order."""

    DISTRICT = "district"
    URBAN_DISTRICT = "urban_district"
    TOWN = "town"
    VILLAGE = "village"
    ASSOCIATION = "association"


LEVEL_LABELS = {
    Level.DISTRICT: "Landkreise",
    Level.URBAN_DISTRICT: "Stadtkreise und kreisfreie Städte",
    Level.TOWN: "Städte",
    Level.VILLAGE: "Gemeinden",
    Level.ASSOCIATION: "Verbände und Verwaltungsgemeinschaften",
}

# Who signs there, as an example.
HEAD_LABELS = {
    Level.DISTRICT: "die Landrätin oder der Landrat",
    Level.URBAN_DISTRICT: "die Oberbürgermeisterin oder der Oberbürgermeister",
    Level.TOWN: "die Bürgermeisterin oder der Bürgermeister",
    Level.VILLAGE: "die Bürgermeisterin oder der Bürgermeister",
    Level.ASSOCIATION: "die oder der Vorsitzende",
}
# What resolves there; who uses the draft puts in what it is called at home.
BODIES = {
    Level.DISTRICT: "Kreistag",
    Level.URBAN_DISTRICT: "Gemeinderat",
    Level.TOWN: "Gemeinderat",
    Level.VILLAGE: "Gemeinderat",
    Level.ASSOCIATION: "Verbandsversammlung",
}
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)

_ASSOCIATION = re.compile(r"verband|verwaltungsgemeinschaft|samtgemeinde|verbandsgemeinde|\bamt\b", re.IGNORECASE)
_URBAN = re.compile(r"(?:stadtkreis|kreisfreie stadt)\b", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:landratsamt|landkreis|kreis|kreisverwaltung)\b|.*(?<!stadt)kreis$", re.IGNORECASE)
_VILLAGE = re.compile(r"(?:gemeinde(?:verwaltung)?|markt)\b", re.IGNORECASE)
_OFFICES = (
    (re.compile(r"^(?:landratsamt|kreisverwaltung)\s+(?=.*kreis$)", re.IGNORECASE), ""),
    (re.compile(r"^(?:landratsamt|kreisverwaltung)\s+", re.IGNORECASE), "Landkreis "),
    (re.compile(r"^stadtverwaltung\s+", re.IGNORECASE), "Stadt "),
    (re.compile(r"^gemeindeverwaltung\s+", re.IGNORECASE), "Gemeinde "),
)
# Bodies by their kind, with the name that follows.
_BODY = re.compile(
    r"(?<!\w)(?:(?:landeshaupt|universitäts|hanse|kreis|klein)?stadt(?:kreis|verwaltung)?|gemeinde(?:verwaltung)?|markt"
    r"|marktgemeinde|samtgemeinde|verbandsgemeinde|verwaltungsgemeinschaft|(?:land)?kreis|kreisverwaltung|landratsamt"
    r"|bürgermeisteramt|rathaus|(?:\w+-?)?(?:zweck|regional|kommunal|gemeindeverwaltungs)verband)"
    r"\s+(?-i:[A-ZÄÖÜ])[\w-]*",
    re.IGNORECASE,
)
_ONE_DISTRICT = re.compile(r"(?:\w+-)+kreis|\w{4,}kreis", re.IGNORECASE)
# Days before the end of signing; days around the end of a reservation, before (−) and after it.
_BEFORE_THE_END = (7, 1)
_AROUND_A_RESERVATION = (-7, 1, 15)


def name_standing(state: SignatureState, *, until: date | None, is_current: bool, today: date) -> Standing:
    """Tell what a declaration is worth today; ``is_current`` says that it holds for the text as it is signed now."""
    if state in (SignatureState.SIGNED, SignatureState.RESERVED) and not is_current:
        return Standing.OUTDATED
    if state is SignatureState.RESERVED and until is not None and until < today:
        return Standing.OVERDUE
    return Standing(state.value)


def is_named(standing: Standing) -> bool:
    """Tell whether lists may name a municipality: only on an authorised yes to this very text that still holds."""
    return standing in (Standing.SIGNED, Standing.RESERVED)


def guess_level(name: str) -> Level:
    """Propose the level of a body by its name; a plain name counts as a town's."""
    for pattern, level in (
        (_ASSOCIATION, Level.ASSOCIATION),
        (_URBAN, Level.URBAN_DISTRICT),
        (_DISTRICT, Level.DISTRICT),
        (_VILLAGE, Level.VILLAGE),
    ):
        found = pattern.search(name) if level is Level.ASSOCIATION else pattern.match(name)
        if found:
            return level
    return Level.TOWN


def name_body(name: str) -> str:
    """Name the body instead of its office: „Landratsamt Calw“ signs as „Landkreis Calw“."""
    words = " ".join(name.split())
    for pattern, instead in _OFFICES:
        words, count = pattern.subn(instead, words, count=1)
        if count:
            break
    return words


def names_one_of(text: str, names: list[str]) -> str:
    """Return the first of these municipalities a text names, by its plain name; "" for none."""
    for name in names:
        plain = plain_name(name)
        if len(plain) > 2 and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text, re.IGNORECASE):
            return plain
    return ""


def names_a_body(text: str) -> str:
    """Return where a text speaks of a municipality by its kind („Stadt Calw“, „Ostalbkreis“); "" for nowhere.

    Kreis and Markt are surnames too: behind a first name they mean a person.
    """
    found = _BODY.search(text) or _ONE_DISTRICT.fullmatch(text.strip())
    return " ".join(found[0].split()) if found else ""


def say_day(day: date) -> str:
    """A day as letters write it: „26. November 2026“."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def keep_day(day: date) -> str:
    """A day whose month stays on the line of its number, for what is read by many."""
    return say_day(day).replace(". ", ".\u00a0")


def end_of(day: date) -> datetime:
    """The moment a day is over, where the conference is."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZONE).astimezone(UTC)


def last_day(moment: datetime) -> date:
    """The last day before such an end."""
    return (moment.astimezone(ZONE) - timedelta(microseconds=1)).date()


def local_day(moment: datetime) -> date:
    """The day it is at a moment, where the conference is."""
    return moment.astimezone(ZONE).date()


def next_reminder(standing: Standing, *, closes_at: datetime, until: date | None, after: datetime) -> datetime | None:
    """Return when a municipality is reminded next after a moment; None where nothing more is to be said.

    Who has not answered, or has to say yes anew, hears of it a week and a day before the end; who signed with a
    reservation a week before it runs out, when it has, and two weeks later.
    """
    moments: list[datetime] = []
    if standing in (Standing.ASKED, Standing.OUTDATED):
        moments = [closes_at - timedelta(days=days) for days in _BEFORE_THE_END]
    elif standing in (Standing.RESERVED, Standing.OVERDUE) and until is not None:
        moments = [end_of(until) + timedelta(days=days - 1, hours=9) for days in _AROUND_A_RESERVATION]
    return min((moment for moment in moments if moment > after), default=None)
