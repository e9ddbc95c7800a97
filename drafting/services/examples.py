"""Practical examples: what a municipality has done, added to a demand; and asking its author for a contact."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import ExampleChanged
from drafting.models import ContactRequest, Demand, Example, Paper, now
from drafting.rules import remarks
from drafting.rules.lifecycle import Phase
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, may_ask_for_contact, may_moderate
from drafting.services import journal, notices
from drafting.services.access import find_actor, lock_conference, require_role
from drafting.services.comments import DOUBLE_CLICK, require_writer


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleText:
    """What stands in a practical example, as somebody has typed it."""

    municipality: str
    title: str
    text: str
    link: str = ""
    figure: str = ""
    in_annex: bool = True


def add(work: UnitOfWork, demand_id: str, text: ExampleText, *, actor: str) -> str:
    """Add an example to a demand; the same one within a minute is a double click. Returns its id."""
    demand, conference_id = _get_demand(work, demand_id)
    require_writer(work, conference_id, actor)
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    fields = _read(text)
    double = work.session.scalar(
        select(Example.id).where(
            Example.author_id == actor,
            Example.demand_id == demand_id,
            Example.title == fields.title,
            Example.text == fields.text,
            Example.withdrawn_at.is_(None),
            Example.created_at > now() - DOUBLE_CLICK,
        )
    )
    if double is not None:
        return double
    example = Example(conference_id=conference_id, demand_id=demand_id, author_id=actor)
    _fill(example, fields)
    work.session.add(example)
    work.session.flush()
    _announce(work, example)
    return example.id


def edit(work: UnitOfWork, example_id: str, text: ExampleText, *, actor: str) -> None:
    """Change one's own example; it is marked as edited."""
    example = _get_own(work, example_id, actor)
    require_writer(work, example.conference_id, actor)
    if example.withdrawn_at is not None:
        raise ClosedError("Dieses Beispiel haben Sie zurückgezogen.")
    if example.hidden_at is not None:
        raise ClosedError("Dieses Beispiel ist ausgeblendet und lässt sich nicht mehr ändern.")
    fields = _read(text)
    if fields != _of(example):
        _fill(example, fields)
        example.edited_at = now()
        _announce(work, example)


def withdraw(work: UnitOfWork, example_id: str, *, actor: str) -> None:
    """Take one's own example back, at any time; twice is harmless."""
    example = _get_own(work, example_id, actor)
    if example.withdrawn_at is None:
        example.withdrawn_at = now()
        _announce(work, example)


def hide(work: UnitOfWork, example_id: str, *, reason: str, actor: str) -> None:
    """Show a reason in place of an example; its text stays, and moderators can read it. Twice is harmless."""
    example = _get(work, example_id)
    require_role(work, example.conference_id, actor, may_moderate)
    said = remarks.read_line(reason, field="reason", longest=remarks.LONGEST_REASON)
    if example.hidden_at is None:
        example.hidden_at, example.hidden_reason = now(), said
        _record(work, example, "example.hidden", actor)
        _tell_author(work, example, NoticeKind.EXAMPLE_HIDDEN, actor=actor, detail=said)


def unhide(work: UnitOfWork, example_id: str, *, actor: str) -> None:
    """Show a hidden example again; twice is harmless."""
    example = _get(work, example_id)
    require_role(work, example.conference_id, actor, may_moderate)
    if example.hidden_at is not None:
        example.hidden_at, example.hidden_reason = None, ""
        _record(work, example, "example.shown", actor)


def ask_for_contact(work: UnitOfWork, example_id: str, *, message: str, actor: str) -> None:
    """Ask an example's author for a talk: they see who asks, the message and the address. Asking twice is harmless.

    Whoever has no e-mail address must say in the message how they are reached.
    """
    example = _get(work, example_id)
    conference = lock_conference(work, example.conference_id)
    person = find_actor(work, example.conference_id, actor)
    if person is None or not may_ask_for_contact(Role(person.role), Phase(conference.phase)):
        raise NotAllowedError("Sie können hier lesen, aber keinen Kontakt anfragen.")
    if example.author_id == actor:
        raise NotAllowedError("Das ist Ihr eigenes Beispiel.")
    if example.withdrawn_at is not None or example.hidden_at is not None:
        raise ClosedError("Dieses Beispiel wird nicht mehr gezeigt.")
    said = remarks.read_text(message, field="message", longest=remarks.LONGEST_MESSAGE, required=not person.email)
    if work.session.get(ContactRequest, (example_id, actor)) is None:
        work.session.add(ContactRequest(example_id=example_id, person_id=actor, message=said))
        # The notice is mailed too: whoever asks is named in full only on the page, behind the sign-in.
        _tell_author(work, example, NoticeKind.CONTACT_ASKED, actor=actor, detail=person.label)
        _announce(work, example)


def _read(text: ExampleText) -> ExampleText:
    return ExampleText(
        municipality=remarks.read_line(text.municipality, field="municipality", longest=remarks.LONGEST_TITLE),
        title=remarks.read_line(text.title, field="title", longest=remarks.LONGEST_TITLE),
        text=remarks.read_text(text.text, field="text", longest=remarks.LONGEST_TEXT),
        link=remarks.read_link(text.link),
        figure=remarks.read_line(text.figure, field="figure", longest=remarks.LONGEST_FIGURE, required=False),
        in_annex=text.in_annex,
    )


def _fill(example: Example, fields: ExampleText) -> None:
    example.municipality, example.title, example.text = fields.municipality, fields.title, fields.text
    example.link, example.figure, example.in_annex = fields.link, fields.figure, fields.in_annex


def _of(example: Example) -> ExampleText:
    return ExampleText(
        municipality=example.municipality,
        title=example.title,
        text=example.text,
        link=example.link,
        figure=example.figure,
        in_annex=example.in_annex,
    )


def _get_demand(work: UnitOfWork, demand_id: str) -> tuple[Demand, str]:
    found = work.session.execute(
        select(Demand, Paper.conference_id).join(Paper, Paper.id == Demand.paper_id).where(Demand.id == demand_id)
    ).first()
    if found is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    return found[0], found[1]


def _get(work: UnitOfWork, example_id: str) -> Example:
    """The example as it is once it is our turn."""
    conference_id = work.session.scalar(select(Example.conference_id).where(Example.id == example_id))
    if conference_id is None:
        raise NotFoundError("Dieses Praxisbeispiel gibt es nicht.")
    lock_conference(work, conference_id)
    return work.session.get_one(Example, example_id, populate_existing=True)


def _get_own(work: UnitOfWork, example_id: str, actor: str) -> Example:
    example = _get(work, example_id)
    if example.author_id != actor:
        raise NotAllowedError("Ändern können Sie nur Ihre eigenen Praxisbeispiele.")
    return example


def _record(work: UnitOfWork, example: Example, action: str, actor: str) -> None:
    journal.append(work, example.conference_id, action, actor=actor, example=example.id, demand=example.demand_id)
    _announce(work, example)


def _tell_author(work: UnitOfWork, example: Example, kind: NoticeKind, *, actor: str, detail: str) -> None:
    notices.tell(work, [example.author_id], kind, demand_id=example.demand_id, detail=detail, apart_from=actor)


def _announce(work: UnitOfWork, example: Example) -> None:
    work.publish(ExampleChanged(conference_id=example.conference_id, demand_id=example.demand_id))
