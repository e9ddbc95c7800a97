"""Questions about amendments: one, several together, a choice between them, a panel's text, and procedure.

Overlapping ones in turn are ``prepare_all`` in the order decided: each is voted on against the text as it then stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.models import Amendment, Conference, Poll, PollItem, PollOption, Recommendation
from drafting.rules.lifecycle import Advice, PollState
from drafting.rules.permissions import may_moderate
from drafting.rules.questions import ProceduralAct, Question
from drafting.services import amendments, bundles, competing, undisputed
from drafting.services.access import require_role
from drafting.services.asking import USUAL, Terms, put_down, take_up

KEEP_LABELS = {Question.CHOICE: "Text so lassen"}
_FEWEST = 2
_MOST_CHOICES = 9
_RECOMMENDED = frozenset({Advice.ADOPT, Advice.ADOPT_CHANGED})


def prepare(work: UnitOfWork, amendment_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Put an open amendment into the queue of questions; returns the poll's id.

    The same amendment, or one that says the same, is queued once: a prepared poll is returned again, under the terms
    now given.
    """
    amendment = amendments.get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    if (known := _find_undecided(work, amendment)) is not None:
        return take_up(work, known, terms, actor=actor)
    return _put_down(work, Question.AMENDMENT, amendment, terms, actor=actor)


def prepare_all(work: UnitOfWork, amendment_ids: Sequence[str], *, actor: str, terms: Terms = USUAL) -> int:
    """Put several amendments into the queue in this order; returns how many questions that are."""
    return len({prepare(work, amendment_id, actor=actor, terms=terms) for amendment_id in amendment_ids})


def ask_panel_text(work: UnitOfWork, amendment_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Put the text a panel recommends against the text before, to the plenary; returns the poll's id."""
    amendment = amendments.get_undecided(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    recommended = work.session.get(Recommendation, amendment_id)
    if recommended is None or recommended.panel_id is None or Advice(recommended.verdict) not in _RECOMMENDED:
        raise InvalidInputError("Diesen Text hat keine Arbeitsgruppe empfohlen.", field="antrag")
    if terms.panel_id is not None:
        raise InvalidInputError("Über den Text einer Arbeitsgruppe stimmt das Plenum ab.", field="ag")
    if (known := _find_undecided(work, amendment)) is not None:
        return take_up(work, known, terms, actor=actor, question=Question.PANEL_TEXT)
    return _put_down(work, Question.PANEL_TEXT, amendment, terms, actor=actor)


def _put_down(work: UnitOfWork, question: Question, amendment: Amendment, terms: Terms, *, actor: str) -> str:
    conference = work.session.get_one(Conference, amendment.conference_id)
    poll = Poll(question=question, amendment_id=amendment.id, demand_id=amendment.demand_id)
    return put_down(work, conference, poll, terms, actor=actor, amendment=amendment.id)


def ask_several(
    work: UnitOfWork, amendment_ids: Sequence[str], *, actor: str, title: str = "", terms: Terms = USUAL
) -> str:
    """Put several amendments that do not collide to one yes or no; returns the poll's id, the same for the same."""
    found = _read(work, amendment_ids, actor=actor)
    undisputed.refuse_conflicts(work, found)
    if (known := _find_same(work, Question.SEVERAL, found)) is not None:
        return take_up(work, known, terms, actor=actor, title=title)
    poll = Poll(question=Question.SEVERAL, title=title.strip())
    poll_id = _put_down_several(work, poll, found, terms, actor=actor)
    _add_items(work, poll_id, found)
    return poll_id


def ask_choice(
    work: UnitOfWork, amendment_ids: Sequence[str], *, actor: str, title: str = "", terms: Terms = USUAL
) -> str:
    """Let people choose one of several amendments, or the text as it is; returns the poll's id."""
    found = _read(work, amendment_ids, actor=actor)
    if len(found) > _MOST_CHOICES:
        raise InvalidInputError("Bitte höchstens %(most)s Anträge zur Auswahl stellen.", most=_MOST_CHOICES)
    competing.refuse_strangers(work, found)
    if (known := _find_same(work, Question.CHOICE, found)) is not None:
        return take_up(work, known, terms, actor=actor, title=title)
    poll_id = _put_down_several(work, Poll(question=Question.CHOICE, title=title.strip()), found, terms, actor=actor)
    work.session.add_all(
        PollOption(poll_id=poll_id, key=key, label=amendment.label, amendment_id=amendment.id)
        for key, amendment in enumerate(found, start=1)
    )
    work.session.add(PollOption(poll_id=poll_id, key=len(found) + 1, label=KEEP_LABELS[Question.CHOICE]))
    work.session.flush()
    return poll_id


def ask_procedure(
    work: UnitOfWork,
    act: ProceduralAct,
    amendment_ids: Sequence[str],
    *,
    actor: str,
    title: str = "",
    terms: Terms = USUAL,
) -> str:
    """Ask whether amendments are adjourned, left to the editors, or voted on at once; returns the poll's id."""
    found = _read(work, amendment_ids, actor=actor, fewest=1)
    poll = Poll(question=Question.PROCEDURE, act=act, title=title.strip())
    poll_id = _put_down_several(work, poll, found, terms, actor=actor, act=act)
    _add_items(work, poll_id, found)
    return poll_id


def _put_down_several(
    work: UnitOfWork, poll: Poll, found: Sequence[Amendment], terms: Terms, *, actor: str, **about: str
) -> str:
    conference = work.session.get_one(Conference, found[0].conference_id)
    demands = {amendment.demand_id for amendment in found}
    poll.demand_id = demands.pop() if len(demands) == 1 else None
    ids = [amendment.id for amendment in found]
    return put_down(work, conference, poll, terms, actor=actor, amendments=ids, **about)


def _read(work: UnitOfWork, amendment_ids: Sequence[str], *, actor: str, fewest: int = _FEWEST) -> list[Amendment]:
    """The amendments asked about together, each once, in the order given; all open and of one conference."""
    ids = list(dict.fromkeys(amendment_ids))
    if len(ids) < fewest:
        raise InvalidInputError("Bitte wählen Sie mindestens %(fewest)s Anträge.", field="antrag", fewest=fewest)
    found = [amendments.get_undecided(work, amendment_id) for amendment_id in ids]
    if len({amendment.conference_id for amendment in found}) > 1:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    require_role(work, found[0].conference_id, actor, may_moderate)
    return found


def _add_items(work: UnitOfWork, poll_id: str, found: Sequence[Amendment]) -> None:
    work.session.add_all(
        PollItem(poll_id=poll_id, amendment_id=amendment.id, position=position)
        for position, amendment in enumerate(found, start=1)
    )
    work.session.flush()


def _find_undecided(work: UnitOfWork, amendment: Amendment) -> Poll | None:
    """The question asked already about an amendment, or about one that says the same."""
    alike = [amendment.id, *(other.id for other in bundles.list_equal(work, amendment))]
    return work.session.scalars(
        select(Poll)
        .where(Poll.amendment_id.in_(alike), Poll.state.in_([PollState.PREPARED, PollState.OPEN]))
        .order_by(Poll.number)
    ).first()


def _find_same(work: UnitOfWork, question: Question, found: Sequence[Amendment]) -> Poll | None:
    """The question about just these amendments that nobody has opened yet."""
    named = PollOption if question is Question.CHOICE else PollItem
    rows = work.session.execute(
        select(Poll.id, named.amendment_id)
        .join(named, named.poll_id == Poll.id)
        .where(
            Poll.conference_id == found[0].conference_id,
            Poll.question == question,
            Poll.state == PollState.PREPARED,
            named.amendment_id.is_not(None),
        )
    )
    asked: dict[str, set[str]] = {}
    for poll_id, amendment_id in rows:
        asked.setdefault(poll_id, set()).add(str(amendment_id))
    wanted = {amendment.id for amendment in found}
    same = next((poll_id for poll_id, ids in asked.items() if ids == wanted), None)
    return work.session.get_one(Poll, same) if same is not None else None
