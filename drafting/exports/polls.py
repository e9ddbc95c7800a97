"""The record of all polls, with every number: what the tables and JSON are made of."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class OptionRecord:
    """An answer that could be named, with its votes and its place; equal ones share a place."""

    key: int
    label: str
    votes: int
    place: int


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One of several amendments decided by one answer, and the place in the paper it is about."""

    label: str
    place: str


@dataclass(frozen=True, slots=True)
class HandRecord:
    """A confirmed count by hand, which the numbers of the poll include."""

    place: str
    yes: int
    no: int
    abstain: int
    invalid: int
    marked: int
    options: dict[str, int]


@dataclass(frozen=True, slots=True)
class NameRecord:
    """How somebody voted, in a vote by name."""

    name: str
    municipality: str
    choice: str
    weight: int


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """A secret ballot of the published list."""

    receipt: str
    choice: str


@dataclass(frozen=True, slots=True)
class PollRecord:
    """A poll that has ended; codes are for programs, ``…_label`` and ``formula`` for people.

    ``marked`` are the ballots that named options. Where votes are weighted, every number is a sum of weights, but
    ``people`` and ``people_entitled`` are those who have voted and who may. One that was annulled before it ran is not
    ``is_counted``, and its numbers are all 0. ``rule`` is "" where nothing is decided. ``hand_counts`` is without rows
    where so few were counted by hand that only their number is kept.
    """

    id: str
    number: int
    state: str
    state_label: str
    question: str
    question_label: str
    about: str
    sentence: str
    kind: str
    kind_label: str
    counts_by: str
    is_weighted: bool
    electorate: str
    recommends: bool
    rule: str
    rule_label: str
    rule_reason: str
    quorum: str
    opened_at: datetime | None
    closed_at: datetime | None
    is_counted: bool
    entitled: int
    cast: int
    not_voted: int
    people_entitled: int
    people: int
    yes: int
    no: int
    abstain: int
    invalid: int
    marked: int
    on_devices: int
    by_hand: int
    verdict: str
    verdict_label: str
    formula: str
    effect: str
    annul_reason: str
    digest: str
    items: tuple[ItemRecord, ...]
    options: tuple[OptionRecord, ...]
    hand_counts: tuple[HandRecord, ...]
    names: tuple[NameRecord, ...]
    receipts: tuple[ReceiptRecord, ...]


@dataclass(frozen=True, slots=True)
class PollsRecord:
    """All polls of a conference that have ended, by number."""

    conference: str
    polls: tuple[PollRecord, ...]


def write_json(record: PollsRecord) -> bytes:
    """Write the record for programs; moments are UTC."""
    return json.dumps(dataclasses.asdict(record), ensure_ascii=False, indent=1, default=_write_moment).encode()


def _write_moment(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(value)
    return value.isoformat()
