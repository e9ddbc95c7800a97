"""``drafting bench NAME``: measure the goals of performance, print them, keep them."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from drafting.bench import report
from drafting.bench.record import save
from drafting.cli.options import json_option

# Each is a module of drafting.bench with ``run() -> Sequence[Row]``.
BENCHMARKS = ("text", "pages", "votes", "live", "kills", "letters")
RECORD = Path("docs/benchmarks.md")


def measure(name: str) -> Sequence[report.Row]:
    """Run one benchmark; this may take minutes."""
    rows: Sequence[report.Row] = import_module(f"drafting.bench.{name}").run()
    return rows


@click.command("bench")
@click.argument("name", type=click.Choice(BENCHMARKS), required=False)
@json_option
@click.option("--save", "is_saved", is_flag=True, help=f"Also keep the result in {RECORD}, with date and machine.")
def command(name: str | None, *, as_json: bool, is_saved: bool) -> None:
    """Measure the goals NAME stands for, or all; exit status 1 where one is not met."""
    measured = {each: measure(each) for each in ([name] if name else BENCHMARKS)}
    rows = [row for section in measured.values() for row in section]
    click.echo(report.to_json(rows) if as_json else report.to_table(rows))
    if is_saved:
        for each, section in measured.items():
            save(RECORD, each, section)
    if not all(row.met for row in rows):
        sys.exit(1)
