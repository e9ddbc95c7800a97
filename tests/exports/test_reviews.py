"""The Bilanz as a table: read again a year later it says the same, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from drafting.exports.reviews import reviews_csv
from drafting.imports.reviews import read_review_lines
from drafting.rules.remarks import clean_line
from drafting.rules.reviews import REVIEW_LABELS, ReviewStatus

LINE = st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@';\""), max_size=20).map(clean_line)


@given(LINE, LINE.filter(bool), st.sampled_from(ReviewStatus), LINE)
def test_a_table_is_read_again_as_it_was_written(number: str, title: str, status: ReviewStatus, evidence: str) -> None:
    row = (number, title, "Recht", REVIEW_LABELS[status], evidence, "https://calw.de")
    (line,) = read_review_lines("bilanz.csv", reviews_csv([row]))
    assert (line.number, line.title, line.status, line.evidence) == (number, title, status, evidence)
    assert line.link == "https://calw.de"


def test_no_field_is_a_formula_and_excel_knows_the_letters() -> None:
    data = reviews_csv([("1", "=HYPERLINK(1)", "+x", "Erfüllt", "@SUM(1)", "-1")])
    assert data.startswith("\ufeffNummer;Titel;Abschnitt;Stand;Beleg;Link\r\n".encode())
    (_, row) = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == ["1", "'=HYPERLINK(1)", "'+x", "Erfüllt", "'@SUM(1)", "'-1"]
