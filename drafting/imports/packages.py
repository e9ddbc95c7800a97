"""The gate for uploaded packages of XML (Word, Excel): nothing is parsed that has not passed it, nothing is fetched.

A package is held in memory, its parts are unpacked one by one and counted while unpacking. Every refusal is a sentence
that says what to do.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from drafting.imports import refusals

MAX_UPLOAD = 10_000_000
MAX_ENTRIES = 2_000
MAX_TOTAL = 200_000_000
MAX_XML = 12_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000

# What the ZIP reader raises for damaged files; a flipped bit can make it read a place before the file's beginning.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_TYPES = "[Content_Types].xml"
_DOCTYPE = b"<!DOCTYPE"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}"

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
FORMATS = {WORD: "Word-Dokument (.docx)", EXCEL: "Excel-Arbeitsmappe (.xlsx)"}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to an address outside, which is never opened."""

    type: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """A package that has passed the gate."""

    archive: zipfile.ZipFile
    main: str = ""
    unpacked: int = field(default=0)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self.archive.NameToInfo

    def read(self, name: str) -> bytes:
        """Unpack a part, counting: what a package claims about its sizes is not believed."""
        try:
            with self.archive.open(name) as stream:
                data = stream.read(MAX_XML + 1)
        except _UNREADABLE as error:
            raise refusals.damaged() from error
        self.unpacked += len(data)
        if len(data) > MAX_XML or self.unpacked > 3 * MAX_XML:
            raise refusals.too_large()
        return data

    def xml(self, name: str) -> etree._Element:
        """Parse a part without entities, DTD or network."""
        return parse_xml(self.read(name))

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The links of a part, by id; targets inside are full names."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(part):
            return {}
        found = {}
        for element in self.xml(part).iter(f"{_RELATED}Relationship"):
            external = element.get("TargetMode", "") == "External"
            target = element.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = Relationship(element.get("Type", ""), target, external)
        return found


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML that comes from outside; a document type declaration is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if _DOCTYPE in data[:4096]:
        raise refusals.forged()
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusals.damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusals.forged()
    return root


def open_package(data: bytes, main_type: str) -> Package:
    """Let a package through if it is what it should be; raises InvalidInputError with what to do."""
    wanted = FORMATS[main_type]
    _check_start(data, wanted)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise refusals.damaged() from error
    _check_entries(archive.infolist())
    package = Package(archive)
    if not package.has(_TYPES):
        is_open_document = package.has("mimetype") and b"opendocument" in package.read("mimetype")
        raise refusals.open_document(wanted) if is_open_document else refusals.other_format(wanted)
    package.main = _find_main(package, main_type, wanted)
    return package


def _check_start(data: bytes, wanted: str) -> None:
    """Name what begins like something else."""
    if not data:
        raise refusals.empty()
    if len(data) > MAX_UPLOAD:
        raise refusals.too_heavy(MAX_UPLOAD // 1_000_000)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise refusals.encrypted() if is_encrypted else refusals.old_format(wanted)
    if data[:1024].lstrip().startswith(b"%PDF"):
        raise refusals.pdf()
    if data.startswith(b"{\\rtf"):
        raise refusals.rich_text(wanted)
    if not data.startswith(b"PK"):
        raise refusals.other_format(wanted)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise refusals.too_large()
    names = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 0x1:
            raise refusals.encrypted()
        if "\\" in name or name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            raise refusals.forged()
        if name.lower() in names or entry.orig_filename != name:
            raise refusals.forged()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.forged()
        names.add(name.lower())
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise refusals.too_large()


def _find_main(package: Package, main_type: str, wanted: str) -> str:
    """Find the main part and check its type: macros, templates and other programs' files are named as such."""
    types = {
        element.get("PartName", "").lstrip("/"): element.get("ContentType", "")
        for element in package.xml(_TYPES).iter(f"{_CONTENT}Override")
    }
    main = ""
    for relationship in package.relationships("").values():
        if relationship.type.startswith("http://purl.oclc.org/"):
            raise refusals.strict(wanted)
        if relationship.type.endswith("/officeDocument") and not relationship.external:
            main = relationship.target
    if not main:
        raise refusals.damaged()
    _check_type(types.get(main, ""), main_type, wanted)
    if not package.has(main):
        raise refusals.damaged()
    if any(name.lower().endswith("vbaproject.bin") for name in package.archive.NameToInfo):
        raise refusals.macros(wanted)
    return main


def _check_type(found: str, main_type: str, wanted: str) -> None:
    if found == main_type:
        return
    if "macroEnabled" in found:
        raise refusals.macros(wanted)
    if "template" in found:
        raise refusals.template(wanted)
    raise refusals.other_format(wanted, FORMATS.get(found, ""))
