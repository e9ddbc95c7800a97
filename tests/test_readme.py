"""What a newcomer reads first is true: settings, commands, files and links are those of the product."""

import re
from pathlib import Path

import click
import pytest
from pydantic import SecretStr

from drafting.cli.main import drafting
from drafting.settings import Settings

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
PAGES = sorted([TOP / "README.md", TOP / "CHANGELOG.md", *(TOP / "docs").glob("*.md")])


def say(value: object) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else "" if value is None else str(value)
    return f"`{plain}`" if plain else "–"


def test_the_settings_table_is_that_of_the_product() -> None:
    fields = Settings.model_fields.items()
    wanted = [f"| `DRAFTING_{name.upper()}` | {say(field.default)} | {field.description} |" for name, field in fields]
    assert re.findall(r"^\| `DRAFTING_.*$", README, re.MULTILINE) == wanted


@pytest.mark.parametrize("line", sorted(set(re.findall(r"\.venv/bin/drafting ([a-z]+(?: [a-z]+)?)\b", README))))
def test_every_command_it_shows_exists(line: str) -> None:
    command: click.Command | None = drafting
    for word in line.split():
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), word)
            assert command is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_it_points_to_exists(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
