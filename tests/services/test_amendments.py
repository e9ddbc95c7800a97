"""Handing in, answering and taking over: stored state, events and journal."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.events import AmendmentChanged, AmendmentProposed, DemandChanged, Event, SupportChanged
from drafting.models import Amendment, AmendmentRevision, DemandVersion, JournalEntry, Support
from drafting.rules.lifecycle import Phase
from tests import make
from tests.make import Hall
from tests.states import SQLITE


def get(hall: Hall, amendment_id: str) -> Amendment:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id)


def wording(hall: Hall, amendment_id: str) -> AmendmentRevision:
    with hall.database.read() as session:
        amendment = session.get_one(Amendment, amendment_id)
        return session.scalars(
            select(AmendmentRevision).where(
                AmendmentRevision.amendment_id == amendment_id, AmendmentRevision.number == amendment.revision_number
            )
        ).one()


def actions(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.number)))


@SQLITE
def test_an_amendment_is_stored_with_its_edits_and_numbered(hall: Hall, events: list[Event]) -> None:
    amendment_id = hall.propose("alle Schriftformerfordernisse", "viele Schriftformerfordernisse")

    amendment, revision = get(hall, amendment_id), wording(hall, amendment_id)
    assert (amendment.number, amendment.state, amendment.fit) == (1, "open", "applies")
    assert "viele Schriftformerfordernisse" in revision.text
    assert revision.base_version_id == hall.version(hall.first).id
    assert revision.edits
    assert revision.sentences
    assert events == [AmendmentProposed(conference_id=hall.id, amendment_id=amendment_id, demand_id=hall.first)]
    assert actions(hall)[-1] == "amendment.proposed"


@SQLITE
def test_numbers_run_through_the_paper(hall: Hall) -> None:
    ids = [
        hall.propose("alle", "viele"),
        hall.propose("drei", "vier", demand=hall.second),
        hall.propose("Zeit", "Geld"),
    ]

    assert [get(hall, amendment_id).number for amendment_id in ids] == [1, 2, 3]


@SQLITE
@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [
        (make.FIRST, "Damit es geht.", "text"),
        (make.FIRST + "\n\n", "Damit es geht.", "text"),
        (make.FIRST.replace("alle", "viele"), "  ", "reason"),
        (make.FIRST.replace("alle", "viele"), "…", "reason"),
        ("", "Damit es geht.", "text"),
        (make.FIRST + "\n\n" + "Wort " * 3_001, "Damit es geht.", "text"),
    ],
)
def test_what_cannot_be_an_amendment_is_refused_at_its_field(hall: Hall, text: str, reason: str, field: str) -> None:
    version = hall.version(hall.first)

    with pytest.raises(InvalidInputError) as refused, hall.database.write() as work:
        services.amendments.propose(
            work, hall.first, text=text, reason=reason, base_version_id=version.id, actor=hall.ada
        )

    assert refused.value.field == field
    assert "amendment.proposed" not in actions(hall)


def test_a_reason_may_be_left_out_where_the_conference_does_not_ask_for_one(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, requires_reason=False, actor=hall.organizer)

    amendment_id = hall.propose("alle", "viele", reason="")

    assert get(hall, amendment_id).reason == ""


@SQLITE
def test_nobody_proposes_before_or_after_the_intake(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.DECISION, actor=hall.organizer)

    with pytest.raises(ClosedError):
        hall.propose("alle", "viele")


def test_the_intake_closes_by_itself_at_its_deadline(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(
            work, hall.id, amendments_close_at=hall.version(hall.first).created_at, actor=hall.organizer
        )

    with pytest.raises(ClosedError):
        hall.propose("alle", "viele")


@SQLITE
def test_an_observer_may_read_and_not_propose(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        hall.propose("alle", "viele", by=hall.observer)


@SQLITE
def test_the_same_amendment_twice_by_one_person_is_refused_and_by_another_taken(hall: Hall) -> None:
    hall.propose("alle", "viele")

    with pytest.raises(InvalidInputError, match="Ä1"):
        hall.propose("alle", "viele")
    second = hall.propose("alle", "viele", by=hall.ben)

    assert get(hall, second).number == 2


@SQLITE
def test_equal_and_colliding_amendments_are_found_when_saved(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    equal = hall.propose("alle", "viele", by=hall.ben)
    other = hall.propose("alle Schriftformerfordernisse", "die Schriftform", by=hall.cem)

    with hall.database.read() as session:
        notes = {note.amendment_id: note.relation for note in queries.amendments.get_card(session, first).overlaps}
    assert notes[other] == "conflict"
    assert notes[equal] in {"identical", "conflict"}


@SQLITE
def test_an_outdated_base_is_carried_over_where_nothing_collides(hall: Hall) -> None:
    before = hall.version(hall.first)
    hall.take_over(hall.propose("Vorrang haben", "Zuerst kommen"))

    with hall.database.write() as work:
        amendment_id = services.amendments.propose(
            work,
            hall.first,
            text=before.text.replace("alle", "viele"),
            reason="Darum.",
            base_version_id=before.id,
            actor=hall.ben,
        )

    revision = wording(hall, amendment_id)
    assert revision.base_version_id == hall.version(hall.first).id
    assert "viele" in revision.text
    assert "Zuerst kommen" in revision.text


@SQLITE
def test_an_outdated_base_that_collides_is_said_to_be_outdated(hall: Hall) -> None:
    before = hall.version(hall.first)
    hall.take_over(hall.propose("alle Schriftformerfordernisse", "die Schriftform"))

    with pytest.raises(OutdatedError), hall.database.write() as work:
        services.amendments.propose(
            work,
            hall.first,
            text=before.text.replace("alle Schriftformerfordernisse", "manche Schriftformerfordernisse"),
            reason="Darum.",
            base_version_id=before.id,
            actor=hall.ben,
        )


def test_taking_over_makes_a_version_and_carries_the_others_in_one_go(hall: Hall, events: list[Event]) -> None:
    chosen = hall.propose("alle", "viele")
    beside = hall.propose("Vorrang haben", "Zuerst kommen", by=hall.ben)
    colliding = hall.propose("alle", "manche", by=hall.cem)
    equal = hall.propose("alle", "viele", by=hall.cem)
    events.clear()

    version_id = hall.take_over(chosen)

    version = hall.version(hall.first)
    assert (version.id, version.number) == (version_id, 2)
    assert hall.brought_by(version.id) == [chosen]
    assert "viele" in version.text
    assert get(hall, chosen).state == "taken_over"
    assert (get(hall, beside).fit, get(hall, beside).revision_number) == ("applies", 2)
    assert "viele" in wording(hall, beside).text
    assert (get(hall, colliding).fit, get(hall, colliding).needs_answer) == ("conflict", True)
    assert wording(hall, colliding).number == 1
    assert (get(hall, equal).state, get(hall, equal).settled_by_version_id) == ("adopted", version_id)
    assert DemandChanged(conference_id=hall.id, demand_id=hall.first, version_id=version_id) in events
    assert len([event for event in events if isinstance(event, AmendmentChanged)]) == 4
    assert actions(hall)[-2:] == ["amendment.taken_over", "amendments.carried"]


@SQLITE
def test_only_moderators_take_over(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")

    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.amendments.take_over(work, amendment_id, actor=hall.ben)

    assert hall.version(hall.first).number == 1


@pytest.fixture
def colliding(hall: Hall) -> str:
    """An amendment of Cem whose words a decision has changed."""
    amendment_id = hall.propose("alle", "manche", by=hall.cem)
    hall.take_over(hall.propose("alle", "viele"))
    return amendment_id


@SQLITE
def test_an_author_asked_can_adapt_and_the_first_wording_stays(hall: Hall, colliding: str) -> None:
    present = hall.version(hall.first)
    with hall.database.write() as work:
        services.amendments.adapt(
            work,
            colliding,
            text=present.text.replace("viele", "sehr viele"),
            base_version_id=present.id,
            actor=hall.cem,
        )

    amendment = get(hall, colliding)
    assert (amendment.fit, amendment.needs_answer, amendment.revision_number) == ("applies", False, 2)
    with hall.database.read() as session:
        first = session.scalars(
            select(AmendmentRevision).where(AmendmentRevision.amendment_id == colliding, AmendmentRevision.number == 1)
        ).one()
    assert "manche" in first.text


def test_left_so_it_is_voted_on_as_it_is_against_the_text_of_then(hall: Hall, colliding: str) -> None:
    with hall.database.write() as work:
        services.amendments.keep(work, colliding, actor=hall.cem)
    assert (get(hall, colliding).is_kept, get(hall, colliding).needs_answer) == (True, False)

    result = hall.decide(colliding, "yes", "yes", "no")

    assert result.verdict == "adopted"
    assert "manche" in hall.text(hall.first)
    assert "viele" not in hall.text(hall.first)


def test_an_author_who_does_not_answer_loses_nothing(hall: Hall, colliding: str) -> None:
    hall.decide(colliding, "yes")

    assert "manche" in hall.text(hall.first)


@SQLITE
def test_only_the_author_answers(hall: Hall, colliding: str) -> None:
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.amendments.keep(work, colliding, actor=hall.ada)


@SQLITE
def test_withdrawing_ends_an_amendment_and_its_overlaps(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    second = hall.propose("alle", "manche", by=hall.ben)

    with hall.database.write() as work:
        services.amendments.withdraw(work, first, actor=hall.ada)

    assert get(hall, first).state == "withdrawn"
    with hall.database.read() as session:
        assert queries.amendments.get_card(session, second).overlaps == ()
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.amendments.withdraw(work, first, actor=hall.ada)


@SQLITE
def test_revising_keeps_what_was_handed_in(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    version = hall.version(hall.first)

    with hall.database.write() as work:
        services.amendments.revise(
            work,
            amendment_id,
            text=version.text.replace("alle", "fast alle"),
            base_version_id=version.id,
            actor=hall.ada,
        )

    with hall.database.read() as session:
        page = queries.amendments.get_amendment(session, amendment_id)
    assert [row.cause for row in page.revisions] == ["submitted", "revised"]
    assert "viele" in page.revisions[0].text
    assert "fast alle" in page.own_text


def test_support_counts_once_and_never_for_oneself(hall: Hall, events: list[Event]) -> None:
    amendment_id = hall.propose("alle", "viele")
    events.clear()
    for _ in range(2):
        with hall.database.write() as work:
            services.amendments.support(work, amendment_id, actor=hall.ben)

    assert events == [SupportChanged(conference_id=hall.id, amendment_id=amendment_id, demand_id=hall.first)]
    with hall.database.read() as session:
        assert session.scalars(select(Support.person_id)).all() == [hall.ben]
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.amendments.support(work, amendment_id, actor=hall.ada)
    with hall.database.write() as work:
        services.amendments.unsupport(work, amendment_id, actor=hall.ben)
    with hall.database.read() as session:
        assert session.scalars(select(Support.person_id)).all() == []


def test_a_struck_demand_settles_what_else_was_asked_of_it(hall: Hall) -> None:
    change = hall.propose("drei", "vier", demand=hall.second, by=hall.ben)

    version_id = hall.take_over(hall.propose_strike(hall.second))

    assert get(hall, change).state == "settled"
    assert get(hall, change).settled_by_version_id == version_id
    with hall.database.read() as session:
        assert queries.demands.get_demand(session, hall.second).is_struck
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.amendments.propose_strike(
            work, hall.second, reason="Noch einmal.", base_version_id=version_id, actor=hall.ada
        )


@SQLITE
def test_a_strike_stands_against_whatever_the_demand_becomes(hall: Hall) -> None:
    strike = hall.propose_strike(hall.second, by=hall.ben)
    hall.take_over(hall.propose("drei", "vier", demand=hall.second))

    assert get(hall, strike).state == "open"
    hall.take_over(strike)

    with hall.database.read() as session:
        assert queries.demands.get_demand(session, hall.second).is_struck


def test_a_new_demand_gets_a_letter_and_no_other_is_renumbered(hall: Hall) -> None:
    for text in ("# Neues A\n\nDas Land hilft.\n", "# Neues B\n\nDer Bund hilft.\n"):
        hall.take_over(hall.propose_new(text, after=hall.first))

    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)
    assert [(demand.number, demand.title) for demand in outline.sections[0].demands] == [
        ("1", "Schriftform abbauen"),
        ("1a", "Neues A"),
        ("1b", "Neues B"),
        ("2", "Digitalcheck einführen"),
    ]
    assert [demand.number for demand in outline.sections[1].demands] == ["3"]


def test_a_failed_decision_leaves_everything_as_it_was(hall: Hall, events: list[Event]) -> None:
    chosen, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    count = len(actions(hall))
    events.clear()

    def fail_half_way() -> None:
        with hall.database.write() as work:
            services.amendments.take_over(work, chosen, actor=hall.moderator)
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        fail_half_way()

    assert (get(hall, chosen).state, get(hall, other).fit) == ("open", "applies")
    assert hall.version(hall.first).number == 1
    assert (len(actions(hall)), events) == (count, [])


def test_versions_hold_their_edits_and_what_brought_each_word_in(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Vorrang haben", "Zuerst kommen"))

    with hall.database.read() as session:
        versions = session.scalars(
            select(DemandVersion).where(DemandVersion.demand_id == hall.first).order_by(DemandVersion.number)
        ).all()
    assert [version.number for version in versions] == [1, 2, 3]
    assert all(version.provenance for version in versions)
    assert [bool(version.edits) for version in versions] == [False, True, True]
