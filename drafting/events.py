"""What has happened, in the past tense: published after commit, so that pages can follow; never text or names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every event: which conference it concerns."""

    conference_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentProposed(Event):
    """Somebody handed in an amendment; ``demand_id`` is "" for a new demand."""

    amendment_id: str
    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentChanged(Event):
    """An amendment was revised, carried over, answered, withdrawn or decided."""

    amendment_id: str
    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportChanged(Event):
    """An amendment gained or lost a supporter."""

    amendment_id: str
    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandChanged(Event):
    """A demand has a new version, or is new, or struck."""

    demand_id: str
    version_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionChanged(Event):
    """Somebody objected to an editorial change, or took that back."""

    demand_id: str
    version_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChanged(Event):
    """The paper was imported, or its sections were assigned."""

    paper_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentChanged(Event):
    """A comment was written, changed or hidden, on a demand or an amendment."""

    demand_id: str = ""
    amendment_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleChanged(Event):
    """A practical example was added, changed or hidden."""

    demand_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChanged(Event):
    """It was said, or taken back, what became of a demand of the earlier paper."""

    demand_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationsChanged(Event):
    """What is recommended was changed or published, or the order of amendments was."""

    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanged(Event):
    """A list of undisputed amendments was made, lost an item, or ended."""

    list_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesChanged(Event):
    """Somebody has something new to read, or has read it."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPrepared(Event):
    """A question was put into the queue."""

    poll_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOpened(Event):
    """A poll takes ballots."""

    poll_id: str
    amendment_id: str = ""
    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast(Event):
    """One more ballot was stored; says nothing of whose or which."""

    poll_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollClosed(Event):
    """A poll has its result."""

    poll_id: str
    amendment_id: str = ""
    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAnnulled(Event):
    """A poll does not count."""

    poll_id: str
    amendment_id: str = ""
    demand_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceChanged(Event):
    """Somebody checked in or out."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """The conference entered another phase, or its settings changed."""

    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenChanged(Event):
    """The projector's link was renewed or taken away; screens of the old one have to say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """Somebody signed out, or their access was taken away; their open streams end."""
