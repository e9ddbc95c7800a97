"""The redline as a Word file: both states come out of it exactly, and every change says whose it is."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_redlines import write_redline
from drafting.exports.redlines import PaperRedline
from tests.exports.papers import redlines
from tests.exports.resolving import read


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(redlines())
def test_accepting_gives_the_new_paper_and_rejecting_the_old(redline: PaperRedline) -> None:
    file = write_redline(redline)
    assert read(file, "reject") == read(write_paper(redline.before))
    assert read(file, "accept") == read(write_paper(redline.after))
