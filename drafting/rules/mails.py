"""The outbox: how often a mail is tried, and what has become of it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

# How long to wait after each attempt. The first is also how long one attempt may take before another begins.
PAUSES = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
MOST_ATTEMPTS = len(PAUSES) + 1
DAILY_HOUR = 18


class MailState(StrEnum):
    """What has become of a mail."""

    WAITING = "waiting"
    RETRYING = "retrying"
    SENT = "sent"
    GIVEN_UP = "given_up"
    UNCERTAIN = "uncertain"


MAIL_STATE_LABELS = {
    MailState.WAITING: "wartet",
    MailState.RETRYING: "wird noch einmal versucht",
    MailState.SENT: "verschickt",
    MailState.GIVEN_UP: "aufgegeben",
    MailState.UNCERTAIN: "Antwort steht aus",
}


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts; ever longer, then the same."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def name_state(*, is_sent: bool, attempts: int, is_handed: bool = False) -> MailState:
    """Name what has become of a mail after so many attempts; of one ``is_handed`` over the answer is not known."""
    if is_sent:
        return MailState.SENT
    if is_handed:
        return MailState.UNCERTAIN
    if attempts >= MOST_ATTEMPTS:
        return MailState.GIVEN_UP
    return MailState.RETRYING if attempts else MailState.WAITING
