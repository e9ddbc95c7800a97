"""Who may do what: decided by role, panel and phase alone, without a look at the database."""

from __future__ import annotations

from enum import StrEnum

from drafting.rules.lifecycle import Phase


class Role(StrEnum):
    """What a person is at a conference."""

    ORGANIZER = "organizer"
    EDITOR = "editor"
    MODERATOR = "moderator"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    SCREEN = "screen"


ROLE_LABELS = {
    Role.ORGANIZER: "Organisation",
    Role.EDITOR: "Redaktion",
    Role.MODERATOR: "Moderation",
    Role.PARTICIPANT: "Teilnahme",
    Role.OBSERVER: "Beobachtung",
    Role.SCREEN: "Saalbildschirm",
}
_MEMBERS = frozenset({Role.EDITOR, Role.MODERATOR, Role.PARTICIPANT})


def may_organize(role: Role) -> bool:
    """Tell who imports papers, manages people, sets phases and downloads the letter."""
    return role is Role.ORGANIZER


def may_edit(role: Role) -> bool:
    """Tell who may make editorial changes."""
    return role in {Role.ORGANIZER, Role.EDITOR}


def may_moderate(role: Role) -> bool:
    """Tell who puts amendments to the vote and takes them over."""
    return role in {Role.ORGANIZER, Role.MODERATOR}


def may_propose(role: Role, phase: Phase) -> bool:
    """Tell who may hand in amendments: organizers at any time before the closing, members while the intake is open."""
    if role is Role.ORGANIZER:
        return phase in {Phase.PREPARATION, Phase.OPEN, Phase.DECISION}
    return is_member(role) and phase is Phase.OPEN


def may_support(role: Role, phase: Phase) -> bool:
    """Tell who may support an amendment: members as long as it can still be decided."""
    return is_member(role) and phase in {Phase.OPEN, Phase.DECISION}


def may_comment(role: Role, phase: Phase) -> bool:
    """Tell who may write comments and practical examples: all but those who look on, until the decisions are over."""
    takes_part = is_member(role) or role is Role.ORGANIZER
    return takes_part and phase in {Phase.PREPARATION, Phase.OPEN, Phase.DECISION}


def may_ask_for_contact(role: Role, phase: Phase) -> bool:
    """Tell who may ask the author of a practical example for a talk; that goes on after the conference."""
    return (is_member(role) or role is Role.ORGANIZER) and phase is not Phase.ARCHIVED


def may_note(role: Role, phase: Phase) -> bool:
    """Tell who may write minority notes and let their municipality join one: members, until all is archived."""
    return is_member(role) and phase is not Phase.ARCHIVED


def may_review(role: Role, phase: Phase) -> bool:
    """Tell who says what became of the earlier paper's demands."""
    return (may_edit(role) or may_moderate(role)) and phase is not Phase.ARCHIVED


def is_member(role: Role) -> bool:
    """Tell who belongs to the plenary: proposes, supports and votes."""
    return role in _MEMBERS
