"""Every relation of two edits, boundaries included."""

from tests.text.demand import (
    BUILDING,
    CHILDCARE,
    DEMAND,
    FEDERAL,
    FIRST,
    HOUSING,
    OPENING,
    PRIORITY,
    REASON,
    SECOND,
    THIRD,
)
from tests.text.examples import Example, clash, equal, two

NEW_LAST = f"{THIRD} Das gilt dauerhaft."
OTHER_LAST = f"{THIRD} Das wird geprüft."
ANEW = "Alle Ämter schließen vorhandene Programme sicher zusammen."
TO_FRONT = f"\n\n{FEDERAL}\n\n{PRIORITY}"
TWO_PARTS = "- Anträge auf Wohngeld Anmeldungen zur Schule\n- Bauanträge"
TWO_SENTENCES = "Wir fordern Schulen.\n\nDer Bund zahlt dafür. Die Länder bauen zügig.\n\nSo wird es gut."
NO_REASON = "# Titel\n\nWir fordern gute Schulen."

IDENTICAL = (
    equal("the same word", ("2026", "2027")),
    equal("the same word struck", ("kostenfrei ", "")),
    equal("the same sentence appended", (THIRD, NEW_LAST)),
    equal("the same paragraph struck", (f"\n\n{FEDERAL}", "")),
    equal("the same item added", (BUILDING, f"{BUILDING}\n- Gewerbeanmeldungen")),
    equal("the same word bold", ("kostenfrei", "**kostenfrei**")),
    equal("the same title struck", ("# Digitale Anträge vereinfachen\n\n", "")),
    equal("the same paragraph moved to the same place", (f"\n\n{FEDERAL}", ""), (f"\n\n{PRIORITY}", TO_FRONT)),
    equal("the whole demand struck", (DEMAND, "")),
)

INDEPENDENT = (
    two("words of two paragraphs", ("2026", "2027"), ("eigenen", "ausreichenden")),
    two("words of two sentences", ("kostenfrei", "dauerhaft"), ("ihre", "alle")),
    two(
        "the last word of a sentence and the first of the next", ("bereit", "zur Verfügung"), ("Die Komm", "Alle Komm")
    ),
    two("two items", ("Wohngeld", "Kindergeld"), ("Anmeldungen", "Meldungen")),
    two("title and reason", ("# Digitale", "# Einfache"), ("einfache Anträge", "schnelle Anträge")),
    two("an item first and an item last", (HOUSING, f"- Ausweise\n{HOUSING}"), (BUILDING, f"{BUILDING}\n- Gewerbe")),
    two("a word and a new paragraph elsewhere", ("2026", "2027"), (FEDERAL, f"{FEDERAL}\n\nNeu.")),
    Example(
        name="a moved paragraph and a word elsewhere",
        amendments={"A": [(f"\n\n{FEDERAL}", ""), (f"\n\n{PRIORITY}", TO_FRONT)], "B": [("Wohngeld", "Kindergeld")]},
        merged=[(f"\n\n{FEDERAL}", ""), (f"\n\n{PRIORITY}", TO_FRONT), ("Wohngeld", "Kindergeld")],
    ),
    two("a paragraph struck and a sentence of another appended", (f"\n\n{FEDERAL}", ""), (THIRD, NEW_LAST)),
)

NEIGHBOURS = (
    two("two words of one sentence", ("2026", "2027"), ("kostenfrei", "dauerhaft"), neighbours="AB"),
    two("adjacent words", ("gemeinsames", "einheitliches"), ("Bürgerkonto", "Nutzerkonto"), neighbours="AB"),
    two(
        "adjacent deletions",
        ("bis 2026 ", ""),
        ("ein gemeinsames ", ""),
        neighbours="AB",
        both=("bis 2026 ein gemeinsames ", ""),
    ),
    two("adjacent paragraphs struck", (f"\n\n{FEDERAL}", ""), (f"\n\n{REASON}", ""), neighbours="AB"),
    two("adjacent items struck", (f"\n{CHILDCARE}", ""), (f"\n{BUILDING}", ""), neighbours="AB"),
    two(
        "an insertion before another's deletion",
        ("bis 2026 ", ""),
        ("stellt bis 2026", "stellt verlässlich bis 2026"),
        both=("stellt bis 2026", "stellt verlässlich"),
        neighbours="AB",
    ),
    two(
        "an insertion after another's deletion",
        ("bis 2026 ", ""),
        ("bis 2026 ein", "bis 2026 verlässlich ein"),
        both=("bis 2026 ein", "verlässlich ein"),
        neighbours="AB",
    ),
    two(
        "a sentence before a struck sentence",
        (f"{SECOND} ", ""),
        (SECOND, f"Das gilt sofort. {SECOND}"),
        both=(SECOND, "Das gilt sofort."),
        neighbours="AB",
    ),
    two(
        "a new paragraph after a struck one",
        (f"\n\n{FEDERAL}", ""),
        (FEDERAL, f"{FEDERAL}\n\nWir bieten Hilfe an."),
        both=(FEDERAL, "Wir bieten Hilfe an."),
        neighbours="AB",
    ),
    two(
        "a new paragraph before a struck one",
        (f"\n\n{FEDERAL}", ""),
        (FEDERAL, f"Wir bieten Hilfe an.\n\n{FEDERAL}"),
        both=(FEDERAL, "Wir bieten Hilfe an."),
        neighbours="AB",
    ),
    two(
        "a new item before a struck one",
        (f"\n{CHILDCARE}", ""),
        (CHILDCARE, f"- Ausweise\n{CHILDCARE}"),
        both=(CHILDCARE, "- Ausweise"),
        neighbours="AB",
    ),
    two(
        "a sentence and a new paragraph at one point",
        (THIRD, NEW_LAST),
        (THIRD, f"{THIRD}\n\nWir bieten Hilfe an."),
        both=(THIRD, f"{NEW_LAST}\n\nWir bieten Hilfe an."),
        neighbours="AB",
    ),
    two(
        "a new paragraph and a sentence at one point",
        (THIRD, f"{THIRD}\n\nWir bieten Hilfe an."),
        (THIRD, NEW_LAST),
        both=(THIRD, f"{NEW_LAST}\n\nWir bieten Hilfe an."),
        neighbours="AB",
    ),
    two(
        "words at the end of an item and a new item",
        (HOUSING, f"{HOUSING} und Heizkosten"),
        (HOUSING, f"{HOUSING}\n- Ausweise"),
        both=(HOUSING, f"{HOUSING} und Heizkosten\n- Ausweise"),
        neighbours="AB",
    ),
    two(
        "a struck sentence and the first word of the next",
        (f"{FIRST} ", ""),
        ("Die Komm", "Alle Komm"),
        neighbours="AB",
    ),
    two(
        "a join and a sentence appended before it",
        (f"\n\n{PRIORITY}", f" {PRIORITY}"),
        (THIRD, NEW_LAST),
        both=(f"{THIRD}\n\n{PRIORITY}", f"{NEW_LAST} {PRIORITY}"),
        neighbours="AB",
    ),
    two(
        "deletions that together empty a paragraph",
        ("Der Bund zahlt dafür. ", ""),
        (" Die Länder bauen zügig.", ""),
        both=("\n\nDer Bund zahlt dafür. Die Länder bauen zügig.", ""),
        neighbours="AB",
        base=TWO_SENTENCES,
    ),
    two(
        "deletions that together empty the title",
        ("# Digitale Anträge vereinfachen", "# vereinfachen"),
        (" vereinfachen\n", "\n"),
        both=("# Digitale Anträge vereinfachen\n\n", ""),
        neighbours="AB",
    ),
    two(
        "a bold word and another word of the sentence",
        ("2026", "**2026**"),
        ("kostenfrei", "dauerhaft"),
        neighbours="AB",
    ),
    two("another kind of item and a word in it", ("- Bau", "1. Bau"), ("im Kenn", "ohne Kenn"), neighbours=None),
    two(
        "another level and a word in it", (CHILDCARE, f"  {CHILDCARE}"), ("zur Kind", "zu jeder Kind"), neighbours=None
    ),
    two(
        "a sentence put anew and a sentence after it",
        (SECOND, ANEW),
        (SECOND, f"{SECOND} Das gilt sofort."),
        both=(SECOND, f"{ANEW} Das gilt sofort."),
        neighbours=None,
    ),
    Example(
        name="a moved paragraph and a new one where it stood",
        amendments={
            "A": [(f"\n\n{FEDERAL}", ""), (f"\n\n{PRIORITY}", TO_FRONT)],
            "B": [(FEDERAL, f"Wir bieten Hilfe an.\n\n{FEDERAL}")],
        },
        merged=[(FEDERAL, "Wir bieten Hilfe an."), (f"\n\n{PRIORITY}", TO_FRONT)],
        neighbours="AB",
    ),
)

CONFLICTS = (
    clash("two numbers for one", ("2026", "2027"), ("2026", "2028"), proposals={"": "2026", "A": "2027", "B": "2028"}),
    clash("a word struck and replaced", ("kostenfrei ", ""), ("kostenfrei", "kostengünstig")),
    clash("overlapping replacements", ("ein gemeinsames Bürgerkonto", "eine Plattform"), ("Bürgerkonto", "Postfach")),
    clash("overlapping deletions", ("bis 2026 ein ", ""), ("ein gemeinsames ", "")),
    clash("two words at one point", ("stellt bis", "stellt verlässlich bis"), ("stellt bis", "stellt zügig bis")),
    clash("a word inside another's deletion", ("bis 2026 ", ""), ("bis 2026", "bis Ende 2026")),
    clash("a word inside a struck sentence", (f" {SECOND}", ""), ("binden ihre", "binden sofort ihre")),
    clash("a word of a struck paragraph", (f"\n\n{FEDERAL}", ""), ("eigenen", "ausreichenden")),
    clash(
        "a sentence appended to a struck paragraph", (f"\n\n{FEDERAL}", ""), (FEDERAL, f"{FEDERAL} Das gilt dauerhaft.")
    ),
    clash(
        "a sentence at the head of a struck paragraph", (f"\n\n{FEDERAL}", ""), (FEDERAL, f"Jetzt gilt es. {FEDERAL}")
    ),
    clash("words appended to a struck item", (f"\n{BUILDING}", ""), (BUILDING, f"{BUILDING} und im Vorverfahren")),
    clash("two sentences appended", (THIRD, NEW_LAST), (THIRD, OTHER_LAST)),
    clash("two new paragraphs at one point", (FEDERAL, f"{FEDERAL}\n\nEines."), (FEDERAL, f"{FEDERAL}\n\nAnderes.")),
    clash("two new items at one point", (HOUSING, f"{HOUSING}\n- Ausweise"), (HOUSING, f"{HOUSING}\n- Urkunden")),
    clash(
        "a new item and a new paragraph at one point",
        (BUILDING, f"{BUILDING}\n- Pässe"),
        (BUILDING, f"{BUILDING}\n\nNeu."),
    ),
    clash(
        "a reason and a paragraph at one point",
        ("gute Schulen.", "gute Schulen.\n\n> Weil."),
        ("gute Schulen.", "gute Schulen.\n\nUnd mehr."),
        base=NO_REASON,
    ),
    clash(
        "a new paragraph between two struck ones", (f"\n\n{FEDERAL}\n\n{REASON}", ""), (FEDERAL, f"{FEDERAL}\n\nNeu.")
    ),
    clash("a join and a new paragraph at its seam", (f"\n\n{PRIORITY}", f" {PRIORITY}"), (THIRD, f"{THIRD}\n\nNeu.")),
    clash(
        "a join and the paragraph before it struck",
        ("dafür. Die Länder bauen zügig.\n\nSo", "dafür. Die Länder bauen zügig. So"),
        ("\n\nDer Bund zahlt dafür. Die Länder bauen zügig.", ""),
        base=TWO_SENTENCES,
    ),
    clash(
        "a join and the paragraph after it struck",
        ("zügig.\n\nSo", "zügig. So"),
        ("\n\nSo wird es gut.", ""),
        base=TWO_SENTENCES,
    ),
    clash(
        "an item split in two whose second half another strikes",
        ("Wohngeld Anm", "Wohngeld\n- Anm"),
        (" Anmeldungen zur Schule", ""),
        base=TWO_PARTS,
    ),
    clash("two titles", ("# Digitale", "# Alle digitalen"), ("# Digitale", "# Einige digitale")),
    clash("the demand struck and a word of it", (DEMAND, ""), ("2026", "2027")),
    clash("the demand struck and a paragraph added inside", (DEMAND, ""), (FEDERAL, f"{FEDERAL}\n\nNeu.")),
    clash("a reason struck and changed", (f"\n\n{REASON}", ""), ("einfache Anträge", "schnelle Anträge")),
    clash("a word bold and replaced", ("kostenfrei", "**kostenfrei**"), ("kostenfrei", "dauerhaft")),
    clash("a word bold and italic", ("kostenfrei", "**kostenfrei**"), ("kostenfrei", "_kostenfrei_")),
    clash("numbers or letters", ("- Anträge", "1. Anträge"), ("- Anträge", "a) Anträge")),
    clash("another level and the item struck", (CHILDCARE, f"  {CHILDCARE}"), (f"\n{CHILDCARE}", "")),
    clash("an item or a reason", (FEDERAL, f"- {FEDERAL}"), (FEDERAL, f"> {FEDERAL}")),
    clash("a sentence put anew and a clause in it", (SECOND, ANEW), ("Fachverfahren an", "Fachverfahren sicher an")),
    clash(
        "a sentence put anew and a clause at its end",
        (SECOND, ANEW),
        ("an. Die Kosten", "an, soweit möglich. Die Kosten"),
    ),
    clash(
        "an item put anew and words that continue it",
        ("im Kenntnisgabeverfahren", "im Kenntnisgabeverfahren ab Mai"),
        (BUILDING, "- Ausweise aller Art"),
    ),
    clash(
        "an item put anew and words that open it",
        (BUILDING, "- Ausweise aller Art"),
        (BUILDING, "- Alle Bauanträge im Kenntnisgabeverfahren"),
    ),
)

LOST_STARTS = (
    clash(
        "an item split in two whose second half another makes a reason",
        ("Wohngeld Anm", "Wohngeld\n- Anm"),
        (" Anmeldungen zur Schule\n", "\n\n> Das hilft allen.\n\n"),
        base=TWO_PARTS,
    ),
)

PARTLY_EQUAL = (
    clash(
        "one paragraph struck, and the same with the next", (f"\n\n{FEDERAL}", ""), (f"\n\n{FEDERAL}\n\n{REASON}", "")
    ),
)

MOVE = [(f"\n\n{FEDERAL}", ""), (f"\n\n{PRIORITY}", TO_FRONT)]


def against_move(name: str, *changes: tuple[str, str]) -> Example:
    """A paragraph moved by A, and another amendment it cannot stand beside."""
    return Example(name=name, amendments={"A": MOVE, "B": list(changes)}, conflicts="AB", neighbours=None)


MOVES = (
    against_move("a moved paragraph and a word in it", ("eigenen", "ausreichenden")),
    against_move("a moved paragraph and a word inserted in it", ("mit eigenen", "mit vielen eigenen")),
    against_move("a moved paragraph and a sentence appended to it", (FEDERAL, f"{FEDERAL} Das gilt dauerhaft.")),
    against_move("a moved paragraph and the same struck", (f"\n\n{FEDERAL}", "")),
    against_move(
        "a paragraph moved to two places", (f"\n\n{FEDERAL}", ""), (f"\n\n{OPENING}", f"\n\n{FEDERAL}\n\n{OPENING}")
    ),
    against_move("a moved paragraph and a new one where it goes", (THIRD, f"{THIRD}\n\nWir bieten Hilfe an.")),
)
