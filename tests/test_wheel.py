"""What is handed out as a wheel is whole: it runs from any directory, away from the source tree."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

# What the tests of this file share takes long to make: one worker of the run has them all.
pytestmark = pytest.mark.xdist_group("wheel")
TOP = Path(__file__).parent.parent
BIN = Path("Scripts" if os.name == "nt" else "bin")

SHOW_A_PAGE = """
import re
import sys
from pathlib import Path
from starlette.testclient import TestClient
import drafting
from drafting.database import open_database
from drafting.migrations import upgrade
from drafting.settings import load_settings
from drafting.web.app import create_app

assert sys.prefix in drafting.__file__, drafting.__file__
settings = load_settings(Path(sys.argv[1]))
database = open_database(settings)
upgrade(database)
with TestClient(create_app(settings, database=database)) as client:
    page = client.get("/anmelden")
    assert page.status_code == 200, page.status_code
    sheet = re.search(r'href="(/static/[^"]*kern[.]min[.]css)"', page.text)
    assert sheet, page.text
    assert client.get(sheet[1]).status_code == 200
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the source tree as it is."""
    directory = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*command, directory, TOP], check=True)
    (built,) = directory.glob("drafting-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; the libraries are those that are installed already."""
    directory = tmp_path_factory.mktemp("environment")
    # Without a pip of its own, whose installation takes longer than all the rest: that of the tests writes into it.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", directory], check=True)
    python = directory / BIN / "python"
    install: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-compile",
    ]
    subprocess.run([*install, wheel], check=True)
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    # A path in a .pth file does not have its own .pth files read, so the editable install stays out.
    (Path(purelib) / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return directory


def test_it_carries_what_it_needs_beside_the_code(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for directory in ("templates", "static", "drafting/migrations", "drafting/locale"):
        inside = directory if directory.startswith("drafting/") else f"drafting/{directory}"
        files = [path.relative_to(TOP / directory) for path in (TOP / directory).rglob("*") if path.is_file()]
        wanted = {f"{inside}/{path.as_posix()}" for path in files if path.suffix != ".pyc"}
        assert wanted
        assert sorted(wanted - set(names)) == []
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if name.startswith(("tests/", "scripts/", "docs/"))] == []


def test_the_command_runs_from_another_directory(environment: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [environment / BIN / "drafting", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "conference" in ran.stdout


def test_a_page_is_served_from_another_directory(environment: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [environment / BIN / "python", "-c", SHOW_A_PAGE, str(tmp_path / "data")]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
