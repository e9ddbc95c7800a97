"""To whom a demand is addressed, where its text says so: „Adressaten: Land Baden-Württemberg, Bund“."""

from __future__ import annotations

import regex

from drafting.text.document import Document, Kind

_LINE = regex.compile(
    r"(?i)^(?:adressat(?:en|in|innen|\*in|\*innen|:in|:innen)?|gerichtet an|an|addressees?)\s*:\s*(?P<names>.+?)\.?$"
)
_SEPARATOR = regex.compile(r"\s*[,;/]\s*|\s+(?:und|sowie|and)\s+")


def find_addressees(document: Document) -> tuple[str, ...]:
    """Return the addressees a demand names in a paragraph of their own; none where it names none."""
    for block in document.blocks[1:]:
        found = _LINE.match(block.plain) if block.kind is Kind.PARAGRAPH else None
        if found is not None and len(found["names"]) <= 200:
            return tuple(dict.fromkeys(name for name in _SEPARATOR.split(found["names"]) if name))
    return ()
