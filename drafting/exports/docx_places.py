"""Pictures, frames and text boxes of a Word file: how large they are and where on the page they stand."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from drafting.exports.docx_elements import Element
from drafting.exports.docx_looks import Rules, millimetres

# Pictures a browser shows; others, and larger ones, are named instead.
_KINDS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "bmp": "bmp"}
_MOST_BYTES = 3_000_000
_EMU = 36_000


@dataclass(frozen=True, slots=True)
class Page:
    """Size and margins of a page in millimetres; ``header`` and ``footer`` are the distances of both from its edge."""

    width: float = 210.0
    height: float = 297.0
    top: float = 25.0
    right: float = 25.0
    bottom: float = 20.0
    left: float = 25.0
    header: float = 12.5
    footer: float = 12.5


def read_page(section: Element) -> Page:
    """Read how a section's page is set up."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    said: dict[str, float] = {}
    for held, names in (
        (size, {"width": "w", "height": "h"}),
        (margins, {name: name for name in ("top", "right", "bottom", "left", "header", "footer")}),
    ):
        for name, attribute in names.items():
            if held is not None and (value := held.get(qn(f"w:{attribute}"))) is not None:
                said[name] = abs(millimetres(value))
    return Page(**said)


def read_size(drawing: Element) -> Rules:
    """How large a drawing is."""
    extent = drawing.find("{*}extent")
    if extent is None:
        return {}
    sides = (("width", extent.get("cx", "")), ("height", extent.get("cy", "")))
    return {name: f"{int(value) / _EMU:.4g}mm" for name, value in sides if value.isdecimal()}


def read_picture(part: Any, drawing: Element) -> tuple[str, str]:
    """A drawing's picture as an address that holds it, "" for one that cannot be shown, and its alternative text."""
    named = drawing.find("{*}docPr")
    words = (named.get("descr") or named.get("title") or "") if named is not None else ""
    blip = next(drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"), None)
    return (load_picture(part, str(blip.get(qn("r:embed")))) if blip is not None else ""), words


def load_picture(part: Any, key: str) -> str:
    """The picture a part refers to by this key, as an address that holds it."""
    relation = part.rels.get(key)
    if relation is None or relation.is_external:
        return ""
    kind = _KINDS.get(str(relation.target_part.partname).rpartition(".")[2].casefold())
    data = relation.target_part.blob
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}" if kind and len(data) <= _MOST_BYTES else ""


def place_frame(frame: Element, page: Page) -> Rules:
    """Where a frame stands on its page; nothing for one that stands where the text is."""
    said = {etree.QName(str(name)).localname: str(value) for name, value in frame.attrib.items()}
    if said.get("vAnchor", "text") == "text":
        return {}
    place = {
        "left": _from("hAnchor", said, page.left) + millimetres(said.get("x", "0")),
        "top": _from("vAnchor", said, page.top) + millimetres(said.get("y", "0")),
        "width": millimetres(said.get("w", "0")),
        "min-height": millimetres(said.get("h", "0")),
    }
    return {"position": "absolute"} | {name: f"{value:g}mm" for name, value in place.items() if value or name == "top"}


def _from(name: str, said: Mapping[str, str], margin: float) -> float:
    return 0.0 if said.get(name) == "page" else margin


def place_anchor(anchor: Element, page: Page) -> Rules:
    """Where a floating drawing stands: from the page's corner, or, without ``top``, from where its paragraph begins."""
    rules: Rules = {"position": "absolute"}
    across, down = anchor.find("{*}positionH"), anchor.find("{*}positionV")
    size = read_size(anchor)
    if across is not None:
        rules |= _place_across(across, float(size.get("width", "0mm").removesuffix("mm")), page)
    if down is not None:
        base = {"page": 0.0, "topMargin": 0.0, "margin": page.top}.get(str(down.get("relativeFrom")))
        if base is None:
            rules["margin-top"] = f"{_offset(down):g}mm"
        else:
            rules["top"] = f"{base + _offset(down):g}mm"
    if anchor.get("behindDoc") == "1":
        rules["z-index"] = "-1"
    return rules | {"width": size.get("width", "auto")}


def _place_across(across: Element, width: float, page: Page) -> Rules:
    start, room = (
        (0.0, page.width) if across.get("relativeFrom") == "page" else (page.left, page.width - page.left - page.right)
    )
    align = across.findtext("{*}align", "")
    shift = {"right": room - width, "outside": room - width, "center": (room - width) / 2}.get(align, _offset(across))
    return {"left": f"{start + shift:.4g}mm"}


def _offset(held: Element) -> float:
    words = held.findtext("{*}posOffset", "0")
    return round(int(words) / _EMU, 2) if words.lstrip("-").isdecimal() else 0.0
