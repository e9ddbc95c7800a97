"""The record of all polls to download: as a workbook, as CSV, as JSON."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import NotFoundError
from drafting.exports.polls import PollsRecord, write_json
from drafting.web.security import get_viewer
from drafting.web.work import compute, read


def _write_xlsx(record: PollsRecord) -> bytes:
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.polls_tables import polls_xlsx

    return polls_xlsx(record)


def _write_csv(record: PollsRecord) -> bytes:
    # As above: it makes the workbooks as well.
    from drafting.exports.polls_tables import polls_csv

    return polls_csv(record)


WRITERS = {
    "xlsx": (_write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (_write_csv, "text/csv; charset=utf-8"),
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
