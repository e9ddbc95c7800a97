"""The paper: its contents, and its text, whole or section by section."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.queries.leaves import LeafKey
from drafting.queries.people import Viewer
from drafting.web.languages import get_language
from drafting.web.leaves import SHEET, Look, Part, Sheet, Shelf, bind, cut, slot
from drafting.web.pages import render, render_fragment
from drafting.web.security import get_viewer
from drafting.web.visits import noted
from drafting.web.work import read


async def show(request: Request) -> Response:
    """Show the contents of the paper."""
    viewer = await get_viewer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    visit = await read(request, queries.visits.get_visit, viewer.person_id)
    changed = 0
    if visit.last_at is not None:
        changed = await read(request, queries.editions.count_changed_since, viewer.conference_id, visit.last_at)
    context = {"outline": outline, "visit": visit, "changed": changed}
    return noted(request, render(request, "papers/show.html", context))


async def show_section(request: Request) -> Response:
    """Show a section's demands with line numbers, touched words and the notes in the margin."""
    return await _show(request, request.path_params["section_id"])


async def show_text(request: Request) -> Response:
    """Show the whole text, from the preamble to the closing."""
    return await _show(request, "")


async def _show(request: Request, section_id: str) -> Response:
    viewer = await get_viewer(request)
    shelf: Shelf = request.app.state.shelf
    sheet = await read(request, find_sheet, shelf, viewer, section_id=section_id)
    if sheet is None:
        # A hall that opens the page after a change costs one render, not one for each.
        async with shelf.turn(_sheet_key(viewer, section_id)):
            sheet = await read(request, read_sheet, shelf, viewer, section_id=section_id)
    page = render(request, "papers/text.html", {"sheet": sheet, "slot": slot(SHEET)})
    return noted(request, bind(request, page, sheet))


def read_sheet(session: Session, shelf: Shelf, viewer: Viewer, *, section_id: str = "") -> Sheet:
    """The paper's text, whole or of one section, as it was rendered for its present state, else bound anew."""
    stamp, key = queries.leaves.find_stamp(session, viewer.conference_id), _sheet_key(viewer, section_id)
    return shelf.find(Sheet, key, stamp) or shelf.put(key, stamp, _bind_sheet(session, shelf, viewer, section_id))


def find_sheet(session: Session, shelf: Shelf, viewer: Viewer, *, section_id: str = "") -> Sheet | None:
    """The same, if it was rendered already."""
    stamp = queries.leaves.find_stamp(session, viewer.conference_id)
    return shelf.find(Sheet, _sheet_key(viewer, section_id), stamp)


def _sheet_key(viewer: Viewer, section_id: str) -> tuple[str, str, Look]:
    return viewer.conference_id, section_id, _look(viewer)


def _look(viewer: Viewer) -> Look:
    return get_language(), viewer.may_propose


def _bind_sheet(session: Session, shelf: Shelf, viewer: Viewer, section_id: str) -> Sheet:
    """Look up the paper's frame, and those leaves of which the shelf has no copy."""
    look = _look(viewer)
    kept: dict[str, list[Part]] = {}

    def is_known(key: LeafKey) -> bool:
        part = shelf.find(Part, (key.demand_id, look), key.stamp)
        if part is not None:
            kept[key.demand_id] = [part]
        return part is not None

    page = queries.leaves.get_leaves(
        session, viewer.conference_id, viewer=viewer, section_id=section_id, is_known=is_known
    )
    for demand_id, leaf in page.fresh.items():
        context = {"demand": leaf.text, "notes": leaf.notes, "may_propose": page.may_propose}
        # The language is the request's: this thread runs in its context.
        html = render_fragment("papers/_demand.html", context)
        kept[demand_id] = [shelf.put((demand_id, look), leaf.key.stamp, Part.of(html.encode()))]
    name = "papers/_section.html" if section_id else "papers/_whole.html"
    section = page.sections[0] if section_id else None
    frame = render_fragment(name, {"page": page, "section": section, "slot": slot, "outline": page.outline})
    return Sheet(section.heading if section else "", page.outline.title, Part.join(cut(frame, kept)))
