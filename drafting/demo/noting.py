"""Minority notes of the demonstration: one that goes with the letter, one that lacks municipalities."""

from __future__ import annotations

from drafting import services
from drafting.database import UnitOfWork
from drafting.demo.contents import load_table
from drafting.demo.hall import Hall, Places
from drafting.services.minority_notes import Authority


def write_notes(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Let the first municipality of each note write it and the others join, each by a declaration."""
    for told in load_table("notes")["note"]:
        first, *others = [
            (hall.towns[each["name"]], Authority(each["name"], each["function"], is_confirmed=True))
            for each in told["behind"]
        ]
        author, authority = first
        note = services.minority_notes.write(
            work,
            places.demands[told["demand"]],
            title=told["title"],
            text=told["text"],
            authority=authority,
            actor=author,
        )
        for person, said in others:
            services.minority_notes.join(work, note, authority=said, actor=person)
