"""Signing: what is kept and journaled, who is mailed and when, and what holds when many act at once."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.models import Edition, JournalEntry, Mail, Municipality, Person, Signature, now
from drafting.rules.lifecycle import Phase
from drafting.rules.signing import SignatureState, Standing, end_of, local_day
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked
from drafting.services.signings import PRESENT
from drafting.settings import Settings
from tests import make
from tests.make import Hall
from tests.pdfs import make_pdf
from tests.states import SQLITE

BASE = "https://konferenz.example"
# For what does not depend on how a database locks and compares.
YES = Declaration("signed", "Berta Berg", "Bürgermeisterin")


def day(days: int) -> date:
    return local_day(now()) + timedelta(days=days)


@pytest.fixture
def signing(hall: Hall) -> Hall:
    """A conference whose paper is put forward to be signed for a month."""
    with hall.database.write() as work:
        services.signings.open_signing(work, hall.id, edition_id=PRESENT, last=day(30), actor=hall.organizer)
    return hall


def ask(hall: Hall, name: str = "Stadt Rosenau", *, email: str = "ria@rosenau.example") -> str:
    with hall.database.write() as work:
        return services.signatures.ask(work, hall.id, Asked(name, "town", "Ria Rosen", email), actor=hall.organizer)


def token(hall: Hall, signature_id: str) -> str:
    with hall.database.write() as work:
        return services.signatures.show_link(work, signature_id, actor=hall.organizer)


def declare(hall: Hall, link: str, declaration: Declaration = YES, *, revision: int = 0) -> None:
    with hall.database.read() as session:
        edition_id = queries.signatures.get_page(session, hall.id).edition_id
    with hall.database.write() as work:
        services.declarations.declare(work, link, declaration, edition_id=edition_id, revision=revision, base_url=BASE)


def send(hall: Hall, signature_id: str) -> bool:
    with hall.database.write() as work:
        return services.signatures.send_link(work, signature_id, base_url=BASE, actor=hall.organizer)


def remind(hall: Hall, days: int) -> int:
    """Put into the outbox what is due by the evening so many days from now, and let it go out."""
    with hall.database.write() as work:
        for mail in work.session.scalars(select(Mail)):
            mail.sent_at = now()
        moment = end_of(day(days)) - timedelta(hours=2)
        return services.signature_mails.remind_due(work, base_url=BASE, moment=moment)


def subjects(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return list(session.scalars(select(Mail.subject).order_by(Mail.created_at, Mail.id)))


def names(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return list(queries.signatories.list_names(session, hall.id))


def actions(hall: Hall) -> list[JournalEntry]:
    with hall.database.read() as session:
        found = select(JournalEntry).where(JournalEntry.action.startswith("sign")).order_by(JournalEntry.number)
        return list(session.scalars(found))


@SQLITE
def test_each_act_is_journaled_without_anything_personal(signing: Hall, tmp_path: Path) -> None:
    signature_id = ask(signing)
    link = token(signing, signature_id)
    declare(signing, link, Declaration("reserved", "Berta Berg", "Bürgermeisterin", day(60)))
    declare(signing, link, revision=1)
    with signing.database.write() as work:
        services.declarations.withdraw_by_link(work, link, signer="Berta Berg", revision=2)
        services.declarations.declare_on_paper(
            work, signature_id, YES, data=make_pdf("Ja."), folder=tmp_path, actor=signing.organizer
        )
        services.personal_supports.give(work, signing.id, name="Ada A.", function="Referentin", actor=signing.ada)

    entries = actions(signing)
    assert [entry.action for entry in entries] == [
        "signing.opened",
        "signature.asked",
        "signature.reserved",
        "signature.signed",
        "signature.withdrawn",
        "signature.signed",
    ]
    assert entries[0].data["digest"] == entries[3].data["digest"]
    told = str([entry.data for entry in entries])
    assert not [word for word in ("Rosen", "Berta", "Bürgermeisterin", "example") if word in told]
    with signing.database.read() as session:
        assert queries.journal.verify(session, signing.id).is_whole


@SQLITE
def test_the_same_declaration_twice_is_one(signing: Hall) -> None:
    link = token(signing, ask(signing))
    for _ in range(2):
        declare(signing, link)
    assert len([entry for entry in actions(signing) if entry.action == "signature.signed"]) == 1
    with pytest.raises(OutdatedError):
        declare(signing, link, Declaration("declined", "", ""))


def test_of_two_who_answer_differently_at_once_one_is_told(signing: Hall) -> None:
    link = token(signing, ask(signing))
    start, outcomes = threading.Barrier(2), []

    def go(answer: str) -> None:
        start.wait()
        try:
            declare(signing, link, Declaration(answer, "Berta Berg", "Bürgermeisterin"))
            outcomes.append("kept")
        except OutdatedError:
            outcomes.append("told")

    threads = [threading.Thread(target=go, args=(answer,)) for answer in ("signed", "declined")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["kept", "told"]


@SQLITE
def test_only_organizers_ask_and_links_of_strangers_open_nothing(signing: Hall) -> None:
    signature_id = ask(signing)
    for actor in (signing.moderator, signing.ada, signing.observer):
        with pytest.raises(NotAllowedError), signing.database.write() as work:
            services.signatures.show_link(work, signature_id, actor=actor)
        with pytest.raises(NotAllowedError), signing.database.write() as work:
            services.signatures.ask(work, signing.id, Asked("Stadt Au", "town"), actor=actor)
    with pytest.raises(NotFoundError):
        declare(signing, "geraten")


@SQLITE
def test_nothing_can_be_signed_after_the_end_but_a_yes_is_withdrawn(signing: Hall) -> None:
    late, early = token(signing, ask(signing)), token(signing, ask(signing, "Stadt Frühau"))
    declare(signing, early)
    with signing.database.write() as work:
        services.signings.get_signing(work, signing.id).closes_at = now() - timedelta(seconds=1)
    with pytest.raises(ClosedError, match="Frist"):
        declare(signing, late)
    with signing.database.write() as work:
        services.declarations.withdraw_by_link(work, early, signer="Berta Berg", revision=1)
    assert names(signing) == []
    with pytest.raises(ClosedError):
        declare(signing, early, revision=2)


@SQLITE
def test_the_registered_are_asked_once_by_the_fullest_name_and_their_delegate(hall: Hall) -> None:
    with hall.database.write() as work:
        for name, town in (("Zoe Zeder", "calw"), ("Kai Kirsch", "Landratsamt Calw")):
            services.people.add_person(
                work, hall.id, name=name, municipality=town, role="participant", email="a@b.example", actor="system"
            )
        delegate = work.session.scalars(select(Person.id).where(Person.name == "Zoe Zeder")).one()
        services.municipalities.name_delegate(work, hall.id, "Calw", delegate, actor=hall.organizer)
    with hall.database.write() as work:
        assert services.signatures.ask_registered(work, hall.id, actor=hall.organizer) == 5
    with hall.database.write() as work:
        assert services.signatures.ask_registered(work, hall.id, actor=hall.organizer) == 0

    with hall.database.read() as session:
        rows = {row.name: row for row in queries.signatures.get_page(session, hall.id).rows}
        assert session.scalars(select(Municipality.name)).all() == ["Calw"]
    assert set(rows) == {"Landkreis Calw", "Stadt Calw", "Stadt Ulm", "Gemeinde Malsch", "Stadt Lahr"}
    assert (rows["Stadt Calw"].contact, rows["Landkreis Calw"].level) == ("Zoe Zeder", "district")


@SQLITE
def test_the_link_in_the_mail_is_put_in_only_when_it_goes_out(signing: Hall, tmp_path: Path) -> None:
    signature_id = ask(signing)
    link = token(signing, signature_id)
    assert (send(signing, signature_id), send(signing, signature_id)) == (True, False)
    settings = Settings(data_dir=tmp_path, base_url=BASE)

    services.delivery.deliver(signing.database, settings)

    files = [path.read_bytes().replace(b"=\r\n", b"").decode() for path in (tmp_path / "mail").glob("*.eml")]
    assert [f"{BASE}/mitzeichnung/{link}" in text for text in files] == [True]
    assert "Guten Tag Ria Rosen" in files[0]
    with signing.database.read() as session:
        assert not [body for body in session.scalars(select(Mail.body)) if link in body]


def test_who_does_not_answer_is_reminded_until_the_end_and_who_answers_is_not(signing: Hall) -> None:
    first, second = ask(signing), ask(signing, "Stadt Stillau", email="x@stillau.example")
    ask(signing, "Stadt Nieau")
    send(signing, first)
    send(signing, second)
    declare(signing, token(signing, first), Declaration("declined", "", ""))

    assert [remind(signing, days) for days in (5, 24, 24, 27, 30, 40)] == [0, 1, 0, 0, 1, 0]

    assert subjects(signing).count("Erinnerung an die Mitzeichnung: Forderungspapier") == 2
    assert subjects(signing).count("Erklärung zur Mitzeichnung: Forderungspapier") == 1


def test_a_reservation_is_recalled_and_unnamed_once_it_has_run_out(signing: Hall) -> None:
    # The link was copied and passed on by hand; the address is there all the same.
    signature_id = ask(signing)
    link = token(signing, signature_id)
    declare(signing, link, Declaration("reserved", "Berta Berg", "Bürgermeisterin", day(60)))
    assert names(signing) == ["Stadt Rosenau (vorbehaltlich Gremienbeschluss)"]

    # A council may take longer than the conference lasts.
    with signing.database.write() as work:
        services.conferences.set_phase(work, signing.id, Phase.ARCHIVED, actor=signing.organizer)

    assert [remind(signing, days) for days in (30, 53, 60, 61, 70, 75, 200)] == [0, 1, 0, 1, 0, 1, 0]

    with signing.database.write() as work:
        work.session.get_one(Signature, signature_id).reserved_until = day(-1)
    assert names(signing) == []
    declare(signing, link, revision=1)
    assert names(signing) == ["Stadt Rosenau"]


@SQLITE
def test_who_unsubscribes_gets_no_reminder_and_a_revoked_link_goes_out_no_more(signing: Hall) -> None:
    first, second = ask(signing), ask(signing, "Stadt Stillau", email="x@stillau.example")
    send(signing, first)
    send(signing, second)
    with signing.database.read() as session:
        mails = {mail.signature_id: mail.id for mail in session.scalars(select(Mail))}
        assert queries.mails.get_recipient(session, mails[first]) == "ria@rosenau.example"
    with signing.database.write() as work:
        services.mails.unsubscribe(work, mails[first])
        services.signatures.revoke_link(work, second, actor=signing.organizer)
    assert remind(signing, 29) == 0
    assert len(subjects(signing)) == 1
    with pytest.raises(ClosedError, match="abbestellt"):
        send(signing, first)


def test_those_who_signed_are_told_of_a_slip_and_asked_anew_after_a_real_change(signing: Hall) -> None:
    signature_id = ask(signing)
    send(signing, signature_id)
    declare(signing, token(signing, signature_id))
    edit(signing, "streichen", "streichenn")
    assert names(signing) == []
    assert replace(signing, is_slip=True) == 1
    assert names(signing) == ["Stadt Rosenau"]
    assert subjects(signing)[-1] == "Schreibfehler berichtigt: Forderungspapier"

    edit(signing, "alle Schriftformerfordernisse", "wenige Schriftformerfordernisse")
    with pytest.raises(InvalidInputError, match="mehr als ein Schreibfehler"):
        replace(signing, is_slip=True)
    assert replace(signing, is_slip=False) == 1
    assert names(signing) == []
    assert subjects(signing)[-1] == "Bitte noch einmal zeichnen: Forderungspapier"
    with signing.database.read() as session:
        page = queries.signatures.get_page(session, signing.id)
        assert [change.is_slip for change in page.changes] == [True, False]
        assert page.counts[Standing.OUTDATED] == 1
        assert sorted(session.scalars(select(Edition.name)))[:3] == [
            "Beschlussfassung",
            "Beschlussfassung 2",
            "Beschlussfassung 3",
        ]
    declare(signing, token(signing, signature_id), revision=1)
    assert names(signing) == ["Stadt Rosenau"]


def edit(hall: Hall, old: str, new: str) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text=version.text.replace(old, new),
            reason="Berichtigt.",
            base_version_id=version.id,
            actor=hall.organizer,
        )


def replace(hall: Hall, *, is_slip: bool) -> int:
    with hall.database.write() as work:
        return services.signings.replace_edition(
            work,
            hall.id,
            edition_id=PRESENT,
            is_slip=is_slip,
            note="Forderung 1.",
            base_url=BASE,
            actor=hall.organizer,
        )


@SQLITE
def test_a_paper_that_is_being_signed_cannot_be_replaced(signing: Hall) -> None:
    with pytest.raises(ClosedError, match="schon gezeichnet"), signing.database.write() as work:
        services.papers.import_paper(work, signing.id, make.draft(make.FIRST, make.SECOND), actor=signing.organizer)


@SQLITE
def test_a_file_is_kept_only_with_its_row(signing: Hall, tmp_path: Path) -> None:
    signature_id = ask(signing)
    for data, actor, error in (
        (b"kein PDF", signing.organizer, InvalidInputError),
        (make_pdf("Ja."), signing.ada, NotAllowedError),
    ):
        with pytest.raises(error), signing.database.write() as work:
            services.declarations.declare_on_paper(
                work, signature_id, YES, data=data, folder=tmp_path / "blatt", actor=actor
            )
    assert not (tmp_path / "blatt").exists()
    with signing.database.write() as work:
        services.declarations.declare_on_paper(
            work, signature_id, YES, data=make_pdf("Ja."), folder=tmp_path / "blatt", actor=signing.organizer
        )
    with signing.database.read() as session:
        kept = session.get_one(Signature, signature_id)
    path = tmp_path / "blatt" / kept.file
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (make_pdf("Ja."), 0o600)
    assert kept.state == SignatureState.SIGNED
