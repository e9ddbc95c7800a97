"""Tables and what a row knows about itself; importing this module makes all of them known."""

from drafting.models.amendments import Amendment, AmendmentRevision, CompromisePart, CoProposer, Overlap, Support
from drafting.models.answers import Answer, AnswerStance, LetterPosting
from drafting.models.base import Base, new_id, now
from drafting.models.comments import Comment
from drafting.models.conferences import Conference, Panel
from drafting.models.consents import ConsentItem, ConsentList, ConsentPull
from drafting.models.demands import Demand, DemandVersion, Objection, VersionAmendment
from drafting.models.drafts import Draft
from drafting.models.examples import ContactRequest, Example
from drafting.models.journal import JournalEntry
from drafting.models.minority_notes import MinorityNote, MinorityNoteSupport
from drafting.models.notices import Follow, Mail, Notice
from drafting.models.organisations import Municipality, Organisation, Representative
from drafting.models.papers import Edition, EditionEntry, EditionSection, Paper, PaperChange, Section
from drafting.models.people import (
    AccessCode,
    BlockedBadge,
    FailedAttempt,
    LoginSession,
    Membership,
    Person,
    SignInLink,
    Visit,
)
from drafting.models.polls import Ballot, HandCount, Poll, PollItem, PollOption, Receipt, SealedBallot, Voter
from drafting.models.publications import PressRelease, Publication
from drafting.models.recipients import Letterhead, LetterSettings, Recipient
from drafting.models.recommendations import Recommendation
from drafting.models.reviews import Review
from drafting.models.sendings import AnnexFile, MailAttachment, Sending, SendingText
from drafting.models.signatures import PersonalSupport, Signature, SignatureLink, Signing, SigningChange

__all__ = [
    "AnnexFile",
    "AccessCode",
    "Amendment",
    "AmendmentRevision",
    "Answer",
    "AnswerStance",
    "Ballot",
    "Base",
    "BlockedBadge",
    "CoProposer",
    "Comment",
    "CompromisePart",
    "Conference",
    "ConsentItem",
    "ConsentList",
    "ConsentPull",
    "ContactRequest",
    "Demand",
    "DemandVersion",
    "Draft",
    "Edition",
    "EditionEntry",
    "EditionSection",
    "Example",
    "FailedAttempt",
    "HandCount",
    "Follow",
    "JournalEntry",
    "LetterPosting",
    "LetterSettings",
    "Letterhead",
    "LoginSession",
    "Mail",
    "MailAttachment",
    "Membership",
    "MinorityNote",
    "MinorityNoteSupport",
    "Municipality",
    "Notice",
    "Objection",
    "Organisation",
    "Overlap",
    "Panel",
    "Paper",
    "PaperChange",
    "Person",
    "PersonalSupport",
    "Poll",
    "PollItem",
    "PollOption",
    "PressRelease",
    "Publication",
    "Receipt",
    "Recipient",
    "Recommendation",
    "Representative",
    "Review",
    "SealedBallot",
    "Section",
    "Sending",
    "SendingText",
    "SignInLink",
    "Signature",
    "SignatureLink",
    "Signing",
    "SigningChange",
    "Support",
    "VersionAmendment",
    "Visit",
    "Voter",
    "new_id",
    "now",
]
