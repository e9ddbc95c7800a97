"""The record of all polls to download: as a workbook, as CSV, as JSON."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import NotFoundError
from drafting.exports.polls import write_json
from drafting.exports.polls_tables import polls_csv, polls_xlsx
from drafting.web.security import get_viewer
from drafting.web.work import compute, read

WRITERS = {
    "xlsx": (polls_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (polls_csv, "text/csv; charset=utf-8"),
    "json": (write_json, "application/json"),
}


async def download(request: Request) -> Response:
    """Hand out all polls that have ended; for everyone in the conference, since the minutes are."""
    viewer = await get_viewer(request)
    extension = request.path_params["extension"]
    if extension not in WRITERS:
        raise NotFoundError
    write, media_type = WRITERS[extension]
    record = await read(request, queries.poll_records.get_polls, viewer.conference_id)
    headers = {"Content-Disposition": f'attachment; filename="abstimmungen.{extension}"'}
    return Response(await compute(request, write, record), media_type=media_type, headers=headers)
