"""The sentences with which a file is refused: what it is, and what to do."""

from __future__ import annotations

from drafting.errors import InvalidInputError


def damaged() -> InvalidInputError:
    """The file is cut short or not well-formed."""
    return InvalidInputError(
        "Die Datei ist beschädigt oder unvollständig. "
        "Bitte noch einmal herunterladen oder in Word öffnen und neu speichern."
    )


def forged() -> InvalidInputError:
    """The file holds what no office program writes."""
    return InvalidInputError(
        "Die Datei enthält Teile, die kein Office-Programm schreibt, und wurde zur Sicherheit nicht gelesen. "
        "Bitte in Word öffnen und neu speichern."
    )


def too_large() -> InvalidInputError:
    """The file is a bomb, or far beyond any paper."""
    return InvalidInputError(
        "Die Datei ist ausgepackt viel zu groß für ein Papier und wurde nicht gelesen. "
        "Bitte nur den Text in eine neue Datei kopieren."
    )


def too_heavy(megabytes: int) -> InvalidInputError:
    """The upload itself is too large, usually for its pictures."""
    return InvalidInputError(
        f"Die Datei ist größer als {megabytes} MB. Bitte Bilder daraus entfernen oder nur das Nötige "
        "in eine neue Datei kopieren."
    )


def too_long(limit: int) -> InvalidInputError:
    """The text has more paragraphs than any paper."""
    number = f"{limit:_}".replace("_", ".")
    return InvalidInputError(
        f"Die Datei hat mehr als {number} Absätze. Ein Papier hat höchstens einige Hundert; "
        "bitte nur den Text des Papiers in eine neue Datei kopieren."
    )


def too_many_changes(limit: int) -> InvalidInputError:
    """The file has more tracked changes than anybody can look at."""
    number = f"{limit:_}".replace("_", ".")
    return InvalidInputError(
        "Die Datei hat mehr als %(number)s nachverfolgte Änderungen. "
        "Bitte die erledigten in Word annehmen oder ablehnen, oder die Datei in mehrere teilen.",
        number=number,
    )


def too_many_authors(limit: int) -> InvalidInputError:
    """More people have changed the file than can be told apart."""
    return InvalidInputError(
        "In der Datei stehen Änderungen von mehr als %(number)s Verfassern. Bitte die Datei in mehrere teilen.",
        number=limit,
    )


def too_much() -> InvalidInputError:
    """So many people have changed so long a file that reading it would take too long."""
    return InvalidInputError(
        "Die Datei ist zu lang für so viele Verfasser. Bitte nur die Teile mit Änderungen in eine neue Datei kopieren, "
        "oder die Datei in mehrere teilen."
    )


def other_paper(count: int, known: int) -> InvalidInputError:
    """Nothing in the file is like anything in the paper, or next to nothing."""
    if not known:
        return InvalidInputError(
            "Diese Datei scheint ein anderes Dokument zu sein: Von %(count)s Absätzen des Papiers steht keiner darin. "
            "Bitte prüfen, ob die richtige Datei gewählt wurde.",
            count=count,
        )
    return InvalidInputError(
        "Diese Datei scheint ein anderes Dokument zu sein: Von %(count)s Absätzen des Papiers finden sich darin nur "
        "%(known)s. Bitte prüfen, ob die richtige Datei gewählt wurde.",
        count=count,
        known=known,
    )


def long_paragraph() -> InvalidInputError:
    """One paragraph is longer than any page."""
    return InvalidInputError(
        "Ein Absatz der Datei ist länger als 20.000 Zeichen. Bitte in Word in kürzere Absätze teilen."
    )


def empty() -> InvalidInputError:
    """There is nothing in the file."""
    return InvalidInputError("Die Datei ist leer. Bitte prüfen, ob die richtige Datei gewählt wurde.")


def wordless() -> InvalidInputError:
    """The file is well, but has no words."""
    return InvalidInputError("In der Datei steht kein Text. Bitte prüfen, ob die richtige Datei gewählt wurde.")


def encrypted() -> InvalidInputError:
    """The file wants a password."""
    return InvalidInputError(
        "Die Datei ist mit einem Kennwort verschlüsselt. Bitte öffnen, den Kennwortschutz entfernen und neu speichern."
    )


def old_format(wanted: str) -> InvalidInputError:
    """The file is of the office formats before 2007, whatever its name."""
    return InvalidInputError(
        f"Das ist eine Datei im alten Office-Format (.doc oder .xls). Bitte öffnen und als {wanted} speichern."
    )


def pdf() -> InvalidInputError:
    """The file is a PDF."""
    return InvalidInputError(
        "Das ist eine PDF-Datei. Bitte die Datei nehmen, aus der sie entstanden ist, "
        "oder die PDF-Datei in Word öffnen und als Word-Dokument (.docx) speichern."
    )


def rich_text(wanted: str) -> InvalidInputError:
    """The file is RTF."""
    return InvalidInputError(f"Das ist eine RTF-Datei. Bitte in Word öffnen und als {wanted} speichern.")


def open_document(wanted: str) -> InvalidInputError:
    """The file is of LibreOffice's own format."""
    return InvalidInputError(
        f"Das ist eine OpenDocument-Datei. Bitte in LibreOffice öffnen und als {wanted} speichern."
    )


def other_format(wanted: str, found: str = "") -> InvalidInputError:
    """The file is something else than its name says."""
    if found:
        return InvalidInputError(f"Das ist ein anderes Format ({found}). Bitte als {wanted} speichern.")
    return InvalidInputError(
        f"Diese Datei hat nicht das Format {wanted}, wie immer sie heißt. "
        "Bitte in Word, Excel oder LibreOffice öffnen und in diesem Format neu speichern."
    )


def macros(wanted: str) -> InvalidInputError:
    """The file holds macros."""
    return InvalidInputError(
        f"Die Datei enthält Makros. Bitte über „Speichern unter“ ohne Makros als {wanted} speichern."
    )


def template(wanted: str) -> InvalidInputError:
    """The file is a template, not a document."""
    return InvalidInputError(f"Das ist eine Vorlage, kein Dokument. Bitte in Office öffnen und als {wanted} speichern.")


def strict(wanted: str) -> InvalidInputError:
    """The file is of the strict variant hardly any program writes."""
    return InvalidInputError(
        "Die Datei ist als „Strict Open XML“ gespeichert. "
        f"Bitte über „Speichern unter“ das Format {wanted} ohne „Strict“ wählen."
    )


def embedded() -> InvalidInputError:
    """The file takes text from other files."""
    return InvalidInputError(
        "Die Datei bindet den Text anderer Dateien ein, der so nicht zu lesen ist. "
        "Bitte in Word öffnen, neu speichern und noch einmal versuchen."
    )


def not_text() -> InvalidInputError:
    """The file is no text at all, or in an unknown encoding."""
    return InvalidInputError(
        "Das ist keine lesbare Textdatei. Bitte als Word-Dokument (.docx) oder als Text in UTF-8 speichern."
    )


def not_table() -> InvalidInputError:
    """The file should be a table, and is no text at all."""
    return InvalidInputError(
        "Das ist keine lesbare Tabelle. "
        "Bitte in Excel oder LibreOffice öffnen und als „CSV UTF-8“ oder .xlsx speichern."
    )
