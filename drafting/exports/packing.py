"""Several files in one ZIP: named after whom they are for, and packed so that the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import regex

from drafting.exports.correspondence import plain


def name_files(names: Iterable[str], ending: str) -> list[str]:
    """Name the files of a ZIP after their recipients, no two alike whatever the capitals."""
    made: dict[str, str] = {}
    for name in names:
        words = regex.sub(r"[^\p{L}\p{N} .,_-]+", " ", plain(name)).split()
        bare, number = "", 1
        for length in range(len(words), 0, -1):
            if len(bare := " ".join(words[:length]).strip(" .,-")[:80]) <= 60 and bare:
                break
        file = f"{bare or 'Brief'}{ending}"
        while file.casefold() in made:
            number += 1
            file = f"{bare or 'Brief'} {number}{ending}"
        made[file.casefold()] = file
    return list(made.values())


def pack(parts: dict[str, bytes], *, onto: bytes = b"", is_packed: bool = True) -> bytes:
    """Pack the parts, behind those packed already; every entry carries the format's first date.

    What is packed by itself is only stored.
    """
    packed = io.BytesIO(onto)
    with zipfile.ZipFile(packed, "a" if onto else "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            is_small = is_packed and not name.endswith((".png", ".jpg", ".jpeg"))
            entry.compress_type = zipfile.ZIP_DEFLATED if is_small else zipfile.ZIP_STORED
            entry.external_attr, entry.create_system = 0o600 << 16, 3 if not name.isascii() else 0
            archive.writestr(entry, data)
    return packed.getvalue()
