"""Preparing decisions in the demonstration: recommendations, compromises, a joint list, the next questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.contents import Fate, load_table, replace_words
from drafting.demo.hall import DECIDING, Hall, Places
from drafting.demo.people import PANELS
from drafting.demo.proposing import HandedIn, find
from drafting.models import now
from drafting.queries.amendments import AmendmentCard
from drafting.rules.lifecycle import Advice
from drafting.services.recommendations import Proposal

_QUEUED = 3
_LISTED = 5
# Long enough that the demonstration can still be looked at months later.
_PERIOD = timedelta(days=300)
# The panel whose recommendations nobody else sees yet, and the one that runs out of time.
_UNPUBLISHED, _CLOSING = PANELS[3], PANELS[4]
_LEFT_OVER = 4


def compromise(work: UnitOfWork, hall: Hall, places: Places, handed_in: list[HandedIn]) -> None:
    """Let moderators propose compromises: one all have agreed to, one that waits for the participant of the link."""
    for told in load_table("decisions")["compromise"]:
        demand = told["demand"]
        desk = hall.moderators[places.panels[demand]]
        parts = {words: find(handed_in, demand, words) for words in told["on"]}
        page = queries.editors.get_editor(work.session, places.demands[demand])
        made = services.compromises.draft(
            work,
            page.demand_id,
            [part.id for part in parts.values()],
            text=replace_words(page.text, told["replace"]),
            reason=told["reason"],
            base_version_id=page.base_version_id,
            answers_until=now() + _PERIOD,
            actor=desk,
        )
        for words in told["agreed"]:
            services.compromises.agree(work, made, parts[words].id, actor=parts[words].author)
        if Fate(told.get("decision", Fate.OPEN)) is Fate.TAKEN_OVER:
            services.amendments.take_over(work, made, actor=hall.organizer)


def recommend(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn]) -> None:
    """Let each panel's moderators recommend what to do with what is open, and most of them publish it."""
    told = load_table("recommendations")
    said = {find(handed_in, entry["demand"], entry["on"]).id: entry for entry in told["recommendation"]}
    cards = _list_open(work, hall)
    panels = {item.id: item.panel for item in handed_in}
    for panel in PANELS[:-1]:
        # What a compromise is made of waits for the answers to it.
        own = [card for card in cards if panels.get(card.id) == panel and not (card.recommendation or card.part_of)]
        if panel in (DECIDING, _CLOSING):
            # Something is left for whoever tries it out, or for what time leaves over.
            own = own[: len(own) // 2] if panel == DECIDING else own[:-_LEFT_OVER]
        proposals = [_advise(card, said.get(card.id), told["notes"], handed_in) for card in own]
        services.recommendations.recommend(work, hall.conference_id, proposals, actor=hall.moderators[panel])
        if panel != _UNPUBLISHED:
            services.recommendations.publish(
                work, hall.conference_id, panel_id=hall.panels[panel], actor=hall.moderators[panel]
            )


def _advise(
    card: AmendmentCard, said: dict[str, Any] | None, notes: dict[str, str], handed_in: list[HandedIn]
) -> Proposal:
    if said is None:
        is_disputed = card.awaits_author or any(note.relation == "conflict" for note in card.overlaps)
        verdict = Advice.VOTE if is_disputed else Advice.ADOPT
        # Not every moderator writes a note to every amendment.
        return Proposal(card.id, verdict, note=notes[verdict] if card.number % 4 == 0 else None)
    settler = find(handed_in, said["demand"], said["settled_by"]).id if "settled_by" in said else ""
    return Proposal(
        card.id, Advice(said["verdict"]), settled_by_id=settler, reason=said.get("reason"), note=said.get("note")
    )


def list_undisputed(work: UnitOfWork, hall: Hall) -> None:
    """Put what nobody disputes on a list of the plenary that takes effect by itself, and let one pull an item out."""
    candidates = [
        card
        for card in _list_open(work, hall)
        if card.state == "open"
        and card.kind == "change"
        and card.fit == "applies"
        and not (card.awaits_author or card.is_compromise or card.part_of)
        and not card.overlaps
        and card.proposer_id != hall.guest
    ]
    # One of each demand: who has two to the same sentence in mind reads them together.
    undisputed = list({card.demand_id: card.id for card in reversed(candidates)}.values())[::-1][:_LISTED]
    listed = services.consents.draw_up(
        work,
        hall.conference_id,
        undisputed,
        title="Unstrittiges vom ersten Tag",
        closes_at=now() + _PERIOD,
        actor=hall.organizer,
    )
    services.pulls.pull(work, listed, undisputed[-1], actor=hall.members[PANELS[1]][0])


def answer(work: UnitOfWork, hall: Hall) -> None:
    """Let one of those asked what shall become of their amendment say „So lassen“; the others have yet to answer."""
    asked = [card for card in _list_open(work, hall) if card.awaits_author and card.proposer_id != hall.guest]
    for card in asked[:1]:
        services.amendments.keep(work, card.id, actor=card.proposer_id)


def queue(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn]) -> None:
    """Put the next questions of the plenary in line: the first undecided changes to the demand most disputed."""
    disputed = (item for item in handed_in if item.demand == "13" and item.fate is Fate.OPEN)
    queued: set[str] = set()
    # Amendments that say the same are one question.
    while len(queued) < _QUEUED and (amendment := next(disputed, None)) is not None:
        queued.add(services.questions.prepare(work, amendment.id, actor=hall.organizer))


def _list_open(work: UnitOfWork, hall: Hall) -> Sequence[AmendmentCard]:
    return queries.amendments.list_amendments(work.session, hall.conference_id, state="undecided")
