"""Refusals and failures as pages in plain words; the one place that gives each its status."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from drafting.errors import (
    ClosedError,
    DraftingError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    OutdatedError,
    UnconfirmedCountError,
)
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, render
from drafting.web.security import NotSignedInError, add_headers

logger = logging.getLogger(__name__)

STATUS: dict[type[DraftingError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    InvalidInputError: 422,
    OutdatedError: 409,
    ClosedError: 409,
}
ABOUT_LABELS = {
    403: "Das ist hier nicht vorgesehen",
    404: "Diese Seite gibt es nicht",
    405: "So geht es nicht",
    409: "Inzwischen hat sich etwas geändert",
    413: "Das ist zu groß",
    422: "Das passt noch nicht",
    500: "Hier ist etwas schiefgegangen",
}
HTTP_SENTENCES = {
    404: "Vielleicht ist die Adresse vertippt, oder was hier stand, wurde entfernt.",
    405: "Diese Adresse lässt sich nicht auf diese Weise aufrufen.",
    413: "Die Datei ist größer als erlaubt. Bitte eine kleinere wählen.",
    500: "Der Fehler ist notiert. Was zuletzt gespeichert wurde, ist noch da. Bitte noch einmal versuchen.",
}


def find_status(error: DraftingError) -> int:
    """Return the status for a refusal, by the nearest of its classes that has one."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def show_error(
    request: Request, status: int, message: str, *, poll_id: str = "", needs_count: bool = False
) -> Response:
    """Answer with a page that says what happened and where to go, or with the notice alone for a script.

    ``poll_id`` is the vote the message speaks of: it is then a link away, and so is its roll where ``needs_count``.
    """
    name = "errors/_notice.html" if is_partial(request) else "errors/show.html"
    context = {
        "status": status,
        "about": _(ABOUT_LABELS.get(status, ABOUT_LABELS[500])),
        "message": message,
        "poll_id": poll_id,
        "needs_count": needs_count,
    }
    return render(request, name, context, status=status)


async def show_refusal(request: Request, error: Exception) -> Response:
    """Answer a refusal of our own with its sentence."""
    assert isinstance(error, DraftingError)
    needs_count = isinstance(error, UnconfirmedCountError)
    return show_error(request, find_status(error), say(error), poll_id=error.poll_id, needs_count=needs_count)


async def show_http_error(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: an unknown address, a wrong method, too large a body."""
    assert isinstance(error, HTTPException)
    status = error.status_code
    return show_error(request, status, _(HTTP_SENTENCES.get(status, HTTP_SENTENCES[404 if status < 500 else 500])))


async def send_to_sign_in(request: Request, error: Exception) -> Response:
    """Send somebody who has not signed in to do so, and back afterwards."""
    # A stream begun again in the background must not tear away the page that somebody reads.
    if request.headers.get("hx-source", "").startswith("div#live"):
        return Response(status_code=401)
    if is_partial(request):
        page = urlsplit(request.headers.get("hx-current-url", ""))
        then = page.path + (f"?{page.query}" if page.query else "")
        return Response(status_code=401, headers={"HX-Redirect": _sign_in_address(then)})
    return RedirectResponse(_sign_in_address(request.url.path if request.method == "GET" else "/"), 303)


def _sign_in_address(then: str) -> str:
    return "/anmelden" if then in ("", "/") else f"/anmelden?weiter={quote(then)}"


async def show_failure(request: Request, error: Exception) -> Response:
    """Answer a failure of ours; the server has already logged it."""
    response = show_error(request, 500, _(HTTP_SENTENCES[500]))
    # This answer is made outside of everything that adds headers to the others.
    add_headers(response.headers, request.url.scheme)
    return response


Handler = Callable[[Request, Exception], Coroutine[Any, Any, Response]]
HANDLERS: Mapping[Any, Handler] = {
    DraftingError: show_refusal,
    HTTPException: show_http_error,
    NotSignedInError: send_to_sign_in,
    Exception: show_failure,
}
