"""Rules of address: the first line, the lines of the address and the salutation, by a table of every tricky case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.addresses import Addressee, Form, address, is_long, list_remarks, read_form
from drafting.rules.offices import as_accusative, as_feminine, find_rank, is_feminine, read_office

W, M = Form.WOMAN, Form.MAN
AT = {"street": "Weg 1", "postcode": "70173", "place": "Stuttgart"}

# form | titles | first name | surname | office | organisation, and below: first line | second line | salutation
PEOPLE = """
frau | Dr. | Ada | Amsel | Ministerin für Wohnen | Ministerium für Wohnen
    > Frau Ministerin | Dr. Ada Amsel | Sehr geehrte Frau Ministerin
herr |  | Ben | Buche | Minister für Finanzen | Ministerium für Finanzen
    > Herrn Minister | Ben Buche | Sehr geehrter Herr Minister
herr |  | Ben | Buche | Bundesminister | Bundesministerium
    > Herrn Bundesminister | Ben Buche | Sehr geehrter Herr Minister
herr |  | Ben | Buche | Innenminister | Landesregierung
    > Herrn Innenminister | Ben Buche | Sehr geehrter Herr Minister
herr |  | Ben | Buche | Justizminister | Landesregierung
    > Herrn Justizminister | Ben Buche | Sehr geehrter Herr Minister
frau |  | Ada | Amsel | Kultusministerin | Kultusministerium
    > Frau Kultusministerin | Ada Amsel | Sehr geehrte Frau Ministerin
frau |  | Ada | Amsel | Innen- und Digitalminister | Landesregierung
    > Frau Innen- und Digitalministerin | Ada Amsel | Sehr geehrte Frau Ministerin
herr |  | Ben | Buche | Staatsminister | Staatskanzlei
    > Herrn Staatsminister | Ben Buche | Sehr geehrter Herr Staatsminister
herr |  | Ben | Buche | Finanzsenator | Senat
    > Herrn Finanzsenator | Ben Buche | Sehr geehrter Herr Senator
herr |  | Ben | Buche | Ministerpräsident | Staatsministerium
    > Herrn Ministerpräsidenten | Ben Buche | Sehr geehrter Herr Ministerpräsident
herr |  | Ben | Buche | Minister des Innern | Landesregierung
    > Herrn Minister des Innern | Ben Buche | Sehr geehrter Herr Minister
frau |  | Ada | Amsel | Ministerpräsident | Staatsministerium
    > Frau Ministerpräsidentin | Ada Amsel | Sehr geehrte Frau Ministerpräsidentin
frau |  | Ada | Amsel | MdB, Parlamentarische Staatssekretärin | Ministerium
    > Frau Parlamentarische Staatssekretärin | Ada Amsel MdB | Sehr geehrte Frau Staatssekretärin
herr |  | Ben | Buche | Parlamentarischer Staatssekretär | Ministerium
    > Herrn Parlamentarischen Staatssekretär | Ben Buche | Sehr geehrter Herr Staatssekretär
frau |  | Ada | Amsel | Parlamentarischer Staatssekretär | Ministerium
    > Frau Parlamentarische Staatssekretärin | Ada Amsel | Sehr geehrte Frau Staatssekretärin
herr |  | Ben | Buche | MdL und Staatssekretär | Ministerium
    > Herrn Staatssekretär | Ben Buche MdL | Sehr geehrter Herr Staatssekretär
frau |  | Ada | Amsel | Büroleiterin der Ministerin | Ministerium
    > Frau Ada Amsel | Büroleiterin der Ministerin | Sehr geehrte Frau Amsel
herr |  | Ben | Buche | Präsident | Städtetag
    > Herrn Präsidenten | Ben Buche | Sehr geehrter Herr Präsident
frau |  | Ada | Amsel | Präsidentin des Landtags | Landtag
    > Frau Präsidentin des Landtags | Ada Amsel | Sehr geehrte Frau Präsidentin
herr |  | Ben | Buche | Regierungspräsident | Regierungspräsidium
    > Herrn Regierungspräsidenten | Ben Buche | Sehr geehrter Herr Regierungspräsident
herr |  | Ben | Buche | Landrat | Landratsamt
    > Herrn Landrat | Ben Buche | Sehr geehrter Herr Landrat
frau |  | Ada | Amsel | Landrat | Landratsamt
    > Frau Landrätin | Ada Amsel | Sehr geehrte Frau Landrätin
herr |  | Ben | Buche | Erster Bürgermeister | Stadt
    > Herrn Ersten Bürgermeister | Ben Buche | Sehr geehrter Herr Bürgermeister
frau |  | Ada | Amsel | Oberbürgermeisterin | Stadt
    > Frau Oberbürgermeisterin | Ada Amsel | Sehr geehrte Frau Oberbürgermeisterin
herr |  | Ben | Buche | MdL | Landtag
    > Herrn Ben Buche MdL | Landtag | Sehr geehrter Herr Abgeordneter
frau | Dr. h. c. | Ada | Amsel | MdB | Bundestag
    > Frau Dr. h. c. Ada Amsel MdB | Bundestag | Sehr geehrte Frau Abgeordnete
frau |  | Ada | Freifrau von Amsel | Mitglied des Landtags | Landtag
    > Frau Ada Freifrau von Amsel MdL | Landtag | Sehr geehrte Frau Abgeordnete
herr | Dr. | Ben | Graf von und zu Buche | MdL, Vorsitzender des Ausschusses | Landtag
    > Herrn Dr. Ben Graf von und zu Buche MdL | Vorsitzender des Ausschusses | Sehr geehrter Herr Abgeordneter
herr | Prof. Dr. | Ben | Buche | Beauftragter der Regierung | Amt
    > Herrn Prof. Dr. Ben Buche | Beauftragter der Regierung | Sehr geehrter Herr Professor Buche
frau | Prof. Dr. Dr. | Ada | Amsel | Vorsitzender des Beirats | Beirat
    > Frau Prof. Dr. Dr. Ada Amsel | Vorsitzende des Beirats | Sehr geehrte Frau Professorin Amsel
herr | Dr. h. c. | Ben | Buche |  | Verein
    > Herrn Dr. h. c. Ben Buche | Verein | Sehr geehrter Herr Dr. Buche
herr | Dr.-Ing. | Ben | Buche |  | Verein
    > Herrn Dr.-Ing. Ben Buche | Verein | Sehr geehrter Herr Dr. Buche
herr | Dipl.-Verw.wiss. | Ben | Buche |  | Verein
    > Herrn Dipl.-Verw.wiss. Ben Buche | Verein | Sehr geehrter Herr Buche
frau |  | Ada | Amsel | Hauptgeschäftsführer | Landkreistag
    > Frau Ada Amsel | Hauptgeschäftsführerin | Sehr geehrte Frau Amsel
frau |  | Ada | van den Amsel |  | Verein
    > Frau Ada van den Amsel | Verein | Sehr geehrte Frau van den Amsel
herr |  | Ben | Freiherr von Buche |  | Verein
    > Herrn Ben Freiherr von Buche | Verein | Sehr geehrter Freiherr von Buche
frau | Dr. | Ada | Gräfin Amsel |  | Verein
    > Frau Dr. Ada Gräfin Amsel | Verein | Sehr geehrte Frau Dr. Gräfin Amsel
neutral | Dr. | Kim | Kolibri | Geschäftsführung | Anstalt
    > Dr. Kim Kolibri | Geschäftsführung | Guten Tag Dr. Kim Kolibri
"""


def list_people() -> list[list[str]]:
    cells = [[cell.strip(" >") for cell in line.split("|")] for line in PEOPLE.strip().split("\n")]
    return [[*given, *said] for given, said in zip(cells[::2], cells[1::2], strict=True)]


@pytest.mark.parametrize("row", list_people(), ids=lambda row: " ".join(row[:6]))
def test_people_are_addressed_by_the_rules(row: list[str]) -> None:
    form, title, given, name, office, organisation, first, second, salutation = row
    found = address(Addressee(Form(form), title, given, name, office, organisation, **AT))
    assert (found.first_line, found.lines[0], found.salutation) == (first, second, salutation)
    assert (found.lines[-2:], found.question, found.remarks) == (("Weg 1", "70173 Stuttgart"), "", ())


# form, office, organisation → lines before the street, salutation
GROUPS = [
    (Form.UNKNOWN, "Amt A, Referat B", "Amt A", ("Amt A", "Referat B"), "Sehr geehrte Damen und Herren"),
    (Form.UNKNOWN, "Vorsitz des Rats", "Rat, Büro", ("Vorsitz des Rats", "Rat, Büro"), "Sehr geehrte Damen und Herren"),
    (Form.UNKNOWN, "", "Amt A", ("Amt A",), "Sehr geehrte Damen und Herren"),
    (Form.MEMBERS, "Mitglieder des Rats", "Bund", ("Mitglieder des Rats", "Bund"), "Sehr geehrte Mitglieder des Rats"),
    (Form.MEMBERS, "", "des Beirats", ("Mitglieder des Beirats",), "Sehr geehrte Mitglieder des Beirats"),
    (Form.MEMBERS, "", "Beirat X", ("Mitglieder des Beirats X",), "Sehr geehrte Mitglieder des Beirats X"),
    (
        Form.MEMBERS,
        "Innenausschuss",
        "",
        ("Mitglieder des Innenausschusses",),
        "Sehr geehrte Mitglieder des Innenausschusses",
    ),
    (
        Form.MEMBERS,
        "die Fraktion X",
        "Tag",
        ("Mitglieder der Fraktion X", "Tag"),
        "Sehr geehrte Mitglieder der Fraktion X",
    ),
    (Form.UNKNOWN, "Gemeinderat", "Stadt", ("Gemeinderat", "Stadt"), "Sehr geehrte Damen und Herren"),
    (Form.UNKNOWN, "Büro der Ministerin", "Amt", ("Büro der Ministerin", "Amt"), "Sehr geehrte Damen und Herren"),
    (Form.GROUP, "Fraktionen im Landtag", "Landtag", ("Fraktionen im Landtag",), "Sehr geehrte Damen und Herren"),
]


@pytest.mark.parametrize(("form", "office", "of", "lines", "salutation"), GROUPS)
def test_offices_and_groups_are_addressed_without_a_name(
    form: Form, office: str, of: str, lines: tuple[str, ...], salutation: str
) -> None:
    found = address(Addressee(form, office=office, organisation=of, **AT))
    assert found.field == (*lines, "Weg 1", "70173 Stuttgart")
    assert (found.salutation, found.question) == (salutation, "")


@pytest.mark.parametrize(
    ("to", "asked"),
    [
        (Addressee(given_name="Kim", name="Kolibri", organisation="Anstalt"), "Für Kim Kolibri fehlt die Anrede"),
        (Addressee(Form.GROUP, name="Kolibri"), "Kolibri ist eine einzelne Person"),
        (Addressee(M, name="Buche", office="Ministerin"), "„Ministerin“ passt nicht zur Anrede „Herr“"),
        (Addressee(M, name="Buche", office="Vorsitzende des Beirats"), "passt nicht zur Anrede „Herr“"),
        (Addressee(M, name="Buche", office="Kaufmännische Direktorin"), "passt nicht zur Anrede „Herr“"),
        (Addressee(W, organisation="Landtag"), "fehlt der Name (Landtag)"),
        (Addressee(W, given_name="Eva", organisation="Amt"), "Zu Eva fehlt der Nachname."),
        (Addressee(Form.NEUTRAL, given_name="Eva", organisation="Amt"), "Zu Eva fehlt der Nachname."),
        (Addressee(office="Ministerin", organisation="Amt"), "„Ministerin“ ist eine einzelne Person"),
        (Addressee(office="MdL"), "„MdL“ ist eine einzelne Person"),
        (Addressee(Form.MEMBERS, organisation="Deutscher Städtetag"), "„Mitglieder des …“"),
        (Addressee(Form.MEMBERS, office="Landtag, Ausschuss für X"), "„Mitglieder des …“"),
        (Addressee(Form.MEMBERS, office="Vorstand und Beirat"), "„Mitglieder des …“"),
        *(
            (Addressee(M, name="Buche", office=office), f"Steht das Amt „{office}“ in der Anrede")
            for office in ("stellv. Ministerpräsident", "Minister a. D.", "Altbürgermeister", "Landrat und Präsident")
        ),
    ],
)
def test_what_the_rules_leave_open_is_asked_and_never_guessed(to: Addressee, asked: str) -> None:
    found = address(to)
    assert asked in found.asked
    assert found.salutation == ""


@pytest.mark.parametrize(
    ("office", "first", "below", "salutation"),
    [
        ("stellvertretender Ministerpräsident und Innenminister", "Innenminister", "Stellvertretender", "Minister"),
        ("Innenminister und stellvertretender Ministerpräsident", "Innenminister", "Stellvertretender", "Minister"),
        ("Chef der Staatskanzlei und Staatsminister", "Staatsminister", "Chef der Staatskanzlei", "Staatsminister"),
        ("Landrat, Vorsitzender des Vereins", "Landrat", "Vorsitzender des Vereins", "Landrat"),
    ],
)
def test_of_several_offices_the_one_in_the_salutation_stands_first(
    office: str, first: str, below: str, salutation: str
) -> None:
    found = address(Addressee(M, "", "Ben", "Buche", office, "Land"))
    assert (found.first_line, found.lines[0], found.lines[2]) == (f"Herrn {first}", "Ben Buche", "Land")
    assert found.lines[1].startswith(below)
    assert (found.salutation, found.question) == (f"Sehr geehrter Herr {salutation}", "")


@given(st.lists(st.sampled_from(("", "Dr.", "Amt", "Kim", "Ministerin", "MdL", "Vorsitzender")), max_size=5))
def test_nobody_without_a_form_of_address_is_greeted_as_woman_or_man(words: list[str]) -> None:
    found = address(Addressee(Form.UNKNOWN, *words))
    assert "Frau" not in f"{found.first_line} {found.salutation}"
    assert "Herrn" not in found.first_line
    assert bool(found.salutation) is not bool(found.question)


def test_an_address_is_looked_at_before_it_is_printed() -> None:
    ada = Addressee(W, name="Amsel")
    assert address(ada).remarks == ("Weder Postanschrift noch E-Mail-Adresse: So erreicht dieser Brief niemanden.",)
    assert address(ada, email="a@b.example").remarks == ("Ohne Postanschrift; dieser Brief geht nur per E-Mail.",)
    assert address(replace(ada, postcode="1", place="B")).remarks == ("Ohne Straße.",)
    assert address(replace(ada, office="Referat 4", postcode="70173", place="B")).remarks == ("Ohne Straße.",)
    assert address(replace(ada, street="Weg 1")).remarks == ("Postleitzahl oder Ort fehlt.",)
    long = "Ministerium für Inneres, Digitalisierung, Kommunen und Verbraucherschutz des Landes"
    assert "sechs Zeilen" in address(Addressee(W, name="Amsel", office=long, organisation=long[:50], **AT)).remarks[0]
    assert (
        "Bitte kürzen"
        in address(Addressee(W, name="Amsel", office=long * 2, organisation=f"{long} A", **AT)).remarks[0]
    )
    assert not is_long(("Frau", "Ada Amsel", "Amt", "Weg 1", "70173 Stuttgart"))


@pytest.mark.parametrize(
    ("lines", "remarks"),
    [
        (("Postfach 7", "A-1010 Wien"), ()),
        (("Amt", "Weg 1", "70173 Stuttgart"), ()),
        (("Amt", "70173 Stuttgart"), ("Ohne Straße.",)),
        (("Persönlich", "Weg 1"), ("Postleitzahl oder Ort fehlt.",)),
        (("Persönlich",), ("Ohne Postanschrift; dieser Brief geht nur per E-Mail.",)),
    ],
)
def test_remarks_are_about_the_lines_that_are_printed(lines: tuple[str, ...], remarks: tuple[str, ...]) -> None:
    to = Addressee(W, name="Amsel", organisation="Amt", **AT)
    assert list_remarks(("Frau Amsel", *lines), replace(to, street=""), email="a@b.example") == remarks


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Frau", W),
        (" herrn ", M),
        ("Hr.", M),
        ("", Form.UNKNOWN),
        ("divers", Form.NEUTRAL),
        ("Mitglieder", Form.MEMBERS),
        ("Damen und  Herren", Form.GROUP),
        ("Exzellenz", None),
    ],
)
def test_forms_of_address_are_read_as_people_write_them(word: str, form: Form | None) -> None:
    assert read_form(word) == form


@pytest.mark.parametrize(
    ("written", "words", "mandate", "is_member"),
    [
        ("MdL", "", "MdL", True),
        ("Mitglied des Deutschen Bundestages", "", "MdB", True),
        ("MdL, Vorsitz für Inneres, Digitales", "Vorsitz für Inneres, Digitales", "MdL", True),
        ("Staatssekretärin, MdB", "Staatssekretärin", "MdB", True),
        ("Abgeordnete", "", "", True),
        ("Ministerin des Inneren, für Digitalisierung", "Ministerin des Inneren, für Digitalisierung", "", False),
    ],
)
def test_office_and_mandate_are_taken_apart(written: str, words: str, mandate: str, is_member: bool) -> None:
    office = read_office(written)
    assert (office.words, office.mandate, office.is_member) == (words, mandate, is_member)


def test_offices_change_with_the_person_and_the_case() -> None:
    assert as_feminine("Leitender Direktor des Amts") == "Leitende Direktorin des Amts"
    assert as_feminine("Vorsitzender") == as_feminine("Vorsitzende") == "Vorsitzende"
    assert as_feminine("Referat 4") == "Referat 4"
    assert as_feminine("Ministerialrat") == "Ministerialrätin"
    assert as_feminine("Geschäftsführung") == "Geschäftsführung"
    assert as_accusative("Vorsitzender des Rats") == "Vorsitzenden des Rats"
    assert as_accusative("Präsident des Landtags") == "Präsidenten des Landtags"
    assert (is_feminine("Leitung"), is_feminine("Landrätin"), is_feminine("Landrat")) == (None, True, False)
    assert find_rank("Leiterin der Stabsstelle") is None
