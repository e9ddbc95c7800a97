"""One word per task: the scripts can be read by a plain shell, the counts are true, the locks are whole."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
SHELL_SCRIPTS = sorted(
    path
    for path in [*(TOP / "scripts").iterdir(), TOP / ".ci/run"]
    if path.is_file()
    and path.suffix != ".py"
    and not path.read_text(encoding="utf-8").startswith("#!/usr/bin/env python")
)
REPORT = '<testsuites><testsuite tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"/></testsuites>'


def count(report: Path, *, ci: bool) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "CI"} | ({"CI": "true"} if ci else {})
    command: list[str | Path] = [sys.executable, TOP / "scripts/counts.py", report]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_a_plain_shell_can_read_it(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


def test_what_is_skipped_passes_here_but_fails_in_ci(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(tests=5, failures=0, skipped=2), encoding="utf-8")
    here, ci = count(report, ci=False), count(report, ci=True)
    assert here.stdout == "3 passed, 0 failed, 2 skipped\n"
    assert (here.returncode, ci.returncode) == (0, 1)


@pytest.mark.parametrize(("tests", "failures", "skipped"), [(0, 0, 0), (3, 1, 0), (2, 0, 2)])
def test_nothing_run_or_something_failed_is_no_success(tmp_path: Path, tests: int, failures: int, skipped: int) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(tests=tests, failures=failures, skipped=skipped), encoding="utf-8")
    assert count(report, ci=False).returncode == 1


def test_a_report_that_was_never_written_is_no_success(tmp_path: Path) -> None:
    assert count(tmp_path / "missing.xml", ci=False).returncode == 1


@pytest.mark.parametrize("name", ["run", "dev"])
def test_locks_hash_every_package_and_name_no_host(name: str) -> None:
    lock = (TOP / f"locks/{name}.txt").read_text(encoding="utf-8")
    packages = [entry for entry in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE) if "==" in entry]
    assert len(packages) >= 20
    assert [entry.splitlines()[0] for entry in packages if "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?:|--index|--extra-index|--find-links", lock)


def test_locks_hold_every_dependency() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    groups = project["dependency-groups"]
    wanted = {
        "run": [*project["project"]["dependencies"], *extras["fast"], *extras["postgres"], *groups["build"]],
        "dev": groups["dev"],
    }
    for name, requirements in wanted.items():
        locked = set(
            re.findall(r"^([a-z0-9-]+)==", (TOP / f"locks/{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)
        )
        assert {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements} - locked == set()


def test_both_locks_agree() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (TOP / f"locks/{name}.txt").read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("run", "dev")
    ]
    run, dev = pins
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


@pytest.mark.xdist_group("scripts")
def test_a_test_of_a_group_is_known_as_such_to_who_hands_out_the_tests(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("loadgroup", False):
        assert request.node.nodeid.endswith("@scripts")
