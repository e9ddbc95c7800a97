"""Taking decisions back: the text, the amendments open again, where every word comes from, and the record."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError
from drafting.events import AmendmentChanged, DemandChanged, Event
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, JournalEntry, Notice, VersionAmendment
from drafting.models.demands import Source
from drafting.rules.lifecycle import Phase
from drafting.text import provenance
from drafting.text.document import Word
from drafting.text.markdown import parse
from tests import make
from tests.make import Hall
from tests.states import SQLITE

WHY = "Die Zählung war falsch."
FIRST = make.FIRST.rstrip()
NEW = "# Neu\n\nEtwas Neues."


def undo(hall: Hall, version_id: str, *, by: str = "", reason: str = WHY) -> DemandVersion:
    with hall.database.write() as work:
        found = services.undoing.undo(work, version_id, reason=reason, actor=by or hall.moderator)
    with hall.database.read() as session:
        return session.get_one(DemandVersion, found)


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


def edit(hall: Hall, old: str, new: str) -> str:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        return services.demands.edit(
            work,
            hall.first,
            text=version.text.replace(old, new),
            reason="Sprache.",
            base_version_id=version.id,
            actor=hall.organizer,
        )


def sources(version: DemandVersion, word: str) -> list[str]:
    """What brought a word in, as ids of versions."""
    rows = zip(parse(version.text).tokens(), provenance.load(version.provenance).per_token(), strict=True)
    return [Source.read(by[0]).version_id for token, by in rows if isinstance(token, Word) and token.text == word]


def assert_whole(hall: Hall) -> None:
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == ()


def last_entry(hall: Hall, action: str) -> JournalEntry:
    with hall.database.read() as session:
        return session.scalars(
            select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.number.desc()).limit(1)
        ).one()


def test_a_decision_taken_back_gives_the_text_before_it_and_opens_the_amendment(
    hall: Hall, events: list[Event]
) -> None:
    before = hall.version(hall.first)
    amendment_id = hall.propose("alle", "viele")
    decided = hall.take_over(amendment_id)
    events.clear()

    back = undo(hall, decided)

    assert (back.text, back.source, back.undoes_id, back.reason) == (before.text, "undo", decided, WHY)
    amendment = get(hall, amendment_id)
    assert (amendment.state, amendment.fit, amendment.decided_at) == ("open", "applies", None)
    assert wording(hall, amendment_id).base_version_id == back.id
    assert "viele Schriftform" in wording(hall, amendment_id).text
    assert DemandChanged(conference_id=hall.id, demand_id=hall.first, version_id=back.id) in events
    assert AmendmentChanged(conference_id=hall.id, amendment_id=amendment_id, demand_id=hall.first) in events
    entry = last_entry(hall, "decision.undone")
    assert (entry.data["version"], entry.data["undone"]) == (back.id, decided)
    assert entry.data["amendments"] == [[amendment_id, "taken_over", None]]
    assert_whole(hall)


def test_the_proposer_is_told_that_it_is_open_again_and_why(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    undo(hall, hall.take_over(amendment_id))

    with hall.database.read() as session:
        notice = session.scalars(select(Notice).where(Notice.person_id == hall.ada, Notice.kind == "reopened")).one()
        assert (notice.amendment_id, notice.detail) == (amendment_id, WHY)
        assert session.scalars(select(Notice.kind).where(Notice.kind == "carried")).all() == []


@SQLITE
def test_words_that_come_back_are_again_what_had_brought_them(hall: Hall) -> None:
    imported = hall.version(hall.first)
    first = hall.take_over(hall.propose("alle", "viele"))
    second = hall.take_over(hall.propose("viele", "sämtliche"))

    back = undo(hall, second)

    assert sources(back, "viele") == [first]
    assert set(sources(back, "Wir")) == {imported.id}
    struck = {(removal.text.strip(), removal.removed_by) for removal in provenance.load(back.provenance).removals}
    assert struck == {("alle", (first,)), ("sämtliche", (back.id,))}


def test_what_was_decided_elsewhere_since_stays(hall: Hall) -> None:
    first = hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Zeit", "Geld"))

    undo(hall, first)

    text = hall.text(hall.first)
    assert "alle Schriftform" in text
    assert "kostet Geld" in text
    assert_whole(hall)


def test_a_later_decision_on_the_same_words_is_named_and_must_go_first(hall: Hall) -> None:
    first = hall.take_over(hall.propose("alle", "viele"))
    second = hall.take_over(hall.propose("viele", "manche"))

    with pytest.raises(ClosedError, match=r"Fassung 3 \(Ä2\)"):
        undo(hall, first)

    undo(hall, second)
    undo(hall, first)
    assert hall.text(hall.first) == FIRST
    assert_whole(hall)


def test_twice_is_refused_and_the_same_act_twice_is_done_once(hall: Hall) -> None:
    decided = hall.take_over(hall.propose("alle", "viele"))
    back = undo(hall, decided)

    with pytest.raises(ClosedError, match="schon zurückgenommen"):
        undo(hall, decided, by=hall.organizer)
    assert undo(hall, decided).id == back.id
    assert hall.version(hall.first).number == 3


def test_two_at_once_take_it_back_once(hall: Hall) -> None:
    decided = hall.take_over(hall.propose("alle", "viele"))
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def take_back(person: str) -> None:
        start.wait()
        try:
            outcomes.append(undo(hall, decided, by=person).source)
        except DraftingError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=take_back, args=(each,)) for each in (hall.moderator, hall.organizer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["ClosedError", "undo"]
    assert hall.version(hall.first).number == 3
    assert_whole(hall)


@SQLITE
def test_an_undo_taken_back_does_the_decision_again(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    hall.decide(amendment_id, "yes", "yes", "yes", "no")
    decided = hall.version(hall.first)

    again = undo(hall, undo(hall, decided.id).id)

    assert (again.text, again.source) == (decided.text, "undo")
    assert (get(hall, amendment_id).state, get(hall, amendment_id).settled_by_version_id) == ("adopted", None)
    assert hall.brought_by(again.id) == [amendment_id]
    assert sources(again, "viele") == [decided.id]
    assert_whole(hall)


def test_and_can_be_taken_back_once_more(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    decided = hall.take_over(amendment_id)
    again = undo(hall, undo(hall, decided).id)

    back = undo(hall, again.id)

    assert back.text == FIRST
    assert get(hall, amendment_id).state == "open"
    assert_whole(hall)


def test_it_is_not_done_again_when_its_author_has_withdrawn_or_reworded(hall: Hall) -> None:
    withdrawn, reworded = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld", by=hall.ben)
    first, second = (undo(hall, hall.take_over(each)).id for each in (withdrawn, reworded))
    with hall.database.write() as work:
        services.amendments.withdraw(work, withdrawn, actor=hall.ada)
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.amendments.revise(
            work,
            reworded,
            text=version.text.replace("Zeit", "Nerven"),
            base_version_id=version.id,
            actor=hall.ben,
        )

    for undone in (first, second):
        with pytest.raises(ClosedError, match="neu"):
            undo(hall, undone)


@SQLITE
def test_what_the_decision_settled_is_open_again(hall: Hall) -> None:
    decided, other = (
        hall.propose("alle", "viele"),
        hall.propose("alle Schriftformerfordernisse", "viele Formen", by=hall.ben),
    )
    same = hall.propose("alle", "viele", by=hall.cem)
    version = hall.take_over(decided)
    assert get(hall, same).settled_by_version_id == version
    assert get(hall, other).needs_answer

    undo(hall, version)

    assert [get(hall, each).state for each in (decided, same, other)] == ["open"] * 3
    assert [get(hall, each).fit for each in (decided, same, other)] == ["applies"] * 3
    assert not get(hall, other).needs_answer
    with hall.database.read() as session:
        cards = queries.amendments.list_amendments(session, hall.id, state="undecided")
    assert {card.label: {note.label for note in card.overlaps} for card in cards} == {
        "Ä1": {"Ä2", "Ä3"},
        "Ä2": {"Ä1", "Ä3"},
        "Ä3": {"Ä1", "Ä2"},
    }
    assert_whole(hall)


@SQLITE
def test_an_amendment_that_was_partly_in_is_whole_again(hall: Hall) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        both = services.amendments.propose(
            work,
            hall.first,
            text=version.text.replace("alle", "viele").replace("Zeit", "Geld"),
            reason="Beides.",
            base_version_id=version.id,
            actor=hall.ben,
        )
    decided = hall.take_over(hall.propose("alle", "viele"))
    assert len(wording(hall, both).edits) == 1

    undo(hall, decided)

    assert len(wording(hall, both).edits) == 2
    assert get(hall, both).fit == "applies"
    assert_whole(hall)


@SQLITE
def test_a_struck_demand_stands_again(hall: Hall) -> None:
    imported = hall.version(hall.first).id
    strike, change = hall.propose_strike(hall.first), hall.propose("alle", "viele", by=hall.ben)
    struck = hall.take_over(strike)
    assert get(hall, change).state == "settled"

    back = undo(hall, struck)

    with hall.database.read() as session:
        demand = session.get_one(Demand, hall.first)
        assert (demand.is_struck, demand.title) == (False, "Schriftform abbauen")
    assert (back.text, back.is_struck) == (FIRST, False)
    assert [get(hall, each).state for each in (strike, change)] == ["open", "open"]
    assert [get(hall, each).fit for each in (strike, change)] == ["applies", "applies"]
    assert set(sources(back, "Wir")) == {imported}
    assert_whole(hall)


@SQLITE
def test_of_a_struck_demand_only_the_striking_can_be_taken_back(hall: Hall) -> None:
    decided = hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose_strike(hall.first))

    with pytest.raises(ClosedError, match="Streichung"):
        undo(hall, decided)


@SQLITE
def test_a_new_demand_is_struck_and_its_text_kept(hall: Hall) -> None:
    amendment_id = hall.propose_new(NEW, after=hall.first)
    version_id = hall.take_over(amendment_id)

    back = undo(hall, version_id)

    with hall.database.read() as session:
        demand = session.get_one(Demand, back.demand_id)
        assert (demand.is_struck, demand.title) == (True, "Neu")
    assert back.text == NEW
    assert get(hall, amendment_id).state == "open"
    assert_whole(hall)

    again = undo(hall, back.id)
    with hall.database.read() as session:
        assert not session.get_one(Demand, back.demand_id).is_struck
    assert get(hall, amendment_id).state == "taken_over"
    assert hall.brought_by(again.id) == [amendment_id]
    assert_whole(hall)


@SQLITE
def test_a_new_demand_changed_since_is_not_taken_back(hall: Hall) -> None:
    version_id = hall.take_over(hall.propose_new(NEW, after=hall.first))
    with hall.database.read() as session:
        demand_id = session.get_one(DemandVersion, version_id).demand_id
    hall.take_over(hall.propose("Neues", "Besseres", demand=demand_id))

    with pytest.raises(ClosedError, match=r"Fassung 2 \(Ä2\)"):
        undo(hall, version_id)


@SQLITE
def test_several_that_took_effect_together_are_open_again(hall: Hall) -> None:
    one, other = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld", by=hall.ben)
    present = hall.version(hall.first)
    with hall.database.write() as work:
        merged = services.merges.merge(
            work, hall.first, [one, other], {}, base_version_id=present.id, actor=hall.moderator
        )

    back = undo(hall, merged)

    assert back.text == FIRST
    assert [get(hall, each).state for each in (one, other)] == ["open", "open"]
    assert provenance.load(back.provenance).runs == provenance.load(present.provenance).runs
    assert_whole(hall)


@SQLITE
def test_an_editorial_change_is_taken_back_also_by_an_editor(hall: Hall) -> None:
    with hall.database.write() as work:
        editor = services.people.add_person(
            work, hall.id, name="Edda Ehrlich", municipality="", role="editor", actor="system"
        )
    decided = hall.take_over(hall.propose("alle", "viele"))
    edited = edit(hall, "Zeit", "Geld")

    assert "Zeit" in undo(hall, edited, by=editor).text
    with pytest.raises(NotAllowedError):
        undo(hall, decided, by=editor)


@SQLITE
def test_of_what_a_later_decision_struck_anyway_nothing_is_left_to_take_back(hall: Hall) -> None:
    added = hall.take_over(hall.propose("Vorrang haben", "Vorrang, und zwar sofort, haben"))
    hall.take_over(hall.propose("Vorrang, und zwar sofort, haben", "Vorrang haben"))

    with pytest.raises(ClosedError):
        undo(hall, added)


@SQLITE
@pytest.mark.parametrize("person", ["ada", "observer"])
def test_only_moderators_take_decisions_back(hall: Hall, person: str) -> None:
    decided = hall.take_over(hall.propose("alle", "viele"))

    with pytest.raises(NotAllowedError):
        undo(hall, decided, by=getattr(hall, person))
    assert hall.version(hall.first).id == decided


@SQLITE
def test_a_reason_is_needed(hall: Hall) -> None:
    decided = hall.take_over(hall.propose("alle", "viele"))

    with pytest.raises(InvalidInputError) as refused:
        undo(hall, decided, reason=" … ")
    assert refused.value.field == "reason"


@SQLITE
def test_not_while_a_vote_runs_not_the_import_and_not_when_all_is_over(hall: Hall) -> None:
    imported = hall.version(hall.first).id
    decided = hall.take_over(hall.propose("alle", "viele"))
    poll = hall.open_poll(hall.propose("Zeit", "Geld"))

    with pytest.raises(ClosedError, match="abgestimmt"):
        undo(hall, decided)
    hall.close(poll)
    with pytest.raises(ClosedError, match="eingelesen"):
        undo(hall, imported)
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.ARCHIVED, actor=hall.organizer)
    with pytest.raises(ClosedError, match="abgeschlossen"):
        undo(hall, decided)


@SQLITE
def test_not_while_several_are_voted_on_together_and_one_is_to_the_same_demand(hall: Hall) -> None:
    decided = hall.take_over(hall.propose("alle", "viele"))
    listed = [hall.propose("Zeit", "Geld"), hall.propose("drei", "vier", demand=hall.second)]
    with hall.database.write() as work:
        list_id = services.consents.draw_up(work, hall.id, listed, actor=hall.moderator)
    with hall.database.write() as work:
        services.polls.open_list(work, list_id, actor=hall.moderator)

    with pytest.raises(ClosedError, match="abgestimmt"):
        undo(hall, decided)


def test_a_wording_imposed_by_a_vote_is_open_again_as_it_was_voted_on(hall: Hall) -> None:
    one, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    hall.take_over(one)
    with hall.database.write() as work:
        services.amendments.keep(work, other, actor=hall.ben)
    hall.decide(other, "yes", "yes", "yes", "yes")
    decided = hall.version(hall.first)
    assert "manche Schriftform" in decided.text

    undo(hall, decided.id)

    assert "viele Schriftform" in hall.text(hall.first)
    assert (get(hall, other).state, get(hall, other).fit) == ("open", "applies")
    assert "manche Schriftform" in wording(hall, other).text
    assert_whole(hall)


def test_links_name_what_took_effect_with_each_version(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    decided = hall.take_over(amendment_id)
    back = undo(hall, decided)
    again = undo(hall, back.id)

    with hall.database.read() as session:
        links = session.execute(select(VersionAmendment.version_id, VersionAmendment.amendment_id)).all()
    assert set(map(tuple, links)) == {(decided, amendment_id), (again.id, amendment_id)}
