"""Acts: what changed a text, who stands behind it and how it was decided, and how a file says so in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

# Where the conference's day is, as on its pages.
ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class ActVote:
    """The vote behind an act, with its numbers and the formula in words; ``answers`` where it was no yes or no."""

    number: int
    electorate: str
    at: datetime | None
    yes: int
    no: int
    abstain: int
    invalid: int
    formula: str
    answers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What changed a text.

    ``kind`` is "amendment", or that of a version which no amendment brought ("import", "editorial", "undo",
    "restore", "vote"), "signing" for who signs, "details" for a line the paper bears besides its text, or "otherwise"
    for what follows from other changes. ``label`` is that of an amendment („Ä12“) or says who acted („Redaktion“).
    ``is_backwards`` says that the later of the two states stands before it.
    """

    kind: str
    label: str
    proposer: str = ""
    at: datetime | None = None
    headline: str = ""
    reason: str = ""
    vote: ActVote | None = None
    is_partial: bool = False
    is_move: bool = False
    is_backwards: bool = False
    undoes: int = 0

    @property
    def author(self) -> str:
        """Whose name a change bears: „Ä12 · Stadt Calw“."""
        return f"{self.label} · {self.proposer}" if self.proposer else self.label

    def from_elsewhere(self) -> Act:
        """The act where it has struck words that stand elsewhere too: „Ä12 · Stadt Calw (verschoben)“."""
        what = "verschoben" if self.is_move else "gestrichen"
        if self.proposer:
            return replace(self, proposer=f"{self.proposer} ({what})")
        return replace(self, label=f"{self.label} ({what})")

    def describe(self) -> tuple[str, ...]:
        """Say in paragraphs what it was and how it was decided."""
        return tuple(self._describe())

    def _describe(self) -> Iterator[str]:
        if self.is_backwards:
            yield "Umgekehrt verglichen: Im anderen Stand ist dies schon geschehen."
        yield f"{self.author}: {self.headline}" if self.headline else self.author
        if self.is_partial:
            yield "Zum Teil übernommen."
        if self.vote is not None:
            yield from _describe_vote(self.vote)
        else:
            yield _WITHOUT_VOTE[self.kind].format(at=show_moment(self.at), undoes=self.undoes)
        if self.is_move:
            yield "Verschoben: an der alten Stelle gestrichen, an der neuen eingefügt."
        if self.reason:
            yield f"„{self.reason}“"


_WITHOUT_VOTE = {
    "amendment": "Ohne Abstimmung übernommen am {at}.",
    "import": "Eingelesen am {at}.",
    "editorial": "Redaktionell geändert am {at}, ohne Abstimmung.",
    "undo": "Rücknahme von Fassung {undoes} am {at}.",
    "restore": "Frühere Fassung wiederhergestellt am {at}, ohne Abstimmung.",
    "vote": "Durch Abstimmung entschieden am {at}.",
    "signing": "Unter jedem Stand stehen die, die ihn unterzeichnet haben; ohne Abstimmung.",
    "details": "Angaben zum Papier geändert am {at}, ohne Abstimmung.",
    "otherwise": "Nummer, Form oder Stelle, als Folge anderer Änderungen; ohne Abstimmung.",
}


def _describe_vote(vote: ActVote) -> Iterator[str]:
    yield f"Abstimmung {vote.number}, {vote.electorate}, {show_moment(vote.at)}"
    if vote.answers:
        yield "; ".join(f"{label}: {count}" for label, count in vote.answers)
    else:
        abstain = f"{vote.abstain} Enthaltung" if vote.abstain == 1 else f"{vote.abstain} Enthaltungen"
        yield f"{vote.yes} Ja, {vote.no} Nein, {abstain}" + (f", {vote.invalid} ungültig" if vote.invalid else "")
    if vote.formula:
        yield vote.formula


def show_moment(moment: datetime | None) -> str:
    """A moment on the clock of the conference: „14.10.2026, 10:32 Uhr“."""
    return moment.astimezone(ZONE).strftime("%d.%m.%Y, %H:%M Uhr") if moment else "unbekannt"
