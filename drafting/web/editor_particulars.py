"""Weitere Angaben: what an author may say besides the text and the reason, as typed and as services take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting import queries
from drafting.queries.invitations import Candidate, Invitation, Represented
from drafting.queries.people import Viewer
from drafting.services.particulars import Particulars
from drafting.web.forms import Form
from drafting.web.languages import gettext as _

# So many empty lines for names are offered beside those filled in.
_EMPTY_NAMES = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: people to ask, organisations to speak for; ``invited`` are those asked already."""

    candidates: tuple[Candidate, ...]
    represented: tuple[Represented, ...]
    invited: tuple[Invitation, ...] = ()


@dataclass(frozen=True, slots=True)
class Besides:
    """The fields under „Weitere Angaben“ as typed; ``names`` are those of the people to ask."""

    headline: str = ""
    editorial: bool = False
    organisation: str = ""
    names: tuple[str, ...] = ()

    @classmethod
    def from_form(cls, form: Form) -> Besides:
        """Take what was sent."""
        names = tuple(" ".join(name.split()) for name in form.several("mit"))
        return cls(
            form.value("headline"), form.checked("editorial"), form.value("organisation"), tuple(filter(None, names))
        )

    @classmethod
    def from_draft(cls, fields: Mapping[str, str]) -> Besides:
        """Take what a draft keeps."""
        names = tuple(filter(None, fields.get("mit", "").split("\n")))
        return cls(fields.get("headline", ""), bool(fields.get("editorial")), fields.get("organisation", ""), names)

    def as_draft(self) -> dict[str, str]:
        """What a draft keeps of it."""
        return {
            "headline": self.headline,
            "editorial": "ja" if self.editorial else "",
            "organisation": self.organisation,
            "mit": "\n".join(self.names),
        }

    @property
    def is_given(self) -> bool:
        """Whether anything is filled in, so that it must not stay folded away."""
        return bool(self.headline or self.editorial or self.organisation or self.names)

    @property
    def lines(self) -> tuple[str, ...]:
        """The names with some empty lines after them."""
        return (*self.names, *[""] * _EMPTY_NAMES)

    def read(self, form: Form, candidates: Sequence[Candidate]) -> Particulars:
        """What services take; a name nobody is known by, or several are, is refused at its field."""
        return Particulars(
            headline=self.headline,
            editorial=self.editorial,
            organisation_id=self.organisation,
            co_proposer_ids=tuple(filter(None, (find_candidate(name, "mit", form, candidates) for name in self.names))),
        )


def find_candidate(name: str, field: str, form: Form, candidates: Sequence[Candidate]) -> str:
    """Find whom a name means; one nobody is known by, or several are, is refused at the field, and is ""."""
    wanted = " ".join(name.split()).casefold()
    exact = [each.person_id for each in candidates if each.label.casefold() == wanted]
    # The name alone will do where only one person has it.
    found = exact or [each.person_id for each in candidates if each.label.casefold().split(", ")[0] == wanted]
    if not found:
        form.refuse(field, _("„%(name)s“ ist hier nicht angemeldet. Bitte wählen Sie aus der Liste.") % {"name": name})
    elif len(found) > 1:
        form.refuse(field, _("„%(name)s“ gibt es mehrfach. Bitte wählen Sie mit der Kommune.") % {"name": name})
    return found[0] if len(found) == 1 else ""


def list_choices(session: Session, viewer: Viewer, amendment_id: str = "") -> Choices:
    """Look up what there is to choose from, and who has been asked already."""
    return Choices(
        candidates=queries.invitations.list_candidates(session, viewer=viewer),
        represented=queries.invitations.list_represented(session, viewer=viewer),
        invited=queries.invitations.list_invited(session, amendment_id) if amendment_id else (),
    )
