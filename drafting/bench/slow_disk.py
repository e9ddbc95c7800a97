"""The product's server on a disk that takes some milliseconds longer for each commit, as many do."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import event

from drafting.database import open_database
from drafting.settings import Settings
from drafting.web.app import create_app, settle


def main(port: int, data_dir: Path, milliseconds: float) -> None:
    """Serve an installation whose commits are slow."""
    settings = Settings(data_dir=data_dir, port=port, log_level="ERROR")
    database = open_database(settings)

    @event.listens_for(database.engine, "commit")
    def wait(connection: Any) -> None:
        if connection.get_execution_options().get("drafting_writes"):
            time.sleep(milliseconds / 1000)

    app = create_app(settings, database=database)
    settle()
    uvicorn.run(app, port=port, log_level="error", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
