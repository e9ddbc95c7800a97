"""What people write beside the paper: how long a remark may be, which signs it keeps, which addresses are links."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from drafting.errors import InvalidInputError

LONGEST_COMMENT = 3_000
LONGEST_TITLE = 150
LONGEST_TEXT = 5_000
LONGEST_FIGURE = 100
LONGEST_LINK = 500
LONGEST_REASON = 500
LONGEST_MESSAGE = 1_000
MISSING_SENTENCES = {
    "text": "Bitte schreiben Sie etwas.",
    "title": "Bitte geben Sie einen kurzen Titel an.",
    "municipality": "Bitte geben Sie die Kommune an.",
    "reason": "Bitte geben Sie einen Grund an. Er wird statt des Textes gezeigt.",
    "message": "Bitte schreiben Sie, wie man Sie erreicht. Bei Ihnen ist keine E-Mail-Adresse eingetragen.",
}
_BLANK_LINES = re.compile(r"\n{3,}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?")


def clean_text(text: str) -> str:
    """Return what was written without signs nobody sees and without more than one blank line in a row.

    Signs that turn the direction of writing go too: with them an address could be made to look like another.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ").split("\n")
    kept = ("".join(sign for sign in line if _is_visible(sign)).rstrip() for line in lines)
    return _BLANK_LINES.sub("\n\n", "\n".join(kept)).strip()


def clean_line(text: str) -> str:
    """As ``clean_text``, on one line."""
    return " ".join(clean_text(text).split())


def _is_visible(sign: str) -> bool:
    # Cf has marks of direction and joiners; of the joiners some languages and emoji need, two stay.
    return sign in "\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}


def read_text(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """Take a text; raises InvalidInputError for the field where it is too long, or empty and must not be."""
    return _check(clean_text(text), field, longest, required=required)


def read_line(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """As ``read_text``, on one line."""
    return _check(clean_line(text), field, longest, required=required)


def _check(text: str, field: str, longest: int, *, required: bool) -> str:
    if required and not text:
        raise InvalidInputError(MISSING_SENTENCES[field], field=field)
    if len(text) > longest:
        number = f"{longest:,}".replace(",", ".")
        raise InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field=field, number=number)
    return text


def read_link(text: str, *, field: str = "link") -> str:
    """Take an address of the web, or nothing; raises InvalidInputError for any other kind (``javascript:``, …).

    „www.calw.de“ is understood. A name before the host (``https://bank.de@anders.de``) is refused: it misleads.
    """
    address = clean_line(text)
    if not address:
        return ""
    if "://" not in address and address.lower().startswith("www."):
        address = f"https://{address}"
    if len(address) > LONGEST_LINK or not is_web_address(address):
        raise InvalidInputError("Bitte eine Adresse, die mit https:// beginnt.", field=field)
    return address


def is_web_address(address: str) -> bool:
    """Tell whether this is an address that may become a link."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = not any(sign.isspace() or sign in "\"'<>\\`" for sign in address)
    return plain and parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None
