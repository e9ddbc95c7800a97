"""Counting by hand at the desk: who has no device, one person enters what was counted, a second enters it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.queries.rolls import RollPage
from drafting.services.hand_counts import Numbers
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write

_MOST_DIGITS = 5


def _address(request: Request) -> str:
    return f"/leitung/abstimmungen/{request.path_params['poll_id']}/verzeichnis"


async def show(request: Request) -> Response:
    """Show the roll of a running poll with what is counted by hand."""
    await get_moderator(request)
    return await _show(request, Form(), search=request.query_params.get("suche", ""))


async def _show(request: Request, form: Form, *, search: str = "", status: int = 200) -> Response:
    page = await read(request, queries.rolls.get_roll, request.path_params["poll_id"], search=search)
    return render(request, "polls/roll.html", {"page": page, "form": form, "count": None}, status=status)


async def mark(request: Request) -> Response:
    """Note for somebody on the roll that they are counted by hand, take that back, or put somebody on the roll."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id, person_id = request.path_params["poll_id"], request.path_params["person_id"]
    act = form.value("so")
    # Where several of one town come, the next is chosen from the same list.
    back = _address(request) + (f"?{urlencode({'suche': search})}" if (search := form.value("suche")) else "")
    if act == "aufnehmen":
        await write(request, services.polls.add_voter, poll_id, person_id, actor=viewer.person_id)
        return redirect(request, back, notice=_("Aufgenommen. Das steht im Protokoll."))
    by_hand = act == "hand"
    await write(request, services.hand_counts.mark, poll_id, person_id, actor=viewer.person_id, by_hand=by_hand)
    said = _("Wird von Hand gezählt.") if by_hand else _("Stimmt wieder auf dem eigenen Gerät ab.")
    return redirect(request, back, notice=said)


async def enter(request: Request) -> Response:
    """Enter what was counted."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    page = await read(request, queries.rolls.get_roll, request.path_params["poll_id"])
    numbers = _read_numbers(form, page)
    if form.ok:
        place = form.value("ort")
        act = services.hand_counts.enter
        if await _try(request, form, act, page.poll_id, numbers, actor=viewer.person_id, place=place):
            return redirect(
                request, _address(request), notice=_("Eingegeben. Eine zweite Person gibt die Zahlen noch einmal ein.")
            )
    return await _show(request, form, status=422)


async def show_second(request: Request) -> Response:
    """Ask a second person for the same numbers."""
    await get_moderator(request)
    return await _show_second(request, Form())


async def _show_second(request: Request, form: Form, *, status: int = 200) -> Response:
    page = await read(request, queries.rolls.get_roll, request.path_params["poll_id"])
    count = next((each for each in page.counts if each.id == request.path_params["count_id"]), None)
    if count is None:
        raise NotFoundError("Diese Zählung gibt es nicht.")
    return render(request, "polls/roll.html", {"page": page, "form": form, "count": count}, status=status)


async def confirm(request: Request) -> Response:
    """Take the second person's numbers."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    page = await read(request, queries.rolls.get_roll, request.path_params["poll_id"])
    numbers = _read_numbers(form, page)
    count_id = request.path_params["count_id"]
    if form.ok and await _try(request, form, services.hand_counts.confirm, count_id, numbers, actor=viewer.person_id):
        return redirect(request, _address(request), notice=_("Bestätigt. Die Zahlen zählen mit."))
    return await _show_second(request, form, status=422)


async def discard(request: Request) -> Response:
    """Take a count back that was wrong."""
    viewer = await get_moderator(request)
    await write(request, services.hand_counts.discard, request.path_params["count_id"], actor=viewer.person_id)
    return redirect(request, _address(request), notice=_("Verworfen. Bitte neu zählen."))


async def _try(request: Request, form: Form, service: Callable[..., Any], *args: object, **given: object) -> bool:
    try:
        await write(request, service, *args, **given)
    except (InvalidInputError, ClosedError) as error:
        # With what was typed: it was counted in a hall, and is not counted again for a page.
        form.refuse("zahlen", say(error))
    return form.ok


def _read_numbers(form: Form, page: RollPage) -> Numbers:
    """Take the numbers of a count; an empty field is 0."""
    abstain, invalid = _read_all(form, ("enthaltung", "ungueltig"))
    if not page.answers:
        yes, no = _read_all(form, ("ja", "nein"))
        return Numbers(yes=yes, no=no, abstain=abstain, invalid=invalid)
    keys = [answer.key for answer in page.answers]
    counted = _read_all(form, [f"antwort-{key}" for key in keys])
    options = {key: number for key, number in zip(keys, counted, strict=True) if number}
    (named,) = _read_all(form, ("zettel",))
    marked = sum(counted) if page.most_choices == 1 else named
    return Numbers(abstain=abstain, invalid=invalid, marked=marked, options=options)


def _read_all(form: Form, names: Sequence[str]) -> list[int]:
    found = []
    for name in names:
        value = form.value(name).strip() or "0"
        if not value.isascii() or not value.isdecimal() or len(value) > _MOST_DIGITS:
            form.refuse("zahlen", _("Bitte geben Sie eine ganze Zahl ein."))
            value = "0"
        found.append(int(value))
    return found
