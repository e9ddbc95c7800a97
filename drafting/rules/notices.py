"""What people are told: each kind of notice with its sentence, and the rhythms in which notices are mailed.

A sentence may use ``%(place)s`` („Ä12 (Forderung 4)“, or „Forderung 4“ where it is about a demand alone),
``%(amendment)s``, ``%(demand)s`` and ``%(detail)s``. A detail that the sentence does not use is said after it.
"""

from __future__ import annotations

from enum import StrEnum

from drafting.rules.lifecycle import AmendmentState


class NoticeKind(StrEnum):
    """What has happened; the outcomes of an amendment are called as its states are."""

    TAKEN_OVER = "taken_over"
    ADOPTED = "adopted"
    ADOPTED_CHANGED = "adopted_changed"
    COMPROMISE_ADOPTED = "compromise_adopted"
    REJECTED = "rejected"
    SETTLED = "settled"
    REFERRED = "referred"
    ADJOURNED = "adjourned"
    NOT_DEALT_WITH = "not_dealt_with"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    VOTE_NOT_VALID = "vote_not_valid"
    PULLED_OUT = "pulled_out"
    ASKED = "asked"
    CARRIED = "carried"
    CARRIED_BY_HAND = "carried_by_hand"
    REVISED = "revised"
    INVITED = "invited"
    INVITATION_ACCEPTED = "invitation_accepted"
    COMPROMISE_ASKED = "compromise_asked"
    COMPROMISE_AGREED = "compromise_agreed"
    COMPROMISE_DECLINED = "compromise_declined"
    COMMENTED = "commented"
    ANSWERED = "answered"
    COMMENT_HIDDEN = "comment_hidden"
    EXAMPLE_HIDDEN = "example_hidden"
    CONTACT_ASKED = "contact_asked"
    RECOMMENDED = "recommended"
    PROPOSED = "proposed"
    DEMAND_CHANGED = "demand_changed"
    DEMAND_EDITED = "demand_edited"
    DEMAND_RESTORED = "demand_restored"
    OBJECTED = "objected"


NOTICE_SENTENCES = {
    NoticeKind.TAKEN_OVER: "Übernommen ohne Abstimmung: %(place)s.",
    NoticeKind.ADOPTED: "Angenommen: %(place)s.",
    NoticeKind.ADOPTED_CHANGED: "In geänderter Fassung angenommen: %(place)s.",
    NoticeKind.COMPROMISE_ADOPTED: "Als Kompromiss angenommen: %(place)s.",
    NoticeKind.REJECTED: "Abgelehnt: %(place)s.",
    NoticeKind.SETTLED: "Erledigt durch eine andere Entscheidung: %(place)s.",
    NoticeKind.REFERRED: "An die Redaktion verwiesen: %(place)s.",
    NoticeKind.ADJOURNED: "Vertagt: %(place)s.",
    NoticeKind.NOT_DEALT_WITH: "Nicht mehr behandelt: %(place)s.",
    NoticeKind.WITHDRAWN: "Zurückgezogen: %(place)s.",
    NoticeKind.REOPENED: "Wieder offen: %(place)s. Die Entscheidung wurde zurückgenommen.",
    NoticeKind.VOTE_NOT_VALID: "Die Abstimmung über %(place)s war nicht gültig. Der Antrag bleibt offen.",
    NoticeKind.PULLED_OUT: "Zur Einzelabstimmung herausgenommen: %(place)s.",
    NoticeKind.ASKED: "Der Text unter %(place)s wurde geändert. Was soll mit Ihrem Antrag geschehen?",
    NoticeKind.CARRIED: "%(place)s wurde auf die neue Fassung übertragen. Sie müssen nichts tun.",
    NoticeKind.CARRIED_BY_HAND: "Die Moderation hat %(place)s auf die neue Fassung übertragen. Bitte prüfen Sie, "
    "ob es noch stimmt.",
    NoticeKind.REVISED: "%(place)s hat einen neuen Wortlaut.",
    NoticeKind.INVITED: "Sie sind eingeladen, %(place)s mit zu stellen. Sind Sie einverstanden?",
    NoticeKind.INVITATION_ACCEPTED: "%(detail)s stellt %(place)s mit.",
    NoticeKind.COMPROMISE_ASKED: "Es gibt einen Kompromiss zu %(place)s. Sind Sie einverstanden?",
    NoticeKind.COMPROMISE_AGREED: "%(detail)s stimmt dem Kompromiss %(place)s zu.",
    NoticeKind.COMPROMISE_DECLINED: "%(detail)s lehnt den Kompromiss %(place)s ab.",
    NoticeKind.COMMENTED: "Neuer Kommentar zu %(place)s.",
    NoticeKind.ANSWERED: "Antwort auf Ihren Kommentar zu %(place)s.",
    NoticeKind.COMMENT_HIDDEN: "Ihr Kommentar zu %(place)s wurde ausgeblendet: %(detail)s",
    NoticeKind.EXAMPLE_HIDDEN: "Ihr Praxisbeispiel zu %(place)s wurde ausgeblendet: %(detail)s",
    NoticeKind.CONTACT_ASKED: "%(detail)s möchte mit Ihnen über Ihr Praxisbeispiel zu %(place)s sprechen.",
    NoticeKind.RECOMMENDED: "Empfehlung zu %(place)s: %(detail)s.",
    NoticeKind.PROPOSED: "Neuer Änderungsantrag: %(place)s.",
    NoticeKind.DEMAND_CHANGED: "Neue Fassung: %(place)s.",
    NoticeKind.DEMAND_EDITED: "Redaktionell geändert: %(place)s.",
    NoticeKind.DEMAND_RESTORED: "Frühere Fassung wiederhergestellt: %(place)s.",
    NoticeKind.OBJECTED: "Einspruch gegen eine redaktionelle Änderung: %(place)s.",
}

# What ends an amendment; of one act nobody is told two of these about the same one.
OUTCOMES = frozenset(
    {
        NoticeKind.TAKEN_OVER,
        NoticeKind.ADOPTED,
        NoticeKind.ADOPTED_CHANGED,
        NoticeKind.COMPROMISE_ADOPTED,
        NoticeKind.REJECTED,
        NoticeKind.SETTLED,
        NoticeKind.NOT_DEALT_WITH,
    }
)
_PASSING = frozenset({NoticeKind.CARRIED, NoticeKind.ASKED})
# What an unread notice makes pointless among the unread ones about the same place.
REPLACES = {
    **dict.fromkeys((*OUTCOMES, *_PASSING), _PASSING),
    NoticeKind.CARRIED_BY_HAND: _PASSING | {NoticeKind.CARRIED_BY_HAND},
    **{
        kind: frozenset({kind})
        for kind in (
            NoticeKind.REVISED,
            NoticeKind.COMMENTED,
            NoticeKind.DEMAND_CHANGED,
            NoticeKind.DEMAND_EDITED,
            NoticeKind.RECOMMENDED,
        )
    },
}


class MailRhythm(StrEnum):
    """How soon unread notices are also mailed."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    OFF = "off"


MAIL_RHYTHM_LABELS = {
    MailRhythm.AT_ONCE: "sofort",
    MailRhythm.HOURLY: "stündlich",
    MailRhythm.DAILY: "täglich um 18 Uhr",
    MailRhythm.OFF: "gar nicht",
}


_OUTCOMES = {
    AmendmentState.TAKEN_OVER: NoticeKind.TAKEN_OVER,
    AmendmentState.ADOPTED: NoticeKind.ADOPTED,
    AmendmentState.ADOPTED_CHANGED: NoticeKind.ADOPTED_CHANGED,
    AmendmentState.REJECTED: NoticeKind.REJECTED,
    AmendmentState.SETTLED: NoticeKind.SETTLED,
    AmendmentState.REFERRED: NoticeKind.REFERRED,
    AmendmentState.ADJOURNED: NoticeKind.ADJOURNED,
    AmendmentState.NOT_DEALT_WITH: NoticeKind.NOT_DEALT_WITH,
    AmendmentState.WITHDRAWN: NoticeKind.WITHDRAWN,
    AmendmentState.OPEN: NoticeKind.REOPENED,
}


def name_outcome(state: AmendmentState) -> NoticeKind | None:
    """Name the notice for an amendment that has just come into a state; None for states nobody is told of."""
    return _OUTCOMES.get(state)
