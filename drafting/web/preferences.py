"""What a person prefers on this device: light or dark, and the language."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from drafting.web.forms import read_form
from drafting.web.languages import COOKIE as LANGUAGE_COOKIE
from drafting.web.languages import LANGUAGES
from drafting.web.pages import THEME_COOKIE, THEMES, local_address, redirect

_YEAR = 365 * 86_400


async def set_theme(request: Request) -> Response:
    """Keep whether pages are light, dark, or as the system says."""
    form = await read_form(request)
    return _keep(request, THEME_COOKIE, form.value("darstellung"), THEMES, form.value("weiter"))


async def set_language(request: Request) -> Response:
    """Keep the language of the interface; the paper's own language stays."""
    form = await read_form(request)
    return _keep(request, LANGUAGE_COOKIE, form.value("sprache"), tuple(LANGUAGES), form.value("weiter"))


def _keep(request: Request, cookie: str, value: str, options: Sequence[str], back_to: str) -> Response:
    response = redirect(request, local_address(back_to))
    chosen = value if value in options else options[0]
    response.set_cookie(cookie, chosen, _YEAR, path="/", secure=request.url.scheme == "https", httponly=True)
    return response
