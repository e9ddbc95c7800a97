"""Signs that Word takes from symbol fonts, as the characters every font has."""

from __future__ import annotations

# Microsoft's symbol fonts stand in the private area F000–F0FF; the usual ones in office texts.
_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {
    0x2D: "−", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "µ", 0x70: "π", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA3: "≤",
    0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xDE: "⇒",
}  # fmt: skip


def read_symbol(font: str, code: str) -> str:
    """Return the character for a sign; nothing for a sign no other font has."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    place = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    name = font.lower()
    if name.startswith("wingdings"):
        return _WINGDINGS.get(place, "") if name == "wingdings" else ""
    if name == "symbol":
        return _SYMBOL.get(place, chr(place) if 0x20 <= place < 0x7F and not chr(place).isalpha() else "")
    if 0xE000 <= number <= 0xF8FF or 0xD800 <= number <= 0xDFFF or not 0x20 <= number <= 0x10FFFF:
        return ""
    return chr(number)
