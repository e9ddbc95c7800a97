"""The hall's lane: a ballot sent by the ballot's script passes all that a page needs, not what a ballot needs.

It is checked here as everywhere: no other site may have sent it, it is small, and it is stored only by the guarded
statement of the ballot box. Whatever else becomes of it than being stored is answered by the application itself, to
which the request then goes as if nothing had happened: to send a ballot twice is harmless.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from drafting import queries
from drafting.services.ballots import Cast, Outcome, read_turn
from drafting.web.ballot_box import BallotBox, NotStoredError
from drafting.web.languages import COOKIE, LANGUAGES, SOURCE, use_language
from drafting.web.polls_casting import LARGEST, answer_script, read_choice
from drafting.web.security import add_headers, is_forged, name_cookie

PREFIX, SUFFIX = "/abstimmungen/", "/stimme"
_Answer = tuple[Message, Message]


class BallotLane:
    """Takes ballots of scripts out of the row; all else goes on to the application."""

    def __init__(self, app: ASGIApp, box: BallotBox) -> None:
        self._app = app
        self._box = box

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].endswith(SUFFIX):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("hx-request") != "true" or is_forged(headers):
            await self._app(scope, receive, send)
            return
        body, received = b"", []
        while len(body) <= LARGEST:
            message = await receive()
            received.append(message)
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        cookies = cookie_parser(headers.get("cookie", ""))
        cast = _read(scope, cookies, body)
        if cast is None or not await self._store(cast):
            await self._app(scope, _replay(received, receive), send)
            return
        language = cookies.get(COOKIE, SOURCE)
        for message in _answer(scope.get("scheme", "http"), language if language in LANGUAGES else SOURCE):
            await send(message)

    async def _store(self, cast: Cast) -> bool:
        try:
            return await self._box.cast(cast) is Outcome.SAVED
        except NotStoredError:
            return False


def _read(scope: Scope, cookies: Mapping[str, str], body: bytes) -> Cast | None:
    """The ballot of a request; None where it is not just a choice, or nothing else than that."""
    poll_id = scope["path"].removeprefix(PREFIX).removesuffix(SUFFIX)
    fields = parse_qs(body.decode("utf-8", "replace"))
    token = cookies.get(name_cookie(scope.get("scheme", "http")), "")
    if "/" in poll_id or len(body) > LARGEST or not token or not fields.keys() <= {"choice", "receipt", "turn"}:
        return None
    return Cast(
        poll_id,
        read_choice(fields.get("choice", [])),
        session_id=queries.people.name_session(token),
        receipt=fields.get("receipt", [""])[0],
        turn=read_turn(fields.get("turn", [""])[0]),
    )


def _replay(received: list[Message], receive: Receive) -> Receive:
    """Give the application what has been received already, then what comes."""
    again = iter(received)

    async def receive_again() -> Message:
        message = next(again, None)
        return await receive() if message is None else message

    return receive_again


@cache
def _answer(scheme: str, language: str) -> _Answer:
    """What a script is told when its ballot is stored, with the headers of every answer."""
    use_language(language)
    answer = answer_script(Outcome.SAVED)
    headers = MutableHeaders(raw=answer.raw_headers)
    add_headers(headers, scheme)
    start = {"type": "http.response.start", "status": answer.status_code, "headers": headers.raw}
    return start, {"type": "http.response.body", "body": answer.body}
