"""The words in square brackets by which a letterhead says what stands where."""

from __future__ import annotations

import regex

# What a placeholder may be called → what takes its place.
_NAMES = {
    "field": ("Anschrift", "Empfänger", "Adresse", "Anschriftfeld"),
    "place_date": ("Ort, Datum", "Ort und Datum", "Ort/Datum", "Datum"),
    "subject": ("Betreff",),
    "salutation": ("Anrede",),
    "text": ("Brieftext", "Text", "Inhalt"),
    "greeting": ("Grußformel", "Gruß", "Schlussformel"),
    "signature": ("Unterschrift", "Unterschriften", "Unterschriftsblock"),
    "annexes": ("Anlagen", "Anlage", "Anlagenvermerk"),
    "sender": ("Absender", "Absenderzeile"),
    "information": ("Informationsblock", "Bezugszeichen"),
}
LABELS = {name: f"[{words[0]}]" for name, words in _NAMES.items()}
# A letterhead usually has its own sender and contact data.
USUAL = ("field", "place_date", "subject", "salutation", "text", "greeting", "signature", "annexes")
_KNOWN = {" ".join(word.casefold().split()): name for name, words in _NAMES.items() for word in words}
PATTERN = regex.compile(r"\[\s*(?P<word>[\p{L}][\p{L} ,./-]{1,40}?)\s*\]")


def read_placeholder(word: str) -> str:
    """What takes the place of a word in brackets; "" for one that is no placeholder."""
    return _KNOWN.get(" ".join(word.casefold().split()), "")
