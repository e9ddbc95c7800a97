"""The letter for its recipients: how it reads, and its files: one, a ZIP of one for each, or all in one document."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import InvalidInputError
from drafting.exports.correspondence import Copy, Correspondence
from drafting.exports.docx_correspondence import Letters, name_files
from drafting.web.letters import WORD
from drafting.web.pages import render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read


async def preview(request: Request) -> Response:
    """Show how one recipient's letter reads."""
    viewer = await get_organizer(request)
    recipient = request.path_params["recipient_id"]
    page = await read(request, queries.letter_pages.get_preview, viewer.conference_id, recipient)
    return render(request, "letters/preview.html", {"page": page})


async def download(request: Request) -> Response:
    """Hand out one recipient's letter as a Word file."""
    viewer = await get_organizer(request)
    source, copies, letterhead = await read(
        request, queries.letter_pages.get_letters, viewer.conference_id, request.path_params["recipient_id"]
    )
    data = await compute(request, _write_one, source.letter, copies, letterhead)
    return _hand_out(data, WORD, name_files([copies[0].name], ".docx")[0])


async def download_each(request: Request) -> Response:
    """Hand out a ZIP with a Word file for each recipient."""
    viewer = await get_organizer(request)
    source, copies, letterhead = await read(request, queries.letter_pages.get_letters, viewer.conference_id)
    data = await compute(request, _write_each, source.letter, copies, letterhead)
    return _hand_out(data, "application/zip", "Briefe.zip")


async def download_together(request: Request) -> Response:
    """Hand out one Word file with all letters, each a section whose pages count from 1."""
    viewer = await get_organizer(request)
    source, copies, letterhead = await read(request, queries.letter_pages.get_letters, viewer.conference_id)
    data = await compute(request, _write_together, source.letter, copies, letterhead)
    return _hand_out(data, WORD, "Briefe.docx")


def _write_one(letter: Correspondence, copies: tuple[Copy, ...], letterhead: bytes | None) -> bytes:
    return Letters(letter, letterhead).write(copies[0])


def _write_each(letter: Correspondence, copies: tuple[Copy, ...], letterhead: bytes | None) -> bytes:
    return Letters(letter, letterhead).write_each(_require(copies))


def _write_together(letter: Correspondence, copies: tuple[Copy, ...], letterhead: bytes | None) -> bytes:
    return Letters(letter, letterhead).write_together(_require(copies))


def _require(copies: tuple[Copy, ...]) -> tuple[Copy, ...]:
    if not copies:
        raise InvalidInputError("Der Brief hat noch keinen Empfänger.")
    return copies


def _hand_out(data: bytes, media_type: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})
