"""Practical examples: all of them with filters, one by one, adding, changing, moderating, asking for a contact."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import DraftingError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.queries.examples import ExampleCard, ExamplePage
from drafting.services.examples import ExampleText
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator, get_viewer
from drafting.web.work import read, write


async def index(request: Request) -> Response:
    """List all examples; what is searched and filtered stands in the address."""
    viewer = await get_viewer(request)
    asked = {name: request.query_params.get(name, "").strip() for name in ("suche", "kommune", "forderung", "gruppe")}
    page = await read(
        request,
        queries.examples.list_examples,
        viewer=viewer,
        search=asked["suche"],
        municipality=asked["kommune"],
        demand_id=asked["forderung"],
        panel_id=asked["gruppe"],
    )
    return render(request, "examples/index.html", {"page": page, "asked": asked})


async def show(request: Request) -> Response:
    """Show one example; its author sees who has asked for a contact."""
    return render(request, "examples/show.html", {"page": await _get_page(request)})


async def show_new(request: Request) -> Response:
    """Ask for an example, with the viewer's own municipality."""
    viewer = await get_viewer(request)
    examples = await read(request, queries.examples.list_for_demand, request.path_params["demand_id"], viewer=viewer)
    if not examples.may_add:
        raise NotAllowedError("Hier kann zurzeit kein Praxisbeispiel hinzugefügt werden.")
    form = Form({"municipality": viewer.municipality, "in_annex": "ja"})
    return render(request, "examples/edit.html", {"form": form, "demand": examples, "card": None})


async def add(request: Request) -> Response:
    """Add an example to a demand."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]
    form = await read_form(request)
    demand = await read(request, queries.examples.list_for_demand, demand_id, viewer=viewer)
    try:
        example_id = await write(request, services.examples.add, demand_id, _read_example(form), actor=viewer.person_id)
    except DraftingError as error:
        status = _refuse(form, error)
        return render(request, "examples/edit.html", {"form": form, "demand": demand, "card": None}, status=status)
    return redirect(request, f"/forderungen/{demand_id}#beispiel-{example_id}", notice=_("Gespeichert."))


async def show_edit(request: Request) -> Response:
    """Show one's own example for changing it."""
    page = await _get_page(request)
    if not page.card.may_edit:
        raise NotAllowedError("Dieses Praxisbeispiel können Sie nicht ändern.")
    return render(request, "examples/edit.html", {"form": _fill(page.card), "demand": page.card, "card": page.card})


async def edit(request: Request) -> Response:
    """Change one's own example."""
    viewer = await get_viewer(request)
    form, page = await read_form(request), await _get_page(request)
    try:
        await write(request, services.examples.edit, page.card.id, _read_example(form), actor=viewer.person_id)
    except DraftingError as error:
        status = _refuse(form, error)
        context = {"form": form, "demand": page.card, "card": page.card}
        return render(request, "examples/edit.html", context, status=status)
    return redirect(request, f"/beispiele/{page.card.id}", notice=_("Gespeichert."))


async def ask_withdrawal(request: Request) -> Response:
    """Ask before an example is taken back."""
    page = await _get_page(request)
    if not page.card.may_withdraw:
        raise NotAllowedError
    return render(request, "examples/withdraw.html", {"page": page})


async def withdraw(request: Request) -> Response:
    """Take one's own example back."""
    viewer = await get_viewer(request)
    page = await _get_page(request)
    await write(request, services.examples.withdraw, page.card.id, actor=viewer.person_id)
    return redirect(request, f"/forderungen/{page.card.demand_id}#beispiele", notice=_("Zurückgezogen."))


async def show_hide(request: Request) -> Response:
    """Ask a moderator why an example is to be hidden."""
    await get_moderator(request)
    return render(request, "examples/hide.html", {"page": await _get_page(request), "form": Form()})


async def hide(request: Request) -> Response:
    """Hide an example with a reason."""
    viewer = await get_moderator(request)
    form, page = await read_form(request), await _get_page(request)
    try:
        await write(request, services.examples.hide, page.card.id, reason=form.value("reason"), actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "reason")
        return render(request, "examples/hide.html", {"page": page, "form": form}, status=422)
    return redirect(request, f"/beispiele/{page.card.id}")


async def unhide(request: Request) -> Response:
    """Show a hidden example again."""
    viewer = await get_moderator(request)
    example_id = request.path_params["example_id"]
    await write(request, services.examples.unhide, example_id, actor=viewer.person_id)
    return redirect(request, f"/beispiele/{example_id}")


async def show_contact(request: Request) -> Response:
    """Ask what to tell the author of an example, and say what they will see."""
    page = await _get_page(request)
    if not page.card.may_ask:
        raise NotAllowedError("Zu diesem Praxisbeispiel können Sie keinen Kontakt anfragen.")
    return render(request, "examples/contact.html", {"page": page, "form": Form()})


async def ask_for_contact(request: Request) -> Response:
    """Let the author of an example know who would like to talk to them."""
    viewer = await get_viewer(request)
    form, page = await read_form(request), await _get_page(request)
    message, example_id = form.value("message"), page.card.id
    try:
        await write(request, services.examples.ask_for_contact, example_id, message=message, actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "message")
        return render(request, "examples/contact.html", {"page": page, "form": form}, status=422)
    return redirect(request, f"/beispiele/{example_id}", notice=_("Ihre Anfrage ist weitergegeben."))


async def _get_page(request: Request) -> ExamplePage:
    viewer = await get_viewer(request)
    return await read(request, queries.examples.get_example, request.path_params["example_id"], viewer=viewer)


def _read_example(form: Form) -> ExampleText:
    return ExampleText(
        municipality=form.value("municipality"),
        title=form.value("title"),
        text=form.value("text"),
        link=form.value("link"),
        figure=form.value("figure"),
        in_annex=form.checked("in_annex"),
    )


def _fill(card: ExampleCard) -> Form:
    fields = {name: getattr(card, name) for name in ("municipality", "title", "text", "link", "figure")}
    return Form({**fields, "in_annex": "ja" if card.in_annex else ""})


def _refuse(form: Form, error: DraftingError) -> int:
    """Note a refusal beside its field, so that nothing typed is lost; returns the status to answer with."""
    if isinstance(error, NotFoundError):
        raise error
    form.refuse(getattr(error, "field", "") or "text", say(error))
    return find_status(error)
