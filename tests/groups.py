"""Tests of one group on one worker, so that what they share is made once; pyproject.toml loads it.

pytest-xdist 3.8 writes a test's group where pytest 9.2 no longer reads it: without this the groups count for nothing,
and nothing says so (pytest-xdist issue 1386).
"""

from __future__ import annotations

import pytest
from _pytest.nodeid import NodeId


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the group behind the test's id, where the scheduler looks for it."""
    if not config.getoption("loadgroup", False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark and "@" not in item.nodeid.rpartition("]")[2]:
            item._id = NodeId.parse(f"{item.nodeid}@{mark.args[0]}")
