"""What stands in a PDF file outside of its data: dictionaries and names, those packed into object streams too.

Pictures and texts of pages are data: bytes in which any name may stand by chance and means nothing there.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb">>\s*stream(?:\r\n|\n|\r)")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)\b")
_END = re.compile(rb"\s{0,2}endstream")
_OBJECT = re.compile(rb"\d\s+\d{1,5}\s+obj\b|obj\s*(?:<<|\[|%)|trailer")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]{0,200}\]|/\w+)")
_NAME = re.compile(rb"/\w+")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# An object stream says at which number its first object begins; outlines have a /First too, which is a reference.
_HOLDS_OBJECTS = re.compile(rb"/ObjStm\b|/First\s+\d{1,9}\b(?!\s+\d{1,5}\s+R\b)")
_MOST_UNPACKED = 50_000_000


def read_parts(data: bytes) -> Iterator[bytes]:
    """Yield what is to be read, escapes in names undone; raises ValueError where objects cannot be unpacked."""
    at, room = 0, _MOST_UNPACKED
    while (start := _STREAM.search(data, at)) is not None:
        part = _plain(data[at : start.end()])
        end = _find_end(data, start.end(), part)
        if end < 0:
            # Nothing ends it: then it may be no stream at all.
            break
        yield part
        content = data[start.end() : end]
        if _HOLDS_OBJECTS.search(part):
            unpacked = _unpack(content, part, room)
            room -= len(unpacked)
            yield _plain(unpacked)
        elif _OBJECT.search(content):
            # The table of a file may point into data, and what stands there is then an object like any other.
            yield _plain(content)
        at = end
    yield _plain(data[at:])


def _find_end(data: bytes, start: int, part: bytes) -> int:
    # What a part says last is what its stream's own dictionary says; where that is a lie, unpacking fails.
    told = _LENGTH.findall(part)
    if told and _END.match(data, start + int(told[-1])):
        return start + int(told[-1])
    return data.find(b"endstream", start)


def _unpack(content: bytes, part: bytes, room: int) -> bytes:
    if b"/Filter" not in part:
        return content
    told = _FILTER.findall(part)
    if not told or _NAME.findall(told[-1]) != [b"/FlateDecode"] or b"/Predictor" in part:
        raise ValueError("objects packed in a way that is not read")
    reader = zlib.decompressobj()
    try:
        unpacked = reader.decompress(content, room)
    except zlib.error as error:
        raise ValueError("packed objects are damaged or encrypted") from error
    if reader.unconsumed_tail:
        raise ValueError("too many packed objects")
    return unpacked


def _plain(part: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), part)
