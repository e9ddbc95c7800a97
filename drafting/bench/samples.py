"""Texts and amendments to measure with: German-looking, overlapping as real ones do, and the same in every run."""

from __future__ import annotations

from random import Random

SUBJECTS = [
    "Kommunen",
    "Landkreise",
    "Gemeinden",
    "Städte",
    "Behörden",
    "Fachämter",
    "Rechenzentren",
    "Ministerien",
    "Verbände",
    "Länder",
]
VERBS = [
    "fordern",
    "erwarten",
    "verlangen",
    "begrüßen",
    "unterstützen",
    "prüfen",
    "beschließen",
    "finanzieren",
    "betreiben",
    "fördern",
]
ATTRIBUTES = [
    "verbindliche",
    "einheitliche",
    "dauerhafte",
    "kostenfreie",
    "offene",
    "sichere",
    "barrierefreie",
    "schnelle",
    "klare",
    "faire",
]
OBJECTS = [
    "Schnittstellen",
    "Standards",
    "Basisdienste",
    "Register",
    "Fristen",
    "Mittel",
    "Verfahren",
    "Portale",
    "Regeln",
    "Konten",
]
ENDS = ["bundesweit", "zeitnah", "gemeinsam", "schrittweise", "vollständig", "rechtzeitig", "dauerhaft", "ausdrücklich"]


def make_sentence(random: Random) -> str:
    """Return a sentence of seven to twelve words."""
    year = random.randint(2026, 2035)
    number = random.randint(2, 97)
    middle = f" und die {random.choice(ATTRIBUTES)[:-1]}n {random.choice(OBJECTS)}" if random.random() < 0.5 else ""
    return (
        f"Die {random.choice(SUBJECTS)} {random.choice(VERBS)} bis {year} {random.choice(ATTRIBUTES)} "
        f"{random.choice(OBJECTS)}{middle} zu {number} Prozent {random.choice(ENDS)}."
    )


def make_text(words: int, *, seed: int = 1) -> str:
    """Return a text of about so many words: a title, paragraphs of three sentences, every fourth block an item."""
    random = Random(seed)  # noqa: S311 — the same text in every run is the point
    blocks = ["# Digitale Verwaltung vereinfachen"]
    count = 3
    while count < words:
        item = len(blocks) % 4 == 0
        block = ("- " if item else "") + " ".join(make_sentence(random) for _ in range(1 if item else 3))
        blocks.append(block)
        count += len(block.split())
    return "\n\n".join(blocks)


def change_words(text: str, share: float, *, seed: int = 2) -> str:
    """Return the text with about this share of its words replaced, struck or followed by a new one."""
    random = Random(seed)  # noqa: S311
    lines = []
    for line in text.split("\n"):
        words = line.split(" ")
        changed = [_change_word(word, random) if random.random() < share else word for word in words]
        lines.append(" ".join(changed).strip())
    return "\n".join(lines)


def _change_word(word: str, random: Random) -> str:
    if not word.isalpha():
        return word
    new = f"{random.choice(ATTRIBUTES)[:-1]}{random.choice(OBJECTS).lower()}"
    return random.choice([new, new, "", f"{word} {new}"])


def make_amendments(text: str, count: int, *, seed: int = 3) -> dict[str, str]:
    """Return texts proposed for this one: half small changes, every tenth in one place, some strike or add blocks."""
    seeds = [Random(seed * 100_003 + number) for number in range(count)]  # noqa: S311
    return {f"Ä{number + 1}": _amend(text, number, random) for number, random in enumerate(seeds)}


def _amend(text: str, number: int, random: Random) -> str:
    blocks = text.split("\n\n")
    # Every tenth works on the first paragraph, where it collides with others.
    place = 1 if number % 10 == 0 else random.randrange(1, len(blocks))
    sentences = blocks[place].split(". ")
    match number % 10:
        case 1:
            del blocks[place]
        case 2:
            blocks.insert(place, make_sentence(random))
        case 3:
            blocks[place] += " " + make_sentence(random)
        case 4 if len(sentences) > 1:
            blocks[place] = ". ".join(sentences[1:])
        case _:
            words = blocks[place].split(" ")
            for _ in range(random.randint(1, 2)):
                words[random.randrange(1, len(words) - 1)] = f"{random.choice(ENDS)}er"
            blocks[place] = " ".join(words)
    return "\n\n".join(blocks)
