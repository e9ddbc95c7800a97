"""Proposing in the demonstration: amendments, moves and drafts as people hand them in, and who supports them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.contents import DemoAmendment, DemoMove, Fate, load_amendments, load_moves, replace_words
from drafting.demo.hall import ORGANISATIONS, Hall, Places
from drafting.services.particulars import Particulars
from drafting.web.editor_fields import Fields

# What the participant of the link has begun to write: the first is carried over to what is decided afterwards.
_EARLY_DRAFT = ("13", {"Verlässliches Geld erlaubt": "Nur verlässliches Geld erlaubt"}, "Kürzer und deutlicher.")
_LATE_DRAFT = ("16", {"bleibt länger als sechs Monate frei": "bleibt im Mittel acht Monate frei"}, "")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An amendment of the demonstration once it is handed in; ``demand`` and ``wording`` help to find it again."""

    id: str
    author: str
    panel: str
    demand: str
    wording: str
    fate: Fate
    source: DemoAmendment | DemoMove


def find(handed_in: list[HandedIn], demand: str, words: str) -> HandedIn:
    """The first amendment to a demand that has these words; raises LookupError where there is none."""
    for item in handed_in:
        if item.demand == demand and words in item.wording:
            return item
    raise LookupError(f"No amendment to {demand} has {words!r}")


def hand_in(work: UnitOfWork, hall: Hall, places: Places, choose: random.Random) -> list[HandedIn]:
    """Let the participants hand in all amendments, all against the paper as it was imported."""
    handed_in: list[HandedIn] = []
    authors: dict[str, set[str]] = {}
    for source in load_amendments():
        about = source.demand or source.section
        panel = places.panels[about]
        # Nobody proposes twice for the same demand, so that equal wishes come from different towns.
        taken = authors.setdefault(about, set())
        author = hall.guest if source.mine else hall.towns.get(ORGANISATIONS.get(source.organisation, ""), "")
        while not author or (author in taken and not source.mine):
            author = choose.choice(hall.members[panel] if choose.random() < 0.7 else hall.everybody())
        taken.add(author)
        amendment = propose(work, hall, places, source, actor=author)
        wording = " ".join(source.replace.values()) or source.text
        handed_in.append(HandedIn(amendment, author, panel, source.demand, wording, source.fate, source))
    return handed_in + [_move(work, hall, places, source, choose) for source in load_moves()]


def propose(work: UnitOfWork, hall: Hall, places: Places, source: DemoAmendment, *, actor: str) -> str:
    """Hand in one amendment of the demonstration's files; returns its id."""
    together = [hall.guest if town == "mine" else hall.towns[town] for town in source.together]
    besides = Particulars(
        headline=source.headline,
        editorial=source.editorial,
        organisation_id=hall.organisations.get(source.organisation, ""),
        co_proposer_ids=tuple(together),
    )
    amendment = _propose(work, places, source, besides, actor=actor)
    for person in together[:1]:
        if person != hall.guest:
            services.invitations.answer(work, amendment, agrees=True, actor=person)
    return amendment


def _propose(work: UnitOfWork, places: Places, source: DemoAmendment, besides: Particulars, *, actor: str) -> str:
    if source.text:
        return services.amendments.propose_new(
            work,
            places.paper_id,
            text=source.text,
            reason=source.reason,
            section_id=places.sections[source.section],
            after_demand_id=places.demands[source.after],
            actor=actor,
            besides=besides,
        )
    editor = queries.editors.get_editor(work.session, places.demands[source.demand])
    if source.strike:
        return services.amendments.propose_strike(
            work,
            editor.demand_id,
            reason=source.reason,
            base_version_id=editor.base_version_id,
            actor=actor,
            besides=besides,
        )
    return services.amendments.propose(
        work,
        editor.demand_id,
        text=source.apply(editor.text),
        reason=source.reason,
        base_version_id=editor.base_version_id,
        actor=actor,
        besides=besides,
    )


def _move(work: UnitOfWork, hall: Hall, places: Places, source: DemoMove, choose: random.Random) -> HandedIn:
    panel = places.panels[source.section]
    author = choose.choice(hall.members[panel])
    if source.demand:
        amendment = services.moves.propose_move(
            work,
            places.demands[source.demand],
            section_id=places.sections[source.section],
            after_demand_id=places.demands[source.after] if source.after else None,
            reason=source.reason,
            actor=author,
        )
    else:
        amendment = services.moves.propose_section_move(
            work,
            places.sections[source.section],
            after_section_id=places.sections[source.after],
            reason=source.reason,
            actor=author,
        )
    return HandedIn(amendment, author, panel, source.demand, "", source.fate, source)


def support(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Give each amendment its supporters: most a few, some many."""
    for amendment in handed_in:
        others = [person for person in hall.present if person != amendment.author]
        for person in choose.sample(others, min(40, int(choose.paretovariate(0.9)) - 1)):
            services.amendments.support(work, amendment.id, actor=person)


def begin_draft(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Let the participant of the link begin to write, before the demand moves on."""
    _save_draft(work, hall, places, *_EARLY_DRAFT)


def begin_another_draft(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Let the participant of the link begin to write once more, on the text as it stands."""
    _save_draft(work, hall, places, *_LATE_DRAFT)


def _save_draft(
    work: UnitOfWork, hall: Hall, places: Places, demand: str, replaced: dict[str, str], reason: str
) -> None:
    editor = queries.editors.get_editor(work.session, places.demands[demand])
    text = replace_words(editor.text, replaced)
    fields = Fields.of(text)
    services.drafts.save(
        work,
        f"change:{editor.demand_id}",
        fields={"title": fields.title, "text": fields.text, "reasons": fields.reasons or "", "reason": reason},
        text=text,
        base_version_id=editor.base_version_id,
        actor=hall.guest,
    )
