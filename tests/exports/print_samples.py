"""Prints for the tests: one of every kind, small, with everything that can be in it."""

from __future__ import annotations

from datetime import UTC, datetime

from drafting.exports.amendments import AmendmentLine, AmendmentList, lay_out_amendments
from drafting.exports.annexes import Annexes, CoSigner, PrintedExample, PrintedNote, lay_out_annexes
from drafting.exports.letter_prints import lay_out_letter
from drafting.exports.minutes import Minutes, lay_out_minutes
from drafting.exports.prints import Print
from drafting.exports.synopses import Ground, Synopsis, SynopsisUnit, lay_out_synopsis
from drafting.text.diff import find_edits
from drafting.text.markdown import parse
from drafting.text.redline import redline
from drafting.text.synopsis import arrange
from tests.exports.samples import USUAL
from tests.exports.test_polls import RECORD

MOMENT = datetime(2026, 11, 26, 15, 30, tzinfo=UTC)
OLD = parse(
    "# Gebühren\n\nDas Land zahlt zeitnah. Die Kommunen berichten.\n\nEs gilt:\n\n1. eins,\n2. zwei,\n3. drei.\n\n"
    "a) Luft,\nb) Wasser.\n\n> Geld fehlt."
)
NEW = parse(
    "# Gebühren\n\nDas Land zahlt sofort. Die Kommunen berichten.\n\nEs gilt:\n\n1. eins,\n3. drei,\n4. vier.\n\n"
    "a) Luft,\nb) Wasser.\n\n> Geld fehlt."
)
GROUNDS = (
    Ground("Ä1, Stadt Calw", "Abstimmung 3 (Plenum): 20 Ja, 3 Nein, 1 Enthaltung.", "Es eilt."),
    Ground("Redaktionell geändert", "Ohne Abstimmung.", ""),
)


def compare() -> Synopsis:
    """Two states of three demands: one changed by two acts, one struck, one as it was."""
    edits = find_edits(OLD, NEW)
    owners = ["0" if number == 0 else "1" for number in range(len(edits))]
    gone = tuple(arrange(redline(OLD, find_edits(OLD, parse("")))))
    return Synopsis(
        title="Papier",
        before="Stand 2024",
        after="Stand 2026",
        units=(
            SynopsisUnit(
                "Forderung 1",
                "Gebühren",
                "changed",
                ("Zuvor Forderung 2.",),
                tuple(arrange(redline(OLD, edits, owners=owners))),
                GROUNDS,
                "Recht",
            ),
            SynopsisUnit("Forderung 3", "Weg", "struck", (), gone, GROUNDS[:1]),
            SynopsisUnit("Forderung 4", "Bleibt", "same", (), (), ()),
        ),
        sender="Netzwerk",
        moment=MOMENT,
    )


LINE = AmendmentLine(
    label="Ä1",
    group="Forderung 1: Gebühren",
    kind="",
    place="Zeile 2",
    headline="Schneller zahlen",
    sentences=("In Zeile 2 wird „zeitnah“ durch „sofort“ ersetzt.",),
    text=(),
    reason="Es eilt.\n\nSehr.",
    proposers=("Stadt Calw", "Stadt Ulm"),
    supporters=2,
    is_open=False,
    outcome="Angenommen",
    detail="20 Ja, 3 Nein, 1 Enthaltung",
)
SYNOPSIS = lay_out_synopsis(compare())
MINUTES = lay_out_minutes(Minutes(RECORD, "Heilbronn", "25. und 26. November 2026", MOMENT))
AMENDMENTS = lay_out_amendments(AmendmentList("Papier", (LINE,), sender="Netzwerk", moment=MOMENT))
ENCLOSED = Annexes(
    title="Papier",
    co_signers=(CoSigner("Calw", "Städte"), CoSigner("Ulm", "Städte", "vorbehaltlich Gremienbeschluss")),
    examples=(PrintedExample("Forderung 1: Gebühren", "Stadt Calw", "Ohne Papier", "Es geht.", "27 von 31"),),
    notes=(PrintedNote("Forderung 1", "Zu wenig", "Wir wollen mehr.", ("Stadt Lahr", "Stadt Ulm")),),
    sender="Netzwerk",
    moment=MOMENT,
)
ANNEXES = lay_out_annexes(ENCLOSED)
LETTER = lay_out_letter(USUAL)
PRINTS: dict[str, Print] = {
    "letter": LETTER,
    "synopsis": SYNOPSIS,
    "minutes": MINUTES,
    "amendments": AMENDMENTS,
    "annexes": ANNEXES,
}
EMPTY: dict[str, Print] = {
    "no amendments": lay_out_amendments(AmendmentList("Papier", (), sender="Netzwerk", moment=MOMENT)),
    "no annexes": lay_out_annexes(Annexes(title="Papier", sender="Netzwerk", moment=MOMENT)),
}
