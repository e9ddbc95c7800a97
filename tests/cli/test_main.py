"""The command line as a whole: every command is there, refusals are one sentence and exit status 2."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from drafting.cli.main import COMMANDS, REFUSED

PROGRAM = Path(sys.executable).parent / "drafting"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_one(name: str) -> None:
    assert isinstance(import_module(f"drafting.cli.{name}").command, click.Command)


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from drafting.cli.main import drafting; drafting.main(['--help'], standalone_mode=False);"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'starlette', 'docx')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_refusal_is_its_sentence_on_standard_error_and_status_2(tmp_path: Path) -> None:
    paper = tmp_path / "paper.docx"
    paper.write_bytes(b"no Word file")
    ran = subprocess.run(
        [PROGRAM, "paper", "import", "--dry-run", "--json", paper], capture_output=True, text=True, check=False
    )
    assert ran.returncode == REFUSED
    assert ran.stdout == ""
    assert ran.stderr.endswith(".\n")
    assert "Traceback" not in ran.stderr


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    ran = subprocess.run([PROGRAM, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("drafting ")
