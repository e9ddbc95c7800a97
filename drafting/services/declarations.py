"""Declarations: what a municipality's authorised person says by link, or on a signed paper that organizers keep."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError, OutdatedError
from drafting.imports.signed_pdfs import check_signed_pdf
from drafting.models import Conference, Signature, Signing, now
from drafting.queries.signing_texts import digest_edition
from drafting.rules import remarks
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import may_organize
from drafting.rules.signing import LONGEST_RESERVATION, SignatureState, local_day, say_day
from drafting.services import journal, signature_links, signature_mails
from drafting.services.access import SYSTEM, lock_conference, require_role
from drafting.services.kept_files import keep_file
from drafting.services.signings import get_signing

LONGEST = 120
ANSWERS = (SignatureState.SIGNED, SignatureState.RESERVED, SignatureState.DECLINED)
_SIGNED = (SignatureState.SIGNED, SignatureState.RESERVED)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is declared: yes, yes with a reservation until a day, or no; by whom."""

    answer: str
    signer: str
    function: str
    until: date | None = None


def declare(
    work: UnitOfWork, token: str, declaration: Declaration, *, edition_id: str, revision: int, base_url: str = ""
) -> None:
    """Declare by link for a municipality, having read an edition and known of ``revision`` declarations before.

    The same declaration twice is harmless. Raises OutdatedError where the text or what was declared has changed
    meanwhile, and ClosedError once the time is over; a reservation may be confirmed later too.
    """
    signature = _open(work, token)
    signing = get_signing(work, signature.conference_id)
    checked = check(declaration)
    if _is_same(signature, checked, edition_id):
        return
    confirms = (
        signature.state == SignatureState.RESERVED
        and signature.edition_id == signing.edition_id
        and checked.answer == SignatureState.SIGNED
    )
    if not confirms:
        _require_open(work, signature, signing)
    if edition_id != signing.edition_id:
        raise OutdatedError(
            "Der Wortlaut hat sich inzwischen geändert. Nichts wurde erklärt. Bitte lesen Sie den neuen Wortlaut und "
            "zeichnen Sie dann."
        )
    _require_revision(signature, revision)
    _keep(work, signature, checked, edition_id=edition_id, by="link", actor=SYSTEM)
    tell(work, signature, base_url)


def declare_on_paper(
    work: UnitOfWork, signature_id: str, declaration: Declaration, *, data: bytes, folder: Path, actor: str
) -> None:
    """Keep a signed paper as a municipality's declaration, for the edition that is signed now; organizers only."""
    conference_id = work.session.scalar(select(Signature.conference_id).where(Signature.id == signature_id))
    if conference_id is None:
        raise NotFoundError("Diese Kommune steht nicht (mehr) in der Liste.")
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    signature = work.session.get_one(Signature, signature_id, populate_existing=True)
    signing = get_signing(work, conference_id)
    checked = check(declaration)
    check_signed_pdf(data)
    digest = hashlib.sha256(data).hexdigest()
    if signature.file_digest == digest and _is_same(signature, checked, signing.edition_id):
        return
    name = f"{signature.id}-{secrets.token_hex(8)}.pdf"
    # The file first: a row that names a file which is not there would be worse than a file nobody names.
    keep_file(folder, name, data)
    if old := signature.file:
        work.afterwards(lambda: (folder / old).unlink(missing_ok=True))
    signature.file, signature.file_digest = name, digest
    _keep(work, signature, checked, edition_id=signing.edition_id, by="paper", actor=actor, file=digest)
    signature.file_revision = signature.revision


def withdraw_by_link(work: UnitOfWork, token: str, *, signer: str, revision: int, base_url: str = "") -> None:
    """Take a municipality's yes back, at any time, also once the conference is over; twice is harmless."""
    signature = _open(work, token)
    if signature.state == SignatureState.WITHDRAWN:
        return
    signer = check_signer(signer)
    _require_revision(signature, revision)
    withdraw(work, signature, signer=signer, actor=SYSTEM)
    tell(work, signature, base_url)


def withdraw(work: UnitOfWork, signature: Signature, *, signer: str, actor: str) -> None:
    """Take a yes back, by who has the link or by organizers; from then on no list of signers names the municipality."""
    if SignatureState(signature.state) not in _SIGNED:
        raise ClosedError("Hier gibt es keine Mitzeichnung, die man zurückziehen könnte.")
    signature.state, signature.reserved_until = SignatureState.WITHDRAWN.value, None
    signature.declared_at, signature.remind_at = now(), None
    signature.withdrawn_by = signer
    signature.revision += 1
    journal.append(
        work,
        signature.conference_id,
        "signature.withdrawn",
        actor=actor,
        signature=signature.id,
        by="link" if actor == SYSTEM else "organizer",
    )


def check_signer(typed: str) -> str:
    """Check the name of whoever declares something; raises InvalidInputError by the field."""
    signer = remarks.clean_line(typed)
    if not signer:
        raise InvalidInputError("Bitte geben Sie Ihren Namen an.", field="name")
    if len(signer) > LONGEST:
        raise InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field="name", number=LONGEST)
    return signer


def check(declaration: Declaration) -> Declaration:
    """Check what is declared before it is asked about once more; raises InvalidInputError by the first field."""
    for problem in find_problems(declaration):
        raise problem
    until = declaration.until if declaration.answer == SignatureState.RESERVED else None
    signer, function = remarks.clean_line(declaration.signer), remarks.clean_line(declaration.function)
    return Declaration(declaration.answer, signer, function, until)


def find_problems(declaration: Declaration) -> Iterator[InvalidInputError]:
    """What is missing or wrong in what is declared, each by its field."""
    if declaration.answer not in ANSWERS:
        yield InvalidInputError("Bitte wählen Sie eine Antwort.", field="antwort")
        return
    is_yes = declaration.answer != SignatureState.DECLINED
    if is_yes or remarks.clean_line(declaration.signer):
        try:
            check_signer(declaration.signer)
        except InvalidInputError as problem:
            yield problem
    function = remarks.clean_line(declaration.function)
    if is_yes and not function:
        yield InvalidInputError("Bitte geben Sie Ihre Funktion an.", field="funktion")
    if len(function) > LONGEST:
        yield InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field="funktion", number=LONGEST)
    if declaration.answer == SignatureState.RESERVED:
        yield from _find_problems_of_day(declaration.until, local_day(now()))


def _find_problems_of_day(until: date | None, today: date) -> Iterator[InvalidInputError]:
    if until is None:
        yield InvalidInputError("Bitte geben Sie an, bis wann das Gremium entscheidet.", field="bis")
    elif until < today:
        yield InvalidInputError("Dieser Tag ist schon vorbei.", field="bis")
    elif until - today > LONGEST_RESERVATION:
        yield InvalidInputError("Ein Vorbehalt kann höchstens ein Jahr gelten.", field="bis")


def _open(work: UnitOfWork, token: str) -> Signature:
    signature_id = signature_links.get_signature_id(work, token)
    conference_id = work.session.get_one(Signature, signature_id).conference_id
    lock_conference(work, conference_id)
    # Again, under the lock: it may have been revoked meanwhile.
    signature_links.get_signature_id(work, token)
    return work.session.get_one(Signature, signature_id, populate_existing=True)


def _require_open(work: UnitOfWork, signature: Signature, signing: Signing) -> None:
    is_archived = work.session.get_one(Conference, signature.conference_id).phase == Phase.ARCHIVED
    if not is_archived and signing.closes_at > now():
        return
    if SignatureState(signature.state) in _SIGNED:
        raise ClosedError(
            "Die Frist zur Mitzeichnung ist abgelaufen. Nichts wurde erklärt. Zurückziehen lässt sich die Mitzeichnung "
            "weiterhin."
        )
    if is_archived:
        raise ClosedError("Die Konferenz ist abgeschlossen, die Mitzeichnung auch. Nichts wurde erklärt.")
    raise ClosedError("Die Frist zur Mitzeichnung ist abgelaufen. Nichts wurde erklärt.")


def _require_revision(signature: Signature, revision: int) -> None:
    if revision != signature.revision:
        raise OutdatedError(
            "Über diesen Link wurde inzwischen schon etwas anderes erklärt. Ihre Eingabe wurde nicht übernommen."
        )


def _is_same(signature: Signature, declaration: Declaration, edition_id: str) -> bool:
    stored = (signature.state, signature.signer, signature.function, signature.reserved_until, signature.edition_id)
    given = (declaration.answer, declaration.signer, declaration.function, declaration.until, edition_id)
    return stored == given


def _keep(
    work: UnitOfWork,
    signature: Signature,
    declaration: Declaration,
    *,
    edition_id: str,
    by: str,
    actor: str,
    **more: str,
) -> None:
    signature.state, signature.reserved_until = SignatureState(declaration.answer).value, declaration.until
    signature.signer, signature.function = declaration.signer, declaration.function
    signature.withdrawn_by = ""
    signature.edition_id, signature.declared_at = edition_id, now()
    signature.revision += 1
    signing = get_signing(work, signature.conference_id)
    signature_mails.plan(signature, signing, now())
    # Who signed is personal and stays out of the chain; what was signed is named by its digest.
    journal.append(
        work,
        signature.conference_id,
        f"signature.{signature.state}",
        actor=actor,
        signature=signature.id,
        edition=edition_id,
        digest=digest_edition(work.session, edition_id),
        until=declaration.until.isoformat() if declaration.until else None,
        by=by,
        **more,
    )


def tell(work: UnitOfWork, signature: Signature, base_url: str) -> None:
    """Tell whoever passed the link on what was declared by it, so that nothing happens behind their back."""
    until = say_day(signature.reserved_until) if signature.reserved_until else ""
    said = {
        SignatureState.SIGNED: "„Ja, wir zeichnen mit.“",
        SignatureState.RESERVED: f"„Ja, vorbehaltlich der Zustimmung des Gremiums bis {until}.“",
        SignatureState.DECLINED: "„Nein, wir zeichnen nicht mit.“",
        SignatureState.WITHDRAWN: "Die Mitzeichnung ist zurückgezogen.",
    }
    if base_url and signature.mailed_at is not None:
        signature_mails.put(work, signature, "receipt", base_url=base_url, note=said[SignatureState(signature.state)])
