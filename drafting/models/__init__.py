"""Tables and what a row knows about itself; importing this module makes all of them known."""

from drafting.models.amendments import Amendment, AmendmentRevision, Overlap, Support
from drafting.models.base import Base, new_id, now
from drafting.models.conferences import Conference, Panel
from drafting.models.demands import Demand, DemandVersion
from drafting.models.journal import JournalEntry
from drafting.models.papers import Edition, EditionEntry, Paper, Section
from drafting.models.people import AccessCode, FailedAttempt, LoginSession, Membership, Person, SignInLink
from drafting.models.polls import Ballot, Poll, Voter

__all__ = [
    "AccessCode",
    "Amendment",
    "AmendmentRevision",
    "Ballot",
    "Base",
    "Conference",
    "Demand",
    "DemandVersion",
    "Edition",
    "EditionEntry",
    "FailedAttempt",
    "JournalEntry",
    "LoginSession",
    "Membership",
    "Overlap",
    "Panel",
    "Paper",
    "Person",
    "Poll",
    "Section",
    "SignInLink",
    "Support",
    "Voter",
    "new_id",
    "now",
]
