"""The joint letter: the page with its recipients, what stands in it and its letterhead."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.exports.pdf import LETTER_SENTENCES, can_write_pdf
from drafting.web.forms import Form
from drafting.web.orders import list_own
from drafting.web.pages import render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

# The recipients of whom something is not known, alone.
TO_SETTLE = "/brief?zu=klaeren#empfaenger"


def asks_to_settle(request: Request, form: Form) -> bool:
    """Whether somebody is settling what is open of the recipients, by the address or the form."""
    return (request.query_params.get("zu") or form.value("zu")) == "klaeren"


async def show(request: Request) -> Response:
    """Show whom the letter goes to."""
    return await show_letter(request, {})


async def show_letter(request: Request, forms: Mapping[str, Form], *, status: int = 200, **said: object) -> Response:
    """Show the page of the letter; ``forms`` are those that were refused, by what they are about."""
    viewer = await get_organizer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    page = await read(request, queries.letter_pages.get_page, viewer.conference_id) if outline else None
    to_settle = any(asks_to_settle(request, form) for form in (Form(), *forms.values()))
    context = {
        "to_settle": to_settle,
        "outline": outline,
        "page": page,
        "own": await list_own(request, viewer),
        "no_letterhead": LETTER_SENTENCES["letterhead"],
        "can_write_pdf": await compute(request, can_write_pdf),
        "forms": forms,
        "empty": Form(),
        "read": "",
        "problems": (),
    }
    return render(request, "letters/show.html", {**context, **said}, status=status)
