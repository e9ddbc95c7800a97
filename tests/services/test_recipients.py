"""Recipients of the letter and what stands around the paper: kept, journaled, and looked up as the letter has them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import InvalidInputError, NotAllowedError, NotFoundError
from drafting.imports.letterheads import read_letterhead
from drafting.imports.recipients import read_recipients
from drafting.models import JournalEntry, LetterSettings, Recipient
from drafting.queries.recipients import RecipientRow
from drafting.rules.addresses import Addressee, Form
from drafting.services.letters import LetterEntry
from drafting.services.recipients import RecipientEntry
from tests import make
from tests.exports.correspondences import letterhead
from tests.make import Hall
from tests.states import SQLITE

HEADERS = "Anrede;Vorname;Nachname;Amt/Mandat;Organisation;PLZ;Ort;E-Mail"
ADA = "Frau;Ada;Amsel;Ministerin;Ministerium;70173;Stuttgart;ada@amt.example"
KIM = ";Kim;Kolibri;;Anstalt;70173;Stuttgart;kim@anstalt.example"
ENTRY = LetterEntry(
    "", "din", is_short=False, has_reasons=False, texts={"subject": " Betreff: Betreff \n"}, priorities=()
)


def read_in(hall: Hall, *rows: str, by: str = "") -> services.recipients.RecipientReport:
    table = read_recipients("e.csv", "\n".join((HEADERS, *rows)).encode())
    with hall.database.write() as work:
        return services.recipients.read_in(work, hall.id, table.recipients, actor=by or hall.organizer)


def rows_of(hall: Hall) -> tuple[RecipientRow, ...]:
    with hall.database.read() as session:
        return queries.recipients.list_recipients(session, hall.id)


def do(hall: Hall, service: Any, *arguments: Any, by: str = "", **named: Any) -> Any:
    with hall.database.write() as work:
        return service(work, hall.id, *arguments, actor=by or hall.organizer, **named)


def actions(hall: Hall) -> list[tuple[str, dict[str, Any]]]:
    with hall.database.read() as session:
        found = session.execute(select(JournalEntry.action, JournalEntry.data).order_by(JournalEntry.number))
        return [(action, data) for action, data in found if action.startswith(("recipient", "letter"))]


def test_a_table_is_taken_over_once(hall: Hall) -> None:
    report = read_in(hall, ADA, KIM)
    assert (report.added, report.changed, report.unchanged) == (2, 0, 0)
    report = read_in(hall, ADA.replace("70173", "70174"), KIM)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    ada, kim = rows_of(hall)
    assert (ada.field, ada.salutation) == (
        ("Frau Ministerin", "Ada Amsel", "Ministerium", "70174 Stuttgart"),
        "Sehr geehrte Frau Ministerin",
    )
    assert (ada.is_ready, kim.is_ready, kim.about) == (True, False, "Kim Kolibri")
    # The journal holds numbers, never names.
    assert actions(hall) == [
        ("recipients.read", {"added": 2, "changed": 0}),
        ("recipients.read", {"added": 0, "changed": 1}),
    ]


def test_a_form_of_address_given_by_hand_survives_the_next_table(hall: Hall) -> None:
    read_in(hall, KIM)
    (kim,) = rows_of(hall)
    to = Addressee(Form.NEUTRAL, given_name="Kim", name="Kolibri", organisation="Anstalt", postcode="70173", place="S")
    entry = RecipientEntry(to, kim.email, leads=("to:Land", "to:Land"), opening="liebe Kim,")
    do(hall, services.recipients.save, kim.id, entry)
    read_in(hall, KIM)
    (kim,) = rows_of(hall)
    assert (kim.salutation, kim.leads, kim.opening, kim.to.place) == (
        "Guten Tag Kim Kolibri",
        ("to:Land",),
        "liebe Kim,",
        "Stuttgart",
    )


def test_what_is_said_by_hand_stands_instead_of_the_rules(hall: Hall) -> None:
    read_in(hall, ADA, KIM)
    ada, kim = rows_of(hall)
    do(hall, services.recipients.override, kim.id, first_line="", lines="", salutation="Hallo Kim,")
    do(hall, services.recipients.override, ada.id, first_line="Frau Staatsrätin", lines="Ada\n\nAmt", salutation="")
    ada, kim = rows_of(hall)
    assert (kim.is_ready, kim.salutation, kim.question) == (True, "Hallo Kim", "")
    assert (ada.field, ada.own) == (("Frau Staatsrätin", "Ada", "Amt"), frozenset({"first_line", "lines"}))
    assert ada.remarks == ("Ohne Postanschrift; dieser Brief geht nur per E-Mail.",)
    do(hall, services.recipients.override, ada.id, first_line="", lines="", salutation="")
    assert rows_of(hall)[0].first_line == "Frau Ministerin"


def test_recipients_are_taken_off_the_list(hall: Hall) -> None:
    read_in(hall, ADA)
    (ada,) = rows_of(hall)
    do(hall, services.recipients.remove, ada.id)
    assert rows_of(hall) == ()
    with pytest.raises(NotFoundError):
        do(hall, services.recipients.remove, ada.id)


@SQLITE
def test_only_organizers_say_whom_the_letter_goes_to(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        read_in(hall, ADA, by=hall.moderator)
    with pytest.raises(NotAllowedError):
        do(hall, services.letters.change_settings, ENTRY, by=hall.moderator)


@SQLITE
@pytest.mark.parametrize("to", [Addressee(), Addressee(name="A" * 201)])
def test_nobody_and_too_much_are_refused(hall: Hall, to: Addressee) -> None:
    with pytest.raises(InvalidInputError):
        do(hall, services.recipients.save, None, RecipientEntry(to))
    with hall.database.read() as session:
        assert session.scalars(select(Recipient)).all() == []


def test_the_letter_is_of_the_edition_chosen(hall: Hall) -> None:
    with hall.database.write() as work:
        edition = services.papers.freeze_edition(work, hall.paper, name="Beschluss", actor=hall.organizer)
    hall.take_over(hall.propose("alle", "viele"))
    do(hall, services.letters.change_settings, ENTRY)
    with hall.database.read() as session:
        now = queries.correspondence.get_source(session, hall.id).letter
    frozen = LetterEntry(edition, "plain", is_short=True, has_reasons=True, texts={}, priorities=(hall.third, "weg"))
    do(hall, services.letters.change_settings, frozen)
    with hall.database.read() as session:
        source = queries.correspondence.get_source(session, hall.id)
    assert "viele Schriftform" in now.units[hall.first].document.blocks[1].plain
    assert "alle Schriftform" in source.letter.units[hall.first].document.blocks[1].plain
    assert (source.edition_name, source.letter.priorities, now.frame.subject) == ("Beschluss", (hall.third,), "Betreff")
    assert (source.letter.is_din, source.letter.is_short, source.letter.has_reasons) == (False, True, True)


def test_a_later_correction_is_listed(hall: Hall) -> None:
    with hall.database.write() as work:
        edition = services.papers.freeze_edition(work, hall.paper, name="Beschluss", actor=hall.organizer)
        version = hall.version(hall.second)
        services.demands.edit(
            work,
            hall.second,
            text=version.text.replace("mindestens", "wenigstens"),
            reason="Sprache",
            base_version_id=version.id,
            actor=hall.organizer,
        )
    entry = LetterEntry(edition, "din", is_short=False, has_reasons=False, texts={}, priorities=())
    do(hall, services.letters.change_settings, entry)
    with hall.database.read() as session:
        page = queries.letter_pages.get_page(session, hall.id)
    assert [(row.demand_label, row.reason) for row in page.later.slips] == [("Forderung 2", "Sprache")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"edition_id": "egal"}, "edition"),
        ({"layout": "rund"}, "layout"),
        ({"is_short": True}, "priorities"),
        ({"texts": {"subject": "B" * 301}}, "subject"),
        ({"texts": {"sender": "Amt für Digitales\n" * 16}}, "sender"),
        ({"texts": {"information": "Telefon\n" * 8, "place_date": "Calw, heute"}}, "information"),
    ],
)
def test_what_cannot_stand_in_a_letter_is_refused_by_its_field(hall: Hall, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        do(hall, services.letters.change_settings, replace(ENTRY, **changed))
    assert refused.value.field == field


@SQLITE
def test_demands_come_first_by_addressee_section_or_themselves(hall: Hall) -> None:
    with hall.database.read() as session:
        source = queries.correspondence.get_source(session, hall.id)
    find = queries.correspondence.find_leads
    assert find(source, (f"section:{hall.section(hall.first)}",)) == (hall.first, hall.second)
    assert find(source, (f"demand:{hall.third}", f"demand:{hall.first}", "demand:weg", "to:Mond")) == (
        hall.first,
        hall.third,
    )


def test_a_letterhead_is_kept_replaced_and_removed(hall: Hall) -> None:
    data = letterhead()
    for name in ("Kopf.docx", "Kopf 2.docx"):
        do(hall, services.letters.keep_letterhead, name=name, data=data, report=read_letterhead(data))
    with hall.database.read() as session:
        note = queries.letter_pages.find_letterhead_note(session, hall.id)
        assert queries.correspondence.find_letterhead(session, hall.id) == data
    assert note is not None
    assert (note.name, note.missing) == ("Kopf 2.docx", ())
    do(hall, services.letters.remove_letterhead)
    with pytest.raises(NotFoundError):
        do(hall, services.letters.remove_letterhead)
    assert [action for action, _ in actions(hall)] == ["letterhead.uploaded"] * 2 + ["letterhead.removed"]


def test_another_paper_can_be_read_in_though_the_letter_names_an_edition(hall: Hall) -> None:
    with hall.database.read() as session:
        edition = queries.letter_pages.list_editions(session, hall.id)[0].id
    entry = LetterEntry(edition, "din", is_short=False, has_reasons=False, texts={}, priorities=())
    do(hall, services.letters.change_settings, entry)
    with hall.database.write() as work:
        services.papers.import_paper(work, hall.id, make.draft(make.SECOND, make.THIRD), actor=hall.organizer)
    with hall.database.read() as session:
        assert session.get_one(LetterSettings, hall.id).edition_id is None
        assert queries.journal.verify(session, hall.id).is_whole


def test_the_short_version_is_proposed_after_the_vote_on_priorities(hall: Hall) -> None:
    with hall.database.read() as session:
        assert queries.letter_pages.suggest_priorities(session, hall.id) == ()
    with hall.database.write() as work:
        poll = services.hall_questions.ask_priorities(work, hall.id, most=2, actor=hall.moderator)
        services.polls.open_poll(work, poll, actor=hall.moderator)
    for person, choice in ((hall.ada, "3"), (hall.ben, "3,1")):
        with hall.database.write() as work:
            services.polls.cast(work, poll, choice, actor=person)
    hall.close(poll)
    with hall.database.read() as session:
        assert queries.letter_pages.suggest_priorities(session, hall.id) == (hall.third, hall.first)
