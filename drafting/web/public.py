"""The public page, for everybody: no sign-in, no cookies, the same answer for all; and its preview for organizers.

Whether it is open is asked of the clock at every request, so it opens by itself. Before, its address says only that
something is to come; what is kept on the way to a reader is never kept beyond the moment it opens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from drafting import queries
from drafting.errors import NotFoundError
from drafting.exports.pdf import can_write_pdf
from drafting.exports.press import Press, split_demand
from drafting.models import now
from drafting.queries.public_pages import Address, PublicPage
from drafting.rules.publishing import FORMAT_LABELS, Format, PublicationState
from drafting.web.cards import draw_qr, show_host, write_qr
from drafting.web.pages import render_public
from drafting.web.public_files import MEDIA_TYPES, FileKey, PublicFiles, write_ahead
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

WORD = MEDIA_TYPES[Format.WORD]
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# So long an answer may be kept on its way: a signature taken back is gone from the page a minute later.
KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Way:
    """How a page is looked at: its address, what it is called elsewhere, and whether that is a preview."""

    id: str
    conference_id: str
    slug: str
    base: str
    is_preview: bool
    newer: str = ""

    def headers(self) -> dict[str, str]:
        """What an answer says of itself."""
        if self.is_preview:
            return {"Content-Security-Policy": PUBLIC_POLICY, "X-Robots-Tag": "noindex, nofollow"}
        return {"Content-Security-Policy": PUBLIC_POLICY, "Cache-Control": f"public, max-age={KEPT_SECONDS}"}


async def show(request: Request) -> Response:
    """Show the page, or that it is still to come, or that it was withdrawn."""
    address = await read(request, queries.public_pages.find_address, request.path_params["slug"])
    if address is None or address.state is not PublicationState.OPEN:
        return _show_closed(request, address)
    return await _show_page(request, _find_way(address))


async def show_part(request: Request) -> Response:
    """Show the press version, or hand out a file or the QR code."""
    address = await read(request, queries.public_pages.find_address, request.path_params["slug"])
    if address is None or address.state is not PublicationState.OPEN:
        return _show_closed(request, address)
    return await _show_part(request, _find_way(address))


async def preview(request: Request) -> Response:
    """Show organizers the page as it will be."""
    return await _show_page(request, await _find_preview(request))


async def preview_part(request: Request) -> Response:
    """Show organizers what goes with the page."""
    return await _show_part(request, await _find_preview(request))


def _find_way(address: Address) -> _Way:
    return _Way(address.id, "", address.slug, f"/oeffentlich/{address.slug}", is_preview=False, newer=address.newer)


async def _find_preview(request: Request) -> _Way:
    viewer = await get_organizer(request)
    publication_id = request.path_params["publication_id"]
    slug = await read(request, queries.publications.find_slug, publication_id, viewer.conference_id)
    base = f"/veroeffentlichung/{publication_id}/vorschau"
    return _Way(publication_id, viewer.conference_id, slug, base, is_preview=True)


async def _show_page(request: Request, way: _Way) -> Response:
    """Show the page; to the public from what is kept, as long as what it shows is the same."""
    if way.is_preview:
        return await _render_page(request, way)
    files: PublicFiles = request.app.state.public_files
    stamp = await read(request, queries.publication_files.stamp, way.id)
    kept = files.find_page(way.id, f"{stamp} {way.newer}")
    if kept is not None:
        return _answer(request, HTMLResponse(kept, headers=way.headers()))
    response = await _render_page(request, way)
    await write_ahead(request.app, way.id)
    files.keep_page(way.id, f"{stamp} {way.newer}", bytes(response.body))
    return response


async def _render_page(request: Request, way: _Way) -> Response:
    page: PublicPage = await read(request, queries.public_pages.get_page, way.id, way.conference_id)
    address, has_pdf = _full_address(request, way), await compute(request, can_write_pdf)
    context = {
        "page": page,
        "base": way.base,
        "is_preview": way.is_preview,
        "address": address,
        "shown_address": show_host(address),
        "qr": draw_qr(address),
        "formats": [(each.value, FORMAT_LABELS[each]) for each in page.formats if each is not Format.PDF or has_pdf],
    }
    return _answer(request, render_public(request, "public/show.html", context, headers=way.headers()))


async def _show_part(request: Request, way: _Way) -> Response:
    part = request.path_params["part"]
    if part == "qr.svg":
        headers = {**way.headers(), "Content-Disposition": 'attachment; filename="qr.svg"'}
        return Response(write_qr(_full_address(request, way)), media_type="image/svg+xml", headers=headers)
    if part in ("presse", "presse.docx"):
        return await _show_press(request, way, is_file=part == "presse.docx")
    found = next((each for each in Format if part == f"papier.{each}"), None)
    if found is None or (found is Format.PDF and not await compute(request, can_write_pdf)):
        return _show_closed(request, None)
    try:
        return await _hand_out(request, way, found)
    except NotFoundError:
        return _show_closed(request, None)


async def _show_press(request: Request, way: _Way, *, is_file: bool) -> Response:
    try:
        press = await read(request, _get_press, way, _full_address(request, way))
    except NotFoundError:
        return _show_closed(request, None)
    if is_file:
        # Loaded only where it is used: the server starts sooner and needs less memory.
        from drafting.exports.docx_press import write_press

        headers = {**way.headers(), "Content-Disposition": 'attachment; filename="Pressemitteilung.docx"'}
        return Response(await compute(request, write_press, press), media_type=WORD, headers=headers)
    context = {
        "press": press,
        "demands": [split_demand(demand) for demand in press.demands],
        "base": way.base,
        "is_preview": way.is_preview,
        "address": _full_address(request, way),
    }
    return _answer(request, render_public(request, "public/press.html", context, headers=way.headers()))


def _get_press(session: Session, way: _Way, address: str) -> Press:
    if not way.is_preview and not queries.public_pages.has_press(session, way.id):
        raise NotFoundError
    return queries.press_releases.get_press(session, way.id, address=address, has_embargo=way.is_preview)


async def _hand_out(request: Request, way: _Way, format: Format) -> Response:
    files: PublicFiles = request.app.state.public_files
    key = FileKey(way.id, format, await read(request, queries.publication_files.stamp, way.id))
    write = await read(request, queries.publication_files.prepare, way.id, format)
    data = files.find(key)
    if data is None and format is Format.PDF:
        conference_id, title = await read(request, queries.public_pages.get_place, way.id)
        data = await files.set_pdf(key, conference_id, title)
        if data is None:
            context = {"base": way.base, "again": 5}
            headers = {"Content-Security-Policy": PUBLIC_POLICY, "Retry-After": "5", "Cache-Control": "no-store"}
            return render_public(request, "public/later.html", context, status=503, headers=headers)
    elif data is None:
        data = files.keep(key, await compute(request, write))
    name = f"{way.slug}.{format}"
    headers = {**way.headers(), "Content-Disposition": f'attachment; filename="{name}"'}
    return _answer(request, Response(data, media_type=MEDIA_TYPES[format], headers=headers))


def _show_closed(request: Request, address: Address | None) -> Response:
    """Say that there is nothing, or nothing yet, or nothing any more; of what it is, not a word."""
    context = {"address": address}
    headers = {"Content-Security-Policy": PUBLIC_POLICY, "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
    if address is None:
        return render_public(request, "public/missing.html", context, status=404, headers=headers)
    if address.state is PublicationState.WITHDRAWN:
        return render_public(request, "public/withdrawn.html", context, status=410, headers=headers)
    kept = min(KEPT_SECONDS, _count_seconds(address.opens_at))
    headers = {**headers, "Cache-Control": f"public, max-age={kept}"}
    return render_public(request, "public/coming.html", context, status=404, headers=headers)


def _count_seconds(opens_at: datetime | None) -> int:
    return max(0, int((opens_at - now()).total_seconds())) if opens_at else 0


def _answer(request: Request, response: Response) -> Response:
    """Give an answer a name of its bytes, and send nothing where the reader has just those."""
    # Weak: on its way the answer may be compressed.
    name = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()[:24]}"'
    response.headers["ETag"] = name
    if name in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        kept: Mapping[str, str] = {
            key: value
            for key, value in response.headers.items()
            if key in ("etag", "cache-control", "content-security-policy", "x-robots-tag")
        }
        return Response(status_code=304, headers=kept)
    return response


def _full_address(request: Request, way: _Way) -> str:
    base_url: str = request.app.state.settings.base_url
    return f"{base_url.rstrip('/')}/oeffentlich/{way.slug}"
