"""What a declaration is worth, at which level a body stands, when it is reminded, and what a slip of the pen is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.signing import (
    Level,
    SignatureState,
    Standing,
    end_of,
    guess_level,
    is_named,
    last_day,
    name_body,
    name_standing,
    names_a_body,
    names_one_of,
    next_reminder,
)
from drafting.rules.slips import is_slip
from drafting.text.diff import find_edits
from drafting.text.markdown import parse

TODAY = date(2026, 11, 26)
NOON = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("state", "until", "is_current", "standing"),
    [
        ("asked", None, False, "asked"),
        ("signed", None, True, "signed"),
        ("signed", None, False, "outdated"),
        ("reserved", TODAY, True, "reserved"),
        ("reserved", date(2026, 11, 25), True, "overdue"),
        ("reserved", date(2026, 11, 25), False, "outdated"),
        ("declined", None, False, "declined"),
        ("withdrawn", None, True, "withdrawn"),
    ],
)
def test_a_declaration_is_worth_what_it_says_for_its_text_and_until_its_day(
    state: str, until: date | None, is_current: bool, standing: str
) -> None:
    found = name_standing(SignatureState(state), until=until, is_current=is_current, today=TODAY)
    assert found == Standing(standing)


@given(st.sampled_from(SignatureState), st.none() | DAYS, st.booleans(), DAYS)
def test_nobody_is_named_without_a_yes_that_holds_today(
    state: SignatureState, until: date | None, is_current: bool, today: date
) -> None:
    standing = name_standing(state, until=until, is_current=is_current, today=today)
    if is_named(standing):
        assert state in (SignatureState.SIGNED, SignatureState.RESERVED)
        assert is_current
        assert state is SignatureState.SIGNED or until is None or until >= today


@given(DAYS)
def test_the_last_day_before_the_end_of_a_day_is_that_day(day: date) -> None:
    # The nights on which the clocks change are among them.
    assert last_day(end_of(day)) == day
    assert end_of(day) - end_of(day - timedelta(days=1)) in [timedelta(hours=hours) for hours in (23, 24, 25)]


@given(st.sampled_from(Standing), DAYS, st.none() | DAYS, st.integers(0, 800))
def test_reminders_lie_ahead_and_come_to_an_end(
    standing: Standing, closes_on: date, until: date | None, hours: int
) -> None:
    moment, count = NOON + timedelta(hours=hours), 0
    while (following := next_reminder(standing, closes_at=end_of(closes_on), until=until, after=moment)) is not None:
        assert following > moment
        moment, count = following, count + 1
    assert count <= 3
    if standing in (Standing.SIGNED, Standing.DECLINED, Standing.WITHDRAWN):
        assert count == 0


def test_who_has_not_answered_is_reminded_a_week_and_a_day_before_the_end() -> None:
    end = end_of(date(2026, 12, 31))
    first = next_reminder(Standing.ASKED, closes_at=end, until=None, after=NOON)
    assert first == end - timedelta(days=7)
    assert next_reminder(Standing.ASKED, closes_at=end, until=None, after=first) == end - timedelta(days=1)


def test_a_reservation_is_recalled_before_it_ends_and_after() -> None:
    until = date(2026, 12, 10)
    days, moment = [], NOON
    while (following := next_reminder(Standing.RESERVED, closes_at=NOON, until=until, after=moment)) is not None:
        days.append(last_day(following).isoformat())
        moment = following
    assert days == ["2026-12-03", "2026-12-11", "2026-12-25"]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Landkreis Calw", Level.DISTRICT),
        ("Landratsamt Calw", Level.DISTRICT),
        ("Ostalbkreis", Level.DISTRICT),
        ("Alb-Donau-Kreis", Level.DISTRICT),
        ("Stadtkreis Ulm", Level.URBAN_DISTRICT),
        ("Stadt Calw", Level.TOWN),
        ("Große Kreisstadt Calw", Level.TOWN),
        ("Calw", Level.TOWN),
        ("Gemeinde Malsch", Level.VILLAGE),
        ("Markt Murnau", Level.VILLAGE),
        ("Gemeindeverwaltungsverband Altshausen", Level.ASSOCIATION),
        ("Verwaltungsgemeinschaft Bad Urach", Level.ASSOCIATION),
        ("Amt Peenetal", Level.ASSOCIATION),
    ],
)
def test_the_level_is_guessed_by_the_name(name: str, level: Level) -> None:
    assert guess_level(name) is level


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Landratsamt Calw", "Landkreis Calw"),
        ("Landratsamt  Ostalbkreis", "Ostalbkreis"),
        ("Stadtverwaltung Ulm", "Stadt Ulm"),
        ("Gemeindeverwaltung Malsch", "Gemeinde Malsch"),
        ("Stadt Calw", "Stadt Calw"),
        ("Gemeindeverwaltungsverband Ries", "Gemeindeverwaltungsverband Ries"),
    ],
)
def test_the_body_is_named_instead_of_its_office(written: str, named: str) -> None:
    assert name_body(written) == named
    assert name_body(named) == named


def test_a_municipality_is_found_in_a_text_as_a_whole_word_only() -> None:
    names = ["Stadt Ulm", "Gemeinde Au"]
    assert names_one_of("CIO der Stadt ULM", names) == "Ulm"
    assert names_one_of("Ulmer Straße, Aufsicht, Au", names) == ""


SLIPS = [
    ("verzichtbar ist", "verzichtbarr ist"),
    ("Unterschrift verzichtbar", "Unterschrift, verzichtbar"),
    ("alle Verfahren", "alle Verfaren"),
    ("Bürgerinnen und Bürger", "Bürger_innen und Bürger"),
    ("der Gemeinde", "der Gemeinden"),
]
CHANGES = [
    ("alle Verfahren", "keine Verfahren"),
    ("eine Frist", "keine Frist"),
    ("drei Kommunen", "fünf Kommunen"),
    ("bis 2027", "bis 2028"),
    ("1,5 Millionen", "15 Millionen"),
    ("50 % der Kosten", "50 € der Kosten"),
    ("soll zahlen", "sollte zahlen"),
    ("muss zahlen", "kann zahlen"),
    ("das Land zahlt", "der Bund zahlt"),
    ("mit Zustimmung", "ohne Zustimmung"),
    ("ist zumutbar", "ist unzumutbar"),
    ("zahlt das Land", "zahlt nicht das Land"),
    ("zahlt das Land", "zahlt das"),
]


@pytest.mark.parametrize(("old", "new"), SLIPS)
def test_spelling_put_right_is_a_slip(old: str, new: str) -> None:
    before, after = (parse(f"# Titel\n\nWir fordern, dass {words} und gut.") for words in (old, new))
    assert is_slip(before, find_edits(before, after))


@pytest.mark.parametrize(("old", "new"), CHANGES + [(new, old) for old, new in CHANGES])
def test_what_means_something_else_is_none(old: str, new: str) -> None:
    before, after = (parse(f"# Titel\n\nWir fordern, dass {words} und gut.") for words in (old, new))
    assert not is_slip(before, find_edits(before, after))


def test_a_new_paragraph_and_a_new_link_are_no_slips() -> None:
    before = parse("# Titel\n\nEin Satz. Noch einer.")
    for text in ("# Titel\n\nEin Satz.\n\nNoch einer.", "# Titel\n\nEin [Satz](https://a.example). Noch einer."):
        assert not is_slip(before, find_edits(before, parse(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stadt Calw", "Stadt Calw"),
        ("Bürgermeisterin der Gemeinde Malsch", "Gemeinde Malsch"),
        ("Markt  Rosenau", "Markt Rosenau"),
        ("Rems-Murr-Kreis", "Rems-Murr-Kreis"),
        ("Ostalbkreis", "Ostalbkreis"),
        ("Hans Kreis", ""),
        ("Anna Markt", ""),
        ("Paul Ulm", ""),
        ("Referent für Stadt und Land", ""),
        ("Arbeitskreis Digitales", ""),
    ],
)
def test_a_body_is_known_by_its_kind_and_a_surname_is_none(text: str, found: str) -> None:
    assert names_a_body(text) == found
