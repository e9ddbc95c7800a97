"""Names of municipalities in one form, and the classes by which they are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.sizes import SizeClass, find_size, name_key, plain_name, sort_key


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Stadt Calw", "Calw"),
        ("Gemeinde Bad  Bellingen", "Bad Bellingen"),
        ("Große Kreisstadt Rottenburg am Neckar", "Rottenburg am Neckar"),
        ("Landeshauptstadt Stuttgart", "Stuttgart"),
        ("Calw, Stadt", "Calw"),
        ("Tübingen, Universitätsstadt", "Tübingen"),
        ("Stadtlohn", "Stadtlohn"),
        ("Stadt", "Stadt"),
        ("Landratsamt Calw", "Landratsamt Calw"),
        ("Gemeindeverwaltungsverband Mittleres Enztal", "Gemeindeverwaltungsverband Mittleres Enztal"),
        ("", ""),
    ],
)
def test_a_name_is_kept_without_what_kind_of_municipality_it_is(written: str, plain: str) -> None:
    assert plain_name(written) == plain


@given(st.text(alphabet="Stad tGemeindKrs,ß C\u0308", max_size=40) | st.text(max_size=40))
def test_a_plain_name_stays_as_it_is(written: str) -> None:
    assert plain_name(plain_name(written)) == plain_name(written)


def test_capitals_and_kinds_make_no_other_municipality() -> None:
    assert name_key("STADT CALW") == name_key("Calw, Stadt") != name_key("Landratsamt Calw")


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (None, SizeClass.UNKNOWN),
        (4_999, SizeClass.VILLAGE),
        (5_000, SizeClass.SMALL),
        (19_999, SizeClass.SMALL),
        (20_000, SizeClass.MEDIUM),
        (50_000, SizeClass.LARGE),
        (99_999, SizeClass.LARGE),
        (100_000, SizeClass.CITY),
    ],
)
def test_the_class_follows_from_the_inhabitants(population: int | None, size: SizeClass) -> None:
    assert find_size("Calw", population) is size


@pytest.mark.parametrize("name", ["Landratsamt Karlsruhe", "Rhein-Neckar-Kreis", "Ostalbkreis", "Landkreis Calw"])
def test_a_district_is_no_large_city(name: str) -> None:
    assert find_size(name, 450_000) is SizeClass.DISTRICT


def test_names_are_put_in_order_as_in_german_lists() -> None:
    names = ["Stadt Winnenden", "Stadt Öhringen", "Stadt Ostrach", "Stadt Überlingen"]
    assert sorted(names, key=sort_key) == ["Stadt Öhringen", "Stadt Ostrach", "Stadt Überlingen", "Stadt Winnenden"]
