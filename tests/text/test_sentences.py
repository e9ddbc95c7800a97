"""Where a German sentence ends, seen by what counts as standing in the same sentence."""

import pytest

from drafting.text.markdown import parse
from drafting.text.merge import merge


def stand_in_one_sentence(text: str, first: str, second: str) -> bool:
    """Whether two people who each change one of the words are told of each other."""
    assert text.count(first) == text.count(second) == 1
    proposed = {"A": parse(text.replace(first, "Anderes")), "B": parse(text.replace(second, "Neues"))}
    result = merge(parse(text), proposed)
    assert result.conflicts == ()
    return bool(result.neighbours)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Die Frist endet am 31. Dezember 2026 für alle Kommunen.", "Frist", "Kommunen"),
        ("Alle Daten, z. B. Adressen, werden vor Ort gut geschützt.", "Daten", "geschützt"),
        ("Alle Daten, z.B. Adressen, werden vor Ort gut geschützt.", "Daten", "geschützt"),
        ("Nach § 3 Abs. 2 Satz 1 Nr. 5 gilt die Frist heute nicht.", "Satz", "Frist"),
        ("Das Land bzw. der Bund trägt ab 2027 alle Kosten.", "Land", "Kosten"),
        ("Wir danken Dr. Müller und Prof. Dr. Schmidt für den Rat.", "danken", "Rat"),
        ("Gemeint sind Ämter, Schulen usw. im ganzen Land heute.", "Ämter", "Land"),
        ("Rund 1.234,56 Euro zahlt der Bund am 1. Januar an alle.", "Euro", "alle"),
        ("Die 3. Fassung der Richtlinie gilt für jede Gemeinde.", "Fassung", "Gemeinde"),
        ("Das Gesetz (vgl. Art. 91c GG) bindet beide Seiten.", "Gesetz", "Seiten"),
    ],
)
def test_an_abbreviation_or_a_date_ends_no_sentence(text: str, first: str, second: str) -> None:
    assert stand_in_one_sentence(text, first, second)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Das Land zahlt alle Kosten. Die Kommunen helfen ihm dabei.", "Land", "Kommunen"),
        ("Wer zahlt alle Kosten? Die Kommunen helfen dabei gern.", "Kosten", "Kommunen"),
        ("Jetzt muss das Land handeln! Die Kommunen helfen gern.", "Land", "Kommunen"),
        ("Er nennt es „digital und gut.“ Die Kommunen sehen das anders.", "digital", "Kommunen"),
        ("Das Land zahlt (wie bisher). Die Kommunen helfen gern.", "Land", "Kommunen"),
        ("Die Frist endet im Jahr 2026. Danach zahlt das Land allein.", "Frist", "Land"),
        ("- Anträge auf Wohngeld\n- Anmeldungen zur Schule", "Anträge", "Schule"),
        ("# Titel ohne Punkt\n\nDas Land zahlt alle Kosten.", "Titel", "Kosten"),
    ],
)
def test_a_sentence_ends_at_its_mark_or_with_its_block(text: str, first: str, second: str) -> None:
    assert not stand_in_one_sentence(text, first, second)
