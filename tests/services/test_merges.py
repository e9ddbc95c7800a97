"""Merging: one version of several amendments, each named for its words, the others carried over."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.events import AmendmentChanged, DemandChanged, Event
from drafting.models import Amendment, Demand, DemandVersion, Recommendation, VersionAmendment
from drafting.models.demands import Source
from drafting.rules.lifecycle import AmendmentState
from drafting.text import provenance
from drafting.text.document import Word
from drafting.text.markdown import parse
from drafting.text.resolution import Choice, Take, Write
from tests.make import Hall
from tests.states import SQLITE


def get(hall: Hall, amendment_id: str) -> Amendment:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id)


def states(hall: Hall, *amendment_ids: str) -> list[str]:
    return [get(hall, amendment_id).state for amendment_id in amendment_ids]


def merge(hall: Hall, *amendment_ids: str, choices: dict[str, Choice] | None = None, **more: object) -> str:
    with hall.database.write() as work:
        return services.merges.merge(
            work,
            hall.first,
            amendment_ids,
            choices or {},
            base_version_id=str(more.pop("base", hall.version(hall.first).id)),
            actor=str(more.pop("actor", hall.moderator)),
            **more,  # type: ignore[arg-type]
        )


def together(hall: Hall, *amendment_ids: str) -> services.merges.Together:
    with hall.database.write() as work:
        return services.merges.adopt_together(
            work, amendment_ids, state=AmendmentState.TAKEN_OVER, actor=hall.moderator
        )


def links(hall: Hall, version_id: str) -> dict[str, bool]:
    with hall.database.read() as session:
        rows = session.query(VersionAmendment).filter_by(version_id=version_id)
        return {row.amendment_id: row.is_partial for row in rows}


def sources(hall: Hall, version_id: str) -> dict[str, tuple[str, ...]]:
    """By word of a version: what brought it."""
    with hall.database.read() as session:
        version = session.get_one(DemandVersion, version_id)
    found = provenance.load(version.provenance).per_token()
    tokens = parse(version.text).tokens()
    return {token.text: by for token, by in zip(tokens, found, strict=True) if isinstance(token, Word)}


def check(hall: Hall) -> None:
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == ()


# Together


def test_what_fits_together_becomes_one_version(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "sehr hohen Fallzahlen", by=hall.ben)
    result = together(hall, one, other)
    assert result.left_out == ()
    assert len(result.version_ids) == 1
    assert hall.version(hall.first).number == 2
    assert "viele Schriftform" in hall.text(hall.first)
    assert "sehr hohen" in hall.text(hall.first)
    assert states(hall, one, other) == ["taken_over", "taken_over"]
    assert set(hall.brought_by(result.version_ids[0])) == {one, other}
    check(hall)


@SQLITE
def test_what_collides_is_left_out_on_both_sides_and_asked(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    third = hall.propose("hohen Fallzahlen", "Fallzahlen", by=hall.cem)
    result = together(hall, one, other, third)
    assert set(result.left_out) == {one, other}
    assert states(hall, one, other, third) == ["open", "open", "taken_over"]
    check(hall)


@SQLITE
def test_each_demand_gets_a_version_of_its_own_and_new_demands_and_strikes_take_part(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    two = hall.propose("drei", "vier", demand=hall.second)
    new = hall.propose_new("# Neu\n\nEine neue Forderung.")
    strike = hall.propose_strike(hall.third)
    result = together(hall, one, two, new, strike)
    assert len(result.version_ids) == 4
    assert result.left_out == ()
    assert states(hall, one, two, new, strike) == ["taken_over"] * 4
    check(hall)


@SQLITE
def test_a_strike_beside_a_change_leaves_both_out(hall: Hall) -> None:
    change = hall.propose("alle", "viele")
    strike = hall.propose_strike(hall.first, by=hall.ben)
    assert set(together(hall, change, strike).left_out) == {change, strike}


def test_what_is_being_voted_on_is_left_out(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "Fallzahlen", by=hall.ben)
    hall.open_poll(one)
    assert set(together(hall, one, other).left_out) == {one, other}


@SQLITE
def test_what_collides_with_a_decision_since_is_left_out(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    late = hall.propose("alle", "manche", by=hall.ben)
    hall.take_over(one)
    assert together(hall, one, late).left_out == (one, late)
    assert hall.version(hall.first).number == 2


def test_verifying_finds_a_merge_whose_amendments_were_changed(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "sehr hohen Fallzahlen", by=hall.ben)
    version_id = together(hall, one, other).version_ids[0]
    with hall.database.write() as work:
        work.session.delete(work.session.get_one(VersionAmendment, (version_id, other)))
    with hall.database.read() as session:
        problems = queries.journal.verify(session, hall.id).problems
    assert [problem.split(": ")[1] for problem in problems] == [
        "Die Anträge sind nicht die der Fassung.",
        "Worte sind einem Antrag zugeschrieben, der nicht dabei war.",
    ]


# One merge, decided by a moderator


def test_an_amendment_taken_at_a_conflict_is_in_and_the_other_is_asked(hall: Hall, events: list[Event]) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    third = hall.propose("hohen Fallzahlen", "sehr hohen Fallzahlen", by=hall.cem)
    events.clear()
    version_id = merge(hall, one, other, third, choices={only_conflict(hall, one, other): Take(other)})

    assert "manche Schriftform" in hall.text(hall.first)
    assert "sehr hohen" in hall.text(hall.first)
    assert states(hall, one, other, third) == ["open", "taken_over", "taken_over"]
    assert (get(hall, one).fit, get(hall, one).needs_answer) == ("conflict", True)
    assert links(hall, version_id) == {other: False, third: False}
    assert {event.amendment_id for event in events if isinstance(event, AmendmentChanged)} == {one, other, third}
    assert sum(isinstance(event, DemandChanged) for event in events) == 1
    check(hall)


def only_conflict(hall: Hall, *amendment_ids: str) -> str:
    """The key of the conflict between amendments that stand on the present text."""
    with hall.database.read() as session:
        page = queries.merges.get_merge(session, hall.first, wanted=amendment_ids)
    (decision,) = page.decisions
    return decision.key


@SQLITE
def test_each_word_is_owed_to_its_amendment_and_shared_words_to_all(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    same = hall.propose("alle", "viele", by=hall.ben)
    other = hall.propose("hohen Fallzahlen", "beachtlichen Fallzahlen", by=hall.cem)
    version_id = merge(hall, one, same, other)
    found = sources(hall, version_id)
    assert {Source.read(name) for name in found["viele"]} == {Source(version_id, one), Source(version_id, same)}
    assert found["beachtlichen"] == (f"{version_id}:{other}",)
    assert found["Schriftformerfordernisse"] != found["viele"]
    assert states(hall, one, same, other) == ["taken_over"] * 3
    check(hall)


@SQLITE
def test_one_amendment_alone_is_the_source_of_its_version(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    version_id = merge(hall, one)
    assert sources(hall, version_id)["viele"] == (version_id,)
    check(hall)


def test_what_is_in_only_in_part_stays_open_with_what_is_left(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    both = two_changes(hall)
    version_id = merge(hall, one, both, choices={only_conflict(hall, one, both): Take(one)})
    assert "sehr hohen" in hall.text(hall.first)
    assert states(hall, one, both) == ["taken_over", "open"]
    assert links(hall, version_id) == {one: False, both: True}
    assert get(hall, both).needs_answer
    check(hall)


def two_changes(hall: Hall) -> str:
    """An amendment by Ben at two places."""
    version = hall.version(hall.first)
    text = version.text.replace("alle Schrift", "manche Schrift").replace("hohen Fallzahlen", "sehr hohen Fallzahlen")
    with hall.database.write() as work:
        return services.amendments.propose(
            work, hall.first, text=text, reason="Beides.", base_version_id=version.id, actor=hall.ben
        )


@SQLITE
def test_a_part_is_adopted_changed_only_by_a_moderators_act(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    both = two_changes(hall)
    version_id = merge(hall, one, both, choices={only_conflict(hall, one, both): Take(one)}, agreed=[both])
    assert states(hall, one, both) == ["taken_over", "adopted_changed"]
    assert links(hall, version_id) == {one: False, both: True}
    check(hall)


def test_what_is_kept_as_it_stands_leaves_both_open_without_asking(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    both = two_changes(hall)
    merge(hall, one, both)
    assert states(hall, one, both) == ["open", "open"]
    assert not get(hall, one).needs_answer
    assert not get(hall, both).needs_answer
    assert "sehr hohen" in hall.text(hall.first)
    check(hall)


def test_own_words_need_the_proposers_agreement(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    choices: dict[str, Choice] = {only_conflict(hall, one, other): Write("die meisten")}
    for agreed in ([], [one]):
        with pytest.raises(InvalidInputError) as refused:
            merge(hall, one, other, choices=choices, agreed=agreed)
        assert refused.value.field.startswith("einig-")
    version_id = merge(hall, one, other, choices=choices, agreed=[one, other])
    assert "die meisten Schriftform" in hall.text(hall.first)
    assert states(hall, one, other) == ["adopted_changed", "adopted_changed"]
    assert set(sources(hall, version_id)["meisten"]) == {version_id, f"{version_id}:{one}", f"{version_id}:{other}"}
    check(hall)


def test_an_identical_one_not_chosen_is_adopted_along_and_names_all(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "beachtlichen Fallzahlen", by=hall.ben)
    same = hall.propose("alle", "viele", by=hall.cem)
    merge(hall, one, other)
    with hall.database.read() as session:
        card = queries.amendments.get_card(session, same)
    assert card.state == "adopted"
    assert "Ä1, Ä2" in str(card.outcome)
    check(hall)


def test_one_of_an_older_text_stands_with_its_own_words_when_chosen(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    late = hall.propose("alle", "manche", by=hall.ben)
    other = hall.propose("hohen Fallzahlen", "beachtlichen Fallzahlen", by=hall.cem)
    hall.take_over(one)
    assert get(hall, late).needs_answer
    merge(hall, late, other)
    assert "manche Schriftform" in hall.text(hall.first)
    assert "beachtlichen" in hall.text(hall.first)
    assert states(hall, late, other) == ["taken_over", "taken_over"]
    check(hall)


def test_the_same_act_twice_makes_one_version_and_another_is_outdated(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "beachtlichen Fallzahlen", by=hall.ben)
    third = hall.propose("Zeit", "Geld", by=hall.cem)
    base = hall.version(hall.first).id
    version_id = merge(hall, one, other, base=base)
    assert merge(hall, other, one, base=base) == version_id
    with pytest.raises(OutdatedError):
        merge(hall, third, base=base)
    assert hall.version(hall.first).number == 2


@SQLITE
def test_a_wording_changed_since_the_preview_is_outdated(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    version = hall.version(hall.first)
    with hall.database.read() as session:
        shown = queries.amendments.get_card(session, one).revision_id
    with hall.database.write() as work:
        services.amendments.revise(
            work, one, text=version.text.replace("alle", "wenige"), base_version_id=version.id, actor=hall.ada
        )
    with pytest.raises(OutdatedError):
        merge(hall, one, revisions={one: shown})
    assert hall.version(hall.first).number == 1


@SQLITE
def test_what_cannot_be_merged_is_refused_with_a_word(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    strike = hall.propose_strike(hall.first, by=hall.ben)
    elsewhere = hall.propose("drei", "vier", demand=hall.second, by=hall.cem)
    with pytest.raises(InvalidInputError, match="Ä2"):
        merge(hall, one, strike)
    with pytest.raises(NotFoundError):
        merge(hall, one, elsewhere)
    with pytest.raises(NotAllowedError):
        merge(hall, one, actor=hall.ada)
    hall.open_poll(one)
    with pytest.raises(ClosedError):
        merge(hall, one)
    assert hall.version(hall.first).number == 1


def test_two_moderators_at_once_make_one_version(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    base = hall.version(hall.first).id
    outcomes: list[str] = []

    def act(amendment_id: str, actor: str) -> None:
        try:
            merge(hall, amendment_id, base=base, actor=actor)
            outcomes.append("made")
        except OutdatedError:
            outcomes.append("outdated")

    threads = [threading.Thread(target=act, args=pair) for pair in ((one, hall.moderator), (other, hall.organizer))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "outdated"]
    assert hall.version(hall.first).number == 2
    check(hall)


@SQLITE
def test_the_author_asked_sees_the_colliding_words_alone_and_whose_they_are(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "beachtlichen Fallzahlen", by=hall.ben)
    late = hall.propose("alle", "manche", by=hall.cem)
    merge(hall, one, other)
    with hall.database.read() as session:
        collision = queries.amendments.get_amendment(session, late).collision
    assert collision is not None
    assert collision.decided_by == "Ä1"
    words = [piece.text.strip() for block in collision.decided for piece in block.pieces if piece.change == "ins"]
    assert words == ["viele"]


@SQLITE
def test_a_panel_that_only_recommends_recommends_what_it_merges(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    third = hall.propose("hohen Fallzahlen", "beachtlichen Fallzahlen", by=hall.cem)
    with hall.database.read() as session:
        section = session.get_one(Demand, hall.first).section_id or ""
    with hall.database.write() as work:
        services.papers.assign_panel(work, section, hall.panel, actor=hall.organizer)
    key = only_conflict(hall, one, other)
    with pytest.raises(InvalidInputError):
        merge(hall, one, other, choices={key: Write("die meisten")}, agreed=[one, other])
    assert merge(hall, one, other, third, choices={key: Take(one)}) == ""
    assert hall.version(hall.first).number == 1
    with hall.database.read() as session:
        advice = {each.amendment_id: each.verdict for each in session.scalars(select(Recommendation))}
    assert advice == {one: "adopt", third: "adopt"}
    # Organizers act for the plenary.
    assert merge(hall, one, third, actor=hall.organizer)
    check(hall)


def test_taking_a_merge_back_opens_all_its_amendments_again(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    both = two_changes(hall)
    before = hall.text(hall.first)
    version_id = merge(hall, one, both, choices={only_conflict(hall, one, both): Take(one)})
    with hall.database.write() as work:
        services.undoing.undo(work, version_id, reason="Falsch gewählt.", actor=hall.moderator)
    assert hall.text(hall.first) == before
    assert states(hall, one, both) == ["open", "open"]
    assert [get(hall, each).fit for each in (one, both)] == ["applies", "applies"]
    check(hall)
