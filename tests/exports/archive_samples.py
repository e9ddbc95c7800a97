"""Archives for the tests of exports: a conference as small as it can be, filled as a test needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from drafting.exports.archives import (
    AmendmentRecord,
    Archive,
    ConferenceRecord,
    EditionRecord,
    EffectRecord,
    EntryRecord,
    HeadingRecord,
    PanelRecord,
    PaperRecord,
    SectionRecord,
    UnitRecord,
    VersionRecord,
    WordingRecord,
)
from drafting.exports.polls import NameRecord, PollRecord, ReceiptRecord
from drafting.rules.lifecycle import AMENDMENT_STATE_LABELS, AmendmentKind, AmendmentState

MOMENT = datetime(2026, 11, 12, 16, 30, tzinfo=UTC)
LINES = st.sampled_from(("", " ", "Stadt Calw", "zwei\nZeilen", "<&>\x07\ufffe", "„Präambel“"))


def make_unit(number: str, *texts: str, id_: str = "unit", kind: str = "demand", by: str = "") -> UnitRecord:
    """A unit with these versions; the later ones were made by the amendment ``by``."""
    versions = tuple(
        VersionRecord(
            number=count,
            at=MOMENT,
            source="import" if count == 1 else "amendment",
            text=text,
            is_struck=False,
            reason="",
            undoes=0,
            poll=0,
            amendments=(EffectRecord(by, False),) if by and count > 1 else (),
            origins=(),
            removals=(),
        )
        for count, text in enumerate(texts, start=1)
    )
    section = "section" if kind == "demand" else ""
    return UnitRecord(id_, kind, section, number, f"Forderung {number}", "Titel", False, versions)


def make_amendment(
    number: int,
    *,
    kind: AmendmentKind = AmendmentKind.CHANGE,
    state: AmendmentState = AmendmentState.OPEN,
    polls: tuple[int, ...] = (),
    text: str = "# Titel\n\nText.",
    reason: str = "Darum.",
    headline: str = "Anders",
    proposer: str = "Stadt Calw",
) -> AmendmentRecord:
    """An amendment to the unit named ``unit``."""
    return AmendmentRecord(
        id=f"amendment{number}",
        number=number,
        label=f"Ä{number}",
        kind=kind,
        kind_label="Änderung",
        unit="unit",
        section="",
        after="",
        headline=headline,
        sentences=("In Zeile 1 wird „so“ durch „anders“ ersetzt.",),
        reason=reason,
        is_editorial=False,
        is_compromise=False,
        proposer=proposer,
        organisation="",
        co_proposers=(),
        supporters=3,
        state=state,
        state_label=AMENDMENT_STATE_LABELS[state],
        outcome="Angenommen" if state is AmendmentState.ADOPTED else AMENDMENT_STATE_LABELS[state],
        settled_by="",
        submitted_at=MOMENT,
        decided_at=MOMENT if state is not AmendmentState.OPEN else None,
        recommendation=None,
        polls=polls,
        wordings=(WordingRecord(1, MOMENT, "submitted", 1, text, ()),),
    )


def make_poll(number: int) -> PollRecord:
    """A poll that has ended, with ballots by name and receipts, which no archive may show."""
    return PollRecord(
        id=f"poll{number}", number=number, state="closed", state_label="beendet", question="amendment",
        question_label="Änderungsantrag", about="Ä12", sentence="Soll das so sein?", kind="named",
        kind_label="namentlich", counts_by="person", is_weighted=False, electorate="Plenum", recommends=False,
        rule="simple", rule_label="Mehr Ja als Nein", rule_reason="", quorum="", opened_at=MOMENT, closed_at=MOMENT,
        is_counted=True, entitled=40, cast=36, not_voted=4, people_entitled=40, people=36,
        yes=30, no=4, abstain=2, invalid=0, marked=0,
        on_devices=36, by_hand=0,
        verdict="adopted", verdict_label="Angenommen", formula="Mehr Ja als Nein: 30 gegen 4.", effect="",
        annul_reason="", digest="", items=(), options=(), hand_counts=(),
        names=(NameRecord("Ada Amsel", "Stadt Calw", "Ja", 1),),
        receipts=(ReceiptRecord("abc", "Ja"),),
    )  # fmt: skip


def make_archive(
    units: Sequence[UnitRecord] = (),
    amendments: Sequence[AmendmentRecord] = (),
    polls: Sequence[PollRecord] = (),
) -> Archive:
    """A conference with these, as it stands."""
    return Archive(
        conference=ConferenceRecord(
            "conference", "Tagung", "Ulm", MOMENT.date(), None, "decision", "Entscheidung", "simple", "",
            (PanelRecord("panel", "Recht", False),),
        ),
        edition="jetzt",
        at=MOMENT,
        paper=PaperRecord(
            "paper", "Forderungen", "", "2. Oktober 2024", "Ulm", ("Stadt Calw",),
            (SectionRecord("section", "Recht", "Recht"),), tuple(units),
        ),
        editions=(
            EditionRecord(
                "jetzt", "present", "", "Forderungen", "", "2. Oktober 2024", "Ulm", None,
                (HeadingRecord("section", "Recht"),),
                tuple(EntryRecord(unit.id, unit.section, unit.number, unit.versions[-1].number) for unit in units),
            ),
        ),
        amendments=tuple(amendments),
        polls=tuple(polls),
        examples=(),
        comments=(),
    )  # fmt: skip
