"""The keys of secret polls: files outside the database and its backups, each destroyed when its poll has ended."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from drafting.errors import NotFoundError

KEY_BYTES = 32


class Keyring:
    """A directory with one key a poll; several hosts of one installation share it, and nothing backs it up."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def make(self, poll_id: str) -> bytes:
        """Make the key of a poll that opens; the one there is stays, so that opening twice is harmless."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(self._path(poll_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self.read(poll_id)
        key = secrets.token_bytes(KEY_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        self._sync()
        return key

    def read(self, poll_id: str) -> bytes:
        """The key of a poll; raises NotFoundError where it is destroyed or never was here."""
        try:
            key = self._path(poll_id).read_bytes()
        except FileNotFoundError:
            key = b""
        if len(key) != KEY_BYTES:
            raise NotFoundError("Der Schlüssel dieser geheimen Abstimmung fehlt auf diesem Server.")
        return key

    def destroy(self, poll_id: str) -> None:
        """Overwrite and remove the key of a poll that has ended; without it no sealed ballot can be read any more."""
        path = self._path(poll_id)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        self._sync()

    def list_polls(self) -> list[str]:
        """The polls whose keys are here, by id."""
        return sorted(path.stem for path in self.directory.glob("*.key"))

    def _path(self, poll_id: str) -> Path:
        return self.directory / f"{poll_id}.key"

    def _sync(self) -> None:
        # A name is durable only once its directory is.
        descriptor = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
