"""The demonstration, filled once by its command for all tests that look at it or run it."""

from pathlib import Path

import pytest

from tests.demo.command import run


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("vorfuehrung")
    result = run("demo", "--data-dir", directory, "--prepare")
    assert result.returncode == 0, result.stderr
    assert "http" not in result.stdout
    return directory
