"""Three and more amendments: knots, equal changes by several, and what of an amendment stays outside a conflict."""

from tests.text.demand import BUILDING, CHILDCARE, DEMAND, FEDERAL, FIRST, HOUSING, OPENING, SECOND, THIRD
from tests.text.examples import Example

CHAIN = "Land Kreise Gemeinden Verbände Kammern Vereine wirken dabei dauerhaft zusammen."
HALVES = "- Wohngeld Anmeldungen zur Schule\n- Bauanträge"
# A demand of the shared paper, with what two municipalities really asked for.
WRITTEN_FORM = """# Schriftform konsequent abbauen

Wir fordern Bund und Land auf, alle Schriftformerfordernisse im besonderen Verwaltungsrecht bis zum 31. Dezember \
2026 zu überprüfen und zu streichen, soweit kein zwingender Grund entgegensteht. Wo eine Unterschrift verzichtbar ist, \
muss das Gesetz dies ausdrücklich sagen."""
CALW = ("31. Dezember 2026", "30. Juni 2027")
REUTLINGEN = [("Verwaltungsrecht", "Verwaltungsrecht und im kommunalen Satzungsrecht"), ("überprüfen und zu ", "")]

KNOTS = (
    Example(
        name="three in a chain are one conflict",
        base=CHAIN,
        amendments={
            "A": [("Kreise Gemeinden", "Landkreise Städte")],
            "B": [("Gemeinden Verbände", "Kommunen Bünde")],
            "C": [("Verbände Kammern", "Initiativen Innungen")],
        },
        conflicts="ABC",
        neighbours=None,
    ),
    Example(
        name="three words for one",
        amendments={key: [("2026", year)] for key, year in (("A", "2027"), ("B", "2028"), ("C", "2029"))},
        conflicts="ABC",
        neighbours=None,
        proposals={"": "2026", "A": "2027", "B": "2028", "C": "2029"},
    ),
    Example(
        name="two equal against a third",
        amendments={"A": [("2026", "2027")], "B": [("2026", "2027")], "C": [("2026", "2030")]},
        conflicts="ABC",
        neighbours=None,
        identical=None,  # whether equal proposals inside a conflict are listed too is left open
    ),
    Example(
        name="three equal",
        amendments={key: [("2026", "2027")] for key in "ABC"},
        merged=[("2026", "2027")],
        identical="ABC",
    ),
    Example(
        name="two equal and a third beside them",
        amendments={"A": [("2026", "2027")], "B": [("2026", "2027")], "C": [("kostenfrei", "dauerhaft")]},
        merged=[("2026", "2027"), ("kostenfrei", "dauerhaft")],
        identical="AB",
        neighbours="AC BC",
    ),
    Example(
        name="equal in one place and alone in another",
        amendments={"A": [("2026", "2027")], "B": [("2026", "2027"), ("eigenen", "ausreichenden")]},
        merged=[("2026", "2027"), ("eigenen", "ausreichenden")],
        identical="AB",
    ),
    Example(
        name="a second edit in the sentence joins the conflict",
        amendments={"A": [("2026", "2027"), ("kostenfrei", "dauerhaft")], "B": [("2026", "2028")]},
        conflicts="AB",
        neighbours=None,
        proposals={
            "": "2026 ein gemeinsames Bürgerkonto kostenfrei",
            "A": "2027 ein gemeinsames Bürgerkonto dauerhaft",
            "B": "2028 ein gemeinsames Bürgerkonto kostenfrei",
        },
    ),
    Example(
        name="a second edit somebody else made too stays outside the conflict",
        amendments={
            "A": [("2026", "2027"), ("kostenfrei", "dauerhaft")],
            "B": [("2026", "2028")],
            "C": [("kostenfrei", "dauerhaft")],
        },
        merged=[("kostenfrei", "dauerhaft")],
        conflicts="AB",
        identical="AC",
        neighbours=None,
    ),
    Example(
        name="an edit in another sentence stays outside the conflict",
        amendments={"A": [("2026", "2027"), ("ihre", "alle")], "B": [("2026", "2028")]},
        merged=[("ihre", "alle")],
        conflicts="AB",
        neighbours=None,
    ),
    Example(
        name="an edit inside the span of a conflict joins it",
        amendments={
            "A": [("stellt", "hält"), ("bereit", "vor")],
            "B": [("bereit", "fest")],
            "C": [("2026", "2027")],
        },
        conflicts="ABC",
        neighbours=None,
    ),
    Example(
        name="two conflicts in two paragraphs",
        amendments={
            "A": [("2026", "2027")],
            "B": [("2026", "2028")],
            "C": [("eigenen", "ausreichenden")],
            "D": [("eigenen", "vielen")],
        },
        conflicts="AB CD",
        neighbours=None,
    ),
    Example(
        name="a conflict and a third elsewhere",
        amendments={"A": [("2026", "2027")], "B": [("2026", "2028")], "C": [("Wohngeld", "Kindergeld")]},
        merged=[("Wohngeld", "Kindergeld")],
        conflicts="AB",
    ),
    Example(
        name="four words of one sentence by four",
        amendments={
            "A": [("Das Land stellt", "Der Bund stellt")],
            "B": [("2026", "2027")],
            "C": [("gemeinsames", "einheitliches")],
            "D": [("kostenfrei", "dauerhaft")],
        },
        merged=[
            ("Das Land stellt", "Der Bund stellt"),
            ("2026", "2027"),
            ("gemeinsames", "einheitliches"),
            ("kostenfrei", "dauerhaft"),
        ],
        neighbours="AB BC CD",
    ),
    Example(
        name="a struck paragraph against two who work on it",
        amendments={"A": [(f"{OPENING}\n\n", "")], "B": [("2026", "2027")], "C": [("Die Kosten", "Alle Kosten")]},
        conflicts="ABC",
        neighbours=None,
    ),
    Example(
        name="a struck demand against two who work on it",
        amendments={"A": [(DEMAND, "")], "B": [("2026", "2027")], "C": [("eigenen", "vielen")]},
        conflicts="ABC",
        neighbours=None,
    ),
    Example(
        name="a struck list, an item added inside, and the title",
        amendments={
            "A": [(f"\n\n{HOUSING}\n{CHILDCARE}\n{BUILDING}", "")],
            "B": [(CHILDCARE, f"{CHILDCARE}\n- Ausweise")],
            "C": [("# Digitale", "# Alle digitalen")],
        },
        merged=[("# Digitale", "# Alle digitalen")],
        conflicts="AB",
    ),
    Example(
        name="three deletions together empty a paragraph",
        amendments={"A": [(f"{FIRST} ", "")], "B": [(f"{SECOND} ", "")], "C": [(f" {THIRD}", "")]},
        merged=[(f"{OPENING}\n\n", "")],
        neighbours="AB BC",
    ),
    Example(
        name="an item split in two whose second half two others strike together",
        base=HALVES,
        amendments={
            "A": [("Wohngeld Anm", "Wohngeld\n- Anm")],
            "B": [(" Anmeldungen zur", "")],
            "C": [(" Schule", "")],
        },
        conflicts="ABC",
        neighbours=None,
    ),
    Example(
        name="a paragraph moved by two equally and changed by a third",
        amendments={
            **{key: [(f"\n\n{FEDERAL}", ""), ("\n\nVorrang", f"\n\n{FEDERAL}\n\nVorrang")] for key in "AB"},
            "C": [("eigenen", "vielen")],
        },
        conflicts="ABC",
        neighbours=None,
        identical=None,
    ),
    Example(
        name="what Calw and Reutlingen really asked for",
        base=WRITTEN_FORM,
        amendments={"A": [CALW], "B": REUTLINGEN},
        merged=[CALW, *REUTLINGEN],
        neighbours="AB",
    ),
    Example(
        name="five amendments to one demand",
        amendments={
            "A": [("2026", "2027")],
            "B": [("2026", "2030")],
            "C": [(BUILDING, f"{BUILDING}\n- Gewerbeanmeldungen")],
            "D": [(BUILDING, f"{BUILDING}\n- Gewerbeanmeldungen"), ("eigenen", "ausreichenden")],
            "E": [("Viele Menschen", "Alle")],
        },
        merged=[
            (BUILDING, f"{BUILDING}\n- Gewerbeanmeldungen"),
            ("eigenen", "ausreichenden"),
            ("Viele Menschen", "Alle"),
        ],
        conflicts="AB",
        identical="CD",
    ),
)
