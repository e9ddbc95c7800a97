"""The redline between two states: by which act each change came, with its vote, its date and its proposer."""

from __future__ import annotations

from itertools import takewhile

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.exports.acts import Act, show_moment
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.docx_tracked import Piece, TrackedParagraph, track
from drafting.exports.redlines import PaperRedline
from drafting.models import DemandVersion, JournalEntry
from drafting.rules.paper_details import Detail
from tests.exports.resolving import read
from tests.make import Hall
from tests.states import SQLITE


def compare(hall: Hall, name: str = "jetzt", against: str = "import") -> PaperRedline:
    """The redline, of which both papers come out."""
    with hall.database.read() as session:
        redline = queries.redlines.get_redline(session, hall.id, name, against)
        papers = [queries.paper_states.get_paper(session, hall.id, each) for each in (against, name)]
    file = write_redline(redline)
    assert [read(file, way) for way in ("reject", "accept")] == [read(write_paper(paper)) for paper in papers]
    return redline


def list_changes(redline: PaperRedline) -> list[tuple[str, str]]:
    """The changes as ``-struck`` and ``+brought`` words, each with its author; who signs is no change of the text."""
    return [
        (show(piece), redline.acts[piece.act].author)
        for paragraph in _of_the_text(redline)
        for piece in paragraph.pieces
        if not piece.is_kept
    ]


def _of_the_text(redline: PaperRedline) -> list[TrackedParagraph]:
    row = track(redline)
    return list(takewhile(lambda each: each.text != "Unterzeichnende", row))


@SQLITE
def test_who_signed_the_paper_read_in_does_not_stand_under_what_was_made_of_it(hall: Hall) -> None:
    redline = compare(hall)
    row = track(redline)

    assert [(each.before is None, each.after is None) for each in row if each.text == "Stadt Calw"] == [(False, True)]
    assert {redline.acts[each.act].author for each in row if each.text == "Stadt Calw"} == {"Mitzeichnung"}


def show(piece: Piece) -> str:
    return ("+" if piece.before is None else "-" if piece.after is None else "~") + piece.text


def find_act(redline: PaperRedline, label: str) -> Act:
    return next(act for act in redline.acts.values() if act.label == label)


def freeze(hall: Hall, name: str) -> None:
    with hall.database.write() as work:
        services.papers.freeze_edition(work, hall.paper, name=name, actor=hall.organizer)


def edit(hall: Hall, old: str, new: str) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text=version.text.replace(old, new),
            reason="Tippfehler",
            base_version_id=version.id,
            actor=hall.organizer,
        )


def move(hall: Hall, demand: str, section: str, after: str | None) -> None:
    with hall.database.write() as work:
        amendment = services.moves.propose_move(
            work, demand, section_id=section, after_demand_id=after, reason="Passt besser.", actor=hall.ben
        )
    hall.take_over(amendment)


def test_a_line_the_paper_bears_otherwise_is_struck_and_inserted_by_the_editors(hall: Hall) -> None:
    lines = {Detail.TITLE: "Forderungen 2026", Detail.SUBTITLE: "", Detail.DATE: "26. November 2026"}
    with hall.database.write() as work:
        services.paper_details.change(work, hall.id, lines, actor=hall.organizer)
    freeze(hall, "Mittag")
    with hall.database.write() as work:
        services.paper_details.change(work, hall.id, {Detail.PLACE: "Ulm"}, actor=hall.organizer)

    redline = compare(hall, "Mittag")

    assert list_changes(redline) == [
        ("-Forderungspapier", "Redaktion"),
        ("+Forderungen 2026", "Redaktion"),
        ("-Stellungnahme", "Redaktion"),
        ("-2. Oktober 2024", "Redaktion"),
        ("+26. November 2026", "Redaktion"),
    ]
    with hall.database.read() as session:
        first, second = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "paper.details_changed").order_by(JournalEntry.number)
        )
    act = redline.acts[redline.lines["date"]]
    assert act.at == first.at
    assert f"Angaben zum Papier geändert am {show_moment(act.at)}, ohne Abstimmung." in act.describe()
    foot = [read(write_redline(redline), way, "word/footer1.xml")[0].text for way in ("reject", "accept")]
    assert [each.startswith(title) for each, title in zip(foot, ("Forderungspapier", "Forderungen 2026"), strict=True)]
    assert ("-Stuttgart", "Redaktion") in list_changes(compare(hall, "jetzt", "Mittag"))
    backwards = compare(hall, "Mittag", "jetzt")
    assert ("+Stuttgart", "Redaktion") in list_changes(backwards)
    assert backwards.acts[backwards.lines["place"]].is_backwards
    assert second.number > first.number


def test_a_change_bears_its_amendment_its_proposer_and_the_numbers_of_its_vote(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no", "abstain")

    redline = compare(hall)

    assert list_changes(redline) == [("-alle", "Ä1 · Stadt Calw"), ("+viele", "Ä1 · Stadt Calw")]
    act = find_act(redline, "Ä1")
    assert act.vote is not None
    assert (act.vote.yes, act.vote.no, act.vote.abstain) == (2, 1, 1)
    assert act.at == act.vote.at
    assert "2 Ja, 1 Nein, 1 Enthaltung" in act.describe()
    assert act.vote.formula in act.describe()
    assert "2 gegen 1" in act.vote.formula


@SQLITE
def test_what_was_taken_over_or_edited_says_that_nobody_voted(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    edit(hall, "verzichtbar", "entbehrlich")

    redline = compare(hall)

    assert list_changes(redline) == [
        ("-alle", "Ä1 · Stadt Calw"),
        ("+viele", "Ä1 · Stadt Calw"),
        ("-verzichtbar", "Redaktion"),
        ("+entbehrlich", "Redaktion"),
    ]
    assert any("Ohne Abstimmung übernommen" in line for line in find_act(redline, "Ä1").describe())
    editor = next(act for act in redline.acts.values() if act.kind == "editorial")
    assert any("ohne Abstimmung" in line for line in editor.describe())
    assert "„Tippfehler“" in editor.describe()


@SQLITE
def test_two_amendments_in_one_sentence_each_bear_their_own_words(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Schriftformerfordernisse", "Formerfordernisse", by=hall.ben))

    assert list_changes(compare(hall)) == [
        ("-alle", "Ä1 · Stadt Calw"),
        ("+viele", "Ä1 · Stadt Calw"),
        ("-Schriftformerfordernisse", "Ä2 · Gemeinde Malsch"),
        ("+Formerfordernisse", "Ä2 · Gemeinde Malsch"),
    ]


@SQLITE
def test_between_two_editions_only_what_came_in_between_is_shown(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    freeze(hall, "Mittag")
    hall.take_over(hall.propose("mindestens drei", "mindestens fünf", demand=hall.second))
    freeze(hall, "Abend")
    hall.take_over(hall.propose("bezahlt", "finanziert", demand=hall.third))

    assert [words for words, _ in list_changes(compare(hall, "Abend", "Mittag"))] == ["-drei", "+fünf"]
    assert [words for words, _ in list_changes(compare(hall, "Mittag"))] == ["-alle", "+viele"]


@SQLITE
def test_backwards_every_change_says_so(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose_strike(hall.third, by=hall.ben))

    redline = compare(hall, "import", "jetzt")

    changes = list_changes(redline)
    assert changes[:2] == [("-viele", "Ä1 · Stadt Calw"), ("+alle", "Ä1 · Stadt Calw")]
    assert {author for words, author in changes[2:]} == {"Ä2 · Gemeinde Malsch"}
    assert all(redline.acts[name].is_backwards for name in _named(redline))


def _named(redline: PaperRedline) -> set[str]:
    return {piece.act for each in _of_the_text(redline) for piece in each.pieces if not piece.is_kept}


@SQLITE
def test_a_struck_demand_goes_with_its_heading_where_nothing_is_left_below_it(hall: Hall) -> None:
    hall.take_over(hall.propose_strike(hall.third))

    changes = list_changes(compare(hall))

    assert ("-Personal", "Ä1 · Stadt Calw") in changes
    assert all(words.startswith("-") and author == "Ä1 · Stadt Calw" for words, author in changes)


@SQLITE
def test_a_new_demand_bears_its_amendment_and_what_others_changed_in_it_theirs(hall: Hall) -> None:
    version = hall.take_over(hall.propose_new("# Neu\n\nEtwas ganz Neues.", after=hall.first))
    with hall.database.read() as session:
        new = session.get_one(DemandVersion, version).demand_id
    hall.take_over(hall.propose("ganz", "völlig", by=hall.ben, demand=new))

    redline = compare(hall)

    assert ("+völlig ", "Ä2 · Gemeinde Malsch") in list_changes(redline)
    assert ("+Etwas ", "Ä1 · Stadt Calw") in list_changes(redline)
    assert ("+1a.", "Ä1 · Stadt Calw") in list_changes(redline)


def test_a_moved_demand_is_struck_at_its_old_place_and_inserted_at_its_new_with_what_others_changed(hall: Hall) -> None:
    hall.take_over(hall.propose("bezahlt", "finanziert", demand=hall.third))
    move(hall, hall.third, hall.section(hall.first), hall.first)

    redline = compare(hall)

    numbers = [words for words, _ in list_changes(redline) if "3." in words]
    assert numbers == ["+3.", "-3."]
    act = find_act(redline, "Ä2")
    assert (act.is_move, act.headline) == (True, "Forderung 3 wird nach Forderung 1 eingefügt")
    by_others = [change for change in list_changes(redline) if change[1] != "Ä2 · Gemeinde Malsch"]
    assert by_others == [("+finanziert ", "Ä1 · Stadt Calw"), ("-bezahlt ", "Ä1 · Stadt Calw")]


@SQLITE
def test_a_decision_taken_back_leaves_nothing_to_show(hall: Hall) -> None:
    version = hall.take_over(hall.propose("alle", "viele"))
    freeze(hall, "Mittag")
    with hall.database.write() as work:
        services.undoing.undo(work, version, reason="Versehen.", actor=hall.moderator)

    assert list_changes(compare(hall)) == []
    assert list_changes(compare(hall, "jetzt", "Mittag")) == [("-viele", "Rücknahme"), ("+alle", "Rücknahme")]


def test_a_state_is_found_by_its_key_its_name_or_its_id(hall: Hall) -> None:
    freeze(hall, "Mittwoch, 12 Uhr")
    with hall.database.read() as session:
        found = [
            queries.paper_states.find_state(session, hall.id, name).name
            for name in ("import", "jetzt", "mittwoch,  12 uhr")
        ]
        states = queries.paper_states.list_states(session, hall.id)
        assert [state.name for state in states] == ["Jetziger Stand", "Mittwoch, 12 Uhr", "Eingelesen: 2. Oktober 2024"]
        assert queries.paper_states.find_state(session, hall.id, states[1].key) == states[1]
        with pytest.raises(NotFoundError):
            queries.paper_states.find_state(session, hall.id, "Freitag")
    assert found == ["Eingelesen: 2. Oktober 2024", "Jetziger Stand", "Mittwoch, 12 Uhr"]
