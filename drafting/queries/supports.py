"""Support by number, municipality and size class of municipality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Municipality, Person, Support
from drafting.rules.sizes import SIZE_LABELS, SizeClass, find_size, name_key, plain_name


@dataclass(frozen=True, slots=True)
class SizeCount:
    """Supporters from municipalities of one class: how many of both, and which municipalities.

    ``share`` is the length of its bar, in hundredths of the longest.
    """

    size: str
    label: str
    municipalities: int
    people: int
    share: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportTotals:
    """Who supports an amendment, counted; ``sizes`` has the classes in which there is anybody.

    ``without`` are the people who named no municipality; they are in ``people`` only.
    """

    people: int
    municipalities: int
    without: int
    sizes: tuple[SizeCount, ...]


def get_totals(session: Session, amendment_id: str) -> SupportTotals:
    """The support of one amendment; nobody is a total too."""
    return list_totals(session, [amendment_id]).get(amendment_id, SupportTotals(0, 0, 0, ()))


def list_totals(session: Session, amendment_ids: Collection[str]) -> dict[str, SupportTotals]:
    """The support of many amendments with one statement for all of them, and one for the inhabitants.

    Amendments without any are not in it.
    """
    supporters: dict[str, list[str]] = defaultdict(list)
    for amendment_id, municipality in session.execute(
        select(Support.amendment_id, Person.municipality)
        .join(Person, Person.id == Support.person_id)
        .where(Support.amendment_id.in_(amendment_ids))
    ):
        supporters[amendment_id].append(municipality)
    if not supporters:
        return {}
    conference = select(Amendment.conference_id).where(Amendment.id == next(iter(supporters))).scalar_subquery()
    populations = {
        name_key(name): population
        for name, population in session.execute(
            select(Municipality.name, Municipality.population).where(Municipality.conference_id == conference)
        )
    }
    return {amendment_id: _count(names, populations) for amendment_id, names in supporters.items()}


def _count(names: Iterable[str], populations: dict[str, int | None]) -> SupportTotals:
    people: dict[str, int] = defaultdict(int)
    shown: dict[str, str] = {}
    without = 0
    for name in names:
        key = name_key(name)
        if not key:
            without += 1
            continue
        people[key] += 1
        shown[key] = min(plain_name(name), shown.get(key, plain_name(name)))
    by_size: dict[SizeClass, list[str]] = defaultdict(list)
    for key, name in shown.items():
        by_size[find_size(name, populations.get(key))].append(key)
    longest = max(map(len, by_size.values()), default=1)
    return SupportTotals(
        people=sum(people.values()) + without,
        municipalities=len(people),
        without=without,
        sizes=tuple(
            SizeCount(
                size=size,
                label=label,
                municipalities=len(by_size[size]),
                people=sum(people[key] for key in by_size[size]),
                share=100 * len(by_size[size]) // longest,
                names=tuple(sorted((shown[key] for key in by_size[size]), key=str.casefold)),
            )
            for size, label in SIZE_LABELS.items()
            if size in by_size
        ),
    )
