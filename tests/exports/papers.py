"""Papers for the tests of redlines: random pairs of states, and the acts that lie between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from drafting.bench.samples import change_words, make_sentence
from drafting.exports.acts import Act, ActVote
from drafting.exports.papers import Paper, PaperSection, PaperUnit
from drafting.exports.redlines import PaperRedline, UnitChange
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.markdown import parse, to_markdown
from tests.text.strategies import pairs

NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)
VOTE = ActVote(7, "Plenum", NOON, 142, 61, 12, 0, "Mehr Ja als Nein: 142 gegen 61.")
ACTS: Mapping[str, Act] = {
    "calw": Act("amendment", "Ä12", "Stadt Calw", NOON, "Frist nennen", vote=VOTE),
    "ulm": Act("amendment", "Ä7", "Stadt Ulm", NOON),
    "editor": Act("editorial", "Redaktion", at=NOON, reason="Tippfehler"),
    "otherwise": Act("otherwise", "Redaktion"),
    "signing": Act("signing", "Mitzeichnung"),
}


def make_unit(name: str, document: Document, *, number: str = "", serial: int = 0) -> PaperUnit:
    """A unit whose name is its id."""
    return PaperUnit(name, number, document, version_id=f"{name}-1", serial=serial)


def make_paper(*sections: PaperSection, preamble: str = "", closing: str = "", **lines: str) -> Paper:
    """A paper with these sections."""
    return Paper(
        id="paper",
        title=lines.get("title", "Verlässliche Regeln"),
        subtitle=lines.get("subtitle", ""),
        date=lines.get("date", ""),
        preamble=make_unit("preamble", parse(preamble), serial=100) if preamble else None,
        sections=sections,
        closing=make_unit("closing", parse(closing), serial=101) if closing else None,
        place=lines.get("place", ""),
        signatories=tuple(lines.get("signatories", "").splitlines()),
        sender="Netzwerk",
        moment=NOON,
    )


def make_redline(before: Paper, after: Paper, *, act: str = "calw", moved: str = "") -> PaperRedline:
    """The redline between two states in which one act is behind all changes of words, and Ulm's behind all moves."""
    olds, news = ({unit.id: unit for unit in paper.units()} for paper in (before, after))
    changes = {}
    for name in {**olds, **news}:
        old, new = olds.get(name), news.get(name)
        if old is None or new is None:
            changes[name] = UnitChange(act=act)
            continue
        lengths = (len(unit.document.tokens()) for unit in (old, new))
        removed, brought = ((act,) * length for length in lengths)
        edits = find_edits(old.document, new.document)
        changes[name] = UnitChange(edits, removed, brought, act="ulm" if name == moved else "")
    return PaperRedline(before, after, ACTS, "otherwise", "signing", changes)


@st.composite
def _unit_pairs(draw: st.DrawFn, serial: int) -> tuple[PaperUnit | None, PaperUnit | None, UnitChange]:
    """A unit in both states, or in one of them, with acts drawn for every token."""
    before, after = draw(pairs())
    fate = draw(st.sampled_from(["changed", "changed", "changed", "same", "gone", "new"]))
    if fate == "same":
        after = before
    name, numbers = f"u{serial}", (str(serial), draw(st.sampled_from([str(serial), str(serial), f"{serial}a", ""])))
    acts: SearchStrategy[str] = st.sampled_from(["calw", "calw", "ulm", "editor", ""])
    removed, brought = (
        tuple(draw(st.lists(acts, min_size=length, max_size=length)))
        for length in (len(before.tokens()), len(after.tokens()))
    )
    change = UnitChange(
        edits=find_edits(before, after) if fate in ("changed", "same") else (),
        removed=removed,
        brought=brought,
        act=draw(st.sampled_from(["", "", "ulm"])),
    )
    old = None if fate == "new" else make_unit(name, before, number=numbers[0], serial=serial)
    new = None if fate == "gone" else make_unit(name, after, number=numbers[1], serial=serial)
    return old, new, change


@st.composite
def redlines(draw: st.DrawFn, *, most: int = 4) -> PaperRedline:
    """Two states of a paper: units changed, new, struck, moved and renumbered, sections among them."""
    drawn = [draw(_unit_pairs(serial)) for serial in range(draw(st.integers(1, most)))]
    states = []
    for side, units in enumerate(([each[0] for each in drawn], [each[1] for each in drawn])):
        standing = [unit for unit in units if unit is not None]
        if side and draw(st.booleans()):
            standing = draw(st.permutations(standing))
        cut = draw(st.integers(0, len(standing)))
        halves = [("s1", standing[:cut]), ("s2", standing[cut:])]
        if side and draw(st.integers(0, 3)) == 0:
            halves.reverse()
        sections = [
            PaperSection(name, "Recht" if name == "s1" else "", tuple(half))
            for name, half in halves
            if half or name == "s1"
        ]
        states.append(sections)
    around = {"preamble": "# Präambel\n\nWir sind viele.", "place": draw(st.sampled_from(["", "Heilbronn"]))}
    before, after = (
        make_paper(
            *sections,
            closing="# Ende\n\nWir helfen.",
            signatories=draw(st.sampled_from(["", "A", "A\nB", "B"])),
            **around,
        )
        for sections in states
    )
    changes = {f"u{serial}": change for serial, (_, _, change) in enumerate(drawn)}
    return PaperRedline(before, after, ACTS, "otherwise", "signing", changes)


def random_redline(seed: int) -> PaperRedline:
    """Two states of a paper of plausible sentences, the same for a seed, with every kind of change among them."""
    random = Random(seed)
    olds = [make_unit(f"u{n}", _draft(random), number=str(n + 1), serial=n) for n in range(random.randint(2, 5))]
    news = []
    for unit in olds:
        fate = random.random()
        if fate < 0.1:
            continue
        number = f"{unit.number}a" if fate > 0.95 else unit.number
        news.append(make_unit(unit.id, _redraft(unit.document, random), number=number, serial=unit.serial))
    if random.random() < 0.4:
        news.insert(random.randint(0, len(news)), make_unit("new", _draft(random), number="9", serial=50))
    moved = ""
    if len(news) > 1 and random.random() < 0.4:
        unit = news.pop(random.randrange(len(news)))
        moved = unit.id
        news.insert(random.randint(0, len(news)), unit)
    states = []
    for units in (olds, news):
        cut = random.randint(0, len(units))
        halves = (("s1", "Recht", units[:cut]), ("s2", "Finanzen", units[cut:]))
        states.append([PaperSection(name, heading, tuple(half)) for name, heading, half in halves if half])
    preamble = "# Präambel\n\nWir sind viele."
    before, after = (make_paper(*sections, preamble=preamble) for sections in states)
    redline = make_redline(before, after, moved=moved)
    return replace(redline, changes={name: _mix(change, random) for name, change in redline.changes.items()})


def _mix(change: UnitChange, random: Random) -> UnitChange:
    """The change with the words of several."""
    names = [random.choice(["calw", "ulm", "editor"]) for _ in range(9)]
    removed, brought = (
        tuple(names[place // 7 % len(names)] for place in range(len(acts))) for acts in (change.removed, change.brought)
    )
    return replace(change, removed=removed, brought=brought)


def _draft(random: Random) -> Document:
    blocks = [make_sentence(random) for _ in range(random.randint(1, 5))]
    return parse(f"# {make_sentence(random)[:-1]}\n\n" + "\n\n".join(_dress(block, random) for block in blocks))


def _dress(block: str, random: Random) -> str:
    marker = random.choice(["", "", "", "- ", "a) ", "1. ", "> "])
    words = block.split(" ")
    if random.random() < 0.3:
        words[1] = f"**{words[1]}**"
    return marker + " ".join(words)


def _redraft(document: Document, random: Random) -> Document:
    title, *blocks = to_markdown(document).strip().split("\n\n")
    for _ in range(random.randint(0, 3)):
        place = random.randrange(len(blocks)) if blocks else 0
        match random.randrange(6):
            case 0:
                blocks.insert(place, _dress(make_sentence(random), random))
            case 1 if len(blocks) > 1:
                del blocks[place]
            case 2 if blocks:
                blocks.append(blocks.pop(place))
            case 3 if blocks:
                blocks[place] = blocks[place].replace(" ", f" {make_sentence(random).split(' ')[1]} ", 1)
            case 4 if blocks:
                blocks[place] = _dress(blocks[place].lstrip("->").replace("**", "").lstrip("a1.) "), random)
            case _ if blocks:
                blocks[place] = change_words(blocks[place], 0.2, seed=random.randrange(1000))
    return parse("\n\n".join([title, *blocks]))
