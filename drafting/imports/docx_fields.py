"""The fields of a Word file: codes with a result, such as links, page numbers and tables of contents."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

_HYPERLINK = regex.compile(r'HYPERLINK\s+(?:\\\S+\s+)*"([^"]+)"', regex.IGNORECASE)
_ADDRESS = regex.compile(r"(?:https?://|mailto:)[^\s()<>\\]+")


@dataclass(slots=True)
class Fields:
    """The complex fields open at this place; they run across runs and paragraphs."""

    open: list[list[str]] = field(default_factory=list)  # the code of each, and "result" once its result has begun

    @property
    def hidden(self) -> bool:
        """Whether this place is inside a field's code rather than its result, or a page number."""
        return any(len(code) < 2 or is_page_number(code[0]) for code in self.open)

    @property
    def link(self) -> str:
        """The address of the innermost field that is a link."""
        for code in reversed(self.open):
            if match := _HYPERLINK.search(code[0]):
                return clean_address(match[1])
        return ""

    @property
    def is_contents(self) -> bool:
        """Whether this place is inside a table of contents."""
        return any(regex.match(r"\s*TOC\b", code[0]) for code in self.open)

    def turn(self, kind: str) -> None:
        """Take note of the beginning, middle or end of a field."""
        if kind == "begin":
            self.open.append([""])
        elif self.open and kind == "separate":
            self.open[-1].append("result")
        elif self.open and kind == "end":
            self.open.pop()


def is_page_number(code: str) -> bool:
    """Whether a field counts pages; such numbers are no words of the text."""
    return regex.match(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", code) is not None


def clean_address(target: str) -> str:
    """An address as far as the canonical form can hold it; others give no link."""
    address = target.strip().replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return address if _ADDRESS.fullmatch(address) else ""
