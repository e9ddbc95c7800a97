"""How a letter addresses somebody: the lines of the address, the first of them, and the salutation.

What the rules (german-rules.md) leave open is never guessed: where the form of address is not known, there is no first
line and no salutation, and ``question`` says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import regex

from drafting.rules.bodies import name_members
from drafting.rules.offices import (
    Office,
    as_accusative,
    as_feminine,
    find_held,
    is_feminine,
    names_person,
    read_office,
)

# The address zone of DIN 5008 has six lines; so many characters stand in one of them. Set smaller, it has seven.
MOST_LINES, LINE_WIDTH = 6, 46
MOST_SMALL_LINES, SMALL_WIDTH = 7, 54
ANYBODY = "Sehr geehrte Damen und Herren"


class Form(StrEnum):
    """How somebody wants to be addressed; "" is not known, ``NEUTRAL`` is by full name, ``GROUP`` several at once."""

    UNKNOWN = ""
    WOMAN = "frau"
    MAN = "herr"
    NEUTRAL = "neutral"
    MEMBERS = "mitglieder"
    GROUP = "gruppe"


FORM_LABELS = {
    Form.UNKNOWN: "noch nicht bekannt",
    Form.WOMAN: "Frau",
    Form.MAN: "Herr",
    Form.NEUTRAL: "ohne Frau oder Herr, mit vollem Namen",
    Form.MEMBERS: "Mitglieder",
    Form.GROUP: "Damen und Herren",
}
_FORMS = {
    "": Form.UNKNOWN,
    **dict.fromkeys(("frau", "fr", "fr.", "mrs", "ms"), Form.WOMAN),
    **dict.fromkeys(("herr", "herrn", "hr", "hr.", "mr"), Form.MAN),
    **dict.fromkeys(("neutral", "divers", "keine", "ohne", "guten tag"), Form.NEUTRAL),
    **dict.fromkeys(("mitglieder", "die mitglieder", "an die mitglieder"), Form.MEMBERS),
    **dict.fromkeys(("damen und herren", "gruppe", "alle", "team"), Form.GROUP),
}


def read_form(word: str) -> Form | None:
    """The form of address a table or form names; None for a word that is none."""
    return _FORMS.get(" ".join(word.split()).casefold())


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to, as written down; all but the organisation or a name may be empty."""

    form: Form = Form.UNKNOWN
    title: str = ""
    given_name: str = ""
    name: str = ""
    office: str = ""
    organisation: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""

    @property
    def full_name(self) -> str:
        """The name with titles, as it stands in the address."""
        return " ".join(part for part in (self.title, self.given_name, self.name) if part)


QUESTION_LABELS = {
    "nameless": "Zur Anrede „Frau“ oder „Herr“ fehlt der Name (%(name)s).",
    "unfit": "„%(name)s“ passt nicht zur Anrede „Herr“: Was stimmt?",
    "untold": "Für %(name)s fehlt die Anrede: Frau, Herr oder keine von beiden?",
    "officer": "„%(name)s“ ist eine einzelne Person: Es fehlen ihr Name und die Anrede.",
    "surname": "Zu %(name)s fehlt der Nachname.",
    "rank": "Steht das Amt „%(name)s“ in der Anrede, und wie? Bitte die Anrede von Hand angeben.",
    "members": "Mitglieder wessen (%(name)s)? Bitte als Amt „Mitglieder des …“ oder „Mitglieder der …“ schreiben.",
    "single": "%(name)s ist eine einzelne Person: Frau, Herr oder keine von beiden?",
}
REMARK_LABELS = {
    "nothing": "Weder Postanschrift noch E-Mail-Adresse: So erreicht dieser Brief niemanden.",
    "nowhere": "Ohne Postanschrift; dieser Brief geht nur per E-Mail.",
    "street": "Ohne Straße.",
    "town": "Postleitzahl oder Ort fehlt.",
    "long": "Die Anschrift braucht mehr als die sechs Zeilen des Anschriftfelds; sie wird kleiner gesetzt.",
    "over": "Die Anschrift ist zu lang: Auch kleiner gesetzt passt sie nicht in das Fenster. Bitte kürzen.",
}


@dataclass(frozen=True, slots=True)
class Address:
    """How an addressee is addressed; ``question`` is what only a person can answer, "" where nothing is open.

    ``remarks`` are what somebody should look at: an address without a street, one with too many lines. Question and
    remarks are sentences of ``QUESTION_LABELS`` and ``REMARK_LABELS``; a question is about ``%(name)s``.
    """

    first_line: str
    lines: tuple[str, ...]
    salutation: str
    question: str = ""
    about: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """The question in German, with what it is about."""
        return self.question % {"name": self.about} if self.question else ""

    @property
    def field(self) -> tuple[str, ...]:
        """All lines of the address field."""
        return (self.first_line, *self.lines) if self.first_line else self.lines


def address(to: Addressee, *, email: str = "") -> Address:
    """Address somebody by the rules; only the remarks need to know whether there is an e-mail address."""
    if not to.name and not to.given_name:
        found = _address_group(to)
    elif to.form in (Form.MAN, Form.WOMAN):
        found = _address_person(to, is_woman=to.form is Form.WOMAN)
    else:
        found = _address_untold(to)
    return replace(found, remarks=list_remarks(found.field, to, email=email))


def _address_group(to: Addressee) -> Address:
    """Address an office without a person, or several at once: nobody is named, so nobody's form is needed."""
    office, organisation = to.office, to.organisation
    question, salutation = "", ANYBODY
    if to.form is Form.MEMBERS:
        members = name_members(office or organisation)
        question, salutation = ("", f"Sehr geehrte {members}") if members else (QUESTION_LABELS["members"], "")
        if members:
            office, organisation = members, organisation if office else ""
    if office and organisation and office.startswith(f"{organisation},"):
        lines = [organisation, office[len(organisation) + 1 :].strip()]
    elif office and organisation and organisation in office:
        lines = [office]
    else:
        lines = [line for line in (office, organisation) if line]
    if to.form in (Form.MAN, Form.WOMAN):
        question, salutation = QUESTION_LABELS["nameless"], ""
    elif to.form in (Form.UNKNOWN, Form.NEUTRAL) and _is_officer(office):
        question, salutation = QUESTION_LABELS["officer"], ""
    about = to.office or to.organisation
    return Address(lines[0] if lines else "", (*lines[1:], *_place(to)), salutation, question, about)


def _is_officer(words: str) -> bool:
    office = read_office(words)
    return office.is_member or names_person(office.words)


def _address_person(to: Addressee, *, is_woman: bool) -> Address:
    office = read_office(to.office)
    name = " ".join(part for part in (to.full_name, office.mandate) if part)
    if not is_woman and is_feminine(office.words):
        return Address("", _lines(to, office, (name,)), "", QUESTION_LABELS["unfit"], to.office)
    words = as_feminine(office.words) if is_woman else office.words
    held = find_held(words)
    called, dear = ("Frau", "Sehr geehrte Frau") if is_woman else ("Herrn", "Sehr geehrter Herr")
    if held.rank is not None:
        said = held.rank.short(organisation=to.organisation)
        first = f"{called} {said if is_woman else as_accusative(said)}"
        lines: tuple[str, ...] = (name, held.others, to.organisation, *_place(to))
    else:
        first = f"{called} {name}"
        lines = (words, to.organisation, *_place(to))
    lines = tuple(line for line in lines if line)
    if not to.name:
        return Address(first, lines, "", QUESTION_LABELS["surname"], to.full_name)
    if held.is_open:
        return Address(first, lines, "", QUESTION_LABELS["rank"], words)
    if held.rank is not None:
        return Address(first, lines, f"{dear} {held.rank.bare}")
    if office.is_member:
        return Address(first, lines, f"{dear} {'Abgeordnete' if is_woman else 'Abgeordneter'}")
    return Address(first, lines, _greet(to, dear, is_woman=is_woman))


def _address_untold(to: Addressee) -> Address:
    """Address a person whose form is not known, or who wants none."""
    office = read_office(to.office)
    name = " ".join(part for part in (to.full_name, office.mandate) if part)
    if to.form is Form.NEUTRAL and not to.name:
        return Address(name, _lines(to, office, ()), "", QUESTION_LABELS["surname"], to.full_name)
    if to.form is Form.NEUTRAL:
        return Address(name, _lines(to, office, ()), f"Guten Tag {_polite_name(to)}")
    question = QUESTION_LABELS["single" if to.form in (Form.MEMBERS, Form.GROUP) else "untold"]
    return Address("", _lines(to, office, (name,)), "", question, to.full_name)


def _lines(to: Addressee, office: Office, before: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in (*before, office.words, to.organisation, *_place(to)) if line)


def _place(to: Addressee) -> tuple[str, ...]:
    town = " ".join(part for part in (to.postcode, to.place) if part)
    return tuple(line for line in (to.street, town) if line)


# Of several titles only the highest stands in the salutation, without what specifies it.
_DOCTOR = regex.compile(r"\bDr\b|\bDr(?=[.-])|\bDDr\b")
_PROFESSOR = regex.compile(r"(?i)\bProf(?:\.|\b|essor)")
_NOBLE = regex.compile(
    r"^(?:Freiherr|Freifrau|Freiin|Graf|Gräfin|Baron|Baronin|Baroness|Fürst|Fürstin|Prinz|Prinzessin|Herzog|Herzogin"
    r"|Reichsgraf|Reichsgräfin)\b"
)


def _title(to: Addressee, *, is_woman: bool) -> str:
    if _PROFESSOR.search(to.title):
        return "Professorin" if is_woman else "Professor"
    return "Dr." if _DOCTOR.search(to.title) else ""


def _greet(to: Addressee, dear: str, *, is_woman: bool) -> str:
    """Greet by name: the highest title alone; „Frau“ and „Herr“ do not stand before a noble name."""
    title, name = _title(to, is_woman=is_woman), to.name or to.given_name
    if not title and _NOBLE.match(name):
        return f"{dear.rsplit(' ', 1)[0]} {name}"
    return " ".join(part for part in (dear, title, name) if part)


def _polite_name(to: Addressee) -> str:
    title = "Prof." if _PROFESSOR.search(to.title) else "Dr." if _DOCTOR.search(to.title) else ""
    return " ".join(part for part in (title, to.given_name, to.name) if part)


# A line with postcode and town, of here or abroad; a line with a house number or a box.
_TOWN = regex.compile(r"^(?:[A-Z]{1,3}[- ]?)?[0-9][0-9A-Z]{2,5}(?: ?[A-Z]{2})? +\p{L}{2}")
_STREET = regex.compile(
    r"(?i)\p{L}.*[0-9]|[0-9].*\p{L}|postfach|(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer)$"
)


def list_remarks(field: tuple[str, ...], to: Addressee, *, email: str) -> tuple[str, ...]:
    """What somebody should look at before this address is printed, by the lines that are printed."""
    town = " ".join(part for part in (to.postcode, to.place) if part)
    towns = [line for line in field if _TOWN.search(line) or (to.postcode and to.place and line == town)]
    known = (to.street, to.office, to.organisation)
    last = field[: field.index(towns[0])][-1:] if towns else field[-1:]
    streets = [to.street] * (to.street in field) + [line for line in last if _STREET.search(line) and line not in known]
    remarks = []
    if not towns and not any(streets) and not (town and town in field):
        remarks.append("nowhere" if email else "nothing")
    elif not towns:
        remarks.append("town")
    elif not any(streets):
        remarks.append("street")
    if is_over(field):
        remarks.append("over")
    elif is_long(field):
        remarks.append("long")
    return tuple(REMARK_LABELS[remark] for remark in remarks)


def is_long(field: tuple[str, ...]) -> bool:
    """Whether an address needs more lines than its zone has."""
    return count_lines(field) > MOST_LINES


def is_over(field: tuple[str, ...]) -> bool:
    """Whether an address does not fit into its zone though it is set smaller."""
    return is_long(field) and count_lines(field, SMALL_WIDTH) > MOST_SMALL_LINES


def count_lines(lines: tuple[str, ...], width: int = LINE_WIDTH) -> int:
    """How many lines of so many characters these take: a long one is set in two, a word longer than a line is cut."""
    count = 0
    for line in lines:
        room = 0
        count += 1
        for word in line.split():
            if room and room + 1 + len(word) > width:
                count += 1
                room = 0
            room += len(word) + (1 if room else 0)
            more, room = divmod(max(room - 1, 0), width)
            count, room = count + more, room + 1
    return count
