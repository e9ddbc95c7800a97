"""Talking in the demonstration: comments, practical examples, the Bilanz, and who follows what."""

from __future__ import annotations

import random

from drafting import services
from drafting.database import UnitOfWork
from drafting.demo.contents import load_table
from drafting.demo.hall import Hall, Places
from drafting.demo.proposing import HandedIn, find
from drafting.services.examples import ExampleText

# What the participant of the link follows.
_FOLLOWED = ("2", "4", "13", "17")


def talk(work: UnitOfWork, hall: Hall, places: Places, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Let participants comment and answer each other; one comment is hidden by a moderator."""
    for entry in load_table("talk")["comment"]:
        speakers = iter(choose.sample(hall.present, 1 + len(entry.get("answers", ()))))
        speaker = hall.guest if entry.get("mine") else next(speakers)
        demand = entry["demand"]
        if "on" in entry:
            amendment = find(handed_in, demand, entry["on"]).id
            comment = services.comments.comment_on_amendment(work, amendment, text=entry["text"], actor=speaker)
        else:
            about = places.demands[demand]
            comment = services.comments.comment_on_demand(work, about, text=entry["text"], actor=speaker)
        for answer, person in zip(entry.get("answers", ()), speakers, strict=False):
            services.comments.answer(work, comment, text=answer, actor=person)
        if "hidden" in entry:
            moderator = hall.moderators[places.panels[demand]]
            services.comments.hide(work, comment, reason=entry["hidden"], actor=moderator)


def tell_examples(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Let participants tell how they do it at home, and somebody ask for a talk."""
    told = {}
    table = load_table("examples")
    for entry in table["example"]:
        text = ExampleText(
            municipality=entry["from"],
            title=entry["title"],
            text=entry["text"],
            link=entry.get("link", ""),
            figure=entry.get("figure", ""),
            in_annex=entry.get("in_annex", True),
        )
        author = hall.towns[entry["from"]]
        told[entry["title"]] = services.examples.add(work, places.demands[entry["demand"]], text, actor=author)
    for entry in table["contact"]:
        asking = hall.towns[entry["from"]]
        services.examples.ask_for_contact(work, told[entry["title"]], message=entry["message"], actor=asking)


def review(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Say what became of last year's demands."""
    for entry in load_table("reviews")["review"]:
        services.reviews.review(
            work,
            places.demands[entry["demand"]],
            status=entry["status"],
            evidence=entry["evidence"],
            link=entry.get("link", ""),
            actor=hall.editor,
        )


def follow(work: UnitOfWork, hall: Hall, places: Places, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Let the participant of the link follow a few demands, and others what they find."""
    for number in _FOLLOWED:
        services.follows.follow_demand(work, places.demands[number], actor=hall.guest)
    for person in choose.sample(hall.present, 20):
        services.follows.follow_demand(work, choose.choice(sorted(places.demands.values())), actor=person)
        services.follows.follow_amendment(work, choose.choice(handed_in).id, actor=person)
