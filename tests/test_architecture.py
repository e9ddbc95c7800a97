"""What import-linter's contracts in pyproject.toml cannot say: which single files know a library, and file sizes."""

import re
from pathlib import Path

import grimp
import pytest

TOP = Path(__file__).parent.parent
NOUNS = ("amendments", "conferences", "demands", "journal", "letters", "papers", "people", "polls")
ALLOWED = {
    "docx": r"drafting\.(exports|imports)\.docx\w*",
    "diff_match_patch": r"drafting\.text\.diff",
    "fast_diff_match_patch": r"drafting\.text\.diff",
    "psycopg": r"drafting\.(database|web\.neighbours)",
    "alembic": r"drafting\.(database|migrations(\.\w+)*|cli\.\w+)",
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("drafting", include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("library", ALLOWED)
def test_a_library_is_known_only_where_it_belongs(graph: grimp.ImportGraph, library: str) -> None:
    importers = graph.find_modules_that_directly_import(library) if library in graph.modules else set()
    assert [name for name in importers if not re.fullmatch(ALLOWED[library], name)] == []


def test_views_of_different_nouns_never_import_each_other(graph: grimp.ImportGraph) -> None:
    views = [f"drafting.web.{noun}" for noun in NOUNS if f"drafting.web.{noun}" in graph.modules]
    assert len(views) >= 6
    crossing = [
        (one, other) for one in views for other in graph.find_modules_directly_imported_by(one) if other in views
    ]
    assert crossing == []


def test_only_commands_and_benchmarks_print() -> None:
    printing = [
        path.relative_to(TOP).as_posix()
        for path in (TOP / "drafting").rglob("*.py")
        if re.search(r"^\s*print\(|click\.echo\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert [path for path in printing if not path.startswith("drafting/cli/")] == []


def test_every_line_of_the_page_on_architecture_names_something_that_exists() -> None:
    page = (TOP / "docs/architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:drafting|templates|static|scripts|tests|docs)/[\w./<>-]*)`", page)
    assert len(named) >= 20
    assert [path for path in named if "<" not in path and not (TOP / path).exists()] == []
