"""The public page: it opens by the clock, its address can be typed, and who has learned what follows from notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.rules.lifecycle import AmendmentState
from drafting.rules.notices import NoticeKind
from drafting.rules.publishing import (
    ZONE,
    Learning,
    PublicationState,
    list_fitting,
    make_slug,
    name_learning,
    name_state,
    read_opening,
    read_slug,
    say_moment,
)

OPENING = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(-1, PublicationState.WAITING), (0, PublicationState.OPEN), (1, PublicationState.OPEN)],
)
def test_a_page_opens_by_the_clock(minutes: int, state: PublicationState) -> None:
    moment = OPENING + timedelta(minutes=minutes)
    published = OPENING - timedelta(days=1)
    assert name_state(published_at=published, opens_at=OPENING, withdrawn_at=None, moment=moment) is state
    withdrawn = name_state(published_at=published, opens_at=OPENING, withdrawn_at=OPENING, moment=moment)
    assert withdrawn is PublicationState.WITHDRAWN
    draft = name_state(published_at=None, opens_at=OPENING, withdrawn_at=None, moment=moment)
    assert draft is PublicationState.DRAFT


@given(st.text(max_size=120))
def test_whatever_a_conference_is_called_an_address_can_be_made_of_it(name: str) -> None:
    assert read_slug(make_slug(name)) == make_slug(name)


def test_an_address_reads_like_the_name() -> None:
    assert make_slug("Jahreskonferenz Köln/Süd 2026") == "jahreskonferenz-koeln-sued-2026"


@pytest.mark.parametrize("typed", ["", "ab", "Über uns", "a--b", "-ab", "a/b", "a" * 61, "../etc"])
def test_an_address_nobody_could_type_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError):
        read_slug(typed)


def test_a_moment_is_taken_where_the_conference_is() -> None:
    assert read_opening("2026-11-27", "10:00") == OPENING
    assert read_opening("2026-07-01", "10:00") == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert read_opening(" ", "") is None
    assert say_moment(OPENING) == "27.\u00a0November 2026, 10:00\u00a0Uhr"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)))  # noqa: DTZ001 — as typed, without a zone
def test_a_moment_taken_is_the_one_typed_or_none_that_day_has(typed: datetime) -> None:
    typed = typed.replace(second=0, microsecond=0)
    try:
        moment = read_opening(typed.date().isoformat(), f"{typed:%H:%M}")
    except InvalidInputError:
        assert typed.month == 3
        assert typed.hour == 2
        return
    assert moment is not None
    assert moment.astimezone(ZONE).replace(tzinfo=None) == typed


@pytest.mark.parametrize(
    ("day", "clock"),
    [("", "10:00"), ("morgen", "10:00"), ("2026-11-27", "25:00"), ("2026-03-29", "02:30"), ("9999-01-01", "")],
)
def test_a_moment_that_cannot_be_is_refused(day: str, clock: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_opening(day, clock)
    assert refused.value.field == "tag"


@pytest.mark.parametrize(
    ("told", "takes_mail", "learning"),
    [
        ("", True, Learning.UNTOLD),
        ("notice read", False, Learning.TOLD),
        ("notice mailed", True, Learning.TOLD),
        ("notice mailed under_way", True, Learning.UNDER_WAY),
        ("notice read mailed under_way", True, Learning.TOLD),
        ("notice", True, Learning.WAITING),
        ("notice", False, Learning.UNREACHED),
        ("notice mailed given_up", True, Learning.UNREACHED),
        ("notice read mailed given_up", True, Learning.TOLD),
    ],
)
def test_an_author_knows_who_has_read_it_or_was_mailed(told: str, takes_mail: bool, learning: Learning) -> None:
    found = name_learning(
        has_notice="notice" in told,
        is_read="read" in told,
        is_mailed="mailed" in told,
        is_under_way="under_way" in told,
        is_given_up="given_up" in told,
        takes_mail=takes_mail,
    )
    assert found is learning


def test_a_notice_tells_only_the_outcome_it_is_of() -> None:
    assert NoticeKind.REJECTED in list_fitting(AmendmentState.REJECTED)
    assert NoticeKind.COMPROMISE_ADOPTED in list_fitting(AmendmentState.ADOPTED_CHANGED)
    assert NoticeKind.ADOPTED not in list_fitting(AmendmentState.REJECTED)
    assert list_fitting(AmendmentState.OPEN) == frozenset()
