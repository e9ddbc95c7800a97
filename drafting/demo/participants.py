"""The participants of ``--live``: they listen, vote when a poll opens, support and amend, all as browsers do.

Run as a process of its own: ``python -m drafting.demo.participants ADDRESS``, with the access codes as one line of
JSON on standard input.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import sys
import threading
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field

from drafting.demo.contents import DemoAmendment, load_late_changes
from drafting.demo.visitors import Form, Visitor, read_forms

_POLL = re.compile(r'/abstimmungen/([\w-]+)"')
_DEMAND = re.compile(r'href="/forderungen/([\w-]+)')
_AMENDMENT = re.compile(r'href="/antraege/([\w-]+)')
# How long people take: to reach for the phone and decide; between two acts of the hall; before trying again.
_DECIDING, _ACTING, _AGAIN = (0.4, 6.0), (4.0, 14.0), 2.0
_ARRIVING = 0.02
_HOLDING_BACK = 0.05


@dataclass(slots=True)
class Participant:
    """One person in the hall with a phone in hand."""

    visitor: Visitor
    chance: random.Random
    voted: set[str] = field(default_factory=set)

    async def take_part(self, code: str) -> None:
        """Sign in, then listen and vote until told to stop."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
                if not self.visitor.cookie:
                    await self.visitor.post("/anmelden", {"code": code})
                async for line in self.visitor.listen("/live?t=now"):
                    for poll in _POLL.findall(line):
                        await self.vote(poll)
            await asyncio.sleep(_AGAIN)

    async def vote(self, poll: str) -> None:
        """Think for a moment and vote; a few never do."""
        if poll in self.voted:
            return
        self.voted.add(poll)
        if self.chance.random() < _HOLDING_BACK:
            return
        await asyncio.sleep(self.chance.uniform(*_DECIDING))
        await self.visitor.post(f"/abstimmungen/{poll}/stimme", {"choice": self.choose(poll)})

    def choose(self, poll: str) -> str:
        """Decide: each question has a mood of its own, which people follow more or less."""
        mood = random.Random(poll).uniform(0.3, 0.8)  # noqa: S311 — a mood, no secret
        return "abstain" if self.chance.random() < 0.08 else "yes" if self.chance.random() < mood else "no"

    async def support(self) -> None:
        """Support an amendment met by chance."""
        found = sorted(set(_AMENDMENT.findall((await self.visitor.get("/antraege")).page)))
        if found:
            await self.visitor.post(f"/antraege/{self.chance.choice(found)}/unterstuetzen", {})

    async def amend(self, change: DemoAmendment) -> None:
        """Propose a change to whatever demand still has its words."""
        demands = sorted(set(_DEMAND.findall((await self.visitor.get("/papier")).page)))
        for demand in demands:
            for form in read_forms((await self.visitor.get(f"/forderungen/{demand}/aendern")).page):
                if _rewrite(form, change):
                    await self.visitor.post(form.action, form.fields)
                    return


def _rewrite(form: Form, change: DemoAmendment) -> bool:
    """Change the words in the editor's fields; tells whether they were there."""
    if "reason" not in form.fields:
        return False
    for name, text in form.fields.items():
        if all(text.count(old) == 1 for old in change.replace):
            for old, new in change.replace.items():
                text = text.replace(old, new)
            form.fields |= {name: text, "reason": change.reason, "tun": "einreichen"}
            return True
    return False


async def stay_until_told(hall: Coroutine[object, object, None]) -> None:
    """Run the hall until standard input ends: so it ends with the server, however that came about."""
    acting = asyncio.ensure_future(hall)
    # A thread of its own, not one of the loop's: those are waited for at the end.
    loop = asyncio.get_running_loop()
    threading.Thread(target=_wait_for_end, args=(loop, acting), daemon=True).start()
    with contextlib.suppress(asyncio.CancelledError):
        await acting


def _wait_for_end(loop: asyncio.AbstractEventLoop, acting: asyncio.Future[None]) -> None:
    sys.stdin.read()
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(acting.cancel)


async def fill_the_hall(base_url: str, codes: Sequence[str]) -> None:
    """Let everybody take part, and now and then somebody act, until cancelled."""
    chance = random.Random(len(codes))  # noqa: S311 — what happens in the hall is no secret
    hall = [Participant(Visitor(base_url), random.Random(code)) for code in codes]  # noqa: S311 — as above
    async with asyncio.TaskGroup() as tasks:
        for participant, code in zip(hall, codes, strict=True):
            tasks.create_task(participant.take_part(code))
            await asyncio.sleep(_ARRIVING)
        tasks.create_task(_act_by_turns(hall, chance))


async def _act_by_turns(hall: Sequence[Participant], chance: random.Random) -> None:
    changes = list(load_late_changes())
    while True:
        await asyncio.sleep(chance.uniform(*_ACTING))
        somebody = chance.choice(hall)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if changes and chance.random() < 0.3:
                await somebody.amend(changes.pop(0))
            else:
                await somebody.support()


def main() -> None:
    """Read the codes and fill the hall."""
    codes = json.loads(sys.stdin.readline())
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(stay_until_told(fill_the_hall(sys.argv[1], codes)))


if __name__ == "__main__":
    main()
