"""Acts behind the words of the paper: amendments with their proposers and votes, editors, and moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.acts import Act, ActVote
from drafting.models import (
    Amendment,
    Demand,
    DemandVersion,
    Organisation,
    Panel,
    Paper,
    PaperChange,
    Person,
    Poll,
    PollItem,
    PollOption,
    VersionAmendment,
)
from drafting.models.demands import Source
from drafting.queries.moves import list_moves
from drafting.rules.lifecycle import ADOPTED, AmendmentKind, PollState
from drafting.rules.voting import Verdict

_ACTORS = {
    "import": "Eingelesen",
    "editorial": "Redaktion",
    "undo": "Rücknahme",
    "restore": "Redaktion",
    "vote": "Abstimmung",
}


class Acts:
    """The acts of a paper, each under a key; only those that were asked for are in ``found``."""

    def __init__(self, session: Session, paper: Paper, by_id: Mapping[str, DemandVersion]) -> None:
        self.session, self.paper, self.by_id = session, paper, by_id
        self.amendments, self.brought = _list_brought(session, paper)
        self.votes = _list_votes(session, paper)
        self.otherwise, self.signing = "otherwise", "signing"
        self.found = {
            self.otherwise: Act("otherwise", "Redaktion"),
            self.signing: Act("signing", "Mitzeichnung"),
        }

    def name(self, sources: Sequence[str]) -> str:
        """The key of the act behind these sources; "" for none."""
        key = "|".join(sources)
        if key and key not in self.found:
            self.found[key] = self._make([Source.read(source) for source in sources])
        return key

    def name_backwards(self, sources: Sequence[str]) -> str:
        """The key of the act behind these sources where it is shown as not having happened yet."""
        name = self.name(sources)
        if not name:
            return name
        key = f"<{name}"
        self.found.setdefault(key, replace(self.found[name], is_backwards=True))
        return key

    def find_moves(self, before: datetime | None, after: datetime | None) -> dict[str, str]:
        """By demand: the key of the last adopted move of it, else of its section, between two states."""
        early, late, is_backwards = _order(before, after)
        moves: dict[str, str] = {}
        own: dict[str, str] = {}
        adopted = self.session.scalars(
            select(Amendment)
            .where(
                Amendment.paper_id == self.paper.id,
                Amendment.kind == AmendmentKind.MOVE,
                Amendment.state.in_(ADOPTED),
                Amendment.settled_by_amendment_id.is_(None),
            )
            .order_by(Amendment.decided_at, Amendment.number)
        ).all()
        worded = list_moves(self.session, adopted)
        for amendment in adopted:
            at = amendment.decided_at
            if at is None or not _lies_between(at, early, late):
                continue
            key = f"move {amendment.id}"
            vote = self.votes.get(self._find_poll(amendment))
            made = self._make_amendment([amendment], at, vote)
            headline = made.headline or str(worded[amendment.id].sentence).removesuffix(".")
            self.found[key] = replace(made, headline=headline, is_move=True, is_backwards=is_backwards)
            moved = own if amendment.demand_id else moves
            moved.update(dict.fromkeys(self._list_moved(amendment), key))
        # Where a demand went by itself, its section only took it along.
        return moves | own

    def find_lines(self, before: datetime | None, after: datetime | None) -> dict[str, str]:
        """By line of the paper: the key of the last change of it between two states."""
        early, late, is_backwards = _order(before, after)
        lines: dict[str, str] = {}
        changes = select(PaperChange).where(PaperChange.paper_id == self.paper.id)
        for change in self.session.scalars(changes.order_by(PaperChange.journal_number)):
            if _lies_between(change.at, early, late):
                key = f"details {change.journal_number}"
                self.found[key] = Act("details", "Redaktion", at=change.at, is_backwards=is_backwards)
                lines[change.detail] = key
        return lines

    def _list_moved(self, amendment: Amendment) -> Iterable[str]:
        if amendment.demand_id:
            return [amendment.demand_id]
        return self.session.scalars(select(Demand.id).where(Demand.section_id == amendment.moved_section_id)).all()

    def _find_poll(self, amendment: Amendment) -> str:
        """The vote that adopted a move, by itself or together with others."""
        return (
            self.session.scalars(
                select(Poll.id)
                .outerjoin(PollItem, PollItem.poll_id == Poll.id)
                .where(
                    (Poll.amendment_id == amendment.id) | (PollItem.amendment_id == amendment.id),
                    Poll.state == PollState.CLOSED,
                    Poll.verdict == Verdict.ADOPTED,
                    Poll.recommends.is_(False),
                )
                .order_by(Poll.number.desc())
                .limit(1)
            ).first()
            or ""
        )

    def _make(self, sources: Sequence[Source]) -> Act:
        versions = [self.by_id[source.version_id] for source in sources if source.version_id in self.by_id]
        if not versions:
            return self.found[self.otherwise]
        version = max(versions, key=lambda each: each.created_at)
        links = [
            link
            for source in sources
            for link in self.brought.get(source.version_id, ())
            if source.amendment_id in ("", link.amendment_id)
        ]
        vote = self.votes.get(version.poll_id or "")
        at = vote.at if vote is not None and vote.at is not None else version.created_at
        if links:
            amendments = [self.amendments[link.amendment_id][0] for link in links]
            made = self._make_amendment(list(dict.fromkeys(amendments)), at, vote)
            return replace(made, reason=version.reason, is_partial=any(link.is_partial for link in links))
        undone = self.by_id.get(version.undoes_id or "")
        return Act(
            kind=version.source if version.source in _ACTORS else "editorial",
            label=_ACTORS.get(version.source, "Redaktion"),
            proposer=vote.electorate if vote and version.source == "vote" else "",
            at=at,
            reason=version.reason,
            vote=vote,
            undoes=undone.number if undone else 0,
        )

    def _make_amendment(self, amendments: Sequence[Amendment], at: datetime, vote: ActVote | None) -> Act:
        return Act(
            kind="amendment",
            label=", ".join(amendment.label for amendment in amendments),
            proposer=", ".join(dict.fromkeys(self._name_proposer(amendment) for amendment in amendments)),
            at=at,
            headline=amendments[0].headline if len(amendments) == 1 else "",
            vote=vote,
        )

    def _name_proposer(self, amendment: Amendment) -> str:
        return self.amendments[amendment.id][1]


def _order(before: datetime | None, after: datetime | None) -> tuple[datetime | None, datetime | None, bool]:
    """Two states by their age, the earlier one first, and whether they come the other way round; None is now."""
    if before is None:
        return after, None, True
    is_backwards = after is not None and after < before
    return (after, before, True) if is_backwards else (before, after, False)


def _lies_between(at: datetime, early: datetime | None, late: datetime | None) -> bool:
    return (early is None or at > early) and (late is None or at <= late)


def _list_brought(
    session: Session, paper: Paper
) -> tuple[dict[str, tuple[Amendment, str]], dict[str, list[VersionAmendment]]]:
    """All amendments with who proposes them, and by version those that took effect with it."""
    rows = session.execute(
        select(Amendment, Person, Organisation.name)
        .join(Person, Person.id == Amendment.proposer_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .where(Amendment.paper_id == paper.id)
    )
    amendments = {amendment.id: (amendment, organisation or person.label) for amendment, person, organisation in rows}
    brought: dict[str, list[VersionAmendment]] = {}
    for link in session.scalars(
        select(VersionAmendment)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .where(Amendment.paper_id == paper.id)
        .order_by(Amendment.number)
    ):
        brought.setdefault(link.version_id, []).append(link)
    return amendments, brought


def _list_votes(session: Session, paper: Paper) -> dict[str, ActVote]:
    """The votes that ended, by id, with every number."""
    is_here = Poll.conference_id == paper.conference_id
    answers: dict[str, list[tuple[str, int]]] = {}
    for option in session.scalars(
        select(PollOption).join(Poll, Poll.id == PollOption.poll_id).where(is_here).order_by(PollOption.key)
    ):
        answers.setdefault(option.poll_id, []).append((option.label, option.count))
    rows = session.execute(
        select(Poll, Panel.name)
        .outerjoin(Panel, Panel.id == Poll.panel_id)
        .where(is_here, Poll.state == PollState.CLOSED)
    )
    return {
        poll.id: ActVote(
            number=poll.number,
            electorate=panel or "Plenum",
            at=poll.closed_at,
            yes=poll.yes,
            no=poll.no,
            abstain=poll.abstain,
            invalid=poll.invalid,
            formula=poll.formula,
            answers=tuple(answers.get(poll.id, ())),
        )
        for poll, panel in rows
    }
