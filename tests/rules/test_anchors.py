"""Anchors: names of bookmarks that Word and LibreOffice keep, and what is read from them again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from drafting.rules.anchors import anchor_demand, anchor_section, read_anchor


@pytest.mark.parametrize("name", ["PbTvlKFyIPgcfnAoCcdxnA", "Ys4czzzc-7_VAnq7qUNTww", "-", "ä"])
def test_a_name_holds_only_what_word_takes_and_is_read_again(name: str) -> None:
    for anchor in (anchor_demand(name), replace(anchor_demand(name), block=12), anchor_section(name)):
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", anchor.name)
        assert read_anchor(anchor.name) == anchor


def test_demands_and_sections_never_share_a_name() -> None:
    assert anchor_demand("x") != anchor_section("x")
    assert anchor_demand("x") != anchor_demand("y")


@pytest.mark.parametrize("name", ["_GoBack", "F_123", "Textmarke1", "F_0123456789abcdef0123_", ""])
def test_a_bookmark_of_somebody_else_is_none_of_ours(name: str) -> None:
    assert read_anchor(name) is None
