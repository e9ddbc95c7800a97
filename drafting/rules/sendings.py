"""Sending the letter: what is known of each mail, which step may follow, and refusals in plain words."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

import regex

# So long a mail may be in the hands of one process; what is not noted by then was lost with it.
HANDING = timedelta(minutes=5)
SALUTATION = "[Anrede]"
FORMATS = ("docx", "pdf")
_BRACKETS = regex.compile(r"\[\s*\p{L}[^\[\]\n]{0,60}\]")


class SendingState(StrEnum):
    """What is known of the letter to one recipient.

    ``HELD`` was not sent because the letter changed after it was confirmed; ``FILED`` was written to a file where no
    mail server is set. ``UNCERTAIN`` was handed over, and nobody knows whether the server took it.
    """

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    FILED = "filed"
    REFUSED = "refused"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"


SENDING_STATE_LABELS = {
    SendingState.WAITING: "wartet",
    SendingState.HELD: "angehalten",
    SendingState.SENT: "gesendet",
    SendingState.FILED: "als Datei abgelegt",
    SendingState.REFUSED: "abgewiesen",
    SendingState.BOUNCED: "zurückgekommen",
    SendingState.UNCERTAIN: "ungewiss",
    SendingState.SKIPPED: "nicht senden",
}

# While it waits it may be on its second try, or just in the hands of a process.
WAITING_LABELS = {"retrying": "wird noch einmal versucht", "handing": "wird gerade übergeben"}

HELD_SENTENCES = {
    "changed": "Der Brief hat sich nach der Bestätigung geändert.",
    "lost": "Eine Kommune hat ihre Mitzeichnung seither zurückgenommen; im fertigen Brief steht sie noch.",
    "broken": "Der Anhang ließ sich nicht schreiben.",
}


class SendingAct(StrEnum):
    """What organizers can do about the letter to one recipient."""

    AGAIN = "again"
    SKIP = "skip"
    BOUNCE = "bounce"
    ARRIVED = "arrived"


# From which state what may follow.
_ACTS = {
    SendingState.WAITING: (SendingAct.SKIP,),
    SendingState.HELD: (SendingAct.AGAIN, SendingAct.SKIP),
    SendingState.SENT: (SendingAct.BOUNCE,),
    SendingState.FILED: (SendingAct.AGAIN,),
    SendingState.REFUSED: (SendingAct.AGAIN, SendingAct.SKIP),
    SendingState.BOUNCED: (SendingAct.AGAIN, SendingAct.SKIP),
    SendingState.UNCERTAIN: (SendingAct.ARRIVED, SendingAct.BOUNCE, SendingAct.AGAIN, SendingAct.SKIP),
    SendingState.SKIPPED: (SendingAct.AGAIN,),
}


def list_acts(state: SendingState) -> tuple[SendingAct, ...]:
    """What can be done from a state."""
    return _ACTS[state]


OBSTACLE_LABELS = {
    "address": "Ohne E-Mail-Adresse.",
    "invalid": "„%(email)s“ ist keine E-Mail-Adresse.",
}
HINT_LABELS = {
    "doubled": "An diese Adresse ging dieser Brief schon: %(name)s.",
    "shared": "Dieselbe Adresse wie %(name)s.",
    "before": "Hat schon den Stand „%(name)s“ bekommen.",
}

REFUSAL_LABELS = {
    "mailbox": "Dieses Postfach gibt es nicht.",
    "domain": "Der Teil nach dem @ nimmt keine E-Mails an oder ist falsch geschrieben.",
    "closed": "Das Postfach ist gesperrt.",
    "full": "Das Postfach ist voll.",
    "size": "Die Mail ist dem Mailserver zu groß.",
    "policy": "Der Mailserver nimmt von unserem Absender nichts an (Absenderprüfung oder Verdacht auf Spam).",
    "sender": "Der Mailserver lehnt unsere Absenderadresse ab.",
    "sign_in": "Unsere Anmeldung am Mailserver ist gescheitert.",
    "later": "Der Mailserver bittet, es später noch einmal zu versuchen.",
    "refused": "Der Mailserver hat die Mail abgewiesen.",
    "probably": "Der Mailserver hat die Mail abgewiesen, meist, weil es dieses Postfach nicht gibt.",
    "unreachable": "Der Mailserver war nicht zu erreichen.",
    "address": "Das ist keine E-Mail-Adresse.",
}
# By enhanced code (RFC 3463), its class left out; then by the plain code (RFC 5321).
_DETAILED = {
    "1.0": "mailbox", "1.1": "mailbox", "1.2": "domain", "1.3": "mailbox", "1.6": "mailbox", "1.7": "sender",
    "1.8": "sender", "1.10": "domain", "2.0": "closed", "2.1": "closed", "2.2": "full", "2.3": "size", "3.4": "size",
    "4.4": "domain", "4.3": "domain", "7.8": "sign_in",
}  # fmt: skip
_PLAIN = {550: "probably", 551: "mailbox", 552: "full", 553: "mailbox", 530: "sign_in", 534: "sign_in", 535: "sign_in"}
_ENHANCED = regex.compile(r"\b[245]\.(?P<detail>\d{1,3}\.\d{1,3})\b")


def explain(code: int, words: str) -> str:
    """Say a mail server's refusal in plain words, as a sentence of ``REFUSAL_LABELS``; "" where there was none."""
    if not code:
        return REFUSAL_LABELS["unreachable"] if words else ""
    found = _ENHANCED.search(words)
    detail = found["detail"] if found else ""
    if detail in _DETAILED:
        return REFUSAL_LABELS[_DETAILED[detail]]
    if detail.startswith("7.") and code >= 500:
        return REFUSAL_LABELS["policy"]
    if code < 500:
        return REFUSAL_LABELS["later"]
    return REFUSAL_LABELS[_PLAIN.get(code, "refused") if not detail else "refused"]


def find_strange_words(text: str, *, known: tuple[str, ...] = (SALUTATION,)) -> tuple[str, ...]:
    """Words in square brackets that nobody will fill in: they must not go out to a minister."""
    return tuple(dict.fromkeys(word for word in _BRACKETS.findall(text) if word not in known))
