"""Municipalities by size: their names in one form, and the classes by which they are counted."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class SizeClass(StrEnum):
    """How many inhabitants a municipality has, in the classes usual in Germany; districts are none of them."""

    VILLAGE = "village"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    CITY = "city"
    DISTRICT = "district"
    UNKNOWN = "unknown"


SIZE_LABELS = {
    SizeClass.VILLAGE: "unter 5.000",
    SizeClass.SMALL: "5.000 bis 20.000",
    SizeClass.MEDIUM: "20.000 bis 50.000",
    SizeClass.LARGE: "50.000 bis 100.000",
    SizeClass.CITY: "über 100.000",
    SizeClass.DISTRICT: "Landkreise",
    SizeClass.UNKNOWN: "ohne Angabe",
}
# The first number of inhabitants that no longer belongs to the class.
_BOUNDS = (
    (5_000, SizeClass.VILLAGE),
    (20_000, SizeClass.SMALL),
    (50_000, SizeClass.MEDIUM),
    (100_000, SizeClass.LARGE),
)
MOST_PEOPLE = 10_000_000

_KIND = r"(?:landeshaupt|universitäts|hanse|kreis|gro(?:ß|ss)e kreis)?stadt(?:verwaltung)?|gemeinde(?:verwaltung)?"
_BEFORE = re.compile(rf"(?:{_KIND})\s+(?=\S)", re.IGNORECASE)
# As registers write it: „Calw, Stadt“, „Rottenburg am Neckar, Große Kreisstadt“.
_BEHIND = re.compile(rf"\s*,\s*(?:{_KIND})$", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:landratsamt|landkreis|kreis|kreisverwaltung)\s.*|.*kreis", re.IGNORECASE)


def plain_name(name: str) -> str:
    """Return a municipality's name without what kind it is: „Stadt Calw“ and „Calw, Stadt“ are „Calw“.

    „Landratsamt Calw“ is another body than the town of that name, and stays. Doing it twice changes nothing.
    """
    words = " ".join(unicodedata.normalize("NFC", name).split())
    while (shorter := _BEHIND.sub("", _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words)) != words:
        words = shorter
    return words


def name_key(name: str) -> str:
    """Return what two spellings of one municipality's name share."""
    return plain_name(name).casefold()


def sort_key(name: str) -> str:
    """Return by what names are put in order: ä as a, as in German lists (DIN 5007)."""
    spelled = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in spelled if not unicodedata.combining(sign))


def find_size(name: str, population: int | None) -> SizeClass:
    """Tell the class of a municipality; a district counts as one, however many people live in it."""
    if _DISTRICT.fullmatch(name):
        return SizeClass.DISTRICT
    if population is None:
        return SizeClass.UNKNOWN
    return next((size for bound, size in _BOUNDS if population < bound), SizeClass.CITY)
