"""The bare Word file a letter is written into, and how it is saved so that the same letter gives the same bytes.

python-docx's own template brings 160 styles, US Letter, an author and a picture of a page; ours is written here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument

from drafting.exports.docx_styles import FOOTER, STYLES, Style, W, styles_xml

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_PARTS = {  # name of the part → kind of its content and of the relation to it
    "styles": "styles",
    "settings": "settings",
    "numbering": "numbering",
    "footer1": "footer",
    "footer2": "footer",
}

# A4 with the number's column left of the text; twips. A first page without number, as letters have it.
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="first" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1531" w:bottom="1531" w:left="1871"'
    ' w:header="709" w:footer="794" w:gutter="0"/><w:titlePg/></w:sectPr>'
)

_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:autoHyphenation/>'
    '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/><w:doNotHyphenateCaps/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{language}"/>'
    '<w:decimalSymbol w:val="{decimal}"/><w:listSeparator w:val=";"/></w:settings>'
)


def new_package(
    *, language: str, running_title: str, page_words: tuple[str, str], styles: Iterable[Style] = STYLES
) -> WordDocument:
    """Open an empty A4 file; ``page_words`` are those around the page number ("Seite", "von")."""
    relation = f'<Relationships xmlns="{_RELATIONS}">{{}}</Relationships>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": relation.format(
            _relation("rId1", f"{_R}/officeDocument", "word/document.xml")
            + _relation("rId2", f"{_RELATIONS}/metadata/core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PROPERTIES}"/>',
        "word/_rels/document.xml.rels": relation.format(
            "".join(
                _relation(f"rId{n}", f"{_R}/{kind}", f"{part}.xml") for n, (part, kind) in enumerate(_PARTS.items(), 1)
            )
        ),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{_PAGE}</w:body></w:document>',
        "word/styles.xml": styles_xml(language, styles),
        "word/settings.xml": _SETTINGS.format(language=language, decimal="," if language[:2] == "de" else "."),
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}"/>',
        "word/footer1.xml": _footer(running_title, page_words),
        "word/footer2.xml": f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{FOOTER}"/></w:pPr></w:p></w:ftr>',
    }
    return docx.Document(io.BytesIO(_zip({name: text.encode() for name, text in parts.items()})))


def save(document: WordDocument, *, title: str, creator: str, language: str, moment: datetime | None) -> bytes:
    """Save with these properties and no trace of the clock."""
    core = document.core_properties
    core.title, core.author, core.language, core.last_modified_by = title[:255], creator[:255], language, creator[:255]
    core.revision = 1
    if moment is not None:
        core.created = core.modified = moment.astimezone(UTC) if moment.tzinfo else moment
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        return _zip({name: archive.read(name) for name in archive.namelist()})


def _zip(parts: dict[str, bytes]) -> bytes:
    """Pack the parts; every entry carries the format's first date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 0
            archive.writestr(entry, data)
    return packed.getvalue()


def _relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>'


def _content_types() -> str:
    overrides = {"word/document": f"{WORD_TYPES}.document.main+xml"}
    overrides |= {f"word/{part}": f"{WORD_TYPES}.{kind}+xml" for part, kind in _PARTS.items()}
    overrides["docProps/core"] = "application/vnd.openxmlformats-package.core-properties+xml"
    listed = "".join(f'<Override PartName="/{part}.xml" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _footer(running_title: str, page_words: tuple[str, str]) -> str:
    page, of = page_words
    text = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'.format
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ).format
    return (
        f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{FOOTER}"/></w:pPr>{text(escape(running_title))}'
        f"<w:r><w:tab/></w:r>{text(page + ' ')}{field('PAGE')}{text(' ' + of + ' ')}{field('NUMPAGES')}</w:p></w:ftr>"
    )
