"""The signing itself: which edition is put forward until when, and what follows when its text changes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.models import Conference, Edition, Paper, Signature, Signing, SigningChange, now
from drafting.queries.signing_texts import digest_edition, find_real_change
from drafting.rules import remarks
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import may_organize
from drafting.rules.signing import SignatureState, end_of, last_day
from drafting.services import journal, papers, signature_mails
from drafting.services.access import lock_conference, require_role

PRESENT = "jetzt"
FINAL = "Beschlussfassung"
LONGEST_NOTE = 500
_SIGNED = (SignatureState.SIGNED, SignatureState.RESERVED)


def open_signing(work: UnitOfWork, conference_id: str, *, edition_id: str, last: date, actor: str) -> None:
    """Put an edition forward to be signed until the end of a day; ``PRESENT`` freezes the paper as it stands.

    The same act twice changes nothing; where signing goes on with another edition, ``replace_edition`` is meant.
    """
    conference = _require(work, conference_id, actor)
    if conference.phase == Phase.ARCHIVED:
        raise ClosedError("Die Konferenz ist abgeschlossen.")
    edition = _find_edition(work, conference_id, edition_id, actor=actor)
    closes_at = end_of(_future(last))
    signing = work.session.get(Signing, conference_id, populate_existing=True)
    if signing is not None:
        if (signing.edition_id, signing.closes_at) == (edition.id, closes_at):
            return
        raise ClosedError("Die Mitzeichnung läuft schon.")
    work.session.add(Signing(conference_id=conference_id, edition_id=edition.id, closes_at=closes_at))
    journal.append(
        work,
        conference_id,
        "signing.opened",
        actor=actor,
        edition=edition.id,
        digest=digest_edition(work.session, edition.id),
        closes_at=closes_at.isoformat(),
    )


def change_deadline(work: UnitOfWork, conference_id: str, *, last: date, actor: str) -> None:
    """Let signing end with another day; links live as long."""
    _require(work, conference_id, actor)
    signing = get_signing(work, conference_id)
    closes_at = end_of(_future(last))
    if closes_at == signing.closes_at:
        return
    signing.closes_at = closes_at
    for signature in _list_signatures(work, conference_id):
        signature_mails.plan(signature, signing, now())
    journal.append(work, conference_id, "signing.deadline_changed", actor=actor, closes_at=closes_at.isoformat())


def replace_edition(
    work: UnitOfWork, conference_id: str, *, edition_id: str, is_slip: bool, note: str, base_url: str, actor: str
) -> int:
    """Let another edition be signed from now on, and tell those who signed; returns how many were told by mail.

    What only puts a slip of the pen right is listed, and every yes holds on; for anything else a new yes is needed.
    Calling something a slip that is more raises InvalidInputError.
    """
    _require(work, conference_id, actor)
    signing = get_signing(work, conference_id)
    note = remarks.clean_text(note)
    if not note:
        raise InvalidInputError("Bitte sagen Sie, was sich geändert hat. Die Zeichnenden lesen es.", field="hinweis")
    if len(note) > LONGEST_NOTE:
        raise InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field="hinweis", number=LONGEST_NOTE)
    before_id = signing.edition_id
    edition = _find_edition(work, conference_id, edition_id, actor=actor)
    if edition.id == before_id:
        raise InvalidInputError("Dieser Stand wird schon gezeichnet.", field="stand")
    real = find_real_change(work.session, before_id, edition.id)
    if is_slip and real:
        raise InvalidInputError(
            "Das ist mehr als ein Schreibfehler (%(place)s). Dafür braucht es ein neues Ja.", field="art", place=real
        )
    moment = now()
    if not is_slip and signing.closes_at <= moment:
        raise InvalidInputError("Die Frist ist abgelaufen. Bitte setzen Sie zuerst eine neue.", field="art")
    valid = [
        each
        for each in _list_signatures(work, conference_id)
        if SignatureState(each.state) in _SIGNED and each.edition_id == before_id
    ]
    signing.edition_id = edition.id
    work.session.add(
        SigningChange(
            conference_id=conference_id,
            before_id=before_id,
            after_id=edition.id,
            is_slight=is_slip,
            note=note,
            at=moment,
        )
    )
    if is_slip:
        for each in valid:
            each.edition_id = edition.id
    work.session.flush()
    told = signature_mails.tell_all(
        work, valid, "slip" if is_slip else "change", base_url=base_url, note=note, moment=moment
    )
    for each in _list_signatures(work, conference_id):
        signature_mails.plan(each, signing, moment)
    journal.append(
        work,
        conference_id,
        "signing.edition_replaced",
        actor=actor,
        before=before_id,
        edition=edition.id,
        digest=digest_edition(work.session, edition.id),
        slip=is_slip,
        signatures=[each.id for each in valid],
    )
    return told


def get_signing(work: UnitOfWork, conference_id: str) -> Signing:
    """What is signed now; raises NotFoundError before it begins."""
    signing = work.session.get(Signing, conference_id, populate_existing=True)
    if signing is None:
        raise NotFoundError("Die Mitzeichnung hat noch nicht begonnen.")
    return signing


def _require(work: UnitOfWork, conference_id: str, actor: str) -> Conference:
    require_role(work, conference_id, actor, may_organize)
    return lock_conference(work, conference_id)


def _list_signatures(work: UnitOfWork, conference_id: str) -> list[Signature]:
    return list(
        work.session.scalars(
            select(Signature).where(Signature.conference_id == conference_id).execution_options(populate_existing=True)
        )
    )


def _find_edition(work: UnitOfWork, conference_id: str, edition_id: str, *, actor: str) -> Edition:
    paper = work.session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise InvalidInputError("Es ist noch kein Papier eingelesen.", field="stand")
    if edition_id == PRESENT:
        edition_id = papers.freeze_final(work, paper, name=FINAL, actor=actor)
    edition = work.session.get(Edition, edition_id)
    if edition is None or edition.paper_id != paper.id:
        raise InvalidInputError("Diesen Stand gibt es nicht.", field="stand")
    return edition


def _future(last: date) -> date:
    if end_of(last) <= now():
        raise InvalidInputError("Die Frist muss in der Zukunft liegen.", field="frist")
    if last > last_day(now()).replace(year=now().year + 3):
        raise InvalidInputError("Diese Frist liegt zu weit in der Zukunft.", field="frist")
    return last
