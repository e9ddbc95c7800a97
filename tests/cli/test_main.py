"""The command line as a whole: every command is there, refusals are one sentence and exit status 2."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from drafting.cli.main import COMMANDS, REFUSED, drafting, main
from drafting.errors import InvalidInputError


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_one(name: str) -> None:
    assert isinstance(import_module(f"drafting.cli.{name}").command, click.Command)


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from drafting.cli.main import drafting; drafting.main(['--help'], standalone_mode=False);"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'starlette', 'docx')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_refusal_is_its_sentence_on_standard_error_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise InvalidInputError("Die Datei ist keine Word-Datei.")

    monkeypatch.setitem(drafting.commands, "refuse", click.Command("refuse", callback=refuse))
    monkeypatch.setattr(type(drafting), "get_command", lambda group, _context, name: group.commands.get(name))
    monkeypatch.setattr(sys, "argv", ["drafting", "refuse"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == REFUSED
    assert capsys.readouterr().err == "Die Datei ist keine Word-Datei.\n"


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "drafting"
    ran = subprocess.run([program, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("drafting ")
