"""Working with Word: upload, a preview of what the file proposes, and handing in what was chosen.

Nothing is kept on the server between upload and handing in: what was read travels in the form itself, as in the preview
of a paper, so it works without scripts and in two windows at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import DraftingError, InvalidInputError
from drafting.imports.proposals import Reading, dump_reading, load_reading
from drafting.imports.refusals import too_much
from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying
from drafting.queries.word_files import ORGANISATION, OWN, PERSON, Bearer, ProposalCard, find_bearer
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_propose
from drafting.rules.sizes import name_key
from drafting.services.word_files import HandedIn, ProposalRefusedError, Said, Wanted
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import compute, read, write

# What travels in the form must come back in one field.
LARGEST_STATE = 1_500_000


@dataclass(frozen=True, slots=True)
class Author:
    """An author of the file, in whose name an organizer hands in.

    ``field`` is the form's, ``bearer`` the guess, "" for none.
    """

    field: str
    name: str
    count: int
    bearer: str


async def show(request: Request) -> Response:
    """Explain the way through Word, and ask for the file."""
    viewer = await get_viewer(request)
    return await _show_page(request, viewer, Form())


async def _show_page(request: Request, viewer: Viewer, form: Form, status: int = 200) -> Response:
    page = await read(request, queries.word_files.get_page, viewer.conference_id)
    files = await read(request, queries.files.list_choices, viewer.conference_id)
    context = {"form": form, "page": page, "files": files, "looks_on": _looks_on(viewer)}
    return render(request, "word_files/show.html", context, status=status)


def _looks_on(viewer: Viewer) -> bool:
    """Whether they may hand in nothing at any time."""
    return not may_propose(Role(viewer.role), Phase.OPEN)


async def upload(request: Request) -> Response:
    """Read the file and show what it proposes to those who may hand it in."""
    viewer = await get_viewer(request)
    if not viewer.may_propose:
        return await _show_page(request, viewer, Form(), status=403)
    form = await read_form(request)
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte eine Datei auswählen."))
    else:
        # Loaded only where it is used: the server starts sooner and needs less memory.
        from drafting.imports.docx_proposals import read_proposals

        paper = await read(request, queries.word_files.get_base_paper, viewer.conference_id)
        try:
            data = await file.read()
            found = await compute(request, read_proposals, data, paper, formatting=form.checked("formatierung"))
            if len(dump_reading(found)) > LARGEST_STATE:
                raise too_much()
            return await _show_preview(request, viewer, Form(), found, source=file.filename)
        except InvalidInputError as error:
            form.refuse("datei", say(error))
    return await _show_page(request, viewer, form, status=422)


async def hand_in(request: Request) -> Response:
    """Hand in what was chosen, all of it or nothing."""
    viewer = await get_viewer(request)
    if _looks_on(viewer):
        return await _show_page(request, viewer, Form(), status=403)
    form = await read_form(request)
    found = await compute(request, load_reading, form.value("stand"))
    source = form.value("quelle")
    wanted = _read_wanted(form, found, viewer)
    if not form.ok:
        form.refuse("namen", _("Noch ist nichts eingereicht: Bitte wählen, in wessen Namen."))
        return await _show_preview(request, viewer, form, found, source=source, status=422)
    said = [
        Said(remark.demand_id, f"{remark.author}: {remark.text}" if remark.author else remark.text)
        for number, remark in enumerate(found.remarks)
        if number in _find_kept(form, found) and not remark.is_reason
    ]
    try:
        handed = await write(
            request,
            services.word_files.hand_in,
            viewer.conference_id,
            wanted,
            said=said,
            actor=viewer.person_id,
        )
    except DraftingError as error:
        form.refuse(error.field if isinstance(error, ProposalRefusedError) else "wahl", say(error))
        return await _show_preview(request, viewer, form, found, source=source, status=422)
    return redirect(request, "/antraege" if viewer.may_organize else "/antraege/meine", notice=_say_handed_in(handed))


def _say_handed_in(handed: HandedIn) -> str:
    """What has come of it; whoever uploads the same file again is told that nothing stands there twice."""
    told = []
    if count := len(handed.amendment_ids):
        told.append(ngettext("%(num)s Antrag ist eingereicht.", "%(num)s Anträge sind eingereicht.", count))
        told[-1] %= {"num": count}
        if handed.known_ids:
            told.append(_("Was Sie schon beantragt hatten, steht nur einmal da."))
    elif handed.known_ids:
        told.append(_("Alles Gewählte war schon beantragt; es steht nur einmal da."))
    if said := len(handed.comment_ids):
        told.append(ngettext("%(num)s Kommentar ist übernommen.", "%(num)s Kommentare sind übernommen.", said))
        told[-1] %= {"num": said}
    return " ".join(told)


def _find_chosen(form: Form, found: Reading, viewer: Viewer) -> frozenset[int]:
    """Which proposals are ticked; at first those that somebody tracked and that fit the paper.

    Of several people's only one's own, for whoever can hand them in as their own alone.
    """
    if "stand" in form.values:
        return frozenset(int(each) for each in form.several("wahl") if each.isdecimal() and len(each) < 6)
    authors = {name for each in found.proposals for name in each.authors if name}
    if viewer.may_organize or len(authors) < 2:
        strangers: set[str] = set()
    else:
        own = {viewer.name.casefold(), name_key(viewer.municipality)}
        strangers = {name for name in authors if own.isdisjoint((name.casefold(), name_key(name)))}
    return frozenset(
        number
        for number, each in enumerate(found.proposals)
        if each.tracked and not each.collides and strangers.isdisjoint(each.authors)
    )


def _find_kept(form: Form, found: Reading) -> frozenset[int]:
    """Which comments are ticked; at first all."""
    if "stand" in form.values:
        return frozenset(int(each) for each in form.several("kommentar") if each.isdecimal() and len(each) < 6)
    return frozenset(range(len(found.remarks)))


def _read_wanted(form: Form, found: Reading, viewer: Viewer) -> list[Wanted]:
    """The proposals that are ticked, each with its reason and in whose name.

    Nothing is handed in as one's own that bears another's name, unless that was chosen.
    """
    fields = {author.name: author.field for author in _list_authors(found, ())}
    chosen = _find_chosen(form, found, viewer)
    wanted = []
    for number, proposal in enumerate(found.proposals):
        if number not in chosen:
            continue
        bearer = OWN
        if viewer.may_organize and proposal.authors:
            field = fields[proposal.authors[0]]
            bearer = form.value(field)
            if not bearer.startswith((OWN, PERSON, ORGANISATION)):
                form.refuse(field, _("Bitte wählen, in wessen Namen diese Vorschläge eingereicht werden."))
        wanted.append(
            Wanted(
                number,
                proposal,
                reason=form.value(f"grund-{number}").strip() or form.value("grund").strip(),
                proposer_id=bearer.removeprefix(PERSON) if bearer.startswith(PERSON) else "",
                organisation_id=bearer.removeprefix(ORGANISATION) if bearer.startswith(ORGANISATION) else "",
            )
        )
    return wanted


def _list_authors(found: Reading, bearers: Sequence[Bearer]) -> tuple[Author, ...]:
    names = list(dict.fromkeys(name for proposal in found.proposals for name in proposal.authors))
    return tuple(
        Author(
            f"fuer-{place}",
            name,
            sum(name in proposal.authors for proposal in found.proposals),
            guess.key if (guess := find_bearer(name, bearers)) is not None else "",
        )
        for place, name in enumerate(names)
    )


@dataclass(frozen=True, slots=True)
class _Preview:
    cards: tuple[ProposalCard, ...]
    bearers: tuple[Bearer, ...]


def _look_up(session: Session, viewer: Viewer, found: Reading) -> _Preview:
    return _Preview(
        queries.word_files.show_proposals(session, viewer.conference_id, found.proposals),
        queries.word_files.list_bearers(session, viewer.conference_id, viewer.person_id) if viewer.may_organize else (),
    )


async def _show_preview(
    request: Request, viewer: Viewer, form: Form, found: Reading, *, source: str, status: int = 200
) -> Response:
    page = await read(request, _look_up, viewer, found)
    ignored: list[Saying] = queries.word_files.show_notes(found.ignored)
    context = {
        "form": form,
        "chosen": _find_chosen(form, found, viewer),
        "kept": _find_kept(form, found),
        "state": dump_reading(found),
        "source": source,
        "cards": page.cards,
        "remarks": found.remarks,
        "ignored": ignored,
        "authors": _list_authors(found, page.bearers) if viewer.may_organize else (),
        "bearers": page.bearers,
        "own": OWN,
    }
    return render(request, "word_files/preview.html", context, status=status)
