"""What is to be said of a file with changes: sentences with values, so that they can be said in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTE_SENTENCES = {
    # Of the whole file
    "scrubbed": "Aus der Datei wurden die Namen entfernt: Wer was geändert hat, steht nicht mehr darin, und Änderungen "
    "mehrerer Personen lassen sich nicht unterscheiden.",
    "missed": "Änderungen %(place)s wurden nicht gelesen: Sie gehören zu keiner Forderung.",
    "order": "In der Datei stehen Forderungen in anderer Reihenfolge als im Papier, ohne dass dies nachverfolgt wurde "
    "(%(labels)s). Das wurde nicht übernommen.",
    "absent": "%(label)s steht nicht in der Datei. Das wurde nicht als Streichung gewertet.",
    "too_long": "„%(words)s“ ist zu lang für eine Forderung und wurde nicht verglichen.",
    "nothing": "Am Wortlaut ist in der Datei nichts geändert, und nachverfolgte Änderungen hat sie keine. Formatierung "
    "und Tabellen werden nur gelesen, soweit sie nachverfolgt sind.",
    # Of what an author did
    "format": "%(author)s, %(label)s: nur die Formatierung geändert (%(what)s: „%(words)s“).",
    "format_only": "%(author)s, %(label)s: nur die Formatierung geändert.",
    "undone": "%(author)s, %(label)s: Von den Änderungen bleibt gegenüber dem Papier nichts übrig.",
    "settled": "%(author)s, %(label)s: steht inzwischen schon so im Papier.",
    "struck_already": "%(author)s, %(label)s: Die Forderung ist inzwischen gestrichen.",
    "frame_struck": "%(author)s, %(label)s: Präambel und Schluss lassen sich ändern, aber nicht streichen.",
    "unknown_unit": "%(author)s: „%(words)s“ steht nicht im Papier. Die Änderungen daran wurden nicht übernommen.",
    "untitled": "%(author)s: Neuer Text ohne Überschrift („%(words)s“) ist keiner Forderung zuzuordnen.",
    "no_section": "%(author)s: Für die neue oder verschobene Forderung „%(words)s“ gibt es im Papier keinen Abschnitt.",
    "section_struck": "%(author)s: Die Überschrift des Abschnitts „%(words)s“ wurde gestrichen. Abschnitte lassen sich "
    "nicht streichen.",
    "section_renamed": "%(author)s: Der Abschnitt „%(words)s“ soll „%(new)s“ heißen. Überschriften von Abschnitten "
    "lassen sich nicht ändern.",
    "section_new": "%(author)s: Ein neuer Abschnitt „%(words)s“ lässt sich nicht beantragen, nur neue Forderungen.",
    "frame": "%(author)s: Titel, Datum, Ort und Unterzeichnende lassen sich nicht ändern (%(words)s).",
    "comment_apart": "Kommentar von %(author)s („%(words)s“): steht bei keiner Forderung.",
    # Of one proposal
    "untracked": "In der Datei steht dies anders als im Papier, ohne dass es nachverfolgt wurde. Von wem es stammt, "
    "ist nicht zu erkennen.",
    "untracked_same_place": "Dieselbe Stelle wurde in der Datei auch ohne Nachverfolgung geändert.",
    "rebased": "Die Datei beruht auf Fassung %(old)s und wurde auf Fassung %(new)s übertragen.",
    "collides": "Die Datei beruht auf Fassung %(old)s. Dieselbe Stelle wurde inzwischen anders beschlossen; hier steht "
    "der Wortlaut der Datei.",
    "borrowed": "Diese Änderung steht in einer Änderung von %(others)s und ist hier gegenüber dem Papier gesagt.",
    "title_gone": "Die Überschrift ist gestrichen, der Text nicht.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence of the table with its values; as text it is German."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence with its places, to be said in another language."""
        return NOTE_SENTENCES[self.key]

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.values.items()))))


def note(key: str, **values: object) -> Note:
    """Fill a sentence."""
    return Note(key, {name: str(value) for name, value in values.items()})


def shorten(text: str, limit: int = 60) -> str:
    """The beginning of a text, to name it by."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
