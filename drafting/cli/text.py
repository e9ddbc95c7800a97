"""``drafting text``: compare, merge and carry over texts, for people and, line by line, for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from drafting.cli import text_answers
from drafting.cli.options import json_option
from drafting.errors import InvalidInputError
from drafting.exports.html import redline_html
from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.markdown import parse
from drafting.text.merge import Merge, merge
from drafting.text.redline import RedlineBlock, redline

CONFLICT = 1
_STATUS = {
    "applies": "Der Antrag gilt weiter.",
    "neighbour": "Der Antrag gilt weiter; daneben wurde etwas geändert.",
    "conflict": "Der Antrag kollidiert mit dem neuen Text.",
    "settled": "Der Antrag hat sich erledigt.",
}


@click.group("text")
def command() -> None:
    """Compare, merge and carry over texts.

    Texts are plain paragraphs or the canonical form: "# title", "- ", "1. ", "a) ", "> reason", **bold**, _italic_.
    """


@command.command("diff")
@click.argument("base")
@click.argument("new")
@click.option("--json", "form", flag_value="json", help="Print JSON for programs.")
@click.option("--plain", "form", flag_value="plain", help="Print the text with [-struck-] and {+inserted+} words.")
@click.option("--html", "form", flag_value="html", help="Print HTML with <del> and <ins>.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", help="Language of the sentences.")
def diff(base: str, new: str, form: str | None, lang: str) -> None:
    """Show what NEW changes in BASE, by default as sentences and marked text.

    Example: drafting text diff base.md new.md --html > changes.html
    """
    before, after = _read(base), _read(new)
    if form == "json":
        click.echo(text_answers.write(text_answers.diff(before, after, lang), indent=2))
        return
    edits = find_edits(before, after)
    blocks = redline(before, edits)
    if form == "html":
        click.echo(redline_html(blocks))
        return
    if form is None:
        click.echo("".join(f"{sentence}\n" for sentence in amendment_sentences(before, edits, lang)))
    click.echo("\n".join(_mark(block, styled=form is None) for block in blocks))


@command.command("merge")
@click.argument("base")
@click.argument("amended", nargs=-1, required=True)
@json_option
def merge_(base: str, amended: Sequence[str], as_json: bool) -> None:
    """Merge the texts AMENDED, all written for BASE; exit status 1 where they conflict.

    Prints the merged text; at a conflict it keeps the base. What collides or needs a look is told on standard error.

    Example: drafting text merge base.md a.md b.md > merged.md
    """
    before = _read(base)
    merged = merge(before, _name(amended))
    if as_json:
        click.echo(text_answers.write(text_answers.show_merge(merged), indent=2))
    else:
        click.echo(merged.text)
        _warn(merged)
    if merged.conflicts:
        sys.exit(CONFLICT)


@command.command("rebase")
@click.argument("base")
@click.argument("amended")
@click.argument("new_base", metavar="NEWBASE")
@json_option
def rebase(base: str, amended: str, new_base: str, as_json: bool) -> None:
    """Carry what AMENDED changes in BASE over to NEWBASE and print the result.

    Example: drafting text rebase v3.md mine.md v4.md
    """
    answer = text_answers.rebase(_read(base), _read(amended), _read(new_base))
    if as_json:
        click.echo(text_answers.write(answer, indent=2))
        return
    click.echo(answer["text"])
    click.echo(_STATUS[answer["status"]], err=True)


@command.command("batch")
def batch() -> None:
    """Answer one JSON object a line from standard input, at once, with one a line.

    \b
    {"id": 1, "op": "diff", "base": "…", "new": "…", "lang": "de"}
    {"id": 2, "op": "merge", "base": "…", "amendments": {"A": "…", "B": "…"}}
    {"id": 3, "op": "rebase", "base": "…", "amended": "…", "new_base": "…"}

    A line that cannot be answered gives {"id", "error"}, and the batch goes on.
    """
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(text_answers.write(text_answers.answer_line(line)).encode() + b"\n")
        sys.stdout.buffer.flush()


def _read(name: str) -> Document:
    try:
        return parse(Path(name).read_text(encoding="utf-8-sig"))
    except OSError:
        raise InvalidInputError(f"Die Datei „{name}“ ist nicht zu öffnen. Bitte Namen und Ordner prüfen.") from None
    except UnicodeDecodeError:
        raise InvalidInputError(f"Die Datei „{name}“ ist kein Text in UTF-8.") from None


def _name(files: Sequence[str]) -> Mapping[str, Document]:
    """Name the amendments by their files; where two files share a name, the later is counted."""
    texts: dict[str, Document] = {}
    for file in files:
        stem = name = Path(file).stem
        count = 1
        while name in texts:
            count += 1
            name = f"{stem}-{count}"
        texts[name] = _read(file)
    return texts


def _warn(merged: Merge) -> None:
    for conflict in merged.conflicts:
        click.echo(f"Konflikt ({', '.join(conflict.amendments)}): „{conflict.base.strip()}“", err=True)
        for name, text in conflict.proposals.items():
            click.echo(f"  {name}: „{text.strip()}“", err=True)
    for neighbour in merged.neighbours:
        names = ", ".join(neighbour.amendments)
        click.echo(f"Bitte ansehen ({names}): „{neighbour.sentence.strip()}“", err=True)


def _mark(block: RedlineBlock, *, styled: bool) -> str:
    signs = {"": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    colours = {"del": "red", "ins": "green"}
    text = block.counter + " " if block.counter else ""
    for piece in block.pieces:
        bare = piece.text.rstrip(" ")
        marked = signs[piece.change].format(bare)
        text += click.style(marked, fg=colours.get(piece.change)) if styled and piece.change else marked
        text += piece.text[len(bare) :]
    return "  " * block.level + text
