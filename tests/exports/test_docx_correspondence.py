"""The letter for many: written, reopened and read, held against the edition, linted, and laid out by LibreOffice."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.exports.checks import check_paragraphs
from drafting.exports.correspondence import Correspondence, Part, Unit, list_words
from drafting.exports.docx_correspondence import Letters, read_paragraphs, try_letterhead
from drafting.exports.docx_prints import write_docx
from drafting.exports.docx_views import view_letter
from drafting.exports.packing import name_files
from drafting.imports.letterheads import read_letterhead
from drafting.rules.sheets import has_room_for_sender
from drafting.text.document import Document
from tests.exports.correspondences import ADA, BEN, KIM, LETTER, SHORT, SIGNED, letterhead, line
from tests.exports.print_samples import ANNEXES, ENCLOSED
from tests.imports.word import zip_file
from tests.text.strategies import documents

LINTER = Path(__file__).resolve().parents[3] / "shared/tools/docx_check.py"
SHARED = Path(__file__).resolve().parents[3] / "shared/papers/briefkopf.docx"
PLAIN = replace(LETTER, is_din=False, has_reasons=True)
HEAD = letterhead()


def said(data: bytes) -> list[str]:
    return [text for text in read_paragraphs(data) if text]


def opened(data: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(data))


def test_a_letter_says_everything_in_the_order_in_which_one_reads_it() -> None:
    assert said(Letters(LETTER).write(ADA)) == [
        "Netzwerk · Weg 1 · 70173 Stuttgart",
        "Frau Ministerin\nDr. Ada Amsel\nMinisterium <für> Wohnen & Bau\nWeg 1\n70173 Stuttgart",
        "Ada Amsel\nTelefon 0711 000",
        "Stuttgart, 26. November 2026",
        "Gemeinsame Forderungen",
        "Sehr geehrte Frau Ministerin,",
        *("wir haben beschlossen:", "Erstens.", "Präambel", "Wir arbeiten.", "Recht", "1.\tSchrift & <Form>"),
        *("Wir fordern alle Wege. Sofort.", "eins", "zwei", "2.\tPersonal", "Das Land bezahlt Stellen:", "viele"),
        *("gute", "Adressat: Land", "Netze", "2a.\tNetze", "Der Bund baut.", "Ausblick", "Wir kommen wieder."),
        *("Für ein Gespräch stehen wir bereit.", "Mit freundlichen Grüßen", "Ada Amsel\nSprecherin", "Anlage\nListe"),
    ]


def test_what_comes_first_for_somebody_stands_under_a_heading_of_its_own() -> None:
    letters = Letters(PLAIN)
    words = said(letters.write(BEN))
    start = words.index("Vorrangige Forderungen")
    assert words[start : start + 3] == ["Vorrangige Forderungen", "2a.\tNetze", "Der Bund baut."]
    assert "2.\tPersonal" in words[start:]
    # Nothing is left under „Netze“, and nothing is there twice.
    assert [words.count(text) for text in ("Netze", "2a.\tNetze", "2.\tPersonal", "Recht")] == [0, 1, 1, 1]
    assert "Begründung: Papier kostet Zeit." in words
    assert "An Sie gerichtete Forderungen" in said(letters.write(replace(BEN, leads_are_theirs=True)))
    assert "liebe Kim," in said(letters.write(KIM))


def test_the_short_version_has_first_sentences_and_the_paper_as_annex() -> None:
    words = said(Letters(SHORT).write(replace(ADA, leads=("a",))))
    assert words[6:12] == [
        "wir haben beschlossen:",
        "Erstens.",
        "Forderung 1: Schrift & <Form>. Wir fordern alle Wege.",
        "Forderung 2: Personal. Das Land bezahlt Stellen: viele gute",
        "Für ein Gespräch stehen wir bereit.",
        "Mit freundlichen Grüßen",
    ]
    annex = words.index("Anlagen\nForderungspapier\nListe") + 1
    assert words[annex : annex + 3] == ["Forderungspapier", "Stellungnahme", "Präambel"]
    assert words[-1] == "Wir kommen wieder."


@pytest.mark.parametrize("has_lists", [True, False])
def test_a_letterhead_is_filled_where_its_placeholders_stand(has_lists: bool) -> None:
    words = said(Letters(LETTER, letterhead(has_lists=has_lists)).write(ADA))
    assert words[:4] == [
        "Frau Ministerin\nDr. Ada Amsel\nMinisterium <für> Wohnen & Bau\nWeg 1\n70173 Stuttgart",
        "Stuttgart, 26. November 2026",
        "Betr.: Gemeinsame Forderungen (Az. 7)",
        "Sehr geehrte Frau Ministerin,",
    ]
    assert words[-4:] == [
        *("Für ein Gespräch stehen wir bereit.", "Mit freundlichen Grüßen", "Ada Amsel\nSprecherin", "Anlage:\nListe"),
    ]
    assert not any("[" in text for text in words)


@pytest.mark.parametrize("head", [None, HEAD], ids=["own", "letterhead"])
def test_no_greeting_and_no_short_last_line_stands_alone_on_a_page(head: bytes | None) -> None:
    document = opened(Letters(LETTER, head).write(ADA))
    kept = {
        each.text
        for each in document.paragraphs
        if each.paragraph_format.keep_with_next or (each.style and each.style.paragraph_format.keep_with_next)
    }
    assert {"Für ein Gespräch stehen wir bereit.", "Mit freundlichen Grüßen", "gute"} <= kept
    assert "Adressat: Land" not in kept


@pytest.mark.parametrize("head", [None, letterhead()], ids=["plain", "letterhead"])
def test_an_address_is_no_wider_than_the_window_of_an_envelope(head: bytes | None) -> None:
    document = opened(Letters(replace(LETTER, is_din=False), head).write(ADA))
    (field,) = [each for each in document.paragraphs if each.text.startswith("Frau Ministerin")]
    page, right = document.sections[-1], field.paragraph_format.right_indent
    sizes = (page.page_width, page.left_margin, page.right_margin, right)
    width, *taken = [size for size in sizes if size is not None]
    assert abs(width - sum(taken) - Mm(80)) < Mm(0.1)


def test_a_letterhead_keeps_what_is_no_placeholder_and_loses_empty_lines() -> None:
    bare = replace(LETTER, frame=replace(LETTER.frame, annexes=(), signature=()))
    head = letterhead(line("Unser Zeichen: [Az]"), line("[Brieftext]"), line("[Anlagen]"), line("gez. [Unterschrift]"))
    words = said(Letters(bare, head).write(ADA))
    assert (words[0], words[-1]) == ("Unser Zeichen: [Az]", "gez. ")


_CHANGED = (
    '<w:sectPr><w:type w:val="nextPage"/><w:cols w:space="708"/><w:sectPrChange w:id="1" w:author="A"><w:sectPr/>'
    "</w:sectPrChange></w:sectPr>"
)


@pytest.mark.parametrize("page", ["<w:sectPr/>", " ", _CHANGED], ids=["bare", "none", "changed"])
def test_a_letterhead_need_not_say_how_its_page_is_set_up(page: str) -> None:
    document = opened(Letters(LETTER, letterhead(page=page)).write_together([ADA, BEN]))
    tags = [[each.tag.rpartition("}")[2] for each in section._sectPr] for section in document.sections]
    expected = ["type"] * (page == _CHANGED) + ["pgSz", "pgMar", "pgNumType"] + ["cols"] * (page == _CHANGED)
    assert tags == [expected] * 2


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_letterhead_is_refused_with_a_sentence_or_written_on(choose: random.Random) -> None:
    with zipfile.ZipFile(io.BytesIO(HEAD)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
    name = choose.choice(sorted(files))
    content = str(files[name])
    place = choose.choice(list(re.finditer(r'="[^"]*"|<[^<>?]*/>', content)))
    files[name] = content[: place.start()] + ('="x"' if place[0].startswith("=") else "") + content[place.end() :]
    data = zip_file(files)
    try:
        read_letterhead(data)
        try_letterhead(data)
    except InvalidInputError:
        return
    # What was let through holds whatever the letter.
    for letter in (LETTER, SHORT):
        letters = Letters(letter, data)
        assert zipfile.is_zipfile(io.BytesIO(letters.write_together([ADA, BEN])))
        assert view_letter(letters.write(ADA)).sheet


def test_headings_of_a_letterhead_are_real_and_in_its_own_style() -> None:
    document = opened(Letters(LETTER, HEAD).write(ADA))
    levels = {
        paragraph.text: outline.get(qn("w:val"))
        for paragraph in document.paragraphs
        if (outline := paragraph._p.find(f".//{qn('w:outlineLvl')}")) is not None
    }
    assert levels == {
        "Betr.: Gemeinsame Forderungen (Az. 7)": "0",
        **dict.fromkeys(("Präambel", "Recht", "Netze", "Ausblick"), "0"),
        **dict.fromkeys(("1.\tSchrift & <Form>", "2.\tPersonal", "2a.\tNetze"), "1"),
    }


@pytest.mark.parametrize("head", [None, HEAD], ids=["din", "letterhead"])
def test_all_letters_in_one_file_are_sections_that_count_from_one(head: bytes | None) -> None:
    document = opened(Letters(LETTER, head).write_together([ADA, BEN, KIM]))
    pages = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [page.get(qn("w:start")) if page is not None else None for page in pages] == ["1"] * 3
    numbers = [number.get(qn("w:val")) for number in document.element.body.iter(qn("w:numId")) if number is not None]
    # Two lists in each letter; none goes on counting from an earlier letter.
    assert len(set(numbers)) == 6
    known = {each.get(qn("w:numId")) for each in document.part.numbering_part.element.findall(qn("w:num"))}
    assert set(numbers) <= known
    text = [paragraph.text for paragraph in document.paragraphs]
    assert [text.count(f"{copy.salutation},") for copy in (ADA, BEN, KIM)] == [1, 1, 1]


def test_in_one_file_no_footer_says_how_many_pages_all_letters_have() -> None:
    def footers(data: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist() if "footer" in name)

    letters = Letters(LETTER)
    assert "NUMPAGES" in footers(letters.write(ADA))
    together = footers(letters.write_together([ADA, BEN]))
    assert ("NUMPAGES" in together, " von" in together, " PAGE " in together) == (False, False, True)


@pytest.mark.parametrize("letter", [LETTER, PLAIN, SHORT], ids=["din", "plain", "short"])
@pytest.mark.parametrize("head", [None, HEAD], ids=["own", "letterhead"])
def test_the_same_letter_gives_the_same_bytes(letter: Correspondence, head: bytes | None) -> None:
    for write in ("write_each", "write_together"):
        first, second = (getattr(Letters(letter, head), write)([ADA, BEN]) for _ in range(2))
        assert first == second


def test_a_zip_has_a_letter_for_each_named_after_the_recipient() -> None:
    data = Letters(LETTER).write_each([ADA, BEN, replace(BEN, name="BUCHE")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["Amsel, Ministerium.docx", "Buche.docx", "BUCHE 2.docx"]
        assert archive.read("Buche.docx") == Letters(LETTER).write(BEN)


def test_the_letter_names_its_annexes_and_the_zip_has_them() -> None:
    letter = replace(SHORT, annexes=ENCLOSED)
    told = list[tuple[int, int]]()
    data = Letters(letter).write_each([ADA, replace(BEN, name="Anlagen")], count=lambda *each: told.append(each))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["Anlagen.docx", "Amsel, Ministerium.docx", "Anlagen 2.docx"]
        assert archive.read("Anlagen.docx") == write_docx(ANNEXES)
        said = read_paragraphs(archive.read("Amsel, Ministerium.docx"))
    assert "Anlagen\nForderungspapier\nMitzeichnende\nPraxisbeispiele\nSondervoten\nListe" in said
    assert told == [(0, 2), (1, 2), (2, 2)]
    head = Letters(letter, HEAD).write(ADA)
    assert any("Sondervoten" in each for each in read_paragraphs(head))


@settings(max_examples=40)
@given(st.lists(st.text(max_size=90), max_size=8))
def test_names_of_files_are_safe_and_differ(names: list[str]) -> None:
    made = name_files(names, ".docx")
    assert len({name.casefold() for name in made}) == len(names)
    assert all(re.fullmatch(r"[^/\\:*?\"<>|\x00-\x1f]{1,95}\.docx", name) for name in made)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents(), min_size=1, max_size=4), st.booleans(), st.booleans(), st.sampled_from([None, HEAD]))
def test_whatever_was_decided_is_what_the_letter_says(
    texts: list[Document], has_reasons: bool, is_short: bool, head: bytes | None
) -> None:
    units = tuple(Unit(f"u{n}", str(n), text) for n, text in enumerate(texts, 1))
    letter = replace(
        LETTER,
        parts=(Part("Recht", units),),
        has_reasons=has_reasons,
        is_short=is_short,
        priorities=("u1",),
    )
    # Writing refuses by itself what is not the edition's.
    data = Letters(letter, head).write(replace(ADA, leads=(f"u{len(units)}",)))
    assert zipfile.is_zipfile(io.BytesIO(data))


_MORE = "<w:t>zwei</w:t></w:r></w:p><w:p><w:r><w:t>drei<"


@pytest.mark.parametrize(
    ("old", "new"),
    [("Sofort.", "Bald."), ("Der Bund baut.", ""), ('<w:t xml:space="preserve">zwei<', _MORE)],
    ids=["changed", "missing", "added"],
)
def test_a_letter_that_says_something_else_is_refused(old: str, new: str) -> None:
    data = Letters(LETTER).write(ADA)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w") as forged:
        for name in archive.namelist():
            content = archive.read(name).decode()
            assert name != "word/document.xml" or old in content
            forged.writestr(name, content.replace(old, new) if name == "word/document.xml" else content)
    wanted = [[[text.split() for text in stretch] for stretch in list_words(LETTER, ADA)]]
    check_paragraphs(read_paragraphs(data), wanted)
    with pytest.raises(InvalidInputError, match="weicht vom beschlossenen Stand ab"):
        check_paragraphs(read_paragraphs(stream.getvalue()), wanted)


def files() -> dict[str, bytes]:
    """Every variant of the letter."""
    made = {}
    for name, letter in (("din", LETTER), ("plain", PLAIN), ("short", SHORT)):
        for sheet, head in (("own", None), ("letterhead", SHARED.read_bytes() if SHARED.exists() else HEAD)):
            letters = Letters(letter, head)
            made[f"{name}-{sheet}-one"] = letters.write(replace(ADA, is_narrow=True))
            made[f"{name}-{sheet}-all"] = letters.write_together([ADA, BEN, KIM])
    return made


@pytest.mark.skipif(not LINTER.exists(), reason="the linter is not here")
def test_the_independent_linter_finds_nothing(tmp_path: Path) -> None:
    # The small letterheads of these tests are no whole files; the shared one is.
    paths = []
    for name, data in files().items():
        if SHARED.exists() or "letterhead" not in name:
            (tmp_path / f"{name}.docx").write_bytes(data)
            paths.append(tmp_path / f"{name}.docx")
    for path in paths:
        command = [sys.executable, str(LINTER), "lint", str(path), "--json"]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
        assert (path.stem, found["errors"], found["warnings"]) == (path.stem, [], [])


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="LibreOffice is not here")
def test_libreoffice_sets_the_address_into_the_window(tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(Letters(SHORT).write(ADA))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "brief.docx")], capture_output=True, check=True, timeout=120)
    boxes = subprocess.run(["pdftotext", "-bbox", str(tmp_path / "brief.pdf"), "-"], capture_output=True, check=True)
    first, *others = boxes.stdout.decode().split("<page ")[1:]
    places: dict[str, tuple[float, float]] = {}
    for left, top, word in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)<', first):
        places.setdefault(word, (float(left) * 25.4 / 72, float(top) * 25.4 / 72))
    # DIN 5008 form B (docx-facts §4), in millimetres from the paper's edges.
    assert places["Frau"] == pytest.approx((25, 62.67), abs=1)
    assert places["Gemeinsame"] == pytest.approx((25, 98.46), abs=1)
    assert places["Telefon"][0] == pytest.approx(125, abs=1)
    assert 50 <= places["Telefon"][1] <= 90
    assert 57 <= places["Netzwerk"][1] <= 62.7
    lines = [places[word][1] for word in ("Frau", "Dr.", "Wohnen")]
    assert all(later > earlier for earlier, later in pairwise(lines))
    # The short version stands on one page, whose number is not said; the annex begins on the next.
    assert "Seite" not in first
    assert "Liste" in first
    assert ">Präambel<" in others[0]
    assert ">Seite<" in others[0]


SIGNERS = [
    "Mitgezeichnet haben:",
    "Landkreise: Landkreis Calw (vorbehaltlich Gremienbeschluss)",
    "Städte: Stadt Calw, Stadt [Unterschrift]",
]


@pytest.mark.parametrize("sheet", [None, letterhead()], ids=["own sheet", "letterhead"])
def test_those_who_have_signed_stand_after_the_signature_by_level(sheet: bytes | None) -> None:
    said = [each for each in read_paragraphs(Letters(SIGNED, sheet).write(ADA)) if each]
    place = said.index("Ada Amsel\nSprecherin")
    assert said[place + 1 : place + 4] == SIGNERS
    assert said[place + 4].startswith("Anlage")
    bare = read_paragraphs(Letters(LETTER, sheet).write(ADA))
    assert not [each for each in bare if "gezeichnet" in each.casefold()]


@pytest.mark.parametrize("sheet", [None, letterhead()], ids=["own sheet", "letterhead"])
def test_in_the_one_page_version_they_end_the_annex(sheet: bytes | None) -> None:
    short = replace(SHORT, signatories=SIGNED.signatories)
    said = [each for each in read_paragraphs(Letters(short, sheet).write_together([ADA, BEN])) if each]
    assert said[-3:] == SIGNERS
    assert said.count("Mitgezeichnet haben 3 Kommunen; siehe das Ende der Anlage.") == 2


def test_a_letter_that_lacks_a_signer_does_not_go_out() -> None:
    data = Letters(LETTER).write(ADA)
    wanted = [[paragraph.split() for paragraph in stretch] for stretch in list_words(SIGNED, ADA)]
    with pytest.raises(InvalidInputError, match="Mitgezeichnet haben:"):
        check_paragraphs(read_paragraphs(data), [wanted])


@pytest.mark.parametrize(
    ("sender", "lines"), [("", 0), ("Amt · Weg 1", 1), ("A" * 55, 2), ("A" * 30 + " " + "A" * 180, 5)]
)
def test_a_long_return_address_has_the_lines_it_needs(sender: str, lines: int) -> None:
    letter = replace(LETTER, frame=replace(LETTER.frame, sender=sender))
    assert has_room_for_sender(sender) is (lines <= 4)
    assert letter.sender_lines == min(lines, 4)
    assert sender in "\n".join(said(Letters(letter).write(ADA)))


TWO = replace(LETTER, frame=replace(LETTER.frame, signature=("Ada Amsel", "Sprecherin", "", "Ben Buche", "Beirat")))


@pytest.mark.parametrize("sheet", [None, HEAD], ids=["own sheet", "letterhead"])
def test_everybody_who_signs_has_room_to_sign(sheet: bytes | None) -> None:
    document = opened(Letters(TWO, sheet).write(ADA))
    words = [paragraph.text for paragraph in document.paragraphs]
    place = words.index("Ada Amsel\nSprecherin")
    first, second = document.paragraphs[place : place + 2]
    assert second.text == "Ben Buche\nBeirat"
    gaps = (first.paragraph_format.space_after, second.paragraph_format.space_before)
    assert [gap.mm for gap in gaps if gap is not None and gap.mm > 13]
    assert words[place + 2].startswith("Anlage")


def test_the_subject_at_the_foot_ends_with_a_whole_word() -> None:
    subject = "Gemeinsame Forderungen der Städte und Landkreise zur Digitalisierung der Verwaltung"
    letter = replace(LETTER, frame=replace(LETTER.frame, subject=subject))
    with zipfile.ZipFile(io.BytesIO(Letters(letter).write(ADA))) as archive:
        assert (
            ">Gemeinsame Forderungen der Städte und Landkreise zur Digitalisierung…<"
            in archive.read("word/footer1.xml").decode()
        )
