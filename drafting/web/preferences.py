"""What a person prefers on this device: light or dark, and the language."""

from __future__ import annotations

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
    return _keep(request, THEME_COOKIE, form.choice("darstellung", THEMES, missing="auto") or "auto", form.value("weiter"))


async def set_language(request: Request) -> Response:
    """Keep the language of the interface; the paper's own language stays."""
    form = await read_form(request)
    return _keep(request, LANGUAGE_COOKIE, form.choice("sprache", LANGUAGES, missing="de"), form.value("weiter"))


def _keep(request: Request, cookie: str, value: str, back_to: str) -> Response:
    response = redirect(request, local_address(back_to))
    response.set_cookie(cookie, quote_value(value), _YEAR, path="/", secure=request.url.scheme == "https")
    return response


def quote_value(value: str) -> str:
    """Keep only what the options are made of, whatever was sent."""
    return "".join(character for character in value if character.isalpha())[:10]
