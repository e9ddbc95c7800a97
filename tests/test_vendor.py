"""What is vendored is exactly what its list says: nothing changed by hand, nothing added, nothing lost."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parent.parent
PACKAGES: list[dict[str, Any]] = json.loads((TOP / "static/vendor/vendor.json").read_text(encoding="utf-8"))


def sha384(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_vendored_files_are_those_of_the_list(package: dict[str, Any]) -> None:
    directory = TOP / package["directory"]
    found = {path.relative_to(directory).as_posix(): sha384(path) for path in directory.rglob("*") if path.is_file()}
    assert found == package["files"]


def test_every_vendored_directory_is_in_the_list() -> None:
    directories = [*(TOP / "static/vendor").iterdir(), *(TOP / "tests/vendor").iterdir()]
    found = {path.relative_to(TOP).as_posix() for path in directories if path.is_dir()}
    assert found == {package["directory"] for package in PACKAGES}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_vendored_package_brings_its_licence(package: dict[str, Any]) -> None:
    assert package["version"]
    assert package["licence"]
    assert any("LICENSE" in name for name in package["files"])
