"""How a letter addresses somebody: the lines of the address, the first of them, and the salutation.

What the rules (german-rules.md) leave open is never guessed: where the form of address is not known, there is no first
line and no salutation, and ``question`` says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import regex

from drafting.rules.offices import Office, as_accusative, as_feminine, find_rank, is_feminine, read_office

# The address zone of DIN 5008 has six lines; so many characters stand in one of them.
MOST_LINES, LINE_WIDTH = 6, 46
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
    "single": "%(name)s ist eine einzelne Person: Frau, Herr oder keine von beiden?",
}
REMARK_LABELS = {
    "nowhere": "Ohne Postanschrift; dieser Brief geht nur per E-Mail.",
    "street": "Ohne Straße.",
    "town": "Postleitzahl oder Ort fehlt.",
    "long": "Die Anschrift braucht mehr als die sechs Zeilen des Anschriftfelds; sie wird kleiner gesetzt.",
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


def address(to: Addressee) -> Address:
    """Address somebody by the rules."""
    if not to.name and not to.given_name:
        found = _address_group(to)
    elif to.form in (Form.MAN, Form.WOMAN):
        found = _address_person(to, is_woman=to.form is Form.WOMAN)
    else:
        found = _address_untold(to)
    return replace(found, remarks=list_remarks(to, found.field))


def _address_group(to: Addressee) -> Address:
    """Address an office without a person, or several at once: nobody is named, so nobody's form is needed."""
    office, organisation = to.office, to.organisation
    if office and organisation and office.startswith(f"{organisation},"):
        lines = [organisation, office[len(organisation) + 1 :].strip()]
    elif office and organisation and organisation in office:
        lines = [office]
    else:
        lines = [line for line in (office, organisation) if line]
    salutation = ANYBODY
    if to.form is Form.MEMBERS:
        group = office or (f"Mitglieder {organisation}" if organisation else "Mitglieder")
        salutation = f"Sehr geehrte {group if group.startswith('Mitglieder') else f'Mitglieder {group}'}"
    question = ""
    if to.form in (Form.MAN, Form.WOMAN):
        question, salutation = QUESTION_LABELS["nameless"], ""
    about = office or organisation
    return Address(lines[0] if lines else "", (*lines[1:], *_place(to)), salutation, question, about)


def _address_person(to: Addressee, *, is_woman: bool) -> Address:
    office = read_office(to.office)
    name = " ".join(part for part in (to.full_name, office.mandate) if part)
    if not is_woman and is_feminine(_noun(office.words)):
        return Address("", _lines(to, office, (name,)), "", QUESTION_LABELS["unfit"], to.office)
    words = as_feminine(office.words) if is_woman else office.words
    rank = find_rank(words)
    called, dear = ("Frau", "Sehr geehrte Frau") if is_woman else ("Herrn", "Sehr geehrter Herr")
    if rank is not None:
        held = rank.short(organisation=to.organisation)
        first = f"{called} {held if is_woman else as_accusative(held)}"
        lines: tuple[str, ...] = (name, to.organisation, *_place(to))
    else:
        first = f"{called} {name}"
        lines = (words, to.organisation, *_place(to))
    if rank is not None:
        salutation = f"{dear} {_bare_rank(rank.noun)}"
    elif office.is_member:
        salutation = f"{dear} {'Abgeordnete' if is_woman else 'Abgeordneter'}"
    else:
        salutation = _greet(to, dear, is_woman=is_woman)
    return Address(first, tuple(line for line in lines if line), salutation)


def _address_untold(to: Addressee) -> Address:
    """Address a person whose form is not known, or who wants none."""
    office = read_office(to.office)
    name = " ".join(part for part in (to.full_name, office.mandate) if part)
    if to.form is Form.NEUTRAL:
        return Address(name, _lines(to, office, ()), f"Guten Tag {_polite_name(to)}")
    question = QUESTION_LABELS["single" if to.form in (Form.MEMBERS, Form.GROUP) else "untold"]
    return Address("", _lines(to, office, (name,)), "", question, to.full_name)


def _lines(to: Addressee, office: Office, before: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in (*before, office.words, to.organisation, *_place(to)) if line)


def _place(to: Addressee) -> tuple[str, ...]:
    town = " ".join(part for part in (to.postcode, to.place) if part)
    return tuple(line for line in (to.street, town) if line)


def _noun(office: str) -> str:
    """The noun of an office: what follows its adjectives („Parlamentarische Staatssekretärin“)."""
    rank = find_rank(office)
    return rank.noun if rank else office


def _bare_rank(noun: str) -> str:
    """A federal minister is „Herr Minister“: the salutation does not specify the office."""
    return regex.sub(r"^(?:Bundes|Landes|Innen|Finanz|Digital)minister", "Minister", noun)


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


def list_remarks(to: Addressee, field: tuple[str, ...]) -> tuple[str, ...]:
    """What somebody should look at before this address is printed."""
    remarks = []
    if not (to.street or to.postcode or to.place):
        remarks.append("nowhere")
    elif not to.street:
        remarks.append("street")
    elif not to.place or not to.postcode:
        remarks.append("town")
    if is_long(field):
        remarks.append("long")
    return tuple(REMARK_LABELS[remark] for remark in remarks)


def is_long(field: tuple[str, ...]) -> bool:
    """Whether an address needs more lines than its zone has."""
    return count_lines(field) > MOST_LINES


def count_lines(lines: tuple[str, ...], width: int = LINE_WIDTH) -> int:
    """How many lines of the address field these take: a long one is set in two."""
    count = 0
    for line in lines:
        room = 0
        count += 1
        for word in line.split():
            if room and room + 1 + len(word) > width:
                count += 1
                room = len(word)
            else:
                room += len(word) + (1 if room else 0)
    return count
