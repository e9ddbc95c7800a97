"""What an editor is: where it stands, what is written in it, and what is kept of it as a draft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from drafting.queries.drafts import CarriedDraft, DraftState
from drafting.web.editor_fields import Fields, Place
from drafting.web.editor_particulars import Besides
from drafting.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """What the page needs to know of what is being written.

    ``reason`` and ``besides`` are None where nothing of the kind is asked for; ``draft`` names the place of the draft,
    "" for none, ``demand_id`` the demand whose changes are told meanwhile, ``place`` is where to begin. ``spots`` are
    the places a new demand can have, ``spot`` the one chosen. ``carried`` is what became of the text where the demand
    has moved on. ``revises`` is the amendment being revised, ``made_of`` are those whose overlap with it is meant.
    """

    heading: str
    action: str
    back: tuple[str, str]
    send_label: str
    base_version_id: str
    fields: Fields
    demand_id: str = ""
    draft: str = ""
    reason: str | None = ""
    requires_reason: bool = True
    may_send: bool = True
    why_not: str = ""
    problem: str = ""
    place: Place | None = None
    is_new: bool = False
    paper_id: str = ""
    spots: tuple[tuple[str, str], ...] = ()
    spot: str = ""
    besides: Besides | None = None
    revises: str = ""
    made_of: frozenset[str] = frozenset()
    template: str = "amendments/edit.html"
    draft_stamp: str = ""
    carried: CarriedDraft | None = None

    def filled(self, form: Form) -> Editor:
        """Take over what was sent."""
        return replace(
            self,
            fields=Fields.from_form(form),
            reason=None if self.reason is None else form.value("reason").strip(),
            base_version_id=form.value("fassung"),
            besides=Besides.from_form(form) if self.besides is not None else None,
            spot=form.value("ort", self.spot),
        )

    def resumed(self, draft: DraftState) -> Editor:
        """Go on with a draft, on the present text."""
        typed, carried = draft.fields, draft.carried
        written = Fields(typed.get("title", ""), typed.get("text", ""), _none_as(self.fields.reasons, typed))
        return replace(
            self,
            fields=Fields.of(carried.text) if carried else written,
            reason=None if self.reason is None else typed.get("reason", ""),
            besides=Besides.from_draft(typed) if self.besides is not None else None,
            spot=typed.get("ort", self.spot),
            draft_stamp=draft.updated_at.isoformat(),
            carried=carried,
            # What was written before the intake ended stays in sight.
            problem="" if self.may_send else self.why_not,
        )

    def as_draft(self) -> dict[str, str]:
        """What a draft keeps."""
        return {
            "title": self.fields.title,
            "text": self.fields.text,
            "reasons": self.fields.reasons or "",
            "reason": self.reason or "",
            "ort": self.spot,
            **(self.besides.as_draft() if self.besides is not None else {}),
        }


def _none_as(reasons: str | None, typed: dict[str, str]) -> str | None:
    """Where reasons stand between other blocks there is no field for them."""
    return None if reasons is None else typed.get("reasons", "")
