"""Offers: everything there is to take away, in the order and the words of the page of exports."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.queries.files import KINDS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its ending: what its button says, and its media type."""

    label: str
    media_type: str


FORMATS = {
    "docx": Format("Word", WORD),
    "pdf": Format("PDF", "application/pdf"),
    **{
        KINDS[kind].extension: Format(label, KINDS[kind].media_type)
        for kind, label in (("odt", "ODT"), ("markdown", "Markdown"), ("json", "JSON"), ("akn", "XML"))
    },
}

# What each is called, and what is in it.
OFFER_LABELS = {
    "letter": (
        "Brief an die Empfänger",
        "Für jede und jeden mit Anschrift und Anrede, auf Ihrem Briefkopf oder nach DIN 5008, als Word-Datei oder PDF.",
    ),
    "paper": ("Papier", "Der Wortlaut allein, mit denen, die ihn mitgezeichnet haben."),
    "redline": (
        "Redline",
        (
            "Was sich geändert hat, als nachverfolgte Änderungen, jede mit Antrag und Abstimmung. "
            "Alles ablehnen ergibt den alten, alles annehmen den neuen Wortlaut."
        ),
    ),
    "copy": (
        "Arbeitsfassung zum Drucken",
        (
            "Mit den Zeilennummern, nach denen Anträge zitiert werden, am Rand; immer mit Begründungen, weil deren "
            "Zeilen mitzählen."
        ),
    ),
    "word": (
        "Mit Word arbeiten",
        (
            "Eine Datei, in der Word jede Änderung aufzeichnet. Was darin geändert wird, lässt sich als Anträge wieder "
            "einlesen."
        ),
    ),
    "synopsis": (
        "Synopse",
        "Zwei Stände nebeneinander, Satz für Satz: mit Begründungen in drei Spalten samt Beschluss, ohne in zweien.",
    ),
    "minutes": (
        "Protokoll der Abstimmungen",
        "Alle beendeten Abstimmungen mit jeder Zahl, der Regel und ihrer Formel, namentliche Stimmen mit Namen.",
    ),
    "amendments": (
        "Liste der Änderungsanträge",
        "Alle Anträge nach Forderung und Stelle, mit Änderungssatz, Antragstellenden und Stand.",
    ),
    "annexes": (
        "Anlagen",
        "Was dem Brief beiliegt: Mitzeichnende mit ihrem Vorbehalt, Praxisbeispiele und Sondervoten.",
    ),
    "odt": ("OpenDocument", "Das Papier zum Weiterschreiben in LibreOffice und anderen freien Büroprogrammen."),
    "markdown": (
        "Markdown",
        (
            "Das Papier als einfacher Text für Webseiten und Versionsverwaltung. Beim Einlesen entsteht wieder "
            "dasselbe Papier."
        ),
    ),
    "json": (
        "JSON",
        (
            "Die ganze Konferenz für Programme und Archive: Fassungen mit ihrer Herkunft, Anträge, Abstimmungen, "
            "Kommentare und Praxisbeispiele, ohne Namen von Personen und ohne Stimmzettel. Kommunen "
            "stehen darin auch ohne Mitzeichnung: nicht zum Veröffentlichen."
        ),
    ),
    "akn": (
        "Akoma Ntoso",
        "Das Papier mit allen Anträgen in der XML-Sprache, mit der Parlamente und Ministerien Texte austauschen.",
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the page; the kinds are those of ``drafting letter export``.

    ``preview`` is where it can be looked at. ``is_quick`` says that its first format is written in no time, so that no
    process has to begin for it. A line with an ``address`` leads to a page of its own.
    """

    kind: str
    filename: str = ""
    formats: tuple[str, ...] = ("docx", "pdf")
    preview: str = ""
    is_quick: bool = False
    address: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return OFFER_LABELS[self.kind][0]

    @property
    def sentence(self) -> str:
        """What is in it."""
        return OFFER_LABELS[self.kind][1]


def _print(kind: str, filename: str, *, is_quick: bool = False) -> Offer:
    return Offer(kind, filename, preview=f"/ausgaben/{kind}", is_quick=is_quick)


def _file(kind: str, *, preview: str = "", is_quick: bool = False) -> Offer:
    return Offer(kind, KINDS[kind].file_name, (KINDS[kind].extension,), preview=preview, is_quick=is_quick)


LETTER = Offer("letter", address="/brief")
GROUP_LABELS = {
    "paper": "Papier und Änderungen",
    "prints": "Synopse, Protokoll, Anträge, Anlagen",
    "formats": "Weitere Formate",
}
GROUPS = {
    "paper": (
        _print("paper", "Papier", is_quick=True),
        _file("redline", preview="/papier/vergleich"),
        _file("copy", is_quick=True),
        Offer("word", address="/mit-word"),
    ),
    "prints": (
        _print("synopsis", "Synopse"),
        _print("minutes", "Protokoll der Abstimmungen"),
        _print("amendments", "Liste der Antraege"),
        _print("annexes", "Anlagen"),
    ),
    "formats": (
        _file("odt", is_quick=True),
        _file("markdown", is_quick=True),
        _file("json"),
        _file("akn"),
    ),
}
OFFERS = {offer.kind: offer for offers in GROUPS.values() for offer in offers if not offer.address}
