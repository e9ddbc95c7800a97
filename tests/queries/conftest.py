"""A conference for each test of a query."""

from __future__ import annotations

import pytest

from drafting.database import Database
from tests import make
from tests.make import Hall


@pytest.fixture
def hall(database: Database) -> Hall:
    """A conference in which amendments are open and everybody is present."""
    return make.hall(database)
