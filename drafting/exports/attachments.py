"""The letter as the file that hangs on a recipient's mail; its annexes hang beside it (``bundles``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drafting.exports.correspondence import Copy, Correspondence


class AttachmentWriter:
    """Writes one letter's attachments in a format; what is alike in them is made once."""

    def __init__(self, letter: Correspondence, letterhead: bytes | None, format_: str) -> None:
        self.write: Callable[[Copy], bytes]
        # Each format loads what it needs: a process of its own that writes a PDF begins sooner.
        if format_ == "docx":
            from drafting.exports.docx_correspondence import Letters

            self.write = Letters(letter, letterhead).write
        else:
            from drafting.exports.pdf_correspondence import PdfLetters

            self.write = PdfLetters(letter).write


def write_attachments(
    letter: Correspondence, letterhead: bytes | None, format_: str, copies: Sequence[Copy]
) -> list[bytes]:
    """Write each recipient's file; raises InvalidInputError where the words of one are not the edition's."""
    writer = AttachmentWriter(letter, letterhead, format_)
    return [writer.write(copy) for copy in copies]
