"""Days and times as they are printed: in German, in the conference's own time, whatever the reader's clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

ZONE = ZoneInfo("Europe/Berlin")


def print_day(moment: datetime | date) -> str:
    """A day: „25. November 2026“."""
    day = _local(moment) if isinstance(moment, datetime) else moment
    return format_date(day, "long", locale="de").replace(". ", ".\u00a0", 1)


def print_moment(moment: datetime) -> str:
    """A day with its time: „25. November 2026, 10:01 Uhr“."""
    return f"{print_day(moment)}, {print_time(moment)}"


def print_time(moment: datetime) -> str:
    """A time of day: „10:01 Uhr“."""
    return format_datetime(_local(moment), "H:mm", locale="de") + "\u00a0Uhr"


def print_days(first: date | None, last: date | None) -> str:
    """The days of a conference: „25. und 26. November 2026“; "" where they are not set."""
    if first is None:
        return ""
    if last is None or last == first:
        return print_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return (
            f"{first.day}. bis {print_day(last)}" if (last - first).days > 1 else f"{first.day}. und {print_day(last)}"
        )
    return f"{print_day(first)} bis {print_day(last)}"


def _local(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZONE)
