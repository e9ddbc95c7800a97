"""Askable: what a moderator can put a question about, for the page on which it is put."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Conference, Demand, Panel, Paper, Poll
from drafting.queries import plenary
from drafting.queries.asking_words import name_demand
from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying, as_it_is
from drafting.rules.lifecycle import Advice
from drafting.rules.questions import CountedBy, VoteKind
from drafting.rules.voting import Quorum

_RECOMMENDED = frozenset({Advice.ADOPT, Advice.ADOPT_CHANGED})


@dataclass(frozen=True, slots=True)
class AskableAmendment:
    """An open amendment; ``is_of_panel`` says that a panel recommends its text."""

    id: str
    labels: str
    proposers: str
    place: Saying
    sentence: Saying
    is_of_panel: bool


@dataclass(frozen=True, slots=True)
class AskableDemand:
    """A demand that stands in the paper."""

    id: str
    label: Saying
    title: str


@dataclass(frozen=True, slots=True)
class AskablePanel:
    """A panel that can be asked, by those who lead its votes."""

    id: str
    name: str
    is_led: bool


@dataclass(frozen=True, slots=True)
class AskPage:
    """What there is to ask about, and the usual terms of the conference."""

    amendments: tuple[AskableAmendment, ...]
    demands: tuple[AskableDemand, ...]
    panels: tuple[AskablePanel, ...]
    rule: str
    quorum: Quorum | None
    poll_seconds: int
    enables_weights: bool

    @property
    def of_panels(self) -> tuple[AskableAmendment, ...]:
        """The amendments whose text a panel recommends."""
        return tuple(amendment for amendment in self.amendments if amendment.is_of_panel)


def get_page(session: Session, conference_id: str, *, viewer: Viewer) -> AskPage:
    """Everything there is to ask about, in the order of the paper."""
    conference = session.get_one(Conference, conference_id)
    demands = session.scalars(
        select(Demand)
        .join(Paper, Paper.id == Demand.paper_id)
        .where(Paper.conference_id == conference_id, Demand.kind == "demand", Demand.is_struck.is_(False))
        .order_by(Demand.position)
    )
    panels = session.execute(
        select(Panel.id, Panel.name).where(Panel.conference_id == conference_id).order_by(Panel.position)
    )
    return AskPage(
        amendments=_list_amendments(session, conference_id, viewer),
        demands=tuple(AskableDemand(each.id, name_demand(each.number, each.label), each.title) for each in demands),
        panels=tuple(AskablePanel(id_, name, viewer.leads(id_)) for id_, name in panels),
        rule=conference.rule,
        quorum=conference.quorum,
        poll_seconds=conference.poll_seconds,
        enables_weights=conference.enables_weights,
    )


def _list_amendments(session: Session, conference_id: str, viewer: Viewer) -> tuple[AskableAmendment, ...]:
    found = []
    for demand in plenary.get_open(session, conference_id, panel_id="", viewer=viewer).demands:
        for line in (*demand.together, *demand.singly, *demand.aside):
            note = line.recommendation
            found.append(
                AskableAmendment(
                    id=line.ids[0],
                    labels=line.labels,
                    proposers=line.proposers,
                    place=name_demand(demand.number, demand.title) or Saying(line.kind_label),
                    sentence=as_it_is(line.sentence) or Saying(line.kind_label),
                    is_of_panel=bool(note and note.panel_name and note.verdict in _RECOMMENDED),
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PollTerms:
    """The terms of a question in the queue, as its form shows them."""

    panel_id: str
    present_only: bool
    kind: str
    counts_by: str
    is_weighted: bool
    has_receipts: bool
    rule: str
    rule_reason: str
    quorum: Quorum | None
    time_limit: int


def get_terms(session: Session, poll_id: str) -> PollTerms:
    """The terms of a question."""
    poll = session.get_one(Poll, poll_id)
    return PollTerms(
        panel_id=poll.panel_id or "",
        present_only=poll.present_only,
        kind=VoteKind(poll.kind),
        counts_by=CountedBy(poll.counts_by),
        is_weighted=poll.is_weighted,
        has_receipts=poll.has_receipts,
        rule=poll.rule,
        rule_reason=poll.rule_reason,
        quorum=poll.quorum,
        time_limit=poll.time_limit or 0,
    )
