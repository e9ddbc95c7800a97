"""Casting a ballot: the shortest way from a phone to the ballot box, and back only once it is durable.

Scripts get a few words of JSON: ``outcome`` (see ``services.ballots.Outcome``, or "not_stored" to be sent again) and
``say``, the sentence to show. A plain form is sent on to the ballot's page; one that cannot be changed later carries
``fragen`` at first, and is answered with the question whether it is meant so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from drafting import queries
from drafting.rules.lifecycle import Choice
from drafting.services import ballots
from drafting.services.ballots import Cast, Outcome
from drafting.web.ballot_box import BallotBox, NotStoredError
from drafting.web.errors import find_status
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect
from drafting.web.polls import Sent, ask_to_confirm, show_ballot
from drafting.web.security import get_viewer, session_token

LARGEST = 2_000
NOT_STORED = "not_stored"


class CastBallot:
    """Answers ``POST /abstimmungen/{poll_id}/stimme``; an ASGI application, so that nothing stands in between."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await cast(request)
        await response(scope, receive, send)


async def cast(request: Request) -> Response:
    """Put a ballot into the box and say what became of it."""
    box: BallotBox = request.app.state.ballot_box
    poll_id: str = request.path_params["poll_id"]
    fields = parse_qs((await _read_body(request)).decode("utf-8", "replace"))
    token = session_token(request)
    choice, receipt = read_choice(fields.get("choice", [])), fields.get("receipt", [""])[0]
    if "fragen" in fields:
        return await ask_to_confirm(request, choice, receipt)
    turn = ballots.read_turn(fields.get("turn", [""])[0])
    ballot = Cast(poll_id, choice, session_id=queries.people.name_session(token), receipt=receipt, turn=turn)
    try:
        outcome = await box.cast(ballot)
    except NotStoredError:
        return await _answer_not_stored(request)
    if request.headers.get("hx-request") == "true":
        return answer_script(outcome)
    return await _answer_form(request, ballot, outcome)


def read_choice(values: Sequence[str]) -> str:
    """What a form names; who abstains by its button has not meant what was ticked besides."""
    return Choice.ABSTAIN.value if Choice.ABSTAIN in values else ",".join(values)


async def _read_body(request: Request) -> bytes:
    """Read a form of a few fields; what is longer is no ballot."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return b""
    return body


def answer_script(outcome: Outcome) -> Response:
    """Tell a script what became of its ballot, in the language of the request."""
    if outcome is Outcome.SAVED:
        return _json({"outcome": outcome.value, "say": _("Gespeichert.")}, 200)
    refusal = ballots.explain(outcome)
    status = 401 if outcome is Outcome.SIGNED_OUT else find_status(refusal)
    return _json({"outcome": outcome.value, "say": say(refusal)}, status)


async def _answer_form(request: Request, ballot: Cast, outcome: Outcome) -> Response:
    if outcome is Outcome.SAVED and ballot.receipt:
        # Not by way of an address: it would stay in logs and in the browser's history. Sent again it is harmless.
        return await show_ballot(request, await get_viewer(request), sent=Sent(receipt=ballot.receipt, saved=True))
    if outcome is Outcome.SAVED:
        return redirect(request, f"/abstimmungen/{ballot.poll_id}")
    refusal = ballots.explain(outcome)
    viewer = await get_viewer(request)
    return await show_ballot(request, viewer, sent=Sent(problem=say(refusal)), status=find_status(refusal))


async def _answer_not_stored(request: Request) -> Response:
    words = _("Ihre Stimme konnte gerade nicht gespeichert werden. Bitte noch einmal versuchen.")
    if request.headers.get("hx-request") == "true":
        return _json({"outcome": NOT_STORED, "say": words}, 503)
    return await show_ballot(request, await get_viewer(request), sent=Sent(problem=words), status=503)


def _json(content: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status, media_type="application/json")
