"""Drafts: kept for their writer alone, carried over when the demand moves on, gone once handed in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import InvalidInputError, NotFoundError
from drafting.models import Draft, JournalEntry
from drafting.queries.drafts import DraftState
from tests.make import Hall


def save(hall: Hall, old: str, new: str, *, by: str = "", base: str = "", **fields: str) -> object:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        return services.drafts.save(
            work,
            f"change:{hall.first}",
            fields={"text": "wie getippt", **fields},
            text=version.text.replace(old, new),
            base_version_id=base or version.id,
            actor=by or hall.ada,
        )


def find(hall: Hall, by: str = "", place: str = "") -> DraftState | None:
    with hall.database.read() as session:
        return queries.drafts.find_draft(
            session,
            place or f"change:{hall.first}",
            viewer=queries.people.view_as(session, by or hall.ada),
            onto_version_id=hall.version(hall.first).id,
        )


def test_a_draft_is_kept_for_its_writer_alone_and_in_no_journal(hall: Hall) -> None:
    with hall.database.read() as session:
        before = len(session.scalars(select(JournalEntry)).all())
    save(hall, "alle", "viele", reason="Weil")
    save(hall, "alle", "fast alle", reason="Darum")

    draft = find(hall)
    assert draft
    assert (draft.fields["text"], draft.fields["reason"], draft.carried) == ("wie getippt", "Darum", None)
    assert find(hall, by=hall.ben) is None
    with hall.database.read() as session:
        assert len(session.scalars(select(Draft)).all()) == 1
        assert len(session.scalars(select(JournalEntry)).all()) == before


def test_what_is_not_changed_is_no_draft_but_a_reason_alone_is(hall: Hall) -> None:
    assert save(hall, "alle", "alle") is None
    assert save(hall, "alle", "alle", reason="Schon mal notiert") is not None
    assert save(hall, "alle", "alle") is None
    assert find(hall) is None


def test_handing_in_ends_the_draft_and_a_late_message_does_not_bring_it_back(hall: Hall) -> None:
    save(hall, "alle", "viele")
    hall.propose("alle", "viele")

    assert find(hall) is None
    assert save(hall, "alle", "viele", reason="Kam zu spät an") is None
    assert find(hall) is None


def test_discarding_twice_is_harmless(hall: Hall) -> None:
    save(hall, "alle", "viele")
    for _ in range(2):
        with hall.database.write() as work:
            services.drafts.discard(work, f"change:{hall.first}", actor=hall.ada)
    assert find(hall) is None


def test_a_draft_is_carried_over_when_the_demand_moves_on(hall: Hall) -> None:
    save(hall, "alle", "viele")
    hall.take_over(hall.propose("Vorrang haben", "Zuerst kommen", by=hall.ben))
    hall.take_over(hall.propose("hohen Fallzahlen", "vielen Fällen", by=hall.ben))

    draft = find(hall)
    assert draft
    assert draft.carried
    assert (draft.carried.version_number, draft.carried.collides) == (3, False)
    assert "viele Schriftform" in draft.carried.text
    assert "Zuerst kommen Verfahren mit vielen Fällen" in draft.carried.text


def test_a_draft_that_collides_keeps_the_words_of_its_writer_and_shows_both(hall: Hall) -> None:
    save(hall, "alle Schriftform", "viele Schriftform")
    hall.take_over(hall.propose("alle Schriftform", "manche Schriftform", by=hall.ben))
    hall.take_over(hall.propose("Vorrang haben", "Zuerst kommen", by=hall.ben))

    draft = find(hall)
    assert draft
    assert draft.carried
    assert draft.carried.collides
    assert "viele Schriftform" in draft.carried.text
    assert "Zuerst kommen" in draft.carried.text
    shown = ["".join(piece.text for block in side for piece in block.pieces if piece.change == "ins") for side in
             (draft.carried.own, draft.carried.decided)]  # fmt: skip
    assert "viele" in shown[0]
    assert "manche" in shown[1]


def test_a_draft_whose_words_are_in_the_text_already_says_so(hall: Hall) -> None:
    save(hall, "alle", "viele")
    hall.take_over(hall.propose("alle", "viele", by=hall.ben))

    draft = find(hall)
    assert draft
    assert draft.carried
    assert draft.carried.is_settled


def test_a_draft_of_a_new_demand_and_the_list_of_all(hall: Hall) -> None:
    amendment_id = hall.propose("drei", "vier", demand=hall.second)
    with hall.database.read() as session:
        section = queries.papers.get_outline(session, hall.id).sections[0]
    for place, text, base in (
        (f"new:{section.id}", "# Glasfaser\n\nÜberall.", ""),
        (f"revise:{amendment_id}", hall.text(hall.second).replace("drei", "acht"), hall.version(hall.second).id),
    ):
        with hall.database.write() as work:
            services.drafts.save(work, place, fields={"title": "x"}, text=text, base_version_id=base, actor=hall.ada)
    save(hall, "alle", "viele")

    with hall.database.read() as session:
        rows = queries.drafts.list_drafts(session, viewer=queries.people.view_as(session, hall.ada))
    assert [(row.kind, row.about) for row in rows] == [
        ("change", "1 Schriftform abbauen"),
        ("revise", "Ä1"),
        ("new", "Recht"),
    ]


@pytest.mark.parametrize("place", ["change:unbekannt", "new:unbekannt", "sonst:etwas", "change", "", "revise:{other}"])
def test_a_place_that_is_not_ones_own_takes_no_draft(hall: Hall, place: str) -> None:
    other = hall.propose("alle", "viele", by=hall.ben)
    with pytest.raises(NotFoundError), hall.database.write() as work:
        services.drafts.save(work, place.format(other=other), fields={}, text="# T\n\nText", actor=hall.ada)


def test_what_is_far_too_long_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInputError):
        save(hall, "alle", "Wort " * 50_000)
