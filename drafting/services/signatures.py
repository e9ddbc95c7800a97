"""Signatures as organizers keep them: who is asked, the links, papers that came signed, and what was told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.exports.mails import read_address
from drafting.models import Mail, Municipality, Person, Signature, SignatureLink, Signing, now
from drafting.rules import remarks
from drafting.rules.permissions import Role, is_member, may_organize
from drafting.rules.signing import Level, SignatureState, Standing, guess_level, name_body
from drafting.rules.sizes import name_key, plain_name
from drafting.services import journal, signature_links, signature_mails
from drafting.services.access import lock_conference, require_role
from drafting.services.declarations import withdraw
from drafting.services.signings import get_signing

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: the municipality by its full name, and who passes the link on."""

    name: str
    level: str
    contact: str = ""
    email: str = ""


def ask(work: UnitOfWork, conference_id: str, asked: Asked, *, actor: str) -> str:
    """Put a municipality on the list of those asked; returns its id, also where it is on it already."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    checked = _check(asked)
    known = _find(work, conference_id, checked.name)
    if known is not None:
        return known.id
    return _add(work, conference_id, checked, actor=actor)


def ask_registered(work: UnitOfWork, conference_id: str, *, actor: str) -> int:
    """Put every municipality somebody is registered from on the list; returns how many are new.

    The link is to be passed on by its delegate, else by whoever comes first by name.
    """
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    delegates = set(
        work.session.scalars(select(Municipality.delegate_id).where(Municipality.conference_id == conference_id))
    )
    known = set(work.session.scalars(select(Signature.key).where(Signature.conference_id == conference_id)))
    people = work.session.scalars(
        select(Person)
        .where(Person.conference_id == conference_id, Person.role.in_([role for role in Role if is_member(role)]))
        .order_by(Person.name, Person.id)
    ).all()
    chosen: dict[str, Asked] = {}
    for person in sorted(people, key=lambda person: (person.id not in delegates, not person.email)):
        name = name_body(person.municipality)[:_LONGEST]
        key = name_key(name)
        if not plain_name(name) or key in known:
            continue
        before = chosen.get(key)
        if before is None:
            chosen[key] = Asked(name, guess_level(name), person.name, person.email)
        elif len(name) > len(before.name):
            # „Stadt Calw“ says more than „Calw“.
            chosen[key] = Asked(name, guess_level(name), before.contact, before.email)
    for _key, asked in sorted(chosen.items()):
        _add(work, conference_id, asked, actor=actor)
    return len(chosen)


def correct(work: UnitOfWork, signature_id: str, asked: Asked, *, actor: str) -> None:
    """Put right who is asked; what has been declared for a municipality keeps its name."""
    signature = get(work, signature_id, actor=actor)
    checked = _check(asked)
    if signature.revision and checked.name != signature.name:
        raise ClosedError("Für diese Kommune ist schon etwas erklärt. Ihr Name bleibt, wie er gezeichnet wurde.")
    other = _find(work, signature.conference_id, checked.name)
    if other is not None and other.id != signature.id:
        raise InvalidInputError("Diese Kommune steht schon in der Liste.", field="kommune")
    if checked.email != signature.email:
        signature.takes_mail, signature.mailed_at, signature.remind_at = True, None, None
    signature.name, signature.key = checked.name, name_key(checked.name)
    signature.level, signature.contact, signature.email = checked.level, checked.contact, checked.email
    signing = work.session.get(Signing, signature.conference_id)
    if signing is not None:
        signature_mails.plan(signature, signing, now())
    journal.append(work, signature.conference_id, "signature.corrected", actor=actor, signature=signature.id)


def remove(work: UnitOfWork, signature_id: str, *, actor: str) -> None:
    """Take a municipality off the list for which nothing was declared."""
    signature = get(work, signature_id, actor=actor)
    if signature.revision:
        raise ClosedError("Für diese Kommune ist schon etwas erklärt. Sie bleibt in der Liste.")
    mine = Mail.signature_id == signature.id
    for statement in (
        delete(Mail).where(mine, Mail.sent_at.is_(None)),
        update(Mail).where(mine).values(signature_id=None),
        delete(SignatureLink).where(SignatureLink.signature_id == signature.id),
    ):
        work.session.execute(statement.execution_options(synchronize_session=False))
    work.session.delete(signature)
    journal.append(work, signature.conference_id, "signature.removed", actor=actor, signature=signature.id)


def show_link(work: UnitOfWork, signature_id: str, *, actor: str) -> str:
    """The token of a municipality's link, to be copied and passed on; made where there is none."""
    signature = get(work, signature_id, actor=actor)
    get_signing(work, signature.conference_id)
    return signature_links.show(work, signature)


def renew_link(work: UnitOfWork, signature_id: str, *, actor: str) -> str:
    """End the link there is and make another; returns its token."""
    signature = get(work, signature_id, actor=actor)
    get_signing(work, signature.conference_id)
    signature_links.make(work, signature)
    journal.append(work, signature.conference_id, "signature.link_renewed", actor=actor, signature=signature.id)
    return signature_links.show(work, signature)


def revoke_link(work: UnitOfWork, signature_id: str, *, actor: str) -> None:
    """End a municipality's link; nobody gets in by it any more, and no reminder carries it."""
    signature = get(work, signature_id, actor=actor)
    signature.remind_at = None
    _end_links(work, signature, actor=actor)


def send_link(work: UnitOfWork, signature_id: str, *, base_url: str, actor: str) -> bool:
    """Mail a municipality's link, as a request or as a reminder; tells whether a mail was put into the outbox."""
    signature = get(work, signature_id, actor=actor)
    signing = get_signing(work, signature.conference_id)
    if not signature.email:
        raise InvalidInputError("Für diese Kommune ist keine E-Mail-Adresse eingetragen.", field="email")
    if not signature.takes_mail:
        raise ClosedError("An diese Adresse geht keine E-Mail mehr: Sie wurde abbestellt.")
    moment = now()
    standing = signature_mails.find_standing(signature, signing, moment)
    if standing in (Standing.SIGNED, Standing.DECLINED, Standing.WITHDRAWN):
        raise ClosedError("Diese Kommune hat schon geantwortet.")
    if signing.closes_at <= moment and standing in (Standing.ASKED, Standing.OUTDATED):
        raise ClosedError("Die Frist ist abgelaufen. Bitte setzen Sie zuerst eine neue.")
    return signature_mails.remind(work, signature, base_url=base_url, moment=moment)


def send_links(
    work: UnitOfWork, conference_id: str, standings: Sequence[Standing], *, base_url: str, actor: str
) -> int:
    """Mail the links of all that stand like this and can be mailed; returns how many mails are in the outbox."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    signing, moment = get_signing(work, conference_id), now()
    found = work.session.scalars(
        select(Signature).where(Signature.conference_id == conference_id).order_by(Signature.key)
    ).all()
    return sum(
        signature_mails.remind(work, each, base_url=base_url, moment=moment)
        for each in found
        if each.email and each.takes_mail and signature_mails.find_standing(each, signing, moment) in standings
    )


def withdraw_for(work: UnitOfWork, signature_id: str, *, base_url: str, actor: str) -> None:
    """Withdraw for a municipality that has told the organizers so; it is told that this was done.

    Its link ends: whoever has it from then must not sign again by it. Twice is harmless.
    """
    signature = get(work, signature_id, actor=actor)
    if signature.state == SignatureState.WITHDRAWN:
        return
    withdraw(work, signature, signer="", actor=actor)
    _end_links(work, signature, actor=actor)
    if base_url and signature.mailed_at is not None:
        signature_mails.put(work, signature, "withdrawn", base_url=base_url)


def get(work: UnitOfWork, signature_id: str, *, actor: str) -> Signature:
    """A signature nobody else changes meanwhile, for organizers alone; raises NotFoundError."""
    conference_id = work.session.scalar(select(Signature.conference_id).where(Signature.id == signature_id))
    if conference_id is None:
        raise NotFoundError("Diese Kommune steht nicht (mehr) in der Liste.")
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    return work.session.get_one(Signature, signature_id, populate_existing=True)


def _end_links(work: UnitOfWork, signature: Signature, *, actor: str) -> None:
    if signature_links.revoke(work, signature):
        # What still waits in the outbox would carry it.
        work.session.execute(delete(Mail).where(Mail.signature_id == signature.id, Mail.sent_at.is_(None)))
        journal.append(work, signature.conference_id, "signature.link_revoked", actor=actor, signature=signature.id)


def _add(work: UnitOfWork, conference_id: str, asked: Asked, *, actor: str) -> str:
    signature = Signature(
        conference_id=conference_id,
        name=asked.name,
        key=name_key(asked.name),
        level=asked.level,
        contact=asked.contact,
        email=asked.email,
        state=SignatureState.ASKED.value,
    )
    work.session.add(signature)
    work.session.flush()
    journal.append(work, conference_id, "signature.asked", actor=actor, signature=signature.id)
    return signature.id


def _find(work: UnitOfWork, conference_id: str, name: str) -> Signature | None:
    return work.session.scalar(
        select(Signature).where(Signature.conference_id == conference_id, Signature.key == name_key(name))
    )


def _check(asked: Asked) -> Asked:
    name = name_body(remarks.clean_line(asked.name))
    if not plain_name(name):
        raise InvalidInputError("Die Kommune braucht einen Namen.", field="kommune")
    if max(len(name), len(asked.contact), len(asked.email)) > _LONGEST:
        raise InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field="kommune", number=_LONGEST)
    level = asked.level or guess_level(name)
    if level not in set(Level):
        raise InvalidInputError("Bitte wählen Sie die Ebene.", field="ebene")
    email = asked.email.strip()
    if email:
        try:
            read_address(email)
        except ValueError:
            raise InvalidInputError("Das ist keine E-Mail-Adresse.", field="email") from None
    return Asked(name, level, remarks.clean_line(asked.contact), email)
