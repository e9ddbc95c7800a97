"""The letter as the file that hangs on a recipient's mail."""

from __future__ import annotations

from drafting.exports.correspondence import Copy, Correspondence
from drafting.exports.docx_correspondence import Letters
from drafting.exports.pdf_correspondence import write_pdf_letter


class AttachmentWriter:
    """Writes one letter's attachments in a format; the Word file is built once for all of them."""

    def __init__(self, letter: Correspondence, letterhead: bytes | None, format_: str) -> None:
        self._letter, self._format = letter, format_
        self._letters = Letters(letter, letterhead) if format_ == "docx" else None

    def write(self, copy: Copy) -> bytes:
        """Write a recipient's file; raises InvalidInputError where its words are not the edition's."""
        if self._letters is not None:
            return self._letters.write(copy)
        return write_pdf_letter(self._letter, [copy])
