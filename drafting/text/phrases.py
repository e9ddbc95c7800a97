"""The wording of amendment sentences in German and English; ``drafting.text.commands`` fills it in.

``{inside}`` is where words change, ``{whole}`` the lines that change as a whole, ``{be}`` their verb, ``{old}`` and
``{new}`` quotations. A sentence that ends in a quotation gets its full stop from ``commands``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drafting.text.document import Kind


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: quotation marks, verbs, names of blocks and a pattern for each kind of change."""

    quotes: tuple[str, str]
    be: tuple[str, str]
    conjunction: str
    ordinals: tuple[str, ...]
    occurrence: str
    names: Mapping[Kind, str]  # bare, then as subject, as indirect object, as something new
    definite: Mapping[Kind, str]
    dative: Mapping[Kind, str]
    new: Mapping[Kind, str]
    level: str
    # Places: one line, several lines; in the reasons; the title.
    inside: tuple[str, str]
    whole: tuple[str, str]
    reason: str
    inside_title: str
    whole_title: str
    # Changes.
    everything_struck: str
    replaced: str
    recast: str
    struck: str
    lines_struck: str
    inserted: str
    prefixed: str
    appended: str
    title_prefixed: str
    title_appended: str
    new_title: str
    block_inserted: str
    blocks_inserted: str
    as_kind: str
    at_end: str
    in_between: str
    after_line: str
    before_all: str
    into_nothing: str
    moved: str
    to_line: str
    to_beginning: str
    kind_changed: str
    level_changed: str
    joined: str
    split: str
    blank_changed: str
    bold: tuple[str, str]
    italic: tuple[str, str]
    linked: str
    unlinked: str
    marks_changed: str


GERMAN = Phrases(
    quotes=("„", "“"),
    be=("wird", "werden"),
    conjunction=" und ",
    ordinals=("erstes", "zweites", "drittes", "viertes", "fünftes", "sechstes", "siebtes", "achtes", "neuntes"),
    occurrence=" ({} Vorkommen)",
    names={
        Kind.TITLE: "Überschrift",
        Kind.PARAGRAPH: "Absatz",
        Kind.BULLET: "Spiegelstrich",
        Kind.NUMBER: "Nummer",
        Kind.LETTER: "Buchstabe",
        Kind.REASON: "Begründung",
    },
    definite={
        Kind.TITLE: "die Überschrift",
        Kind.PARAGRAPH: "der Absatz",
        Kind.BULLET: "der Spiegelstrich",
        Kind.NUMBER: "die Nummer",
        Kind.LETTER: "der Buchstabe",
        Kind.REASON: "die Begründung",
    },
    dative={
        Kind.TITLE: "der Überschrift",
        Kind.PARAGRAPH: "dem Absatz",
        Kind.BULLET: "dem Spiegelstrich",
        Kind.NUMBER: "der Nummer",
        Kind.LETTER: "dem Buchstaben",
        Kind.REASON: "der Begründung",
    },
    new={
        Kind.TITLE: "eine neue Überschrift",
        Kind.PARAGRAPH: "ein neuer Absatz",
        Kind.BULLET: "ein neuer Spiegelstrich",
        Kind.NUMBER: "eine neue Nummer",
        Kind.LETTER: "ein neuer Buchstabe",
        Kind.REASON: "eine neue Begründung",
    },
    level=" (Ebene {})",
    inside=("In Zeile {}", "In den Zeilen {} bis {}"),
    whole=("Zeile {}", "Die Zeilen {} bis {}"),
    reason=" (Begründung)",
    inside_title="In der Überschrift",
    whole_title="Die Überschrift",
    everything_struck="Die Forderung wird gestrichen.",
    replaced="{inside} wird {old} durch {new} ersetzt.",
    recast="{whole} {be} wie folgt neu gefasst: {new}",
    struck="{inside} wird {old} gestrichen.",
    lines_struck="{whole} {be} gestrichen.",
    inserted="{inside} wird nach {old} eingefügt: {new}",
    prefixed="{inside} wird {kind} vorangestellt: {new}",
    appended="{inside} wird {kind} angefügt: {new}",
    title_prefixed="Der Überschrift wird vorangestellt: {new}",
    title_appended="Der Überschrift wird angefügt: {new}",
    new_title="Als Überschrift wird eingefügt: {new}",
    block_inserted="{where} wird {kind}{verb}: {new}",
    blocks_inserted="{where} werden {verb}: {new}",
    as_kind="als {} ",
    at_end="angefügt",
    in_between="eingefügt",
    after_line="Nach Zeile {}",
    before_all="Vor Zeile 1",
    into_nothing="Es",
    moved="{whole} ({old}) {be} {where} verschoben.",
    to_line="nach Zeile {}",
    to_beginning="an den Anfang",
    kind_changed="{whole} {be} als {kind} statt als {former} gefasst.",
    level_changed="{whole} {be} auf Ebene {new} statt auf Ebene {old} gestellt.",
    joined="{whole} {be} ohne Absatz an Zeile {line} angeschlossen.",
    split="{inside} beginnt nach {old} {kind}.",
    blank_changed="{inside} wird der Leerraum in {old} geändert.",
    bold=("{inside} wird {old} fett gesetzt.", "{inside} wird {old} nicht mehr fett gesetzt."),
    italic=("{inside} wird {old} kursiv gesetzt.", "{inside} wird {old} nicht mehr kursiv gesetzt."),
    linked="{inside} wird {old} mit {link} verknüpft.",
    unlinked="{inside} wird die Verknüpfung von {old} entfernt.",
    marks_changed="{inside} wird die Hervorhebung von {old} geändert.",
)

_ENGLISH_NAMES = {
    Kind.TITLE: "title",
    Kind.PARAGRAPH: "paragraph",
    Kind.BULLET: "bullet point",
    Kind.NUMBER: "numbered item",
    Kind.LETTER: "lettered item",
    Kind.REASON: "reason",
}

ENGLISH = Phrases(
    quotes=("“", "”"),
    be=("is", "are"),
    conjunction=" and ",
    ordinals=("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    occurrence=" ({} occurrence)",
    names=_ENGLISH_NAMES,
    definite={kind: f"the {name}" for kind, name in _ENGLISH_NAMES.items()},
    dative={kind: f"the {name}" for kind, name in _ENGLISH_NAMES.items()},
    new={kind: f"a new {name}" for kind, name in _ENGLISH_NAMES.items()},
    level=" (level {})",
    inside=("In line {}", "In lines {} to {}"),
    whole=("Line {}", "Lines {} to {}"),
    reason=" (reason)",
    inside_title="In the title",
    whole_title="The title",
    everything_struck="The demand is deleted.",
    replaced="{inside}, {old} is replaced by {new}.",
    recast="{whole} {be} reworded as follows: {new}",
    struck="{inside}, {old} is deleted.",
    lines_struck="{whole} {be} deleted.",
    inserted="{inside}, the following is inserted after {old}: {new}",
    prefixed="{inside}, the following is put at the beginning of {kind}: {new}",
    appended="{inside}, the following is added to {kind}: {new}",
    title_prefixed="The following is put at the beginning of the title: {new}",
    title_appended="The following is added to the title: {new}",
    new_title="The following is inserted as title: {new}",
    block_inserted="{where}, the following is {verb}{kind}: {new}",
    blocks_inserted="{where}, the following are {verb}: {new}",
    as_kind=" as {}",
    at_end="added",
    in_between="inserted",
    after_line="After line {}",
    before_all="Before line 1",
    into_nothing="As text",
    moved="{whole} ({old}) {be} moved {where}.",
    to_line="after line {}",
    to_beginning="to the beginning",
    kind_changed="{whole} {be} set as {kind} instead of {former}.",
    level_changed="{whole} {be} put on level {new} instead of level {old}.",
    joined="{whole} {be} joined to line {line}, without a new paragraph.",
    split="{inside}, {kind} begins after {old}.",
    blank_changed="{inside}, the spacing in {old} is changed.",
    bold=("{inside}, {old} is set in bold.", "{inside}, {old} is no longer set in bold."),
    italic=("{inside}, {old} is set in italics.", "{inside}, {old} is no longer set in italics."),
    linked="{inside}, {old} is linked to {link}.",
    unlinked="{inside}, the link of {old} is removed.",
    marks_changed="{inside}, the marking of {old} is changed.",
)

LANGUAGES = {"de": GERMAN, "en": ENGLISH}
