"""The floor of a vote: a form sent to Starlette and answered with a few words, nothing checked and nothing stored."""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route


async def answer(request: Request) -> HTMLResponse:
    """Read the form and say that it came."""
    form = await request.form()
    return HTMLResponse(f"<p role=status>{form['choice']}</p>")


if __name__ == "__main__":
    app = Starlette(routes=[Route("/abstimmungen/{poll_id}/stimme", answer, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
