"""The people of the demonstration: invented names from real municipalities, the same ones every time."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from drafting.imports.registrations import Registration

DATA = Path(__file__).resolve().parent / "data"
PARTICIPANTS = 250
SEED = 20261125

# The five panels of the five sections, and the one for what stands around them.
PANELS = (
    "Dienste",
    "Daten und Register",
    "Betrieb und Sicherheit",
    "Geld und Personal",
    "KI und Mitsprache",
    "Präambel und Ausblick",
)


@cache
def invent_people() -> tuple[Registration, ...]:
    """Return everybody but the organizer: participants first, then moderators, editors, guests and the screen."""
    choose = random.Random(SEED)  # noqa: S311 — the same invented content every time, no secret
    towns = [line for line in (DATA / "municipalities.txt").read_text("utf-8").splitlines() if line]
    # Each town sends somebody, then some send a second one.
    sending = [*choose.sample(towns, len(towns)), *choose.sample(towns, min(len(towns), 100))]
    roles = [("participant", PANELS[n % len(PANELS)]) for n in range(PARTICIPANTS)]
    roles += [("moderator", panel) for panel in PANELS]
    roles += [("editor", PANELS[-1]), ("editor", PANELS[-1]), ("observer", ""), ("observer", "")]
    people = [
        Registration(
            name, first, title, municipality=town, email=_email(first, name, town), role=role, panel=panel, row=row
        )
        for row, ((role, panel), (title, first, name), town) in enumerate(
            zip(roles, _names(choose), sending, strict=False), 1
        )
    ]
    return (*people, Registration("Saalbildschirm", role="screen", row=len(people) + 1))


def _names(choose: random.Random) -> list[tuple[str, str, str]]:
    """Invent titles, first names and surnames, no surname twice."""
    given = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
    surnames = [plant + place for plant in given["plants"] for place in given["places"]]
    choose.shuffle(surnames)
    found = []
    for number, surname in enumerate(surnames):
        title = choose.choice(given["titles"]) if number % 13 == 3 else ""
        both = f"{surname}-{surnames[-1 - number]}" if number % 17 == 5 else surname
        found.append((title, choose.choice(given["first"]), both))
    return found


def _email(first: str, last: str, town: str) -> str:
    return f"{_letters(first)}.{_letters(last)}@{_letters(town.partition(' ')[2])}.example"


def _letters(text: str) -> str:
    text = text.lower()
    for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, written)
    bare = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split())
