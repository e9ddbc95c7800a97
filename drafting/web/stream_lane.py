"""The streams' lane: an answer that never ends leaves the row of all that stands around a page.

The application decides as always whether and what somebody may listen to. Then the stream runs here, outside: each open
phone would otherwise hold a frame of every layer, a compressor among them, and every event would pass through them all.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from drafting.web.security import add_headers

_KEY = "drafting.long_answer"


class LongAnswer:
    """An answer to be given by the lane, or at once where there is none."""

    def __init__(self, answer: ASGIApp) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _KEY in scope:
            scope[_KEY].append(self._answer)
        else:
            await self._answer(scope, receive, send)


class StreamLane:
    """Gives long answers once all else has been left behind; stands before everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        answers: list[ASGIApp] = []
        # A state of its own, so that what was looked up to decide is not kept for as long as the stream runs.
        inner = {**scope, "state": dict(scope.get("state", {})), _KEY: answers}
        await self._app(inner, receive, send)
        del inner
        if answers:
            await answers[0]({"type": "http"}, receive, _with_headers(send, scope.get("scheme", "http")))


def _with_headers(send: Send, scheme: str) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            add_headers(headers, scheme)
            message = {**message, "headers": headers.raw}
        await send(message)

    return send_with_headers
