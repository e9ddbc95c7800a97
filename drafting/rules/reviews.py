"""The Bilanz: what can have become of a demand of the earlier paper, and how a table of it says so."""

from __future__ import annotations

from enum import StrEnum


class ReviewStatus(StrEnum):
    """What became of a demand since it was raised."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    OPEN = "open"


REVIEW_LABELS = {
    ReviewStatus.FULFILLED: "Erfüllt",
    ReviewStatus.PARTLY: "Teilweise erfüllt",
    ReviewStatus.OPEN: "Offen",
}
# The sign that stands with the word, by its name in ``templates/_icons.html``.
REVIEW_SIGNS = {ReviewStatus.FULFILLED: "tick", ReviewStatus.PARTLY: "half", ReviewStatus.OPEN: "ring"}
_WORDS = {
    **{label.casefold(): status for status, label in REVIEW_LABELS.items()},
    **{status.value: status for status in ReviewStatus},
    "teilweise": ReviewStatus.PARTLY,
    "nicht erfüllt": ReviewStatus.OPEN,
}


def read_status(word: str) -> ReviewStatus | None:
    """Return the status a word of a form or a table means; None for any other."""
    return _WORDS.get(" ".join(word.split()).casefold())


def demand_key(number: str, title: str) -> tuple[str, str]:
    """Return by what a demand is found again a year later: its number and title, whatever the capitals and blanks."""
    return " ".join(number.split()).rstrip(".").casefold(), " ".join(title.split()).casefold()
