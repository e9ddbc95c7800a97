"""The gate for replies of recipients: a whole PDF or Word file, not too large, and nothing in it is carried out."""

from __future__ import annotations

from drafting.errors import InvalidInputError
from drafting.imports.packages import WORD, open_package
from drafting.imports.signed_pdfs import check_signed_pdf


def check_reply(data: bytes) -> str:
    """Return what the file's name ends in, "pdf" or "docx"; raises InvalidInputError for any other file."""
    if data.startswith(b"PK"):
        open_package(data, WORD)
        return "docx"
    if b"%PDF-" not in data[:1024]:
        raise InvalidInputError("Bitte eine PDF- oder Word-Datei (.docx) auswählen.", field="datei")
    check_signed_pdf(data)
    return "pdf"
