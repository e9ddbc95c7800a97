"""Reading an organizer's letterhead: let through what is safe, and say which placeholders were found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from drafting.errors import InvalidInputError
from drafting.imports import refusals
from drafting.imports.packages import WORD, Package, open_package
from drafting.rules.placeholders import LABELS, PATTERN, USUAL, read_placeholder

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_FORBIDDEN = ("/aFChunk", "/oleObject", "/attachedTemplate", "/package", "/control", "/subDocument", "/frame")
_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class LetterheadReport:
    """What is in a letterhead: placeholders found and missing, as written („[Betreff]“), and its fonts.

    ``unknown`` are words in brackets that stay as they are.
    """

    found: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    fonts: tuple[str, ...]


def read_letterhead(data: bytes) -> LetterheadReport:
    """Look a letterhead over; raises InvalidInputError with what to do about one that cannot be used."""
    package = open_package(data, WORD)
    root = package.xml(package.main)
    if package.main != _MAIN or root.prefix != "w" or root.find(f"{_W}body") is None:
        raise InvalidInputError(
            "Den Aufbau dieser Datei kennt der Briefkopf nicht. Bitte in Word öffnen und neu als .docx speichern."
        )
    _check_links(package)
    _check_types(package)
    if next(root.iter(f"{_W}altChunk"), None) is not None:
        raise refusals.embedded()
    if next(root.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"), None) is not None:
        raise InvalidInputError(
            "Im Briefkopf sind noch Änderungen nachverfolgt. Bitte in Word alle annehmen und neu speichern."
        )
    found: list[str] = []
    unknown: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        text = read_own_text(paragraph)
        for match in PATTERN.finditer(text):
            name = read_placeholder(match["word"])
            (found if name else unknown).append(name or match[0])
            if name == "text" and text.strip() != match[0]:
                raise InvalidInputError("Der Platzhalter [Brieftext] muss im Briefkopf allein in seinem Absatz stehen.")
    if "text" not in found:
        raise InvalidInputError(
            "Im Briefkopf fehlt der Platzhalter [Brieftext]; ohne ihn ist nicht klar, wohin der Text gehört. "
            "Bitte in Word als eigenen Absatz einfügen."
        )
    if found.count("text") > 1:
        raise InvalidInputError("Der Platzhalter [Brieftext] steht im Briefkopf mehr als einmal.")
    return LetterheadReport(
        found=tuple(LABELS[name] for name in LABELS if name in found),
        missing=tuple(LABELS[name] for name in USUAL if name not in found),
        unknown=tuple(dict.fromkeys(unknown)),
        fonts=_list_fonts(package),
    )


def read_own_text(paragraph: etree._Element) -> str:
    """The text of a paragraph's own runs, however they are split; text boxes inside are paragraphs of their own."""
    return "".join(
        text.text or "" for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p")) is paragraph
    )


def _check_links(package: Package) -> None:
    """Refuse what comes from elsewhere: nothing outside the file is ever fetched."""
    for name in package.archive.namelist():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        for relationship in package.relationships(folder + file.removesuffix(".rels")).values():
            if relationship.type.endswith(_FORBIDDEN):
                raise refusals.embedded()
            if relationship.external and not relationship.type.endswith("/hyperlink"):
                raise InvalidInputError(
                    "Der Briefkopf bindet etwas von außerhalb ein, zum Beispiel ein verknüpftes Bild. "
                    "Bitte in Word das Bild einfügen statt verknüpfen und neu speichern."
                )
            if not relationship.external and not package.has(relationship.target):
                raise refusals.damaged()
            if not relationship.external and relationship.target.endswith(".xml"):
                package.xml(relationship.target)


def _check_types(package: Package) -> None:
    """Refuse a file that calls its parts something else, or nothing: no office program would open it."""
    root = package.xml("[Content_Types].xml")
    types = {
        each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in root.iter(f"{_CONTENT}Override")
    }
    endings = {each.get("Extension", "").casefold() for each in root.iter(f"{_CONTENT}Default")}
    for name in package.archive.namelist():
        if name != "[Content_Types].xml" and name not in types and name.rpartition(".")[2].casefold() not in endings:
            raise refusals.damaged()
    for relationship in package.relationships(package.main).values():
        kind = relationship.type.rpartition("/")[2]
        is_known = kind in ("styles", "numbering", "settings", "header", "footer")
        if is_known and not types.get(relationship.target, "").endswith(f".{kind}+xml"):
            raise refusals.damaged()


def _list_fonts(package: Package) -> tuple[str, ...]:
    """The fonts the styles of the letterhead name."""
    fonts: dict[str, None] = {}
    for part in ("word/styles.xml", "word/theme/theme1.xml"):
        if package.has(part):
            fonts.update(dict.fromkeys(_find_fonts(package.xml(part))))
    return tuple(fonts)[:8]


def _find_fonts(root: etree._Element) -> Iterator[str]:
    for style in root.iter(f"{_W}style"):
        if style.get(f"{_W}customStyle") or style.get(f"{_W}default"):
            yield from (name for fonts in style.iter(f"{_W}rFonts") if (name := fonts.get(f"{_W}ascii")))
