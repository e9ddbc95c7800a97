"""``drafting serve``: the web interface, until it is told to stop."""

from __future__ import annotations

import socket
from pathlib import Path

import click
import uvicorn
from starlette.applications import Starlette

from drafting.cli.options import data_dir_option
from drafting.database import open_database
from drafting.migrations import upgrade
from drafting.settings import Settings, load_settings
from drafting.web.app import create_app, settle

# What a request in progress gets to finish before the server ends anyway.
GRACE_SECONDS = 5


class Server(uvicorn.Server):
    """A server that ends its open streams before it waits for requests to finish; else it would wait for ever."""

    def __init__(self, app: Starlette, settings: Settings) -> None:
        self._app = app
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_level=settings.log_level.lower(),
            # Addresses can hold access codes; they do not belong into a log.
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams first, then everything else."""
        self._app.state.hub.close()
        await super().shutdown(sockets)


def serve(settings: Settings) -> None:
    """Bring the database up to date and serve until a signal ends it."""
    database = open_database(settings)
    upgrade(database)
    server = Server(create_app(settings, database=database), settings)
    settle()
    server.run()


def change_address(settings: Settings, *, host: str | None, port: int | None) -> Settings:
    """Take the address from the command line; links follow it unless an address for people is set."""
    changes: dict[str, str | int] = {}
    if host is not None:
        changes["host"] = host
    if port is not None:
        changes["port"] = port
    if changes and "base_url" not in settings.model_fields_set:
        changes["base_url"] = f"http://{host or settings.host}:{port if port is not None else settings.port}"
    return settings.model_copy(update=changes)


@click.command("serve")
@click.option("--host", default=None, help="Address to listen on (default: DRAFTING_HOST, else this computer only).")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port to listen on (default: DRAFTING_PORT).")
@data_dir_option
def command(host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Serve the web interface."""
    settings = change_address(load_settings(data_dir), host=host, port=port)
    click.echo(f"Serving {settings.base_url} (stop with Ctrl+C).")
    serve(settings)
