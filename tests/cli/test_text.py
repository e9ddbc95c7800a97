"""``drafting text``: the same answers for people and for programs."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from drafting.cli.main import main

# A process of its own where the process is the subject; elsewhere the same entry in this one.
START = [sys.executable, "-c", "from drafting.cli.main import main; main()", "text"]
BASE = "Das Land zahlt bis 2026 alle Kosten.\n\nDie Kommunen helfen."


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


class Streams(CliRunner):
    """Runs what the program begins with, on streams of its own."""

    def run(self, *arguments: str, stdin: str) -> Done:
        with self.isolation(input=stdin) as (out, err, _), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["drafting", "text", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
            status = ended.value.code
            assert isinstance(status, int)
            return Done(status, out.getvalue().decode(), err.getvalue().decode())


def run(*arguments: str, cwd: Path, stdin: str = "") -> Done:
    with contextlib.chdir(cwd):
        return Streams().run(*arguments, stdin=stdin)


def batch(*lines: object, raw: str = "") -> list[Any]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines) + raw
    done = run("batch", cwd=Path.cwd(), stdin=text)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A base and amendments to it, as files."""
    for name, text in {
        "base.md": BASE,
        "a.md": BASE.replace("2026", "2027"),
        "b.md": BASE.replace("2026", "2028"),
        "c.md": BASE.replace("helfen", "helfen gern"),
        "d.md": BASE.replace("alle", "viele"),
    }.items():
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    return tmp_path


def test_diff_as_json(files: Path) -> None:
    done = run("diff", "base.md", "a.md", "--json", cwd=files)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert [(e["deleted"].strip(), e["inserted"].strip()) for e in answer["edits"]] == [("2026", "2027")]
    assert [(e["line_from"], e["line_to"]) for e in answer["edits"]] == [(1, 1)]


@pytest.mark.parametrize("form", ["--plain", "--html", None])
def test_diff_for_people_shows_both_wordings(files: Path, form: str | None) -> None:
    done = run("diff", "base.md", "a.md", *([form] if form else []), cwd=files)
    assert done.returncode == 0
    assert "2026" in done.stdout
    assert "2027" in done.stdout
    assert ("<ins" in done.stdout and "<del" in done.stdout) == (form == "--html")


def test_diff_as_html_escapes_what_the_text_says(files: Path) -> None:
    (files / "evil.md").write_text("Das <script>alert(1)</script> gilt.")
    assert "<script>" not in run("diff", "base.md", "evil.md", "--html", cwd=files).stdout


def test_merge_without_conflict_prints_the_text(files: Path) -> None:
    done = run("merge", "base.md", "a.md", "c.md", cwd=files)
    assert done.returncode == 0
    assert done.stdout.strip() == BASE.replace("2026", "2027").replace("helfen", "helfen gern")


def test_merge_with_a_conflict_ends_with_status_1(files: Path) -> None:
    done = run("merge", "base.md", "a.md", "b.md", "c.md", cwd=files)
    assert done.returncode == 1
    assert "2026" in done.stdout
    assert "helfen gern" in done.stdout


def test_merge_as_json_with_a_conflict(files: Path) -> None:
    done = run("merge", "base.md", "a.md", "b.md", "--json", cwd=files)
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert len(answer["conflicts"]) == 1
    assert len(answer["conflicts"][0]["amendments"]) == 2
    assert set(answer) >= {"text", "conflicts", "neighbours", "identical", "owners"}


def test_rebase_as_json(files: Path) -> None:
    done = run("rebase", "base.md", "a.md", "c.md", "--json", cwd=files)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["status"] == "applies"
    assert answer["text"].strip() == BASE.replace("2026", "2027").replace("helfen", "helfen gern")


def test_rebase_prints_the_text(files: Path) -> None:
    assert "2027" in run("rebase", "base.md", "a.md", "c.md", cwd=files).stdout


def test_a_missing_file_is_a_sentence_not_a_traceback(files: Path) -> None:
    done = run("diff", "base.md", "fehlt.md", cwd=files)
    assert done.returncode == 2
    assert "fehlt.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_text_is_a_sentence_not_a_traceback(files: Path) -> None:
    (files / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    done = run("diff", "base.md", "bild.png", cwd=files)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_batch_diff() -> None:
    (answer,) = batch({"id": 7, "op": "diff", "base": BASE, "new": BASE.replace("2026", "2027")})
    assert set(answer) == {"id", "edits", "applied", "sentences"}
    assert answer["id"] == 7
    (edit,) = answer["edits"]
    assert set(edit) == {"deleted", "inserted", "line_from", "line_to"}
    assert (edit["deleted"].strip(), edit["inserted"].strip()) == ("2026", "2027")
    assert (edit["line_from"], edit["line_to"]) == (1, 1)
    assert answer["applied"].strip() == BASE.replace("2026", "2027")
    assert answer["sentences"] == ["In Zeile 1 wird „2026“ durch „2027“ ersetzt."]


def test_batch_diff_shows_a_rewritten_sentence_whole_though_it_begins_alike() -> None:
    base, new = "Die Kommunen begrüßen die Einrichtung der Stelle.", "Die Gemeinden befürworten eine weitere Behörde."
    (answer,) = batch({"id": 1, "op": "diff", "base": f"Davor. {base}", "new": f"Davor. {new}"})
    assert [(edit["deleted"], edit["inserted"]) for edit in answer["edits"]] == [(base, new)]


def test_batch_diff_in_english() -> None:
    (answer,) = batch({"id": "x", "op": "diff", "base": BASE, "new": BASE.replace("2026", "2027"), "lang": "en"})
    assert "Zeile" not in answer["sentences"][0]
    assert "line 1" in answer["sentences"][0].lower()


def test_batch_shows_a_block_start_as_line_break_and_marker() -> None:
    (answer,) = batch({"id": 1, "op": "diff", "base": "- eins\n- zwei", "new": "- eins\n- neu\n- zwei"})
    (edit,) = answer["edits"]
    assert edit["inserted"].rstrip() == "\n- neu"
    assert edit["deleted"] == ""


def test_batch_shows_the_start_of_a_block_that_was_the_title() -> None:
    there, back = batch(
        {"id": 1, "op": "diff", "base": "# Titel\n\nText.", "new": "Titel\n\nText."},
        {"id": 2, "op": "diff", "base": "Titel\n\nText.", "new": "# Titel\n\nText."},
    )
    assert [(edit["deleted"], edit["inserted"]) for edit in there["edits"]] == [("", "\n\n")]
    assert [(edit["deleted"], edit["inserted"]) for edit in back["edits"]] == [("\n\n", "")]


def test_batch_merge() -> None:
    texts = {
        "A": BASE.replace("2026", "2027"),
        "B": BASE.replace("2026", "2028"),
        "C": BASE.replace("Kommunen", "Kommunen gern"),
        "D": BASE.replace("Kommunen", "Kommunen gern"),
    }
    (answer,) = batch({"id": "m", "op": "merge", "base": BASE, "amendments": texts})
    assert set(answer) == {"id", "text", "conflicts", "neighbours", "identical", "owners"}
    assert answer["text"].strip() == BASE.replace("Kommunen", "Kommunen gern")
    (conflict,) = answer["conflicts"]
    assert set(conflict) == {"amendments", "base", "proposals"}
    assert conflict["amendments"] == ["A", "B"]
    assert conflict["base"].strip() == "2026"
    assert {key: text.strip() for key, text in conflict["proposals"].items()} == {"A": "2027", "B": "2028"}
    (identical,) = answer["identical"]
    assert identical == {"amendments": ["C", "D"], "deleted": "", "inserted": identical["inserted"]}
    assert identical["inserted"].strip() == "gern"
    assert "".join(piece for piece, _ in answer["owners"]) == answer["text"]
    assert [(piece.strip(), owners) for piece, owners in answer["owners"] if owners] == [("gern", ["C", "D"])]


def test_batch_merge_names_neighbours() -> None:
    texts = {"A": BASE.replace("2026", "2027"), "C": BASE.replace("alle", "viele")}
    (answer,) = batch({"id": "m", "op": "merge", "base": BASE, "amendments": texts})
    assert answer["neighbours"] == [{"amendments": ["A", "C"], "sentence": answer["neighbours"][0]["sentence"]}]
    assert answer["neighbours"][0]["sentence"].strip() == "Das Land zahlt bis 2027 viele Kosten."


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("helfen", "helfen gern", "applies"),
        ("alle", "viele", "neighbour"),
        ("2026", "2028", "conflict"),
        ("2026", "2027", "settled"),
    ],
)
def test_batch_rebase(old: str, new: str, status: str) -> None:
    amended = BASE.replace("2026", "2027")
    (answer,) = batch({"id": 1, "op": "rebase", "base": BASE, "amended": amended, "new_base": BASE.replace(old, new)})
    assert set(answer) == {"id", "status", "text", "conflicts"}
    assert answer["status"] == status
    assert bool(answer["conflicts"]) == (status == "conflict")
    kept = BASE.replace(old, new).replace("2026", "2027")
    assert answer["text"].strip() == kept


GOOD = {"id": "gut", "op": "diff", "base": "a", "new": "b"}


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "op": "tanzen", "base": "a"}',
        "kein JSON",
        "{",
        "[]",
        "null",
        '"diff"',
        "12",
        '{"id": 1}',
        '{"id": 1, "op": "diff"}',
        '{"id": 1, "op": "diff", "base": "a"}',
        '{"id": 1, "op": "diff", "base": 5, "new": "b"}',
        '{"id": 1, "op": "diff", "base": null, "new": "b"}',
        '{"id": 1, "op": ["diff"], "base": "a", "new": "b"}',
        '{"id": 1, "op": "merge", "base": "a"}',
        '{"id": 1, "op": "merge", "base": "a", "amendments": ["a"]}',
        '{"id": 1, "op": "merge", "base": "a", "amendments": {"A": 1}}',
        '{"id": 1, "op": "merge", "base": "a", "amendments": null}',
        '{"id": 1, "op": "rebase", "base": "a", "amended": "b"}',
        "[" * 100_000,
        '{"id": 1, "op": "diff", "base": NaN, "new": "b"}',
    ],
)
def test_a_bad_line_is_answered_and_the_batch_goes_on(line: str) -> None:
    bad, good = batch(line, GOOD)
    assert set(bad) == {"id", "error"}
    assert isinstance(bad["error"], str)
    assert bad["error"]
    assert good["id"] == "gut"
    assert good["applied"].strip() == "b"


def test_a_bad_line_keeps_its_id_where_it_has_one() -> None:
    bad, nameless = batch('{"id": "x7", "op": "tanzen"}', "kein JSON")
    assert bad["id"] == "x7"
    assert nameless["id"] is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_never_comes_back_as_json(number: str) -> None:
    (answer,) = batch(f'{{"id": {number}, "op": "diff", "base": "a", "new": "b"}}')
    assert answer["id"] is None
    assert answer["error"]


def test_a_byte_order_mark_before_the_first_line_does_no_harm() -> None:
    (answer,) = batch("\ufeff" + json.dumps(GOOD))
    assert answer["applied"] == "b"


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    done = subprocess.run(
        [*START, "batch"], input=b"\xff\xfe\n" + json.dumps(GOOD).encode() + b"\n", capture_output=True, check=False
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [set(answer) >= {"error"} for answer in answers] == [True, False]


def test_a_lone_surrogate_is_no_end_of_the_batch() -> None:
    answers = batch('{"id": 1, "op": "diff", "base": "a \\ud800 b", "new": "a c"}', GOOD)
    assert [answer["id"] for answer in answers] == [1, "gut"]


def test_a_last_line_without_line_end_is_answered() -> None:
    assert [answer["id"] for answer in batch(GOOD, raw=json.dumps({**GOOD, "id": "letzte"}))] == ["gut", "letzte"]


def test_a_huge_line_is_answered() -> None:
    big = "Wort " * 200_000
    first, second = batch({"id": 1, "op": "diff", "base": big, "new": big + "Ende"}, GOOD)
    assert first["id"] == 1
    assert second["id"] == "gut"


def test_many_amendments_in_one_line() -> None:
    words = [f"w{number}" for number in range(200)]
    texts = {f"Ä{n}": " ".join(f"neu{n}" if n == i else w for i, w in enumerate(words)) for n in range(100)}
    (answer,) = batch({"id": 1, "op": "merge", "base": " ".join(words), "amendments": texts})
    assert answer["conflicts"] == []
    assert answer["text"].split()[:100] == [f"neu{number}" for number in range(100)]


def test_a_process_answers_refuses_and_ends_as_its_entry_does(files: Path) -> None:
    """What the other tests see of the entry is what a shell sees of the program."""
    for arguments in (
        ("diff", "base.md", "a.md"),
        ("merge", "base.md", "a.md", "b.md", "c.md"),
        ("rebase", "base.md", "a.md", "fehlt.md"),
    ):
        done = subprocess.run(
            [*START, *arguments], cwd=files, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert Done(done.returncode, done.stdout, done.stderr) == run(*arguments, cwd=files)


@contextmanager
def open_batch() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([*START, "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_each_answer_is_flushed_while_more_may_come() -> None:
    with open_batch() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({**GOOD, "id": number}) + "\n")
            process.stdin.flush()
            # Would wait for ever if the answer stayed in a buffer.
            assert json.loads(process.stdout.readline())["id"] == number


def test_umlauts_are_written_as_they_are() -> None:
    done = run("batch", cwd=Path.cwd(), stdin=json.dumps({**GOOD, "new": "Übergröße"}) + "\n")
    assert json.loads(done.stdout)["applied"].strip() == "Übergröße"


def test_text_that_is_not_normal_comes_back_normal() -> None:
    (answer,) = batch({"id": 1, "op": "diff", "base": "Eins\r\n", "new": "7) Eins  zwei \n\n\n\nDrei"})
    assert answer["applied"].strip() == "7) Eins zwei\n\nDrei"


def test_nothing_in_is_nothing_out() -> None:
    assert batch() == []
