"""Word files with tracked changes, and the paper they are compared with, written out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from drafting.imports.base_papers import BaseDemand, BasePaper, BaseVersion
from drafting.imports.docx_proposals import read_proposals
from drafting.imports.proposals import Proposal, Reading
from drafting.text.diff import find_edits
from drafting.text.markdown import parse
from tests.imports.word import MAIN, STYLES, part, run, word_file

CALW, ULM, LAHR = "Stadt Calw", "Stadt Ulm", "Stadt Lahr"
DATE = "2026-03-01T10:00:00Z"
CLOSING_LINE = '<w:style w:type="paragraph" w:styleId="Schlusszeile"><w:name w:val="Schlusszeile"/></w:style>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
)
TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/><Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
)
PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)


def _mark(kind: str, author: str, date: str, content: str = "") -> str:
    when = f' w:date="{date}"' if date else ""
    return f'<w:{kind} w:id="1" w:author={quoteattr(author)}{when}>{content}</w:{kind}>'


def deleted_run(text: str) -> str:
    """A run of deleted text."""
    return f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'


def ins(content: str, author: str = CALW, date: str = DATE) -> str:
    """Inserted words, or XML that somebody inserted."""
    return _mark("ins", author, date, content if content.startswith("<") else run(content))


def dele(content: str, author: str = CALW, date: str = DATE) -> str:
    """Deleted words."""
    return _mark("del", author, date, deleted_run(content))


def moved(kind: str, content: str, author: str = CALW) -> str:
    """Words moved away ("From") or to here ("To")."""
    return _mark(f"move{kind}", author, DATE, run(content))


def end(kind: str, author: str = CALW, date: str = DATE) -> str:
    """The properties of a paragraph whose end is inserted or deleted."""
    return f"<w:rPr>{_mark(kind, author, date)}</w:rPr>"


def reformatted(text: str, author: str = CALW) -> str:
    """A run made bold."""
    change = f'<w:rPrChange w:id="1" w:author={quoteattr(author)} w:date="{DATE}"><w:rPr/></w:rPrChange>'
    return f'<w:r><w:rPr><w:b/>{change}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def bookmark(name: str) -> str:
    """A bookmark that begins and ends here."""
    return f'<w:bookmarkStart w:id="7" w:name="{name}"/><w:bookmarkEnd w:id="7"/>'


def commented(text: str, number: int = 0) -> str:
    """Words with a comment."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{run(text)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def comments(*written: tuple[str, str]) -> str:
    """The part with the comments: author and words of each."""
    return part(
        "comments",
        "".join(
            f'<w:comment w:id="{number}" w:author={quoteattr(author)}><w:p>{run(text)}</w:p></w:comment>'
            for number, (author, text) in enumerate(written)
        ),
    )


def file(
    *body: str, with_comments: Sequence[tuple[str, str]] = (), properties: dict[str, str] | None = None, app: str = ""
) -> bytes:
    """A Word file; ``properties`` are its own, ``app`` is the program that saved it."""
    parts: dict[str, str | bytes] = {}
    if with_comments:
        parts["word/comments.xml"] = comments(*with_comments)
    if properties:
        inside = "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={quoteattr(name)}>'
            f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
            for pid, (name, value) in enumerate(properties.items(), 2)
        )
        parts |= {
            "docProps/custom.xml": PROPERTIES.format(inside),
            "_rels/.rels": RELATED,
            "[Content_Types].xml": TYPES,
        }
    if app:
        parts["docProps/app.xml"] = f"<Properties><Application>{app}</Application></Properties>"
    links = {"rIdC": ("comments", "comments.xml")} if with_comments else None
    return word_file(*body, parts=parts, links=links, styles=STYLES + CLOSING_LINE)


def versions(*texts: str, key: str) -> tuple[BaseVersion, ...]:
    """A demand's versions, each made from the one before by recorded edits."""
    found = []
    for number, text in enumerate(texts, 1):
        edits = find_edits(parse(texts[number - 2]), parse(text)) if number > 1 else ()
        found.append(BaseVersion(f"v{key}.{number}", number, text, edits))
    return tuple(found)


def paper_of(*demands: str | Sequence[str], sections: Iterable[int] = (), struck: Iterable[int] = ()) -> BasePaper:
    """A paper of these demands, each in one or several versions; ``sections`` are the indices that begin a new one."""
    begins = set(sections)
    found, headings = [], [("s0", "Recht")]
    for index, texts in enumerate(demands):
        if index in begins:
            headings.append((f"s{len(headings)}", f"Abschnitt {len(headings)}"))
        found.append(
            BaseDemand(
                f"d{index + 1}",
                "demand",
                str(index + 1),
                f"Forderung {index + 1}",
                headings[-1][0],
                versions(*([texts] if isinstance(texts, str) else texts), key=str(index + 1)),
                index in set(struck),
            )
        )
    return BasePaper(tuple(headings), tuple(found))


def read(data: bytes, paper: BasePaper, *, formatting: bool = False) -> Reading:
    """Read a file as proposals."""
    return read_proposals(data, paper, formatting=formatting)


def told(reading: Reading) -> list[tuple[str, str, str, str]]:
    """The proposals in short: the demand's number, the kind, the author, and the text without its title."""
    return [(p.number, p.kind.value, ", ".join(p.authors), _body(p)) for p in reading.proposals]


def _body(proposal: Proposal) -> str:
    return proposal.text.partition("\n\n")[2].strip() or proposal.text.strip()
