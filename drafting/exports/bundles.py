"""Letters one by one in a ZIP, with a file of what is enclosed to all of them; and that file by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drafting.exports.annexes import Annexes, lay_out_annexes
from drafting.exports.correspondence import Copy, Correspondence
from drafting.exports.packing import name_files, pack

# What is told on the way: how many letters of how many are written.
Count = Callable[[int, int], None]

ANNEXES = "Anlagen"


def write_bundle(
    letter: Correspondence,
    copies: Sequence[Copy],
    write: Callable[[Copy], bytes],
    *,
    format_: str,
    count: Count | None = None,
) -> bytes:
    """Write a ZIP of one letter for each recipient; its annexes, if any, come first and in the same format."""
    enclosed = [ANNEXES] if letter.annexes else []
    names = name_files([*enclosed, *(copy.name for copy in copies)], f".{format_}")
    if count is not None:
        count(0, len(copies))
    files = {names.pop(0): write_annexes(letter.annexes, format_)} if letter.annexes else {}
    for number, (name, copy) in enumerate(zip(names, copies, strict=True), start=1):
        files[name] = write(copy)
        if count is not None:
            count(number, len(copies))
    return pack(files, is_packed=False)


def write_annexes(annexes: Annexes, format_: str) -> bytes:
    """Write the annexes as a file of their own, as Word or PDF."""
    sheet = lay_out_annexes(annexes)
    # Each format loads what it needs.
    if format_ == "docx":
        from drafting.exports.docx_prints import write_docx

        return write_docx(sheet)
    from drafting.exports.pdf import write_pdf

    return write_pdf(sheet)
