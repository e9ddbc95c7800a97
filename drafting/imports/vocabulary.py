"""The words by which the parts of a paper are known: headings, lines and prefixes, in German and English."""

from __future__ import annotations

import regex

_FLAGS = regex.IGNORECASE | regex.VERSION1

PREAMBLE = regex.compile(
    r"(?:präambel|vorwort|vorbemerkung(?:en)?|einleitung|einführung|ausgangslage|hintergrund|anlass|worum es geht|"
    r"preamble|introduction|foreword|background)[\s:]*",
    _FLAGS,
)
CLOSING = regex.compile(
    r"(?:ausblick|schluss|fazit|schlusswort|schlussformel|schlussbemerkung(?:en)?|nachwort|ausklang|zum schluss|"
    r"nächste schritte|wie es weitergeht|fazit und ausblick|schluss und ausblick|"
    r"outlook|conclusions?|closing|next steps)[\s:]*",
    _FLAGS,
)
SIGNED = regex.compile(
    r"(?:die |unsere )?(?:erst|mit)?unterzeichn(?:ende[nr]?|er(?:innen)?|er\*innen|er:innen|erinnen und (?:erst|mit)?"
    r"unterzeichner|et von|ete)(?: und (?:erst|mit)?unterzeichn\w+)?\W*|unterschriften\W*|mitzeichn(?:ende|ungen?)\W*|"
    r"gezeichnet(?: von)?\W*|signatories\W*|signed by\W*",
    _FLAGS,
)
REASON_ALONE = regex.compile(r"(?:zur )?begründung\W*|reasons?\W*|rationale\W*|justification\W*", _FLAGS)
REASON_PREFIX = regex.compile(
    r"(?:(?:zur )?begründung|reasons?|rationale|justification)\s*(?::\s*[-–—]?|[–—])\s*", _FLAGS
)
# The same where a dash behind it is the first of the reason's own words.
REASON_COLON = regex.compile(r"(?:(?:zur )?begründung|reasons?|rationale|justification)\s*:\s*", _FLAGS)
REASON_STYLE = regex.compile(r"begr[üu]e?ndung|\breason|rationale", _FLAGS)
TITLE_STYLE = regex.compile(r"(?:title|titel|dokumenttitel|document title|haupttitel)", _FLAGS)
SUBTITLE_STYLE = regex.compile(r"(?:subtitle|untertitel)", _FLAGS)
DATE_STYLE = regex.compile(r"date|datum|datumszeile|datum.*", _FLAGS)
SIGNED_STYLE = regex.compile(r"signature|unterschrift(?:en)?|unterzeichne.*|signatur", _FLAGS)

_MONTH = (
    r"(?:jan(?:uar|uary)?|jän(?:ner)?|feb(?:ruar|ruary)?|märz|march|apr(?:il)?|mai|may|jun[ie]|jul[iy]|aug(?:ust)?|"
    r"sept?(?:ember)?|okt(?:ober)?|october|nov(?:ember)?|de[zc](?:ember)?)\.?"
)
_DATE = rf"(?:\d{{1,2}}\.\s*(?:\d{{1,2}}\.|{_MONTH})\s*\d{{2,4}}|\d{{4}}-\d\d-\d\d|{_MONTH}\s+\d{{4}})"
DATE = regex.compile(_DATE, _FLAGS)
DATE_LINE = regex.compile(
    rf"(?:stand|beschlossen|verabschiedet|fassung|datum|vom|as of)\b.*\d{{4}}.*|.*{_DATE}.*", _FLAGS
)
PLACE_LINE = regex.compile(rf"\p{{L}}[\p{{L}} .()/–-]{{1,60}},\s*(?:den|im|am|der)?\s*{_DATE}\W*", _FLAGS)

# What may stand before a title or demand when somebody typed the number: "1. ", "2.1 ", "Forderung 3: ", "A) ", "IV. ".
_NAMED = r"(?:Forderung(?:spunkt)?|These|Punkt|Nummer|Nr\.|Ziffer|Demand)\s*"
TYPED = regex.compile(
    rf"\s*(?:(?P<named>{_NAMED})(?P<count>\d{{1,3}}[a-z]?)\s*(?:[.):–—-]\s*|\s|$)|"
    r"(?P<arabic>\(?\d{1,3}(?:\.\d{1,3})*[a-z]?(?:[.):]+|(?<=\.\d+)))\s+|"
    r"(?P<roman>[IVXL]{1,6}[.)])\s+|(?P<letter>\(?[A-Za-z][.)])\s+|(?P<code>[A-ZÄÖÜ]{1,2}\s?\d{1,3}[.):])\s+)",
    regex.VERSION1,
)
MONTH_AFTER = regex.compile(rf"{_MONTH}\b", _FLAGS)
BULLET = regex.compile(r"\s*[•▪◦‣●○■□➢►·∙*–—-]\s+(?=\S)")

FAREWELL = regex.compile(
    r"mit (?:\p{L}+ )*grüßen\W*|hochachtungsvoll\W*|(?:yours )?sincerely\W*|kind regards\W*", _FLAGS
)
SIGNED_LINE = regex.compile(r"gez\.\s+\S.*", _FLAGS)


def bare(text: str) -> str:
    """A heading without its typed number: "3. Fazit" names the same part as "Fazit"."""
    match = TYPED.match(text)
    return text[match.end() :] if match and match.end() < len(text) else text
