"""What stands on the paper besides its text: its title, and the lines with its date and its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Detail(StrEnum):
    """One of these lines, under the name it has in tables, files and commands."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    DATE = "date"
    PLACE = "place"


DETAIL_LABELS = {
    Detail.TITLE: "Titel",
    Detail.SUBTITLE: "Untertitel",
    Detail.DATE: "Zeile mit dem Datum",
    Detail.PLACE: "Ort und Datum am Ende",
}
LONGEST = {Detail.TITLE: 300, Detail.SUBTITLE: 500, Detail.DATE: 300, Detail.PLACE: 300}


@dataclass(frozen=True, slots=True)
class Details:
    """The lines of the paper in one of its states; only the title is never empty."""

    title: str
    subtitle: str = ""
    date: str = ""
    place: str = ""

    def get(self, detail: Detail) -> str:
        """One of the lines."""
        line: str = getattr(self, detail.value)
        return line
