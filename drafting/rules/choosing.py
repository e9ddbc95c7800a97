"""Choosing among several: who leads, whether that is enough, and how answers rank, in exact integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafting.rules.sayings import Saying, as_it_is, saying
from drafting.rules.voting import Quorum, Rule, Tally, Verdict, compare, explain, is_enough

CHOICE_RULE_LABELS = {
    Rule.SIMPLE: "Mehr Stimmen als jede andere Antwort",
    Rule.ABSOLUTE_OF_CAST: "Mehr als die Hälfte aller abgegebenen Stimmen, Enthaltungen eingerechnet",
    Rule.ABSOLUTE_OF_ENTITLED: "Mehr als die Hälfte aller Stimmberechtigten",
    Rule.TWO_THIRDS: "Mindestens zwei Drittel aller Stimmen für eine Antwort",
    Rule.TWO_THIRDS_OF_CAST: "Mindestens zwei Drittel aller abgegebenen Stimmen, Enthaltungen eingerechnet",
    Rule.TWO_THIRDS_OF_ENTITLED: "Mindestens zwei Drittel aller Stimmberechtigten",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a choice ended; ``key`` is the answer that won, None where none did."""

    verdict: Verdict
    key: int | None = None


def choose(
    rule: Rule, counts: Mapping[int, int], tally: Tally, *, keep: int | None = None, quorum: Quorum | None = None
) -> Chosen:
    """Find the answer that won: it leads alone, and its votes against all others reach what the rule asks for.

    ``keep`` is the answer that leaves everything as it is: where it wins, the others are rejected. A tie of leaders, or
    too few votes for the first, chooses nothing, and so rejects nothing either.
    """
    if quorum is not None and not quorum.is_met(tally.cast, tally.entitled):
        return Chosen(Verdict.INVALID)
    leaders = find_leaders(counts)
    if len(leaders) != 1:
        return Chosen(Verdict.UNDECIDED)
    (leader,) = leaders
    if rule is not Rule.SIMPLE and not is_enough(rule, _oppose(counts, leader, tally)):
        return Chosen(Verdict.UNDECIDED)
    return Chosen(Verdict.REJECTED if leader == keep else Verdict.ADOPTED, leader)


def find_leaders(counts: Mapping[int, int]) -> tuple[int, ...]:
    """The answers with the most votes, by key; none where nobody voted for any."""
    most = max(counts.values(), default=0)
    return tuple(sorted(key for key, number in counts.items() if number == most > 0))


def _oppose(counts: Mapping[int, int], key: int, tally: Tally) -> Tally:
    """One answer as the yes and all others as the no."""
    others = sum(counts.values()) - counts[key]
    return Tally(counts[key], others, tally.abstain, tally.entitled, tally.invalid)


def explain_choice(
    rule: Rule,
    counts: Mapping[int, int],
    labels: Mapping[int, str | Saying],
    tally: Tally,
    *,
    quorum: Quorum | None = None,
) -> Saying:
    """Say in words what the rule compared: „Mehr Stimmen als jede andere Antwort: 40 für Ä3, danach 32 für Ä5.“"""
    return explain(saying(CHOICE_RULE_LABELS[rule]), _say_numbers(rule, counts, labels, tally), tally, quorum)


def _say_numbers(rule: Rule, counts: Mapping[int, int], labels: Mapping[int, str | Saying], tally: Tally) -> Saying:
    leaders = find_leaders(counts)
    if not leaders:
        return saying("keine Stimme für eine Antwort")
    if len(leaders) > 1:
        tied = _join([labels[key] for key in leaders])
        return saying("Stimmengleichheit, je %(count)s für %(answers)s", count=counts[leaders[0]], answers=tied)
    (leader,) = leaders
    if rule is not Rule.SIMPLE:
        numbers = compare(rule, _oppose(counts, leader, tally))
        return saying("%(answer)s mit %(numbers)s", answer=labels[leader], numbers=numbers)
    second = max((key for key in counts if key != leader), key=lambda key: (counts[key], -key), default=None)
    first = saying("%(count)s für %(answer)s", count=counts[leader], answer=labels[leader])
    if second is None:
        return first
    then = saying("%(count)s für %(answer)s", count=counts[second], answer=labels[second])
    return saying("%(first)s, danach %(then)s", first=first, then=then)


def _join(answers: Sequence[str | Saying]) -> Saying:
    """„Ä3 und Ä5“, „Ä3 und Ä5 und Ä7“."""
    joined = as_it_is(answers[0])
    for answer in answers[1:]:
        joined = saying("%(one)s und %(other)s", one=joined, other=answer)
    return joined


def rank(counts: Mapping[int, int]) -> dict[int, int]:
    """The place of each answer by its votes, the most first; equal ones share a place, and the next ones stand behind.

    {1: 5, 2: 9, 3: 5, 4: 1} gives {2: 1, 1: 2, 3: 2, 4: 4}.
    """
    return {
        key: 1 + sum(other > number for other in counts.values())
        for key, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    }


def find_medians(counts: Mapping[int, int]) -> tuple[int, ...]:
    """The step of a scale with half of the votes on either side, two where it lies between them; none without votes."""
    total = sum(counts.values())
    if not total:
        return ()
    passed, found = 0, []
    for key in sorted(counts):
        if counts[key] and 2 * passed <= total <= 2 * (passed + counts[key]):
            found.append(key)
        passed += counts[key]
    return tuple(found)
