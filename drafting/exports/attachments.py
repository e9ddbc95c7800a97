"""The letter as the file that hangs on a recipient's mail; its annexes hang beside it (``bundles``)."""

from __future__ import annotations

from drafting.exports.correspondence import Copy, Correspondence


class AttachmentWriter:
    """Writes one letter's attachments in a format; the Word file is built once for all of them."""

    def __init__(self, letter: Correspondence, letterhead: bytes | None, format_: str) -> None:
        # Each format loads what it needs: a process of its own that writes a PDF begins sooner.
        if format_ == "docx":
            from drafting.exports.docx_correspondence import Letters

            self.write = Letters(letter, letterhead).write
        else:
            from drafting.exports.pdf_correspondence import write_pdf_letter

            self.write = lambda copy: write_pdf_letter(letter, [copy])


def write_attachment(letter: Correspondence, letterhead: bytes | None, format_: str, copy: Copy) -> bytes:
    """Write one recipient's file; raises InvalidInputError where its words are not the edition's."""
    return AttachmentWriter(letter, letterhead, format_).write(copy)
