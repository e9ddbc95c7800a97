"""What may follow what, who may do what, and the numbers of demands."""

from __future__ import annotations

import pytest

from drafting.rules.codes import ALPHABET, new_code, read_code, show_code
from drafting.rules.lifecycle import (
    UNDECIDED,
    AmendmentState,
    Phase,
    PollState,
    may_amendment_become,
    may_poll_become,
    takes_decisions,
)
from drafting.rules.numbering import number_after
from drafting.rules.permissions import Role, is_member, may_propose, may_support


def test_what_is_decided_is_never_reopened_by_a_step() -> None:
    decided = set(AmendmentState) - UNDECIDED - {AmendmentState.DRAFT}

    assert not any(may_amendment_become(state, after) for state in decided for after in AmendmentState)


def test_everything_undecided_can_be_withdrawn() -> None:
    assert all(may_amendment_become(state, AmendmentState.WITHDRAWN) for state in UNDECIDED)


def test_a_closed_poll_stays_closed() -> None:
    assert not any(may_poll_become(PollState.CLOSED, after) for after in PollState)
    assert may_poll_become(PollState.PREPARED, PollState.OPEN)
    assert not may_poll_become(PollState.PREPARED, PollState.CLOSED)


def test_votes_are_taken_while_amendments_are_open_and_when_deciding() -> None:
    assert [phase for phase in Phase if takes_decisions(phase)] == [Phase.OPEN, Phase.DECISION]


@pytest.mark.parametrize("role", list(Role))
def test_members_propose_while_the_intake_is_open_and_organizers_also_beside_it(role: Role) -> None:
    phases = {phase for phase in Phase if may_propose(role, phase)}

    if role is Role.ORGANIZER:
        assert phases == {Phase.PREPARATION, Phase.OPEN, Phase.DECISION}
    else:
        assert phases == ({Phase.OPEN} if is_member(role) else set())


def test_observers_and_screens_only_look_on() -> None:
    for role in (Role.OBSERVER, Role.SCREEN):
        assert not any(may_support(role, phase) or may_propose(role, phase) for phase in Phase)


@pytest.mark.parametrize(
    ("before", "numbers", "expected"),
    [
        ("7", ["6", "7", "8"], "7a"),
        ("7", ["6", "7", "7a", "8"], "7b"),
        ("7a", ["7", "7a", "8"], "7b"),
        ("8", ["7", "8"], "9"),
        ("", [], "1"),
        ("", ["1", "2"], "3"),
        ("7", ["7", *(f"7{chr(97 + place)}" for place in range(26)), "8"], "7aa"),
    ],
)
def test_a_demand_between_two_gets_a_letter(before: str, numbers: list[str], expected: str) -> None:
    assert number_after(before, numbers) == expected


def test_a_code_can_be_read_back_however_it_is_typed() -> None:
    code = new_code()

    assert read_code(show_code(code)) == code
    assert read_code(f"  {show_code(code).lower()} ") == code
    assert len(ALPHABET) ** len(code) > 2**49


@pytest.mark.parametrize("typed", ["", "K7QM-4TRX-9", "K7QM-4TRX-9O", "K7QM-4TRX-9BB", "Ärger"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
