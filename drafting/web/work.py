"""The one bridge from async views to a worker thread and a transaction.

Everything below this line of the house is plain functions: queries take a ``Session``, services a ``UnitOfWork``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import anyio
import anyio.to_thread
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from drafting.database import Database, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """The threads in which requests read and write."""

    def __init__(self, database: Database, *, readers: int, writers: int) -> None:
        self._database = database
        self._readers = anyio.CapacityLimiter(readers)
        # SQLite has one writer at a time: the others wait here, where waiting costs no thread.
        self._writers = anyio.CapacityLimiter(writers)

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query in a thread with a session of its own."""

        def job() -> T:
            with self._database.read() as session:
                return query(session, *args, **kwargs)

        return await anyio.to_thread.run_sync(job, limiter=self._readers)

    async def write(self, service: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service in a thread as one transaction; its events go out after the commit."""

        def job() -> T:
            with self._database.write() as work:
                return service(work, *args, **kwargs)

        return await anyio.to_thread.run_sync(job, limiter=self._writers)

    async def compute(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run slow work without the database in a thread, such as reading a Word file."""
        return await anyio.to_thread.run_sync(lambda: function(*args, **kwargs), limiter=self._readers)


def workers(request: HTTPConnection) -> Workers:
    """Return the threads of the application that answers this request."""
    found: Workers = request.app.state.workers
    return found


async def read(
    request: HTTPConnection, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Look something up: ``await read(request, queries.demands.get_demand, demand_id)``."""
    return await workers(request).read(query, *args, **kwargs)


async def write(
    request: HTTPConnection, service: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Do something: ``await write(request, services.amendments.withdraw, amendment_id, actor=viewer.person_id)``."""
    return await workers(request).write(service, *args, **kwargs)


async def compute(request: HTTPConnection, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Work something out that takes a while and needs no database."""
    return await workers(request).compute(function, *args, **kwargs)
