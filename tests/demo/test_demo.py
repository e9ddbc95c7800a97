"""The demonstration as a newcomer meets it: one command, links that open, and real conferences left alone."""

import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from drafting.demo.visitors import Visitor
from tests.demo.command import COMMAND, environment, run
from tests.running import run_async

# What the tests of this file share takes long to make: one worker of the run has them all.
pytestmark = pytest.mark.xdist_group("demo")
LINK = re.compile(r"^\s+(.+?)\s+(http://127\.0\.0\.1:\d+)(/(?:anmelden|saal)/\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Demo:
    base_url: str
    links: dict[str, str]


@contextmanager
def running(directory: Path, *options: str) -> Iterator[Demo]:
    """Start the command as it is typed, and read what it prints until it serves."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command: Sequence[str | Path] = [COMMAND, "demo", "--data-dir", directory, "--port", str(port), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(), cwd=directory
    )
    assert process.stdout
    try:
        printed = ""
        for line in process.stdout:
            printed += line
            if "Uvicorn running" in line:
                break
        found = LINK.findall(printed)
        assert found, printed
        yield Demo(found[0][1], {label: path for label, _, path in found})
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


async def sign_in(demo: Demo, label: str) -> Visitor:
    visitor = Visitor(demo.base_url)
    shown = await visitor.get(demo.links[label])
    assert shown.status == 200, label
    entered = await visitor.post(demo.links[label], {})
    assert (entered.status, entered.location) == (303, "/"), label
    return visitor


@dataclass(frozen=True)
class Runs:
    """What was met while the demonstration ran twice, the second time with a hall that acts: it takes long to start."""

    first: Demo
    second: Demo
    opened: dict[str, int]
    ended: int
    marks: tuple[str, str]
    cast: int


@pytest.fixture(scope="module")
def runs(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    # On a copy: who acts in the hall changes it, and other tests compare what was prepared.
    directory = tmp_path_factory.mktemp("laeuft") / "data"
    shutil.copytree(prepared, directory)
    before = (directory / "demo.json").read_text()
    with running(directory) as first:
        opened = run_async(open_all(first), seconds=120)
    with running(directory, "--live") as second:
        ended = run_async(Visitor(second.base_url).get(first.links["Teilnahme"]), seconds=60)
        cast = run_async(open_poll(second), seconds=120)
    return Runs(first, second, opened, ended.status, (before, (directory / "demo.json").read_text()), cast)


async def open_all(demo: Demo) -> dict[str, int]:
    """Open every link; whoever is let in looks at the overview."""
    wall = await Visitor(demo.base_url).get(demo.links["Saalbildschirm"])
    opened = {"Saalbildschirm": wall.status}
    for label in set(demo.links) - {"Saalbildschirm"}:
        visitor = await sign_in(demo, label)
        opened[label] = (await visitor.get("/")).status
    return opened


async def open_poll(demo: Demo) -> int:
    """Open a vote as a moderator does, and return how many have voted as soon as they are more than 100."""
    organizer = await sign_in(demo, "Organisation")
    desk = (await organizer.get("/leitung?ag=")).page
    board = re.search(r'class="link" href="(/leitung/forderungen/[\w-]+\?ag=)"', desk)
    assert board
    page = (await organizer.get(board[1])).page
    opens = re.search(r'action="(/leitung/antraege/[\w-]+/abstimmen)"', page)
    assert opens
    answer = await organizer.post(opens[1], {})
    poll = re.search(r"/abstimmungen/([\w-]+)", answer.location)
    assert poll, answer
    async for line in organizer.listen(f"/live?t=participation-{poll[1]}"):
        count = re.search(r'<b class="num">(\d+)</b>', line)
        if count and int(count[1]) > 100:
            return int(count[1])
    return 0


def test_every_printed_link_opens_and_signs_in(runs: Runs) -> None:
    labels = {"Organisation", "Redaktion", "Moderation", "Teilnahme", "Beobachtung", "Saalbildschirm"}
    assert runs.opened == dict.fromkeys(labels, 200)


def test_running_again_keeps_the_conference_and_its_wall_and_prints_fresh_links_for_people(runs: Runs) -> None:
    first, second = runs.first, runs.second
    assert set(second.links) == set(first.links)
    assert second.links["Saalbildschirm"] == first.links["Saalbildschirm"]
    people = set(second.links) - {"Saalbildschirm"}
    assert not {second.links[each] for each in people} & set(first.links.values())
    assert runs.ended == 403
    assert runs.marks[0] == runs.marks[1]


def test_the_hall_votes_when_a_moderator_opens_a_poll(runs: Runs) -> None:
    assert runs.cast > 100


def test_a_real_conference_is_left_alone(tmp_path: Path) -> None:
    created = run("conference", "create", "Klausur", "--data-dir", tmp_path)
    assert created.returncode == 0, created.stderr
    before = (tmp_path / "drafting.sqlite").read_bytes()
    refused = run("demo", "--data-dir", tmp_path, "--prepare")
    assert refused.returncode == 2
    assert "echte Konferenz" in refused.stderr
    assert (tmp_path / "drafting.sqlite").read_bytes() == before
    assert not (tmp_path / "demo.json").exists()
