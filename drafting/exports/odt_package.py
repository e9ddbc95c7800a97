"""The bare OpenDocument file a letter is written into: its styles and properties, packed without a trace of the clock.

Written here rather than by a library, for the same reason as the Word file: a library's template brings styles, a
language and dates of its own.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from lxml import etree

from drafting.exports.docx_styles import ACCENT, FONT, HAIRLINE, INK, QUIET

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_TYPE = "application/vnd.oasis.opendocument.text"
_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())

TITLE, SUBTITLE, DATE, SECTION, DEMAND = "Title", "Subtitle", "Datumszeile", "Heading_20_1", "Heading_20_2"
TEXT, ITEM, LAST_ITEM, REASON = "Text_20_body", "Aufzaehlung", "Aufzaehlung_Ende", "Begruendung"
PLACE, SIGNATORY = "Ort", "Unterzeichnende"
FOOTER, NUMBER, BOLD, ITALIC, LINK = "Footer", "Nummer", "Strong_20_Emphasis", "Emphasis", "Internet_20_link"
LISTS = {"bullet": "Liste_Strich", "number": "Liste_Zahl", "letter": "Liste_Buchstabe"}

_ITEM_WIDTH = 0.7  # cm


def _paragraph(name: str, shown: str, paragraph: str, text: str, more: str = "", *, parent: str = "Standard") -> str:
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" '
        f'style:parent-style-name="{parent}" {more}><style:paragraph-properties {paragraph}/>'
        f"<style:text-properties {text}/></style:style>"
    )


def _character(name: str, shown: str, text: str) -> str:
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="text">'
        f"<style:text-properties {text}/></style:style>"
    )


_BOLD = 'fo:font-weight="bold" style:font-weight-complex="bold"'
_KEEP = 'fo:keep-with-next="always" fo:hyphenation-ladder-count="no-limit"'
_HEAD = 'style:default-outline-level="{}" style:next-style-name="Text_20_body"'


def _gaps(before: float, after: float) -> str:
    return f'fo:margin-top="{before}cm" fo:margin-bottom="{after}cm"'


_STYLES = (
    _paragraph(
        TITLE,
        "Title",
        f"{_KEEP} {_gaps(0, 0.2)}",
        f'fo:font-size="24pt" fo:hyphenate="false" fo:color="#{ACCENT}" {_BOLD}',
    ),
    _paragraph(SUBTITLE, "Subtitle", f"{_KEEP} {_gaps(0, 0.28)}", 'fo:font-size="13pt" fo:hyphenate="false"'),
    _paragraph(
        DATE,
        "Datumszeile",
        f'{_gaps(0, 0.64)} fo:border-bottom="0.5pt solid #{HAIRLINE}" fo:padding-bottom="0.35cm"',
        f'fo:font-size="10pt" fo:color="#{QUIET}"',
    ),
    _paragraph(
        SECTION,
        "Heading 1",
        f"{_KEEP} {_gaps(0.85, 0.25)}",
        f'fo:font-size="15pt" fo:hyphenate="false" fo:color="#{ACCENT}" {_BOLD}',
        _HEAD.format(1),
    ),
    _paragraph(
        DEMAND,
        "Heading 2",
        f'{_KEEP} {_gaps(0.56, 0.14)} fo:margin-left="0cm" fo:text-indent="-1.3cm"',
        f'fo:font-size="11.5pt" fo:hyphenate="false" {_BOLD}',
        _HEAD.format(2),
    ).replace(
        "/><style:text-properties",
        '><style:tab-stops><style:tab-stop style:position="0cm"/></style:tab-stops></style:paragraph-properties>'
        "<style:text-properties",
    ),
    _paragraph(TEXT, "Text body", _gaps(0, 0.25), ""),
    _paragraph(ITEM, "Aufzählung", _gaps(0, 0.1), "", parent=TEXT),
    _paragraph(LAST_ITEM, "Aufzählung Ende", _gaps(0, 0.25), "", parent=ITEM),
    _paragraph(
        REASON,
        "Begründung",
        f'{_gaps(0, 0.21)} fo:margin-left="0.4cm" fo:border-left="0.5pt solid #{HAIRLINE}" fo:padding-left="0.3cm"',
        f'fo:font-size="9.5pt" fo:color="#{QUIET}"',
        parent=TEXT,
    ),
    _paragraph(PLACE, "Ort und Datum", f'fo:keep-with-next="always" {_gaps(0.85, 0.21)}', ""),
    _paragraph(SIGNATORY, "Unterzeichnende", _gaps(0, 0.1), 'fo:hyphenate="false"'),
    _paragraph(FOOTER, "Footer", 'fo:text-align="end"', f'fo:font-size="8.5pt" fo:color="#{QUIET}"'),
    _character(NUMBER, "Forderungsnummer", f'fo:color="#{ACCENT}"'),
    _character(BOLD, "Strong Emphasis", _BOLD),
    _character(ITALIC, "Emphasis", 'fo:font-style="italic" style:font-style-complex="italic"'),
    _character(
        LINK,
        "Internet link",
        f'fo:color="#{ACCENT}" style:text-underline-style="solid" style:text-underline-width="auto"',
    ),
)


def _list_style(kind: str) -> str:
    levels = []
    for level in range(1, 4):
        place = (
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            '<style:list-level-label-alignment text:label-followed-by="listtab" '
            f'fo:text-indent="-{_ITEM_WIDTH}cm" fo:margin-left="{_ITEM_WIDTH * level:.1f}cm"/>'
            "</style:list-level-properties>"
        )
        if kind == "bullet":
            levels.append(
                f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="–">{place}'
                "</text:list-level-style-bullet>"
            )
        else:
            form, sign = ("1", ".") if kind == "number" else ("a", ")")
            levels.append(
                f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" '
                f'style:num-letter-sync="true" style:num-suffix="{sign}">{place}</text:list-level-style-number>'
            )
    return f'<text:list-style style:name="{LISTS[kind]}">{"".join(levels)}</text:list-style>'


def _styles(language: str, page_words: tuple[str, str]) -> str:
    tongue, _, country = language.partition("-")
    fonts = " ".join(f'style:font-name{kind}="{FONT}"' for kind in ("", "-asian", "-complex"))
    text = (
        f'{fonts} fo:font-size="10.5pt" fo:color="#{INK}" fo:language="{tongue}" fo:country="{country}" '
        'fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"'
    )
    footer = (
        f'<text:p text:style-name="{FOOTER}">{page_words[0]} <text:page-number text:select-page="current">2'
        f"</text:page-number> {page_words[1]} <text:page-count>2</text:page-count></text:p>"
    )
    return (
        f'<office:document-styles {_DECLARED} office:version="1.3"><office:font-face-decls><style:font-face '
        f'style:name="{FONT}" svg:font-family="{FONT}" style:font-family-generic="swiss"/></office:font-face-decls>'
        '<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties '
        'fo:orphans="2" fo:widows="2" fo:line-height="123%" style:writing-mode="lr-tb" '
        f'style:tab-stop-distance="1.25cm"/><style:text-properties {text}/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        f"{''.join(_STYLES)}{''.join(map(_list_style, LISTS))}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="Seite"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" style:print-orientation="portrait" fo:margin-top="2.6cm" fo:margin-bottom="1.4cm" '
        'fo:margin-left="3.3cm" fo:margin-right="2.7cm"/><style:footer-style><style:header-footer-properties '
        'fo:min-height="1.3cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="Seite"><style:footer>{footer}</style:footer>'
        f'<style:footer-first><text:p text:style-name="{FOOTER}"/></style:footer-first></style:master-page>'
        "</office:master-styles></office:document-styles>"
    )


def pack(
    content: bytes,
    *,
    language: str,
    page_words: tuple[str, str],
    title: str,
    creator: str,
    moment: datetime | None,
) -> bytes:
    """Pack the file: its content, the styles, and its properties; the same content gives the same bytes."""
    parts = {
        "content.xml": content,
        "styles.xml": _declare(_styles(language, page_words)),
        "meta.xml": _properties(language, title, creator, moment),
        "META-INF/manifest.xml": _manifest(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        # By the mimetype, stored first and as it is, every program knows what the file is.
        archive.writestr(zipfile.ZipInfo("mimetype"), _TYPE)
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return file.getvalue()


def _declare(markup: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + markup.encode()


def _properties(language: str, title: str, creator: str, moment: datetime | None) -> bytes:
    root = etree.Element(f"{{{NAMESPACES['office']}}}document-meta", nsmap=NAMESPACES)
    root.set(f"{{{NAMESPACES['office']}}}version", "1.3")
    meta = etree.SubElement(root, f"{{{NAMESPACES['office']}}}meta")
    when = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
    for name, value in (
        ("meta:generator", "drafting"),
        ("dc:title", title),
        ("meta:initial-creator", creator),
        ("dc:creator", creator),
        ("meta:creation-date", when),
        ("dc:date", when),
        ("dc:language", language),
    ):
        if value:
            prefix, tag = name.split(":")
            etree.SubElement(meta, f"{{{NAMESPACES[prefix]}}}{tag}").text = value
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _manifest() -> bytes:
    entries = {"/": _TYPE, "content.xml": "text/xml", "styles.xml": "text/xml", "meta.xml": "text/xml"}
    rows = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in entries.items()
    )
    address = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _declare(f'<manifest:manifest xmlns:manifest="{address}" manifest:version="1.3">{rows}</manifest:manifest>')
