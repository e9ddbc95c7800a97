"""Keeps the results of benchmarks in a page, one section for each, with the machine they hold for."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from drafting.bench.report import Row, to_table

HEAD = "# Benchmarks\n\nMeasured with `drafting bench NAME --save`; each section holds for the machine it names.\n"
PACKAGES = ("drafting", "diff-match-patch", "fast-diff-match-patch", "sqlalchemy", "starlette")


def save(page: Path, name: str, rows: Sequence[Row]) -> None:
    """Put the rows into the page in place of the section's older ones."""
    text = page.read_text(encoding="utf-8") if page.exists() else HEAD
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(replace_section(text, name, describe(name, rows)), encoding="utf-8")


def replace_section(text: str, name: str, section: str) -> str:
    """Return the page with the section called ``name`` replaced, or added at its end."""
    old = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if old.search(text):
        return old.sub(lambda _: section, text).rstrip() + "\n"
    return f"{text.rstrip()}\n\n{section.rstrip()}\n"


def describe(name: str, rows: Sequence[Row]) -> str:
    """Return the section: date, machine, versions, table."""
    today = datetime.now(UTC).date().isoformat()
    return f"## {name}\n\n{today}, {describe_machine()}; {describe_versions()}.\n\n{to_table(rows)}\n\n"


def describe_machine() -> str:
    """Return the processor, its cores and the system, in one line."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists() and (found := re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text(encoding="utf-8"))):
        processor = found[1].strip()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def describe_versions() -> str:
    """Return the versions of what decides the result."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"without {package}")
    return ", ".join(found)
