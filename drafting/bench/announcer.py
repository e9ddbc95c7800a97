"""The product's server, with a line to its hub: how long one event takes from there to the last phone.

Each line of the input is what the elements on all screens become; it is answered by the moment at which the hub got it.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from pathlib import Path

import uvicorn

from drafting.bench.servers import tell
from drafting.settings import Settings
from drafting.web.app import create_app, settle
from drafting.web.live import Hub


def announce(hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
    """Hand each line to the hub, in the loop it belongs to."""

    def put(data: bytes) -> None:
        tell(time.monotonic())
        hub.put(dict.fromkeys(hub.listened(), data))

    for line in sys.stdin:
        loop.call_soon_threadsafe(put, line.rstrip("\n").encode().replace(b"\\n", b"\n"))


async def serve(config: uvicorn.Config, hub: Hub) -> None:
    """Serve, and listen to the input."""
    threading.Thread(target=announce, args=(hub, asyncio.get_running_loop()), daemon=True).start()
    await uvicorn.Server(config).serve()


def main(port: int, data_dir: Path) -> None:
    """Serve an installation and do what the input says."""
    app = create_app(Settings(data_dir=data_dir, port=port, log_level="ERROR"))
    settle()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve(config, app.state.hub))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
