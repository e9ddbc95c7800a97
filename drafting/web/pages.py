"""Pages: templates with what every one of them needs, and the way on after a form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import jinja2
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying
from drafting.settings import resource_dir
from drafting.web import dates, texts
from drafting.web.languages import LANGUAGES, SOURCE, get_language, gettext, ngettext, say, use_language

NOTICE_COOKIE = "meldung"
THEME_COOKIE = "darstellung"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A way to one of the main areas; one that is rarely needed stands in the menu alone."""

    address: str
    label: str
    current: bool
    is_rare: bool = False


@cache
def static_version() -> str:
    """Return a name for the present contents of ``static``, so that browsers may keep them forever."""
    digest = hashlib.sha256()
    root = resource_dir("static")
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def static(path: str) -> str:
    """Return the address of a file below ``static``."""
    return f"/static/{static_version()}/{path}"


@cache
def templates() -> Jinja2Templates:
    """Return the templates; a name nobody defined is an error, not an empty place."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource_dir("templates")),
        autoescape=True,
        # Looking at ten files for each page costs more than filling it; who changes a template begins the server anew.
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        finalize=_say_sayings,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    # Added by the extension, and unknown to the checker.
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(static=static, languages=LANGUAGES)
    # What people wrote must never go through ``_()``, whose answer counts as markup; this filter's is escaped.
    environment.filters.update({**dates.FILTERS, **texts.FILTERS, "translated": gettext, "say": say})
    return Jinja2Templates(env=environment, context_processors=[_frame])


def _say_sayings(value: Any) -> Any:
    """Have whatever a query tells said in the language of the request, wherever a template shows it."""
    return say(value) if isinstance(value, Saying) else value


def _frame(request: Request) -> dict[str, Any]:
    viewer = getattr(request.state, "viewer", None)
    frame = getattr(request.state, "frame", None)
    return {
        "viewer": viewer,
        "running": getattr(request.state, "running", ()),
        "rolls": getattr(request.state, "rolls", ()),
        "unread": frame.unread if frame else 0,
        "navigation": list_navigation(viewer, request.url.path) if viewer else (),
        "theme": get_theme(request),
        "language": get_language(),
        "notice": unquote(request.cookies.get(NOTICE_COOKIE, "")),
        "here": request.url.path,
        "moment": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def get_theme(request: Request) -> str:
    """Return light, dark, or auto for what the system says."""
    theme = request.cookies.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def list_navigation(viewer: Viewer, path: str) -> tuple[NavigationItem, ...]:
    """List the main areas a person may enter."""
    areas = [
        ("/", gettext("Übersicht")),
        ("/papier", gettext("Papier")),
        ("/antraege", gettext("Anträge")),
        ("/abstimmungen", gettext("Abstimmungen")),
    ]
    if viewer.may_moderate:
        areas.insert(2, ("/leitung", gettext("Leitung")))
    if viewer.may_organize:
        areas += [("/personen", gettext("Personen")), ("/brief", gettext("Brief"))]
    areas.append(("/protokoll", gettext("Protokoll")))
    if viewer.may_moderate:
        areas.append(("/saal", gettext("Saalbildschirm")))
    if viewer.may_organize:
        areas += [("/organisationen", gettext("Organisationen")), ("/einstellungen", gettext("Einstellungen"))]
    return tuple(
        NavigationItem(address, label, _is_current(address, path), is_rare=address in _RARE) for address, label in areas
    )


_RARE = frozenset({"/einstellungen", "/organisationen", "/saal"})
_BELONGS = {
    "/arbeitsgruppen": "/leitung",
    "/ausgaben": "/brief",
    "/beispiele": "/papier",
    "/bilanz": "/papier",
    "/fassungen": "/papier",
    "/gemeinsam": "/antraege",
    "/kompromisse": "/antraege",
    "/redaktion": "/papier",
    "/sondervoten": "/papier",
    "/einlesen": "/papier",
    "/forderungen": "/papier",
    "/kommunen": "/personen",
    "/mitzeichnungen": "/brief",
    "/veroeffentlichung": "/brief",
}


def _is_current(address: str, path: str) -> bool:
    area = "/" + path.split("/")[1]
    return _BELONGS.get(area, area) == address


def render(
    request: Request,
    name: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a page or a partial; the frame's own values (viewer, navigation, …) are added."""
    response = templates().TemplateResponse(request, name, dict(context or {}), status, headers)
    if request.cookies.get(NOTICE_COOKIE) and not is_partial(request):
        response.delete_cookie(NOTICE_COOKIE, path="/", httponly=True, samesite="lax")
    return response


def render_public(
    request: Request, name: str, context: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str]
) -> Response:
    """Answer somebody who is nobody in particular: no cookie is read or set, so that the answer is everybody's."""
    use_language(SOURCE)
    return templates().TemplateResponse(request, name, dict(context), status, headers)


def render_fragment(name: str, context: Mapping[str, Any]) -> str:
    """Render a partial for everybody: without a request, and so without anything personal."""
    return templates().env.get_template(name).render(dict(context))


def redirect(request: Request, address: str, *, notice: str = "") -> Response:
    """Send a person on after a form; ``notice`` is said once on the next page."""
    response = RedirectResponse(address, 303)
    if notice:
        secure = request.url.scheme == "https"
        response.set_cookie(NOTICE_COOKIE, quote(notice), 60, path="/", httponly=True, secure=secure)
    return response


def is_partial(request: Request) -> bool:
    """Tell whether a script asks for a part of a page."""
    return request.headers.get("hx-request") == "true"


def local_address(address: str, default: str = "/") -> str:
    """Return an address if it is one of ours, so that nobody is sent elsewhere after a form."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address
    return address if ours else default


def template_path() -> Path:
    """Return where the templates stand."""
    return resource_dir("templates")
