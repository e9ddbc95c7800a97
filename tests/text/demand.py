"""The demand that the examples amend, and its parts by name."""

DEMAND = """# Digitale Anträge vereinfachen

Das Land stellt bis 2026 ein gemeinsames Bürgerkonto kostenfrei bereit. Die Kommunen binden ihre Fachverfahren an. \
Die Kosten trägt das Land.

Vorrang haben Verfahren mit hohen Fallzahlen:

- Anträge auf Wohngeld
- Anmeldungen zur Kindertagesbetreuung
- Bauanträge im Kenntnisgabeverfahren

Der Bund fördert die Anbindung mit eigenen Mitteln.

> Viele Menschen erwarten einfache Anträge."""

FIRST = "Das Land stellt bis 2026 ein gemeinsames Bürgerkonto kostenfrei bereit."
SECOND = "Die Kommunen binden ihre Fachverfahren an."
THIRD = "Die Kosten trägt das Land."
OPENING = f"{FIRST} {SECOND} {THIRD}"
PRIORITY = "Vorrang haben Verfahren mit hohen Fallzahlen:"
HOUSING = "- Anträge auf Wohngeld"
CHILDCARE = "- Anmeldungen zur Kindertagesbetreuung"
BUILDING = "- Bauanträge im Kenntnisgabeverfahren"
FEDERAL = "Der Bund fördert die Anbindung mit eigenen Mitteln."
REASON = "> Viele Menschen erwarten einfache Anträge."
