"""Access cards: what stands on each, with its QR code."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import segno
from markupsafe import Markup

from drafting.services.people import IssuedCode

# The standard wants four modules of quiet around a code; the card's own margin gives the rest.
QUIET = 4


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One person's card: the code in the open and as a QR code of its link."""

    name: str
    municipality: str
    panel: str
    code: str
    qr: Markup


def make_cards(codes: Iterable[IssuedCode], base_url: str) -> tuple[AccessCard, ...]:
    """Make the cards for codes that were just issued."""
    return tuple(
        AccessCard(code.name, code.municipality, code.panel, code.code, draw_qr(sign_in_address(base_url, code.code)))
        for code in codes
    )


def sign_in_address(base_url: str, code: str) -> str:
    """Return the address that a code's QR opens."""
    return f"{base_url.rstrip('/')}/anmelden/{quote(code)}"


def draw_qr(address: str) -> Markup:
    """Draw an address as a QR code in SVG, without colours of its own, so that it prints black."""
    # Everything in the drawing comes from the library; the address is only in its modules.
    drawing = segno.make(address, error="m", micro=False).svg_inline(border=QUIET, omitsize=True, svgclass="qr")
    return Markup(drawing)  # noqa: S704 — no text from outside is in it


def write_qr(address: str) -> bytes:
    """An address as a QR code in an SVG file of its own, black on white, for print."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=QUIET, scale=8, light="#fff")
    return written.getvalue()


def show_host(base_url: str) -> str:
    """Return the address as people type it."""
    parts = urlsplit(base_url)
    return parts.netloc + parts.path.rstrip("/")
