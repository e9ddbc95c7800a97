"""The draft council paper (Beschlussvorlage) as a Word file: to be filled in at home, with the whole paper as annex."""

from __future__ import annotations

from drafting.exports import docx_styles as styles
from drafting.exports.council import CouncilPaper
from drafting.exports.docx_elements import element
from drafting.exports.docx_layout import GERMAN
from drafting.exports.docx_package import new_package, save
from drafting.exports.docx_runs import plain, text_runs
from drafting.exports.docx_writers import PaperWriter
from drafting.rules.signing import say_day
from drafting.text.document import Block, Document, Kind, Run, make_block

_TITLE = "Beschlussvorlage"


def write_council_paper(draft: CouncilPaper) -> bytes:
    """Write the draft; the same one gives the same bytes."""
    title = plain(f"{_TITLE}: Mitzeichnung von „{draft.paper.title}“")
    document = new_package(
        language=GERMAN.tag, running_title=f"{_TITLE}, {plain(draft.municipality)}", page_words=GERMAN.page
    )
    writer = PaperWriter(document, GERMAN, reasons=True)
    writer.line(styles.TITLE, _TITLE)
    writer.line(styles.SUBTITLE, f"Mitzeichnung von „{draft.paper.title}“")
    writer.line(styles.DATE, f"{draft.municipality} · Entwurf, bitte anpassen")
    for label, value in _list_particulars(draft):
        content = [*text_runs(f"{label}: ", bold=True), *text_runs(value)]
        writer.paragraph(styles.TEXT, label, content).append(element("spacing", after=40))
    for heading, blocks in _list_parts(draft):
        writer.line(styles.SECTION, heading)
        writer.blocks(Document.of(blocks))
    annex = f"Anlage: {draft.paper.title}"
    writer.paragraph(styles.SECTION, annex, text_runs(plain(annex))).insert(1, element("pageBreakBefore"))
    writer.blocks(Document.of([_paragraph(_say_annex(draft))]))
    writer.text(draft.paper)
    return save(
        document,
        title=title,
        creator=plain(draft.conference) or "drafting",
        language=GERMAN.tag,
        moment=draft.paper.moment,
    )


def _list_particulars(draft: CouncilPaper) -> tuple[tuple[str, str], ...]:
    return (
        ("Vorlage Nr.", "[bitte ergänzen]"),
        ("Gremium", f"{draft.body} [oder zuständiger Ausschuss]"),
        ("Sitzung am", "[bitte ergänzen]"),
        ("Behandlung", "öffentlich"),
        ("Frist der Mitzeichnung", say_day(draft.closes_on)),
    )


def _list_parts(draft: CouncilPaper) -> tuple[tuple[str, list[Block]], ...]:
    title = f"„{draft.paper.title}“"
    held = f" in {draft.place}" if draft.place else ""
    held += f" ({say_day(draft.held_on)})" if draft.held_on else ""
    counted = "eine Forderung" if draft.demands == 1 else f"{draft.demands} Forderungen"
    facts = [
        _paragraph(
            f"Die Teilnehmenden der Veranstaltung „{draft.conference}“{held} haben gemeinsam {title} beschlossen. "
            f"Das Papier enthält {counted}:"
        ),
        *(_item(f"{heading or 'Ohne Überschrift'} ({_count(number)})") for heading, number in draft.sections),
        _paragraph(
            f"{draft.municipality} ist eingeladen, das Papier bis zum {say_day(draft.closes_on)} mitzuzeichnen. "
            "Genannt wird eine Kommune nur, wenn eine dazu befugte Person zugestimmt hat. Die Mitzeichnung kann auch "
            "vorbehaltlich der Zustimmung des Gremiums erklärt und jederzeit zurückgezogen werden."
        ),
        _paragraph(
            f"Gezeichnet wird der Stand „{draft.edition}“, wie er dieser Vorlage als Anlage beiliegt (Prüfzeichen "
            f"{draft.digest[:12]}). Ändert sich der Wortlaut danach in der Sache, braucht es eine neue Zustimmung."
        ),
    ]
    resolution = [
        _paragraph(f"Die Verwaltung schlägt vor, folgenden Beschluss zu fassen ({draft.body}):"),
        _number(f"{draft.municipality} zeichnet {title} in der als Anlage beigefügten Fassung mit."),
        _number(
            "Die Verwaltung wird beauftragt, dies den Organisierenden gegenüber zu erklären. Ist die Mitzeichnung "
            "bereits unter Vorbehalt erklärt, wird der Vorbehalt damit aufgehoben."
        ),
    ]
    reasons = [
        _paragraph(
            "Die Forderungen richten sich an die im Papier genannten Stellen. Gemeinsam vorgetragen haben sie mehr "
            "Gewicht als einzelne Schreiben. Zu den Forderungen stehen die Begründungen, soweit es welche gibt, in der "
            "Anlage."
        ),
        _paragraph(
            "Für die Kommune sind besonders wichtig: [bitte die Forderungen nennen und kurz sagen, was sie "
            "vor Ort ändern würden]."
        ),
        _paragraph(
            "Die Mitzeichnung ist eine politische Erklärung. Unmittelbare Kosten entstehen dadurch nicht "
            "[bitte prüfen]."
        ),
    ]
    return (("Sachverhalt", facts), ("Beschlussvorschlag", resolution), ("Begründung", reasons))


def _say_annex(draft: CouncilPaper) -> str:
    return f"Stand „{draft.edition}“, Prüfzeichen {draft.digest[:12]}. Der Wortlaut ist unverändert wiedergegeben."


def _count(number: int) -> str:
    return "1 Forderung" if number == 1 else f"{number} Forderungen"


def _paragraph(text: str) -> Block:
    return make_block(Kind.PARAGRAPH, [Run(text)])


def _item(text: str) -> Block:
    return make_block(Kind.BULLET, [Run(text)])


def _number(text: str) -> Block:
    return make_block(Kind.NUMBER, [Run(text)])
