"""Demands: editorial changes, and the one way a demand gets a new version."""

from __future__ import annotations

from drafting.database import UnitOfWork


def edit(work: UnitOfWork, demand_id: str, *, text: str, reason: str, base_version_id: str, actor: str) -> str:
    """Change a demand's text as an editor, with a reason; open amendments are carried over; returns the version's id."""
    raise NotImplementedError
