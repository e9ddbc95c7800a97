"""From event to partial: which pieces of pages change with what, and how each is made anew.

A fragment is an element whose id is its name, or its name, a dash and a key (``tally-{poll id}``). It is rendered once
for everyone who has it on screen, so it holds nothing personal, but for those that only one person may watch. To add
one: a line in ``FRAGMENTS``, and the page that includes its template names it in the block ``live``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from drafting import events, queries
from drafting.errors import DraftingError
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import PollState
from drafting.web.languages import use_language
from drafting.web.live import Hub, Topic, encode_partials, encode_signal
from drafting.web.pages import render_fragment
from drafting.web.work import Workers

logger = logging.getLogger(__name__)

# Changes within one tick are shown together: a hall that votes is one tally four times a second, not one per ballot.
TICK_SECONDS = 0.25

LookUp = Callable[[Session, str, str], Mapping[str, Any]]


def _nothing(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of page that follows events.

    ``look_up(session, conference id, key)`` gives the template's context. ``key`` is the attribute of the events that
    tells which element has changed; without one there is one element in the conference.

    Without a template it is a signal: a DOM event of its name on ``#live``, after which an element that differs from
    person to person asks for itself again. For the few pages of those who run the conference, not for the hall.

    ``parts`` are elements beside it that change with it: what of its context has one each, known by ``part.id`` at the
    end of the element's id, and their template.

    One that ``is_personal`` has a person's id for its key and may be watched by nobody else.

    One that is ``for_screens`` is watched by the projector alone; its key is the mark of the projector's link, which no
    event knows: it changes for all of them.
    """

    name: str
    after: tuple[type[events.Event], ...]
    template: str = ""
    look_up: LookUp = _nothing
    key: str = ""
    parts: tuple[str, str] | None = None
    for_moderators: bool = False
    is_personal: bool = False
    for_screens: bool = False


def _running(session: Session, conference_id: str, _key: str) -> Mapping[str, Any]:
    return {"running": queries.polls.list_polls(session, conference_id, state=PollState.OPEN)}


def _participation(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"participation": queries.polls.get_participation(session, key)}


def _result(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    done = queries.polls.get_poll(session, key).state in (PollState.CLOSED, PollState.ANNULLED)
    return {"poll_id": key, "result": queries.polls.get_result(session, key) if done else None}


def _time_left(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"time": queries.polls.get_time_left(session, key)}


def _decisions(session: Session, conference_id: str, _key: str) -> Mapping[str, Any]:
    return {"decisions": queries.polls.list_decisions(session, conference_id)}


def _demand(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"demand": queries.demands.get_demand(session, key)}


def _consent(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    page = queries.consents.get_list(session, key)
    return {"page": page, "items": page.items}


def _bell(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"person_id": key, "unread": queries.notices.count_unread(session, key)}


def _comments_on_demand(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"state": queries.comments.get_state(session, conference_id, demand_id=key)}


def _comments_on_amendment(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"state": queries.comments.get_state(session, conference_id, amendment_id=key)}


def _screen(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"screen": queries.screens.get_screen(session, conference_id, key)}


def _foot(session: Session, conference_id: str, key: str) -> Mapping[str, Any]:
    return {"turnout": queries.screens.get_turnout(session, conference_id, key)}


POLL_EVENTS = (events.PollOpened, events.PollClosed, events.PollAnnulled)
AMENDMENT_EVENTS = (events.AmendmentProposed, events.AmendmentChanged, events.SupportChanged, events.DemandChanged)

FRAGMENTS: tuple[Fragment, ...] = (
    Fragment(name="now", template="polls/_now.html", look_up=_running, after=POLL_EVENTS),
    Fragment(
        name="participation",
        key="poll_id",
        template="polls/_participation.html",
        look_up=_participation,
        after=(events.BallotCast, *POLL_EVENTS),
    ),
    Fragment(name="result", key="poll_id", template="polls/_result.html", look_up=_result, after=POLL_EVENTS),
    Fragment(name="clock", key="poll_id", template="polls/_clock.html", look_up=_time_left, after=POLL_EVENTS),
    Fragment(name="decisions", template="polls/_decisions.html", look_up=_decisions, after=POLL_EVENTS),
    Fragment(
        name="demand",
        key="demand_id",
        template="demands/_changed.html",
        look_up=_demand,
        after=(events.DemandChanged, events.AmendmentProposed, events.AmendmentChanged),
    ),
    Fragment(
        name="consent",
        key="list_id",
        template="consents/_state.html",
        look_up=_consent,
        parts=("items", "consents/_standing.html"),
        after=(events.ConsentChanged,),
    ),
    Fragment(
        name="bell",
        key="person_id",
        template="notices/_bell.html",
        look_up=_bell,
        after=(events.NoticesChanged,),
        is_personal=True,
    ),
    Fragment(
        name="comments-demand",
        key="demand_id",
        template="comments/_state.html",
        look_up=_comments_on_demand,
        after=(events.CommentChanged,),
    ),
    Fragment(
        name="comments-amendment",
        key="amendment_id",
        template="comments/_state.html",
        look_up=_comments_on_amendment,
        after=(events.CommentChanged,),
    ),
    Fragment(
        name="screen",
        template="screens/_wall.html",
        look_up=_screen,
        after=(*POLL_EVENTS, events.PollPrepared, events.ScreenChanged, events.PhaseChanged),
        for_screens=True,
    ),
    Fragment(
        name="foot",
        template="screens/_foot.html",
        look_up=_foot,
        after=(events.BallotCast, *POLL_EVENTS, events.ScreenChanged),
        for_screens=True,
    ),
    Fragment(
        name="desk",
        after=(
            *AMENDMENT_EVENTS,
            *POLL_EVENTS,
            events.PollPrepared,
            events.PresenceChanged,
            events.PaperChanged,
            events.RecommendationsChanged,
        ),
        for_moderators=True,
    ),
    Fragment(name="turnout", after=(events.BallotCast, *POLL_EVENTS, events.PresenceChanged), for_moderators=True),
    Fragment(
        name="overview",
        after=(*AMENDMENT_EVENTS, *POLL_EVENTS, events.PresenceChanged, events.PaperChanged, events.PhaseChanged),
        for_moderators=True,
    ),
)


def find_fragment(name: str) -> tuple[Fragment, str] | None:
    """Return the fragment and the key that an element's id stands for."""
    for fragment in FRAGMENTS:
        if (fragment.key or fragment.for_screens) and name.startswith(fragment.name + "-"):
            return fragment, name[len(fragment.name) + 1 :]
        if not fragment.key and not fragment.for_screens and name == fragment.name:
            return fragment, ""
    return None


def may_watch(viewer: Viewer, name: str) -> bool:
    """Tell whether a person may have an element kept up to date."""
    found = find_fragment(name)
    if found is None or found[0].for_screens:
        return False
    fragment, key = found
    if fragment.is_personal and key != viewer.person_id:
        return False
    return viewer.may_moderate or not fragment.for_moderators


def is_personal(name: str) -> bool:
    """Tell whether an element is one person's alone."""
    found = find_fragment(name)
    return found is not None and found[0].is_personal


def list_changed(event: events.Event) -> tuple[str, ...]:
    """Name the elements that an event changes."""
    touched = [fragment for fragment in FRAGMENTS if type(event) in fragment.after]
    return tuple(f"{f.name}-{getattr(event, f.key)}" if f.key else f.name for f in touched)


def name_marked(name: str) -> str:
    """Return the name under which events mark an element: a projector's is known without the mark of its link."""
    found = find_fragment(name)
    return found[0].name if found is not None and found[0].for_screens else name


class Painter:
    """Follows events and hands the hub new states of what is on somebody's screen."""

    def __init__(
        self, hub: Hub, workers: Workers, *, tick: float = TICK_SECONDS, gathering: float | None = None
    ) -> None:
        self._hub = hub
        self._workers = workers
        self._tick = tick
        self._gathering = tick if gathering is None else gathering
        self._stale: set[tuple[str, str]] = set()
        self._missing: set[Topic] = set()
        self._wanted = asyncio.Event()
        self._is_due = False
        # One at a time: an older look at the database must not be handed out after a newer one.
        self._brush = asyncio.Lock()

    def mark(self, event: events.Event) -> None:
        """Note what an event has changed."""
        self._stale.update((event.conference_id, name) for name in list_changed(event))
        if not isinstance(event, events.BallotCast):
            self._wanted.set()
        elif not self._is_due:
            # A tick later, so that a hall that votes in one moment is not held up by its own tally.
            self._is_due = True
            asyncio.get_running_loop().call_later(self._gathering, self._call)

    def mark_all(self) -> None:
        """Note that anything may have changed: of what other processes have done, something may not have been heard."""
        self._stale.update((topic.conference_id, name_marked(topic.name)) for topic in self._hub.listened())
        self._wanted.set()

    def _call(self) -> None:
        self._is_due = False
        self._wanted.set()

    async def paint_forever(self) -> None:
        """Paint what has changed, at most once a tick, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            stale, self._stale = self._stale, set()
            topics = [
                topic for topic in self._hub.listened() if (topic.conference_id, name_marked(topic.name)) in stale
            ]
            # What everybody waits for, such as a result, does not wait for everybody's bell.
            await self.paint([topic for topic in topics if not is_personal(topic.name)])
            await self.paint([topic for topic in topics if is_personal(topic.name)])
            await asyncio.sleep(self._tick)

    async def prepare(self, topics: Iterable[Topic]) -> None:
        """Make sure that the state of these topics is known, for somebody who has just begun to listen.

        Whoever gets the brush paints for all who wait: a hall that reconnects costs a few looks, not one for each.
        """
        missing = {topic for topic in topics if not self._hub.has(topic)}
        if not missing:
            return
        self._missing |= missing
        async with self._brush:
            wanted, self._missing = self._missing, set()
            await self._paint([topic for topic in wanted if not self._hub.has(topic)])

    async def paint(self, topics: Sequence[Topic]) -> None:
        """Make the partials of these topics from the database as it is now."""
        async with self._brush:
            await self._paint(topics)

    async def _paint(self, topics: Sequence[Topic]) -> None:
        if not topics:
            return
        try:
            self._hub.put(await self._workers.read(paint, topics))
        except Exception:
            # A page that stays as it was is better than no more updates for anybody.
            logger.exception("could not paint %s", topics)


def paint(session: Session, topics: Sequence[Topic]) -> dict[Topic, bytes]:
    """Render each topic's partial; what cannot be looked up any more is left out."""
    states = {}
    for topic in topics:
        found = find_fragment(topic.name)
        if found is None:
            continue
        fragment, key = found
        if not fragment.template:
            states[topic] = encode_signal(fragment.name)
            continue
        use_language(topic.language)
        try:
            context = fragment.look_up(session, topic.conference_id, key)
        except DraftingError:
            continue
        context = {**context, "language": topic.language}
        partials = [(topic.name, render_fragment(fragment.template, context))]
        if fragment.parts is not None:
            name, template = fragment.parts
            partials += [
                (f"{topic.name}-{part.id}", render_fragment(template, {**context, "part": part}))
                for part in context[name]
            ]
        states[topic] = encode_partials(partials)
    return states
