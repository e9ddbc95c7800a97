"""Comments of a Word file: who speaks, when and what, and the marks in the text between which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_package import WORD_TYPES
from drafting.exports.docx_styles import COMMENT, COMMENT_MARK, W
from drafting.exports.lines import plain

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
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
        # Hundreds of changes by a few acts: what each says is written once.
        said = {comment: _write(comment) for comment in dict.fromkeys(self.written)}
        listed = "".join(
            f'<w:comment w:id="{number}" {said[comment]}</w:comment>' for number, comment in enumerate(self.written)
        )
        data = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{W}">{listed}</w:comments>'
        )
        part = Part(PackURI("/word/comments.xml"), f"{WORD_TYPES}.comments+xml", data.encode(), document.part.package)
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


_PARAGRAPH = (
    f'<w:p><w:pPr><w:pStyle w:val="{COMMENT}"/></w:pPr>{{}}<w:r><w:t xml:space="preserve">{{}}</w:t></w:r></w:p>'
)
_OPENING = f'<w:r><w:rPr><w:rStyle w:val="{COMMENT_MARK}"/></w:rPr><w:annotationRef/></w:r>'


def _write(comment: Comment) -> str:
    """Write a comment but for its number and its end."""
    attributes = {"author": plain(comment.author)[:255], "date": comment.moment, "initials": plain(comment.initials)}
    listed = " ".join(f"w:{name}={quoteattr(value)}" for name, value in attributes.items())
    paragraphs = "".join(
        _PARAGRAPH.format("" if number else _OPENING, escape(plain(text)))
        for number, text in enumerate(comment.paragraphs)
    )
    return f"{listed}>{paragraphs}"
