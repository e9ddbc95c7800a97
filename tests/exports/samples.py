"""Letters for the tests of exports: a usual one, and one with everything that is unusual."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.exports.papers import Paper, PaperSection, PaperUnit
from drafting.text.document import Document
from drafting.text.markdown import parse


def as_paper(letter: Letter) -> Paper:
    """The same text as the paper in one of its states, its units counted."""
    serials = count(1)

    def unit(number: str, text: Document) -> PaperUnit:
        serial = next(serials)
        return PaperUnit(f"u{serial}", number, text, serial=serial)

    def bare(text: Document) -> PaperUnit | None:
        return unit("", text) if text.blocks else None

    return Paper(
        id="p",
        title=letter.title,
        subtitle=letter.subtitle,
        date=letter.date,
        preamble=bare(letter.preamble),
        sections=tuple(
            PaperSection(
                f"s{place}", each.heading, tuple(unit(demand.number, demand.document) for demand in each.demands)
            )
            for place, each in enumerate(letter.sections)
        ),
        closing=bare(letter.closing),
        place=letter.place,
        signatories=letter.signatories,
        language=letter.language,
        sender=letter.sender,
        moment=letter.moment,
    )


USUAL = Letter(
    title="Verlässliche Regeln für digitale Rathäuser",
    subtitle="Forderungspapier an Bund und Land",
    date="Beschlossen am 12. November 2026 in Heilbronn",
    preamble=parse(
        "# Präambel\n\nWir verantworten die Digitalisierung. Rund **vier von fünf** Leistungen liegen bei uns."
    ),
    sections=(
        LetterSection(
            "Recht",
            (
                LetterDemand(
                    "1",
                    parse(
                        "# Schriftform abbauen\n\nWir fordern dies _bis 2027_, "
                        "siehe [die Liste](https://liste.example/a?b=1&c=2). Vorrang haben:\n\n"
                        "- Anträge auf Wohngeld,\n- Bauanträge.\n\nDas gilt auch künftig.\n\n"
                        "> Der Medienbruch kostet Zeit.\n\n> Er schafft keine Sicherheit."
                    ),
                ),
                LetterDemand(
                    "2", parse("# Niveaus festlegen\n\nEs gilt:\n\na) eins,\nb) zwei.\n\n> Niemand versteht es.")
                ),
            ),
        ),
        LetterSection(
            "Finanzen",
            (
                LetterDemand("7", parse("# Dauerhaft finanzieren\n\n1. Geld,\n  a) viel,\n  b) sicher,\n2. Zeit.")),
                LetterDemand(
                    "7a", parse("# Personal gewinnen\n\nErst so:\n\n1. eins,\n2. zwei.\n\nDann so:\n\n1. drei.")
                ),
                LetterDemand("12", parse("# Sicherheit stärken\n\nEine Nummer für alle.")),
            ),
        ),
    ),
    closing=parse("# Ausblick\n\nWir bieten unsere Mitarbeit an."),
    place="Heilbronn, den 12. November 2026",
    signatories=("Marlene Haselbrunn, Stadt Heilbronn", "Joachim Tannenried, Stadt Calw"),
    sender="Netzwerk der Kommunen",
    moment=datetime(2026, 11, 12, 16, 30, tzinfo=UTC),
)

_ODD = parse(
    "# Titel mit _kursiv_ und [Adresse](https://beispiel.example/%C3%A4)\n\n"
    f"Donaudampfschifffahrts{'x' * 400} 😀👩‍👩‍👧 und שלום עולם, e\u0301 und «\u202fso\u202f».\n\n"
    "1. eins\n2. zwei\n  a) alpha\n    - tief\n  b) beta\n- Strich\n  1. innen\n\n"
    "> Grund mit **fett**.\n\nمرحبا بالعالم، نص قصير. 123\n\n1\\. Januar 2026"
)

UNUSUAL = Letter(
    title="",
    subtitle="",
    date="",
    preamble=Document.of(()),
    sections=tuple(
        LetterSection(
            f"Abschnitt {section}",
            tuple(
                LetterDemand(str(number), _ODD if number % 3 == 0 else parse(f"# Forderung Nummer {number}\n\nKurz."))
                for number in range(section * 10 + 1, section * 10 + 11)
            ),
        )
        for section in range(6)
    ),
    closing=parse("Ein Schluss ohne Überschrift."),
    place="",
    signatories=(),
)
