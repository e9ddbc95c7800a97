"""Papers: saving an imported draft, assigning sections to panels, freezing editions."""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.imports.drafts import DraftPaper


def import_paper(work: UnitOfWork, conference_id: str, draft: DraftPaper, *, actor: str, source: str = "") -> str:
    """Save a draft as the conference's paper and freeze it as an edition; returns the paper's id.

    A paper without any amendment or poll is replaced; afterwards ClosedError is raised. ``source`` names the file.
    """
    raise NotImplementedError


def assign_panel(work: UnitOfWork, section_id: str, panel_id: str | None, *, actor: str) -> None:
    """Give a section to a panel, or to none."""
    raise NotImplementedError


def freeze_edition(work: UnitOfWork, paper_id: str, *, name: str, actor: str) -> str:
    """Name the present versions of the whole paper ("Mittwoch 18 Uhr"); returns the edition's id."""
    raise NotImplementedError
