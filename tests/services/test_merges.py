"""Merging: one version of several amendments, each named for its words, the others carried over."""

from __future__ import annotations

from drafting import queries, services
from drafting.models import Amendment, DemandVersion, VersionAmendment
from drafting.rules.lifecycle import AmendmentState
from drafting.text import provenance
from drafting.text.document import Word
from drafting.text.markdown import parse
from drafting.text.resolution import Choice
from tests.make import Hall

ALL = "alle Schriftformerfordernisse"


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


def test_what_collides_is_left_out_on_both_sides_and_asked(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    third = hall.propose("hohen Fallzahlen", "Fallzahlen", by=hall.cem)
    result = together(hall, one, other, third)
    assert set(result.left_out) == {one, other}
    assert states(hall, one, other, third) == ["open", "open", "taken_over"]
    check(hall)


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


def test_a_strike_beside_a_change_leaves_both_out(hall: Hall) -> None:
    change = hall.propose("alle", "viele")
    strike = hall.propose_strike(hall.first, by=hall.ben)
    assert set(together(hall, change, strike).left_out) == {change, strike}


def test_what_is_being_voted_on_is_left_out(hall: Hall) -> None:
    one = hall.propose("alle", "viele")
    other = hall.propose("hohen Fallzahlen", "Fallzahlen", by=hall.ben)
    hall.open_poll(one)
    assert set(together(hall, one, other).left_out) == {one, other}


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
