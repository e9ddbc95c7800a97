"""The joint letter: the paper as it stands, shaped for the exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from drafting.exports.letters import Letter


def get_letter(session: Session, conference_id: str) -> Letter:
    """The whole paper in its present text, struck demands left out; raises NotFoundError before the import."""
    raise NotImplementedError
