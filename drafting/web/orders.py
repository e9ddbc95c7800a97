"""Orders: what a page wants written in the background, handed out at once where it is ready in a moment."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.queries.people import Viewer
from drafting.web.jobs import Jobs
from drafting.web.jobs_folder import Job, JobRow, Order, withdraw
from drafting.web.pages import redirect
from drafting.web.work import compute, read


def jobs(request: Request) -> Jobs:
    """Return the jobs of the application that answers this request."""
    found: Jobs = request.app.state.jobs
    return found


async def find_job(request: Request, viewer: Viewer) -> Job:
    """The job an address is about; its file is withheld once it may name a municipality that signs no longer."""
    job = await compute(request, jobs(request).get, request.path_params["job_id"], viewer.conference_id)
    return await _withhold(request, job)


async def list_own(request: Request, viewer: Viewer) -> tuple[JobRow, ...]:
    """What somebody has ordered and can still have, the latest first."""
    rows = await compute(request, jobs(request).list_own, viewer.conference_id, viewer.person_id)
    return tuple([replace(row, job=await _withhold(request, row.job)) for row in rows])


async def _withhold(request: Request, job: Job) -> Job:
    if job.state != "done":
        return job
    is_any_lost = await read(request, queries.signatories.is_any_lost, job.order.conference_id, job.begun_at)
    return withdraw(job) if is_any_lost else job


async def carry_out(request: Request, order: Order) -> Response:
    """Have a file written; hand it out at once where it is quick, else show how far it is."""
    return await follow(request, jobs(request).begin(order))


async def follow(request: Request, begun: Job) -> Response:
    """Wait a moment for a file; hand it out if it is ready then, else show how far it is."""
    job = await jobs(request).wait(begun)
    address = f"/ausgaben/dateien/{job.id}"
    return redirect(request, f"{address}/datei" if job.state == "done" else address)
