"""Signing by link: what its page shows, whose link it is, and the draft paper for the council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import ClosedError, NotFoundError
from drafting.exports.council import CouncilPaper
from drafting.models import Conference, Edition, Signature, SignatureLink, Signing, now
from drafting.models.people import hash_token
from drafting.queries.declarations import Declared, Withdrawal, find_trace
from drafting.queries.signatures import list_changes
from drafting.queries.signing_texts import SigningText, get_edition_letter, get_text
from drafting.rules.lifecycle import Phase
from drafting.rules.signing import (
    BODIES,
    HEAD_LABELS,
    LONGEST_RESERVATION,
    STANDING_LABELS,
    Level,
    SignatureState,
    Standing,
    last_day,
    local_day,
    name_standing,
    say_day,
)


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A change of the text since somebody signed; ``is_slip`` where it only put a slip of the pen right."""

    at: datetime
    edition: str
    is_slip: bool
    note: str


@dataclass(frozen=True, slots=True)
class SigningByLink:
    """What somebody with a link sees of a municipality's signature.

    ``is_over`` says that the time to sign is over, because of the deadline or because the conference ``is_archived``;
    ``may_answer`` that yes and no are still possible, ``may_confirm`` that a reservation can be settled,
    ``may_withdraw`` that there is a yes to take back. ``revision`` goes with each form.
    """

    name: str
    head_label: str
    conference: str
    text: SigningText
    closes_at: datetime
    last: date
    is_over: bool
    is_archived: bool
    standing: Standing
    standing_label: str
    until: date | None
    longest_until: date
    today: date
    signer: str
    function: str
    declared: Declared | None
    withdrawal: Withdrawal | None
    declared_edition: str
    revision: int
    changes: tuple[SlipRow, ...]
    may_answer: bool
    may_confirm: bool
    may_withdraw: bool


def get_by_link(session: Session, token: str) -> SigningByLink:
    """What a link shows; raises NotFoundError for an unknown one, ClosedError for one that no longer opens anything."""
    signature = _find(session, token)
    signing = session.get_one(Signing, signature.conference_id)
    conference = session.get_one(Conference, signature.conference_id)
    moment = now()
    standing = name_standing(
        SignatureState(signature.state),
        until=signature.reserved_until,
        is_current=signature.edition_id == signing.edition_id,
        today=local_day(moment),
    )
    is_archived = conference.phase == Phase.ARCHIVED
    is_over = is_archived or signing.closes_at <= moment
    # By whom something was declared, their link opens it for good: they can take it back.
    if is_archived and signature.revision == 0:
        raise ClosedError("Die Konferenz ist abgeschlossen, die Mitzeichnung auch. Dieser Link gilt nicht mehr.")
    if is_over and signature.revision == 0:
        raise ClosedError("Die Frist zur Mitzeichnung ist abgelaufen. Dieser Link gilt nicht mehr.")
    declared, trace = signature.declared_at, find_trace(session, signature)
    return SigningByLink(
        name=signature.name,
        head_label=HEAD_LABELS[Level(signature.level)],
        conference=conference.name,
        text=get_text(session, signing.edition_id),
        closes_at=signing.closes_at,
        last=last_day(signing.closes_at),
        is_over=is_over,
        is_archived=is_archived,
        standing=standing,
        standing_label=STANDING_LABELS[standing],
        until=signature.reserved_until,
        longest_until=local_day(moment) + LONGEST_RESERVATION,
        today=local_day(moment),
        signer=signature.signer,
        function=signature.function,
        declared=trace.declared,
        withdrawal=trace.withdrawal,
        declared_edition=session.get_one(Edition, signature.edition_id).name if signature.edition_id else "",
        revision=signature.revision,
        changes=tuple(
            SlipRow(each.at, session.get_one(Edition, each.after_id).name, each.is_slight, each.note)
            for each in list_changes(session, signature.conference_id)
            if declared is not None and each.at > declared
        ),
        may_answer=not is_over and standing not in (Standing.SIGNED, Standing.RESERVED, Standing.OVERDUE),
        may_confirm=standing in (Standing.RESERVED, Standing.OVERDUE),
        may_withdraw=signature.state in (SignatureState.SIGNED, SignatureState.RESERVED),
    )


def get_council_paper_by_link(session: Session, token: str) -> CouncilPaper:
    """The draft for the council of the municipality of a link."""
    get_by_link(session, token)
    return _make_council_paper(session, _find(session, token))


def get_council_paper(session: Session, signature_id: str, conference_id: str) -> CouncilPaper:
    """The draft for the council of a municipality that was asked; raises NotFoundError."""
    signature = session.get(Signature, signature_id)
    if signature is None or signature.conference_id != conference_id:
        raise NotFoundError("Diese Kommune steht nicht (mehr) in der Liste.")
    return _make_council_paper(session, signature)


def _make_council_paper(session: Session, signature: Signature) -> CouncilPaper:
    signing = session.get(Signing, signature.conference_id)
    if signing is None:
        raise NotFoundError("Die Mitzeichnung hat noch nicht begonnen.")
    conference = session.get_one(Conference, signature.conference_id)
    paper = get_edition_letter(session, signing.edition_id)
    return CouncilPaper(
        municipality=signature.name,
        body=BODIES[Level(signature.level)],
        conference=conference.name,
        place=conference.place,
        held_on=conference.ends_on,
        closes_on=last_day(signing.closes_at),
        edition=session.get_one(Edition, signing.edition_id).name,
        digest=get_text(session, signing.edition_id).digest,
        demands=sum(len(section.demands) for section in paper.sections),
        sections=tuple((section.heading, len(section.demands)) for section in paper.sections),
        paper=paper,
    )


def _find(session: Session, token: str) -> Signature:
    found = session.execute(
        select(Signature, SignatureLink.revoked_at)
        .join(SignatureLink, SignatureLink.signature_id == Signature.id)
        .where(SignatureLink.token_hash == hash_token(token))
    ).first()
    if found is None:
        raise NotFoundError("Diesen Link zur Mitzeichnung kennen wir nicht. Bitte prüfen Sie, ob er vollständig ist.")
    signature, revoked_at = found
    if revoked_at is not None:
        withdrawal = find_trace(session, signature).withdrawal
        if withdrawal is not None and withdrawal.is_by_organizers:
            raise ClosedError(
                "Dieser Link gilt nicht mehr: Die Organisation hat die Mitzeichnung am %(day)s zurückgezogen, weil die "
                "Kommune es so mitgeteilt hat.",
                day=say_day(local_day(withdrawal.at)),
            )
        raise ClosedError(
            "Dieser Link gilt nicht mehr: Die Organisation hat ihn zurückgezogen oder durch einen neuen ersetzt."
        )
    return signature
