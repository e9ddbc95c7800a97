"""Outcomes: what became of an amendment and, while it is open, what comes next, in sentences; no look at the database.

``tell`` takes the facts, which ``fates.py`` looks up, and is the only place that words them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafting.queries.sayings import NOTHING, Saying, saying
from drafting.rules.lifecycle import ADOPTED, ADVICE_LABELS, Advice, AmendmentState, PollState

OUTCOME_SENTENCES = {
    "adopted": "Angenommen",
    "taken_over": "Übernommen",
    "compromise": "Als Kompromiss angenommen",
    "adopted_changed": "Geändert angenommen",
    "partial": "Teilweise angenommen",
    "equal": "Gleichlautend angenommen mit %(others)s",
    "rejected": "Abgelehnt",
    "equal_rejected": "Gleichlautend abgelehnt mit %(others)s",
    "settled": "Erledigt",
    "settled_by": "Erledigt durch %(others)s",
    "settled_strike": "Erledigt, weil %(others)s die Forderung streicht",
    "settled_editorial": "Erledigt durch eine redaktionelle Änderung",
    "referred": "An die Redaktion verwiesen",
    "adjourned": "Vertagt",
    "not_dealt_with": "Nicht mehr behandelt",
    "withdrawn": "Zurückgezogen",
    "draft": "Entwurf",
}
NEXT_SENTENCES = {
    "mine": "Ihre Antwort wird gebraucht",
    "author": "Wartet auf die Antwort der Antragstellenden",
    "agreements": "Kompromiss: wartet auf Antworten",
    "voting": "Wird gerade abgestimmt",
    "supporter": "Braucht noch eine Unterstützung",
    "supporters": "Braucht noch %(number)s Unterstützungen",
    "prepared": "Wartet auf die Abstimmung",
    "together": "Steht zur gemeinsamen Abstimmung",
    "advice": "Empfohlen: %(advice)s",
    "advice_of": "%(panel)s empfiehlt: %(advice)s",
    "open": "Wartet auf eine Entscheidung",
}
DETAIL_SENTENCES = {
    "votes": ("%(yes)s Ja, %(no)s Nein, %(number)s Enthaltung", "%(yes)s Ja, %(no)s Nein, %(number)s Enthaltungen"),
    "no_vote": "Ohne Abstimmung",
    "compromise": "Mit dem Kompromiss %(others)s",
}
FORM_SENTENCES = {
    "place": "%(outcome)s: %(place)s",
    "note": "%(outcome)s: %(note)s",
    "counted": "%(outcome)s (%(yes)s Ja, %(no)s Nein)",
    "taken_over": "Ohne Abstimmung übernommen",
    "settled_advice": "erledigt durch %(other)s",
}


@dataclass(frozen=True, slots=True)
class Vote:
    """The numbers of a vote, as far as they are known; only those of one that decides count as an outcome."""

    poll_id: str
    state: str
    yes: int
    no: int
    abstain: int
    recommends: bool = False


@dataclass(frozen=True, slots=True)
class Counsel:
    """A published recommendation; ``panel`` is "" where the moderators gave it, ``other`` what would settle it."""

    advice: Advice
    panel: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What there is to tell of one amendment.

    ``others`` are the labels of those that decided it („Ä9, Ä12“), "" where an editorial change or nothing did.
    ``missing`` supporters are needed before it is dealt with. ``is_asked`` says that its proposer is asked about a
    compromise, ``has_asked`` that it is one, for which answers are waited.
    """

    state: AmendmentState
    vote: Vote | None = None
    others: str = ""
    is_by_version: bool = False
    is_by_strike: bool = False
    is_by_compromise: bool = False
    is_partial: bool = False
    note: str = ""
    missing: int = 0
    needs_answer: bool = False
    is_mine: bool = False
    is_asked: bool = False
    has_asked: bool = False
    counsel: Counsel | None = None
    is_joint: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an amendment: ``sign`` and ``tone`` say how, never by colour alone.

    ``headline`` is for its own page, ``detail`` the numbers below it, ``short`` all in one phrase for lists.
    ``is_plain`` says that it is open and nothing else, which a list of open ones need not repeat.
    """

    tone: str
    sign: str
    headline: Saying
    detail: Saying
    short: Saying
    is_open: bool
    is_plain: bool = False


def tell(facts: Facts, *, place: Saying = NOTHING) -> Outcome:
    """Say what became of an amendment; ``place`` is where it stands in the paper now, if anywhere."""
    if facts.state in {AmendmentState.OPEN, AmendmentState.SUBMITTED}:
        return _tell_next(facts)
    key = find_key(facts)
    values = {"others": facts.others} if facts.others else {}
    word = Saying(OUTCOME_SENTENCES[key], values)
    headline = word
    if place and facts.state in ADOPTED:
        headline = saying(FORM_SENTENCES["place"], outcome=word, place=place)
    elif facts.note:
        headline = saying(FORM_SENTENCES["note"], outcome=word, note=facts.note)
    tone, sign = _find_sign(facts.state)
    return Outcome(tone, sign, headline, _tell_detail(facts, key), _shorten(facts, key, word, headline), is_open=False)


def find_key(facts: Facts) -> str:
    """Which of the sentences fits."""
    state = facts.state
    match state:
        case AmendmentState.ADOPTED_CHANGED:
            return "compromise" if facts.is_by_compromise else "partial" if facts.is_partial else "adopted_changed"
        case AmendmentState.ADOPTED | AmendmentState.TAKEN_OVER:
            return "equal" if facts.others else state.value
        case AmendmentState.REJECTED:
            return "equal_rejected" if facts.others else "rejected"
        case AmendmentState.SETTLED:
            return next(_find_settled(facts))
        case _:
            return state.value


def _find_settled(facts: Facts) -> Iterator[str]:
    if facts.others:
        yield "settled_strike" if facts.is_by_strike else "settled_by"
    if facts.is_by_version:
        yield "settled_editorial"
    yield "settled"


def _find_sign(state: AmendmentState) -> tuple[str, str]:
    if state in ADOPTED:
        return "ok", "adopted"
    if state is AmendmentState.REJECTED:
        return "bad", "rejected"
    if state in {AmendmentState.ADJOURNED, AmendmentState.REFERRED, AmendmentState.NOT_DEALT_WITH}:
        return "mute", "clock"
    return "mute", "tick" if state is AmendmentState.SETTLED else "cross"


def _find_votes(facts: Facts) -> Vote | None:
    """The vote that decided it; a panel's that only recommends did not."""
    vote = facts.vote
    is_decided = facts.state in ADOPTED | {AmendmentState.REJECTED}
    if vote is None or vote.recommends or vote.state != PollState.CLOSED or not is_decided:
        return None
    return vote


def _tell_detail(facts: Facts, key: str) -> Saying:
    vote = _find_votes(facts)
    if vote is not None:
        one, many = DETAIL_SENTENCES["votes"]
        return saying(one if vote.abstain == 1 else many, yes=vote.yes, no=vote.no, number=vote.abstain)
    if key == "compromise" and facts.others:
        return saying(str(DETAIL_SENTENCES["compromise"]), others=facts.others)
    return Saying(str(DETAIL_SENTENCES["no_vote"])) if key == "taken_over" else NOTHING


def _shorten(facts: Facts, key: str, word: Saying, headline: Saying) -> Saying:
    vote = _find_votes(facts)
    if vote is not None and key not in {"equal", "equal_rejected"}:
        return saying(FORM_SENTENCES["counted"], outcome=word, yes=vote.yes, no=vote.no)
    if key == "taken_over":
        return Saying(FORM_SENTENCES["taken_over"])
    return word if facts.state in ADOPTED else headline


def _tell_next(facts: Facts) -> Outcome:
    said = _find_next(facts)
    is_plain = said.sentence == NEXT_SENTENCES["open"]
    tone, sign = ("mute", "ring") if is_plain else ("act", "ring")
    if facts.needs_answer or (facts.is_asked and facts.is_mine):
        tone, sign = ("warn", "warning") if facts.is_mine else ("mute", "clock")
    elif facts.has_asked:
        tone, sign = "mute", "clock"
    return Outcome(tone, sign, said, NOTHING, said, is_open=True, is_plain=is_plain)


def _find_next(facts: Facts) -> Saying:
    if facts.vote is not None and facts.vote.state == PollState.OPEN:
        return Saying(NEXT_SENTENCES["voting"])
    if facts.needs_answer:
        return Saying(NEXT_SENTENCES["mine" if facts.is_mine else "author"])
    if facts.is_asked and facts.is_mine:
        return Saying(NEXT_SENTENCES["mine"])
    if facts.has_asked:
        return Saying(NEXT_SENTENCES["agreements"])
    if facts.state is AmendmentState.SUBMITTED and facts.missing > 0:
        return saying(NEXT_SENTENCES["supporter" if facts.missing == 1 else "supporters"], number=facts.missing)
    if facts.is_joint:
        return Saying(NEXT_SENTENCES["together"])
    if facts.vote is not None and facts.vote.state == PollState.PREPARED:
        return Saying(NEXT_SENTENCES["prepared"])
    if facts.counsel is not None:
        return _tell_counsel(facts.counsel)
    return Saying(NEXT_SENTENCES["open"])


def _tell_counsel(counsel: Counsel) -> Saying:
    advice = Saying(ADVICE_LABELS[counsel.advice])
    if counsel.advice is Advice.SETTLED_BY and counsel.other:
        advice = saying(FORM_SENTENCES["settled_advice"], other=counsel.other)
    if counsel.panel:
        return saying(NEXT_SENTENCES["advice_of"], panel=counsel.panel, advice=advice)
    return saying(NEXT_SENTENCES["advice"], advice=advice)
