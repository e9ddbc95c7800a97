"""Orders: what a page wants written in the background, handed out at once where it is ready in a moment."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting.web.jobs import Jobs
from drafting.web.jobs_folder import Job, Order
from drafting.web.pages import redirect


def jobs(request: Request) -> Jobs:
    """Return the jobs of the application that answers this request."""
    found: Jobs = request.app.state.jobs
    return found


async def carry_out(request: Request, order: Order) -> Response:
    """Have a file written; hand it out at once where it is quick, else show how far it is."""
    return await follow(request, jobs(request).begin(order))


async def follow(request: Request, begun: Job) -> Response:
    """Wait a moment for a file; hand it out if it is ready then, else show how far it is."""
    job = await jobs(request).wait(begun)
    address = f"/ausgaben/dateien/{job.id}"
    return redirect(request, f"{address}/datei" if job.state == "done" else address)
