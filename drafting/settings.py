"""What an installation can set: environment variables ``DRAFTING_…`` or ``drafting.env`` in the data directory."""

from __future__ import annotations

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """The settings of one installation; every one can be given as ``DRAFTING_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="DRAFTING_", extra="ignore", frozen=True)

    data_dir: Path = Field(default=Path("data"), description="Directory of the database and everything kept beside it.")
    database_url: str = Field(
        default="", description="SQLAlchemy URL; empty means the SQLite file drafting.sqlite in the data directory."
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000", description="Address people type; links and QR codes use it."
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the server listens on.")
    worker_threads: int = Field(
        default=20, ge=2, le=200, description="Threads, and database connections, for requests."
    )
    session_days: int = Field(default=14, ge=1, le=365, description="Days after which a sign-in ends.")
    link_hours: int = Field(default=72, ge=1, le=720, description="Hours for which a one-time sign-in link is valid.")
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key for the hashes of access codes; empty means the file secret.key in the data directory. "
        "Several hosts on one database must share it.",
    )
    keys_dir: Path | None = Field(
        default=None,
        description="Directory of the keys of secret votes, outside every backup; empty means poll-keys in the data "
        "directory. Several hosts on one database must share it.",
    )
    max_upload_bytes: int = Field(default=20_000_000, ge=100_000, description="Largest file that may be uploaded.")
    smtp_host: str = Field(
        default="",
        description="Mail server; empty means that mails are written as files to mail in the data directory.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field(default="", description="Name to sign in to the mail server with; empty means without.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Password for the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is protected: starttls, tls or none."
    )
    mail_from: str = Field(
        default="", description="Sender of mails; empty means no-reply at the host of the address people type."
    )
    log_level: str = Field(default="INFO", description="Least level of what is logged.")

    @field_validator("mail_from")
    @classmethod
    def _check_sender(cls, given: str) -> str:
        # Seen when the server starts, not when the first mail fails.
        local, _, domain = parseaddr(given)[1].rpartition("@")
        if given and not (local and domain and given.isprintable()):
            raise ValueError("give an address, or a name and an address: Fachkonferenz <post@stadt.example>")
        return given

    @property
    def url(self) -> str:
        """The database's address; a PostgreSQL address without a driver gets psycopg."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'drafting.sqlite').resolve()}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url

    @property
    def keys(self) -> Path:
        """Where the keys of secret votes lie."""
        return self.keys_dir or self.data_dir / "poll-keys"

    @property
    def is_sqlite(self) -> bool:
        """Whether the state lives in one file."""
        return self.url.startswith("sqlite")

    @property
    def mail_sender(self) -> str:
        """The sender of mails, with or without a name before the address."""
        host = urlsplit(self.base_url).hostname or ""
        return self.mail_from or f"no-reply@{host if host.isascii() and '.' in host else 'localhost'}"

    def read_secret(self) -> bytes:
        """The key for hashes of access codes; made on first use, and kept outside the database and its backups."""
        if given := self.secret_key.get_secret_value():
            return given.encode()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        path = self.data_dir / "secret.key"
        try:
            # Exclusive creation: of two processes starting at once, one makes the key and both read it.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_urlsafe(32).encode())
        return path.read_bytes()


def load_settings(data_dir: Path | None = None) -> Settings:
    """Read the settings; ``data_dir`` is what ``--data-dir`` said and beats the environment."""
    directory = data_dir or Path(os.environ.get("DRAFTING_DATA_DIR", "data"))
    given = {} if data_dir is None else {"data_dir": data_dir}
    return Settings(_env_file=directory / "drafting.env", **given)  # type: ignore[call-arg, arg-type]


def resource_dir(name: str) -> Path:
    """The directory ``templates`` or ``static``: inside the package when installed, beside it in the source tree."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
