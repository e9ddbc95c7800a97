"""Polls for those who vote: the ballot, casting it, the result, the list of receipts, all decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.queries.ballots import BallotPage
from drafting.queries.people import Viewer
from drafting.queries.polls import ResultPage
from drafting.rules.lifecycle import CHOICE_LABELS, Choice, PollState
from drafting.services import sealing
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, render
from drafting.web.security import get_viewer
from drafting.web.work import read

DONE = (PollState.CLOSED, PollState.ANNULLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a ballot just sent without scripts.

    ``problem`` says why it was not stored; ``asked`` is the choice to be confirmed, in words ``asked_words``;
    ``receipt`` is its receipt, shown this once where it is ``saved``.
    """

    problem: str = ""
    asked: str = ""
    asked_words: str = ""
    receipt: str = ""
    saved: bool = False


NOTHING_SENT = Sent()


async def index(request: Request) -> Response:
    """List what was decided, the latest first."""
    viewer = await get_viewer(request)
    decisions = await read(request, queries.polls.list_decisions, viewer.conference_id)
    return render(request, "polls/index.html", {"decisions": decisions})


async def show(request: Request) -> Response:
    """Show the ballot while a poll runs, and its result afterwards; to a script the ballot alone."""
    return await show_ballot(request, await get_viewer(request))


async def show_ballot(request: Request, viewer: Viewer, *, sent: Sent = NOTHING_SENT, status: int = 200) -> Response:
    """Show the ballot, or the result; ``sent`` says what became of a ballot just sent."""
    poll_id = request.path_params["poll_id"]
    ballot = await read(request, queries.polls.get_ballot, poll_id, viewer=viewer)
    # Made for each page that is shown and kept nowhere; scripts make their own on the phone.
    receipt = sent.receipt or sealing.new_receipt()
    # Of several processes none knows all devices of a person (``devices``): their pages look by themselves.
    looks_often = not request.app.state.database.is_sqlite
    context = {"ballot": ballot, "sent": sent, "receipt": receipt, "looks_often": looks_often}
    if is_partial(request):
        return render(request, "polls/_ballot.html", context, status=status)
    result: ResultPage | None = None
    if ballot.state in DONE:
        result = await read(request, queries.polls.get_result, poll_id)
    time = await read(request, queries.polls.get_time_left, poll_id)
    return render(request, "polls/show.html", {**context, "result": result, "time": time}, status=status)


async def ask_to_confirm(request: Request, choice: str, receipt: str) -> Response:
    """Ask once more before a ballot that cannot be changed; nothing is stored yet."""
    viewer = await get_viewer(request)
    ballot = await read(request, queries.polls.get_ballot, request.path_params["poll_id"], viewer=viewer)
    words = name_choice(ballot, choice)
    if not words:
        problem = _("Bitte wählen Sie eine der Antworten.")
        return await show_ballot(request, viewer, sent=Sent(problem=problem), status=422)
    sent = Sent(asked=choice, asked_words=words, receipt=receipt if sealing.is_receipt(receipt) else "")
    return await show_ballot(request, viewer, sent=sent)


async def list_receipts(request: Request) -> Response:
    """Show the list of receipts and votes of a secret vote that has ended, for everybody to find theirs and recount."""
    poll_id = request.path_params["poll_id"]
    viewer = await get_viewer(request)
    ballot = await read(request, queries.polls.get_ballot, poll_id, viewer=viewer)
    result = await read(request, queries.polls.get_result, poll_id)
    rows = await read(request, queries.polls.list_receipts, poll_id)
    named = [(receipt, name_vote(ballot, choice)) for receipt, choice in rows]
    return render(request, "polls/receipts.html", {"ballot": ballot, "result": result, "rows": named})


def name_choice(ballot: BallotPage, choice: str) -> str:
    """What was chosen, in the words of the ballot's buttons; "" for no answer."""
    buttons = {Choice.YES: ballot.yes_label, Choice.NO: ballot.no_label, Choice.ABSTAIN: ballot.abstain_label}
    if choice in buttons:
        return _(buttons[Choice(choice)])
    return _name_answers({str(answer.key): say(answer.words) for answer in ballot.answers}, choice)


def name_vote(ballot: BallotPage, choice: str) -> str:
    """A vote in the words of the count: yes, no, abstention or the answers named."""
    if choice in set(Choice):
        return _(CHOICE_LABELS[Choice(choice)])
    return _name_answers({str(answer.key): say(answer.said) for answer in ballot.answers}, choice)


def _name_answers(labels: Mapping[str, str], choice: str) -> str:
    return ", ".join(labels[key] for key in choice.split(",") if key in labels)
