"""Reading a paper from a file: the one place that knows which reader a file needs."""

from __future__ import annotations

from drafting.imports.building import build
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection, NotRepresented
from drafting.imports.rows import Row

__all__ = ["DraftDemand", "DraftPaper", "DraftSection", "NotRepresented", "build", "read_paper", "read_rows"]


def read_paper(name: str, data: bytes) -> DraftPaper:
    """Read a Word, Markdown or text file; raises InvalidInputError with what to do about a file that cannot be read."""
    return build(read_rows(name, data))


def read_rows(name: str, data: bytes) -> tuple[Row, ...]:
    """Read a file as rows, to be looked at and corrected before ``build`` makes a draft of them."""
    # Loaded only where they are used: the server starts sooner and needs less memory.
    from drafting.imports.docx_papers import read_docx
    from drafting.imports.markdown_letters import cut_front, read_parts
    from drafting.imports.structure import find_structure
    from drafting.imports.text_papers import decode_lines, read_text

    if name.lower().endswith((".md", ".markdown")):
        names, text = cut_front(decode_lines(data))
        if names and (rows := read_parts(names, text)) is not None:
            return rows
        items = read_text(text.encode() if names else data, is_markdown=True)
    elif name.lower().endswith((".txt", ".text")):
        items = read_text(data, is_markdown=False)
    else:
        items = read_docx(data)
    return find_structure(items)
