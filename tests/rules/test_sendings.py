"""Sending the letter: refusals in plain words, what may follow which state, and words nobody fills in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.sendings import (
    REFUSAL_LABELS,
    SALUTATION,
    SendingAct,
    SendingState,
    explain,
    find_strange_words,
    list_acts,
)


@pytest.mark.parametrize(
    ("code", "words", "reason"),
    [
        (550, "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", "mailbox"),
        (550, "550 Requested action not taken: mailbox unavailable", "probably"),
        (550, "550 5.1.2 Host unknown", "domain"),
        (554, "554 5.7.1 Service unavailable; client blocked", "policy"),
        (550, "550 5.4.1 something new", "refused"),
        (552, "552 5.2.2 The mailbox is over quota", "full"),
        (452, "452 4.2.2 Mailbox full", "full"),
        (552, "552 5.3.4 Message size exceeds fixed limit", "size"),
        (451, "451 4.7.1 Greylisting in action", "later"),
        (421, "421 too busy", "later"),
        (535, "535 5.7.8 Authentication failed", "sign_in"),
        (535, "535 no", "sign_in"),
        (0, "[Errno 111] Connection refused", "unreachable"),
    ],
)
def test_a_servers_words_are_said_plainly(code: int, words: str, reason: str) -> None:
    assert explain(code, words) == REFUSAL_LABELS[reason]


@given(st.integers(400, 599), st.text(max_size=60))
def test_every_refusal_has_a_sentence(code: int, words: str) -> None:
    assert explain(code, f"{code} {words}") in REFUSAL_LABELS.values()


def test_what_was_sent_or_waits_is_never_sent_again() -> None:
    again = {state for state in SendingState if SendingAct.AGAIN in list_acts(state)}
    assert again.isdisjoint({SendingState.WAITING, SendingState.SENT})
    assert all(list_acts(state) for state in SendingState)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SALUTATION},\n\nsiehe [1]", ()),
        ("Sehr geehrte [Name], sehr geehrter [Name]", ("[Name]",)),
        ("[anrede]", ("[anrede]",)),
        ("[Ort, Datum]", ("[Ort, Datum]",)),
        ("offen [ oder\nzu ]", ()),
    ],
)
def test_words_nobody_fills_in_are_found(text: str, found: tuple[str, ...]) -> None:
    assert find_strange_words(text) == found
