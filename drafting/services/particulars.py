"""Particulars: what an author may say besides the text and the reason (Weitere Angaben); all of it may be left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.models import Amendment, CoProposer, Organisation, Person, Representative
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, is_member, may_organize
from drafting.services import notices
from drafting.text.headlines import LONGEST

MOST_CO_PROPOSERS = 10
_MEMBERS = [role for role in Role if is_member(role)]


@dataclass(frozen=True, slots=True)
class Particulars:
    """A headline (proposed when empty), whether it is editorial, in whose name, and who is asked to propose it too.

    ``proposer_id`` is somebody else whose amendment an organizer hands in.
    """

    headline: str = ""
    editorial: bool = False
    organisation_id: str = ""
    co_proposer_ids: tuple[str, ...] = ()
    proposer_id: str = ""


NO_PARTICULARS = Particulars()


def note(work: UnitOfWork, amendment: Amendment, given: Particulars, *, actor: str) -> None:
    """Write down headline, editorial flag and organisation; raises InvalidInputError or NotAllowedError."""
    headline = " ".join(given.headline.split())
    if len(headline) > LONGEST:
        raise InvalidInputError(
            "Die Kurzfassung ist zu lang: höchstens %(number)s Zeichen.", field="headline", number=LONGEST
        )
    if given.organisation_id and given.organisation_id != amendment.organisation_id:
        _require_representative(work, amendment.conference_id, given.organisation_id, actor)
    amendment.headline = headline
    amendment.editorial = given.editorial
    amendment.organisation_id = given.organisation_id or None


def _require_representative(work: UnitOfWork, conference_id: str, organisation_id: str, actor: str) -> None:
    """Whoever speaks for an organisation may propose for it; organizers may hand in what it has sent them."""
    speaks = select(Organisation.id).where(
        Organisation.id == organisation_id, Organisation.conference_id == conference_id
    )
    person = work.session.get(Person, actor)
    if person is None or not may_organize(Role(person.role)):
        represented = Representative.organisation_id == Organisation.id
        speaks = speaks.join(Representative, represented).where(Representative.person_id == actor)
    found = work.session.scalar(speaks)
    if found is None:
        raise NotAllowedError("Für diese Organisation können Sie nicht sprechen.")


def invite(work: UnitOfWork, amendment: Amendment, person_ids: Collection[str], *, actor: str) -> None:
    """Ask these people to propose an amendment too; whoever is no longer named is no longer asked.

    Nobody is shown before they have agreed.
    """
    wanted = set(person_ids) - {actor}
    if len(wanted) > MOST_CO_PROPOSERS:
        raise InvalidInputError(
            "Mehr als %(number)s Personen können einen Antrag nicht mit stellen.", field="mit", number=MOST_CO_PROPOSERS
        )
    of_conference = select(Person.id).where(
        Person.id.in_(wanted), Person.conference_id == amendment.conference_id, Person.role.in_(_MEMBERS)
    )
    if set(work.session.scalars(of_conference)) != wanted:
        raise InvalidInputError("Diese Person kann hier keine Anträge mit stellen.", field="mit")
    known = set(work.session.scalars(select(CoProposer.person_id).where(CoProposer.amendment_id == amendment.id)))
    if known - wanted:
        gone = CoProposer.person_id.in_(known - wanted)
        work.session.execute(delete(CoProposer).where(CoProposer.amendment_id == amendment.id, gone))
    new = sorted(wanted - known)
    work.session.add_all(CoProposer(amendment_id=amendment.id, person_id=person_id) for person_id in new)
    work.session.flush()
    notices.tell(
        work, new, NoticeKind.INVITED, demand_id=amendment.demand_id, amendment_id=amendment.id, apart_from=actor
    )
