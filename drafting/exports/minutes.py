"""The minutes of all polls for print: every number, the rule and its formula, votes by name where it was so voted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from drafting.exports.days import print_moment, print_time
from drafting.exports.polls import HandRecord, ItemRecord, PollRecord, PollsRecord
from drafting.exports.prints import Cell, Heading, Paragraph, Part, Print, Span, Table, cell, label, say

_COUNTED_BY = {"person": "je Person", "municipality": "je Kommune"}
_RECEIPTS = "Die Liste der Belege mit den Stimmen ist veröffentlicht und steht in der Datei aller Abstimmungen."


@dataclass(frozen=True, slots=True)
class Wish:
    """What an amendment asked for when it was voted on; ``text`` are the words of a new demand by paragraphs."""

    label: str
    proposer: str
    sentences: tuple[str, ...]
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """The record of all polls with where and when the conference met, and when the last of them ended.

    ``wishes`` holds by poll what the amendments asked for that it was about.
    """

    record: PollsRecord
    place: str = ""
    days: str = ""
    moment: datetime | None = None
    wishes: Mapping[str, tuple[Wish, ...]] = field(default_factory=dict)


def lay_out_minutes(minutes: Minutes) -> Print:
    """The minutes as a print: an overview, then each poll in its order, and room to sign."""
    polls = minutes.record.polls
    parts: list[Part] = []
    if polls:
        parts += [Heading("Übersicht"), _overview(polls), Heading("Die Abstimmungen im Einzelnen")]
        for poll in polls:
            parts += _lay_out_poll(poll, minutes.wishes.get(poll.id, ()))
    else:
        parts.append(say("Bisher ist keine Abstimmung beendet.", style="lead"))
    parts += [
        Heading("Unterschriften"),
        say("Sitzungsleitung, Ort und Datum", style="sign"),
        say("Protokollführung, Ort und Datum", style="sign"),
    ]
    where = ", ".join(each for each in (minutes.place, minutes.days) if each)
    return Print(
        title="Protokoll der Abstimmungen",
        subtitle=minutes.record.conference,
        lines=tuple(line for line in (where, _count(len(polls))) if line),
        parts=tuple(parts),
        sender=minutes.record.conference,
        moment=minutes.moment,
    )


def _count(polls: int) -> str:
    return "1 Abstimmung" if polls == 1 else f"{polls} Abstimmungen"


def _overview(polls: tuple[PollRecord, ...]) -> Table:
    rows = tuple(
        (
            cell(str(poll.number)),
            cell(poll.about or poll.sentence),
            cell(_say_end(poll)),
            *(cell(str(number) if poll.is_counted else "–") for number in (poll.yes, poll.no, poll.abstain, poll.cast)),
        )
        for poll in polls
    )
    header = ("Nr.", "Worum es ging", "Ergebnis", "Ja", "Nein", "Enth.", "Abgegeben")
    return Table(
        "Alle Abstimmungen mit Ergebnis und Stimmen", header, (5, 33, 22, 8, 9, 9, 14), rows, frozenset({3, 4, 5, 6})
    )


def _say_end(poll: PollRecord) -> str:
    if poll.state == "annulled":
        return "Aufgehoben" if poll.is_counted else "Aufgehoben, bevor abgestimmt wurde"
    return poll.verdict_label or "Ohne Beschluss"


def _lay_out_poll(poll: PollRecord, wishes: tuple[Wish, ...]) -> Iterator[Part]:
    yield Heading(f"Abstimmung {poll.number}: {poll.about}" if poll.about else f"Abstimmung {poll.number}", 2)
    if poll.sentence != poll.about:
        yield say(poll.sentence)
    if not poll.items:
        for wish in wishes:
            yield from _say_wish(wish)
    yield _say_verdict(poll)
    if poll.state == "annulled":
        yield label("Grund der Aufhebung", poll.annul_reason or "nicht angegeben")
    if poll.is_counted:
        yield _numbers(poll)
    yield say(_say_terms(poll), style="quiet")
    if poll.is_weighted and poll.is_counted:
        people = f"{poll.people} von {poll.people_entitled} Personen haben abgestimmt; die Zahlen oben sind Gewichte."
        yield say(people, style="quiet")
    if poll.rule_reason:
        yield label("Grund für diese Regel", poll.rule_reason, style="quiet")
    yield from _items(poll, {wish.label: wish for wish in wishes})
    yield from _answers(poll)
    yield from _hands(poll)
    yield from _names(poll)
    if poll.digest:
        yield label("Prüfsumme der Stimmen (SHA-256)", poll.digest, style="quiet")
    if poll.receipts:
        yield say(_RECEIPTS, style="quiet")


def _say_wish(wish: Wish) -> Iterator[Part]:
    first, *rest = wish.sentences
    yield label(f"{wish.label}, {wish.proposer}", first)
    yield from (say(sentence) for sentence in rest)
    yield from (say(words, style="reason") for words in wish.text)


def _say_verdict(poll: PollRecord) -> Paragraph:
    verdict = _say_end(poll)
    formula = (Span(f" {poll.formula}"),) if poll.formula else ()
    return Paragraph((Span(f"{verdict}.", bold=True), *formula), "lead")


def _numbers(poll: PollRecord) -> Table:
    counted = [("Ja", poll.yes), ("Nein", poll.no), ("Enthaltung", poll.abstain), ("Ungültig", poll.invalid)]
    if poll.options:
        counted.insert(0, ("Mit Antwort", poll.marked))
    numbers = [
        *counted,
        ("Abgegeben", poll.cast),
        ("Nicht abgestimmt", poll.not_voted),
        ("Stimmberechtigt", poll.entitled),
    ]
    return Table(
        f"Abstimmung {poll.number}: alle Zahlen",
        tuple(name for name, _ in numbers),
        (10,) * (len(numbers) - 2) + (16, 14),
        (tuple(cell(str(number)) for _, number in numbers),),
        frozenset(range(len(numbers))),
    )


def _say_terms(poll: PollRecord) -> str:
    terms = [poll.electorate]
    if poll.counts_by == "municipality" and "je Kommune" not in poll.electorate:
        terms.append(_COUNTED_BY[poll.counts_by])
    terms += [poll.kind_label, *(["Stimmen gewichtet"] if poll.is_weighted else [])]
    if poll.rule:
        terms.append(f"Regel: {poll.rule_label}")
        terms.append(f"Quorum: {poll.quorum} der Stimmberechtigten" if poll.quorum else "kein Quorum")
    if poll.recommends:
        terms.append("Empfehlung an das Plenum")
    if poll.opened_at and poll.closed_at:
        opened, closed = print_moment(poll.opened_at), print_time(poll.closed_at)
        terms.append(opened if opened.endswith(closed) else f"{opened} bis {closed}")
    return "; ".join(terms) + "."


def _items(poll: PollRecord, wishes: Mapping[str, Wish]) -> Iterator[Part]:
    if poll.items:
        rows = tuple(_list_item(each, wishes.get(each.label)) for each in poll.items)
        name = "Was zur Wahl stand" if poll.options else "Gemeinsam entschieden"
        header = ("Nr.", "Stelle", "Antrag", "Von")
        yield Heading(name, 3)
        yield Table(f"Abstimmung {poll.number}: {name[0].lower()}{name[1:]}", header, (10, 20, 46, 24), rows)


def _list_item(item: ItemRecord, wish: Wish | None) -> tuple[Cell, ...]:
    said = cell(*wish.sentences, quiet=wish.text) if wish else ()
    return cell(item.label), cell(item.place), said, cell(wish.proposer) if wish else ()


def _answers(poll: PollRecord) -> Iterator[Part]:
    if poll.options:
        rows = tuple(
            (cell(str(each.place)), cell(each.label), cell(str(each.votes)))
            for each in sorted(poll.options, key=lambda each: (each.place, each.key))
        )
        yield Heading("Antworten", 3)
        yield Table(
            f"Abstimmung {poll.number}: Antworten", ("Platz", "Antwort", "Stimmen"), (10, 70, 20), rows, frozenset({2})
        )


def _hands(poll: PollRecord) -> Iterator[Part]:
    if not poll.hand_counts:
        if poll.by_hand:
            yield say(f"Davon von Hand gezählt: {poll.by_hand}, auf Geräten: {poll.on_devices}.", style="quiet")
        return
    header = ("Ort", "Ja", "Nein", "Enthaltung", "Ungültig", "Mit Antwort")
    rows = [
        (
            (*cell(count.place or "Saal"), *cell(quiet=[_say_marked(count, poll)])),
            *(cell(str(n)) for n in (count.yes, count.no, count.abstain, count.invalid, count.marked)),
        )
        for count in poll.hand_counts
    ]
    yield Heading("Von Hand gezählt", 3)
    yield say(
        f"In den Zahlen oben enthalten: {poll.by_hand} von Hand gezählt, {poll.on_devices} auf Geräten.", style="quiet"
    )
    yield Table(
        f"Abstimmung {poll.number}: von Hand gezählt",
        header,
        (35, 11, 11, 15, 13, 15),
        tuple(rows),
        frozenset(range(1, 6)),
    )


def _say_marked(count: HandRecord, poll: PollRecord) -> str:
    labels = {str(option.key): option.label for option in poll.options}
    return "; ".join(f"{labels.get(key, key)}: {votes}" for key, votes in count.options.items())


def _names(poll: PollRecord) -> Iterator[Part]:
    if not poll.names:
        return
    header = ["Name", "Kommune", "Stimme", *(["Gewicht"] if poll.is_weighted else [])]
    rows = tuple(
        (
            cell(each.name),
            cell(each.municipality),
            cell(each.choice),
            *([cell(str(each.weight))] if poll.is_weighted else []),
        )
        for each in poll.names
    )
    widths = (34, 32, 22, 12) if poll.is_weighted else (36, 36, 28)
    yield Heading("Namentliche Stimmen", 3)
    yield Table(
        f"Abstimmung {poll.number}: namentliche Stimmen",
        tuple(header),
        widths,
        rows,
        frozenset({3}) if poll.is_weighted else frozenset(),
    )
