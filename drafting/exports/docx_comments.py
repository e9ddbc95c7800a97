"""Comments of a Word file: who speaks, when and what, and the marks in the text between which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from drafting.exports import docx_elements
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_package import WORD_TYPES
from drafting.exports.docx_runs import plain
from drafting.exports.docx_styles import COMMENT, COMMENT_MARK

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment to be written; ``moment`` as Word has it, ``paragraphs`` in plain words."""

    author: str
    initials: str
    moment: str
    paragraphs: tuple[str, ...]


class Comments:
    """The comments of a file, numbered from 0 on."""

    def __init__(self) -> None:
        self.written: list[Comment] = []

    def add(self, comment: Comment) -> int:
        """Keep a comment; returns its number."""
        self.written.append(comment)
        return len(self.written) - 1

    def attach(self, document: WordDocument) -> None:
        """Put the comments into the file as a part of it."""
        if not self.written:
            return
        root = element("comments")
        root.extend([_write(number, comment) for number, comment in enumerate(self.written)])
        data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        part = Part(PackURI("/word/comments.xml"), f"{WORD_TYPES}.comments+xml", data, document.part.package)
        document.part.relate_to(part, _RELATION)


def begin(number: int) -> Element:
    """Where what a comment is about begins."""
    return element("commentRangeStart", id=number)


def end(number: int) -> Element:
    """Where what a comment is about ends."""
    return element("commentRangeEnd", id=number)


def refer(number: int) -> Element:
    """The run by which the text holds a comment; where it goes, the comment goes."""
    return _mark(element("commentReference", id=number))


def _mark(content: Element) -> Element:
    run, properties = element("r"), element("rPr")
    properties.append(element("rStyle", val=COMMENT_MARK))
    run.extend([properties, content])
    return run


def _write(number: int, comment: Comment) -> Element:
    made = element(
        "comment", id=number, author=plain(comment.author)[:255], date=comment.moment, initials=plain(comment.initials)
    )
    made.extend(_write_paragraphs(comment.paragraphs))
    return made


def _write_paragraphs(paragraphs: Sequence[str]) -> list[Element]:
    written = []
    for number, text in enumerate(paragraphs):
        paragraph, properties, run = element("p"), element("pPr"), element("r")
        properties.append(element("pStyle", val=COMMENT))
        run.append(docx_elements.text(plain(text)))
        paragraph.extend([properties, *([] if number else [_mark(element("annotationRef"))]), run])
        written.append(paragraph)
    return written
