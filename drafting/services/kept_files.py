"""Files that organizers hand in and only they may open: kept in the data directory, whole or not at all."""

from __future__ import annotations

from pathlib import Path


def keep_file(folder: Path, name: str, data: bytes) -> None:
    """Write a file readable for nobody else on this computer; it has its name only once it is complete."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = folder / f".{name}"
    partial.write_bytes(data)
    partial.chmod(0o600)
    partial.rename(folder / name)
