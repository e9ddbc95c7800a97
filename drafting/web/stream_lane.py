"""The streams' lane: an answer that never ends leaves the row of all that stands around a page.

The application decides as always whether and what somebody may listen to. Then the stream runs outside: each open
phone would otherwise hold a frame of every layer, a compressor among them.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "drafting.long_answer"


class LongAnswer:
    """An answer to be given in the lane, or at once where there is none."""

    def __init__(self, answer: ASGIApp) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _KEY in scope:
            scope[_KEY].append(self._answer)
        else:
            await self._answer(scope, receive, send)


async def answer_short(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> ASGIApp | None:
    """Let the application answer; returns the long answer where there is one, still to be given."""
    answers: list[ASGIApp] = []
    # A state of its own, so that what was looked up to decide is not kept for as long as the stream runs.
    await app({**scope, "state": dict(scope.get("state", {})), _KEY: answers}, receive, send)
    return answers[0] if answers else None
