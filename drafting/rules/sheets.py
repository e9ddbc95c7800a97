"""What has room on the sheet of DIN 5008 form B around a letter's address, and how its subject is written."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from drafting.rules.addresses import count_lines

# Characters that stand in a line for certain, however wide they are: of the return address, above the address in 80 mm,
# and of the information block, 65 mm wide. It is 40 mm high: eight lines, place and date among them.
_SENDER_WIDTH, MOST_SENDER_LINES = 54, 4
_INFORMATION_WIDTH, MOST_INFORMATION_LINES = 36, 8
_SUBJECT_WORD = regex.compile(r"(?i)^\s*betr(?:eff|\.)?\s*:\s*")


def count_sender_lines(line: str) -> int:
    """How many lines the return address takes."""
    return count_lines((line,), _SENDER_WIDTH) if line else 0


def has_room_for_sender(line: str) -> bool:
    """Whether the return address stands above the address without losing a word."""
    return count_sender_lines(line) <= MOST_SENDER_LINES


def has_room_for_information(lines: Iterable[str]) -> bool:
    """Whether the information block, with place and date, ends above the subject."""
    said = tuple(line for line in lines if line.strip())
    return count_lines(said, _INFORMATION_WIDTH) <= MOST_INFORMATION_LINES


def read_subject(words: str) -> str:
    """A subject without the word „Betreff:“, which DIN 5008 leaves out."""
    return _SUBJECT_WORD.sub("", words)
