"""The words random texts are made of: German, odd, repeated, and what looks like markup."""

_GERMAN = (
    "Die Das der und ein in Land Kommunen Stadt, Bürger*innen Beamt*innen, E-Akte E-Akten 31.12.2027 31. Dezember "
    "2026, 1.234,56 Euro stellt bereit. trägt Kosten. prüft zeitnah (soweit möglich) z.B. „digital“ Ver- Entsorgung. "
    "§\u00a03 Abs.\u00a02 10\u00a0% müssen sollen nicht Fristen: Daten; Bund/Länder Portal? Ja! – Schnittstellen, "
    "OZG-Leistungen."
)
GERMAN = tuple(_GERMAN.split(" "))
REPEATED = ("a", "b", "a.", "b,", "a b")
ODD = (
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",  # a family of one grapheme, five code points
    "\U0001f1e9\U0001f1ea",
    "\U0001f44d\U0001f3fd.",
    "e\u0301",
    "s\u0323\u0307\u030c",
    "\u0301",
    "שלום",
    "مرحبا،",
    "日本語",
    "\ufb01",
    "a\u200db",
    "x" * 120,
    "-" * 90,
    "ß" * 81 + ".",
    "10\u202f000",
    "A\u00a0B\u00a0C",
    "…",
    "„“",
    "-a",
    "a-",
    "\u200f",
    "\u00ad",
)
_MARKDOWN = (
    "* ** *** _ __ # ## - + 1. 12. 1) a) aa) z) > >> [ ] ( ) [x] [x](y) ![x](y) ]( \\ \\\\ \\# \\* ` ``` <b> </b> <!-- "
    "&amp; &lt; ~~ | --- === _a_ __a__ *a* **a** **a a** a_b a*b 1\\. \\- – • Begründung: http://x.de/a_b [x]: # [a](b "
    "1.Januar 2.) (a) a)b i) ii) \\a \\1. _** **_ [** **]( _[ ]_ ._ _. _, *, (* *)"
)
MARKDOWN = tuple(_MARKDOWN.split(" "))
LINKS = ("https://ein.example/a_b", "https://ein.example/(a)", "mailto:a@ein.example", "https://x.example/?a=*b*&c=[d]")
