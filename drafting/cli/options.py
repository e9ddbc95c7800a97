"""Options several commands share, so that they are spelled and explained once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def data_dir_option(command: Command) -> Command:
    """Give a command that uses state ``--data-dir DIR``, handed over as ``data_dir: Path | None``.

    ``None`` leaves the choice to the settings (``DRAFTING_DATA_DIR``, else their default).
    """
    option = click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        metavar="DIR",
        help="Directory of the database and everything kept beside it (default: DRAFTING_DATA_DIR).",
    )
    return option(command)


def json_option(command: Command) -> Command:
    """Give a command ``--json``, handed over as ``as_json: bool``: the answer for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def conference_option(command: Command) -> Command:
    """Give a command ``--conference ID``, handed over as ``conference_id: str | None``; None means the newest."""
    option = click.option(
        "--conference", "conference_id", default=None, metavar="ID", help="The conference (default: the newest)."
    )
    return option(command)
