"""Numbers of demands: frozen once given, so that a demand added between 7 and 8 is 7a, then 7b."""

from __future__ import annotations

import re
from collections.abc import Collection

from drafting.text.document import letters

_NUMBER = re.compile(r"(\d+)(.*)")


def number_after(before: str, numbers: Collection[str]) -> str:
    """The number for a demand that follows ``before``, none of ``numbers`` being given twice.

    After the last one it is the next whole number, elsewhere the number before it with the next free letter.
    """
    whole = [int(match[1]) for number in numbers if (match := _NUMBER.match(number))]
    highest = max(whole, default=0)
    match = _NUMBER.match(before)
    if match is None:
        return str(highest + 1)
    stem = int(match[1])
    if stem == highest:
        return str(highest + 1)
    letter = 1
    while f"{stem}{letters(letter)}" in numbers:
        letter += 1
    return f"{stem}{letters(letter)}"
