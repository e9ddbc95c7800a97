"""The filled demonstration: everything the pages can show is there, recorded, and the same every time."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import queries
from drafting.database import open_database
from drafting.demo.fill import fill
from drafting.demo.hall import DECIDING, ORGANISATIONS
from drafting.demo.people import PANELS, PARTICIPANTS, invent_people
from drafting.demo.publishing import SLUG
from drafting.models import Conference
from drafting.queries.amendments import AmendmentCard
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import AmendmentState
from drafting.rules.permissions import Role
from drafting.rules.publishing import PublicationState
from drafting.rules.sendings import SendingState
from drafting.rules.signing import local_day, say_day
from drafting.settings import load_settings
from tests.tables import open_new

# What the tests of this file share takes long to make: one worker of the run has them all.
pytestmark = pytest.mark.xdist_group("demo")


def fill_new(directory: Path) -> Iterator[tuple[Session, str]]:
    database = open_new(directory)
    with database.write() as work:
        conference = fill(work)
    with database.read() as session:
        yield session, conference
    database.dispose()


@pytest.fixture(scope="module")
def filled(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, str]]:
    """The one that the command has made, on a copy."""
    directory = tmp_path_factory.mktemp("eins") / "data"
    shutil.copytree(prepared, directory)
    database = open_database(load_settings(directory))
    with database.read() as session:
        yield session, session.scalars(select(Conference.id)).one()
    database.dispose()


@pytest.fixture(scope="module")
def filled_again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, str]]:
    yield from fill_new(tmp_path_factory.mktemp("zwei"))


def cards(filled: tuple[Session, str]) -> tuple[AmendmentCard, ...]:
    return queries.amendments.list_amendments(*filled)


def test_people_panels_and_paper_are_there(filled: tuple[Session, str]) -> None:
    session, conference = filled
    people = queries.people.list_people(session, conference)
    assert Counter(row.role for row in people.rows)[Role.PARTICIPANT] == PARTICIPANTS
    assert tuple(panel.name for panel in people.panels) == PANELS
    assert people.present > 200
    outline = queries.papers.get_outline(session, conference)
    assert [section.panel_name for section in outline.sections] == list(PANELS[:5])
    assert outline.demand_count >= 16


def test_amendments_of_every_kind_and_fate_are_there(filled: tuple[Session, str]) -> None:
    found = cards(filled)
    assert len(found) >= 120
    assert {card.kind for card in found} == {"change", "new", "strike", "move"}
    assert {card.state for card in found} == set(AmendmentState) - {AmendmentState.DRAFT, AmendmentState.SUBMITTED}
    assert {note.relation for card in found for note in card.overlaps} == {"conflict", "identical", "neighbour"}
    assert any(card.awaits_author for card in found)
    assert any(card.is_kept for card in found)
    assert sum(card.supporters for card in found) > 300


def test_decisions_were_voted_on(filled: tuple[Session, str]) -> None:
    session, conference = filled
    decisions = queries.polls.list_decisions(session, conference)
    assert len(decisions) >= 25
    assert {poll.verdict for poll in decisions} >= {"adopted", "rejected"}
    assert all(0 < poll.yes + poll.no + poll.abstain <= poll.entitled for poll in decisions)
    assert max(poll.entitled for poll in decisions) > 200
    assert len(queries.polls.list_polls(session, conference, state="prepared")) == 3


def find_guest(filled: tuple[Session, str]) -> Viewer:
    """The participant whom the demonstration signs in."""
    session, conference = filled
    email = invent_people()[0].email
    person = next(row.id for row in queries.people.list_people(session, conference).rows if row.email == email)
    return queries.people.view_as(session, person)


def test_participant_of_the_link_is_asked_what_shall_become_of_an_amendment(filled: tuple[Session, str]) -> None:
    session, guest = filled[0], find_guest(filled)
    mine = queries.amendments.list_by_person(session, guest.person_id)
    assert len(mine) >= 3
    assert any(card.awaits_author for card in mine)
    assert any(card.state == "adopted" for card in mine)


def test_participant_of_the_link_has_something_of_everything_waiting(filled: tuple[Session, str]) -> None:
    session, guest = filled[0], find_guest(filled)
    mine = queries.amendments.list_by_person(session, guest.person_id)
    assert any(queries.compromises.get_notes(session, card.id, viewer=guest).questions for card in mine)
    invited = [queries.invitations.find_invitation(session, card.id, viewer=guest) for card in cards(filled)]
    assert [invitation for invitation in invited if invitation]
    kinds = {row.kind for row in queries.notices.list_notices(session, guest.person_id).rows}
    assert len(kinds) >= 4
    drafts = queries.drafts.list_drafts(session, viewer=guest)
    outline = queries.papers.get_outline(*filled)
    texts = {f"change:{row.id}": row.id for section in outline.sections for row in section.demands}
    found = []
    for draft in drafts:
        present = queries.editors.get_editor(session, texts[draft.place]).base_version_id
        found.append(queries.drafts.find_draft(session, draft.place, viewer=guest, onto_version_id=present))
    assert sorted(state.carried is not None for state in found if state) == [False, True]


def test_people_talk_tell_examples_and_draw_the_bilanz(filled: tuple[Session, str]) -> None:
    session, guest = filled[0], find_guest(filled)
    outline = queries.papers.get_outline(*filled)
    demands = [row.id for section in outline.sections for row in section.demands]
    lists = [queries.comments.get_comments(session, demand_id=demand, viewer=guest) for demand in demands]
    comments = [thread for listed in lists for thread in listed.threads]
    assert sum(bool(thread.answers) for thread in comments) >= 5
    assert [thread.first.hidden_reason for thread in comments if thread.first.is_hidden]
    examples = [
        card for demand in demands for card in queries.examples.list_for_demand(session, demand, viewer=guest).cards
    ]
    assert {card.in_annex for card in examples} == {True, False}
    assert len(examples) >= 8
    bilanz = queries.reviews.list_reviews(session, guest.conference_id, viewer=guest)
    assert {status for status, count in bilanz.counts.items() if count} >= {"fulfilled", "partly", "open"}


def test_organisations_propose_and_people_together(filled: tuple[Session, str]) -> None:
    found = cards(filled)
    assert set(ORGANISATIONS) <= {card.proposer for card in found}
    assert any(card.co_proposers for card in found)
    assert any(card.editorial for card in found)


def test_moderators_have_recommended_listed_and_asked(filled: tuple[Session, str]) -> None:
    session, conference = filled
    ids = [card.id for card in cards(filled)]
    moderator = queries.people.view_as(session, queries.people.list_by_role(session, conference, Role.MODERATOR)[0].id)
    published = queries.recommendations.find_notes(session, ids, viewer=None)
    assert 0 < len(published) < len(queries.recommendations.find_notes(session, ids, viewer=moderator))
    assert queries.recommendations.find_internal(session, ids)
    lists = queries.consents.list_lists(session, conference)
    page = queries.consents.get_list(session, lists[0].id)
    assert len(page.going) >= 3
    assert [item.standing for item in page.apart] == ["pulled"]
    assert [panel.name for panel in queries.panels.get_panels(session, conference).panels if panel.decides] == [
        DECIDING
    ]


def test_decisions_are_undone_merged_and_objected_to(filled: tuple[Session, str]) -> None:
    session, conference = filled
    outline = queries.papers.get_outline(session, conference)
    entries = queries.journal.list_entries(session, conference, limit=1_000)
    assert {"decision.undone", "amendments.merged", "objection.raised"} <= {entry.action for entry in entries}
    assert any(card.kind == "move" and card.state == "adopted" for card in cards(filled))
    editions = queries.editions.list_editions(session, outline.paper_id)
    assert len([edition for edition in editions if edition.name.startswith("Mittwoch")]) == 2


def test_the_letter_is_public_and_everybody_knew_before(filled: tuple[Session, str]) -> None:
    session, conference = filled
    address = queries.public_pages.find_address(session, SLUG)
    assert address is not None
    page = queries.public_pages.get_page(session, address.id, conference)
    assert (page.state, page.has_press, page.signatory_count > 0) == (PublicationState.OPEN, True, True)
    assert any(each.is_new for unit in page.text.sections[0].units for b in unit.blocks for each in b.sentences)
    assert queries.learned.get_learned(session, conference).to_tell == ()


def test_some_letters_went_out_one_came_back_and_no_mail_waits(filled: tuple[Session, str]) -> None:
    session, conference = filled
    draft = queries.sending_drafts.get_draft(session, conference)
    page = queries.sendings.get_page(session, conference, draft.edition_id)
    counts = {state.value: number for state, number in page.counts.items() if number}
    assert counts == {"bounced": 1, "refused": 1, "sent": 2}
    assert draft.ready
    assert draft.blocked
    answers = queries.answer_pages.get_page(session, conference)
    assert answers.posted_on is not None
    out = [local_day(row.at) for row in page.rows if row.state in (SendingState.SENT, SendingState.REFUSED)]
    assert out == [answers.posted_on] * 3, "by post and by mail it went out on one day"
    assert (
        queries.correspondence.get_settings(session, conference)
        .texts["place_date"]
        .endswith(say_day(answers.posted_on))
    )


def test_journal_of_it_all_verifies(filled: tuple[Session, str]) -> None:
    checked = queries.journal.verify(*filled)
    assert checked.problems == ()
    assert checked.entries > 500


def summary(filled: tuple[Session, str]) -> list[tuple[object, ...]]:
    decided = {row.amendment_label: (row.yes, row.no, row.abstain) for row in queries.polls.list_decisions(*filled)}
    return [
        (
            card.label,
            card.demand_number,
            card.proposer_name,
            card.state,
            card.fit,
            card.reason,
            card.supporters,
            decided.get(card.label),
        )
        for card in cards(filled)
    ]


def test_content_is_the_same_every_time(filled: tuple[Session, str], filled_again: tuple[Session, str]) -> None:
    assert summary(filled) == summary(filled_again)
