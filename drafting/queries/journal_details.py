"""What an entry of the journal is about, in words: what it names, its numbers, and what is kept beside the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    Demand,
    JournalEntry,
    Municipality,
    Panel,
    PaperChange,
    Person,
    Poll,
    PollOption,
    Recipient,
)
from drafting.queries.asking_words import name_answer, name_demand, name_electorate
from drafting.queries.recipients import name_recipient
from drafting.queries.sayings import Saying, as_it_is, saying
from drafting.rules.paper_details import DETAIL_LABELS, Detail
from drafting.rules.questions import VOTE_KIND_LABELS, Question, VoteKind, decides
from drafting.rules.voting import RULE_LABELS, Quorum, Rule

DETAIL_SENTENCES = {
    "poll": "Abstimmung %(number)s",
    "numbers": (
        "%(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltung von %(entitled)s",
        "%(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltungen von %(entitled)s",
    ),
    "answer": "%(label)s: %(count)s",
    "rest": ("%(abstain)s Enthaltung von %(entitled)s", "%(abstain)s Enthaltungen von %(entitled)s"),
    "reason": "Grund: %(reason)s",
    "rule_reason": "Grund der anderen Regel: %(reason)s",
    "quorum": "Mindestbeteiligung %(share)s der Stimmberechtigten",
    "digest": "Prüfsumme der Stimmen: %(digest)s",
    "seconds": "%(seconds)s Sekunden",
    "counted": ("%(cast)s Stimme von Hand", "%(cast)s Stimmen von Hand"),
    "marked": ("%(marked)s Person von Hand", "%(marked)s Personen von Hand"),
    "weight": "Gewicht %(weight)s",
    "for": "für %(municipality)s",
    "line": "%(line)s: „%(before)s“, jetzt „%(after)s“",
    "line_added": "%(line)s: jetzt „%(after)s“",
    "line_removed": "%(line)s: „%(before)s“ entfernt",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the entries of a page name, by id."""

    amendments: Mapping[str, str]
    demands: Mapping[str, Saying]
    polls: Mapping[str, Poll]
    people: Mapping[str, str]
    municipalities: Mapping[str, str]
    panels: Mapping[str, str]
    options: Mapping[tuple[str, int], Saying]
    recipients: Mapping[str, str]
    lines: Mapping[int, Sequence[PaperChange]]


def find_names(session: Session, entries: Sequence[JournalEntry]) -> Names:
    """Look up what entries name; whoever was forgotten has no name any more."""
    amendment_ids = _ids(entries, "amendment") | set(list_several(entries))
    poll_ids = _ids(entries, "poll")
    amendments = session.scalars(select(Amendment).where(Amendment.id.in_(amendment_ids)))
    demands = session.scalars(select(Demand).where(Demand.id.in_(_ids(entries, "demand"))))
    people_ids = {entry.actor for entry in entries} | _ids(entries, "person")
    options = session.scalars(select(PollOption).where(PollOption.poll_id.in_(poll_ids)))
    towns = session.scalars(select(Municipality).where(Municipality.id.in_(_ids(entries, "municipality"))))
    panels = session.scalars(select(Panel).where(Panel.id.in_(_ids(entries, "panel"))))
    recipients = session.scalars(select(Recipient).where(Recipient.id.in_(_ids(entries, "recipient"))))
    polls = {each.id: each for each in session.scalars(select(Poll).where(Poll.id.in_(poll_ids)))}
    return Names(
        amendments={each.id: each.label for each in amendments},
        demands={each.id: name_demand(each.number, each.label) for each in demands},
        polls=polls,
        people={each.id: each.name for each in session.scalars(select(Person).where(Person.id.in_(people_ids)))},
        municipalities={each.id: each.name for each in towns},
        panels={each.id: each.name for each in panels},
        options={
            (each.poll_id, each.key): name_answer(Question(polls[each.poll_id].question), each) for each in options
        },
        recipients={each.id: name_recipient(each) for each in recipients},
        lines=_find_lines(session, entries),
    )


def _find_lines(session: Session, entries: Sequence[JournalEntry]) -> dict[int, list[PaperChange]]:
    """By entry: what editors changed of the lines the paper bears."""
    found: dict[int, list[PaperChange]] = {}
    numbers = [entry.number for entry in entries if entry.action == "paper.details_changed"]
    if numbers:
        of_conference = PaperChange.conference_id == entries[0].conference_id
        for change in session.scalars(
            select(PaperChange)
            .where(of_conference, PaperChange.journal_number.in_(numbers))
            .order_by(PaperChange.detail)
        ):
            found.setdefault(change.journal_number, []).append(change)
    return found


def _ids(entries: Iterable[JournalEntry], key: str) -> set[str]:
    return {entry.data[key] for entry in entries if isinstance(entry.data.get(key), str)}


def list_several(entries: Iterable[JournalEntry]) -> Iterator[str]:
    """The amendments of an act on several of them: merged into one version, or listed together."""
    for entry in entries:
        if entry.action == "amendments.merged" or entry.action.startswith(("consent.", "compromise.")):
            for named in entry.data.get("amendments", ()):
                yield named if isinstance(named, str) else named[0]


def describe(entry: JournalEntry, names: Names) -> tuple[Saying, ...]:
    """Say what an entry is about."""
    data = entry.data
    found = []
    if data.get("amendment") is None:
        found += [Saying(names.amendments[each]) for each in list_several([entry]) if each in names.amendments]
    if data.get("amendment") in names.amendments:
        found.append(Saying(names.amendments[data["amendment"]]))
    if data.get("demand") in names.demands:
        found.append(names.demands[data["demand"]])
    if data.get("recipient") in names.recipients:
        found.append(Saying(names.recipients[data["recipient"]]))
    if (poll := names.polls.get(data.get("poll", ""))) is not None:
        found.append(saying(str(DETAIL_SENTENCES["poll"]), number=poll.number))
        if entry.action.startswith("poll."):
            found += _describe_poll(entry, poll, names)
    elif entry.action.startswith("municipality."):
        found += _describe_vote(data, names)
    return (*found, *(_describe_line(change) for change in names.lines.get(entry.number, ())))


def _describe_line(change: PaperChange) -> Saying:
    sentence = "line" if change.before and change.after else "line_added" if change.after else "line_removed"
    label = Saying(DETAIL_LABELS[Detail(change.detail)])
    return saying(str(DETAIL_SENTENCES[sentence]), line=label, before=change.before, after=change.after)


def _describe_poll(entry: JournalEntry, poll: Poll, names: Names) -> Iterator[Saying]:
    data = entry.data
    if entry.action in {"poll.prepared", "poll.terms_changed"} and data.get("kind") in set(VoteKind):
        yield from _describe_terms(data, poll, names)
    if data.get("person") in names.people:
        yield Saying(names.people[data["person"]])
    if data.get("municipality") in names.municipalities:
        yield saying(str(DETAIL_SENTENCES["for"]), municipality=names.municipalities[data["municipality"]])
    yield from _describe_numbers(data, poll, names)
    if "seconds" in data:
        yield saying(str(DETAIL_SENTENCES["seconds"]), seconds=data["seconds"])
    if entry.action.startswith("poll.hand_count") and "cast" in data:
        yield _count("counted", "cast", data)
    if "marked" in data and "yes" not in data:
        yield _count("marked", "marked", data)
    if entry.action == "poll.annulled" and poll.annul_reason:
        yield saying(str(DETAIL_SENTENCES["reason"]), reason=Saying(poll.annul_reason))
    if data.get("digest"):
        yield saying(str(DETAIL_SENTENCES["digest"]), digest=data["digest"])


def _describe_terms(data: Mapping[str, Any], poll: Poll, names: Names) -> Iterator[Saying]:
    """How is voted, by whom and under which rule; what entries of earlier versions do not say stays unsaid."""
    yield Saying(VOTE_KIND_LABELS[VoteKind(data["kind"])])
    if "present_only" in data:
        panel, counts_by = names.panels.get(data.get("panel") or "", ""), data.get("counts_by", "")
        yield name_electorate(panel, present_only=data["present_only"], counts_by=counts_by)
    if data.get("weighted"):
        yield saying("gewichtet")
    if data.get("receipts"):
        yield saying("mit Beleg")
    if data.get("rule") in set(Rule) and decides(Question(poll.question)):
        yield Saying(RULE_LABELS[Rule(data["rule"])])
        if all(quorum := data.get("quorum") or [None]):
            yield saying(str(DETAIL_SENTENCES["quorum"]), share=Saying(Quorum(*quorum).label))
    if data.get("rule_reason") and poll.rule_reason:
        yield saying(str(DETAIL_SENTENCES["rule_reason"]), reason=poll.rule_reason)
    if data.get("time_limit"):
        yield saying(str(DETAIL_SENTENCES["seconds"]), seconds=data["time_limit"])
    elif "time_limit" in data:
        yield saying("ohne Zeitbegrenzung")


def _describe_numbers(data: Mapping[str, Any], poll: Poll, names: Names) -> Iterator[Saying]:
    """The numbers of a poll that ended: of yes and no, or of each answer; none of one never opened."""
    if poll.opened_at is None:
        return
    if data.get("options"):
        for key, count in data["options"]:
            label = names.options.get((poll.id, key), as_it_is(str(key)))
            yield saying(str(DETAIL_SENTENCES["answer"]), label=label, count=count)
        yield _count("rest", "abstain", data)
    elif "yes" in data:
        yield _count("numbers", "abstain", data)


def _describe_vote(data: Mapping[str, Any], names: Names) -> Iterator[Saying]:
    """Whose vote a municipality's is, and what it weighs."""
    if data.get("municipality") in names.municipalities:
        yield Saying(names.municipalities[data["municipality"]])
    if data.get("person") in names.people:
        yield Saying(names.people[data["person"]])
    if "weight" in data:
        yield saying(str(DETAIL_SENTENCES["weight"]), weight=data["weight"])


def _count(sentence: str, key: str, data: Mapping[str, Any]) -> Saying:
    one, many = DETAIL_SENTENCES[sentence]
    return Saying(one if data[key] == 1 else many, {name: data.get(name, 0) for name in _NUMBERS})


_NUMBERS = ("yes", "no", "abstain", "entitled", "cast", "marked")
