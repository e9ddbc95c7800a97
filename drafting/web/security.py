"""What keeps strangers out: the session cookie, the check against forged requests, the headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy.orm import Session
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from drafting import queries
from drafting.errors import NotAllowedError
from drafting.queries.people import Frame, Viewer
from drafting.queries.polls import PollRow
from drafting.rules.lifecycle import PollState
from drafting.web.work import read

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_DAY = 86_400


class NotSignedInError(Exception):
    """Say that a page is for people who have signed in; answered by sending them to do so."""


class SecurityHeaders:
    """Put the headers on every answer; what says nothing about caching is private and kept nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message), scope.get("scheme", "http"))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def add_headers(headers: MutableHeaders, scheme: str) -> None:
    """Add what is missing of the headers every answer carries."""
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "private, no-store")
    if scheme == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


class ForgeryCheck:
    """Refuse requests that change something and come from another site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and is_forged(Headers(scope=scope)):
            refusal = PlainTextResponse("Diese Anfrage kommt von einer anderen Seite und wurde abgelehnt.", 403)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_forged(headers: Mapping[str, str]) -> bool:
    """Tell whether a request that changes something was made by another site.

    Browsers say so in ``Sec-Fetch-Site``, older ones in ``Origin``; what carries neither is not a browser and so has
    nobody's cookie.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def cookie_name(request: HTTPConnection) -> str:
    """Return the name of the session cookie; under TLS one that only this very host can set."""
    return name_cookie(request.url.scheme)


def name_cookie(scheme: str) -> str:
    """Return the name of the session cookie under http or https."""
    return "__Host-drafting" if scheme == "https" else "drafting"


def keep_session(request: Request, response: Response, token: str, *, days: int) -> None:
    """Let the browser keep a session."""
    secure = request.url.scheme == "https"
    response.set_cookie(cookie_name(request), token, days * _DAY, path="/", secure=secure, httponly=True)


def forget_session(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True)


def session_token(request: HTTPConnection) -> str:
    """Return the token of the browser's session, or nothing."""
    return request.cookies.get(cookie_name(request), "")


async def find_viewer(request: HTTPConnection) -> Viewer | None:
    """Return who is looking, if they have signed in; what the page's frame shows is looked up on the way."""
    if not hasattr(request.state, "viewer"):
        token = session_token(request)
        frame, running, rolls = await read(request, _look_up, token) if token else (None, (), ())
        request.state.viewer = frame.viewer if frame else None
        request.state.frame, request.state.running, request.state.rolls = frame, running, rolls
    found: Viewer | None = request.state.viewer
    return found


async def get_viewer(request: HTTPConnection) -> Viewer:
    """Return who is looking; raises NotSignedInError when nobody has signed in."""
    viewer = await find_viewer(request)
    if viewer is None:
        raise NotSignedInError
    return viewer


def _look_up(session: Session, token: str) -> tuple[Frame | None, tuple[PollRow, ...], tuple[str, ...]]:
    frame = queries.people.find_frame(session, token)
    if frame is None or not frame.running:
        return frame, (), ()
    viewer = frame.viewer
    running = queries.polls.list_polls(session, viewer.conference_id, state=PollState.OPEN)
    # After them: who is added in between is on a roll that counted one less.
    return frame, running, queries.polls.list_rolls(session, viewer.person_id)


async def get_organizer(request: HTTPConnection) -> Viewer:
    """Return who is looking if they organize the conference; raises NotAllowedError otherwise."""
    viewer = await get_viewer(request)
    if not viewer.may_organize:
        raise NotAllowedError("Diese Seite ist für die Organisation.")
    return viewer


async def get_moderator(request: HTTPConnection) -> Viewer:
    """Return who is looking if they moderate; raises NotAllowedError otherwise."""
    viewer = await get_viewer(request)
    if not viewer.may_moderate:
        raise NotAllowedError("Diese Seite ist für die Moderation.")
    return viewer
