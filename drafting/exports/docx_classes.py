"""The stylesheet of a letter's sheet in the browser, whose pages may hold no styles of their own."""

from __future__ import annotations

from collections.abc import Iterable

from drafting.exports.docx_looks import Looks, Rules
from drafting.exports.docx_places import Page

# Only there does a sheet have its measures; on a phone everything stands below one another.
_WIDE = "@media (min-width: 900px)"


class Classes:
    """Looks and places as classes: the same rules are one class, named in the order in which they are first used."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self._names: dict[tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], str] = {}

    def name(self, rules: Rules, wide: Rules | None = None) -> str:
        """The class for these rules; ``wide`` hold only where the sheet has its width."""
        if not rules and not wide:
            return ""
        key = (tuple(rules.items()), tuple((wide or {}).items()))
        return self._names.setdefault(key, f"s{len(self._names) + 1}")

    def write(self, page: Page) -> str:
        """The stylesheet of a sheet of this size."""
        small, wide = [], [_set_page(page)]
        for (rules, more), name in self._names.items():
            said = dict(rules)
            if size := said.get("font-size"):
                # On paper 8 points are readable, on a phone they are not.
                said["font-size"] = f"max(.875rem, {size})"
                more = (*more, ("font-size", size))
            if said:
                small.append(f".sheet .{name} {{ {_say(said.items())} }}")
            if more:
                wide.append(f".sheet .{name} {{ {_say(more)} }}")
        return "\n".join([*small, f"{_WIDE} {{", *wide, "}", ""])


def _set_page(page: Page) -> str:
    return (
        f".sheet {{ width: {page.width:g}mm; }} .sheet--first {{ min-height: {page.height:g}mm; }} "
        f".sheet > div {{ padding: 0 {page.right:g}mm 0 {page.left:g}mm; }} "
        f".sheet > .sheet__head {{ padding-top: {page.header:g}mm; min-height: {page.top:g}mm; }} "
        f".sheet > .sheet__foot {{ padding-bottom: {page.footer:g}mm; min-height: {page.bottom:g}mm; }}"
    )


def _say(rules: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{name}: {value};" for name, value in rules)
