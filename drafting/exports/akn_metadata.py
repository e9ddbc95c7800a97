"""What Akoma Ntoso wants to know about a document: what it is, when and by whom, its course and its votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from drafting.exports.akn_texts import Element, element, make_id
from drafting.exports.archives import Archive
from drafting.exports.lines import plain
from drafting.exports.polls import PollRecord
from drafting.rules.lifecycle import AMENDMENT_STATE_LABELS

SOURCE = "#conference"
_COUNTS = {
    "yes": "Ja",
    "no": "Nein",
    "abstain": "Enthaltung",
    "invalid": "Ungültig",
    "marked": "Mit Antwort",
    "entitled": "Stimmberechtigt",
}
_VERDICTS = {"open_outcome": "Ohne Ergebnis", "annulled": "Aufgehoben"}


def show_day(moment: date | None) -> str:
    """A day as metadata have it; where none is known the format asks for one all the same."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC).date()
    return moment.isoformat() if moment else "1970-01-01"


def show_moment(moment: datetime) -> str:
    """A moment as metadata have it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identify(path: str, *, work: date | None, expression: date | None, author: str, number: str = "") -> Element:
    """Name a document on the three levels of the format; ``path`` follows the country."""
    address = f"/akn/de/{path}"
    spoken = f"{address}/deu@{show_day(expression)}"

    def level(tag: str, uri: str, this: str, day: date | None, name: str, *more: Element) -> Element:
        return element(
            tag,
            element("FRBRthis", value=this),
            element("FRBRuri", value=uri),
            element("FRBRdate", date=show_day(day), name=name),
            element("FRBRauthor", href=author, **{"as": "#author"}),
            *more,
        )

    numbers = [element("FRBRnumber", value=number)] if number else []
    return element(
        "identification",
        level("FRBRWork", address, f"{address}/!main", work, "work", element("FRBRcountry", value="de"), *numbers),
        level("FRBRExpression", spoken, f"{spoken}/!main", expression, "expression",
              element("FRBRlanguage", language="deu")),
        level("FRBRManifestation", f"{spoken}.akn", f"{spoken}/!main.xml", expression, "manifestation",
              element("FRBRformat", value="application/akn+xml")),
        source=SOURCE,
    )  # fmt: skip


def list_votes(polls: Iterable[PollRecord], prefix: str = "") -> list[Element]:
    """The votes with every number, as analysis of what they were about."""
    voted = [
        element(
            "voting",
            *(
                element("count", value=str(getattr(poll, name)), refersTo=f"#{name}")
                for name in _COUNTS
                if name != "marked" or poll.marked
            ),
            eId=make_id(prefix, f"vote_{poll.number}"),
            outcome=f"#{name_verdict(poll)}",
            refersTo=f"#poll_{poll.number}",
        )
        for poll in polls
    ]
    return [element("parliamentary", *voted)] if voted else []


def name_verdict(poll: PollRecord) -> str:
    """The concept that stands for how a poll ended."""
    return "annulled" if poll.state == "annulled" else poll.verdict or "open_outcome"


def list_references(archive: Archive, organisations: Mapping[str, str]) -> Element:
    """Everything that is referred to by ``#name``: the conference, municipalities, and what numbers and states mean."""
    concepts = {**_COUNTS, **_VERDICTS, **{state.value: label for state, label in AMENDMENT_STATE_LABELS.items()}}
    for poll in archive.polls:
        concepts.setdefault(name_verdict(poll), plain(poll.verdict_label) or name_verdict(poll))
    base = "/akn/ontology"
    return element(
        "references",
        element(
            "TLCOrganization",
            eId="conference",
            href=f"{base}/organization/de/{archive.conference.id}",
            showAs=plain(archive.conference.name) or "Konferenz",
        ),
        *(
            element("TLCOrganization", eId=id_, href=f"{base}/organization/de/{id_}", showAs=plain(name))
            for name, id_ in organisations.items()
        ),
        element("TLCRole", eId="author", href=f"{base}/role/author", showAs="Verfasst von"),
        *(
            element("TLCConcept", eId=name, href=f"{base}/concept/{name}", showAs=label)
            for name, label in concepts.items()
        ),
        *(
            element(
                "TLCEvent",
                eId=f"poll_{poll.number}",
                href=f"{base}/event/de/{poll.id}",
                showAs=plain(
                    f"Abstimmung {poll.number}, {poll.electorate}: {poll.about}. {poll.verdict_label}. {poll.formula}"
                ),
            )
            for poll in archive.polls
        ),
        source=SOURCE,
    )
