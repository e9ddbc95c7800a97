"""Amendments: handing in, revising, supporting, answering after a change, taking over.

``text`` is always the whole canonical text of the demand: title, body and reasons. Refusals: InvalidInputError with
``field`` "text" or "reason", ClosedError when the intake is over, NotAllowedError, OutdatedError when the text changed
in the same place since ``base_version_id``.
"""

from __future__ import annotations

from drafting.database import UnitOfWork


def propose(
    work: UnitOfWork,
    demand_id: str,
    *,
    text: str,
    reason: str,
    base_version_id: str,
    actor: str,
    headline: str = "",
    editorial: bool = False,
) -> str:
    """Hand in an amendment to a demand, preamble or closing; returns its id.

    An outdated base is carried over to the present version where nothing collides.
    """
    raise NotImplementedError


def propose_new(
    work: UnitOfWork,
    paper_id: str,
    *,
    text: str,
    reason: str,
    section_id: str,
    actor: str,
    after_demand_id: str | None = None,
    headline: str = "",
) -> str:
    """Hand in a new demand, to stand after another or at the section's end; returns the amendment's id."""
    raise NotImplementedError


def propose_strike(work: UnitOfWork, demand_id: str, *, reason: str, base_version_id: str, actor: str) -> str:
    """Ask for a demand to be struck; returns the amendment's id."""
    raise NotImplementedError


def revise(
    work: UnitOfWork, amendment_id: str, *, text: str, reason: str | None = None, base_version_id: str, actor: str
) -> None:
    """Change one's own open amendment; a new revision, the earlier ones stay."""
    raise NotImplementedError


def adapt(work: UnitOfWork, amendment_id: str, *, text: str, base_version_id: str, actor: str) -> None:
    """Answer a collision with an own new text on the present version („Anpassen“)."""
    raise NotImplementedError


def keep(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Answer a collision with „So lassen“: the wording stays for the vote as it is."""
    raise NotImplementedError


def withdraw(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Withdraw one's own amendment; it stays readable."""
    raise NotImplementedError


def support(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Support somebody else's amendment; doing it twice is harmless."""
    raise NotImplementedError


def unsupport(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Take one's support back; doing it twice is harmless."""
    raise NotImplementedError


def take_over(work: UnitOfWork, amendment_id: str, *, actor: str) -> str:
    """Adopt an amendment without a vote; moderators; returns the new version's id."""
    raise NotImplementedError
