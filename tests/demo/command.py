"""The command of the product as it is typed, without what is set where the tests run."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("drafting")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False, env=environment())


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DRAFTING_")}
