"""The course of an amendment (Verlauf): every step of its life, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    AmendmentRevision,
    DemandVersion,
    JournalEntry,
    Panel,
    Poll,
    PollOption,
    Recommendation,
    VersionAmendment,
)
from drafting.queries.decided import LaterChange
from drafting.queries.questions import is_about
from drafting.queries.sayings import Saying, saying
from drafting.rules.lifecycle import ADOPTED, ADVICE_LABELS, Advice, AmendmentState, PollState
from drafting.rules.questions import WITH_OPTIONS
from drafting.rules.voting import Verdict

CAUSE_LABELS = {
    "submitted": "Eingereicht",
    "revised": "Vom Antragsteller geändert",
    "adapted": "An den geänderten Text angepasst",
    "carried": "Auf die neue Fassung übertragen",
    "imposed": "Für die Abstimmung auf die heutige Fassung gestellt",
    "by_hand": "Von der Moderation auf die neue Fassung übertragen",
}
STEP_SENTENCES = {
    "supported": ("%(step)s, %(number)s unterstützt", "%(step)s, %(number)s unterstützen"),
    "recommended": "Empfohlen: %(advice)s",
    "recommended_by": "%(panel)s empfiehlt: %(advice)s",
    "opened": "Abstimmung %(number)s eröffnet",
    "voted": (
        "Abstimmung %(number)s: %(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltung",
        "Abstimmung %(number)s: %(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltungen",
    ),
    "chosen": "Abstimmung %(number)s: %(answers)s, enthalten: %(abstain)s",
    "annulled": "Abstimmung %(number)s aufgehoben",
    "undone": "Entscheidung zurückgenommen",
    "edited": "Redaktionell geändert",
    "changed": "Durch eine spätere Entscheidung geändert",
}


# What takes a move back also says that it is open again.
_REOPENED = {"move": "amendment.move_undone"}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step in the life of an amendment; ``poll_id`` where a vote belongs to it."""

    at: datetime
    label: Saying
    poll_id: str = ""


def tell_course(
    session: Session,
    amendment: Amendment,
    revisions: Sequence[AmendmentRevision],
    *,
    supporters: int,
    outcome: Saying,
    later: Sequence[LaterChange] = (),
) -> tuple[HistoryRow, ...]:
    """All steps in their order: handed in, supported, revised, carried, recommended, voted, decided, undone."""
    rows = [
        *_tell_revisions(revisions, supporters),
        *_tell_recommendation(session, amendment),
        *_tell_polls(session, amendment, outcome),
        *_tell_undoing(session, amendment),
        *(HistoryRow(change.at, _word_change(change)) for change in later),
    ]
    is_told = any(row.label is outcome for row in rows)
    if amendment.decided_at is not None and not amendment.is_undecided and not is_told:
        rows.append(HistoryRow(amendment.decided_at, outcome))
    return tuple(sorted(rows, key=lambda row: row.at))


def _tell_revisions(revisions: Sequence[AmendmentRevision], supporters: int) -> Iterator[HistoryRow]:
    for revision in revisions:
        step = Saying(CAUSE_LABELS[revision.cause])
        if revision.number == 1 and supporters:
            one, many = STEP_SENTENCES["supported"]
            step = saying(one if supporters == 1 else many, step=step, number=supporters)
        yield HistoryRow(revision.created_at, step)


def _tell_recommendation(session: Session, amendment: Amendment) -> Iterator[HistoryRow]:
    found = session.execute(
        select(Recommendation, Panel.name)
        .outerjoin(Panel, Panel.id == Recommendation.panel_id)
        .where(Recommendation.amendment_id == amendment.id)
    ).first()
    if found is None or found[0].published_at is None:
        return
    advice, panel = Saying(ADVICE_LABELS[Advice(found[0].verdict)]), found[1]
    key = "recommended_by" if panel else "recommended"
    yield HistoryRow(
        found[0].published_at,
        saying(str(STEP_SENTENCES[key]), advice=advice, **({"panel": panel} if panel else {})),
        found[0].poll_id or "",
    )


def _tell_polls(session: Session, amendment: Amendment, outcome: Saying) -> Iterator[HistoryRow]:
    """The votes about it; of the one that decided, the outcome, which has its numbers."""
    polls = session.scalars(select(Poll).where(is_about(amendments=[amendment.id])).order_by(Poll.number)).all()
    for poll in polls:
        if poll.closed_at is not None:
            label = outcome if _has_decided(poll, amendment) else _word_poll(session, poll)
            yield HistoryRow(poll.closed_at, label, poll.id)
        elif poll.opened_at is not None:
            yield HistoryRow(poll.opened_at, saying(str(STEP_SENTENCES["opened"]), number=poll.number), poll.id)


def _has_decided(poll: Poll, amendment: Amendment) -> bool:
    """Whether the amendment has its state by this vote; one whose decision was taken back has not."""
    if poll.state != PollState.CLOSED or poll.recommends or amendment.state not in ADOPTED | {AmendmentState.REJECTED}:
        return False
    is_later = (
        amendment.decided_at is not None and poll.closed_at is not None and amendment.decided_at >= poll.closed_at
    )
    return is_later and (amendment.state in ADOPTED) == (poll.verdict == Verdict.ADOPTED)


def _word_poll(session: Session, poll: Poll) -> Saying:
    if poll.state == PollState.ANNULLED:
        return saying(str(STEP_SENTENCES["annulled"]), number=poll.number)
    if poll.question in WITH_OPTIONS:
        counts = session.scalars(select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.key))
        answers = ", ".join(f"{option.label}: {option.count}" for option in counts)
        return saying(str(STEP_SENTENCES["chosen"]), number=poll.number, answers=answers, abstain=poll.abstain)
    one, many = STEP_SENTENCES["voted"]
    numbers = {"number": poll.number, "yes": poll.yes, "no": poll.no, "abstain": poll.abstain}
    return Saying(one if poll.abstain == 1 else many, numbers)


def _tell_undoing(session: Session, amendment: Amendment) -> Iterator[HistoryRow]:
    """A decision taken back: by a version that undoes another, else as the journal knows."""
    brought = select(VersionAmendment.version_id).where(VersionAmendment.amendment_id == amendment.id)
    moments = [
        *session.scalars(select(DemandVersion.created_at).where(DemandVersion.undoes_id.in_(brought))),
        *session.scalars(
            select(JournalEntry.at).where(
                JournalEntry.conference_id == amendment.conference_id,
                JournalEntry.action == _REOPENED.get(amendment.kind, "amendment.reopened"),
                JournalEntry.data["amendment"].as_string() == amendment.id,
            )
        ),
    ]
    for moment in moments:
        yield HistoryRow(moment, Saying(str(STEP_SENTENCES["undone"])))


def _word_change(change: LaterChange) -> Saying:
    return Saying(str(STEP_SENTENCES["edited" if change.is_editorial else "changed"]))
