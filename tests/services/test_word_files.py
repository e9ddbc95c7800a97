"""Handing in what a Word file proposes: in whose name, all of it or nothing, and never twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.imports.proposals import Kind, Proposal
from drafting.models import Amendment, AmendmentRevision, Comment, Draft, JournalEntry
from drafting.rules.lifecycle import Phase
from drafting.services.word_files import HandedIn, ProposalRefusedError, Said, Wanted
from tests.make import Hall
from tests.states import SQLITE


def change(hall: Hall, old: str = "zu streichen", new: str = "bis 2027 zu streichen") -> Proposal:
    version = hall.version(hall.first)
    return Proposal(
        Kind.CHANGE,
        hall.first,
        "Forderung 1",
        "1",
        ("Stadt Calw",),
        version.text.replace(old, new),
        "",
        True,
        version.id,
    )


def new(hall: Hall, after: str = "") -> Proposal:
    text = "# Freie Software\n\nSie geht vor.\n"
    return Proposal(
        Kind.NEW,
        "",
        "",
        "",
        ("Stadt Calw",),
        text,
        "",
        True,
        section_id=hall.section(hall.first),
        after_demand_id=after,
    )


def strike(hall: Hall) -> Proposal:
    return Proposal(Kind.STRIKE, hall.second, "Forderung 2", "2", (), "", "", False, hall.version(hall.second).id)


def move(hall: Hall) -> Proposal:
    return Proposal(
        Kind.MOVE,
        *(hall.first, "Forderung 1", "1", (), "", "", True, ""),
        section_id=hall.section(hall.third),
        after_demand_id=hall.third,
    )


def hand_in(hall: Hall, *wanted: Wanted, actor: str = "", said: tuple[Said, ...] = ()) -> HandedIn:
    with hall.database.write() as work:
        return services.word_files.hand_in(work, hall.id, wanted, said=said, actor=actor or hall.ada)


def wish(proposal: Proposal, number: int = 0, *, proposer_id: str = "", organisation_id: str = "") -> Wanted:
    return Wanted(number, proposal, "Aus Word.", proposer_id=proposer_id, organisation_id=organisation_id)


def amendments(hall: Hall) -> list[Amendment]:
    with hall.database.read() as session:
        return list(session.scalars(select(Amendment).order_by(Amendment.number)))


@SQLITE
def test_every_kind_is_handed_in_as_ones_own(hall: Hall) -> None:
    handed = hand_in(hall, *(wish(each) for each in (change(hall), new(hall, hall.first), strike(hall), move(hall))))
    found = amendments(hall)
    assert [(each.kind, each.proposer_id, each.reason) for each in found] == [
        (kind, hall.ada, "Aus Word.") for kind in ("change", "new", "strike", "move")
    ]
    assert handed.amendment_ids == tuple(each.id for each in found)
    assert (found[1].after_demand_id, found[3].after_demand_id) == (hall.first, hall.third)


def test_organizers_hand_in_in_the_name_of_a_person_or_an_organisation(hall: Hall) -> None:
    with hall.database.write() as work:
        district = services.organisations.add(work, hall.id, name="Landkreistag", actor=hall.organizer)
    hand_in(
        hall,
        wish(change(hall), proposer_id=hall.ben),
        wish(new(hall), organisation_id=district),
        wish(move(hall), proposer_id=hall.cem),
        actor=hall.organizer,
    )
    assert [(each.proposer_id, each.organisation_id) for each in amendments(hall)] == [
        (hall.ben, None),
        (hall.organizer, district),
        (hall.cem, None),
    ]
    with hall.database.read() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.action == "amendment.proposed")).all()
        read = session.scalars(select(JournalEntry).where(JournalEntry.action == "amendments.read_from_word")).one()
    assert {entry.actor for entry in entries} == {hall.organizer}
    assert [entry.data.get("proposer") for entry in entries] == [hall.ben, None, hall.cem]
    assert read.data["amendments"] == [each.id for each in amendments(hall)]


@SQLITE
def test_nobody_else_hands_in_for_others(hall: Hall) -> None:
    with hall.database.write() as work:
        district = services.organisations.add(work, hall.id, name="Landkreistag", actor=hall.organizer)
    for wanted in (wish(change(hall), proposer_id=hall.ben), wish(change(hall), organisation_id=district)):
        with pytest.raises(ProposalRefusedError):
            hand_in(hall, wanted, actor=hall.moderator)
    assert amendments(hall) == []


@SQLITE
@pytest.mark.parametrize("who", ["observer", "unknown"])
def test_in_the_name_of_those_who_may_not_propose_nothing_is_handed_in(hall: Hall, who: str) -> None:
    proposer = hall.observer if who == "observer" else "niemand"
    with pytest.raises(ProposalRefusedError) as refusal:
        hand_in(hall, wish(change(hall), 3, proposer_id=proposer), actor=hall.organizer)
    assert (refusal.value.number, refusal.value.field) == (3, "vorschlag-3")


def test_where_one_is_refused_none_is_handed_in(hall: Hall) -> None:
    with pytest.raises(ProposalRefusedError) as refusal:
        hand_in(hall, wish(new(hall)), wish(change(hall, "zu streichen", "zu streichen"), 1))
    assert (refusal.value.number, refusal.value.message) == (1, "Am Text ist noch nichts geändert.")
    assert amendments(hall) == []


@SQLITE
def test_the_same_file_twice_makes_each_amendment_once(hall: Hall) -> None:
    first = hand_in(hall, wish(change(hall)))
    second = hand_in(hall, wish(change(hall)), wish(new(hall), 1))
    assert second.known_ids == first.amendment_ids
    assert [each.kind for each in amendments(hall)] == ["change", "new"]


def test_what_was_read_of_an_older_version_is_carried_over(hall: Hall) -> None:
    old = change(hall)
    hall.take_over(hall.propose("Papier kostet Zeit.", "Papier kostet Zeit und Geld."))
    hand_in(hall, wish(old))
    with hall.database.read() as session:
        revision = session.scalars(
            select(AmendmentRevision).where(AmendmentRevision.amendment_id == amendments(hall)[-1].id)
        ).all()[-1]
    assert "bis 2027 zu streichen" in revision.text
    assert "Papier kostet Zeit und Geld." in revision.text


def test_a_draft_on_the_same_demand_stays(hall: Hall) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.drafts.save(
            work,
            f"change:{hall.first}",
            fields={"text": "Halb fertig."},
            text=version.text + "\nHalb fertig.\n",
            base_version_id=version.id,
            actor=hall.ada,
        )
    hand_in(hall, wish(change(hall)))
    with hall.database.read() as session:
        assert session.scalars(select(Draft.person_id)).all() == [hall.ada]


def test_comments_are_kept_where_they_stood(hall: Hall) -> None:
    handed = hand_in(hall, said=(Said(hall.second, "Stadt Lahr: Warum drei?"),))
    with hall.database.read() as session:
        comment = session.scalars(select(Comment)).one()
    assert (comment.demand_id, comment.author_id, comment.text) == (hall.second, hall.ada, "Stadt Lahr: Warum drei?")
    assert handed.comment_ids == (comment.id,)


@SQLITE
def test_nothing_chosen_is_said(hall: Hall) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        hand_in(hall)
    assert refusal.value.field == "wahl"


@SQLITE
def test_after_the_intake_only_organizers_hand_in(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.DECISION, actor=hall.organizer)
    with pytest.raises(ProposalRefusedError):
        hand_in(hall, wish(change(hall)))
    assert hand_in(hall, wish(change(hall), proposer_id=hall.ada), actor=hall.organizer).amendment_ids


def test_strangers_hand_in_nothing(hall: Hall) -> None:
    with pytest.raises((NotAllowedError, InvalidInputError)):
        hand_in(hall, wish(change(hall)), actor="niemand")


def test_authors_are_known_by_organisation_name_and_municipality(hall: Hall) -> None:
    with hall.database.write() as work:
        district = services.organisations.add(work, hall.id, name="Landkreistag", actor=hall.organizer)
        services.people.add_person(
            work, hall.id, name="Zoe Zander", municipality="Stadt Lahr", role="participant", actor=hall.organizer
        )
    with hall.database.read() as session:
        bearers = queries.word_files.list_bearers(session, hall.id)
        found = {
            name: each.key if (each := queries.word_files.find_bearer(name, bearers)) else None
            for name in ("landkreistag", "Amsel, Ada", "Gemeinde Malsch", "Stadt Lahr", "Otto Obser", "")
        }
    assert found == {
        "landkreistag": f"organisation:{district}",
        "Amsel, Ada": f"person:{hall.ada}",
        "Gemeinde Malsch": f"person:{hall.ben}",
        "Stadt Lahr": None,  # two people are from there
        "Otto Obser": None,  # only looks on
        "": None,
    }
