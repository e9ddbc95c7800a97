"""What is wrong with a page for those who see little, tap with a thumb or listen: axe, small targets, scrolling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests.browser.devices import DESK, PHONE

Theme = Literal["light", "dark"]
_AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
_TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
# All of these rules that look at colours: in another theme the document is the same, and so is what others find.
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Sheets are not loaded beforehand: only a rule that is not among these, of the phone's orientation, would read them.
_RUN = """(rules) => axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: { assets: ["media"] } })
  .then((report) => report.violations)"""
# Links within running text are exempt (WCAG 2.5.5), and so is what only appears with the focus; a box is pressed by its
# label.
_SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary, textarea")]
  .filter((target) => target.checkVisibility() && !target.closest(".skip, [hidden], [type=hidden]"))
  .filter((target) => !(["radio", "checkbox"].includes(target.type) && target.closest("label")?.offsetHeight >= 44))
  .filter((target) => !(target.tagName === "A" && getComputedStyle(target).display === "inline"))
  .map((target) => [target, (target.type === "checkbox" ? target.closest("label") : target).getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([target, box]) => `${target.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@cache
def _read_axe() -> str:
    return _AXE.read_text()


def find_violations(page: Page, first: Theme, *others: Theme) -> list[str]:
    """What axe finds on the page as it stands, in the first theme by every rule, in others by those of colours."""
    if not page.evaluate("'axe' in window"):
        # Through the debugger, because the pages' policy allows no other scripts.
        page.evaluate(_read_axe())
    found = []
    for theme in (first, *others):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        violations: list[Any] = page.evaluate(_RUN, _TAGS if theme == first else _COLOURS)
        found += [f"{theme}: {one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]
    return found


def find_problems(page: Page, first: Theme, *others: Theme) -> list[str]:
    """What axe finds, on a phone also targets too small for a finger, and anything wider than the screen."""
    problems = find_violations(page, first, *others)
    if page.viewport_size == PHONE:
        problems += page.evaluate(_SMALL_TARGETS)
    assert page.viewport_size is not None
    if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:
        problems.append("wider than the screen")
    return [f"{page.url}: {problem}" for problem in problems]


def look_through(page: Page, addresses: Iterable[str], first: Theme, *others: Theme) -> list[str]:
    """What is wrong with pages, each opened once: on a phone as it comes, then on a desk with all that unfolds open."""
    problems = []
    for address in addresses:
        page.set_viewport_size(PHONE)
        page.goto(address)
        problems += find_problems(page, first, *others)
        page.set_viewport_size(DESK)
        page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
        problems += find_problems(page, first, *others)
    return problems
