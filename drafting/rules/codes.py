"""Access codes: ten characters nobody mistakes for one another, about 49 bits, written K7QM-4TRX-9B."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
# How much of a code counts as known to somebody who tries: wrong codes are counted by it, never by address.
PREFIX = 4


def new_code() -> str:
    """A random code without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def show_code(code: str) -> str:
    """The code as printed."""
    return "-".join((code[:4], code[4:8], code[8:]))


def read_code(text: str) -> str | None:
    """What somebody typed, in any case and with any blanks or hyphens; None when it cannot be a code."""
    code = "".join(character for character in text.upper() if character.isalnum())
    return code if len(code) == LENGTH and all(character in ALPHABET for character in code) else None


# A scanner set to American keys at a computer with German ones: what arrives, and what was meant.
_GERMAN_KEYS = str.maketrans("zyZYß?-_Ö", "yzYZ-_/?:")


def read_badge(text: str) -> tuple[str, ...]:
    """What a scanner typed, as the codes it may mean: the end of an address or a code alone, likeliest first."""
    return tuple(dict.fromkeys(said.rstrip("/").rsplit("/", 1)[-1] for said in (text, text.translate(_GERMAN_KEYS))))
