"""The published list of a secret vote: receipts with votes, and the digest by which it is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest(ballots: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of the published list: lines of receipt, blank and choice, sorted, each ended by a line feed."""
    lines = "".join(f"{receipt} {choice}\n" for receipt, choice in sorted(ballots))
    return hashlib.sha256(lines.encode()).hexdigest()
