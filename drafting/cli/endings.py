"""What the name of an output may end in: a file is never written in another format than its name says."""

from __future__ import annotations

from pathlib import Path

from drafting.errors import InvalidInputError
from drafting.queries.files import KINDS

# The letter and the paper are also what their output is called; "pdf" is the letter as one, or a ZIP of them.
_MORE = {
    "letter": (".docx", ".pdf", ".html", ".zip"),
    "pdf": (".pdf", ".zip"),
    "paper": (".docx", ".pdf", ".html"),
    "akn": (".xml", ".akn"),
    "markdown": (".md", ".markdown", ".txt"),
}
_PRINT = (".docx", ".pdf", ".html")


def check_ending(kind: str, output: Path) -> None:
    """Refuse a name that ends in what this kind is not written as; a name without an ending says nothing."""
    own = (f".{KINDS[kind].extension}",) if kind in KINDS else _PRINT
    endings = _MORE.get(kind, own)
    suffix = output.suffix.lower()
    if suffix and suffix not in endings:
        *others, last = endings
        known = f"{', '.join(others)} oder {last}" if others else last
        raise InvalidInputError(f"„{kind}“ gibt es nicht als {suffix}; der Name muss auf {known} enden.")
