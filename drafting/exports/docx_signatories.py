"""The list of those who sign as a Word file, by level and with each condition."""

from __future__ import annotations

from drafting.exports import docx_styles as styles
from drafting.exports.docx_layout import GERMAN
from drafting.exports.docx_package import new_package, save
from drafting.exports.docx_runs import plain
from drafting.exports.docx_writers import PaperWriter
from drafting.exports.signatories import Signatory, SignatoryList
from drafting.rules.signing import say_day

_TITLE = "Mitzeichnende"


def write_signatories(found: SignatoryList) -> bytes:
    """Write the list; the same one gives the same bytes."""
    title = plain(f"{_TITLE}: {found.title}")
    document = new_package(language=GERMAN.tag, running_title=_TITLE, page_words=GERMAN.page)
    writer = PaperWriter(document, GERMAN, reasons=False)
    writer.line(styles.TITLE, _TITLE)
    writer.line(styles.SUBTITLE, found.title)
    writer.line(styles.DATE, f"Stand „{found.edition}“ · {say_count(found)}")
    for group in found.groups:
        writer.line(styles.SECTION, group.label)
        for each in group.signatories:
            writer.line(styles.SIGNATORY, _say(each))
    if found.supporters:
        writer.line(styles.SECTION, "Fachliche Unterstützung")
        writer.line(styles.TEXT, "Diese Personen sprechen für sich, nicht für eine Kommune.")
        for supporter in found.supporters:
            writer.line(styles.SIGNATORY, supporter.label)
    return save(
        document,
        title=title,
        creator=plain(found.conference) or "drafting",
        language=GERMAN.tag,
        moment=found.moment,
    )


def say_count(found: SignatoryList) -> str:
    """How many sign: „12 Kommunen, davon 3 unter Vorbehalt“."""
    counted = "1 Kommune" if found.count == 1 else f"{found.count} Kommunen"
    return f"{counted}, davon {found.reserved} unter Vorbehalt" if found.reserved else counted


def _say(each: Signatory) -> str:
    if each.until is None:
        return each.name
    return f"{each.name} (vorbehaltlich der Zustimmung des Gremiums bis {say_day(each.until)})"
