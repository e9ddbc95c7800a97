"""Dates, times and numbers as people write them, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

from drafting.web.languages import get_language

# One conference is in one place; the setting comes with the conferences that are elsewhere.
ZONE = ZoneInfo("Europe/Berlin")
_LATELY = timedelta(days=6)


def as_local(moment: datetime) -> datetime:
    """Return a moment in the conference's time; one without a zone is UTC, as stored."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZONE)


def show_time(moment: datetime) -> str:
    """Show the time of day: „8:48“, „11:20“."""
    return format_time(as_local(moment), "H:mm", locale=get_language())


def show_day(moment: datetime | date) -> str:
    """Show a day: „6. November 2025“."""
    day = as_local(moment) if isinstance(moment, datetime) else moment
    return format_date(day, "long", locale=get_language()).replace(". ", ".\u00a0", 1)


def show_moment(moment: datetime, *, short: bool = False) -> str:
    """Show a day with its time: „Donnerstag, 6. November, 8:48“, in short „Do 6.11. 8:48“.

    Another year than the present one is named where there is room for it.
    """
    is_german = get_language() == "de"
    if short:
        pattern = "EEEEEE\u00a0d.M. H:mm" if is_german else "EEE\u00a0d\u00a0MMM H:mm"
        return format_datetime(as_local(moment), pattern, locale=get_language()).replace(".\u00a0", "\u00a0", 1)
    year = "" if as_local(moment).year == as_local(datetime.now(UTC)).year else "\u00a0y"
    pattern = f"EEEE, d.\u00a0MMMM{year}, H:mm" if is_german else f"EEEE, d\u00a0MMMM{year}, H:mm"
    return format_datetime(as_local(moment), pattern, locale=get_language())


def show_lately(moment: datetime) -> str:
    """Show a moment of the last days as „Do 15:05“, an earlier one as its day."""
    if datetime.now(UTC) - as_local(moment) > _LATELY:
        return show_day(moment)
    return format_datetime(as_local(moment), "EEEEEE\u00a0H:mm", locale=get_language()).replace(".", "")


def name_edition(moment: datetime) -> str:
    """Propose a name for the paper as it stands at a moment: „Mittwoch, 18 Uhr“, „Mittwoch, 18.25 Uhr“.

    The name is the paper's, and so in its language.
    """
    local = as_local(moment)
    time = f"{local.hour}" if local.minute == 0 else f"{local.hour}.{local.minute:02}"
    return f"{format_date(local, 'EEEE', locale='de')}, {time} Uhr"


def show_clock(moment: datetime) -> str:
    """Show when something will happen: „14:30 Uhr“ today, else with its day."""
    if as_local(moment).date() != as_local(datetime.now(UTC)).date():
        return show_moment(moment)
    return f"{show_time(moment)}\u00a0Uhr" if get_language() == "de" else show_time(moment)


def show_number(number: int) -> str:
    """Show a number with its thousands apart."""
    return format_decimal(number, locale=get_language())


def show_size(size: int) -> str:
    """Show the size of a file: „83 kB“, „1,2 MB“."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))}\u00a0kB"
    return f"{format_decimal(size / 1_000_000, format='0.0', locale=get_language())}\u00a0MB"


def as_machine(moment: datetime) -> str:
    """Show a moment for the ``datetime`` attribute."""
    return as_local(moment).isoformat(timespec="seconds")


FILTERS: dict[str, Callable[..., str]] = {
    "time": show_time,
    "day": show_day,
    "moment": show_moment,
    "lately": show_lately,
    "clock": show_clock,
    "number": show_number,
    "size": show_size,
    "machine": as_machine,
}
