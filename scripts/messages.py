"""Gather every German sentence of the product into the catalogues, and compile them.

``python scripts/messages.py`` updates and compiles ``drafting/locale/*/LC_MESSAGES/drafting.po``; with ``--check``
it changes nothing and fails where a sentence is new, gone, without translation or not compiled.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "drafting/locale"
LANGUAGES = ("en",)
# Refusals are written where they happen and translated where they are shown.
ERRORS = (
    "InvalidInputError",
    "NotAllowedError",
    "NotFoundError",
    "OutdatedError",
    "ClosedError",
    "RecordedRefusalError",
)
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    # Why a question fell away is written where that happens, too.
    "drop_prepared_polls": (3,),
    **dict.fromkeys(ERRORS),
}
OPTIONS = {"jinja2": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true"}}


def gather() -> Catalog:
    """Return a catalogue of every sentence in the code and the templates."""
    catalog = Catalog(project="drafting", charset="utf-8")
    code = extract_from_dir(ROOT / "drafting", [("**.py", "python")], keywords=KEYWORDS)
    pages = extract_from_dir(ROOT / "templates", [("**.html", "jinja2")], {"**.html": OPTIONS["jinja2"]}, KEYWORDS)
    for found in (code, pages):
        for _name, _line, message, _comments, _context in found:
            catalog.add(message)
    for path in sorted((ROOT / "drafting").rglob("*.py")):
        for sentence in find_labels(path):
            catalog.add(sentence)
    return catalog


def find_labels(path: Path) -> list[str]:
    """Find the words kept in tables: every text in a constant named ``…LABELS`` and each error's ``default``.

    Sayings made from a sentence written in the call are found too; those made from tables are in the tables.
    """
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "saying":
            found += [
                text for argument in node.args if isinstance(argument, ast.Constant) for text in texts_of(argument)
            ]
        names = [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        value = getattr(node, "value", None)
        if any(name.endswith(("LABELS", "SENTENCES")) for name in names) and isinstance(value, ast.Dict):
            found += [text for item in value.values for text in texts_of(item)]
        if names == ["default"] and path.name == "errors.py" and isinstance(value, ast.Constant):
            found.append(str(value.value))
    return found


def texts_of(node: ast.AST) -> list[str]:
    """Return the texts in an entry of a table, one or several."""
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def merge(language: str, template: Catalog) -> tuple[Catalog, list[str]]:
    """Bring a language's catalogue up to date; return it with what is wrong with it."""
    path = LOCALE / language / "LC_MESSAGES/drafting.po"
    catalog = read_po(path.open("rb"), locale=language) if path.exists() else Catalog(locale=language)
    before = {message.id for message in catalog if message.id}
    # The time of gathering would make every check a minute later differ.
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    problems = [f"new: {message.id}" for message in catalog if message.id and message.id not in before]
    problems += [f"gone: {known}" for known in before if known not in {message.id for message in catalog}]
    for message in catalog:
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(said):
            problems.append(f"not translated: {message.id}")
        else:
            problems += [f"{message.id}: {error}" for error in message.check(catalog)]
    return catalog, problems


def main() -> int:
    """Update and compile, or only check."""
    check = "--check" in sys.argv[1:]
    template, status = gather(), 0
    for language in LANGUAGES:
        catalog, problems = merge(language, template)
        source, compiled = io.BytesIO(), io.BytesIO()
        write_po(
            source, catalog, sort_output=True, omit_header=False, include_lineno=False, no_location=True, width=120
        )
        write_mo(compiled, catalog)
        folder = LOCALE / language / "LC_MESSAGES"
        mo = folder / "drafting.mo"
        if check:
            if not mo.exists() or mo.read_bytes() != compiled.getvalue():
                problems.append("drafting.mo is not up to date")
            status = status or int(bool(problems))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "drafting.po").write_bytes(source.getvalue())
            mo.write_bytes(compiled.getvalue())
        for problem in problems:
            print(f"{language}: {problem}")
    if check and status:
        print("Run python scripts/messages.py, translate, and run it again.")
    return status


if __name__ == "__main__":
    sys.exit(main())
