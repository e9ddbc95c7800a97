"""Deciding in the demonstration: votes of panels and the plenary, and all that is decided without one."""

from __future__ import annotations

import random
from collections.abc import Sequence

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.contents import DemoAmendment, Fate, load_editorial_changes, load_table
from drafting.demo.hall import DECIDING, Hall, Places
from drafting.demo.people import PANELS
from drafting.demo.proposing import HandedIn, find
from drafting.queries.merges import Selection
from drafting.rules.lifecycle import Choice
from drafting.services.asking import Terms
from drafting.text.resolution import Take

# Shares of yes and no; the others abstain or do not vote.
_ADOPTED, _REJECTED = (0.62, 0.22), (0.27, 0.55)


def decide(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Let panels and the plenary decide what the files say is decided.

    One panel decides; what the others recommend the plenary adopts together, but for every third, on which it votes.
    """
    together: list[str] = []
    for turn, amendment in enumerate(item for item in handed_in if item.fate in (Fate.ADOPTED, Fate.REJECTED)):
        shares = _ADOPTED if amendment.fate is Fate.ADOPTED else _REJECTED
        in_panel = amendment.panel == DECIDING or (turn % 3 > 0 and amendment.panel != PANELS[-1])
        _vote(work, hall, amendment, shares, in_plenary=not in_panel, choose=choose)
        if in_panel and amendment.panel != DECIDING and amendment.fate is Fate.ADOPTED:
            together.append(amendment.id)
    listed = services.consents.draw_up(
        work, hall.conference_id, together, title="Was die Arbeitsgruppen einmütig empfehlen", actor=hall.organizer
    )
    poll = services.polls.open_list(work, listed, actor=hall.organizer)
    _cast(work, poll, hall.present, (0.81, 0.05), choose)
    services.polls.close_poll(work, poll, actor=hall.organizer)


def _vote(
    work: UnitOfWork,
    hall: Hall,
    amendment: HandedIn,
    shares: tuple[float, float],
    *,
    in_plenary: bool,
    choose: random.Random,
) -> None:
    desk = hall.organizer if in_plenary else hall.moderators[amendment.panel]
    panel = None if in_plenary else hall.panels[amendment.panel]
    poll = services.polls.open_now(work, amendment.id, terms=Terms(panel_id=panel), actor=desk)
    electorate = hall.present if in_plenary else [p for p in hall.members[amendment.panel] if p in hall.present]
    yes, no = (share + choose.uniform(-0.08, 0.08) for share in shares)
    _cast(work, poll, electorate, (yes, no), choose)
    services.polls.close_poll(work, poll, actor=desk)


def _cast(
    work: UnitOfWork, poll: str, electorate: Sequence[str], shares: tuple[float, float], choose: random.Random
) -> None:
    """Let people vote; a few abstain or do not vote at all."""
    yes, no = shares
    for person in electorate:
        drawn = choose.random()
        if drawn < yes + no:
            services.polls.cast(work, poll, Choice.YES if drawn < yes else Choice.NO, actor=person)
        elif choose.random() < 0.6:
            services.polls.cast(work, poll, Choice.ABSTAIN, actor=person)


def settle(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn]) -> None:
    """End or put off without a vote what the files say."""
    for amendment in handed_in:
        desk = hall.moderators[amendment.panel] if amendment.panel == DECIDING else hall.organizer
        if not isinstance(source := amendment.source, DemoAmendment):
            continue
        match amendment.fate:
            case Fate.WITHDRAWN:
                services.amendments.withdraw(work, amendment.id, actor=amendment.author)
            case Fate.TAKEN_OVER:
                services.amendments.take_over(work, amendment.id, actor=desk)
            case Fate.REFERRED:
                services.moderating.refer(work, amendment.id, note=source.note, actor=desk)
            case Fate.ADJOURNED:
                services.moderating.adjourn(work, amendment.id, note=source.note, actor=desk)
            case Fate.SETTLED:
                settler = find(handed_in, amendment.demand, source.settled_by).id
                services.moderating.settle(work, amendment.id, settled_by_id=settler, actor=desk)


def merge(work: UnitOfWork, hall: Hall, places: Places, handed_in: list[HandedIn]) -> None:
    """Merge several amendments to one demand; where they collide, one of them is taken."""
    told = load_table("decisions")["merge"]
    demand = told["demand"]
    ids = tuple(find(handed_in, demand, words).id for words in told["on"])
    page = queries.merges.get_merge(work.session, places.demands[demand], selection=Selection(ids))
    taken = Take(find(handed_in, demand, told["take"]).id)
    services.merges.merge(
        work,
        places.demands[demand],
        ids,
        {decision.key: taken for decision in page.decisions},
        base_version_id=page.base_version_id,
        actor=hall.organizer,
    )


def undo(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Take a decision back: the last one on a demand."""
    told = load_table("decisions")["undo"]
    page = queries.editors.get_editor(work.session, places.demands[told["demand"]])
    services.undoing.undo(work, page.base_version_id, reason=told["reason"], actor=hall.organizer)


def edit(work: UnitOfWork, hall: Hall, places: Places, choose: random.Random) -> None:
    """Let an editor make the editorial changes, and some object to them."""
    for change in load_editorial_changes():
        page = queries.editors.get_editor(work.session, places.demands[change.demand])
        version = services.demands.edit(
            work,
            page.demand_id,
            text=change.apply(page.text),
            reason=change.reason,
            base_version_id=page.base_version_id,
            actor=hall.editor,
        )
        for person in choose.sample(hall.everybody(), change.objections):
            services.objections.raise_objection(work, version, actor=person)


def close(work: UnitOfWork, hall: Hall) -> None:
    """End what a panel has had no time for, with a place to go on."""
    told = load_table("decisions")["closing"]
    panel = told["panel"]
    services.closing.close_remaining(
        work, hall.conference_id, note=told["note"], panel_id=hall.panels[panel], actor=hall.moderators[panel]
    )
