"""Files that are not what they seem: each is refused with a sentence that says what to do, and in little memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from drafting.errors import InvalidInputError
from drafting.imports.papers import read_paper
from tests.imports.word import MAIN, paragraph, run, word_file, zip_file

GOOD = word_file(paragraph("Papier", style="Titel"), paragraph("Ein Satz."))


def _patched(name: str, content: str | bytes) -> bytes:
    return word_file(paragraph("Ein Satz."), parts={name: content})


def _renamed(old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return zip_file({new if name == old else name: archive.read(name) for name in archive.namelist()})


def _encrypted_entry() -> bytes:
    data = bytearray(GOOD)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        data[at + offset] |= 1
    return bytes(data)


def _twice() -> bytes:
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    return stream.getvalue()


def _bomb() -> bytes:
    return _patched("word/media/a.bin", b"\0" * 60_000_000)


def _understated_bomb() -> bytes:
    """A part that unpacks to far more than a paper has, in XML that compresses less well."""
    return word_file(*(paragraph(f"Satz {number}. " + "x" * 3_000) for number in range(6_000)))


def _doctype(declaration: str) -> bytes:
    return word_file(paragraph("&e;"), prolog=f"<!DOCTYPE x [{declaration}]>")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
STRICT = _patched(
    "_rels/.rels",
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>",
)

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "leer"),
    "truncated": (lambda: GOOD[: len(GOOD) // 2], "unvollständig"),
    "truncated in the middle": (lambda: GOOD[:300] + GOOD[500:], "unvollständig"),
    "old doc": (lambda: OLE, "alten Office-Format"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
    "encrypted entry": (_encrypted_entry, "Kennwort"),
    "pdf": (lambda: b"%PDF-1.7\n...", "PDF"),
    "rtf": (lambda: b"{\\rtf1\\ansi}", "RTF"),
    "html": (lambda: b"<html><body>Papier</body></html>", "nicht das Format"),
    "other zip": (lambda: zip_file({"a.txt": "Text"}), "nicht das Format"),
    "odt": (lambda: zip_file({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "macros": (
        lambda: word_file(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "Makros",
    ),
    "hidden macros": (lambda: _patched("word/vbaProject.bin", b"x"), "Makros"),
    "template": (lambda: word_file(main_type=MAIN.replace("document.main", "template.main")), "Vorlage"),
    "workbook": (
        lambda: word_file(main_type=MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet")),
        "Excel",
    ),
    "strict": (lambda: STRICT, "Strict"),
    "bomb": (_bomb, "zu groß"),
    "long bomb": (_understated_bomb, "zu groß"),
    "too many entries": (lambda: zip_file({f"a{number}": "" for number in range(2_100)}), "zu groß"),
    "too large": (lambda: b"PK" + b"x" * 10_000_001, "10 MB"),
    "zip slip": (lambda: _renamed("word/styles.xml", "../../styles.xml"), "zur Sicherheit"),
    "absolute name": (lambda: _renamed("word/styles.xml", "/etc/styles.xml"), "zur Sicherheit"),
    "name twice": (_twice, "zur Sicherheit"),
    "external entity": (lambda: _doctype('<!ENTITY e SYSTEM "file:///etc/passwd">'), "zur Sicherheit"),
    "laughing entities": (lambda: _doctype('<!ENTITY a "ha"><!ENTITY e "&a;&a;&a;">'), "zur Sicherheit"),
    "not well-formed": (lambda: _patched("word/document.xml", "<w:document>"), "beschädigt"),
    "no body": (lambda: _patched("word/document.xml", "<x/>"), "beschädigt"),
    "deep nesting": (lambda: word_file("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400), "beschädigt"),
    "other file inside": (lambda: word_file('<w:altChunk r:id="a"/>'), "anderer Dateien"),
    "20,000 paragraphs": (
        lambda: word_file(*(paragraph(f"Satz {number * 7919}.") for number in range(20_000))),
        "5.000 Absätze",
    ),
    "one endless paragraph": (lambda: word_file(paragraph("Wort " * 6_000)), "20.000 Zeichen"),
    "no words": (lambda: word_file(paragraph(" ")), "kein Text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_what_to_do(name: str) -> None:
    make, expected = BAD[name]
    with pytest.raises(InvalidInputError) as refused:
        read_paper("papier.docx", make())
    assert expected in refused.value.message
    assert "Bitte" in refused.value.message or "bitte" in refused.value.message


def test_every_prefix_of_a_file_is_refused_or_read() -> None:
    for length in range(0, len(GOOD), 37):
        try:
            read_paper("papier.docx", GOOD[:length])
        except InvalidInputError:
            continue
        pytest.fail(f"{length} bytes were read as a whole file")


def test_flipped_bytes_never_crash_the_reader() -> None:
    for place in range(0, len(GOOD), 11):
        data = bytearray(GOOD)
        data[place] ^= 0xFF
        try:
            read_paper("papier.docx", bytes(data))
        except InvalidInputError:
            continue


def test_an_address_outside_is_never_opened() -> None:
    paper = read_paper(
        "papier.docx",
        word_file(
            paragraph("Ein Satz."),
            links={
                "rId7": ("attachedTemplate", "http://127.0.0.1:9/evil.dotm"),
                "rId8": ("image", "file:///etc/passwd"),
                "rId9": ("header", "http://127.0.0.1:9/header.xml"),
            },
        ),
    )
    assert paper.not_represented == ()


def _heavy() -> bytes:
    """The most that is read: nearly as many paragraphs and as much XML as the gate lets through."""
    return word_file(*(paragraph(*(run(f"{number}", "bi") for _ in range(30))) for number in range(4_990)))


@pytest.mark.parametrize("name", ["bomb", "long bomb", "20,000 paragraphs", "laughing entities", "heavy"])
def test_a_hostile_file_stays_below_300_megabytes(name: str, tmp_path: Path) -> None:
    file = tmp_path / "papier.docx"
    file.write_bytes(_heavy() if name == "heavy" else BAD[name][0]())
    code = (
        "import sys; from pathlib import Path; from drafting.errors import InvalidInputError\n"
        "from drafting.imports.papers import read_paper\n"
        "try: read_paper('papier.docx', Path(sys.argv[1]).read_bytes())\n"
        "except InvalidInputError: pass\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    result = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    kilobytes = int(result.stdout)
    assert kilobytes < 300_000
