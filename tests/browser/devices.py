"""Browsers that go from one visitor to the next: to begin a new one costs more than most people do with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, expect

# A busy machine may take its time; what never comes still fails.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
Kind = Literal["phone", "desk", "stranger", "plain"]
_OPTIONS: dict[Kind, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": DESK},
    "stranger": {"viewport": PHONE, "reduced_motion": "reduce"},
    "plain": {"viewport": PHONE, "reduced_motion": "reduce", "java_script_enabled": False},
}
# A file of the product's that does nothing: here pages wait for whoever comes next.
_WAITING = "/static/-/narrow.js"


@dataclass(slots=True, eq=False)
class Device:
    """Somebody's own browser with one page; whatever the page complains about is kept."""

    kind: Kind
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    # To be set by whoever changes it in a way that cannot be undone: then nobody else gets it.
    is_spoilt: bool = False


class Devices:
    """The browsers of a run, all for one address, which therefore need to load its scripts and styles but once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._free: dict[Kind, list[Device]] = defaultdict(list)

    def take(self, kind: Kind) -> Device:
        """A browser that knows nothing of anybody, its page not yet anywhere."""
        if self._free[kind]:
            return self._free[kind].pop()
        context = self._browser.new_context(base_url=self._address, locale="de-DE", **_OPTIONS[kind])
        context.set_default_timeout(PATIENCE)
        device = Device(kind, context, context.new_page())
        device.page.on("pageerror", lambda error: device.complaints.append(str(error)))
        device.page.on("console", lambda line: device.complaints.append(line.text) if line.type == "error" else None)
        return device

    def give_back(self, device: Device) -> None:
        """Take a browser from whoever had it, while the server is still there, and clean it of all it has seen."""
        context, page = device.context, device.page
        if device.is_spoilt or page.is_closed():
            context.close()
            return
        for other in context.pages:
            if other is not page:
                other.close()
        for changed in (context, page):
            changed.unroute_all(behavior="ignoreErrors")
        context.set_offline(offline=False)
        if page.url != "about:blank":
            try:
                page.goto(_WAITING)
            except Error:
                # The page was just going somewhere by itself.
                context.close()
                return
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        context.clear_cookies()
        page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
        size: ViewportSize = _OPTIONS[device.kind]["viewport"]
        if page.viewport_size != size:
            page.set_viewport_size(size)
        device.complaints.clear()
        self._free[device.kind].append(device)
