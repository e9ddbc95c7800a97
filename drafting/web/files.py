"""Files to take away: the paper in its states, the redline between two of them, and files to work in."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import NotFoundError
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.files import KINDS, Wish
from drafting.web.security import get_organizer, get_viewer
from drafting.web.work import compute, read


async def download(request: Request) -> Response:
    """Hand out a file, made for this request; organizers may have all of them."""
    kind = KINDS.get(request.path_params["kind"])
    if kind is None:
        raise NotFoundError
    viewer = await (get_viewer if kind.for_members else get_organizer)(request)
    asked = request.query_params
    wish = Wish(
        edition=asked.get("stand") or NOW,
        against=asked.get("gegen") or IMPORT,
        reasons=asked.get("begruendungen") != "nein",
        part=asked.get("teil", ""),
    )
    asked_for = viewer.conference_id, request.path_params["kind"], wish
    write = await read(request, queries.files.prepare, *asked_for)
    name = await read(request, queries.files.name_file, *asked_for)
    plain = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": f"attachment; {plain}"}
    return Response(await compute(request, write), media_type=kind.media_type, headers=headers)
