"""What became of an amendment: a sentence for every state, and the words of a decision beside the author's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from drafting import queries, services
from drafting.models import Amendment, ConsentItem, ConsentList, Recommendation
from drafting.queries.amendments import AmendmentPage
from drafting.queries.outcomes import Counsel, Facts, Vote, tell
from drafting.queries.sayings import NOTHING, Saying
from drafting.rules.lifecycle import Advice, AmendmentState
from drafting.text.redline import RedlineBlock
from tests.make import Hall
from tests.states import SQLITE

STATE = AmendmentState
VOTE = Vote("poll", "closed", 142, 61, 9)
PLACE = Saying("Forderung 4, Satz 2")
NUMBERS = "142 Ja, 61 Nein, 9 Enthaltungen"


@pytest.mark.parametrize(
    ("facts", "headline", "detail", "short"),
    [
        (
            Facts(state=STATE.ADOPTED, vote=VOTE),
            "Angenommen: Forderung 4, Satz 2",
            NUMBERS,
            "Angenommen (142 Ja, 61 Nein)",
        ),
        (
            Facts(state=STATE.TAKEN_OVER),
            "Übernommen: Forderung 4, Satz 2",
            "Ohne Abstimmung",
            "Ohne Abstimmung übernommen",
        ),
        (
            Facts(state=STATE.ADOPTED_CHANGED, others="Ä20", is_by_compromise=True),
            "Als Kompromiss angenommen: Forderung 4, Satz 2",
            "Mit dem Kompromiss Ä20",
            "Als Kompromiss angenommen",
        ),
        (
            Facts(state=STATE.ADOPTED_CHANGED, vote=VOTE),
            "Geändert angenommen: Forderung 4, Satz 2",
            NUMBERS,
            "Geändert angenommen (142 Ja, 61 Nein)",
        ),
        (
            Facts(state=STATE.ADOPTED_CHANGED, is_partial=True),
            "Teilweise angenommen: Forderung 4, Satz 2",
            "",
            "Teilweise angenommen",
        ),
        (
            Facts(state=STATE.ADOPTED, others="Ä5", is_by_version=True),
            "Gleichlautend angenommen mit Ä5: Forderung 4, Satz 2",
            "",
            "Gleichlautend angenommen mit Ä5",
        ),
        (
            Facts(state=STATE.REJECTED, vote=Vote("poll", "closed", 61, 142, 1)),
            "Abgelehnt",
            "61 Ja, 142 Nein, 1 Enthaltung",
            "Abgelehnt (61 Ja, 142 Nein)",
        ),
        (Facts(state=STATE.REJECTED), "Abgelehnt", "", "Abgelehnt"),
        (
            Facts(state=STATE.REJECTED, others="Ä5"),
            "Gleichlautend abgelehnt mit Ä5",
            "",
            "Gleichlautend abgelehnt mit Ä5",
        ),
        (
            Facts(state=STATE.SETTLED, others="Ä9", is_by_strike=True, is_by_version=True),
            "Erledigt, weil Ä9 die Forderung streicht",
            "",
            "Erledigt, weil Ä9 die Forderung streicht",
        ),
        (
            Facts(state=STATE.SETTLED, others="Ä9, Ä12", is_by_version=True),
            "Erledigt durch Ä9, Ä12",
            "",
            "Erledigt durch Ä9, Ä12",
        ),
        (
            Facts(state=STATE.SETTLED, is_by_version=True),
            "Erledigt durch eine redaktionelle Änderung",
            "",
            "Erledigt durch eine redaktionelle Änderung",
        ),
        (Facts(state=STATE.SETTLED, note="steht in Ä3"), "Erledigt: steht in Ä3", "", "Erledigt: steht in Ä3"),
        (
            Facts(state=STATE.NOT_DEALT_WITH, note="Freitagsrunde am 7. November"),
            "Nicht mehr behandelt: Freitagsrunde am 7. November",
            "",
            "Nicht mehr behandelt: Freitagsrunde am 7. November",
        ),
        (Facts(state=STATE.REFERRED), "An die Redaktion verwiesen", "", "An die Redaktion verwiesen"),
        (Facts(state=STATE.ADJOURNED, note="bis morgen"), "Vertagt: bis morgen", "", "Vertagt: bis morgen"),
        (Facts(state=STATE.WITHDRAWN, vote=VOTE), "Zurückgezogen", "", "Zurückgezogen"),
        (Facts(state=STATE.DRAFT), "Entwurf", "", "Entwurf"),
    ],
)
def test_every_end_has_its_sentence(facts: Facts, headline: str, detail: str, short: str) -> None:
    told = tell(facts, place=PLACE)

    assert (str(told.headline), str(told.detail), str(told.short)) == (headline, detail, short)
    assert not told.is_open


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(state=STATE.OPEN), "Wartet auf eine Entscheidung"),
        (Facts(state=STATE.OPEN, needs_answer=True, is_mine=True), "Ihre Antwort wird gebraucht"),
        (Facts(state=STATE.OPEN, needs_answer=True), "Wartet auf die Antwort der Antragstellenden"),
        (Facts(state=STATE.SUBMITTED, missing=2), "Braucht noch 2 Unterstützungen"),
        (Facts(state=STATE.SUBMITTED, missing=1), "Braucht noch eine Unterstützung"),
        (Facts(state=STATE.OPEN, vote=Vote("poll", "open", 0, 0, 0)), "Wird gerade abgestimmt"),
        (Facts(state=STATE.OPEN, vote=Vote("poll", "prepared", 0, 0, 0)), "Wartet auf die Abstimmung"),
        (Facts(state=STATE.OPEN, is_joint=True), "Steht zur gemeinsamen Abstimmung"),
        (Facts(state=STATE.OPEN, counsel=Counsel(Advice.ADOPT, "AG Recht")), "AG Recht empfiehlt: annehmen"),
        (Facts(state=STATE.OPEN, counsel=Counsel(Advice.REJECT)), "Empfohlen: ablehnen"),
        (
            Facts(state=STATE.OPEN, counsel=Counsel(Advice.SETTLED_BY, other="Ä9")),
            "Empfohlen: erledigt durch Ä9",
        ),
        # A panel's vote that only recommends has decided nothing.
        (
            Facts(state=STATE.OPEN, vote=Vote("poll", "closed", 5, 1, 0, recommends=True)),
            "Wartet auf eine Entscheidung",
        ),
    ],
)
def test_what_is_open_says_what_comes_next(facts: Facts, sentence: str) -> None:
    told = tell(facts)

    assert (str(told.short), str(told.headline), told.is_open) == (sentence, sentence, True)


@pytest.mark.parametrize("state", list(STATE))
def test_no_state_is_left_without_word_and_sign(state: AmendmentState) -> None:
    told = tell(Facts(state=state), place=NOTHING)

    assert told.short
    assert told.sign
    assert told.tone in {"ok", "bad", "mute", "act", "warn"}


def look(hall: Hall, amendment_id: str) -> AmendmentPage:
    with hall.database.read() as session:
        return queries.amendments.get_amendment(session, amendment_id)


def words(blocks: Sequence[RedlineBlock], change: str | None = None) -> str:
    return "".join(piece.text for block in blocks for piece in block.pieces if change in (None, piece.change)).strip()


def edit(hall: Hall, old: str, new: str, reason: str = "Beide Formen.") -> None:
    present = hall.version(hall.first)
    assert old in present.text
    with hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text=present.text.replace(old, new),
            reason=reason,
            base_version_id=present.id,
            actor=hall.organizer,
        )


@SQLITE
def test_an_adopted_wording_stands_beside_the_paper_with_what_changed_since(hall: Hall) -> None:
    amendment_id = hall.propose("verzichtbar", "nicht nötig")
    hall.decide(amendment_id, "yes", "yes")
    edit(hall, "das Gesetz", "das Gesetz oder die Verordnung")

    page = look(hall, amendment_id)

    assert str(page.outcome.headline) == "Angenommen: Forderung 1, Absatz 1, Satz 2"
    assert words(page.decided.own) == "Wo eine Unterschrift nicht nötig ist, muss das Gesetz dies sagen."
    assert words(page.decided.now, "ins") == "oder die Verordnung"
    assert [(str(change.label), change.reason) for change in page.decided.later] == [
        ("Eine redaktionelle Änderung danach.", "Beide Formen.")
    ]
    assert [str(row.label) for row in page.history][-2:] == ["Angenommen (2 Ja, 0 Nein)", "Redaktionell geändert"]


@SQLITE
def test_a_change_elsewhere_is_not_told(hall: Hall) -> None:
    amendment_id = hall.propose("verzichtbar", "nicht nötig")
    hall.take_over(amendment_id)
    hall.take_over(hall.propose("Wir fordern", "Alle fordern", by=hall.ben))
    edit(hall, "Papier kostet Zeit", "Papier kostet Geld")

    page = look(hall, amendment_id)

    assert page.decided.later == ()
    assert page.decided.own == page.decided.now


@SQLITE
def test_a_sentence_inserted_before_moves_the_place(hall: Hall) -> None:
    amendment_id = hall.propose("verzichtbar", "nicht nötig")
    hall.take_over(amendment_id)
    edit(hall, "Wir fordern das Land", "Das ist wichtig. Wir fordern das Land")

    page = look(hall, amendment_id)

    assert str(page.outcome.headline) == "Übernommen: Forderung 1, Absatz 1, Satz 3"
    assert page.decided.later == ()


def test_another_decision_in_the_same_sentence_is_named(hall: Hall) -> None:
    amendment_id = hall.propose("verzichtbar", "nicht nötig")
    hall.take_over(amendment_id)
    hall.take_over(hall.propose("dies sagen", "es sagen", by=hall.ben))

    page = look(hall, amendment_id)

    assert [str(change.label) for change in page.decided.later] == [
        "Eine spätere Entscheidung ändert denselben Satz: Ä2."
    ]


@SQLITE
def test_a_rejected_wording_stands_beside_what_stays(hall: Hall) -> None:
    amendment_id = hall.propose("verzichtbar", "nicht nötig")
    hall.decide(amendment_id, "no", "no", "yes")

    page = look(hall, amendment_id)

    assert (str(page.outcome.headline), str(page.outcome.detail)) == ("Abgelehnt", "1 Ja, 2 Nein, 0 Enthaltungen")
    assert page.decided.own == ()
    assert words(page.decided.now) == "Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies sagen."


def test_settled_by_a_strike_and_by_an_editor(hall: Hall) -> None:
    change, twin = hall.propose("drei", "vier", demand=hall.second), hall.propose("verzichtbar", "nicht nötig")
    hall.take_over(hall.propose_strike(hall.second, by=hall.ben))
    edit(hall, "verzichtbar", "nicht nötig")

    assert str(look(hall, change).outcome.headline) == "Erledigt, weil Ä3 die Forderung streicht"
    assert str(look(hall, twin).card.told.short).startswith(("Erledigt", "Angenommen"))


def test_a_strike_a_new_demand_and_a_move_say_where_it_is_now(hall: Hall) -> None:
    strike = hall.propose_strike(hall.second)
    new = hall.propose_new("# Neu\n\nDas Land hilft.\n", after=hall.first)
    with hall.database.write() as work:
        move = services.moves.propose_move(
            work,
            hall.third,
            section_id=hall.section(hall.first),
            after_demand_id=hall.first,
            reason="Gehört dahin.",
            actor=hall.ada,
        )
    for amendment_id in (strike, new, move):
        hall.take_over(amendment_id)

    assert str(look(hall, strike).outcome.headline) == "Übernommen: Forderung 2 ist gestrichen"
    assert str(look(hall, new).outcome.headline) == "Übernommen: Forderung 1a"
    assert str(look(hall, move).outcome.headline) == "Übernommen: Forderung 3 steht jetzt nach Forderung 1"
    assert words(look(hall, new).decided.own) == "NeuDas Land hilft."


def test_recommendations_and_joint_decisions_are_looked_up_once_published(hall: Hall) -> None:
    one, two, three = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld"), hall.propose("hohen", "vielen")
    with hall.database.write() as work:
        amendments = {one: Advice.ADOPT, two: Advice.REJECT}
        for amendment_id, advice in amendments.items():
            published = work.session.get_one(Amendment, one).submitted_at if amendment_id == one else None
            work.session.add(
                Recommendation(
                    amendment_id=amendment_id,
                    verdict=advice,
                    panel_id=hall.panel,
                    updated_by=hall.moderator,
                    published_at=published,
                )
            )
        listed = ConsentList(conference_id=hall.id, created_by=hall.moderator)
        work.session.add(listed)
        work.session.flush()
        work.session.add(ConsentItem(list_id=listed.id, amendment_id=three))

    told = [str(look(hall, amendment_id).card.outcome) for amendment_id in (one, two, three)]

    assert told == ["Recht empfiehlt: annehmen", "Wartet auf eine Entscheidung", "Steht zur gemeinsamen Abstimmung"]
    assert "Recht empfiehlt: annehmen" in [str(row.label) for row in look(hall, one).history]


def test_the_course_lists_support_and_an_annulled_vote(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        services.amendments.support(work, amendment_id, actor=hall.ben)
    poll = hall.open_poll(amendment_id)
    with hall.database.write() as work:
        services.polls.annul(work, poll, reason="Strom weg.", actor=hall.moderator)

    assert [str(row.label) for row in look(hall, amendment_id).history] == [
        "Eingereicht, 1 unterstützt",
        "Abstimmung 1 aufgehoben",
    ]


def test_a_decision_taken_back_is_part_of_the_course(hall: Hall) -> None:
    adopted, rejected = hall.propose("verzichtbar", "nicht nötig"), hall.propose("Zeit", "Geld")
    hall.decide(adopted, "yes", "yes")
    hall.decide(rejected, "no", "no")
    with hall.database.write() as work:
        services.undoing.undo(work, hall.version(hall.first).id, reason="Verzählt.", actor=hall.moderator)
    with hall.database.write() as work:
        services.reopening.reopen(work, rejected, reason="Verzählt.", actor=hall.moderator)

    for amendment_id, numbers in ((adopted, "2 Ja, 0 Nein"), (rejected, "0 Ja, 2 Nein")):
        page = look(hall, amendment_id)
        assert page.card.is_open
        steps = [str(row.label) for row in page.history]
        assert steps.count("Entscheidung zurückgenommen") == 1
        assert any(numbers in step and step.startswith("Abstimmung") for step in steps)


def test_who_may_object_to_a_later_change_does_so_beside_it(hall: Hall) -> None:
    amendment_id = hall.propose("verzichtbar", "nicht nötig")
    hall.take_over(amendment_id)
    edit(hall, "das Gesetz", "das Gesetz oder die Verordnung")

    with hall.database.read() as session:
        viewer = queries.people.view_as(session, hall.ada)
        page = queries.amendments.get_amendment(session, amendment_id, viewer=viewer)

    assert [change.objections and change.objections.may_object for change in page.decided.later] == [True]
