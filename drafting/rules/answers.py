"""Answers of recipients: in which form one comes, how it stands to a demand, and what of it may be public."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from drafting.rules.signing import say_day


class AnswerForm(StrEnum):
    """How an answer came."""

    LETTER = "letter"
    MAIL = "mail"
    TALK = "talk"


class Stance(StrEnum):
    """How an answer stands to a demand."""

    PROMISED = "promised"
    PARTLY = "partly"
    DECLINED = "declined"
    EXAMINED = "examined"
    SILENT = "silent"


ANSWER_FORM_LABELS = {AnswerForm.LETTER: "Brief", AnswerForm.MAIL: "E-Mail", AnswerForm.TALK: "Gespräch"}
STANCE_LABELS = {
    Stance.PROMISED: "zugesagt",
    Stance.PARTLY: "teilweise zugesagt",
    Stance.DECLINED: "abgelehnt",
    Stance.EXAMINED: "wird geprüft",
    Stance.SILENT: "keine Aussage",
}
# The sign that stands with the word, by its name in ``templates/_icons.html``, and its colour.
STANCE_SIGNS = {
    Stance.PROMISED: "tick",
    Stance.PARTLY: "half",
    Stance.DECLINED: "cross",
    Stance.EXAMINED: "clock",
    Stance.SILENT: "ring",
}
STANCE_TONES = {
    Stance.PROMISED: "ok",
    Stance.PARTLY: "act",
    Stance.DECLINED: "bad",
    Stance.EXAMINED: "act",
    Stance.SILENT: "mute",
}
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")


def name_office(office: str, organisation: str) -> str:
    """Whom the public reads an answer is from, never a person: the organisation, or else the office; "" for neither."""
    return organisation or office


def find_private(texts: Iterable[str], name: str) -> str:
    """Return what must not be public in these texts, the recipient's own name or a mail address; else ""."""
    found = re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)", re.IGNORECASE) if name else None
    for text in texts:
        hit = (found and found.search(text)) or _MAIL.search(text)
        if hit:
            return hit[0]
    return ""


def say_evidence(office: str, form: AnswerForm, day: date, stance: Stance, note: str) -> str:
    """What the Bilanz says of an answer: „Innenministerium, Brief vom 12. Januar 2027: zugesagt. Ab Juli.“."""
    said = f"{office or 'Ein Empfänger'}, {ANSWER_FORM_LABELS[form]} vom {say_day(day)}: {STANCE_LABELS[stance]}."
    return f"{said} {note}" if note else said
